"""A session's definition, its earlier versions, and the number of questions that use each value of the definition."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from typing import cast

from ..core.contracts import SessionDefinition
from ..core.definition_changes import complete
from ..core.definition_rules import Uses, refusals
from ..core.model import UNDETERMINED, UNDISCLOSED, Phase, Seat, SeatKind, Session
from . import logos, seats, sessions
from .connection import Connection

NO_KEY = ""
"""A value that equals no key. It is added to each list of keys, because PostgreSQL does not accept an empty list."""


def present(session: Session) -> SessionDefinition:
    """Return the session's definition with all keys, and with the current values of `session.settings`."""
    return complete(session.definition, session.settings)


def replace_definition(connection: Connection, session: Session, definition: SessionDefinition, at: str) -> Session:
    """Store a changed definition, and keep the earlier definition as a version. Return the changed session. `at`: ISO
    8601.

    Add rows for added seats and streams. Revoke the links of removed seats. Delete the rows of streams that no longer
    exist. If a question has a removed language, group, region, topic or panellist, clear this field (`_fit_questions`).
    """
    connection.execute(
        "INSERT INTO definitions (session, version, definition, replaced_at) VALUES (?, ?, ?, ?)",
        [session.id, session.definition_version, sessions.stored_form(present(session)), at],
    )
    connection.execute(
        "UPDATE sessions SET definition = ?, definition_version = definition_version + 1 WHERE id = ?",
        [sessions.stored_form(definition), session.id],
    )
    sessions.set_settings(connection, session, sessions.settings_of(definition))
    changed = sessions.get(connection, session.id)
    for seat in set(session.seats) - set(changed.seats):
        seats.raise_generation(connection, session, seat, revoked=True)
    for seat in set(changed.seats) - set(session.seats):
        with suppress(LookupError):  # A new seat has no row yet; `add_seats_and_streams` adds the row.
            seats.raise_generation(connection, session, seat, revoked=False)
    sessions.add_seats_and_streams(connection, changed)
    logos.adopt(connection, changed, definition, at)
    for table in ("touches", "streams"):
        connection.execute(
            f"DELETE FROM {table} WHERE session = ? AND stream NOT IN {_list(changed.streams)}",
            [session.id, *changed.streams],
        )
    _fit_questions(connection, changed)
    return changed


def at_version(connection: Connection, session: Session, version: int) -> SessionDefinition:
    """Return the definition of this version. Raises LookupError for an unknown version."""
    if version == session.definition_version:
        return present(session)
    row = connection.execute(
        "SELECT definition FROM definitions WHERE session = ? AND version = ?", [session.id, version]
    ).fetchone()
    if row is None:
        raise LookupError(version)
    return cast(SessionDefinition, json.loads(row["definition"]))


def uses(connection: Connection, session: Session) -> Uses:
    """Return how many questions use each language, group, region, topic and panellist.

    The number for a panellist is the sum of two numbers: the questions that are addressed to the panellist, and the
    questions with the panellist's flag. Leave out `undisclosed` and `und`, because questions are always allowed to have
    these values.
    """
    counts: dict[str, dict[str, int]] = {}
    columns = {
        "languages": "language",
        "groups": "group_key",
        "regions": "region",
        "topics": "topic",
        "panellists": "panellist",
    }
    for field, column in columns.items():
        rows = connection.execute(
            f"SELECT {column}, count(*) FROM questions WHERE session = ? AND {column} NOT IN (?, ?) GROUP BY {column}",
            [session.id, UNDISCLOSED, UNDETERMINED],
        )
        counts[field] = dict(tuple(row) for row in rows)
    flagged = connection.execute(
        "SELECT flags.panellist, count(*) FROM flags JOIN questions ON questions.id = flags.question"
        " WHERE session = ? GROUP BY flags.panellist",
        [session.id],
    )
    for panellist, count in flagged:
        counts["panellists"][panellist] = counts["panellists"].get(panellist, 0) + count
    return counts


def rename(connection: Connection, session: Session, seat: Seat, name: str, at: str) -> None:
    """Replace the name of a chair or panellist in the session's definition. `seat`: the seat of this person."""
    definition = present(session).copy()
    if seat.kind is SeatKind.CHAIR:
        definition["chairs"] = [
            {**chair, "name": name} if chair["seat"] == seat.key else chair for chair in definition["chairs"]
        ]
    elif seat.kind is SeatKind.PANEL:
        definition["panellists"] = [
            {**person, "name": name} if person["key"] == seat.key else person for person in definition["panellists"]
        ]
    replace_definition(connection, session, definition, at)


def redefine(connection: Connection, definition: SessionDefinition, at: str) -> bool:
    """Apply a session file if the file has changed since it was last applied. Called at the start of the server.

    An unchanged file is not applied, because it would overwrite settings, names and passphrases that were changed on
    the server. A database of an older version contains no hash of the file. The file then counts as unchanged.

    If the session has questions, some changes are not allowed: a change of a passphrase, and the changes that
    `core/definition_rules` refuses. If the file contains such a change, ignore the whole file and return False.

    If the file has no passphrase for a seat, the stored passphrase stays valid. Outside the rehearsal, the file does
    not turn the Chatham House Rule off.
    """
    session = sessions.get_by_code(connection, definition["code"])
    row = connection.execute("SELECT next_number, file_hash FROM sessions WHERE id = ?", [session.id]).fetchone()
    file_hash, passphrases = sessions.hash_of_file(definition), definition.get("passphrases", {})
    definition = complete(definition)
    is_equal = json.loads(sessions.stored_form(definition)) == complete(session.definition)
    has_content = is_equal and passphrases.items() <= seats.passphrases(connection, session).items()
    is_unchanged = row["file_hash"] in ("", file_hash)
    if session.settings.chatham_house_rule and session.phase is not Phase.REHEARSAL:
        definition = {**definition, "chatham_house_rule": True}
    if row["next_number"] > 1 and not is_unchanged and not has_content:
        known = seats.passphrases(connection, session)
        counts = uses(connection, session)
        if not passphrases.items() <= known.items() or refusals(present(session), definition, session.phase, counts):
            return False
    connection.execute("UPDATE sessions SET file_hash = ? WHERE id = ?", [file_hash, session.id])
    if not is_unchanged and not has_content:
        changed = replace_definition(connection, session, definition, at)
        seats.set_passphrases(connection, changed, passphrases)
    return True


def _fit_questions(connection: Connection, session: Session) -> None:
    """Clear the language, group, region, topic or panellist of a question if the session no longer has this value.

    The function finds such values only in a rehearsal. After the opening, the definition must keep each value that a
    question uses.
    """
    for column, keys, empty in (
        ("language", (*session.languages, UNDETERMINED), UNDETERMINED),
        ("looks_like", session.languages, None),
        ("group_key", (*session.groups, NO_KEY), UNDISCLOSED),
        ("region", (*session.regions, NO_KEY), None),
        ("topic", (*session.topics, NO_KEY), None),
        ("panellist", (*session.panellists, NO_KEY), None),
    ):
        connection.execute(
            f"UPDATE questions SET {column} = ? WHERE session = ? AND {column} NOT IN {_list(keys)}",
            [empty, session.id, *keys],
        )
    panellists = (*session.panellists, NO_KEY)
    connection.execute(
        f"DELETE FROM flags WHERE panellist NOT IN {_list(panellists)}"
        " AND question IN (SELECT id FROM questions WHERE session = ?)",
        [*panellists, session.id],
    )


def _list(keys: Iterable[str]) -> str:
    return f"({', '.join('?' for _ in keys)})"
