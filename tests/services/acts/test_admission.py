"""Tests of the checks before a text is cleaned.

A command that fails these checks must not clean a text or use the writer.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from moderation.core.model import Phase, Status
from moderation.core.refusals import Refusal
from moderation.services.acts import question_fields
from moderation.store import sessions
from moderation.web.api import commands, parsing
from tests import factories
from tests.factories import ANA, BEN, add, caller, execute_act, make_database, make_question, make_reader, refused
from tests.services.acts.stored import stored_session

ATTENDEE = caller("attendee", ANA)
KEY = b"secret"
MARKS = "a" + "\u0301\u0323" * 3000
TEXT = {"text": MARKS}


@pytest.fixture
def store():
    """Return a store whose session lets an attendee ask five questions without waiting."""
    return make_database(limits={"burst": 5, "seconds_per_question": 10})


@pytest.fixture
def cleaned(monkeypatch):
    """Return a list to which every call of `clean` appends its text."""
    texts, clean = [], question_fields.texts.clean
    monkeypatch.setattr(question_fields.texts, "clean", lambda text: texts.append(text) or clean(text))
    return texts


def admit(store, act="ask", who=ATTENDEE, key="key-00000000", now=0.0, **params):
    body_hash = parsing.hash_command(KEY, act, params)
    factories.admit(store, act, who, key=key, body=body_hash, now=now, **params)


def is_refused(code, *arguments, **params):
    with pytest.raises(Refusal) as refusal:
        admit(*arguments, **params)
    assert refusal.value.code == code
    return refusal.value.data


def asked(store, times=1, **params):
    for _ in range(times):
        execute_act(store, "ask", ATTENDEE, text="Who pays?", **params)


def test_attendee_without_allowance_is_refused_before_cleaning(store, cleaned):
    asked(store, times=5)
    cleaned.clear()
    assert is_refused("limit.rate", store, **TEXT) == {"retry_after": 11}
    assert is_refused("limit.rate", store, "edit", number=1, version=1, **TEXT, now=4.0) == {"retry_after": 7}
    assert cleaned == []
    admit(store, text="Who pays?", now=10.0)
    admit(store, who=caller("attendee", BEN), text="Who pays?")


def test_writer_checks_the_limits_before_cleaning(store, cleaned):
    asked(store, times=5)
    cleaned.clear()
    assert refused("limit.rate", store, "ask", ATTENDEE, text="\u200b") == {"retry_after": 11}
    assert cleaned == []
    # A command that is refused because of its text uses no question number and does not count for the rate limit.
    refused("text.empty", store, "ask", ATTENDEE, text="\u200b", now=10.0)
    assert execute_act(store, "ask", ATTENDEE, text="Who?", now=10.0)["question"]["number"] == 6


def test_muted_attendee_and_full_list_are_refused_before_cleaning(cleaned):
    store = make_database(limits={"waiting": 2})
    asked(store, times=2)
    cleaned.clear()
    assert is_refused("limit.waiting", store, **TEXT) == {"limit": 2, "retry_after": 30}
    store.execute("UPDATE attendees SET muted = 1")
    is_refused("asker.muted", store, **TEXT)
    assert cleaned == []


def test_wrong_phase_and_unknown_question_are_refused_before_cleaning(store, cleaned):
    asked(store)
    add(store, make_question(7, Status.PENDING))
    cleaned.clear()
    for number in (7, 8):
        assert is_refused("question.unknown", store, "edit", number=number, version=1, **TEXT) == {"number": number}
        assert is_refused("question.unknown", store, "reword", number=number, **TEXT) == {"number": number}
    is_refused("act.not_allowed", store, "reword", number=1, **TEXT)
    sessions.set_phase(store, stored_session(store), Phase.CLOSED)
    is_refused("phase.not_allowed", store, **TEXT)
    assert cleaned == []


def test_a_new_attendee_learns_nothing_about_a_question_that_a_chair_added(store):
    execute_act(store, "add", caller("chair.a"), text="Canary?", group="media")
    for act, version in (("edit", {"version": 1}), ("reword", {})):
        data = is_refused("question.unknown", store, act, caller("attendee", BEN), number=1, **version, **TEXT)
        assert data == {"number": 1}


def test_size_is_checked_before_cleaning(store, cleaned):
    data = {"field": "text", "limit": 4000, "length": 12_001, "unit": "bytes"}
    assert is_refused("text.too_long", store, text=MARKS) == data
    assert refused("text.too_long", store, "ask", ATTENDEE, text=MARKS) == data
    for length in (3001, 12_000):
        data = {"field": "text", "limit": 300, "length": length}
        assert is_refused("text.too_long", store, text="x" * length) == data
        assert refused("text.too_long", store, "ask", ATTENDEE, text="x" * length) == data
    assert cleaned == []
    assert is_refused("text.too_long", store, text="x" * 3000)["length"] == 3000
    admit(store, text=" " * 2991 + "Who pays?")
    assert len(cleaned) == 2


def test_size_of_a_name_is_checked_before_cleaning(store, cleaned):
    data = {"field": "name", "limit": 80, "length": 801}
    assert refused("name.too_long", store, "ask", ATTENDEE, text="Who?", name="n" * 801) == data
    assert cleaned == ["Who?"]


@pytest.mark.parametrize(
    ("act", "seat", "params", "limit"),
    [
        ("note", "chair.a", {}, 500),
        ("translate", "booth", {"number": 1, "language": "es"}, 900),
        ("renew", "organiser", {"seat": "chair.a"}, 80),
    ],
)
def test_size_of_a_text_from_staff_is_checked_before_cleaning(store, cleaned, act, seat, params, limit):
    add(store, make_question(number=1, status=Status.APPROVED))
    field = "name" if act == "renew" else "text"
    text = "x" * (10 * limit + 1)
    data = refused(f"{field}.too_long", store, act, caller(seat), **params | {field: text})
    assert data == {"field": field, "limit": limit, "length": len(text)}
    assert cleaned == []


def test_repeated_command_is_admitted_without_allowance_and_without_cleaning(store, cleaned):
    body = {"text": "Who pays?"}
    body_hash = parsing.hash_command(KEY, "ask", body)
    asked(store, times=4)
    execute_act(store, "ask", ATTENDEE, key="key-of-Ana", body=body_hash, **body)
    cleaned.clear()
    admit(store, key="key-of-Ana", **body)
    is_refused("key.reused", store, key="key-of-Ana", text="Who?")
    is_refused("limit.rate", store, key="key-two", **body)
    assert cleaned == []


@pytest.mark.parametrize("body", [{"text": MARKS}, {"text": "\u200b" * 9}, {"text": "x" * 301}])
def test_refused_command_reaches_neither_identification_nor_the_writer(tmp_path, monkeypatch, body):
    store = make_database(str(tmp_path / "store.sqlite3"))
    asked(store)
    store.close()
    called = []
    monkeypatch.setattr(commands, "identify", lambda *arguments: called.append("identify"))
    writer = SimpleNamespace(submit=lambda work, session: called.append("writer"))
    context = SimpleNamespace(reader=make_reader(tmp_path / "store.sqlite3"), writer=writer, key=KEY)
    with context.reader.transaction() as connection:
        session = sessions.get_by_code(connection, "PANEL1")
    with pytest.raises(Refusal) as refusal:
        commands.execute_command(context, session, "ask", ATTENDEE, "key-00000000", body)
    assert refusal.value.code in ("text.empty", "text.too_long") and called == []
