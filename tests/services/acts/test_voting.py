"""Tests that both ways to execute a vote have the same result.

`voting` executes a permitted vote directly, in one statement. `executor` executes a vote step by step.
"""

from __future__ import annotations

import hashlib
import random
from itertools import product

import pytest

from moderation.core.model import Phase, Status
from moderation.core.refusals import Refusal
from moderation.services.acts import executor, voting
from moderation.services.acts.caller import Caller
from moderation.services.acts.registry import ACTS
from moderation.store import direct_votes, votes
from moderation.store.transaction import Transaction
from tests.factories import ANA, AT, BEN, add, caller, command, dump, execute_act, make_database, make_question, run

ADMITTED = b"a phone with an entry code"
VOTERS = {"asker": ANA, "known": BEN, "new": hashlib.sha256(b"New").digest()}
ATTENDEE = caller("attendee").seat
LED, LEAD, OWN, VOTED, VOTED_LED, VOTED_LEAD, UNKNOWN = 21, 22, 23, 24, 25, 26, 99
NUMBERS = (*range(1, len(Status) + 1), LED, LEAD, OWN, VOTED, VOTED_LED, VOTED_LEAD, UNKNOWN)
KEYS = {"new": (b"", "key-new-"), "repeated": (b"vote", "key-used"), "other body": (b"else", "key-used")}
PHASES = [phase for phase in Phase if phase is not Phase.PURGED]


def world(phase: Phase, list_public: bool, entry_codes: str):
    """Return a store for all cases of a vote: all questions in NUMBERS except UNKNOWN, which does not exist.

    There is a question in each status, and there are questions of Ana, merged questions, and questions with Ben's vote.
    """
    store = make_database(entry_codes=entry_codes)
    store.execute(
        "INSERT INTO entry_codes (session, number, code_hash, holder, used) VALUES (1, 1, ?, ?, 1)",
        [b"hash of a code", ADMITTED],
    )
    for number, status in enumerate(Status, 1):
        add(store, make_question(number, status, **({"lead": LEAD} if status is Status.MERGED else {})))
    for number in (LED, OWN):
        execute_act(store, "ask", Caller(ATTENDEE, token_hash=ANA, holder=ADMITTED), text=f"{number}?")
        store.execute("UPDATE questions SET number = ? WHERE id = (SELECT max(id) FROM questions)", [number])
    for number in (LEAD, VOTED, VOTED_LED, VOTED_LEAD):
        add(store, make_question(number, Status.APPROVED))
    place = "UPDATE questions SET status = 'approved', place = '7' WHERE number = ?"
    store.execute(place, [OWN])
    merged = (
        "UPDATE questions SET place = NULL, status = 'merged', lead = ?, former_status = 'pending' WHERE number = ?"
    )
    store.execute(merged, [LEAD, LED])
    ben = Caller(ATTENDEE, token_hash=BEN, holder=ADMITTED)
    execute_act(store, "vote", ben, number=VOTED, key="key-used", body=b"vote")
    for number in (2, VOTED_LED):
        execute_act(store, "vote", ben, number=number)
    store.execute(merged, [VOTED_LEAD, VOTED_LED])
    store.execute("UPDATE sessions SET phase = ?, list_public = ?", [phase, int(list_public)])
    return store


def outcome(store, commands, act: str, who: Caller, number: int, key: str, body: bytes):
    """Execute the act, then roll it back.

    Return the act's answer, effects and notices, and all rows of the database after the act. If the act is refused,
    return the code and the data of the refusal.
    """
    tx = Transaction(store, AT, 1.0)
    store.begin_write()
    try:
        done = commands.command(ACTS, act, "PANEL1", who, key, body, {"number": number})(tx)
        return done.answer, done.effects, tx.attendee_counters, tx.touched, dump(store)
    except Refusal as refusal:
        return refusal.code, refusal.data
    finally:
        store.execute("ROLLBACK")


@pytest.mark.databases("sqlite")  # PostgreSQL does not reuse the ids of a rolled-back act, so the results would differ.
@pytest.mark.parametrize(("phase", "list_public"), list(product(PHASES, (True, False))))
def test_a_vote_in_two_statements_has_the_same_result(phase, list_public):
    choose = random.Random(f"{phase} {list_public}")
    stores = {codes: world(phase, list_public, codes) for codes in ("none", "ask_and_vote")}
    for act, number, voter in product(executor.VOTES, NUMBERS, VOTERS):
        for (body, key), codes in (
            (KEYS["new"], "none"),
            (choose.choice(list(KEYS.values())), choose.choice(list(stores))),
        ):
            who = Caller(ATTENDEE, token_hash=VOTERS[voter], holder=choose.choice([ADMITTED, b"no entry code", None]))
            values = (act, who, number, key, body)
            assert outcome(stores[codes], voting, *values) == outcome(stores[codes], executor, *values), values


def test_a_permitted_vote_is_executed_directly(monkeypatch):
    store = world(Phase.OPEN, True, "none")
    # Only the step-by-step execution calls `votes.state`. Make this call fail, so a successful vote was executed
    # directly.
    monkeypatch.setattr(votes, "state", None)
    answer, tx = run(store, command("vote", Caller(ATTENDEE, token_hash=BEN), number=OWN))
    assert (answer, tx.attendee_counters) == ({"already": False}, {BEN: (1, 4)})
    answer, tx = run(store, command("unvote", Caller(ATTENDEE, token_hash=BEN), number=OWN))
    assert (answer, tx.attendee_counters) == ({"already": False}, {BEN: (1, 5)})


def test_a_vote_without_an_entry_code_leaves_no_row():
    store = world(Phase.OPEN, True, "ask_and_vote")
    before = dump(store)
    with pytest.raises(Refusal) as refused:
        run(store, command("vote", Caller(ATTENDEE, token_hash=BEN, holder=b"none"), number=OWN))
    assert (refused.value.code, refused.value.data, dump(store)) == ("entry.required", {"field": "entry_code"}, before)


def test_an_unvote_of_a_lead_removes_the_votes_for_its_followers():
    store = world(Phase.OPEN, True, "none")
    store.execute("INSERT INTO votes SELECT id, 2 FROM questions WHERE number IN (?, ?)", [LED, LEAD])
    ballot = direct_votes.Ballot("panel1", BEN, None, "key-new-", LEAD, [Status.APPROVED], [Phase.OPEN])
    assert direct_votes.remove(store, ballot) == votes.Voter(1, 2, BEN)
    assert [row[0] for row in store.execute("SELECT question FROM votes WHERE attendee = 2 ORDER BY 1")] == [
        row[0]
        for row in store.execute("SELECT id FROM questions WHERE number IN (2, ?, ?) ORDER BY 1", [VOTED, VOTED_LED])
    ]
    assert direct_votes.remove(store, ballot) is None
