"""Tests that the workflow equals the table in the specification, for all combinations of status, act, seat and phase.

The tests use the real acts and a real store. The tests also check that a refused act changes no row, even before the
writer rolls back the savepoint.
"""

from __future__ import annotations

import itertools
import json
from contextlib import contextmanager

import pytest

from moderation.core.model import Phase, Status
from moderation.core.refusals import Refusal
from moderation.store import sessions
from moderation.store.transaction import Transaction
from tests.factories import ANA, BEN, add, caller, command, dump, make_database, make_question, spoken

SUBJECT, WAITING = 1, 2
SEATS = {
    "asker": caller("attendee", ANA),
    "another": caller("attendee", BEN),
    "chair.a": caller("chair.a"),
    "chair.b": caller("chair.b"),
    "stage": caller("stage"),
    "panel.moliehi": caller("panel.moliehi"),
    "booth": caller("booth"),
    "organiser": caller("organiser"),
}
PHASES = ("rehearsal", "open", "paused", "closed")
RUNNING = {"rehearsal", "open", "paused"}
ASKING = {"rehearsal", "open"}

# {act: {status before: status after}}. "same" means that the question already has the requested status.
CHAIR_ACTS = {
    "approve": {"pending": "approved", "approved": "same"},
    "decline": {
        "pending": "declined",
        "approved": "declined",
        "next": "declined",
        "live": "declined",
        "declined": "same",
    },
    "reconsider": {"declined": "pending", "pending": "same"},
    "set_next": {"approved": "next", "next": "same"},
    "take": {"approved": "live", "next": "live", "live": "same"},
    "put_back": {"live": "approved", "next": "approved", "approved": "same"},
    "answer": {"live": "answered", "answered": "same"},
    "bring_back": {"answered": "live", "live": "same"},
    "merge": {"pending": "merged", "approved": "merged", "merged": "same"},
    "split": {"merged": "pending"},
}
ASKER_ACTS = {
    "withdraw": (
        {
            "pending": "withdrawn",
            "approved": "withdrawn",
            "next": "withdrawn",
            "merged": "withdrawn",
            "declined": "withdrawn",
            "withdrawn": "same",
        },
        RUNNING,
    ),
    "reword": ({"declined": "declined"}, ASKING),
    "edit": ({"pending": "pending"}, RUNNING),
}
PHASE_ACTS = {
    "open": {"rehearsal": "open", "paused": "open", "open": "same"},
    "pause": {"open": "paused", "paused": "same"},
    "close": {"open": "closed", "paused": "closed", "closed": "same"},
    "reopen": {"closed": "open", "open": "same"},
}
OTHER_CHAIR_ACTS = (
    "move",
    "advance",
    "set_language",
    "set_topic",
    "undo",
    "add",
    "wording",
    "mute",
    "unmute",
    "clear_screen",
    "restore_screen",
    "set_stage_languages",
    "acknowledge",
    "hold_newcomers",
    "admit_newcomers",
    "decline_kind",
    "release_kind",
)
GLOSSARY_ACTS = ("add_term", "undo_term")
PANEL_ACTS = ("flag", "unflag")
OTHER_ASKER_ACTS = ("ask", "vote", "unvote")
ORGANISER_ACTS = (*PHASE_ACTS, "set", "redefine", "renew", "revoke", "move_end", "schedule", "unschedule")
ENDS = "2021-04-14T15:00:00.000Z"
UNKNOWN_ACTS = ("nonsense",)
TRANSLATING = ("translate", "retranslate")
ACTS = (
    *CHAIR_ACTS,
    *OTHER_CHAIR_ACTS,
    *TRANSLATING,
    *ASKER_ACTS,
    *OTHER_ASKER_ACTS,
    *PANEL_ACTS,
    "note",
    *GLOSSARY_ACTS,
    *ORGANISER_ACTS,
    *UNKNOWN_ACTS,
)

VISIBLE_TO_OTHERS = {"approved", "next", "live", "answered"}


