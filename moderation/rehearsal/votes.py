"""Simulated attendees vote for what they see."""

from __future__ import annotations

import asyncio
import random
from time import monotonic

from .attendee import Phone

VOTABLE = ("approved", "next")
UNVOTE_SHARE = 0.1


async def cast(phones: list[Phone], per_second: float, rng: random.Random) -> None:
    """Let a phone at random vote, `per_second` times a second, until cancelled. One in ten takes an earlier vote back."""
    began, turns = monotonic(), 0
    while True:
        turns += 1
        await asyncio.sleep(max(0.0, began + turns / per_second - monotonic()))
        phone = rng.choice(phones)
        wish = choose(phone, rng)
        if wish:
            phone.vote(*wish)


def choose(phone: Phone, rng: random.Random) -> tuple[int, str] | None:
    """A question on this phone's screen and `vote` or `unvote`; None when there is nothing to vote for."""
    state = phone.follower.state
    if not state["settings"].get("list_public"):
        return None
    own = phone.own_numbers
    shown = [number for number, view in state["questions"].items() if view["status"] in VOTABLE and number not in own]
    voted = [number for number in shown if number in phone.wishes and phone.wishes[number].act == "vote"]
    voted = [number for number in voted if phone.wishes[number].outcome == "acknowledged"]
    if voted and rng.random() < UNVOTE_SHARE:
        return rng.choice(voted), "unvote"
    new = [number for number in shown if number not in phone.wishes]
    return (rng.choice(new), "vote") if new else None
