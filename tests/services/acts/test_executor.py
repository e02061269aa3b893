"""Tests of the executor of acts: authorisation, stored answers, and effects."""

from __future__ import annotations

import pytest

from moderation.core.model import Phase
from moderation.store import sessions
from moderation.store.votes import KEPT_VOTES
from tests.factories import (
    ANA,
    BEN,
    add,
    caller,
    dump,
    execute_act,
    make_database,
    make_definition,
    make_question,
    outcome_of,
    refused,
    spoken,
)

ORGANISER = caller("organiser")
ASK = {"text": "Who pays?", "identified": spoken()}


def count(store, table="questions"):
    return store.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_same_key_and_body_replays_the_first_answer(store):
    first = execute_act(store, "ask", caller("attendee"), key="key-0001", **ASK)
    execute_act(store, "decline", caller("chair.a"), number=1, version=1, reason="off_topic")
    before = dump(store)
    assert execute_act(store, "ask", caller("attendee"), key="key-0001", **ASK) == first
    assert dump(store) == before


def test_stored_answer_is_looked_up_before_phase_limits_version_and_length(store):
    add(store, make_question(5, "pending"))
    asked = execute_act(store, "ask", caller("attendee"), key="key-0001", **ASK)
    approved = execute_act(store, "approve", caller("chair.a"), key="key-0002", number=5, version=1)
    execute_act(store, "pause", ORGANISER)
    store.execute("UPDATE attendees SET allowance = 0, allowance_at = 0")
    assert execute_act(store, "ask", caller("attendee"), key="key-0001", **(ASK | {"text": "x" * 999})) == asked
    assert execute_act(store, "approve", caller("chair.a"), key="key-0002", number=5, version=1) == approved


def test_answers_of_the_latest_votes_are_stored(store):
    add(store, make_question(5, "approved"))
    asked = execute_act(store, "ask", caller("attendee"), key="key-ask1", **ASK)
    execute_act(store, "vote", caller("attendee", BEN), key="key-ben1", number=5)
    answers, answers_kept = {}, {}
    for number in range(3 * KEPT_VOTES):
        act = ("vote", "unvote", "unvote")[number % 3]
        answers[act, f"key-{number:04}"] = execute_act(store, act, caller("attendee"), key=f"key-{number:04}", number=5)
    for act, key in list(answers)[-KEPT_VOTES:]:
        answers_kept[act, key] = answers[act, key]
    assert [answer["already"] for answer in answers.values()] == [False, False, True] * KEPT_VOTES
    assert count(store, "commands") == KEPT_VOTES + 2
    before = dump(store)
    for (act, key), answer in answers_kept.items():
        assert execute_act(store, act, caller("attendee"), key=key, number=5) == answer
    assert execute_act(store, "ask", caller("attendee"), key="key-ask1", **ASK) == asked
    assert execute_act(store, "vote", caller("attendee", BEN), key="key-ben1", number=5) == {"already": False}
    assert dump(store) == before
    act, key = list(answers)[-KEPT_VOTES - 1]
    assert (act, execute_act(store, act, caller("attendee"), key=key, number=5)) == ("unvote", {"already": True})


def test_same_key_with_another_body_is_refused(store):
    execute_act(store, "ask", caller("attendee"), key="key-0001", body=b"one", **ASK)
    before = dump(store)
    refused("key.reused", store, "ask", caller("attendee"), key="key-0001", body=b"two", **ASK)
    assert dump(store) == before


@pytest.mark.parametrize("other", [caller("attendee", BEN), caller("chair.a"), caller("chair.b")])
def test_keys_are_separate_for_each_caller(store, other):
    execute_act(store, "ask", caller("attendee", ANA), key="key-0001", body=b"one", **ASK)
    if other.token_hash:
        execute_act(store, "ask", other, key="key-0001", body=b"two", **ASK)
        assert count(store) == 2
    else:
        execute_act(store, "approve", other, key="key-0001", body=b"two", number=1, version=1)
    assert count(store, "commands") == 2


def test_refusals_are_not_stored(store):
    execute_act(store, "pause", ORGANISER)
    refused("phase.not_allowed", store, "ask", caller("attendee"), key="key-0001", **ASK)
    assert count(store, "attendees") == 0
    execute_act(store, "open", ORGANISER)
    assert execute_act(store, "ask", caller("attendee"), key="key-0001", **ASK)["question"]["number"] == 1