def expected(status, act, seat, phase):
    """Return the expected outcome: ("ok", status after), ("already", status) or ("refused", code).

    For most acts, the first reason in this order decides: wrong seat, nothing to change, wrong phase, wrong status.
    """
    chair, asker, organiser = seat.startswith("chair"), seat in ("asker", "another"), seat == "organiser"
    if act in UNKNOWN_ACTS:
        return "refused", "act.unknown"
    if act == "note":
        return ("ok", status) if chair or organiser or seat == "booth" else ("refused", "seat.forbidden")
    if act in GLOSSARY_ACTS:
        if not chair and not organiser and seat != "booth":
            return "refused", "seat.forbidden"
        return ("ok", status) if act == "add_term" else ("refused", "undo.nothing")
    if act == "acknowledge" and seat == "booth":
        return "refused", "note.unknown"  # the booth cannot see the note of this test, which is for the chairs only
    if act == "acknowledge" and organiser:
        return "already", status  # the organiser has written the note of this test
    if act in PANEL_ACTS:
        if not seat.startswith("panel"):
            return "refused", "seat.forbidden"
        if status not in ("approved", "next", "live"):
            return "refused", "question.unknown"
        if act == "unflag":
            return "already", status
        if phase not in RUNNING:
            return "refused", "phase.not_allowed"
        return ("refused", "act.not_allowed") if status == "live" else ("ok", status)
    if act in CHAIR_ACTS:
        if not chair:
            return "refused", "seat.forbidden"
        return moved(CHAIR_ACTS[act], status, phase, RUNNING)
    if act in TRANSLATING:
        if not chair and seat != "booth":
            return "refused", "seat.forbidden"
        if seat == "booth" and status not in ("approved", "next", "live", "answered"):
            return "refused", "question.unknown"
        if status == "withdrawn":
            return "refused", "act.not_allowed"
        # The session of this test has no translation engine.
        return ("ok", status) if act == "translate" else ("refused", "translation.off")
    if act == "undo" and organiser:
        return ("refused", "undo.nothing") if phase in RUNNING else ("refused", "phase.not_allowed")
    if act in OTHER_CHAIR_ACTS:
        if not chair:
            return "refused", "seat.forbidden"
        if act in ("set_language", "set_topic", "wording") and status == "withdrawn":
            return "refused", "act.not_allowed"
        if act in ("set_language", "set_topic", "wording", "acknowledge"):
            return "ok", status
        if act in ("unmute", "restore_screen", "admit_newcomers", "release_kind"):
            return "already", status
        if act == "decline_kind" and status != "pending":
            return "already", status
        if phase not in RUNNING:
            return "refused", "phase.not_allowed"
        if act == "undo":
            return "refused", "undo.nothing"
        if act in ("mute", "decline_kind") and status == "pending":
            return "ok", "declined"
        if act in ("add", "mute", "clear_screen", "set_stage_languages", "hold_newcomers"):
            return "ok", status
        if act == "move":
            return ("ok", status) if status == "approved" else ("refused", "move.left_queue")
        return "ok", {"approved": "live", "next": "live", "live": "answered"}.get(status, status)
    if act in ASKER_ACTS:
        if not asker:
            return "refused", "seat.forbidden"
        if seat == "another":
            return "refused", "question.unknown"
        return moved(ASKER_ACTS[act][0], status, phase, ASKER_ACTS[act][1])
    if act in OTHER_ASKER_ACTS:
        if not asker:
            return "refused", "seat.forbidden"
        if act == "ask":
            return ("ok", status) if phase in ASKING else ("refused", "phase.not_allowed")
        if seat == "another" and status not in VISIBLE_TO_OTHERS:
            return "refused", "question.unknown"
        if act == "unvote":
            return "already", status
        if phase not in ASKING:
            return "refused", "phase.not_allowed"
        if seat == "asker":
            return "refused", "vote.own"
        return ("ok", status) if status in ("approved", "next") else ("refused", "act.not_allowed")
    if not organiser:
        return "refused", "seat.forbidden"
    if act == "unschedule":
        return "refused", "schedule.unknown"
    if act in ("move_end", "schedule") and phase not in RUNNING:
        return "refused", "phase.not_allowed"
    if act not in PHASE_ACTS:
        return "ok", status
    step = PHASE_ACTS[act].get(phase)
    if step is None:
        return "refused", "phase.not_allowed"
    if step == "same":
        return "already", status
    if act == "open" and phase == "rehearsal":
        return "ok", None
    if act == "close":
        return "ok", {"live": "answered", "pending": "declined", "approved": "declined", "next": "declined"}.get(
            status, status
        )
    return "ok", status


