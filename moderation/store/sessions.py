"""Sessions: their definitions, settings, question numbers and published balance."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import cast

from ..core.balance import balance_section
from ..core.contracts import Counts, SessionDefinition
from ..core.join_code import normal_code
from ..core.model import NO_ENTRY_CODES, Limits, Phase, Session, Settings
from ..core.refusals import Refusal
from . import entry_codes, logos, seats, translations
from .connection import Connection, Row

COLUMNS = (
    "id, code, definition, phase, list_public, show_group, stage_upcoming, chatham_house_rule, epoch, engine,"
    " screen_cleared, newcomers_held_from, served, opened, definition_version,"
    " stage_languages"
)
QUALIFIED = ", ".join(f"sessions.{column}" for column in COLUMNS.split(", "))
"""COLUMNS with the table's name before each column, for a statement that also reads other tables."""
WIDTH = len(COLUMNS.split(", "))
"""The number of columns in COLUMNS."""


def get_by_code(connection: Connection, code: str) -> Session:
    """Return the session with this join code. Refuses with `session.unknown`, also for a purged session.

    In a writing transaction on PostgreSQL, lock the session until COMMIT (`Connection.row_lock`).
    """
    sql = f"SELECT {COLUMNS} FROM sessions WHERE code = ?{connection.row_lock}"
    return of_row(connection.execute(sql, [normal_code(code)]).fetchone())


def of_row(row: Row | None) -> Session:
    """Return the session of a row that begins with COLUMNS.

    Refuses with `session.unknown` if there is no row or if the session is purged.
    """
    if row is None or row["phase"] == Phase.PURGED:
        raise Refusal("session.unknown")
    return of_any_row(row)


def of_any_row(row: Row) -> Session:
    """Return the session of a row that begins with COLUMNS, also if the session is purged."""
    return _session(*tuple(row)[:WIDTH])


def get(connection: Connection, session_id: int) -> Session:
    """Return the session with this id, and lock it as `get_by_code` does. Raises LookupError if there is no such
    session.
    """
    row = connection.execute(
        f"SELECT {COLUMNS} FROM sessions WHERE id = ?{connection.row_lock}", [session_id]
    ).fetchone()
    if row is None:
        raise LookupError(session_id)
    return _session(*row)


def every(connection: Connection) -> list[Session]:
    """Return all sessions that are not purged, oldest first."""
    rows = connection.execute(f"SELECT {COLUMNS} FROM sessions WHERE phase <> ? ORDER BY id", [Phase.PURGED])
    return [_session(*row) for row in rows]


def versions(connection: Connection) -> list[tuple[int, int]]:
    """Return (session id, version of its definition) of all sessions that are not purged, oldest first."""
    rows = connection.execute(
        "SELECT id, definition_version FROM sessions WHERE phase <> ? ORDER BY id", [Phase.PURGED]
    )
    return [(row["id"], row["definition_version"]) for row in rows]


def epochs(connection: Connection) -> dict[int, str]:
    """Return {session id: epoch} of all sessions that are not purged, without parsing their definitions."""
    rows = connection.execute("SELECT id, epoch FROM sessions WHERE phase <> ? ORDER BY id", [Phase.PURGED])
    return {row[0]: row[1] for row in rows}


def exists(connection: Connection, code: str) -> bool:
    """Return whether a session has this join code, also if it has been purged."""
    return bool(connection.execute("SELECT 1 FROM sessions WHERE code = ?", [normal_code(code)]).fetchone())


def code_of(connection: Connection, session_id: int) -> str:
    """Return the join code of a session, also of a purged session, or "" if there is no such session."""
    row = connection.execute("SELECT code FROM sessions WHERE id = ?", [session_id]).fetchone()
    return "" if row is None else str(row["code"])


def is_purged(connection: Connection, code: str) -> bool:
    """Return whether a session with this join code has been purged."""
    row = connection.execute(
        "SELECT 1 FROM sessions WHERE code = ? AND phase = ?", [normal_code(code), Phase.PURGED]
    ).fetchone()
    return row is not None


