"""Acts beside the queue: asked aloud, clearer words, muting, flags, notes, the screen."""

from __future__ import annotations

import pytest

from moderation.core.model import Status, Translation
from moderation.services.translation import jobs
from moderation.store import chair_notes, questions, sessions, translations
from tests.factories import (
    ANA,
    BEN,
    add,
    caller,
    command,
    dump,
    execute_act,
    make_database,
    make_question,
    refused,
    run,
    spoken,
)

A, B, ANA_, BEN_, ORGANISER = (
    caller("chair.a"),
    caller("chair.b"),
    caller("attendee", ANA),
    caller("attendee", BEN),
    caller("organiser"),
)
PANEL = caller("panel.moliehi")


def session(store):
    return sessions.get_by_code(store, "PANEL1")


def see(store, number):
    return questions.find(store, session(store), number)


def test_question_asked_aloud_goes_to_the_end_of_the_queue_and_is_marked(store):
    add(store, make_question(1, "approved"))
    answer = execute_act(
        store, "add", A, text=" And the south? ", group="media", region="africa", to="moliehi", identified=spoken("es")
    )
    view = answer["question"]
    assert (view["number"], view["status"], view["text"], view["aloud"], view["first"]) == (
        2,
        "approved",
        "And the south?",
        True,
        False,
    )
    assert (view["group"], view["region"], view["to"], view["language"], view["by"]) == (
        "media",
        "africa",
        "moliehi",
        "es",
        "chair.a",
    )
    assert questions.queue_numbers(store, session(store)) == [1, 2]


def test_question_asked_aloud_may_have_no_text_and_come_live_at_once(store):
    add(store, make_question(1, "live"))
    execute_act(store, "add", B, live=True)
    assert [(see(store, n).status, see(store, n).text) for n in (1, 2)] == [
        (Status.ANSWERED, "Question 1?"),
        (Status.LIVE, ""),
    ]
    assert see(store, 2).live_at is not None


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"group": "pirates"}, "group.unknown"),
        ({"region": "mars"}, "region.unknown"),
        ({"to": "nobody"}, "panellist.unknown"),
        ({"identified": spoken("xx")}, "language.unknown"),
        ({"text": "x" * 301}, "text.too_long"),
        ({"text": "\u200b"}, "text.empty"),
        ({"after": 9}, "move.left_queue"),
    ],
)
def test_question_asked_aloud_is_checked_as_any(store, wish, code):
    before = dump(store)
    refused(code, store, "add", A, **wish)
    assert dump(store) == before


def test_adding_is_undone_as_if_it_had_not_been(store):
    add(store, make_question(1, "live"))
    execute_act(store, "add", A, live=True)
    execute_act(store, "undo", A)
    assert (see(store, 1).status, see(store, 2).status) == (Status.LIVE, Status.WITHDRAWN)


def test_wording_is_read_in_place_of_the_askers_words_and_taken_away_again(store):
    execute_act(store, "ask", ANA_, text="um, who, like, pays?")
    view = execute_act(store, "wording", A, number=1, version=1, text="Who pays?")["question"]
    assert (view["text"], view["asked"], view["edited"], view["hides"], view["version"]) == (
        "Who pays?",
        "um, who, like, pays?",
        True,
        False,
        2,
    )
    assert execute_act(store, "wording", B, number=1, version=1, text="Who pays?", hide=False)["already"] is True
    view = execute_act(store, "wording", B, number=1, version=2, text=None)["question"]
    assert (view["text"], view["asked"], view["edited"]) == ("um, who, like, pays?", None, False)


def test_wording_hides_by_default_under_the_rule_alone():
    for rule in (False, True):
        store = make_database(chatham_house_rule=rule)
        execute_act(store, "ask", ANA_, text="Call 555, who pays?")
        assert execute_act(store, "wording", A, number=1, version=1, text="Who pays?")["question"]["hides"] is rule


@pytest.mark.parametrize(("text", "code"), [("", "text.empty"), ("x" * 301, "text.too_long")])
def test_wording_is_cleaned_and_measured_as_a_question(store, text, code):
    execute_act(store, "ask", ANA_, text="Who pays?")
    refused(code, store, "wording", A, number=1, version=1, text=text)


@pytest.fixture
def translated():
    """Ana's No. 1, in English, by machine in Spanish."""
    store = make_database()
    sessions.set_engine(store, session(store), "apertium")
    execute_act(store, "ask", ANA_, text="Who pays?")
    finish(store, "¿Quién paga?")
    return store


def finish(store, text):
    [job] = translations.due(store, "PANEL1", 1e9, 9)
    run(store, lambda tx: jobs.record(tx, job, (text, ("en", "es")), None, "apertium"))


def in_spanish(store):
    return next((one for one in see(store, 1).translations if one.language == "es"), None)


def test_wording_starts_new_translations_and_undo_brings_the_old_ones_back(translated):
    execute_act(translated, "wording", A, number=1, version=1, text="Who pays for it?")
    assert in_spanish(translated) == Translation("es", "waiting")
    finish(translated, "¿Quién lo paga?")
    assert in_spanish(translated).text == "¿Quién lo paga?"
    execute_act(translated, "undo", A)
    assert in_spanish(translated).text == "¿Quién paga?"
    assert translations.due(translated, "PANEL1", 1e9, 9) == []