def moved(table, status, phase, phases):
    step = table.get(status)
    if step == "same":
        return "already", status
    if phase not in phases:
        return "refused", "phase.not_allowed"
    return ("refused", "act.not_allowed") if step is None else ("ok", step)


def params_of(act, status):
    """Return valid parameters of the act, for example an existing number and the current version."""
    if act in ("approve", "reconsider", "set_next", "take", "put_back", "answer", "bring_back", "split"):
        return {"number": SUBJECT, "version": 1}
    return {
        "decline": {"number": SUBJECT, "version": 1, "reason": "off_topic"},
        "set_language": {"number": SUBJECT, "version": 1, "language": "es"},
        "set_topic": {"number": SUBJECT, "version": 1, "topic": "rights"},
        "translate": {"number": SUBJECT, "language": "es", "text": "¿Quién paga?"},
        "retranslate": {"number": SUBJECT},
        "move": {"number": SUBJECT, "after": WAITING},
        "withdraw": {"number": SUBJECT},
        "vote": {"number": SUBJECT},
        "unvote": {"number": SUBJECT},
        "advance": {"live": SUBJECT if status == "live" else None, "next": SUBJECT if status == "next" else None},
        "ask": {"text": "And the south?", "identified": spoken()},
        "reword": {"number": SUBJECT, "text": "Shorter?", "identified": spoken()},
        "edit": {"number": SUBJECT, "version": 1, "text": "Shorter?", "identified": spoken()},
        "set": {"show_group": False},
        "merge": {"number": SUBJECT, "version": 1, "into": WAITING},
        "wording": {"number": SUBJECT, "version": 1, "text": "Who pays, in short?"},
        "add": {"text": "Asked aloud?", "identified": spoken()},
        "mute": {"number": SUBJECT},
        "unmute": {"number": SUBJECT},
        "decline_kind": {"kind": "question", "number": SUBJECT, "upto": SUBJECT, "count": 1, "reason": "off_topic"},
        "release_kind": {"kind": "question", "number": SUBJECT, "upto": SUBJECT, "count": 1},
        "set_stage_languages": {"languages": ["es"]},
        "flag": {"number": SUBJECT},
        "unflag": {"number": SUBJECT},
        "note": {"text": "Five minutes left"},
        "acknowledge": {"note": 1},
        "add_term": {"term": {"en": "gender"}},
        "undo_term": {"version": 7},
        "redefine": {"changes": {"title": {"en": "New", "es": "Nuevo"}}},
        "move_end": {"later": True, "ends": ENDS},
        "schedule": {"planned_act": "close", "anchor": "end"},
        "unschedule": {"scheduled": 7},
        "renew": {"seat": "stage"},
        "revoke": {"seat": "booth"},
    }.get(act, {})


@pytest.fixture(scope="module")
def connection():
    """Return a connection to a store that already contains both attendees.

    In an empty store, a refused act could insert its attendee. The tests would then count this row as a change by the
    act.
    """
    connection = make_database(ends=ENDS)
    for token in (ANA, BEN):
        connection.execute(
            "INSERT INTO attendees (session, token_hash, allowance, allowance_at) VALUES (1, ?, 9000, 0)", [token]
        )
    add(connection, make_question(WAITING, "approved", attendee=2))
    connection.execute("INSERT INTO notes (id, session, seat, text, at) VALUES (1, 1, 'organiser', 'Welcome', 'then')")
    yield connection
    connection.close()


def prepare(connection, status, phase):
    changes = {"place": "40000000"} if status == "approved" else {}
    add(connection, make_question(SUBJECT, status, attendee=1, **changes))
    sessions.set_phase(connection, sessions.get(connection, 1), Phase(phase))


def outcome(connection, act, seat):
    row = connection.execute("SELECT status FROM questions WHERE number = ?", [SUBJECT]).fetchone()
    try:
        answer = command(act, SEATS[seat], **params_of(act, row[0]))(
            Transaction(connection, "2021-04-14T14:00:00.000Z", 60.0)
        ).answer
    except Refusal as refusal:
        return ("refused", refusal.code), refusal
    row = connection.execute("SELECT status FROM questions WHERE number = ?", [SUBJECT]).fetchone()
    json.dumps(answer)
    return ("already" if answer["already"] else "ok", row and row[0]), answer