def create(connection: Connection, definition: SessionDefinition, phase: Phase, at: str) -> Session:
    """Insert a session with its seats and streams. `at`: ISO 8601. If a session already has this code, refuse with
    `session.exists`.
    """
    inserted = connection.execute(
        "INSERT INTO sessions (code, definition, phase, list_public, show_group, stage_upcoming,"
        " chatham_house_rule, epoch, created_at, file_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        [
            definition["code"],
            stored_form(definition),
            phase,
            *asdict(settings_of(definition)).values(),
            random_epoch(),
            at,
            hash_of_file(definition),
        ],
    )
    if inserted.rowcount == 0:
        raise Refusal("session.exists")
    session = get_by_code(connection, definition["code"])
    add_seats_and_streams(connection, session)
    seats.set_passphrases(connection, session, definition.get("passphrases", {}))
    logos.adopt(connection, session, definition, at)
    return session


def hash_of_file(definition: SessionDefinition) -> str:
    """Return the SHA-256 of a session file's content.

    The hashed content is JSON with sorted keys, and includes the hashes of passphrases. It leaves out keys without a
    value, so that the SHA-256 stays the same when a later version of the server adds keys.
    """
    content = {key: value for key, value in definition.items() if value}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def stored_form(definition: SessionDefinition) -> str:
    """Return the definition as JSON, without the hashes of passphrases, because the table of the seats contains these
    hashes.
    """
    return json.dumps({key: value for key, value in definition.items() if key != "passphrases"}, ensure_ascii=False)


def settings_of(definition: SessionDefinition) -> Settings:
    """Return the switches in a definition."""
    return Settings(
        list_public=definition["list_public"],
        show_group=definition["show_group"],
        stage_upcoming=definition["stage_upcoming"],
        chatham_house_rule=definition["chatham_house_rule"],
    )


def add_seats_and_streams(connection: Connection, session: Session) -> None:
    """Insert the missing rows of the session's seats and streams."""
    connection.executemany(
        "INSERT INTO seats (session, seat) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(session.id, seat.name) for seat in session.seats],
    )
    connection.executemany(
        "INSERT INTO streams (session, stream) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(session.id, stream) for stream in session.streams],
    )


def set_phase(connection: Connection, session: Session, phase: Phase) -> None:
    """Store the phase of the session."""
    connection.execute("UPDATE sessions SET phase = ? WHERE id = ?", [phase, session.id])


def set_opened(connection: Connection, session: Session, minute: str) -> None:
    """Store the minute in which the session's rehearsal ended. core/newcomers uses this minute."""
    connection.execute("UPDATE sessions SET opened = ? WHERE id = ?", [minute, session.id])


def set_engine(connection: Connection, session: Session, engine: str | None) -> None:
    """Store the translation engine of the session; None turns machine translation off.

    If the engine changes, delete the stored languages (`served`), because the new engine's languages are not known yet.
    """
    connection.execute(
        "UPDATE sessions SET engine = :engine,"
        " served = CASE WHEN coalesce(engine, '') = coalesce(:engine, '') THEN served ELSE '[]' END"
        " WHERE id = :session",
        {"engine": engine, "session": session.id},
    )


def set_served(connection: Connection, session: Session, languages: tuple[str, ...]) -> None:
    """Store which of the session's languages the translation engine supports."""
    connection.execute("UPDATE sessions SET served = ? WHERE id = ?", [json.dumps(languages), session.id])


def clear_screen(connection: Connection, session: Session, cleared: bool) -> None:
    """Clear the projected screen. If `cleared` is False, show the live question again."""
    connection.execute("UPDATE sessions SET screen_cleared = ? WHERE id = ?", [int(cleared), session.id])


def set_stage_languages(connection: Connection, session: Session, languages: Sequence[str]) -> None:
    """Store the languages of the projected screen, the new value of `Session.stage_languages`."""
    connection.execute(
        "UPDATE sessions SET stage_languages = ? WHERE id = ?", [json.dumps(list(languages)), session.id]
    )


def hold_newcomers(connection: Connection, session: Session, held_from: str | None) -> None:
    """Store `held_from`, the new value of `Session.newcomers_held_from`."""
    connection.execute("UPDATE sessions SET newcomers_held_from = ? WHERE id = ?", [held_from, session.id])


def set_settings(connection: Connection, session: Session, settings: Settings) -> None:
    """Store all settings of the session."""
    connection.execute(
        "UPDATE sessions SET list_public = ?, show_group = ?, stage_upcoming = ?, chatham_house_rule = ? WHERE id = ?",
        [*asdict(settings).values(), session.id],
    )


