"""Tests of the act that changes a session's definition: effect, refusals, links, streams, log and undo."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from sqlite_utils import Database

from moderation.core.model import Phase, Seat, Session, Settings
from moderation.services.session_file.definition import parse
from moderation.store import audit, definitions, questions, schema, seats, sessions, streams
from tests.factories import (
    AT,
    add,
    caller,
    command,
    execute_act,
    make_database,
    make_question,
    outcome_of,
    refused,
    run,
)
from tests.services.session_file.files import GOOD

ORGANISER, CHAIR = caller("organiser"), caller("chair.a")
TITLE = {"en": "New", "es": "Nuevo"}
DI = {"key": "di", "name": "Di"}


def session_of(store: sqlite3.Connection) -> Session:
    return sessions.get_by_code(store, "PANEL1")


def redefine(store: sqlite3.Connection, *, version: int | None = None, replaced=(), **changes: object) -> dict:
    return execute_act(store, "redefine", ORGANISER, changes=changes, version=version, replaced=replaced)


def undo(store: sqlite3.Connection) -> dict:
    return execute_act(store, "undo", ORGANISER)


def generations(store: sqlite3.Connection) -> dict[str, int | None]:
    """Return {seat: generation of its valid link}. The value is None if the seat has no valid link.

    Each renewal of a link gives it a higher generation.
    """
    session = session_of(store)
    rows = store.execute("SELECT seat FROM seats WHERE session = ?", [session.id])
    return {row["seat"]: seats.generation(store, session, Seat.parse(row["seat"])) for row in rows}


def definition_of(store: sqlite3.Connection) -> dict:
    return dict(definitions.present(session_of(store)))


@pytest.fixture(params=[Phase.REHEARSAL, Phase.OPEN], ids=str)
def store(request):
    """Return a store with the session of the file GOOD. Each test runs twice: in a rehearsal and in an open session."""
    return make_database(phase=request.param, **(parse(GOOD.encode()) | {"code": "PANEL1"}))


@pytest.fixture
def opened():
    return make_database(**(parse(GOOD.encode()) | {"code": "PANEL1"}))


def test_only_the_given_keys_change(store):
    before = definition_of(store)
    answer = redefine(store, title=TITLE, stage_upcoming=False)
    assert answer == {"already": False, "version": 2, "changed": ["title", "stage_upcoming"], "replaced": []}
    assert definition_of(store) == before | {"title": TITLE, "stage_upcoming": False}
    assert session_of(store).settings.stage_upcoming is False


def test_a_key_without_value_is_left_out(store):
    redefine(store, description="About us", ends="2030-01-01T10:00:00Z")
    redefine(store, description=None, ends=None)
    assert (definition_of(store)["description"], definition_of(store)["ends"]) == (None, None)


def test_an_equal_definition_changes_nothing(store):
    before = [tuple(row) for row in store.execute("SELECT * FROM log")]
    answer, tx = run(store, command("redefine", ORGANISER, changes={"title": definition_of(store)["title"]}))
    assert (answer["already"], answer["version"], tx.new_epochs) == (True, 1, set())
    assert [tuple(row) for row in store.execute("SELECT * FROM log")] == before


def test_the_streams_name_a_new_version_and_the_server_derives_its_data_again(store):
    epoch = session_of(store).epoch
    outcome, tx = run(store, command("redefine", ORGANISER, changes={"title": TITLE}))
    session = session_of(store)
    assert tx.touched == {(session.id, stream): {"settings"} for stream in session.streams}
    assert (session.epoch, tx.new_epochs, session.definition_version) == (epoch, set(), 2)
    outcome = outcome_of(store, "redefine", ORGANISER, changes={"organisers": "Us"})
    assert outcome.effects.redefined and outcome.effects.recount and not outcome.effects.scrub


def test_a_change_of_the_streams_begins_a_new_epoch(store):
    epoch = session_of(store).epoch
    redefine(store, stage_upcoming=False)
    assert session_of(store).epoch != epoch


@pytest.mark.parametrize("seat", ["chair.a", "stage", "booth", "panel.cy", "attendee"])
def test_only_the_organiser_may_change_the_definition(store, seat):
    refused("seat.forbidden", store, "redefine", caller(seat), changes={"title": TITLE})


def test_wrong_values_are_refused_with_every_field(opened):
    changes = {"title": {"en": "New"}, "languages": ["en", "es", "xx"], "colour": 1}
    data = refused("definition.invalid", opened, "redefine", ORGANISER, changes=changes)
    assert data["field"] == "colour"
    assert [problem["field"] for problem in data["problems"]] == ["colour", "languages", "title"]
    assert data["problems"][2]["expected"] == "a text in each language of the session, es too"


def test_a_new_language_needs_its_texts(opened):
    data = refused("definition.invalid", opened, "redefine", ORGANISER, changes={"languages": ["en", "es", "fr"]})
    assert [problem["field"] for problem in data["problems"]] == ["panellist[1].role", "title"]


def test_a_value_that_is_wrong_today_does_not_prevent_other_changes(opened):
    stored = json.dumps(definition_of(opened) | {"retention_days": 9999, "description": "d" * 2001})
    opened.execute("UPDATE sessions SET definition = ?", [stored])
    redefine(opened, title=TITLE)
    assert (definition_of(opened)["retention_days"], definition_of(opened)["title"]) == (9999, TITLE)
    data = refused("definition.invalid", opened, "redefine", ORGANISER, changes={"description": "e" * 2002})
    assert [problem["field"] for problem in data["problems"]] == ["description"]


def test_only_the_operator_changes_passphrases(store):
    assert refused("request.field", store, "redefine", ORGANISER, changes={"passphrases": {}}) == {
        "field": "passphrases"
    }


def test_a_change_of_an_outdated_definition_is_refused(store):
    redefine(store, title=TITLE, version=1)
    data = refused("definition.stale", store, "redefine", ORGANISER, changes={"title": TITLE}, version=1)
    assert data == {"version": 2}


def test_after_the_opening_locked_fields_are_refused(opened):
    add(opened, make_question(1, group="media", language="es"))
    panellists = definition_of(opened)["panellists"][:1]
    for code, changes, data in (
        ("definition.locked", {"limits": {"waiting": 3}}, {"field": "limits", "phase": "open"}),
        ("definition.in_use", {"groups": ["academia"]}, {"field": "groups", "key": "media", "count": 1}),
        ("definition.removed", {"panellist": panellists}, {"field": "panellists", "key": "di"}),
    ):
        assert refused(code, opened, "redefine", ORGANISER, changes=changes) == data
    title = {"title": {"en": "A title"}, "panellist": []}
    data = refused("definition.in_use", opened, "redefine", ORGANISER, changes={"languages": ["en"], **title})
    assert data == {"field": "languages", "key": "es", "count": 1}


def test_the_rehearsal_locks_nothing():
    store = make_database(phase=Phase.REHEARSAL, **(parse(GOOD.encode()) | {"code": "PANEL1"}))
    add(store, make_question(1, group="media", language="es", to="di"))
    changes = {
        "languages": ["en"],
        "title": "A title",
        "groups": ["academia"],
        "panellist": [],
        "limits": {"waiting": 3},
        "starts": "2030-01-01T09:00:00Z",
        "retention_days": 3,
    }
    assert redefine(store, **changes)["version"] == 2
    question = questions.get(store, session_of(store), 1)
    assert (question.group, question.language, question.to) == ("undisclosed", "und", None)
    execute_act(store, "approve", CHAIR, number=1, version=1)
    refused("definition.locked", store, "redefine", ORGANISER, changes={"code": "OTHER1"})


def test_a_name_is_corrected_without_a_new_link(store):
    chairs = [{"seat": "a", "name": "Albert"}, {"seat": "b", "name": "Bea"}]
    before = generations(store)
    _, tx = run(store, command("redefine", ORGANISER, changes={"chair": chairs}))
    assert (generations(store), tx.closed_seats) == (before, [])
    assert definition_of(store)["chairs"][0]["name"] == "Albert"


def test_a_replaced_person_gets_a_new_link_in_the_same_act(store):
    chairs = [{"seat": "a", "name": "Zoe"}, {"seat": "b", "name": "Bea"}]
    work = command("redefine", ORGANISER, changes={"chair": chairs}, replaced=["chair.a", "panel.cy"])
    answer, tx = run(store, work)
    assert answer["replaced"] == ["chair.a", "panel.cy"]
    assert generations(store) | {"chair.a": 2, "panel.cy": 2} == generations(store)
    assert generations(store)["chair.b"] == 1
    assert [seat for _, seat in tx.closed_seats] == ["chair.a", "panel.cy"]
    for wrong in (["stage"], ["chair.c"], ["panel.none"], [3]):
        assert refused("request.field", store, "redefine", ORGANISER, changes={}, replaced=wrong) == {
            "field": "replaced"
        }


def test_people_are_added_with_a_link(store):
    panellists = [*definition_of(store)["panellists"], {"key": "ed", "name": "Ed"}]
    chairs = [*definition_of(store)["chairs"], {"seat": "c", "name": "Cleo"}]
    redefine(store, panellist=panellists, chair=chairs, replaced=["panel.ed"])
    assert (generations(store)["panel.ed"], generations(store)["chair.c"]) == (1, 1)
    assert Seat.parse("chair.c") in session_of(store).seats
    execute_act(store, "note", caller("chair.c"), text="I am here")


def test_a_removed_seat_is_closed_in_the_rehearsal():
    store = make_database(phase=Phase.REHEARSAL, **(parse(GOOD.encode()) | {"code": "PANEL1"}))
    _, tx = run(store, command("redefine", ORGANISER, changes={"panellist": [DI]}))
    assert generations(store)["panel.cy"] is None
    assert [seat for _, seat in tx.closed_seats] == ["panel.cy"]
    redefine(store, panellist=[DI, {"key": "cy", "name": "Cy"}])
    assert generations(store)["panel.cy"] == 3


def test_languages_groups_and_regions_are_added_while_the_session_is_open(opened):
    title, role = {"en": "A", "es": "B", "fr": "C"}, {"en": "Author", "es": "Autora", "fr": "Autrice"}
    redefine(
        opened,
        languages=["en", "es", "fr"],
        title=title,
        panellist=[{"key": "cy", "name": "Cy", "role": role}, DI],
        groups=["media", "bakers"],
        group=[{"key": "bakers", "label": "Bakers"}],
        regions=["north"],
        region=[{"key": "north", "label": "N"}],
    )
    session = session_of(opened)
    assert session.languages == ("en", "es", "fr") and "floor.fr" in session.streams
    assert streams.head(opened, session, "floor.fr") == 0
    answer = execute_act(opened, "ask", caller("attendee"), text="Bread?", group="bakers", region="north")
    assert (answer["question"]["group"], answer["question"]["region"]) == ("bakers", "north")


def test_turning_the_rule_on_deletes_the_names(opened):
    execute_act(opened, "ask", caller("attendee"), text="Who?", name="Ana")
    outcome = outcome_of(opened, "redefine", ORGANISER, changes={"chatham_house_rule": True})
    assert outcome.effects.scrub
    assert opened.execute("SELECT name FROM questions").fetchone()[0] is None
    assert opened.execute("SELECT count(*) FROM ledger").fetchone()[0] > 0
    data = refused("rule.binding", opened, "redefine", ORGANISER, changes={"chatham_house_rule": False})
    assert data == {"field": "chatham_house_rule"}


def test_the_log_names_fields_and_no_words_and_the_hash_chain_covers_the_definition(store):
    redefine(store, title=TITLE, replaced=["chair.a"])
    row = store.execute("SELECT seat, act, detail FROM log ORDER BY id DESC").fetchone()
    detail = json.loads(row["detail"])
    assert (row["seat"], row["act"]) == ("organiser", "redefine")
    assert detail | {"hash": ""} == {"version": 2, "fields": ["title"], "replaced": ["chair.a"], "hash": ""}
    assert len(detail["hash"]) == 64 and "Nuevo" not in row["detail"]
    undo(store)
    assert audit.check(store, session_of(store)).wrong is None
    store.execute("UPDATE log SET detail = replace(detail, 'title', 'terms') WHERE act = 'redefine'")
    assert audit.check(store, session_of(store)).wrong is not None


def test_undo_restores_the_definition(store):
    before = definition_of(store)
    redefine(store, title=TITLE, stage_upcoming=False, term=[{"term": "UN"}])
    assert undo(store) == {
        "already": False,
        "act": "redefine",
        "numbers": [],
        "version": 3,
        "changed": ["title", "terms", "stage_upcoming"],
        "replaced": [],
    }
    assert definition_of(store) == before
    refused("undo.nothing", store, "undo", ORGANISER)


def test_undo_takes_back_one_change_after_the_other(store):
    before = definition_of(store)
    redefine(store, title=TITLE)
    redefine(store, organisers="Us")
    undo(store)
    assert definition_of(store) == before | {"title": TITLE}
    undo(store)
    assert definition_of(store) == before
    redefine(store, title={"en": "Third", "es": "Tercero"})
    undo(store)
    assert definition_of(store) == before


def test_undo_keeps_a_later_change_of_another_field(store):
    redefine(store, title=TITLE)
    execute_act(store, "set", ORGANISER, list_public=False)
    execute_act(store, "renew", ORGANISER, seat="chair.a", name="Zoe")
    undo(store)
    assert definition_of(store)["title"] == {"en": "A title", "es": "Un título"}
    assert (definition_of(store)["list_public"], definition_of(store)["chairs"][0]["name"]) == (False, "Zoe")


def test_undo_is_refused_after_a_later_change_of_the_same_field(store):
    redefine(store, stage_upcoming=False)
    execute_act(store, "set", ORGANISER, at="2030-01-01T00:00:00.000Z", stage_upcoming=True)
    data = refused("undo.superseded", store, "undo", ORGANISER)
    assert data == {"by": "organiser", "act": "set", "at": "2030-01-01T00:00:00.000Z", "number": None}


def test_undo_of_a_replacement_renews_the_link_again(store):
    chairs = [{"seat": "a", "name": "Zoe"}, {"seat": "b", "name": "Bea"}]
    redefine(store, chair=chairs, replaced=["chair.a"])
    assert undo(store)["replaced"] == ["chair.a"]
    assert (generations(store)["chair.a"], definition_of(store)["chairs"][0]["name"]) == (3, "Al")


def test_undo_removes_an_added_panellist_only_while_no_question_uses_the_seat(opened):
    redefine(opened, panellist=[*definition_of(opened)["panellists"], {"key": "ed", "name": "Ed"}])
    add(opened, make_question(1, to="ed"))
    data = refused("definition.in_use", opened, "undo", ORGANISER)
    assert data == {"field": "panellists", "key": "ed", "count": 1}
    opened.execute("UPDATE questions SET panellist = NULL")
    undo(opened)
    assert generations(opened)["panel.ed"] is None


def test_a_chair_undoes_only_the_own_acts(opened):
    redefine(opened, title=TITLE)
    refused("undo.nothing", opened, "undo", CHAIR)
    add(opened, make_question(1))
    execute_act(opened, "approve", CHAIR, number=1, version=1)
    execute_act(opened, "pause", ORGANISER)
    assert undo(opened)["changed"] == ["title"]
    assert questions.get(opened, session_of(opened), 1).status == "approved"


def test_a_session_of_an_earlier_version_is_changed_and_restored():
    """Check the migration of a database in which definitions have no version numbers yet.

    The session's definition also lacks keys that later versions of the product have added.
    """
    definition = dict(parse(GOOD.encode())) | {"code": "PANEL1"}
    for key in ("terms", "purge_when_due", "entry_codes", "minutes_per_question"):
        definition.pop(key)
    with closing(schema.connect(":memory:")) as store:
        schema.migrations.apply(Database(store), stop_before="m020_definitions")
        switches = ", ".join(Settings.__dataclass_fields__)
        store.execute(
            f"INSERT INTO sessions (id, code, definition, phase, {switches}, epoch, created_at)"
            " VALUES (1, 'PANEL1', ?, 'open', 0, 1, 1, 0, 'e', ?)",
            [json.dumps(definition), AT],
        )
        for seat in ("chair.a", "chair.b", "stage", "booth", "organiser", "panel.cy", "panel.di"):
            store.execute("INSERT INTO seats (session, seat) VALUES (1, ?)", [seat])
        for stream in ("chairs", "stage", "booth", "floor.en", "floor.es"):
            store.execute("INSERT INTO streams (session, stream) VALUES (1, ?)", [stream])
        schema.migrate(store)
        session = session_of(store)
        assert (session.definition_version, session.chairs, session.definition) == (1, ("a", "b"), definition)
        before = definition_of(store)
        assert (before["purge_when_due"], before["list_public"]) == (False, False)
        assert redefine(store, title=TITLE) == {"already": False, "version": 2, "changed": ["title"], "replaced": []}
        assert definition_of(store) == before | {"title": TITLE}
        undo(store)
        assert definition_of(store) == before
