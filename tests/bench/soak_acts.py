"""What chairs and readers of a soak do besides what the rehearsal's co-chairs do by themselves (approve, decline, order, advance, undo)."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from moderation.rehearsal.chairs import Chair

ACT_EVERY, READ_EVERY = (1.0, 3.0), (0.5, 2.0)
FORMATS = ("json", "csv", "xlsx", "html")
LONG = 240
"""Characters of a text that may still be given other words."""


async def act_now_and_then(room: Any) -> None:
    """One of the less usual acts, by one of the chairs, until cancelled."""
    while True:
        await asyncio.sleep(room.rng.uniform(*ACT_EVERY))
        await room.rng.choice((_merge, _split, _word, _mute, _talk, _clear, _reconsider))(
            room, room.rng.choice(room.chairs)
        )


async def read_now_and_then(room: Any) -> None:
    """A page, a read or an export, until cancelled."""
    while True:
        await asyncio.sleep(room.rng.uniform(*READ_EVERY))
        pages = (f"/s/{room.code}", f"/s/{room.code}/ledger", f"/api/s/{room.code}/ledger", f"/s/{room.code}/qr.svg")
        staff = [(f"/api/s/{room.code}/organiser/state", {})] + [
            (f"/api/s/{room.code}/organiser/export", {"format": form}) for form in FORMATS
        ]
        if room.rng.random() < 0.3:
            path, parameters = room.rng.choice(staff)
            await room.read(room.organiser, path, **parameters)
        else:
            # A browser without a cookie: the floor page makes somebody new.
            await room.read(room.control, room.rng.choice(pages))


def _with(chair: Chair, *statuses: str) -> list[dict]:
    return [view for view in chair.follower.state["questions"].values() if view["status"] in statuses]


async def _merge(room: Any, chair: Chair) -> None:
    if len(views := [view for view in _with(chair, "pending", "approved") if not view["merged"]]) > 1:
        one, lead = room.rng.sample(views, 2)
        await chair.act("merge", number=one["number"], version=one["version"], into=lead["number"])


async def _split(room: Any, chair: Chair) -> None:
    if views := _with(chair, "merged"):
        one = room.rng.choice(views)
        await chair.act("split", number=one["number"], version=one["version"])


async def _word(room: Any, chair: Chair) -> None:
    if views := [view for view in _with(chair, "approved", "next") if len(view["text"]) < LONG]:
        one = room.rng.choice(views)
        await chair.act("wording", number=one["number"], version=one["version"], text=f"{one['text']} (again)")


async def _mute(room: Any, chair: Chair) -> None:
    if views := _with(chair, "pending"):
        number = room.rng.choice(views)["number"]
        await chair.act("mute", number=number)
        await chair.act("unmute", number=number)


async def _talk(room: Any, chair: Chair) -> None:
    await chair.act("note", text="Shall we take one from the floor next?")
    for note in chair.follower.state["notes"]:
        if note["seat"] != chair.seat and chair.seat not in note["acknowledged"]:
            await chair.act("acknowledge", note=note["note"])


async def _clear(room: Any, chair: Chair) -> None:
    await chair.act("clear_screen")
    await chair.act("restore_screen")


async def _reconsider(room: Any, chair: Chair) -> None:
    """One of those that were declined, and one more asked aloud."""
    answer = await room.read(chair.browser, f"{chair.follower.path}/questions", status="declined")
    if answer:
        for view in json.loads(answer)["questions"][:1]:
            await chair.act("reconsider", number=view["number"], version=view["version"])
    await chair.act("add", text="And from the room: who decides?", language="en")
