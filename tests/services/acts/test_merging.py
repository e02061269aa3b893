"""Tests of merging with a store: the votes, the statuses, and the changes that streams and askers get."""

from __future__ import annotations

import pytest

from moderation.core.model import Status
from moderation.store import questions, sessions, votes
from tests.factories import ANA, BEN, caller, command, execute_act, refused, run
from tests.services.acts.stored import stored_question

A, B, ATTENDEE, OTHER_ATTENDEE = caller("chair.a"), caller("chair.b"), caller("attendee", ANA), caller("attendee", BEN)


@pytest.fixture
def merged(store):
    """Return a store in which Ben's question No. 2 is merged into Ana's approved question No. 1."""
    execute_act(store, "ask", ATTENDEE, text="Who pays?", group="media")
    execute_act(store, "ask", OTHER_ATTENDEE, text="Who will pay?", group="academia")
    execute_act(store, "approve", A, number=1, version=1)
    execute_act(store, "merge", A, number=2, version=1, into=1)
    return store


def test_merged_question_is_hidden_from_other_audiences(merged):
    assert refused("question.unknown", merged, "vote", caller("attendee", b"c" * 32), number=2) == {"number": 2}
    refused("vote.own", merged, "vote", OTHER_ATTENDEE, number=2)


def counter(store, token):
    """Return the change counter of the attendee with this token hash."""
    return store.execute("SELECT counter FROM attendees WHERE token_hash = ?", [token]).fetchone()[0]


def test_merge_raises_both_versions_and_sets_by(merged):
    assert [(stored_question(merged, n).version, stored_question(merged, n).by) for n in (1, 2)] == [
        (3, "chair.a"),
        (2, "chair.a"),
    ]


def test_repeated_merge_is_already_done_and_a_third_lead_is_refused(merged):
    execute_act(merged, "ask", ATTENDEE, text="Third?")
    assert execute_act(merged, "merge", B, number=2, version=1, into=1)["already"] is True
    assert refused("act.not_allowed", merged, "merge", B, number=2, version=2, into=3)["status"] == "merged"
    assert refused("merge.not_a_lead", merged, "merge", B, number=3, version=1, into=2)["number"] == 2
    assert refused("question.unknown", merged, "merge", B, number=3, version=1, into=99) == {"number": 99}


@pytest.mark.parametrize(("act", "params"), [("decline", {"reason": "too_long"}), ("take", {}), ("set_next", {})])
def test_each_act_on_the_lead_raises_the_followers_askers_counter(merged, act, params):
    before = counter(merged, BEN)
    execute_act(merged, act, B, number=1, version=3, **params)
    assert counter(merged, BEN) == before + 1
    assert stored_question(merged, 2).fate == stored_question(merged, 1).status


def test_chairs_stream_drops_followers_with_their_lead(merged):
    _, tx = run(merged, command("decline", B, number=1, version=3, reason="too_long"))
    assert {"q1", "q2"} <= tx.touched[1, "chairs"]


def test_lead_counts_each_voter_of_the_group_once(store):
    session = sessions.get_by_code(store, "PANEL1")
    for who, text in ((ATTENDEE, "Who pays?"), (ATTENDEE, "And who pays?")):
        execute_act(store, "ask", who, text=text)
    for number in (1, 2):
        execute_act(store, "approve", A, number=number, version=1)
        execute_act(store, "vote", OTHER_ATTENDEE, number=number)
    execute_act(store, "vote", caller("attendee", b"c" * 32), number=2)
    votes.publish(store, session, None)
    execute_act(store, "merge", A, number=2, version=2, into=1)
    assert (stored_question(store, 1).votes, stored_question(store, 2).votes) == (2, 2)
    assert votes.of_attendee(store, 2) == [1]
    assert execute_act(store, "vote", OTHER_ATTENDEE, number=1)["already"] is True
    execute_act(store, "split", B, number=2, version=3)
    assert (stored_question(store, 1).votes, stored_question(store, 2).votes, votes.of_attendee(store, 2)) == (
        1,
        2,
        [1, 2],
    )


def test_unvote_of_a_lead_removes_the_vote_in_its_group(merged):
    execute_act(merged, "split", A, number=2, version=2)
    execute_act(merged, "approve", A, number=2, version=3)
    execute_act(merged, "vote", ATTENDEE, number=2)
    execute_act(merged, "merge", A, number=1, version=4, into=2)
    assert execute_act(merged, "unvote", ATTENDEE, number=2)["already"] is False
    assert merged.execute("SELECT count(*) FROM votes").fetchone()[0] == 0
    refused("vote.own", merged, "vote", ATTENDEE, number=2)


def test_asker_of_a_declined_lead_and_of_its_followers_may_reword(merged):
    execute_act(merged, "decline", A, number=1, version=3, reason="too_long")
    assert execute_act(merged, "reword", OTHER_ATTENDEE, number=2, text="Who?")["question"]["number"] == 3
    assert stored_question(merged, 3).reworded_from == 2


def test_withdrawn_lead_is_replaced_by_its_follower(merged):
    place = stored_question(merged, 1).place
    execute_act(merged, "withdraw", ATTENDEE, number=1)
    assert [
        (stored_question(merged, n).status, stored_question(merged, n).place, stored_question(merged, n).followers)
        for n in (1, 2)
    ] == [
        (Status.WITHDRAWN, None, ()),
        (Status.APPROVED, place, ()),
    ]


def test_follower_of_a_withdrawn_next_lead_becomes_next(merged):
    execute_act(merged, "set_next", A, number=1, version=3)
    execute_act(merged, "withdraw", ATTENDEE, number=1)
    assert stored_question(merged, 2).status is Status.NEXT


def test_follower_counts_in_the_balance_with_its_leads_status(merged):
    execute_act(merged, "take", A, number=1, version=3)
    assert sorted(questions.balance_rows(merged, sessions.get_by_code(merged, "PANEL1"))) == [
        ("academia", "en", None, None, Status.LIVE, 1),
        ("media", "en", None, None, Status.LIVE, 1),
    ]


def test_close_gives_followers_the_status_of_their_lead(merged):
    execute_act(merged, "close", caller("organiser"))
    assert (stored_question(merged, 2).status, stored_question(merged, 2).fate, stored_question(merged, 1).reason) == (
        Status.MERGED,
        Status.DECLINED,
        "no_time_left",
    )
