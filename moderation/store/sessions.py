"""Sessions: their definitions, settings, question numbers and published balance."""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
from dataclasses import asdict
from functools import lru_cache
from typing import cast

from ..core.balance import balance_section
from ..core.contracts import Counts, SessionDefinition
from ..core.model import Limits, Phase, Session, Settings
from ..core.refusals import Refusal
from . import translations

COLUMNS = (
    "id, code, definition, phase, list_public, show_group, stage_upcoming, chatham_house_rule, epoch, engine,"
    " screen_cleared"
)


def normal_code(code: str) -> str:
    """Return a join code in its stored form: in capitals, without white space and hyphens."""
    return re.sub(r"[\s-]", "", code).upper()


def get_by_code(connection: sqlite3.Connection, code: str) -> Session:
    """Return the session with this join code. Refuses `session.unknown`, also for a purged session."""
    row = connection.execute(f"SELECT {COLUMNS} FROM sessions WHERE code = ?", [normal_code(code)]).fetchone()
    if row is None or row["phase"] == Phase.PURGED:
        raise Refusal("session.unknown")
    return _session(*row)


def get(connection: sqlite3.Connection, session_id: int) -> Session:
    """Return the session with this id. Raises LookupError if there is none."""
    row = connection.execute(f"SELECT {COLUMNS} FROM sessions WHERE id = ?", [session_id]).fetchone()
    if row is None:
        raise LookupError(session_id)
    return _session(*row)


def every(connection: sqlite3.Connection) -> list[Session]:
    """Return all sessions that are not purged, oldest first."""
    rows = connection.execute(f"SELECT {COLUMNS} FROM sessions WHERE phase <> ? ORDER BY id", [Phase.PURGED])
    return [_session(*row) for row in rows]


def is_purged(connection: sqlite3.Connection, code: str) -> bool:
    """Return whether a session with this join code has been purged."""
    row = connection.execute(
        "SELECT 1 FROM sessions WHERE code = ? AND phase = ?", [normal_code(code), Phase.PURGED]
    ).fetchone()
    return row is not None


def create(connection: sqlite3.Connection, definition: SessionDefinition, phase: Phase, at: str) -> Session:
    """Insert a session with its seats and streams. `at`: ISO 8601. Refuses `session.exists`."""
    try:
        connection.execute(
            "INSERT INTO sessions (code, definition, phase, list_public, show_group, stage_upcoming,"
            " chatham_house_rule, epoch, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                definition["code"],
                json.dumps(definition, ensure_ascii=False),
                phase,
                *asdict(_settings_of(definition)).values(),
                random_epoch(),
                at,
            ],
        )
    except sqlite3.IntegrityError:
        raise Refusal("session.exists") from None
    session = get_by_code(connection, definition["code"])
    _add_seats_and_streams(connection, session)
    return session


def redefine(connection: sqlite3.Connection, definition: SessionDefinition) -> bool:
    """Apply an edited session file if the session has no question yet. Return whether session and file are equal."""
    row = connection.execute(
        "SELECT id, definition, next_number FROM sessions WHERE code = ?", [definition["code"]]
    ).fetchone()
    if json.loads(row["definition"]) == definition:
        return True
    if row["next_number"] > 1:
        return False
    connection.execute(
        "UPDATE sessions SET definition = ? WHERE id = ?", [json.dumps(definition, ensure_ascii=False), row["id"]]
    )
    session = get(connection, row["id"])
    set_settings(connection, session, _settings_of(definition))
    _add_seats_and_streams(connection, session)
    return True


def _settings_of(definition: SessionDefinition) -> Settings:
    return Settings(
        list_public=definition["list_public"],
        show_group=definition["show_group"],
        stage_upcoming=definition["stage_upcoming"],
        chatham_house_rule=definition["chatham_house_rule"],
    )


def _add_seats_and_streams(connection: sqlite3.Connection, session: Session) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO seats (session, seat) VALUES (?, ?)", [(session.id, seat.name) for seat in session.seats]
    )
    connection.executemany(
        "INSERT OR IGNORE INTO streams (session, stream) VALUES (?, ?)",
        [(session.id, stream) for stream in session.streams],
    )


def set_phase(connection: sqlite3.Connection, session: Session, phase: Phase) -> None:
    """Store the phase of the session."""
    connection.execute("UPDATE sessions SET phase = ? WHERE id = ?", [phase, session.id])


def set_engine(connection: sqlite3.Connection, session: Session, engine: str | None) -> None:
    """Store the translation engine of the session; None turns machine translation off."""
    connection.execute("UPDATE sessions SET engine = ? WHERE id = ?", [engine, session.id])


