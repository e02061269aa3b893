"""Tests of a session's ledger: the figures, computed from the log, and the tables under the Chatham House Rule."""

from __future__ import annotations

import json
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.core.disclosure_control import HIDDEN
from moderation.core.ledger import fold
from moderation.core.model import Phase, Status
from moderation.core.refusals import Refusal
from moderation.services.record.ledger import read
from moderation.store import ledger as ledger_store
from moderation.store import log, questions, sessions
from moderation.store.transaction import Transaction
from tests.factories import ANA, BEN, caller, execute_act, make_database, spoken

CHAIRS, ORGANISER = (caller("chair.a"), caller("chair.b")), caller("organiser")
PEOPLE = (caller("attendee", ANA), caller("attendee", BEN))
ON_ONE = (
    "approve",
    "decline",
    "reconsider",
    "set_next",
    "take",
    "put_back",
    "answer",
    "bring_back",
    "set_language",
    "set_topic",
    "move",
)
ACTS = (
    "ask",
    "ask",
    "withdraw",
    *ON_ONE,
    "approve",
    "take",
    "advance",
    "undo",
    "undo",
    "pause",
    "open",
    "close",
    "reopen",
)


def read_ledger(store) -> dict:
    return read(store, sessions.get_by_code(store, "PANEL1"))


def test_the_opening_of_a_link_is_no_act_of_the_ledger():
    store = make_database()
    assert read_ledger(store)["at"] is None
    execute_act(store, "ask", PEOPLE[0], at="2021-04-14T13:05:00.000Z", text="Who pays?", identified=spoken("en"))
    session = sessions.get_by_code(store, "PANEL1")
    before, head = read_ledger(store), ledger_store.head(store, session)
    tx = Transaction(store, "2021-04-14T13:06:00.000Z", 0.0)
    log.append(tx, session, "link", log.OPENED, [], detail={"seat": "chair.a"})
    assert before["at"] == "2021-04-14T13:05:00.000Z"
    assert (read_ledger(store), ledger_store.head(store, session)) == (before, head)


