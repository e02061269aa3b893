"""The list of sessions on the administration page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_location
from flask_babel import gettext

from ...core.model import Phase, Session
from ...services import session_time
from ...services.acts.administration import ARCHIVED_IN
from ...services.language_tags import locale_of
from ...services.record import retention
from ...services.words import language_name
from ...store import administration, sessions
from ...store.connection import Connection
from .page_data import language_of, pick

SECTIONS = ("today", "upcoming", "purge", "earlier", "archived")
"""The sections of the list, in their order on the page."""


@dataclass(frozen=True)
class Row:
    """A session in the list.

    `day`, `time` and `place`: the start of the session in its time zone, or None if the session has no start time.
    `title_lang`: the language of `title`.
    `languages`: pairs (code, name).
    `questions`, `answered`: numbers of questions.
    `due`: a sentence that says what must be done next, by a person or by the server; None if nothing must be done.
    `is_late`: whether the time for this has passed.
    """

    code: str
    section: str
    phase: Phase
    title: str | None
    title_lang: str | None
    languages: list[tuple[str, str]]
    starts: str | None
    day: str | None
    time: str | None
    place: str | None
    questions: int
    answered: int
    due: str | None
    is_late: bool

    @property
    def is_now(self) -> bool:
        """Return whether people can take part in the session now."""
        return self.phase in (Phase.OPEN, Phase.PAUSED)

    @property
    def can_archive(self) -> bool:
        """Return whether the session can be archived."""
        return self.section != "archived" and self.phase in ARCHIVED_IN


def sections(connection: Connection, at: str, lang: str) -> dict[str, list[Row]]:
    """Return {section: its sessions} without the empty sections, in the order of `SECTIONS`.

    `at`: the present time. Today's and upcoming sessions are in the order of their start. In all other sections, the
    latest start is first. Sessions without a start time are last.
    """
    counts, archived = administration.question_counts(connection), administration.archived(connection)
    rows: dict[str, list[Row]] = {name: [] for name in SECTIONS}
    for session in sessions.every(connection):
        row = _row(connection, session, at, lang, counts.get(session.id, (0, 0)), session.id in archived)
        rows[row.section].append(row)
    for name, listed in rows.items():
        is_forward = name in ("today", "upcoming")
        listed.sort(key=lambda row: row.starts or ("9" if is_forward else ""), reverse=not is_forward)
    return {name: listed for name, listed in rows.items() if listed}


def programme(connection: Connection, listed: Iterable[Session], at: str, lang: str) -> list[Row]:
    """Return the rows of these sessions for a public page, in the order of their start."""
    rows = [_row(connection, session, at, lang, (0, 0), False) for session in listed]
    return sorted(rows, key=lambda row: (row.starts or "9", row.code))


def by_start(connection: Connection) -> list[Session]:
    """Return all sessions in the order of their start. Sessions without a start time are last."""
    return sorted(sessions.every(connection), key=lambda session: session.definition.get("starts") or "9")


def _row(
    connection: Connection, session: Session, at: str, lang: str, counts: tuple[int, int], is_archived: bool
) -> Row:
    definition, locale = session.definition, locale_of("en-GB" if lang == "en" else lang)
    starts, zone = definition.get("starts"), session_time.zone_name(session)
    local = session_time.local(starts, zone) if starts else None
    purge_at = retention.due(connection, session)
    due, is_late = _due(connection, session, at, purge_at, locale)
    return Row(
        code=session.code,
        section=_section(session, at, purge_at, is_archived),
        phase=session.phase,
        title=pick(definition["title"], lang),
        title_lang=language_of(definition["title"], lang),
        languages=[(code, language_name(code)) for code in session.languages],
        starts=starts,
        day=format_date(local, "long", locale=locale) if local else None,
        time=format_time(local, "HH:mm", locale=locale) if local else None,
        place=place(session, locale) if local else None,
        questions=counts[0],
        answered=counts[1],
        due=due,
        is_late=is_late,
    )


def place(session: Session, locale: Locale) -> str:
    """Return the name of the city of the session's time zone, in the language of `locale`.

    If the zone has no city, return the offset from UTC.
    """
    name = session_time.zone_name(session)
    zone = session_time.zone(name)
    if isinstance(zone, ZoneInfo) and "/" in name:
        return str(get_timezone_location(zone, locale=locale, return_city=True))
    return session_time.utc_offset(session_time.local(session.definition.get("starts") or "1970-01-01T00:00Z", name))


def _section(session: Session, at: str, purge_at: str | None, is_archived: bool) -> str:
    starts = session.definition.get("starts")
    if is_archived and session.phase in ARCHIVED_IN:
        return "archived"
    if purge_at is not None and purge_at <= at:
        return "purge"
    if session.phase in (Phase.OPEN, Phase.PAUSED):
        return "today"
    if starts is not None and session_time.day(starts, session) == session_time.day(at, session):
        return "today"
    return "earlier" if session.phase is Phase.CLOSED else "upcoming"


def _due(
    connection: Connection, session: Session, at: str, purge_at: str | None, locale: Locale
) -> tuple[str | None, bool]:
    """Return the values of `Row.due` and `Row.is_late` for a session."""

    def day(moment: str) -> str:
        return str(format_date(session_time.local(moment, session_time.zone_name(session)), "long", locale=locale))

    starts = session.definition.get("starts")
    if purge_at is not None and purge_at <= at:
        return gettext("Purge overdue since %(day)s", day=day(purge_at)), True
    if session.phase is Phase.REHEARSAL and starts is not None:
        if starts <= at:
            return gettext("Not opened yet: it was to begin on %(day)s", day=day(starts)), True
        if starts <= _plus_one_day(at):
            return gettext("To be opened by the organiser"), False
    if session.phase is Phase.CLOSED and (automatic := retention.automatic(connection, session)):
        return gettext("The server purges it on %(day)s", day=day(automatic)), False
    if session.phase is Phase.CLOSED and purge_at is not None:
        return gettext("Purge due on %(day)s", day=day(purge_at)), False
    return None, False


def _plus_one_day(at: str) -> str:
    moment = session_time.local(at, session_time.NAMED_UTC) + timedelta(days=1)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
