"""Sessions and their seats in the store."""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
from dataclasses import asdict
from functools import lru_cache

from ..core.balance import counts
from ..core.model import Limits, Phase, Seat, Session, Settings
from ..core.refusals import Refusal
from . import translations

COLUMNS = "id, code, definition, phase, list_public, show_group, stage_upcoming, chatham_house_rule, epoch, engine, screen_cleared"


def normal_code(code: str) -> str:
    """A join code as stored: capitals, without blanks and hyphens, so that it can be typed as it is read out."""
    return re.sub(r"[\s-]", "", code).upper()


def get_by_code(connection: sqlite3.Connection, code: str) -> Session:
    """The session with this join code. Refuses `session.unknown`; a purged one is unknown too."""
    row = connection.execute(f"SELECT {COLUMNS} FROM sessions WHERE code = ?", [normal_code(code)]).fetchone()
    if row is None or row["phase"] == Phase.PURGED:
        raise Refusal("session.unknown")
    return _session(row)


def get(connection: sqlite3.Connection, session_id: int) -> Session:
    return _session(connection.execute(f"SELECT {COLUMNS} FROM sessions WHERE id = ?", [session_id]).fetchone())


def every(connection: sqlite3.Connection) -> list[Session]:
    """All sessions that are not purged, oldest first."""
    return [
        _session(row)
        for row in connection.execute(f"SELECT {COLUMNS} FROM sessions WHERE phase <> ? ORDER BY id", [Phase.PURGED])
    ]


def is_purged(connection: sqlite3.Connection, code: str) -> bool:
    """Whether there was a session with this code that is purged."""
    return (
        connection.execute(
            "SELECT 1 FROM sessions WHERE code = ? AND phase = ?", [normal_code(code), Phase.PURGED]
        ).fetchone()
        is not None
    )


def create(connection: sqlite3.Connection, definition: dict, phase: Phase, at: str) -> Session:
    """A new session with its seats and streams. Refuses `session.exists`."""
    settings = Settings(**{key: definition[key] for key in Settings.__dataclass_fields__})
    try:
        connection.execute(
            "INSERT INTO sessions (code, definition, phase, list_public, show_group, stage_upcoming, chatham_house_rule, epoch, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                definition["code"],
                json.dumps(definition, ensure_ascii=False),
                phase,
                *asdict(settings).values(),
                new_epoch(),
                at,
            ],
        )
    except sqlite3.IntegrityError:
        raise Refusal("session.exists") from None
    session = get_by_code(connection, definition["code"])
    _add_seats_and_streams(connection, session)
    return session


def redefine(connection: sqlite3.Connection, definition: dict) -> bool:
    """Take over an edited session file while nothing has been asked; whether the session is now as the file says."""
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
    set_settings(connection, session, Settings(**{key: definition[key] for key in Settings.__dataclass_fields__}))
    _add_seats_and_streams(connection, session)
    return True


def _add_seats_and_streams(connection: sqlite3.Connection, session: Session) -> None:
    seats, streams = (
        [(session.id, seat.name) for seat in session.seats],
        [(session.id, stream) for stream in session.streams],
    )
    connection.executemany("INSERT OR IGNORE INTO seats (session, seat) VALUES (?, ?)", seats)
    connection.executemany("INSERT OR IGNORE INTO streams (session, stream) VALUES (?, ?)", streams)


def set_phase(connection: sqlite3.Connection, session: Session, phase: Phase) -> None:
    connection.execute("UPDATE sessions SET phase = ? WHERE id = ?", [phase, session.id])


def set_engine(connection: sqlite3.Connection, session: Session, engine: str | None) -> None:
    connection.execute("UPDATE sessions SET engine = ? WHERE id = ?", [engine, session.id])


def clear_screen(connection: sqlite3.Connection, session: Session, cleared: bool) -> None:
    """Empty the projected screen, or show again what is live."""
    connection.execute("UPDATE sessions SET screen_cleared = ? WHERE id = ?", [int(cleared), session.id])


def set_settings(connection: sqlite3.Connection, session: Session, settings: Settings) -> None:
    connection.execute(
        "UPDATE sessions SET list_public = ?, show_group = ?, stage_upcoming = ?, chatham_house_rule = ? WHERE id = ?",
        [*asdict(settings).values(), session.id],
    )


