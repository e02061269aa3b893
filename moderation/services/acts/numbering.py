"""The number of a new question.

Without the Chatham House Rule, the numbers follow the order of arrival. Under the Rule, numbers are random. The reason:
with consecutive numbers, a person could ask one question immediately before a neighbour's question and one immediately
after it. The number between these two would be the number of the neighbour's question.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from ...store import questions, sessions
from .executor import Call

RANGES = ((1000, 10_000, 6000), (10_000, 100_000, 60_000), (100_000, 1_000_000, 600_000))
"""The ranges of the random numbers: (lowest number, highest number + 1, last arrival that gets a number of this range).

The first 6,000 questions get numbers of four digits; nearly all sessions have fewer questions. If there are more than
600,000 questions, the last range is used for all further questions.
"""
draw: Callable[[int, int], int] = random.SystemRandom().randrange
"""`draw(lowest, end)` returns a random number n with lowest ≤ n < end, from the operating system's random source."""


def next_number_for(call: Call) -> int:
    """Return an unused number for the next question, and count the arrival of this question.

    An act that adds several questions calls this function for each of them.
    """
    place = sessions.next_number(call.connection, call.session)
    sessions.count_arrival(call.connection, call.session)
    return number_for(replace(call, read=call.read._replace(next_number=place, is_next_used=True)))


def number_for(call: Call) -> int:
    """Return an unused number for the next question in the order of arrival."""
    arrival = call.read.next_number
    if not call.session.settings.chatham_house_rule:
        number = arrival
        # The number is usually the position in the order of arrival. If the Rule was turned off during the rehearsal,
        # the number can be in use, because earlier questions have random numbers.
        if call.read.is_next_used:
            while questions.is_used(call.connection, call.session, number):
                number += 1
        return number
    lowest, end = next(((lowest, end) for lowest, end, most in RANGES if arrival <= most), RANGES[-1][:2])
    while True:
        number = draw(lowest, end)
        if not questions.is_used(call.connection, call.session, number):
            return number
