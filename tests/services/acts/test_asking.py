"""Tests of the acts of an attendee (ask, reword, withdraw, vote) and of their limits."""

from __future__ import annotations

import pytest

from moderation.core.model import Status
from moderation.services.language import Identified
from moderation.store import sessions
from tests.factories import ANA, AT, BEN, add, caller, dump, execute_act, make_database, make_question, refused
from tests.services.acts.stored import stored_question

ATTENDEE, OTHER, CHAIR, ORGANISER = (
    caller("attendee", ANA),
    caller("attendee", BEN),
    caller("chair.a"),
    caller("organiser"),
)


def ask(store, who=ATTENDEE, text="Who pays?", **params):
    return execute_act(store, "ask", who, text=text, **params)["question"]


def test_question_is_stored_as_asked_and_the_answer_is_the_askers_view(store):
    spoken = Identified("es", "chosen", False, "fr")
    params = {
        "group": "media",
        "region": "weog",
        "topic": "rights",
        "to": "moliehi",
        "name": " Ana\u202e  Ruiz ",
        "show_name": True,
        "identified": spoken,
    }
    answer = execute_act(store, "ask", ATTENDEE, text=" ¿Quie\u0301n\u200b paga? ", **params)
    stored = stored_question(store, 1)
    assert (stored.text, stored.language, stored.language_source, stored.looks_like) == (
        "¿Quién paga?",
        "es",
        "chosen",
        "fr",
    )
    assert (stored.group, stored.region, stored.to, stored.name, stored.show_name) == (
        "media",
        "weog",
        "moliehi",
        "Ana Ruiz",
        True,
    )
    assert (stored.status, stored.version, stored.by, stored.asked_at, stored.first) == (
        "pending",
        1,
        "attendee",
        AT,
        True,
    )
    assert (stored.topic, answer["question"]["topic"]) == ("rights", "rights")
    assert (answer["question"]["text"], answer["question"]["number"]) == ("¿Quién paga?", 1)


def test_a_topic_of_an_asker_is_ignored_if_chairs_set_topics():
    store = make_database(chairs_set_topics=True)
    assert ask(store, topic="rights")["topic"] is None
    assert ask(store, topic="unknown")["topic"] is None


def test_first_is_true_for_the_first_question_of_each_attendee(store):
    assert [stored_question(store, ask(store, who)["number"]).first for who in (ATTENDEE, OTHER, ATTENDEE)] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("params", "code", "field"),
    [
        ({"text": ""}, "text.empty", "text"),
        ({"text": " \u200b\u3164\n"}, "text.empty", "text"),
        ({"text": "x" * 301}, "text.too_long", "text"),
        ({"group": "nobody"}, "group.unknown", "group"),
        ({"region": "atlantis"}, "region.unknown", "region"),
        ({"topic": "trade"}, "topic.unknown", "topic"),
        ({"to": "joyce"}, "panellist.unknown", "to"),
        ({"identified": Identified("fr", "chosen", False, None)}, "language.unknown", "language"),
        ({"name": "x" * 81}, "name.too_long", "name"),
    ],
)
def test_bad_input_is_refused_and_changes_nothing(store, params, code, field):
    before = dump(store)
    assert refused(code, store, "ask", ATTENDEE, **({"text": "Who pays?"} | params))["field"] == field
    assert dump(store) == before


def test_length_is_in_graphemes_and_in_bytes(store):
    assert ask(store, text="👩\u200d👩\u200d👧" * 200)["number"] == 1
    assert refused("text.too_long", store, "ask", ATTENDEE, text="é" * 301) == {
        "field": "text",
        "limit": 300,
        "length": 301,
    }
    data = refused("text.too_long", store, "ask", ATTENDEE, text="👩\u200d👩\u200d👧" * 250)
    assert data == {"field": "text", "limit": 4000, "length": 4500, "unit": "bytes"}
    assert ask(store, text="é" * 300)["number"] == 2


@pytest.mark.parametrize(
    ("name", "stored"), [("", None), (" \u200b ", None), ("\ud800", None), (None, None), ("A\nB", "A B")]
)
def test_blank_name_is_stored_as_none_and_not_shown(store, name, stored):
    ask(store, name=name, show_name=True)
    assert (stored_question(store, 1).name, stored_question(store, 1).show_name) == (stored, stored is not None)


