"""Tests of the organiser's acts (phases, settings, seats) and of their effects on clients and data."""

from __future__ import annotations

import json

import pytest

from moderation.core.model import Phase
from moderation.store import definitions, sessions, streams
from moderation.store import seats as seat_store
from tests.factories import (
    BEN,
    add,
    caller,
    command,
    dump,
    execute_act,
    make_database,
    make_question,
    outcome_of,
    refused,
    run,
)

ORGANISER, CHAIR, ATTENDEE = caller("organiser"), caller("chair.a"), caller("attendee")


def statuses(store):
    return dict(store.execute("SELECT number, status FROM questions ORDER BY number").fetchall())


def test_end_of_the_rehearsal_deletes_only_its_data():
    store = make_database(phase=Phase.REHEARSAL)
    pristine = dump(store)
    for text in ("One?", "Two?", "Three?"):
        execute_act(store, "ask", ATTENDEE, text=text)
    execute_act(store, "approve", CHAIR, number=1, version=1)
    execute_act(store, "vote", caller("attendee", BEN), number=1)
    execute_act(store, "undo", CHAIR)
    execute_act(store, "approve", CHAIR, number=2, version=1)
    execute_act(store, "set", ORGANISER, show_group=False)
    execute_act(store, "renew", ORGANISER, seat="stage")
    epoch = sessions.get_by_code(store, "PANEL1").epoch
    outcome = outcome_of(store, "open", ORGANISER)
    assert outcome.answer == {"already": False, "phase": "open"}
    assert outcome.effects.scrub
    after = dump(store)
    for table in ("questions", "votes", "attendees", "log_questions", "touches"):
        assert after[table] == [], table
    assert [row[4] for row in after["log"]] == ["open"]
    assert len(after["commands"]) == 1
    assert after["seats"] == [(*row[:2], 2, *row[3:]) if row[1] == "stage" else row for row in pristine["seats"]]
    session = sessions.get_by_code(store, "PANEL1")
    assert (session.phase, session.settings.show_group) == (Phase.OPEN, False)
    assert session.epoch != epoch
    assert execute_act(store, "ask", ATTENDEE, text="First?")["question"]["number"] == 1


def test_opening_after_a_pause_keeps_everything(store):
    execute_act(store, "ask", ATTENDEE, text="One?")
    execute_act(store, "pause", ORGANISER)
    execute_act(store, "open", ORGANISER)
    assert statuses(store) == {1: "pending"}


@pytest.mark.parametrize("act", ["pause", "close"])
def test_rehearsal_can_only_be_opened(act):
    store = make_database(phase=Phase.REHEARSAL)
    assert refused("phase.not_allowed", store, act, ORGANISER) == {"act": act, "phase": "rehearsal"}


def test_close_answers_or_declines_every_open_question(store):
    for number, status in enumerate(
        ("pending", "approved", "next", "live", "answered", "declined", "withdrawn", "pending"), 1
    ):
        add(store, make_question(number, status))
    execute_act(store, "close", ORGANISER)
    assert statuses(store) == {
        1: "declined",
        2: "declined",
        3: "declined",
        4: "answered",
        5: "answered",
        6: "declined",
        7: "withdrawn",
        8: "declined",
    }
    reasons = dict(store.execute("SELECT number, reason FROM questions WHERE status = 'declined'").fetchall())
    assert reasons == {1: "no_time_left", 2: "no_time_left", 3: "no_time_left", 6: "off_topic", 8: "no_time_left"}
    assert store.execute("SELECT count(*) FROM log").fetchone()[0] == 1


def test_acts_before_a_close_cannot_be_undone_after_reopening(store):
    add(store, make_question(1))
    execute_act(store, "approve", CHAIR, number=1, version=1)
    execute_act(store, "close", ORGANISER)
    refused("phase.not_allowed", store, "undo", CHAIR)
    execute_act(store, "reopen", ORGANISER)
    data = refused("undo.superseded", store, "undo", CHAIR)
    assert (data["by"], data["act"], data["number"]) == ("organiser", "close", 1)
    execute_act(store, "reconsider", CHAIR, number=1, version=3)
    execute_act(store, "undo", CHAIR)