def clear_screen(connection: sqlite3.Connection, session: Session, cleared: bool) -> None:
    """Clear the projected screen. With `cleared` False, show the live question again."""
    connection.execute("UPDATE sessions SET screen_cleared = ? WHERE id = ?", [int(cleared), session.id])


def set_settings(connection: sqlite3.Connection, session: Session, settings: Settings) -> None:
    """Replace all switches of the session."""
    connection.execute(
        "UPDATE sessions SET list_public = ?, show_group = ?, stage_upcoming = ?, chatham_house_rule = ? WHERE id = ?",
        [*asdict(settings).values(), session.id],
    )


def start_epoch(connection: sqlite3.Connection, session: Session) -> str:
    """Start and return a new epoch, so that clients discard their state. Delete the touches, but keep the seqs."""
    epoch = random_epoch()
    connection.execute("UPDATE sessions SET epoch = ? WHERE id = ?", [epoch, session.id])
    connection.execute("DELETE FROM touches WHERE session = ?", [session.id])
    return epoch


def random_epoch() -> str:
    """Return a random epoch of 72 bits."""
    return secrets.token_urlsafe(9)


def take_number(connection: sqlite3.Connection, session: Session) -> int:
    """Return and reserve the number for the next question. Each number is used only once."""
    row = connection.execute(
        "UPDATE sessions SET next_number = next_number + 1 WHERE id = ? RETURNING next_number - 1", [session.id]
    ).fetchone()
    return int(row[0])


def clear_rehearsal(connection: sqlite3.Connection, session: Session) -> None:
    """Delete the questions, votes, log, chair notes, stored answers and attendees of a rehearsal.

    The next question gets number 1.
    """
    question_ids = "(SELECT id FROM questions WHERE session = ?)"
    translations.clear(connection, session)
    for table in ("votes", "flags"):
        connection.execute(f"DELETE FROM {table} WHERE question IN {question_ids}", [session.id])
    connection.execute(f"DELETE FROM log_questions WHERE question IN {question_ids}", [session.id])
    for table in ("questions", "attendees", "commands", "notes"):
        connection.execute(f"DELETE FROM {table} WHERE session = ?", [session.id])
    connection.execute("UPDATE log SET undoes = NULL WHERE session = ?", [session.id])
    connection.execute("DELETE FROM log WHERE session = ?", [session.id])
    connection.execute(
        "UPDATE sessions SET next_number = 1, balance = '{}', screen_cleared = 0 WHERE id = ?", [session.id]
    )


def balance(connection: sqlite3.Connection, session: Session) -> Counts:
    """Return the last published `counts` section, or an empty section before the first publication."""
    row = connection.execute("SELECT balance FROM sessions WHERE id = ?", [session.id]).fetchone()
    published = cast("Counts", json.loads(row["balance"]))
    return published or balance_section([], [])


def set_balance(connection: sqlite3.Connection, session: Session, figures: Counts) -> None:
    """Store the `counts` section to be published."""
    connection.execute("UPDATE sessions SET balance = ? WHERE id = ?", [json.dumps(figures), session.id])


def forget_read() -> None:
    """Clear the memory cache of sessions. After a purge, no session definition may stay in memory."""
    _session.cache_clear()


@lru_cache(maxsize=64)
def _session(
    session_id: int,
    code: str,
    definition_json: str,
    phase: str,
    list_public: int,
    show_group: int,
    stage_upcoming: int,
    chatham_house_rule: int,
    epoch: str,
    engine: str | None,
    screen_cleared: int,
) -> Session:
    """Return the session of a row of COLUMNS.

    Cached, because each request needs a session and parsing the definition is slow. The result is shared and must not
    be modified.
    """
    definition: SessionDefinition = json.loads(definition_json)
    limits = {key: value for key, value in definition["limits"].items() if key in Limits.__dataclass_fields__}
    return Session(
        id=session_id,
        code=code,
        phase=Phase(phase),
        settings=Settings(bool(list_public), bool(show_group), bool(stage_upcoming), bool(chatham_house_rule)),
        epoch=epoch,
        languages=tuple(definition["languages"]),
        groups=tuple(group["key"] for group in definition["groups"]),
        regions=tuple(region["key"] for region in definition["regions"]),
        panellists=tuple(panellist["key"] for panellist in definition["panellists"]),
        limits=Limits(**limits),
        demo=definition["demo"],
        definition=definition,
        engine=engine,
        screen_cleared=bool(screen_cleared),
    )
