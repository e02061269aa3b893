"""Tests that a withdrawal erases a question's words in all tables, and that no act can restore these words."""

from __future__ import annotations

import json

import pytest

from moderation.core.model import Status
from moderation.services.translation.jobs import record
from moderation.store import scrubbing, similar, translation_cache, translation_jobs
from moderation.store.transaction import Transaction
from moderation.store.translation_cache import keep_cached
from tests.factories import ANA, BEN, add, caller, dump, execute_act, make_database, make_question, refused
from tests.services.acts.stored import stored_question, stored_session

ASKER, OTHER, CHAIR, COLLEAGUE, BOOTH = (
    caller("attendee", ANA),
    caller("attendee", BEN),
    caller("chair.a"),
    caller("chair.b"),
    caller("booth"),
)
CANARY = "Kanarie"
FIELDS = {"name": f"Ms {CANARY}", "show_name": True, "group": "media"}


def cache(store, text):
    keep_cached(store, text, "en", "es", "engine", ("en", "es"), f"{CANARY} {len(text)}, en caché")


def tables_with(store, canary=CANARY):
    """Return the names of the tables in which a row contains the canary."""
    return {table for table, rows in dump(store).items() if canary in repr(rows)}


def fill(store, *, status):
    """Create question 1 with this status.

    Put the canary (a unique word) into every table that can contain a copy of the question's texts.
    """
    asked = execute_act(store, "ask", ASKER, text=f"{CANARY} at first?", **FIELDS)["question"]
    cache(store, f"{CANARY} at first?")
    execute_act(store, "edit", ASKER, number=1, version=asked["version"], text=f"{CANARY} asked?", **FIELDS)
    cache(store, f"{CANARY} asked?")
    add(store, make_question(2))
    similar.put(store, stored_session(store), 2, [(1, 0.9)])
    similar.put(store, stored_session(store), 1, [(2, 0.9)])
    for text in (f"{CANARY} wording?", f"{CANARY} undone?", f"{CANARY} last?"):
        execute_act(store, "wording", CHAIR, number=1, version=stored_question(store, 1).version, text=text, hide=True)
        cache(store, text)
        if "undone" in text:
            execute_act(store, "undo", CHAIR)
    execute_act(store, "approve", COLLEAGUE, number=1, version=stored_question(store, 1).version)
    execute_act(store, "translate", BOOTH, number=1, language="es", text=f"{CANARY} traducida")
    execute_act(store, "mute", CHAIR, number=1)
    execute_act(store, "unmute", CHAIR, number=1)
    if status == "declined":
        version = stored_question(store, 1).version
        rows = [{"number": 1, "version": version}, {"number": 2, "version": 1}]
        execute_act(store, "decline", CHAIR, questions=rows, reason="off_topic")
    if status == "merged":
        execute_act(store, "merge", CHAIR, number=1, version=stored_question(store, 1).version, into=2)


@pytest.mark.parametrize("status", ["approved", "declined", "merged"])
def test_a_withdrawal_erases_the_words_in_all_tables(store, status):
    fill(store, status=status)
    assert stored_question(store, 1).status == status
    assert tables_with(store) == {"questions", "translations", "translation_cache", "log_questions", "commands"}
    answer = execute_act(store, "withdraw", ASKER, number=1)["question"]
    assert tables_with(store) == set()
    question = stored_question(store, 1)
    erased = (question.text, question.name, question.show_name, question.wording, question.hides, question.similar)
    assert erased == ("", None, False, None, False, ())
    assert stored_question(store, 2).similar == ()
    assert (question.status, question.group, question.language) == (Status.WITHDRAWN, "media", "en")
    assert (answer["status"], answer["text"], answer["name"]) == ("withdrawn", "", None)


def test_a_repeated_command_returns_the_question_without_words(store):
    body = {"text": f"{CANARY}?", **FIELDS}
    first = execute_act(store, "ask", ASKER, key="the-key-of-the-ask", **body)
    assert first["question"]["text"] == f"{CANARY}?"
    execute_act(store, "approve", CHAIR, number=1, version=1, key="the-key-of-the-approval")
    execute_act(store, "withdraw", ASKER, number=1)
    again = execute_act(store, "ask", ASKER, key="the-key-of-the-ask", **body)["question"]
    assert again == first["question"] | {"text": "", "name": None, "show_name": False}
    approval = execute_act(store, "approve", CHAIR, number=1, version=1, key="the-key-of-the-approval")["question"]
    assert (approval["number"], approval["text"], approval["name"]) == (1, "", None)