def test_phase_touches_the_settings_of_every_stream(store):
    _, tx = run(store, command("pause", ORGANISER))
    assert tx.touched == {(1, stream): {"settings"} for stream in ("chairs", "stage", "booth", "floor.en", "floor.es")}


@pytest.mark.parametrize("switch", ["list_public", "show_group", "stage_upcoming", "chatham_house_rule"])
def test_every_changed_switch_starts_a_new_epoch(store, switch):
    params = {switch: not getattr(sessions.get_by_code(store, "PANEL1").settings, switch)}
    before = sessions.get_by_code(store, "PANEL1").epoch
    answer, tx = run(store, command("set", ORGANISER, **params))
    assert answer["settings"][switch] is params[switch]
    assert tx.new_epochs == {1}
    assert sessions.get_by_code(store, "PANEL1").epoch != before


def test_unchanged_switch_is_already_done(store):
    answer, tx = run(store, command("set", ORGANISER, list_public=True))
    assert (answer["already"], tx.new_epochs, tx.touched) == (True, set(), {})
    assert run(store, command("set", ORGANISER))[0]["already"] is True


def test_rule_cannot_be_turned_off_after_the_rehearsal():
    store = make_database(phase=Phase.REHEARSAL)
    execute_act(store, "set", ORGANISER, chatham_house_rule=True)
    execute_act(store, "set", ORGANISER, chatham_house_rule=False)
    execute_act(store, "set", ORGANISER, chatham_house_rule=True)
    execute_act(store, "open", ORGANISER)
    for act in (None, "pause", "close"):
        if act:
            execute_act(store, act, ORGANISER)
        before = dump(store)
        refused("rule.binding", store, "set", ORGANISER, chatham_house_rule=False, list_public=False)
        assert dump(store) == before
    assert execute_act(store, "set", ORGANISER, list_public=False)["settings"]["chatham_house_rule"] is True


def test_turning_the_rule_on_leaves_no_name_in_any_table(store):
    asked = execute_act(store, "ask", ATTENDEE, key="key-0001", text="Who pays?", name="Canary Ruiz", show_name=True)
    execute_act(store, "ask", caller("attendee", BEN), text="Who else?", name="Canary Ben")
    execute_act(store, "approve", CHAIR, key="key-0002", number=1, version=1)
    execute_act(
        store,
        "decline",
        CHAIR,
        reason="off_topic",
        questions=[{"number": 1, "version": 2}, {"number": 2, "version": 1}],
    )
    assert "Canary" in str(dump(store))
    execute_act(store, "set", ORGANISER, chatham_house_rule=True)
    assert "Canary" not in str(dump(store))
    again = execute_act(store, "ask", ATTENDEE, key="key-0001", text="Who pays?", name="Canary Ruiz", show_name=True)
    assert again == asked | {"question": asked["question"] | {"name": None, "show_name": False}}
    execute_act(store, "undo", CHAIR)
    assert "Canary" not in str(dump(store))


@pytest.mark.parametrize("seat", ["chair.a", "chair.b", "stage", "panel.moliehi", "booth", "organiser"])
def test_renew_and_revoke_raise_the_generation(store, seat):
    outcome = outcome_of(store, "renew", ORGANISER, seat=seat)
    assert (outcome.answer["seat"], outcome.effects.renewed) == (seat, 2)
    place = sessions.get_by_code(store, "PANEL1")
    who = next(candidate for candidate in place.seats if candidate.name == seat)
    assert seat_store.generation(store, place, who) == 2
    store.execute("UPDATE seats SET generation = 1 WHERE seat = 'organiser'")
    _, tx = run(store, command("revoke", ORGANISER, seat=seat))
    assert tx.closed_seats == [(1, seat)]
    assert seat_store.generation(store, place, who) is None


def test_renewing_disconnects_the_seat(store):
    _, tx = run(store, command("renew", ORGANISER, seat="stage"))
    assert tx.closed_seats == [(1, "stage")]


def test_renewing_gives_a_revoked_seat_a_link_again(store):
    execute_act(store, "revoke", ORGANISER, seat="booth")
    assert outcome_of(store, "renew", ORGANISER, seat="booth").effects.renewed == 3
    assert [
        seat for seat in seat_store.every(store, sessions.get_by_code(store, "PANEL1")) if seat["seat"] == "booth"
    ] == [
        {"seat": "booth", "generation": 3, "revoked": False, "first_opened": None, "last_opened": None, "browsers": 0}
    ]


