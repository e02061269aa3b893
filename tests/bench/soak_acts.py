"""Acts and reads of a soak test. They are added to the acts of the rehearsal's co-chairs (rehearsal/chairs.py)."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from moderation.rehearsal.chairs import Chair

ACT_EVERY, READ_EVERY = (1.0, 3.0), (0.5, 2.0)
FORMATS = ("json", "csv", "xlsx", "html")
LONG = 240
"""A question of at least this number of characters gets no new wording.

A new wording adds some characters to the question's text, so it could be longer than a question may be.
"""


async def act_now_and_then(session: Any) -> None:
    """At random intervals, let a random chair perform a random rare act, until the task is cancelled."""
    while True:
        await asyncio.sleep(session.rng.uniform(*ACT_EVERY))
        await session.rng.choice((_merge, _split, _word, _mute, _talk, _clear, _reconsider))(
            session, session.rng.choice(session.chairs)
        )


async def read_now_and_then(session: Any) -> None:
    """At random intervals, request a random page or download, until the task is cancelled."""
    while True:
        await asyncio.sleep(session.rng.uniform(*READ_EVERY))
        pages = (
            f"/s/{session.code}",
            f"/s/{session.code}/ledger",
            f"/api/s/{session.code}/ledger",
            f"/s/{session.code}/qr.svg",
        )
        staff = [(f"/api/s/{session.code}/organiser/state", {})] + [
            (f"/api/s/{session.code}/organiser/export", {"format": form}) for form in FORMATS
        ]
        if session.rng.random() < 0.3:
            path, parameters = session.rng.choice(staff)
            await session.read(session.organiser, path, **parameters)
        else:
            # This browser has no cookie of a staff seat, so it reads the pages as an attendee.
            await session.read(session.control, session.rng.choice(pages))


def _with(chair: Chair, *statuses: str) -> list[dict]:
    return [view for view in chair.follower.state["questions"].values() if view["status"] in statuses]


async def _merge(session: Any, chair: Chair) -> None:
    if len(views := [view for view in _with(chair, "pending", "approved") if not view["merged"]]) > 1:
        view, lead = session.rng.sample(views, 2)
        await chair.act("merge", number=view["number"], version=view["version"], into=lead["number"])


async def _split(session: Any, chair: Chair) -> None:
    if views := _with(chair, "merged"):
        view = session.rng.choice(views)
        await chair.act("split", number=view["number"], version=view["version"])


async def _word(session: Any, chair: Chair) -> None:
    if views := [view for view in _with(chair, "approved", "next") if len(view["text"]) < LONG]:
        view = session.rng.choice(views)
        await chair.act("wording", number=view["number"], version=view["version"], text=f"{view['text']} (again)")


async def _mute(session: Any, chair: Chair) -> None:
    if views := _with(chair, "pending"):
        number = session.rng.choice(views)["number"]
        await chair.act("mute", number=number)
        await chair.act("unmute", number=number)


async def _talk(session: Any, chair: Chair) -> None:
    await chair.act("note", text="Shall we take one from the floor next?")
    for note in chair.follower.state["notes"]:
        if note["seat"] != chair.seat and chair.seat not in note["acknowledged"]:
            await chair.act("acknowledge", note=note["note"])


async def _clear(session: Any, chair: Chair) -> None:
    await chair.act("clear_screen")
    await chair.act("restore_screen")


async def _reconsider(session: Any, chair: Chair) -> None:
    """Reconsider a declined question. Then add a spoken question."""
    answer = await session.read(chair.browser, f"{chair.follower.path}/questions", status="declined")
    if answer:
        for view in json.loads(answer)["questions"][:1]:
            await chair.act("reconsider", number=view["number"], version=view["version"])
    await chair.act("add", text="And from the room: who decides?", language="en")
