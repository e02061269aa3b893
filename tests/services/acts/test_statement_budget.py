"""Tests of the number of database statements that each act executes.

A statement is a wait if the program uses the statement's result (tests/statements.py). If the database is on a network,
each wait costs a round trip.

The budgets: a vote executes at most 2 statements. An `ask` waits at most 6 times, and an `approve` at most 12 times.
These waits include the changes of the streams at the end of the batch.
"""

from __future__ import annotations

import hashlib

import pytest

from tests.factories import ANA, BEN, GENEROUS, caller, command
from tests.statements import CountedStore

ANA_ATTENDEE, BEN_ATTENDEE = caller("attendee", ANA), caller("attendee", BEN)
NEW_ATTENDEE = caller("attendee", hashlib.sha256(b"New").digest())
CHAIR, PANEL, ORGANISER = caller("chair.a"), caller("panel.moliehi"), caller("organiser")
VOTE, ASK, APPROVE = 2, 6, 12
"""Maximum numbers for one command. VOTE: statements of a `vote`. ASK, APPROVE: waits (`Batch.waits`) of these acts."""
BUDGET = {
    "ask": (ANA_ATTENDEE, {"text": "Again?"}, (11, 5, 5)),
    "ask of a new phone": (NEW_ATTENDEE, {"text": "New?"}, (12, 5, 6)),
    "reword": (ANA_ATTENDEE, {"number": 5, "text": "Better?"}, (13, 5, 7)),
    "edit": (ANA_ATTENDEE, {"number": 3, "version": 1, "text": "Other?"}, (26, 5, 14)),
    "withdraw": (ANA_ATTENDEE, {"number": 3}, (25, 5, 16)),
    "vote": (BEN_ATTENDEE, {"number": 1}, (2, 0, 2)),
    "vote of a new phone": (NEW_ATTENDEE, {"number": 1}, (6, 0, 5)),
    "unvote": (BEN_ATTENDEE, {"number": 2}, (2, 0, 2)),
    "approve": (CHAIR, {"number": 3, "version": 1}, (13, 6, 12)),
    "decline": (CHAIR, {"number": 3, "version": 1, "reason": "off_topic"}, (12, 5, 9)),
    "reconsider": (CHAIR, {"number": 5, "version": 2}, (12, 5, 9)),
    "move": (CHAIR, {"number": 2, "after": 0}, (15, 4, 12)),
    "set_next": (CHAIR, {"number": 1, "version": 2}, (13, 6, 12)),
    "take": (CHAIR, {"number": 1, "version": 2}, (13, 6, 12)),
    "advance": (CHAIR, {"live": None, "next": None}, (14, 6, 12)),
    "merge": (CHAIR, {"number": 3, "version": 1, "into": 1}, (15, 5, 12)),
    "set_language": (CHAIR, {"number": 1, "version": 2, "language": "es"}, (16, 5, 11)),
    "set_topic": (CHAIR, {"number": 1, "version": 2, "topic": "rights"}, (13, 5, 11)),
    "wording": (CHAIR, {"number": 1, "version": 2, "text": "Clearer?"}, (15, 5, 11)),
    "translate": (CHAIR, {"number": 1, "language": "es", "text": "¿Una?"}, (12, 5, 9)),
    "undo": (CHAIR, {}, (16, 5, 12)),
    "add": (CHAIR, {"text": "Aloud?"}, (12, 6, 9)),
    "note": (CHAIR, {"text": "Two more minutes."}, (3, 4, 4)),
    "flag": (PANEL, {"number": 1}, (6, 5, 7)),
    "clear_screen": (CHAIR, {}, (6, 3, 3)),
    "set_stage_languages": (CHAIR, {"languages": ["es"]}, (6, 3, 3)),
    "pause": (ORGANISER, {}, (6, 3, 3)),
}
"""{case: (caller, parameters, expected counts)}. The first word of a case is its act (example: "ask of a new phone").

The counts, in order:
1. the statements of the command
2. the statements for the streams
3. how many of all these statements a program would wait for (`Batch.waits`)
"""


