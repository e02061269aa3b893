"""The votes of simulated attendees."""

from __future__ import annotations

import asyncio
import random
from time import monotonic

from .attendee import Attendee

VOTABLE = ("approved", "next")
UNVOTE_SHARE = 0.1
"""Probability (0 to 1) that an attendee removes an earlier vote instead of casting a new vote."""


async def cast(attendees: list[Attendee], per_second: float, rng: random.Random) -> None:
    """Cast at most `per_second` votes per second, each by a random attendee, until the task is cancelled.

    If the chosen attendee cannot vote, skip this vote.
    """
    began, turns = monotonic(), 0
    while True:
        turns += 1
        await asyncio.sleep(max(0.0, began + turns / per_second - monotonic()))
        attendee = rng.choice(attendees)
        choice = choose(attendee, rng)
        if choice:
            attendee.vote(*choice)


def choose(attendee: Attendee, rng: random.Random) -> tuple[int, str] | None:
    """Return (number of a question on this attendee's screen, `vote` or `unvote`); None if no vote is possible."""
    state = attendee.follower.state
    if not state["settings"].get("list_public"):
        return None
    mine = attendee.my_numbers
    shown = [number for number, view in state["questions"].items() if view["status"] in VOTABLE and number not in mine]
    last_votes = {number: attendee.last_votes[number] for number in shown if number in attendee.last_votes}
    voted = [number for number, vote in last_votes.items() if vote.act == "vote" and vote.outcome == "acknowledged"]
    if voted and rng.random() < UNVOTE_SHARE:
        return rng.choice(voted), "unvote"
    without_vote = [number for number in shown if number not in last_votes]
    return (rng.choice(without_vote), "vote") if without_vote else None
