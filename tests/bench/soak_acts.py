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


async def act_now_and_then(served: Any) -> None:
    """One of the less usual acts, by one of the chairs, until cancelled."""
    while True:
        await asyncio.sleep(served.rng.uniform(*ACT_EVERY))
        await served.rng.choice((_merge, _split, _word, _mute, _talk, _clear, _reconsider))(
            served, served.rng.choice(served.chairs)
        )


async def read_now_and_then(served: Any) -> None:
    """A page, a read or an export, until cancelled."""
    while True:
        await asyncio.sleep(served.rng.uniform(*READ_EVERY))
        pages = (
            f"/s/{served.code}",
            f"/s/{served.code}/ledger",
            f"/api/s/{served.code}/ledger",
            f"/s/{served.code}/qr.svg",
        )
        staff = [(f"/api/s/{served.code}/organiser/state", {})] + [
            (f"/api/s/{served.code}/organiser/export", {"format": form}) for form in FORMATS
        ]
        if served.rng.random() < 0.3:
            path, parameters = served.rng.choice(staff)
            await served.read(served.organiser, path, **parameters)
        else:
            # A browser without a cookie: the floor page makes somebody new.
            await served.read(served.control, served.rng.choice(pages))


def _with(chair: Chair, *statuses: str) -> list[dict]:
    return [view for view in chair.follower.state["questions"].values() if view["status"] in statuses]


async def _merge(served: Any, chair: Chair) -> None:
    if len(views := [view for view in _with(chair, "pending", "approved") if not view["merged"]]) > 1:
        one, lead = served.rng.sample(views, 2)
        await chair.act("merge", number=one["number"], version=one["version"], into=lead["number"])


async def _split(served: Any, chair: Chair) -> None:
    if views := _with(chair, "merged"):
        one = served.rng.choice(views)
        await chair.act("split", number=one["number"], version=one["version"])


async def _word(served: Any, chair: Chair) -> None:
    if views := [view for view in _with(chair, "approved", "next") if len(view["text"]) < LONG]:
        one = served.rng.choice(views)
        await chair.act("wording", number=one["number"], version=one["version"], text=f"{one['text']} (again)")


async def _mute(served: Any, chair: Chair) -> None:
    if views := _with(chair, "pending"):
        number = served.rng.choice(views)["number"]
        await chair.act("mute", number=number)
        await chair.act("unmute", number=number)


async def _talk(served: Any, chair: Chair) -> None:
    await chair.act("note", text="Shall we take one from the floor next?")
    for note in chair.follower.state["notes"]:
        if note["seat"] != chair.seat and chair.seat not in note["acknowledged"]:
            await chair.act("acknowledge", note=note["note"])


async def _clear(served: Any, chair: Chair) -> None:
    await chair.act("clear_screen")
    await chair.act("restore_screen")


async def _reconsider(served: Any, chair: Chair) -> None:
    """One of those that were declined, and one more asked aloud."""
    answer = await served.read(chair.browser, f"{chair.follower.path}/questions", status="declined")
    if answer:
        for view in json.loads(answer)["questions"][:1]:
            await chair.act("reconsider", number=view["number"], version=view["version"])
    await chair.act("add", text="And from the room: who decides?", language="en")