def test_correction_belongs_to_the_words_it_was_made_of(translated):
    execute_act(translated, "translate", B, number=1, language="es", text="¿Y quién paga?")
    execute_act(translated, "wording", A, number=1, version=2, text="Who pays for it?")
    assert in_spanish(translated).state == "waiting"
    execute_act(translated, "wording", A, number=1, version=3, text=None)
    assert (in_spanish(translated).text, in_spanish(translated).source) == ("¿Y quién paga?", "chair")


def test_hidden_words_leave_the_cache(translated):
    assert translated.execute("SELECT count(*) FROM translation_cache").fetchone()[0] == 1
    execute_act(translated, "wording", A, number=1, version=1, text="Who pays for it?", hide=True)
    assert translated.execute("SELECT count(*) FROM translation_cache").fetchone()[0] == 0


def test_muted_asker_asks_no_more_and_has_an_answer_to_what_waited(store):
    for text in ("One?", "Two?", "Three?"):
        execute_act(store, "ask", ANA_, text=text)
    execute_act(store, "approve", A, number=2, version=1)
    view = execute_act(store, "mute", A, number=2, reason="personal_attack")["question"]
    assert (view["status"], view["muted"]) == ("approved", True)
    assert [(see(store, n).status, see(store, n).reason) for n in (1, 2, 3)] == [
        (Status.DECLINED, "personal_attack"),
        (Status.APPROVED, None),
        (Status.DECLINED, "personal_attack"),
    ]
    refused("asker.muted", store, "ask", ANA_, text="Four?")
    assert execute_act(store, "ask", BEN_, text="Five?")["question"]["number"] == 4
    assert execute_act(store, "mute", B, number=3)["already"] is True
    execute_act(store, "unmute", B, number=1)
    assert execute_act(store, "ask", ANA_, text="Six?")["question"]["number"] == 5


def test_undo_of_a_mute_gives_the_asker_back_voice_and_questions(store):
    execute_act(store, "ask", ANA_, text="One?")
    execute_act(store, "mute", A, number=1)
    execute_act(store, "undo", A)
    assert (see(store, 1).status, see(store, 1).muted) == (Status.PENDING, False)


def test_nobody_is_muted_for_a_question_asked_aloud(store):
    execute_act(store, "add", A, text="Aloud?")
    refused("act.not_allowed", store, "mute", A, number=1)


def test_flags_are_for_the_chairs_and_raise_no_version(store):
    add(store, make_question(1, "approved"))
    answer, tx = run(store, command("flag", PANEL, number=1))
    assert (answer, dict(tx.touched)) == ({"already": False, "flags": [1]}, {(1, "chairs"): {"q1"}})
    assert (see(store, 1).flags, see(store, 1).version) == (("moliehi",), 1)
    assert execute_act(store, "flag", PANEL, number=1)["already"] is True
    execute_act(store, "unflag", PANEL, number=1)
    assert see(store, 1).flags == ()


def test_flag_does_not_stand_in_the_way_of_undo(store):
    execute_act(store, "ask", ANA_, text="Who?")
    execute_act(store, "approve", A, number=1, version=1)
    execute_act(store, "flag", PANEL, number=1)
    execute_act(store, "undo", A)
    assert see(store, 1).status is Status.PENDING


def test_notes_go_to_the_chairs_alone_and_are_acknowledged_by_whom_they_are_for(store):
    answer, tx = run(store, command("note", ORGANISER, text=" Five minutes left "))
    assert dict(tx.touched) == {(1, "chairs"): {"notes"}}
    note = answer["note"]
    execute_act(store, "acknowledge", A, note=note)
    assert execute_act(store, "acknowledge", A, note=note)["already"] is True
    execute_act(store, "acknowledge", B, note=note)
    mine = execute_act(store, "note", A, text="You take No. 4")["note"]
    assert execute_act(store, "acknowledge", A, note=mine)["already"] is True
    assert [(one["seat"], one["text"], one["acknowledged"]) for one in chair_notes.recent(store, session(store))] == [
        ("organiser", "Five minutes left", ["chair.a", "chair.b"]),
        ("chair.a", "You take No. 4", []),
    ]


@pytest.mark.parametrize(("text", "code"), [("", "text.empty"), ("x" * 501, "text.too_long")])
def test_note_is_neither_empty_nor_endless(store, text, code):
    refused(code, store, "note", A, text=text)


def test_note_that_is_not_there(store):
    refused("note.unknown", store, "acknowledge", A, note=7)


def test_screen_is_cleared_and_restored_for_everyone_and_what_is_live_stays(store):
    add(store, make_question(1, "live"))
    _, tx = run(store, command("clear_screen", A))
    assert {item for items in tx.touched.values() for item in items} == {"settings"} and len(tx.touched) == 5
    assert (session(store).screen_cleared, see(store, 1).status) == (True, Status.LIVE)
    assert execute_act(store, "clear_screen", B)["already"] is True
    execute_act(store, "restore_screen", B)
    assert refused("undo.superseded", store, "undo", A)["by"] == "chair.b"
    execute_act(store, "undo", B)
    assert session(store).screen_cleared is True