def test_already_is_stored(store):
    add(store, make_question(1, "approved"))
    first = execute_act(store, "approve", caller("chair.a"), key="key-0001", number=1, version=9)
    execute_act(store, "decline", caller("chair.b"), number=1, version=1, reason="off_topic")
    assert execute_act(store, "approve", caller("chair.a"), key="key-0001", number=1, version=9) == first


def test_close_deletes_all_stored_answers_except_its_own(store):
    execute_act(store, "ask", caller("attendee"), key="key-0001", **ASK)
    closed = execute_act(store, "close", ORGANISER, key="key-0009")
    refused("phase.not_allowed", store, "ask", caller("attendee"), key="key-0001", **ASK)
    assert execute_act(store, "close", ORGANISER, key="key-0009") == closed == {"already": False, "phase": "closed"}


def test_after_close_and_reopen_a_key_still_names_its_question(store):
    execute_act(store, "ask", caller("attendee"), key="key-0001", **ASK)
    execute_act(store, "approve", caller("chair.a"), key="key-0002", number=1, version=1)
    execute_act(store, "close", ORGANISER, key="key-0009")
    assert [tuple(row) for row in store.execute("SELECT caller, key, answer FROM commands ORDER BY caller")] == [
        ("attendee.1", "key-0001", '{"already":false,"question":{"number":1}}'),
        ("organiser", "key-0009", '{"already": false, "phase": "closed"}'),
    ]
    execute_act(store, "reopen", ORGANISER)
    answer = execute_act(store, "ask", caller("attendee"), key="key-0001", **ASK)
    assert (answer["question"]["number"], answer["question"]["text"]) == (1, ASK["text"])
    assert count(store) == 1


@pytest.mark.parametrize("seat", ["chair.a", "stage", "panel.moliehi", "booth", "organiser"])
def test_outdated_cookie_is_refused_at_each_command(store, seat):
    act = {"chair.a": "undo", "organiser": "pause"}.get(seat)
    store.execute("UPDATE seats SET generation = 2 WHERE seat = ?", [seat])
    before = dump(store)
    refused("seat.unknown" if act else "seat.forbidden", store, act or "undo", caller(seat))
    assert dump(store) == before


def test_revoked_seat_gets_no_stored_answer(store):
    add(store, make_question(1))
    execute_act(store, "approve", caller("chair.a"), key="key-0001", number=1, version=1)
    execute_act(store, "revoke", ORGANISER, seat="chair.a")
    refused("seat.unknown", store, "approve", caller("chair.a"), key="key-0001", number=1, version=1)


def test_session_code_may_contain_blanks_and_hyphens(store):
    assert execute_act(store, "ask", caller("attendee"), code=" pan-el 1", **ASK)["question"]["number"] == 1
    refused("session.unknown", store, "ask", caller("attendee"), code="PANEL2", **ASK)


def test_sessions_do_not_affect_each_other():
    store = make_database()
    sessions.create(store, make_definition("OTHER1"), sessions.get_by_code(store, "PANEL1").phase, "then")
    execute_act(store, "ask", caller("attendee"), key="key-0001", **ASK)
    assert (
        execute_act(store, "ask", caller("attendee"), code="OTHER1", key="key-0001", body=b"else", **ASK)["question"][
            "number"
        ]
        == 1
    )
    refused("question.unknown", store, "approve", caller("chair.a"), code="OTHER1", number=2, version=1)
    execute_act(store, "close", ORGANISER, code="OTHER1")
    assert sessions.get_by_code(store, "PANEL1").phase == "open"
    assert store.execute("SELECT status FROM questions WHERE session = 1").fetchone()[0] == "pending"


def test_a_replay_has_no_effects_but_the_renewed_link():
    store = make_database(phase=Phase.REHEARSAL)
    opened = [outcome_of(store, "open", caller("organiser"), key="key-open") for _ in range(2)]
    assert [outcome.effects.scrub for outcome in opened] == [True, False]
    assert opened[0].answer == opened[1].answer == {"already": False, "phase": "open"}
    renewed = [outcome_of(store, "renew", caller("organiser"), key="key-renew", seat="stage") for _ in range(2)]
    assert [outcome.effects.renewed for outcome in renewed] == [2, 2]
    execute_act(store, "ask", caller("attendee"), text="One?")
    execute_act(store, "approve", caller("chair.a"), number=1, version=1)
    voted = [outcome_of(store, "vote", caller("attendee", BEN), key="key-vote", number=1) for _ in range(2)]
    assert [outcome.effects.voted for outcome in voted] == [1, None]