@contextmanager
def prepared(connection, status, phase, is_stale=False):
    """Prepare the question and the phase; roll everything back at the end.

    Use it in two levels: `with prepared(…) as case:`, and in this block `with case() as changes:` for each act. Each
    `case()` block rolls back its act at its end. Inside the block, `changes()` returns the tables that the act has
    changed (`changed_tables`).

    `is_stale`: chair.b has already changed the question, so its version is 2.
    """
    connection.execute("BEGIN")
    try:
        prepare(connection, status, phase)
        if is_stale:
            connection.execute(
                "UPDATE questions SET version = 2, changed_by = 'chair.b', changed_at = 'then' WHERE number = ?",
                [SUBJECT],
            )
        before = dump(connection)

        @contextmanager
        def case():
            connection.execute("SAVEPOINT act")
            changes = connection.total_changes
            try:
                yield lambda: changed_tables(connection, before, changes)
            finally:
                connection.execute("ROLLBACK TO act")
                connection.execute("RELEASE act")

        yield case
    finally:
        connection.execute("ROLLBACK")


def changed_tables(connection, before, changes):
    """Return {table: (rows before, rows now)} of the tables that differ from `before`.

    `changes`: SQLite's count of changed rows at the time of `before`. If the count is still the same, no row has
    changed. Then skip the comparison.
    """
    if connection.total_changes == changes:
        return {}
    after = dump(connection)
    return {table: (before[table], after[table]) for table in before if before[table] != after[table]}


@pytest.mark.parametrize("status", Status)
def test_each_act_has_the_expected_outcome_in_every_status_seat_and_phase(connection, status):
    wrong = []
    for phase in PHASES:
        with prepared(connection, status, phase) as case:
            for act, seat in itertools.product(ACTS, SEATS):
                with case() as changes:
                    got, _ = outcome(connection, act, seat)
                    changed = changes() if got[0] in ("refused", "already") else {}
                wanted = expected(str(status), act, seat, phase)
                if got != wanted:
                    wrong.append((act, seat, phase, got, "instead of", wanted))
                if got[0] == "already":
                    earlier, commands = changed.pop("commands", ([], []))
                    if len(commands) != 1 or earlier:
                        wrong.append((act, seat, phase, "already, but stored answers", commands))
                if changed:
                    wrong.append((act, seat, phase, got[0], "but changed", changed))
    assert not wrong, wrong


def test_purged_session_is_unknown_to_every_act(connection):
    wrong = []
    with prepared(connection, "pending", "purged") as case:
        for act, seat in itertools.product(ACTS, SEATS):
            with case() as changes:
                got, _ = outcome(connection, act, seat)
                if got != ("refused", "session.unknown") or changes():
                    wrong.append((act, seat, got, changes()))
    assert not wrong, wrong


def test_a_stale_version_is_refused_unless_the_question_already_has_the_requested_status(connection):
    wrong = []
    for status, phase in itertools.product(Status, PHASES):
        with prepared(connection, status, phase, is_stale=True) as case:
            for act in CHAIR_ACTS:
                with case() as changes:
                    got, answer_or_refusal = outcome(connection, act, "chair.a")
                    if CHAIR_ACTS[act].get(str(status)) == "same":
                        wanted, facts = (("already", str(status)),), (got,)
                    else:
                        wanted = ("refused", "question.stale"), ("chair.b", "then", 2), {}
                        facts = got, stale_facts(answer_or_refusal), changes()
                    if facts != wanted:
                        wrong.append((act, str(status), phase, facts, "instead of", wanted))
    assert not wrong, wrong


def stale_facts(refusal):
    """Return (author, time, version) of the latest change of the question, from the data of a refusal."""
    data = getattr(refusal, "data", {})
    return data.get("by"), data.get("at"), getattr(data.get("question"), "version", None)


def test_the_expected_outcomes_contain_each_kind_of_outcome_often():
    """Check that `expected` returns each kind of outcome often. Otherwise the other tests would check little."""
    answer_or_refusal = [
        expected(str(s), a, seat, p)[0] for s, a, seat, p in itertools.product(Status, ACTS, SEATS, PHASES)
    ]
    assert len(answer_or_refusal) == 8 * len(ACTS) * 8 * 4
    assert answer_or_refusal.count("ok") > 300 and answer_or_refusal.count("already") > 100