@pytest.fixture
def counted(tmp_path, monkeypatch):
    """Yield a store with a translation engine. Questions 1 and 2 are approved, 3 and 4 pending, and 5 declined."""
    counted = CountedStore(tmp_path / "of.db", monkeypatch, limits=GENEROUS)
    counted.store.exclusively(lambda connection: connection.execute("UPDATE sessions SET engine = 'none'"))
    for text in ("One?", "Two?", "Three?", "Four?", "Five?"):
        counted.store.do(command("ask", ANA_ATTENDEE, text=text))
    for number in (1, 2):
        counted.store.do(command("approve", CHAIR, number=number, version=1))
    counted.store.do(command("vote", BEN_ATTENDEE, number=2))
    counted.store.do(command("decline", CHAIR, number=5, version=1, reason="off_topic"))
    yield counted
    counted.store.close()


def counts(counted, case, who, **params):
    """Execute an act and check that the server accepts it. Return the batch of the act. `case`: a key of BUDGET; its
    first word is the name of the act.
    """
    answer, batch = counted.batch(command(case.partition(" ")[0], who, **params))
    assert isinstance(answer, dict) and answer["already"] is False, answer
    return batch


@pytest.mark.parametrize(("case", "who", "params", "expected"), [(case, *row) for case, row in BUDGET.items()])
def test_each_act_executes_this_number_of_statements(counted, case, who, params, expected):
    batch = counts(counted, case, who, **params)
    assert (len(batch.command), len(batch.streams), batch.waits) == expected


def test_a_vote_an_ask_and_an_approve_are_within_their_budgets(counted):
    vote = counts(counted, "vote", BEN_ATTENDEE, number=1)
    assert (len(vote.command) <= VOTE, vote.streams) == (True, [])
    for who, text in ((ANA_ATTENDEE, "Again?"), (NEW_ATTENDEE, "New?")):
        assert counts(counted, "ask", who, text=text).waits <= ASK
    assert counts(counted, "approve", CHAIR, number=3, version=1).waits <= APPROVE


@pytest.mark.parametrize(("case", "who", "params"), [(case, *row[:2]) for case, row in BUDGET.items()])
def test_no_act_repeats_a_read_without_a_write_between(counted, case, who, params):
    batch = counts(counted, case, who, **params)
    reads = set()
    for statement in (*batch.command, *batch.streams):
        if not statement.is_read:
            reads.clear()
            continue
        read = (statement.sql, str(statement.values))
        assert read not in reads, statement.sql
        reads.add(read)


def test_a_batch_shares_the_statements_for_the_streams(counted):
    lone = counts(counted, "ask", ANA_ATTENDEE, text="Again?")
    asked = [command("ask", ANA_ATTENDEE, text=text) for text in ("Six?", "Seven?", "Eight?")]
    counted.executed.clear()
    counted.store.batch(*asked)
    names = [statement.sql for statement in counted.executed]
    last = max(index for index, name in enumerate(names) if name == "RELEASE command")
    assert len(names[last + 1 : names.index("COMMIT")]) == len(lone.streams)


def test_a_repeated_key_is_answered_by_the_first_read(counted):
    first, _ = counted.batch(command("approve", CHAIR, number=3, version=1, key="key-again"))
    again, batch = counted.batch(command("approve", CHAIR, number=3, version=1, key="key-again"))
    assert (again, len(batch.command), batch.streams) == (first, 1, [])
    voted, _ = counted.batch(command("vote", BEN_ATTENDEE, number=1, key="key-vote1"))
    repeated, batch = counted.batch(command("vote", BEN_ATTENDEE, number=1, key="key-vote1"))
    assert (repeated, len(batch.command), batch.streams) == (voted, 2, [])
