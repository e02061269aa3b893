"""Tests of the organiser's commands on a data folder: sessions, phases, links."""

from __future__ import annotations

import pytest

from moderation.core.model import Seat
from moderation.core.refusals import Refusal
from moderation.services import links, passphrase
from moderation.services.acts.control import Controls, execute_control
from moderation.store import seats
from tests.factories import make_definition
from tests.running_store import RunningStore

KEY, URL = b"k" * 32, "https://floor.example"


@pytest.fixture
def running_store(tmp_path):
    running_store = RunningStore(tmp_path / "of.db")
    yield running_store
    running_store.close()


@pytest.fixture
def controls(running_store):
    return Controls(running_store.writer, running_store.reader, KEY, URL)


def refused(code, controls, act, body):
    with pytest.raises(Refusal) as caught:
        execute_control(controls, act, body)
    assert caught.value.code == code
    return caught.value.data


def test_created_session_is_in_rehearsal_and_has_links(controls, running_store):
    answer = execute_control(controls, "create", {"definition": make_definition("NEW1")})
    running_store.code = "NEW1"
    assert (answer["code"], str(running_store.session().phase)) == ("NEW1", "rehearsal")
    assert answer["links"]["chair_a"].startswith(f"{URL}/s/NEW1/chair/a#")
    assert refused("session.exists", controls, "create", {"definition": make_definition("NEW1")}) == {}


def test_demo_is_open_at_once(controls, running_store):
    execute_control(controls, "create", {"definition": make_definition("NEW1", demo=True)})
    running_store.code = "NEW1"
    assert str(running_store.session().phase) == "open"


def test_phases_change_from_the_command_line(controls, running_store):
    answers = [
        execute_control(controls, act, {"code": "panel-1"}) for act in ("pause", "pause", "open", "close", "reopen")
    ]
    assert [(answer["phase"], answer["already"]) for answer in answers] == [
        ("paused", False),
        ("paused", True),
        ("open", False),
        ("closed", False),
        ("open", False),
    ]
    assert {row[0] for row in running_store.rows("SELECT seat FROM log")} == {"organiser"}


def test_renew_returns_the_new_link_of_the_seat(controls, running_store):
    before = execute_control(controls, "links", {"code": "PANEL1"})["links"]
    answer = execute_control(controls, "renew", {"code": "PANEL1", "seat": "chair.a"})
    after = execute_control(controls, "links", {"code": "PANEL1"})["links"]
    assert answer["link"] == after["chair_a"] == links.link(URL, KEY, running_store.session(), Seat.parse("chair.a"), 2)
    assert {key for key in before if before[key] != after[key]} == {"chair_a"}


def test_revoked_seat_has_no_link_until_renewed(controls):
    execute_control(controls, "revoke", {"code": "PANEL1", "seat": "panel.moliehi"})
    assert execute_control(controls, "links", {"code": "PANEL1"})["links"]["panellists"] == {"moliehi": None}
    assert execute_control(controls, "renew", {"code": "PANEL1", "seat": "panel.moliehi"})["link"].startswith(
        f"{URL}/s/PANEL1/panel/moliehi#"
    )


@pytest.mark.parametrize(
    ("code", "act", "body"),
    [
        ("act.unknown", "purge_everything", {}),
        ("act.unknown", "approve", {"code": "PANEL1"}),
        ("session.unknown", "open", {"code": "NOWHERE"}),
        ("session.unknown", "links", {"code": "NOWHERE"}),
        ("request.field", "open", {}),
        ("request.field", "renew", {"code": "PANEL1"}),
        ("request.field", "renew", {"code": "PANEL1", "seat": "chair.z"}),
        ("request.field", "create", {}),
        ("act.unknown", "backup", {"path": "/tmp/copy.db"}),
        ("request.field", "open", {"code": 7}),
        ("request.field", "revoke", {"code": "PANEL1", "seat": ["stage"]}),
    ],
)
def test_bad_command_is_refused(controls, running_store, code, act, body):
    refused(code, controls, act, body)
    assert running_store.rows("SELECT * FROM log") == []


def test_the_hash_of_a_passphrase_is_stored_for_one_seat_and_removed(controls, running_store):
    session, seat = running_store.session(), Seat.parse("booth")

    def stored():
        with running_store.reader.transaction() as connection:
            return seats.passphrases(connection, session)

    hashed = passphrase.hash_of("correct horse battery")
    execute_control(controls, "passphrase", {"code": "PANEL1", "seat": seat.name, "hash": hashed})
    assert stored() == {"booth": hashed}
    assert refused("request.field", controls, "passphrase", {"code": "PANEL1", "seat": "booth", "hash": "plain"}) == {
        "field": "hash"
    }
    assert refused("request.field", controls, "passphrase", {"code": "PANEL1", "seat": "attendee", "hash": hashed}) == {
        "field": "seat"
    }
    assert stored() == {"booth": hashed}
    execute_control(controls, "passphrase", {"code": "PANEL1", "seat": "booth", "hash": ""})
    assert stored() == {}
