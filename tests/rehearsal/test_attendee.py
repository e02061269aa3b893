"""Tests of a simulated attendee without a server."""

from __future__ import annotations

import asyncio
import random
from types import SimpleNamespace

from moderation.rehearsal.attendee import Attendee


class SlowBrowser:
    """A fake browser. Every command is accepted, but the answer comes only after the event `gate` is set."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.numbers = 0

    async def command(self, path, body):
        await self.gate.wait()
        self.numbers += 1
        return SimpleNamespace(
            status=200, is_accepted=True, body={"ok": True, "question": {"number": self.numbers} | body}, code=None
        )


def test_each_question_calls_its_own_function_while_earlier_ones_are_sent():
    async def run():
        attendee = Attendee(1, SlowBrowser(), random.Random(1))
        attendee.follower = SimpleNamespace(path="/api/sessions/PANEL1/attendee")
        answered = []
        attendee.ask({"text": "first"}, lambda delivery: answered.append(("A", delivery.body["text"])))
        attendee.ask({"text": "second"}, lambda delivery: answered.append(("B", delivery.body["text"])))
        attendee.browser.gate.set()
        await asyncio.gather(*attendee._tasks)
        return answered

    assert asyncio.run(run()) == [("A", "first"), ("B", "second")]