def start_epoch(connection: Connection, session: Session) -> str:
    """Start and return a new epoch, so that clients discard their state.

    The changed items of the earlier epoch (the table `touches`) are deleted. The sequence numbers of the session's
    streams continue.
    """
    epoch = random_epoch()
    connection.execute("UPDATE sessions SET epoch = ? WHERE id = ?", [epoch, session.id])
    connection.execute("DELETE FROM touches WHERE session = ?", [session.id])
    return epoch


def random_epoch() -> str:
    """Return a random epoch of 72 bits."""
    return secrets.token_urlsafe(9)


def next_number(connection: Connection, session: Session) -> int:
    """Return the position in the order of arrival that the next question will have. The position of the first question
    is 1.
    """
    return int(connection.execute("SELECT next_number FROM sessions WHERE id = ?", [session.id]).fetchone()[0])


def count_arrival(connection: Connection, session: Session) -> None:
    """Add 1 to the position that `next_number` returns. Call this function once for each stored question."""
    connection.execute("UPDATE sessions SET next_number = next_number + 1 WHERE id = ?", [session.id])


def clear_rehearsal(connection: Connection, session: Session) -> None:
    """Delete the data of a rehearsal, such as questions, votes, log, chair notes, stored answers and attendees.

    Also delete the earlier definitions, the published balance and the whole translation cache. Restore a cleared
    screen, and switch "new phones wait" off. Used entry codes become unused again. The next question gets the first
    place in the order of arrival.
    """
    question_ids = "(SELECT id FROM questions WHERE session = ?)"
    translations.clear(connection, session)
    for table in ("votes", "flags"):
        connection.execute(f"DELETE FROM {table} WHERE question IN {question_ids}", [session.id])
    connection.execute(f"DELETE FROM log_questions WHERE question IN {question_ids}", [session.id])
    for table in ("imported_questions", "imports", "questions", "attendees", "commands", "notes", "definitions"):
        connection.execute(f"DELETE FROM {table} WHERE session = ?", [session.id])
    connection.execute("UPDATE log SET undoes = NULL WHERE session = ?", [session.id])
    connection.execute("DELETE FROM log WHERE session = ?", [session.id])
    entry_codes.free_all(connection, session)
    connection.execute(
        "UPDATE sessions SET next_number = 1, balance = '{}', screen_cleared = 0, newcomers_held_from = NULL,"
        " log_hash = '' WHERE id = ?",
        [session.id],
    )


def balance(connection: Connection, session: Session) -> Counts:
    """Return the latest published `counts` section, or an empty section before the first publication."""
    row = connection.execute("SELECT balance FROM sessions WHERE id = ?", [session.id]).fetchone()
    published = cast("Counts", json.loads(row["balance"]))
    return published or balance_section([], [])


def set_balance(connection: Connection, session: Session, figures: Counts) -> None:
    """Store the `counts` section. The caller then publishes it to the chairs."""
    connection.execute("UPDATE sessions SET balance = ? WHERE id = ?", [json.dumps(figures), session.id])


def forget_read() -> None:
    """Clear the memory caches of sessions.

    Call this function after a purge, so that the purged definition is not kept.
    """
    _session.cache_clear()
    needs_entry_code.cache_clear()


@lru_cache(maxsize=1024)
def needs_entry_code(definition: str) -> bool:
    """Return whether a session needs entry codes. `definition`: its definition as JSON. The result is cached, for the
    reason given in `_session`.
    """
    return bool(json.loads(definition).get("entry_codes", NO_ENTRY_CODES) != NO_ENTRY_CODES)


@lru_cache(maxsize=1024)
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
    newcomers_held_from: str | None,
    served: str,
    opened: str,
    definition_version: int,
    stage_languages: str,
) -> Session:
    """Return the session that a row with the columns COLUMNS describes.

    The result is cached, because each request needs a session and parsing the definition is slow. The result is shared
    and must not be modified.
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
        newcomers_held_from=newcomers_held_from,
        opened=opened,
        definition_version=definition_version,
        chairs=tuple(chair["seat"] for chair in definition["chairs"]),
        topics=tuple(topic["key"] for topic in definition.get("topics", [])),
        booths=tuple(booth["key"] for booth in definition.get("booths", [])),
        served=tuple(language for language in definition["languages"] if language in json.loads(served)),
        # Leave out a chosen language if a change of the definition has removed it from the session.
        stage_languages=tuple(lang for lang in json.loads(stage_languages) if lang in definition["languages"]),
    )