def set_epoch(connection: sqlite3.Connection, session: Session) -> str:
    """A new epoch: whatever clients hold is void. Clears the touches; seqs go on."""
    epoch = new_epoch()
    connection.execute("UPDATE sessions SET epoch = ? WHERE id = ?", [epoch, session.id])
    connection.execute("DELETE FROM touches WHERE session = ?", [session.id])
    return epoch


def new_epoch() -> str:
    return secrets.token_urlsafe(9)


def take_number(connection: sqlite3.Connection, session: Session) -> int:
    """The next question number; numbers are never used twice."""
    return connection.execute(
        "UPDATE sessions SET next_number = next_number + 1 WHERE id = ? RETURNING next_number - 1", [session.id]
    ).fetchone()[0]


def clear_rehearsal(connection: sqlite3.Connection, session: Session) -> None:
    """Delete what a rehearsal left: questions, votes, log, notes, stored answers, attendees; numbers start at 1 again."""
    mine = "(SELECT id FROM questions WHERE session = ?)"
    translations.clear(connection, session)
    for table in ("votes", "flags"):
        connection.execute(f"DELETE FROM {table} WHERE question IN {mine}", [session.id])
    connection.execute(f"DELETE FROM log_questions WHERE question IN {mine}", [session.id])
    for table in ("questions", "attendees", "commands", "notes"):
        connection.execute(f"DELETE FROM {table} WHERE session = ?", [session.id])
    connection.execute("UPDATE log SET undoes = NULL WHERE session = ?", [session.id])
    connection.execute("DELETE FROM log WHERE session = ?", [session.id])
    connection.execute(
        "UPDATE sessions SET next_number = 1, balance = '{}', screen_cleared = 0 WHERE id = ?", [session.id]
    )


def balance(connection: sqlite3.Connection, session: Session) -> dict:
    """The balance figures and the suggestion as last published (core/balance); before that, those of no questions."""
    published = json.loads(connection.execute("SELECT balance FROM sessions WHERE id = ?", [session.id]).fetchone()[0])
    return published or counts([], [])


def set_balance(connection: sqlite3.Connection, session: Session, figures: dict) -> None:
    connection.execute("UPDATE sessions SET balance = ? WHERE id = ?", [json.dumps(figures), session.id])


def generation(connection: sqlite3.Connection, session: Session, seat: Seat) -> int | None:
    """The seat's generation, or None when there is no such seat or it is revoked."""
    row = connection.execute(
        "SELECT generation, revoked FROM seats WHERE session = ? AND seat = ?", [session.id, seat.name]
    ).fetchone()
    return None if row is None or row["revoked"] else row["generation"]


def seats(connection: sqlite3.Connection, session: Session) -> list[dict]:
    """[{seat, generation, revoked}], in the session's order."""
    rows = {
        row["seat"]: row
        for row in connection.execute("SELECT seat, generation, revoked FROM seats WHERE session = ?", [session.id])
    }
    return [
        {"seat": seat.name, "generation": rows[seat.name]["generation"], "revoked": bool(rows[seat.name]["revoked"])}
        for seat in session.seats
        if seat.name in rows
    ]


def raise_generation(connection: sqlite3.Connection, session: Session, seat: Seat, *, revoked: bool) -> int:
    """Make every link and cookie of this seat void; LookupError when there is no such seat."""
    row = connection.execute(
        "UPDATE seats SET generation = generation + 1, revoked = ? WHERE session = ? AND seat = ? RETURNING generation",
        [int(revoked), session.id, seat.name],
    ).fetchone()
    if row is None:
        raise LookupError(seat.name)
    return row[0]


def forget_read() -> None:
    """Nothing of what was read of sessions stays in memory."""
    _made.cache_clear()


def _session(row: sqlite3.Row) -> Session:
    return _made(*row)


@lru_cache(maxsize=64)
def _made(
    number,
    code,
    text,
    phase,
    list_public,
    show_group,
    stage_upcoming,
    chatham_house_rule,
    epoch,
    engine,
    screen_cleared,
) -> Session:
    """From the columns. Each request needs one, and reading the definition costs more than all else in it: all share it, nobody changes it."""
    definition = json.loads(text)
    limits = {key: value for key, value in definition["limits"].items() if key in Limits.__dataclass_fields__}
    return Session(
        id=number,
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