def test_words_of_other_questions_stay(store):
    for who in (ASKER, OTHER):
        execute_act(store, "ask", who, text=f"{CANARY} {who.token_hash.hex()}?")
    for number in (1, 2):
        execute_act(store, "wording", CHAIR, number=number, version=1, text=f"{CANARY} in short {number}?", hide=False)
    before = dump(store)
    execute_act(store, "withdraw", ASKER, number=1)
    assert stored_question(store, 2).text == f"{CANARY} {BEN.hex()}?"
    after = dump(store)
    others = [row for row in before["commands"] if json.loads(row[4])["question"]["number"] == 2]
    assert [row for row in after["commands"] if json.loads(row[4])["question"]["number"] == 2] == others


@pytest.mark.parametrize(
    ("act", "params"),
    [
        ("wording", {"version": 2, "text": "In short?", "hide": False}),
        ("translate", {"language": "es", "text": "¿Quién?"}),
        ("retranslate", {}),
        ("set_language", {"version": 2, "language": "es"}),
    ],
)
def test_a_chair_writes_no_words_for_a_withdrawn_question(store, act, params):
    execute_act(store, "ask", ASKER, text="Who pays?")
    execute_act(store, "withdraw", ASKER, number=1)
    before = dump(store)
    data = refused("act.not_allowed", store, act, CHAIR, number=1, **params)
    assert (data["status"], data["question"].text) == ("withdrawn", "")
    assert dump(store) == before


def test_a_chairs_undo_restores_no_words(store):
    execute_act(store, "ask", ASKER, text=f"{CANARY}?")
    execute_act(store, "wording", CHAIR, number=1, version=1, text=f"{CANARY} in short?", hide=False)
    execute_act(store, "wording", COLLEAGUE, number=1, version=2, text=f"{CANARY} shorter?", hide=False)
    execute_act(store, "withdraw", ASKER, number=1)
    for chair in (CHAIR, COLLEAGUE):
        assert refused("undo.superseded", store, "undo", chair)["act"] == "withdraw"
    assert tables_with(store) == set()


def test_the_undo_of_an_addition_erases_its_words(store):
    execute_act(store, "add", CHAIR, text=f"{CANARY} aloud?", group="media", region=None, to=None, live=False)
    execute_act(store, "undo", CHAIR)
    assert stored_question(store, 1).status is Status.WITHDRAWN
    assert tables_with(store) == set()


def test_a_late_translation_is_not_stored():
    store = make_database(translation="engine")
    session = stored_session(store)
    store.execute("UPDATE sessions SET engine = 'engine'")
    execute_act(store, "ask", ASKER, text=f"{CANARY}?")

    (job,) = translation_jobs.due(store, session.code, 1.0, 9)
    execute_act(store, "withdraw", ASKER, number=1)
    record(Transaction(store, "2021-04-14T13:00:00.000Z", 0.0), job, (f"¿{CANARY}?", ("en", "es")), None, "engine")
    assert tables_with(store) == set()
    assert translation_cache.cached(store, f"{CANARY}?", "en", "es", "engine") is None


@pytest.mark.databases("sqlite")  # On PostgreSQL, no deleted data are overwritten, so no scrub is marked as due.
@pytest.mark.parametrize("act", ["withdraw", "edit"])
def test_the_files_are_marked_until_the_bytes_are_overwritten(store, act):
    execute_act(store, "ask", ASKER, text="Who pays?")
    assert not scrubbing.is_scrub_wanted(store)
    execute_act(store, act, ASKER, number=1, **({"version": 1, "text": "Who?"} if act == "edit" else {}))
    assert scrubbing.is_scrub_wanted(store)
    scrubbing.scrub(store)
    assert not scrubbing.is_scrub_wanted(store)


def test_a_refused_act_leaves_no_mark(store):
    execute_act(store, "ask", ASKER, text="Who pays?")
    refused("question.unknown", store, "withdraw", OTHER, number=1)
    assert not scrubbing.is_scrub_wanted(store)
