"""Tests of the acts `import` and `undo_import`."""

from __future__ import annotations

import pytest

from moderation.core.model import SENT_BEFORE, Phase, Status
from moderation.services.acts.importing import TAKEN_AT_ONCE, PreparedRow
from moderation.services.record import ledger
from moderation.store import audit, imports
from tests.factories import (
    ANA,
    AT,
    add,
    caller,
    dump,
    execute_act,
    make_database,
    make_question,
    outcome_of,
    refused,
    spoken,
)
from tests.services.acts.stored import stored_question, stored_session

ORGANISER, A, B = caller("organiser"), caller("chair.a"), caller("chair.b")
CANARY = "Canary 555 0100?"


def row(text: str, line: int = 2, **changes) -> PreparedRow:
    values = {
        "source": SENT_BEFORE,
        "identified": spoken(),
        "group": "undisclosed",
        "region": None,
        "topic": None,
        "name": None,
        "asked_at": None,
        "occurrence": 0,
    }
    return PreparedRow(line=line, text=text, **values | changes)


def import_texts(store, *texts: str, number: int | None = None) -> dict:
    rows = [row(text, line) for line, text in enumerate(texts, 2)]
    return execute_act(store, "import", ORGANISER, rows=rows, number=number)


def taken_back(store, number: int | None = None) -> list[int]:
    """Repeat `undo_import` until it finds no more questions to take back. Return the `count` of each answer.

    Each command takes back only a part of a large import. The last `count` is 0.
    """
    counts: list[int] = []
    while not counts or counts[-1]:
        answer = execute_act(store, "undo_import", ORGANISER, number=number)
        number = answer["number"]
        counts.append(answer["count"])
    return counts


def statuses(store) -> dict[int, str]:
    return dict(store.execute("SELECT number, status FROM questions ORDER BY number").fetchall())


def test_question_has_the_values_of_its_row(store):
    asked = row(
        " Who\tpays? ",
        source="Zoom",
        group="media",
        region="africa",
        topic="rights",
        name="Ana Sol",
        asked_at="2021-04-13T10:00:00.000Z",
        identified=spoken("es", "chosen"),
    )
    answer = execute_act(store, "import", ORGANISER, rows=[asked])
    assert answer == {"already": False, "number": 1, "count": 1, "known": 0, "refused": []}
    question = stored_question(store, 1)
    assert (question.text, question.status, question.source, question.attendee) == (
        "Who pays?",
        Status.PENDING,
        "Zoom",
        None,
    )
    assert (question.group, question.region, question.language, question.language_source) == (
        "media",
        "africa",
        "es",
        "chosen",
    )
    assert (question.topic, question.name, question.show_name, question.by) == (
        "rights",
        "Ana Sol",
        False,
        "organiser",
    )
    assert (question.asked_at, question.changed_at) == ("2021-04-13T10:00:00.000Z", AT)


def test_time_after_the_import_becomes_the_time_of_the_import(store):
    execute_act(store, "import", ORGANISER, rows=[row("Who?", asked_at="2031-01-01T00:00:00.000Z")])
    assert stored_question(store, 1).asked_at == AT


def test_refused_row_changes_nothing_and_the_others_are_added(store):
    rows = [
        row("Who?"),
        row("\u200b", 3),
        row("x" * 301, 4),
        row("é" * 290 + "👩‍👩‍👧‍👦" * 160, 5),
        row("When?", 6, name="n" * 81),
        row("How?", 7, group="pirates"),
        row("Why?", 8),
    ]
    answer = execute_act(store, "import", ORGANISER, rows=rows)
    assert (answer["count"], answer["known"]) == (2, 0)
    assert answer["refused"] == [
        {"line": 3, "code": "text.empty", "field": "text"},
        {"line": 4, "code": "text.too_long", "field": "text", "limit": 300, "length": 301},
        {"line": 5, "code": "text.too_long", "field": "text", "limit": 300, "length": 450},
        {"line": 6, "code": "name.too_long", "field": "name", "limit": 80, "length": 81},
        {"line": 7, "code": "group.unknown", "field": "group"},
    ]
    assert [stored_question(store, number).text for number in (1, 2)] == ["Who?", "Why?"], "no number is lost"
    assert statuses(store) == {1: "pending", 2: "pending"}