def play(store, act: str, first: int, second: int) -> None:
    """Execute an act with parameters that depend on the random numbers `first` and `second`.

    Ignore a refusal, because a refused act changes nothing.
    """
    asked = questions.with_status(store, sessions.get_by_code(store, "PANEL1"), tuple(Status))
    queue_state = questions.queue_state(store, sessions.get_by_code(store, "PANEL1"))
    question = asked[first % len(asked)] if asked else None
    chair = CHAIRS[second % 2]
    try:
        if act == "ask":
            group = ("media", "academia", "undisclosed")[first % 3]
            execute_act(
                store,
                act,
                PEOPLE[second % 2],
                text=f"Question {len(asked)}?",
                group=group,
                identified=spoken(("en", "es", "und")[second % 3]),
            )
        elif act == "advance":
            execute_act(
                store,
                act,
                chair,
                live=queue_state.live and queue_state.live.number,
                next=queue_state.next and queue_state.next.number,
            )
        elif act in ("pause", "open", "close", "reopen"):
            execute_act(store, act, ORGANISER)
        elif act == "undo":
            execute_act(store, act, chair)
        elif question and act == "withdraw":
            execute_act(store, act, PEOPLE[second % 2], number=question.number)
        elif question:
            params = {
                "decline": {"reason": ("off_topic", "too_long")[second % 2]},
                "move": {"after": 0},
                "set_language": {"language": "es"},
                "set_topic": {"topic": "rights"},
            }.get(act, {})
            execute_act(store, act, chair, number=question.number, version=question.version, **params)
    except Refusal:
        pass


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 30), st.integers(0, 30)), max_size=60))
@settings(max_examples=settings.default.max_examples // 2)
def test_figures_from_the_log_equal_the_questions(script):
    store = make_database()
    for step in script:
        play(store, *step)
    session = sessions.get_by_code(store, "PANEL1")
    present = {question.number: question for question in questions.with_status(store, session, tuple(Status))}
    fates = fold(ledger_store.steps(store, session), ledger_store.asked(store, session))
    assert {number: (fate.status, fate.reason) for number, fate in fates.items()} == {
        n: (q.status, q.reason) for n, q in present.items()
    }
    for number, fate in fates.items():
        status = present[number].status
        assert (fate.reach == 3) == (status is Status.ANSWERED)
        assert fate.reach >= {Status.APPROVED: 1, Status.NEXT: 1, Status.LIVE: 2}.get(status, 0)
    figures, statuses = read_ledger(store), Counter(question.status for question in present.values())
    assert (figures["received"], figures["answered"], figures["withdrawn"]) == (
        len(present),
        statuses[Status.ANSWERED],
        statuses[Status.WITHDRAWN],
    )
    assert figures["declined"] == dict(
        Counter(question.reason for question in present.values() if question.status is Status.DECLINED)
    )
    assert {key: row["received"] for key, row in figures["by_group"].items()} == Counter(
        question.group for question in present.values()
    )
    assert {key: row["received"] for key, row in figures["by_language"].items()} == Counter(
        question.language for question in present.values()
    )
    store.close()


def test_taken_question_stays_counted_unless_undone(store):
    for number in (1, 2):
        execute_act(store, "ask", PEOPLE[0], text=f"Question {number}?")
        execute_act(store, "approve", CHAIRS[0], number=number, version=1)
    execute_act(store, "take", CHAIRS[0], number=1, version=2)
    assert (read_ledger(store)["taken"], read_ledger(store)["answered"]) == (1, 0)
    execute_act(store, "undo", CHAIRS[0])
    assert read_ledger(store)["taken"] == 0
    execute_act(store, "take", CHAIRS[0], number=1, version=4)
    execute_act(store, "put_back", CHAIRS[0], number=1, version=5)
    assert (read_ledger(store)["taken"], read_ledger(store)["outcomes"]["approved"]) == (
        1,
        {"cut_short": 1, "waiting": 1},
    )


def test_close_gives_every_question_an_outcome(store):
    for number in range(1, 4):
        execute_act(store, "ask", PEOPLE[0], text=f"Question {number}?")
    execute_act(store, "approve", CHAIRS[0], number=1, version=1)
    execute_act(store, "advance", CHAIRS[0], live=None, next=None)
    execute_act(store, "approve", CHAIRS[0], number=2, version=1)
    execute_act(store, "close", ORGANISER)
    figures = read_ledger(store)
    assert figures["outcomes"] == {"answered": 1, "approved": {"no_time_left": 1}, "not_approved": {"no_time_left": 1}}
    assert (figures["phase"], figures["waiting"], figures["rule"]) == ("closed", 0, False)


def test_ledger_contains_no_person(store):
    execute_act(store, "ask", PEOPLE[0], text="Canary of a text?", name="Canary of a name", show_name=True)
    assert "Canary" not in json.dumps(read_ledger(store)) and ANA.hex() not in json.dumps(read_ledger(store))


def rule_store(phase: Phase = Phase.OPEN):
    return make_database(phase=phase, chatham_house_rule=True)


def ask(store, **groups: int) -> None:
    for group, count in groups.items():
        for _ in range(count):
            execute_act(store, "ask", PEOPLE[0], text="Who pays?", group=group)


def test_under_the_rule_nothing_is_published_before_a_pause():
    store = rule_store()
    ask(store, media=5)
    assert read_ledger(store) == {
        "session": "PANEL1",
        "phase": "open",
        "rule": True,
        "at": None,
        "tables": {"group": [], "language": [], "outcome": []},
    }


def test_under_the_rule_tables_of_one_property_are_published_at_pause_and_close():
    store = rule_store()
    ask(store, media=9, academia=4, undisclosed=1)
    execute_act(store, "pause", ORGANISER, at="2021-04-14T13:10:00.000Z")
    paused = read_ledger(store)
    assert paused["tables"] == {
        "group": [
            {
                "at": "2021-04-14T13:10:00.000Z",
                "received": 14,
                "cells": {"media": 9, "academia": HIDDEN, "undisclosed": HIDDEN},
            }
        ],
        "language": [
            {"at": "2021-04-14T13:10:00.000Z", "received": 14, "cells": {"en": HIDDEN, "es": HIDDEN, "und": HIDDEN}}
        ],
        "outcome": [],
    }
    execute_act(store, "open", ORGANISER)
    ask(store, media=3, academia=5, undisclosed=4)
    assert read_ledger(store)["tables"] == paused["tables"]
    execute_act(store, "close", ORGANISER, at="2021-04-14T13:20:00.000Z")
    closed = read_ledger(store)
    assert [table["cells"] for table in closed["tables"]["group"]] == [
        {"media": 9, "academia": HIDDEN, "undisclosed": HIDDEN},
        {"media": 3, "academia": 5, "undisclosed": 4},
    ]
    outcome = closed["tables"]["outcome"]
    assert [table["received"] for table in outcome] == [26] and set(outcome[0]["cells"].values()) == {HIDDEN}
    assert closed["at"] == "2021-04-14T13:20:00.000Z"


def test_under_the_rule_one_additional_question_changes_no_table():
    store = rule_store()
    ask(store, media=9, academia=4, undisclosed=3)
    execute_act(store, "pause", ORGANISER)
    before = read_ledger(store)["tables"]
    execute_act(store, "open", ORGANISER)
    ask(store, academia=1)
    execute_act(store, "pause", ORGANISER)
    assert read_ledger(store)["tables"] == before
    execute_act(store, "close", ORGANISER)
    assert {margin: read_ledger(store)["tables"][margin] for margin in ("group", "language")} == {
        margin: before[margin] for margin in ("group", "language")
    }


def test_questions_before_the_rule_have_a_separate_table(store):
    ask(store, media=6, academia=4, undisclosed=3)
    execute_act(store, "set", ORGANISER, chatham_house_rule=True)
    assert read_ledger(store)["tables"]["group"] == [], "read from the next pause on"
    ask(store, media=3, academia=3, undisclosed=3)
    execute_act(store, "pause", ORGANISER)
    assert [table["cells"] for table in read_ledger(store)["tables"]["group"]] == [
        {"media": 6, "academia": 4, "undisclosed": 3},
        {"media": 3, "academia": 3, "undisclosed": 3},
    ]


def test_fewer_than_three_questions_before_the_rule_are_in_no_table(store):
    ask(store, media=2)
    execute_act(store, "set", ORGANISER, chatham_house_rule=True)
    ask(store, media=3, academia=3, undisclosed=3)
    execute_act(store, "pause", ORGANISER)
    assert [table["cells"] for table in read_ledger(store)["tables"]["group"]] == [
        {"media": 3, "academia": 3, "undisclosed": 3}
    ]


def test_rule_turned_on_in_the_rehearsal_leaves_no_table():
    store = make_database(phase=Phase.REHEARSAL)
    ask(store, media=6)
    execute_act(store, "set", ORGANISER, chatham_house_rule=True)
    execute_act(store, "open", ORGANISER)
    ask(store, media=3, academia=3, undisclosed=3)
    execute_act(store, "pause", ORGANISER)
    assert [table["received"] for table in read_ledger(store)["tables"]["group"]] == [9]
