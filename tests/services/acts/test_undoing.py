"""Tests of undo.

An undo restores the state before the seat's latest act. If a later act has changed a question of this act, the undo is
refused.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moderation.core.acts import ACTS_ON_ONE_QUESTION
from moderation.core.before_image import BEFORE_IMAGE
from moderation.core.model import Status
from moderation.core.refusals import Refusal
from moderation.store import questions, sessions, votes
from tests.factories import ANA, BEN, add, caller, execute_act, make_database, make_question, refused

A, B, ATTENDEE, ORGANISER = caller("chair.a"), caller("chair.b"), caller("attendee", ANA), caller("organiser")
LATER = "2021-04-14T13:05:00.000Z"
UNDONE = (*(act for act in ACTS_ON_ONE_QUESTION if act != "withdraw"), "mute", "unmute")


def state_of(store):
    """Return the state that an undo must restore: (questions, queue, the screen).

    - questions: {number: fields}
    - queue: the numbers of the queued questions, in order
    - the screen: (whether it is cleared, its languages)

    Withdrawn questions that were asked aloud are left out, because an undo of `add` does not delete the added
    question, but withdraws it.
    """
    session = sessions.get_by_code(store, "PANEL1")
    asked = [
        q
        for q in questions.with_status(store, session, tuple(Status))
        if not (q.aloud and q.status is Status.WITHDRAWN)
    ]
    fields = (*BEFORE_IMAGE, "followers", "muted", "votes")
    return (
        {question.number: {field: getattr(question, field) for field in fields} for question in asked},
        [question.number for question in questions.queue_state(store, session).queue],
        (session.screen_cleared, session.stage_languages),
    )


def image(question):
    """Return those fields of a question that the log stores before an act (`BEFORE_IMAGE`).

    `question`: the fields of one question in the result of `state_of`.
    """
    return {field: question[field] for field in BEFORE_IMAGE}


def params_of(store, act, number, other):
    """Return valid parameters of the act `act` for question `number` in its current version.

    `other`: the number of a second question, or 0 for none. It is the target of `move` and `merge`. In some other acts,
    it selects one of two values.
    """
    question = questions.find(store, sessions.get_by_code(store, "PANEL1"), number)
    target = {"number": number, "version": question.version}
    return {
        "decline": target | {"reason": "off_topic"},
        "set_language": target | {"language": "es" if other % 2 else "und"},
        "set_topic": target | {"topic": "rights" if other % 2 else None},
        "move": {"number": number, "after": other},
        "merge": target | {"into": other or 1},
        "wording": target | {"text": "In short?" if other % 3 else None, "hide": bool(other % 2)},
        "mute": {"number": number},
        "unmute": {"number": number},
        "approve": target | ({"after": 0} if other == 0 else {}),
    }.get(act, target)


def is_done(store, act, who, **params):
    """Return whether the act was accepted and changed something."""
    try:
        return not execute_act(store, act, who, **params)["already"]
    except Refusal:
        return False


def make_store():
    """Return a store with nine questions in different statuses, two attendees and four votes."""
    store = make_database()
    for attendee in (ANA, BEN):
        store.execute(
            "INSERT INTO attendees (session, token_hash, allowance, allowance_at) VALUES (1, ?, 9000, 0)", [attendee]
        )
    for number, status in enumerate(
        ("pending", "pending", "approved", "approved", "approved", "next", "live", "answered", "declined"), 1
    ):
        add(store, make_question(number, status, attendee=1 + number % 2))
    session = sessions.get_by_code(store, "PANEL1")
    for number, attendee in ((3, 1), (4, 1), (4, 2), (5, 2)):
        votes.add(store, session, number, attendee)
    votes.publish(store, session, None)
    return store


STEPS = st.lists(
    st.tuples(
        st.sampled_from([A, B]),
        st.sampled_from(
            [
                *UNDONE,
                *UNDONE,
                "advance",
                "decline_many",
                "add",
                "clear_screen",
                "restore_screen",
                "set_stage_languages",
            ]
        ),
        st.integers(1, 9),
        st.integers(0, 9),
    ),
    max_size=25,
)


def test_undo_of_mute_restores_the_votes_of_a_lead():
    store = make_store()
    execute_act(store, "merge", A, **params_of(store, "merge", 3, 0))
    before = state_of(store)
    execute_act(store, "mute", A, number=1)
    execute_act(store, "undo", A)
    assert state_of(store) == before


@pytest.mark.databases("sqlite")  # Each example needs a new store, which is slow on PostgreSQL.
@given(STEPS)
@settings(max_examples=settings.default.max_examples // 2)
def test_undo_in_reverse_order_restores_each_earlier_state(steps):
    store = make_store()
    history = []
    for who, act, number, other in steps:
        before = state_of(store)
        if act == "advance":
            queue_state = questions.queue_state(store, sessions.get_by_code(store, "PANEL1"))
            done = is_done(
                store,
                act,
                who,
                live=queue_state.live and queue_state.live.number,
                next=queue_state.next and queue_state.next.number,
            )
        elif act == "decline_many":
            several = [params_of(store, "approve", target, 1) for target in {number, other or number}]
            done = is_done(store, "decline", who, reason="too_long", questions=several)
        elif act == "add":
            done = is_done(store, act, who, text="Aloud?", live=bool(other % 2))
        elif act in ("clear_screen", "restore_screen"):
            done = is_done(store, act, who)
        elif act == "set_stage_languages":
            done = is_done(store, act, who, languages=["en", "es"][: other % 3])
        else:
            done = is_done(store, act, who, **params_of(store, act, number, other))
        if done:
            history.append((who, before))
    for who, before in reversed(history):
        execute_act(store, "undo", who)
        assert state_of(store) == before
    for who in (A, B):
        refused("undo.nothing", store, "undo", who)
    store.close()


@pytest.mark.databases("sqlite")  # Each example needs a new store, which is slow on PostgreSQL.
@given(STEPS, st.lists(st.sampled_from([A, B]), max_size=12))
def test_undo_in_any_order_restores_or_names_the_later_act(steps, undoers):
    """Check that each undo either changes only the questions of the undone act, or is refused and changes no data.

    A refusal must say that there is no act to undo, or must name the later act.
    """
    store = make_store()
    for who, act, number, other in steps:
        if act in UNDONE:
            is_done(store, act, who, **params_of(store, act, number, other))
    refusals = []
    for who in undoers:
        before = state_of(store)
        try:
            answer = execute_act(store, "undo", who)
        except Refusal as refusal:
            assert state_of(store) == before
            refusals.append(refusal)
            continue
        after = state_of(store)
        moved = {
            number for number in before[0] if number in after[0] and image(before[0][number]) != image(after[0][number])
        }
        assert moved <= set(answer["numbers"])
    for refusal in refusals:
        assert refusal.code in ("undo.nothing", "undo.superseded")
        if refusal.code == "undo.superseded":
            assert set(refusal.data) == {"by", "act", "at", "number"}
    places = [image["place"] for image in state_of(store)[0].values() if image["place"]]
    assert len(places) == len(set(places))
    store.close()


def test_undo_superseded_by_the_other_chair_names_seat_act_and_time():
    store = make_store()
    execute_act(store, "approve", A, number=1, version=1)
    execute_act(store, "decline", B, number=1, version=2, reason="off_topic", at=LATER)
    assert refused("undo.superseded", store, "undo", A) == {"by": "chair.b", "act": "decline", "at": LATER, "number": 1}
    execute_act(store, "undo", B)
    assert execute_act(store, "undo", A)["numbers"] == [1]


def test_undo_is_superseded_by_a_move():
    store = make_store()
    execute_act(store, "approve", A, number=1, version=1)
    execute_act(store, "move", B, number=1, after=0, at=LATER)
    assert refused("undo.superseded", store, "undo", A) == {"by": "chair.b", "act": "move", "at": LATER, "number": 1}


def test_undo_is_superseded_by_the_asker():
    store = make_database()
    execute_act(store, "ask", ATTENDEE, text="Who pays?")
    execute_act(store, "approve", A, number=1, version=1)
    execute_act(store, "withdraw", ATTENDEE, number=1, at=LATER)
    assert refused("undo.superseded", store, "undo", A) == {
        "by": "attendee",
        "act": "withdraw",
        "at": LATER,
        "number": 1,
    }


@pytest.mark.parametrize(("status", "act", "since"), [("live", "answer", "take"), ("next", "put_back", "set_next")])
def test_undo_does_not_replace_a_later_live_or_next_question(status, act, since):
    store = make_database()
    add(store, make_question(1, status))
    add(store, make_question(2, "approved"))
    execute_act(store, act, A, number=1, version=1)
    execute_act(store, since, B, number=2, version=1, at=LATER)
    before = state_of(store)
    assert refused("undo.superseded", store, "undo", A) == {"by": "chair.b", "act": since, "at": LATER, "number": 2}
    assert state_of(store) == before


def test_undo_by_one_chair_never_takes_back_the_other_chairs_act():
    store = make_store()
    execute_act(store, "approve", A, number=1, version=1)
    execute_act(store, "approve", B, number=2, version=1)
    assert execute_act(store, "undo", A)["numbers"] == [1]
    refused("undo.nothing", store, "undo", A)
    assert execute_act(store, "undo", B)["numbers"] == [2]


def test_undo_is_logged_and_cannot_be_undone():
    store = make_store()
    execute_act(store, "approve", A, number=1, version=1)
    execute_act(store, "undo", A)
    refused("undo.nothing", store, "undo", A)
    assert [tuple(row) for row in store.execute("SELECT act, undone, undoes FROM log ORDER BY id")] == [
        ("approve", 1, None),
        ("undo", 0, 1),
    ]


def test_undo_raises_the_version_except_for_a_move():
    store = make_store()
    execute_act(store, "decline", A, number=1, version=1, reason="off_topic")
    execute_act(store, "move", A, number=3, after=5)
    execute_act(store, "undo", A)
    execute_act(store, "undo", A)
    versions = {
        question.number: question.version
        for question in questions.with_status(store, sessions.get_by_code(store, "PANEL1"), tuple(Status))
    }
    assert (versions[1], versions[3]) == (3, 1)


def test_undo_raises_the_askers_counter():
    store = make_database()
    execute_act(store, "ask", ATTENDEE, text="Who pays?")
    execute_act(store, "decline", A, number=1, version=1, reason="off_topic")
    execute_act(store, "undo", A)
    assert store.execute("SELECT counter FROM attendees").fetchone()[0] == 3


@pytest.mark.parametrize(("remaining", "restored"), [(("rights", "access"), "rights"), (("access",), None)])
def test_undo_restores_a_topic_only_if_the_session_still_has_it(remaining, restored):
    store = make_database()
    topics = {key: {"key": key, "label": key} for key in ("rights", "access")}
    execute_act(store, "redefine", ORGANISER, changes={"topic": [*topics.values()]})
    add(store, make_question(1, topic="rights"))
    execute_act(store, "set_topic", A, number=1, version=1, topic="access")
    execute_act(store, "redefine", ORGANISER, changes={"topic": [topics[key] for key in remaining]})
    execute_act(store, "undo", A)
    assert state_of(store)[0][1]["topic"] == restored