@pytest.mark.parametrize(
    ("seat", "field", "key"), [("chair.a", "chairs", "seat"), ("panel.moliehi", "panellists", "key")]
)
def test_renewing_for_another_person_replaces_the_name_and_the_link(store, seat, field, key):
    before = definitions.present(sessions.get_by_code(store, "PANEL1"))
    outcome = outcome_of(store, "renew", ORGANISER, seat=seat, name="  Ana \n Ruiz ")
    assert (outcome.answer["seat"], outcome.effects.renewed) == (seat, 2)
    after = sessions.get_by_code(store, "PANEL1").definition
    name = seat.split(".")[1]
    assert after == before | {
        field: [person | {"name": "Ana Ruiz"} if person[key] == name else person for person in before[field]]
    }


def test_replacing_a_person_starts_a_new_epoch_and_renewing_the_link_does_not(store):
    """A new person in the seat starts a new epoch, because cached pages and open pages still contain the former name.

    A new link alone starts no epoch.
    """
    before = sessions.get_by_code(store, "PANEL1").epoch
    _, tx = run(store, command("renew", ORGANISER, seat="chair.a"))
    assert (tx.new_epochs, sessions.get_by_code(store, "PANEL1").epoch) == (set(), before)
    _, tx = run(store, command("renew", ORGANISER, seat="chair.a", name="Ana Ruiz"))
    assert tx.new_epochs == {1} and sessions.get_by_code(store, "PANEL1").epoch != before


@pytest.mark.parametrize(
    ("seat", "name", "code"),
    [
        ("stage", "Ana", "request.field"),
        ("organiser", "Ana", "request.field"),
        ("chair.a", " ", "request.field"),
        ("chair.a", "x" * 81, "name.too_long"),
    ],
)
def test_a_replacement_that_is_refused_renews_nothing(store, seat, name, code):
    before = dump(store)
    assert refused(code, store, "renew", ORGANISER, seat=seat, name=name)["field"] == "name"
    assert dump(store) == before


@pytest.mark.parametrize(
    "seat", ["attendee", "chair.c", "chair", "panel.nobody", "panel", "nonsense", "", "stage.x", "chair/a/b"]
)
def test_seat_without_a_link_is_refused(store, seat):
    before = dump(store)
    assert refused("request.field", store, "renew", ORGANISER, seat=seat) == {"field": "seat"}
    assert dump(store) == before


def test_every_act_is_in_the_log(store):
    for act, params in (
        ("pause", {}),
        ("open", {}),
        ("set", {"show_group": False}),
        ("renew", {"seat": "stage"}),
        ("revoke", {"seat": "stage"}),
        ("close", {}),
    ):
        execute_act(store, act, ORGANISER, **params)
    assert [tuple(row) for row in store.execute("SELECT seat, act FROM log ORDER BY id")] == [
        ("organiser", act) for act in ("pause", "open", "set", "renew", "revoke", "close")
    ]


def test_new_session_has_empty_figures_of_the_right_shape(store):
    assert sessions.balance(store, sessions.get_by_code(store, "PANEL1")) == {
        "group": {},
        "language": {},
        "region": {},
        "topic": {},
        "suggestion": None,
        "newcomers": None,
    }
    assert streams.heads(store, sessions.get_by_code(store, "PANEL1")) == dict.fromkeys(
        ("chairs", "stage", "booth", "floor.en", "floor.es"), 0
    )


@pytest.mark.parametrize("seat", ["booth", "booth.en_es"])
def test_the_rule_removes_the_questions_from_the_stored_answers_of_every_booth(seat):
    store = make_database(booths=[{"key": "en_es", "name": "English–Spanish booth", "languages": ["en", "es"]}])
    add(store, make_question(1, "approved"))
    execute_act(store, "translate", caller(seat), number=1, language="es", text="¿Quién paga?")
    query = "SELECT answer FROM commands WHERE caller = ?"
    assert "question" in json.loads(store.execute(query, [seat]).fetchone()["answer"])
    execute_act(store, "set", ORGANISER, chatham_house_rule=True)
    assert "question" not in json.loads(store.execute(query, [seat]).fetchone()["answer"])