def test_second_import_adds_nothing_and_equal_rows_of_a_file_are_separate(store):
    rows = [row("Who?"), row("Who?", 3, occurrence=1), row("When?", 4)]
    assert execute_act(store, "import", ORGANISER, rows=rows)["count"] == 3
    before = statuses(store)
    again = execute_act(store, "import", ORGANISER, rows=[*rows, row(" Who? ", 5), row("Who?", 6, occurrence=2)])
    assert (again["number"], again["count"], again["known"]) == (2, 1, 4)
    assert statuses(store) == {**before, 4: "pending"}


def test_further_rows_belong_to_the_same_import(store):
    first = import_texts(store, "Who?")
    assert import_texts(store, "When?", number=first["number"])["number"] == 1
    refused("request.field", store, "import", ORGANISER, rows=[row("How?")], number=2)
    assert taken_back(store) == [2, 0]


def test_chairs_read_the_source_and_the_streams_change(store):
    outcome = outcome_of(store, "import", ORGANISER, rows=[row("Who?", source="Zoom")])
    assert outcome.answer["count"] == 1
    assert execute_act(store, "approve", A, number=1, version=1)["question"]["source"] == "Zoom"
    add(store, make_question(2))
    assert execute_act(store, "approve", A, number=2, version=1)["question"]["source"] is None


def test_under_the_rule_names_are_left_out_and_numbers_are_random():
    store = make_database(chatham_house_rule=True)
    execute_act(store, "import", ORGANISER, rows=[row("Who?", name="Ana Sol")])
    ((number, name),) = store.execute("SELECT number, name FROM questions").fetchall()
    assert name is None and number >= 1000


def test_full_incoming_refuses_rows_but_no_phone():
    limits = {"pending": 3, "burst": 100, "waiting": 100}
    store = make_database(limits=limits)
    answer = import_texts(store, "Who?", "When?", "How?", "Why?")
    assert answer["count"] == 3
    assert answer["refused"] == [{"line": 5, "code": "limit.pending", "limit": 3}]
    for text in ("One?", "Two?", "Three?"):
        assert execute_act(store, "ask", caller("attendee", ANA), text=text)["question"]["status"] == "pending"
    refused("limit.pending", store, "ask", caller("attendee", ANA), text="Four?")


@pytest.mark.parametrize("phase", ["rehearsal", "open", "paused", "closed"])
def test_imports_are_allowed_in_certain_phases_only(phase):
    store = make_database(phase=Phase(phase))
    if phase == "closed":
        refused("phase.not_allowed", store, "import", ORGANISER, rows=[row("Who?")])
        refused("phase.not_allowed", store, "undo_import", ORGANISER)
        return
    assert import_texts(store, "Who?")["count"] == 1
    assert taken_back(store) == [1, 0]


@pytest.mark.parametrize("seat", ["chair.a", "stage", "booth", "panel.moliehi", "attendee"])
@pytest.mark.parametrize("act", ["import", "undo_import"])
def test_only_the_organiser_may_import(store, seat, act):
    refused("seat.forbidden", store, act, caller(seat), **({"rows": [row("Who?")]} if act == "import" else {}))


def test_undo_takes_all_questions_back_and_erases_them(store):
    import_texts(store, CANARY, *(f"Question {n}?" for n in range(TAKEN_AT_ONCE)))
    assert taken_back(store) == [TAKEN_AT_ONCE, 1, 0]
    assert set(statuses(store).values()) == {"withdrawn"}
    assert "Canary" not in str(dump(store))
    figures = ledger.read(store, stored_session(store))
    assert (figures["received"], figures["withdrawn"]) == (0, 0), "the record leaves an undone import out"
    assert audit.check(store, stored_session(store)).wrong is None
    assert import_texts(store, CANARY)["count"] == 1, "the same file can be imported again"


def test_undo_takes_back_the_latest_import_or_the_chosen_one(store):
    import_texts(store, "Who?")
    import_texts(store, "When?")
    assert execute_act(store, "undo_import", ORGANISER) == {"already": False, "number": 2, "count": 1}
    assert statuses(store) == {1: "pending", 2: "withdrawn"}
    assert execute_act(store, "undo_import", ORGANISER, number=2) == {"already": True, "number": 2, "count": 0}
    assert execute_act(store, "undo_import", ORGANISER) == {"already": False, "number": 1, "count": 1}
    refused("undo.nothing", store, "undo_import", ORGANISER)
    refused("undo.nothing", store, "undo_import", ORGANISER, number=9)


