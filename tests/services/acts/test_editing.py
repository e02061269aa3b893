"""Tests of the act `edit`, and of the rule that a declined question can be reworded once."""

from __future__ import annotations

import pytest

from moderation.services.language import Identified
from moderation.store import similar
from tests.factories import ANA, AT, BEN, add, caller, execute_act, make_database, make_question, refused
from tests.services.acts.stored import stored_question, stored_session

ANA_SEAT, BEN_SEAT, CHAIR, BOOTH = caller("attendee", ANA), caller("attendee", BEN), caller("chair.a"), caller("booth")
LATER = "2021-04-14T15:00:00.000Z"
NEW_FIELDS = {
    "text": " Who\u200b decides? ",
    "identified": Identified("es", "chosen", False, "fr"),
    "group": "media",
    "region": "weog",
    "topic": "rights",
    "to": "moliehi",
    "name": " Ana  Ruiz ",
    "show_name": True,
    "machine": False,
}


@pytest.fixture
def store():
    store = make_database()
    execute_act(store, "ask", ANA_SEAT, text="Who pays?", group="academia")
    return store


def edit(store, who=ANA_SEAT, **params):
    return execute_act(store, "edit", who, **{"number": 1, "version": 1, "text": "Who decides?", "at": LATER} | params)


def rows(store, sql):
    return [tuple(row) for row in store.execute(sql)]


def test_an_edit_keeps_the_topic_if_chairs_set_topics():
    store = make_database(chairs_set_topics=True)
    execute_act(store, "ask", ANA_SEAT, text="Who pays?")
    store.execute("UPDATE questions SET topic = 'rights'")
    edit(store, topic="access")
    assert (stored_question(store, 1).topic, stored_question(store, 1).version) == ("rights", 2)


def test_edit_replaces_words_and_choices_and_keeps_number_and_time(store):
    answer = edit(store, **NEW_FIELDS)
    stored = stored_question(store, 1)
    assert (stored.text, stored.language, stored.language_source, stored.looks_like) == (
        "Who decides?",
        "es",
        "chosen",
        "fr",
    )
    assert (stored.group, stored.region, stored.to, stored.name, stored.show_name, stored.machine) == (
        "media",
        "weog",
        "moliehi",
        "Ana Ruiz",
        True,
        False,
    )
    assert (stored.status, stored.version, stored.by, stored.asked_at, stored.changed_at, stored.first) == (
        "pending",
        2,
        "attendee",
        AT,
        LATER,
        True,
    )
    view = answer["question"]
    assert (view["number"], view["version"], view["text"], view["can_edit"]) == (1, 2, "Who decides?", True)


def test_edit_is_logged(store):
    edit(store)
    assert rows(
        store,
        "SELECT seat, act, status_before, status_after, version FROM log JOIN log_questions ON log = log.id"
        " ORDER BY log.id",
    ) == [
        ("attendee", "ask", None, "pending", 1),
        ("attendee", "edit", "pending", "pending", 2),
    ]


def test_a_chair_with_the_old_version_is_refused_and_told_that_the_asker_was_faster(store):
    edit(store)
    data = refused("question.stale", store, "wording", CHAIR, number=1, version=1, text="Shorter?")
    assert (data["by"], data["at"], data["question"].text) == ("attendee", LATER, "Who decides?")


@pytest.mark.parametrize(
    ("act", "params"),
    [
        ("approve", {}),
        ("set_language", {"language": "es"}),
        ("wording", {"text": "Shorter?"}),
        ("decline", {"reason": "too_long"}),
    ],
)
def test_an_old_version_is_refused_with_the_present_question(store, act, params):
    execute_act(store, act, CHAIR, number=1, version=1, **params)
    assert refused("question.stale", store, "edit", ANA_SEAT, number=1, version=1, text="x")["question"].version == 2


@pytest.mark.parametrize(
    "acts",
    [
        [("set_language", CHAIR, {"number": 1, "version": 1, "language": "es"})],
        [("translate", CHAIR, {"number": 1, "language": "es", "text": "¿Quién paga?"})],
        [("approve", CHAIR, {"number": 1, "version": 1}), ("undo", CHAIR, {})],
        [
            ("decline", CHAIR, {"number": 1, "version": 1, "reason": "too_long"}),
            ("reconsider", CHAIR, {"number": 1, "version": 2}),
        ],
        # Ben's question 2 is merged into question 1 and then withdrawn. Both acts change question 1. The latest act is
        # by an attendee, but the chair's merge before it still prevents the edit.
        [
            ("ask", BEN_SEAT, {"text": "And who pays?"}),
            ("merge", CHAIR, {"number": 2, "version": 1, "into": 1}),
            ("withdraw", BEN_SEAT, {"number": 2}),
        ],
    ],
)
def test_a_pending_question_on_which_a_chair_has_acted_is_refused(store, acts):
    for act, who, params in acts:
        execute_act(store, act, who, **params)
    present = stored_question(store, 1)
    assert present.status == "pending"
    data = refused("question.acted_on", store, "edit", ANA_SEAT, number=1, version=present.version, text="Mine?")
    assert (data["question"].text, data["question"].version) == ("Who pays?", present.version)


def test_another_attendee_gets_the_same_refusal_as_for_a_missing_question(store):
    for number in (1, 99):
        data = refused("question.unknown", store, "edit", BEN_SEAT, number=number, version=1, text="Mine?")
        assert data == {"number": number}


def test_the_same_words_again_are_accepted_and_change_nothing(store):
    edit(store, key="key-first")
    again = edit(store, key="key-second")
    assert (again["already"], stored_question(store, 1).version) == (True, 2)


def test_edit_takes_the_allowance_of_a_question():
    store = make_database(limits={"burst": 1})
    execute_act(store, "ask", ANA_SEAT, text="Who pays?")
    refused("limit.rate", store, "edit", ANA_SEAT, number=1, version=1, text="Who decides?")


def test_translations_of_the_old_text_are_deleted_and_new_ones_are_wanted():
    store = make_database()
    store.execute("UPDATE sessions SET engine = 'apertium'")
    execute_act(store, "ask", ANA_SEAT, text="Who pays?")
    store.execute("DELETE FROM translation_jobs")
    store.execute(
        "INSERT INTO translations (question, language, text, source, engine, route, at, of_hash)"
        " SELECT id, 'es', '¿Quién paga?', 'machine', 'apertium', '[]', 'then', ? FROM questions",
        [b"another hash"],
    )
    edit(store)
    assert rows(store, "SELECT * FROM translations") == []
    assert rows(store, "SELECT language, state FROM translation_jobs ORDER BY language") == [
        ("es", "waiting"),
    ]


def test_similar_questions_of_the_old_text_are_deleted_and_all_are_compared_again(store):
    for number in (2, 3):
        add(store, make_question(number))
    session = stored_session(store)
    similar.put(store, session, 1, [])
    similar.put(store, session, 2, [(1, 0.9)])
    similar.put(store, session, 3, [(1, 0.8), (2, 0.7)])
    store.execute("DELETE FROM similar_due")
    edit(store)
    assert (stored_question(store, 2).similar, stored_question(store, 3).similar) == ((), ((2, 0.7),))
    assert [due.number for due in similar.due(store, 9)] in ([1, 2, 3], [2, 3])


def test_a_declined_question_is_reworded_once(store):
    execute_act(store, "decline", CHAIR, number=1, version=1, reason="too_long")
    execute_act(store, "reword", ANA_SEAT, number=1, text="Who?")
    assert stored_question(store, 1).reworded_as == 2
    assert refused("question.reworded", store, "reword", ANA_SEAT, number=1, text="Who else?") == {"number": 2}
