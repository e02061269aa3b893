"""Tests of the acts that add a term to the glossary and remove an added term: effect, versions, undo, refusals."""

from __future__ import annotations

import pytest

from moderation.core.model import Phase
from moderation.services.glossary import plain_terms
from moderation.services.translation.jobs import terms_in
from moderation.store import audit, definitions
from moderation.store.translation_jobs import Job
from tests.factories import add, caller, execute_act, make_database, make_question, outcome_of, refused, run
from tests.factories import command as act_command
from tests.services.acts.stored import stored_session

BOOTH, A, B, ORGANISER = (caller(seat) for seat in ("booth", "chair.a", "chair.b", "organiser"))
GENDER = {"en": "gender", "es": "género"}


def add_term(store, who=BOOTH, **term: str) -> dict:
    return execute_act(store, "add_term", who, term=term or GENDER)


def terms_of(store) -> list[dict]:
    return [entry["term"] for entry in definitions.present(stored_session(store))["terms"]]


@pytest.mark.parametrize("who", [BOOTH, A, ORGANISER], ids=lambda who: who.seat.name)
@pytest.mark.parametrize("phase", [Phase.REHEARSAL, Phase.OPEN, Phase.PAUSED, Phase.CLOSED])
def test_term_makes_a_version_that_the_hash_chain_covers(who, phase):
    store = make_database(phase=phase)
    assert add_term(store, who) == {"already": False, "version": 2, "changed": ["terms"], "replaced": []}
    assert terms_of(store) == [GENDER]
    assert definitions.at_version(store, stored_session(store), 1)["terms"] == []
    assert audit.check(store, stored_session(store)).wrong is None
    store.execute("UPDATE log SET detail = replace(detail, '\"version\": 2', '\"version\": 3') WHERE act = 'add_term'")
    assert audit.check(store, stored_session(store)).wrong is not None


@pytest.mark.parametrize("seat", ["stage", "panel.moliehi", "attendee"])
@pytest.mark.parametrize(("act", "params"), [("add_term", {"term": GENDER}), ("undo_term", {"version": 2})])
def test_only_certain_seats_may_add_a_term(store, seat, act, params):
    refused("seat.forbidden", store, act, caller(seat), **params)


def test_every_stream_names_the_version_without_a_new_epoch(store):
    before = stored_session(store)
    _, tx = run(store, act_command("add_term", BOOTH, term=GENDER))
    assert tx.touched == {(before.id, stream): {"settings"} for stream in before.streams}
    assert (stored_session(store).epoch, tx.new_epochs) == (before.epoch, set())
    assert outcome_of(store, "add_term", BOOTH, term={"en": "later"}).effects.redefined


def test_a_term_in_some_languages_is_a_term_of_the_glossary(store):
    add_term(store, en="  due\n diligence ", es=" ")
    assert plain_terms(stored_session(store).definition)[0] == {"en": "due diligence"}


def test_same_term_twice_changes_nothing(store):
    add_term(store)
    assert add_term(store, A) == {"already": True, "version": 2}
    assert add_term(store, A, en="gender") == {"already": True, "version": 2}


def test_any_of_the_seats_takes_a_term_back_by_its_version(store):
    first = add_term(store)["version"]
    second = add_term(store, A, en="merit", es="mérito")["version"]
    answer = execute_act(store, "undo_term", ORGANISER, version=first)
    assert answer == {"already": False, "version": 4, "changed": ["terms"], "replaced": []}
    assert terms_of(store) == [{"en": "merit", "es": "mérito"}]
    refused("undo.nothing", store, "undo_term", BOOTH, version=first)
    refused("undo.nothing", store, "undo_term", BOOTH, version=4)
    execute_act(store, "undo_term", BOOTH, version=second)
    assert terms_of(store) == []
    assert [row["undone"] for row in store.execute("SELECT undone FROM log WHERE act = 'add_term' ORDER BY id")] == [
        1,
        1,
    ]
    assert audit.check(store, stored_session(store)).wrong is None


def test_a_changed_entry_is_not_taken_back(store):
    version = add_term(store, en="gender")["version"]
    add_term(store, A)
    data = refused("undo.superseded", store, "undo_term", BOOTH, version=version)
    assert (data["by"], data["act"]) == ("chair.a", "add_term")
    assert terms_of(store) == [GENDER]


def test_undo_of_a_chair_takes_back_its_own_latest_term(store):
    add(store, make_question(1))
    execute_act(store, "approve", A, number=1, version=1)
    add_term(store, A)
    add_term(store, B, en="merit")
    answer = execute_act(store, "undo", A)
    assert (answer["act"], answer["numbers"], answer["changed"]) == ("add_term", [], ["terms"])
    assert terms_of(store) == [{"en": "merit"}]
    assert execute_act(store, "undo", A)["act"] == "approve"


def test_undo_of_the_organiser_takes_back_the_latest_change_of_the_definition(store):
    execute_act(store, "redefine", ORGANISER, changes={"organisers": "Us"})
    add_term(store)
    assert (execute_act(store, "undo", ORGANISER)["act"], terms_of(store)) == ("add_term", [])
    assert execute_act(store, "undo", ORGANISER)["act"] == "redefine"


def test_redefined_glossary_is_not_undone_over_a_newer_term(store):
    execute_act(store, "redefine", ORGANISER, changes={"term": [{"term": "UN"}]})
    version = add_term(store)["version"]
    execute_act(store, "redefine", ORGANISER, changes={"organisers": "Us"})
    execute_act(store, "undo", ORGANISER)
    execute_act(store, "undo_term", BOOTH, version=version)
    assert terms_of(store) == ["UN"]
    assert execute_act(store, "undo", ORGANISER)["act"] == "redefine"
    assert terms_of(store) == []


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ({}, "term.bad"),
        ({"en": " ", "es": ""}, "term.bad"),
        ({"en": "x"}, "term.bad"),
        ({"en": "74/247"}, "term.bad"),
        ({"en": "x" * 81}, "term.bad"),
        ({"en": "x" * 100_000}, "term.bad"),
        ({"en": "gender", "es": "x" * 81}, "term.bad"),
        ({"en": ["gender"]}, "request.field"),
        ({"en": None}, "request.field"),
        ({"fr": "genre"}, "language.unknown"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_wrong_terms_are_refused_and_change_nothing(store, term, code):
    data = refused(code, store, "add_term", BOOTH, term=term)
    assert data["field"] == "term"
    assert (terms_of(store), stored_session(store).definition_version) == ([], 1)


def test_full_glossary_takes_no_further_term():
    store = make_database(terms=[{"term": f"term {number}", "note": None} for number in range(200)])
    assert refused("term.full", store, "add_term", BOOTH, term=GENDER)["limit"] == 200


def test_later_translations_keep_the_term_also_against_the_cache(store):
    job = Job(1, "PANEL1", 1, "Where is gender parity?", "en", "es", 0, 0.0)
    before = terms_in(stored_session(store), job)
    version = add_term(store)["version"]
    assert (before, terms_in(stored_session(store), job)) == ("", '[["gender", "género"]]')
    execute_act(store, "undo_term", BOOTH, version=version)
    assert terms_in(stored_session(store), job) == ""