def test_under_the_rule_no_name_is_stored(store):
    execute_act(store, "set", ORGANISER, chatham_house_rule=True)
    ask(store, name="Ana Ruiz", show_name=True)
    assert "Ana" not in str(dump(store))


def test_refused_number_is_not_used_up(store):
    refused("text.empty", store, "ask", ATTENDEE, text="")
    assert ask(store)["number"] == 1


def test_rate_limit_allows_a_burst_and_then_one_question_per_interval(tmp_path):
    store = make_database(limits={"burst": 2, "seconds_per_question": 10})
    assert [ask(store, now=100.0)["number"] for _ in range(2)] == [1, 2]
    before = dump(store)
    assert refused("limit.rate", store, "ask", ATTENDEE, text="Now?", now=101.0) == {"retry_after": 10}
    assert refused("limit.rate", store, "ask", ATTENDEE, text="Now?", now=109.9) == {"retry_after": 1}
    assert dump(store) == before
    assert ask(store, now=110.0)["number"] == 3
    assert refused("limit.rate", store, "ask", ATTENDEE, text="Now?", now=111.0)["retry_after"] == 10
    assert ask(store, OTHER, now=111.0)["number"] == 4
    assert [ask(store, now=9999.0)["number"] for _ in range(2)] == [5, 6]
    refused("limit.rate", store, "ask", ATTENDEE, text="Now?", now=9999.0)


def test_question_is_accepted_after_retry_after():
    store = make_database(limits={"burst": 1, "seconds_per_question": 7})
    now = 1000.4
    ask(store, now=now)
    for _ in range(5):
        now += refused("limit.rate", store, "ask", ATTENDEE, text="Now?", now=now)["retry_after"]
        ask(store, now=now)


def test_clock_that_restarts_at_zero_refuses_nobody():
    store = make_database(limits={"burst": 2, "seconds_per_question": 10})
    ask(store, now=5000.0)
    ask(store, now=5000.0)
    assert [ask(store, now=10.0)["number"] for _ in range(2)] == [3, 4]
    assert refused("limit.rate", store, "ask", ATTENDEE, text="Now?", now=11.0) == {"retry_after": 10}


def test_pending_questions_of_one_attendee_are_limited():
    store = make_database(limits={"burst": 50, "waiting": 20})
    for _ in range(20):
        ask(store)
    assert refused("limit.waiting", store, "ask", ATTENDEE, text="21?") == {"limit": 20, "retry_after": 30}
    assert ask(store, OTHER)["number"] == 21
    execute_act(store, "approve", CHAIR, number=1, version=1)
    assert ask(store)["number"] == 22


def test_pending_questions_of_the_session_are_limited():
    store = make_database(limits={"pending": 3})
    for number in (1, 2, 3):
        add(store, make_question(number))
    assert refused("limit.pending", store, "ask", ATTENDEE, text="4?") == {"retry_after": 30}
    execute_act(store, "decline", CHAIR, number=2, version=1, reason="off_topic")
    assert ask(store)["number"] == 4


def test_default_limits_are_those_of_the_specification():
    limits = sessions.get_by_code(make_database(limits={}), "PANEL1").limits
    assert (
        limits.text,
        limits.text_bytes,
        limits.name,
        limits.burst,
        limits.seconds_per_question,
        limits.waiting,
        limits.pending,
    ) == (
        300,
        4000,
        80,
        5,
        10,
        20,
        2000,
    )


def test_reword_is_a_new_question_linked_to_the_declined_one(store):
    ask(store)
    execute_act(store, "decline", CHAIR, number=1, version=1, reason="too_long")
    execute_act(store, "reword", ATTENDEE, number=1, text="Who?")
    assert (
        stored_question(store, 2).status,
        stored_question(store, 2).reworded_from,
        stored_question(store, 2).first,
    ) == ("pending", 1, False)
    assert stored_question(store, 1).status is Status.DECLINED


def test_reword_obeys_the_limits_of_ask():
    store = make_database(limits={"burst": 1})
    ask(store)
    execute_act(store, "decline", CHAIR, number=1, version=1, reason="too_long")
    refused("limit.rate", store, "reword", ATTENDEE, number=1, text="Who?")


