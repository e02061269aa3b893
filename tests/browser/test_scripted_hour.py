"""A test of a long session.

Both chairs and the booth write all the time. Meanwhile, 60 questions arrive; questions are also approved, declined,
merged, withdrawn and advanced. The test checks that no written text is lost. It also checks that a person pressed a key
or button for every act in the log. The test prints its seed. With the environment variable HOUR_SEED=seed, it repeats
the same hour.
"""

from __future__ import annotations

import os
import random
from collections import Counter

import pytest
from playwright.sync_api import expect

from tests.browser.hour_people import ChairWriter, Writer
from tests.browser.storm_checks import rows

pytestmark = [pytest.mark.browser, pytest.mark.long]

QUESTIONS = 60
LOGGED = (
    "SELECT seat, act, number FROM log JOIN log_questions AS changed ON changed.log = log.id"
    " JOIN questions ON questions.id = changed.question WHERE seat IN ('chair.a', 'chair.b', 'booth')"
    " AND NOT (act = 'merge' AND status_before = 'merged')"
)
"""A query for the acts on questions. If a chair merges a lead, the log also names the lead's followers. The query
leaves out the rows of the followers, because no person has chosen these questions.
"""


@pytest.fixture
def server(fresh_server):
    """Return a server that no other test uses, because the checks read whole tables."""
    return fresh_server


def withdraw_some(askers: dict, view: dict, dice: random.Random) -> bool:
    """With probability 1/3, let the asker withdraw the question. Return whether the question was withdrawn."""
    return dice.random() < 1 / 3 and askers[view["number"]].command("withdraw", {"number": view["number"]})[0] == 200


def test_a_key_press_causes_every_act_of_an_hour_and_no_word_is_lost(watched, server):
    seed = int(os.environ.get("HOUR_SEED") or random.randrange(1_000_000))
    print(f"HOUR_SEED={seed}")
    dice = random.Random(seed)
    # The status 400 means that the words are too long. The editor then stays open with an error message.
    allow = ("status of 40[049]",)
    chairs = [ChairWriter(watched.enter(f"chair/{seat}", allow=allow), f"chair.{seat}", dice) for seat in "ab"]
    booth = Writer(watched.enter("booth", allow=allow, viewport={"width": 1440, "height": 900}), "booth", dice)
    askers = {}
    for number in range(1, QUESTIONS + 1):
        asker = server.client()
        assert asker.command("ask", {"text": f"¿Quién paga la medida {number}?", "language": "es"})[0] == 201
        askers[number] = asker
        writer, other = chairs if number % 2 else reversed(chairs)
        for person in (writer, other, booth):
            person.open_if_closed()
            person.write()
        views = {view["number"]: view for view in server.client("chair/a").read("snapshot")[1]["put"]}
        view = views.get(writer.number or 0)
        if view and not withdraw_some(askers, view, dice):
            other.disturb(view)
        writer.write()
        other.disturb(dice.choice(list(views.values())))
        booth.write()
        if dice.random() < 1 / 4:
            other.advance()
        for person in (writer, booth, other):
            person.write()
        for person in (writer, booth):
            if dice.random() < 1 / 2:
                person.finish()
    for person in (*chairs, booth):
        person.finish()
    meant = Counter(act for person in (*chairs, booth) for act in person.meant)
    logged = Counter((seat, act, number) for seat, act, number in rows(server, LOGGED))
    for person in chairs:
        expect(person.page.locator("#main [aria-busy=true]")).to_have_count(0)
    named = Counter({key: count for key, count in logged.items() if key[1] not in ("advance", "take", "set_next")})
    assert named - meant == Counter(), "acts on questions without a press"
    # For these acts, compare only the numbers of acts, not the questions. One press can change several questions. The
    # log names all of them, but `meant` names at most one question per press.
    for act in ("advance", "take", "set_next"):
        for seat in ("chair.a", "chair.b"):
            count = rows(server, f"SELECT count(*) FROM log WHERE seat = '{seat}' AND act = '{act}'")[0][0]
            assert count <= sum(n for key, n in meant.items() if key[:2] == (seat, act)), (seat, act)
    assert logged.total() > QUESTIONS / 2
    assert sum(person.words for person in (*chairs, booth)) > QUESTIONS * 5