def test_undo_leaves_live_and_answered_questions_and_takes_approved_ones_back(store):
    import_texts(store, "Live?", "Answered?", "Approved?", "Next?", "Declined?", "Asked together?", "Pending?")
    for number in (1, 2, 3, 4):
        execute_act(store, "approve", A, number=number, version=1)
    for number in (2, 1):
        execute_act(store, "take", A, number=number, version=2)
    execute_act(store, "set_next", A, number=4, version=2)
    execute_act(store, "decline", A, number=5, version=1, reason="off_topic")
    execute_act(store, "merge", A, number=6, version=1, into=1)
    assert taken_back(store) == [4, 0]
    assert statuses(store) == {
        1: "live",
        2: "answered",
        3: "withdrawn",
        4: "withdrawn",
        5: "withdrawn",
        6: "merged",
        7: "withdrawn",
    }
    figures = ledger.read(store, stored_session(store))
    assert (figures["received"], figures["approved"], figures["withdrawn"]) == (6, 5, 3), "only No. 7 was not acted on"
    session = stored_session(store)
    assert imports.find_latest(store, session) == 1, "two questions of the import stay"
    assert import_texts(store, "Live?", "Pending?")["count"] == 1


def test_follower_becomes_the_lead_when_its_lead_is_taken_back(store):
    add(store, make_question(1))
    import_texts(store, "Lead?")
    execute_act(store, "merge", A, number=1, version=1, into=2)
    execute_act(store, "approve", A, number=2, version=2)
    assert taken_back(store) == [1, 0]
    assert statuses(store) == {1: "approved", 2: "withdrawn"}
    assert stored_question(store, 1).lead is None


def test_undo_of_a_chair_does_not_take_an_import_back(store):
    import_texts(store, "Who?")
    refused("undo.nothing", store, "undo", A)
    execute_act(store, "approve", A, number=1, version=1)
    taken_back(store)
    assert refused("undo.superseded", store, "undo", A)["act"] == "undo_import"


def test_imported_question_has_no_asker_to_mute(store):
    import_texts(store, "Who?")
    refused("act.not_allowed", store, "mute", A, number=1)


@pytest.mark.parametrize("rule", [False, True])
def test_imported_questions_stay_when_the_session_opens(rule):
    store = make_database(phase=Phase.REHEARSAL, chatham_house_rule=rule)
    execute_act(store, "ask", caller("attendee", ANA), text=CANARY)
    rows = [row("Who?", source="Zoom", group="media", asked_at="2021-04-13T10:00:00.000Z"), row("When?", 3)]
    execute_act(store, "import", ORGANISER, rows=rows)
    import_texts(store, "Taken back?")
    taken_back(store)
    import_texts(store, "How?")
    imported = store.execute("SELECT number FROM questions WHERE source IS NOT NULL ORDER BY id").fetchall()
    (first,), (second,) = imported[:2]
    execute_act(store, "wording", A, number=first, version=1, text=CANARY)
    execute_act(store, "approve", A, number=first, version=2)
    execute_act(store, "merge", A, number=second, version=1, into=first)
    execute_act(store, "open", ORGANISER)
    assert "Canary" not in str(dump(store)) and "Taken back?" not in str(dump(store))
    numbers = [number for (number,) in store.execute("SELECT number FROM questions ORDER BY id")]
    assert all(number >= 1000 for number in numbers) if rule else numbers == [1, 2, 3]
    question = stored_question(store, numbers[0])
    assert question == make_question(
        numbers[0],
        text="Who?",
        group="media",
        asked_at="2021-04-13T10:00:00.000Z",
        source="Zoom",
        by="organiser",
        acted_on=True,
    )
    assert [stored_question(store, number).text for number in numbers] == ["Who?", "When?", "How?"]
    assert {stored_question(store, number).status for number in numbers} == {Status.PENDING}
    assert import_texts(store, "Who?", "When?", "How?")["known"] == 3
    assert execute_act(store, "undo_import", ORGANISER, number=3)["count"] == 1
    assert execute_act(store, "undo_import", ORGANISER, number=1)["count"] == 2
    assert audit.check(store, stored_session(store)).wrong is None


def test_ledger_counts_the_questions_that_stay():
    store = make_database(phase=Phase.REHEARSAL)
    import_texts(store, "Who?", "When?")
    execute_act(store, "open", ORGANISER)
    execute_act(store, "approve", A, number=1, version=1)
    figures = ledger.read(store, stored_session(store))
    assert (figures["received"], figures["approved"], figures["waiting"]) == (2, 1, 2)