@pytest.mark.parametrize("act", ["reword", "withdraw"])
@pytest.mark.parametrize("number", [1, 99])
def test_question_of_another_asker_is_refused_like_a_missing_one(store, act, number):
    ask(store)
    execute_act(store, "decline", CHAIR, number=1, version=1, reason="too_long")
    text = {"text": "Mine?"} if act == "reword" else {}
    assert refused("question.unknown", store, act, OTHER, number=number, **text) == {"number": number}


def test_withdraw_leaves_the_queue(store):
    ask(store)
    execute_act(store, "approve", CHAIR, number=1, version=1)
    answer = execute_act(store, "withdraw", ATTENDEE, number=1)
    assert (
        answer["question"]["status"],
        stored_question(store, 1).place,
        stored_question(store, 1).by,
        stored_question(store, 1).version,
    ) == (
        "withdrawn",
        None,
        "attendee",
        3,
    )


def test_vote_counts_once_and_can_be_taken_back(store):
    add(store, make_question(1, "approved"))
    first = execute_act(store, "vote", ATTENDEE, number=1)
    assert (first["already"], execute_act(store, "vote", ATTENDEE, number=1)) == (False, {"already": True})
    execute_act(store, "vote", OTHER, number=1)
    assert store.execute("SELECT count(*) FROM votes").fetchone()[0] == 2
    assert stored_question(store, 1).votes == 0
    execute_act(store, "unvote", ATTENDEE, number=1)
    assert execute_act(store, "unvote", ATTENDEE, number=1) == {"already": True}
    assert store.execute("SELECT count(*) FROM votes").fetchone()[0] == 1
    assert stored_question(store, 1).version == 1


def test_votes_are_kept_through_every_status(store):
    add(store, make_question(1, "approved"))
    execute_act(store, "vote", ATTENDEE, number=1)
    execute_act(store, "take", CHAIR, number=1, version=1)
    execute_act(store, "put_back", CHAIR, number=1, version=2)
    assert execute_act(store, "vote", ATTENDEE, number=1) == {"already": True}


@pytest.mark.parametrize("status", ["pending", "approved", "next", "declined", "withdrawn", "answered"])
def test_private_list_refuses_every_vote_alike(store, status):
    add(store, make_question(1, status))
    execute_act(store, "set", ORGANISER, list_public=False)
    for act in ("vote", "unvote"):
        assert (
            refused("vote.not_public", store, act, ATTENDEE, number=1)
            == refused("vote.not_public", store, act, ATTENDEE, number=99)
            == {}
        )


def test_each_step_raises_the_counter_of_its_asker_only(store):
    def counters():
        return [row[0] for row in store.execute("SELECT counter FROM attendees ORDER BY id")]

    ask(store)
    ask(store, OTHER)
    steps = [counters()]
    for act, who, params in (
        ("approve", CHAIR, {"number": 1, "version": 1}),
        ("set_next", CHAIR, {"number": 1, "version": 2}),
        ("take", CHAIR, {"number": 1, "version": 3}),
        ("answer", CHAIR, {"number": 1, "version": 4}),
        ("undo", CHAIR, {}),
        ("close", ORGANISER, {}),
    ):
        execute_act(store, act, who, **params)
        steps.append(counters())
    assert steps == [[1, 1], [2, 1], [3, 1], [4, 1], [5, 1], [6, 1], [7, 2]]


@pytest.mark.parametrize(
    ("phase", "waits", "starts", "code"),
    [
        ("open", True, "2030-01-01T10:00:00.000Z", "session.not_started"),
        ("open", True, AT, None),
        ("open", True, None, None),
        ("open", False, "2030-01-01T10:00:00.000Z", None),
        ("rehearsal", True, "2030-01-01T10:00:00.000Z", None),
    ],
)
def test_an_open_session_may_take_questions_only_from_its_start(phase, waits, starts, code):
    store = make_database(phase=phase, wait_for_start=waits, starts=starts)
    if code:
        refused(code, store, "ask", ATTENDEE, text="Who pays?", identified=Identified("en", "detected", False, None))
        execute_act(store, "add", CHAIR, text="Who pays?", identified=Identified("en", "detected", False, None))
    else:
        assert ask(store)["number"] is not None
