"""Questions in the store: rows in, core Questions out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import replace

from ..core.model import Follower, Question, Session, Status, Translation
from ..core.queue_state import QueueEntry, QueueState
from ..core.suggestion import Candidate
from . import flags, similar, translations

FIELDS = {
    "number": "number",
    "text": "text",
    "language": "language",
    "status": "status",
    "attendee": "attendee",
    "language_source": "language_source",
    "unsure": "unsure",
    "looks_like": "looks_like",
    "group": "group_key",
    "region": "region",
    "to": "panellist",
    "name": "name",
    "show_name": "show_name",
    "place": "place",
    "reason": "reason",
    "reason_number": "reason_number",
    "version": "version",
    "by": "changed_by",
    "asked_at": "asked_at",
    "changed_at": "changed_at",
    "live_at": "live_at",
    "reworded_from": "reworded_from",
    "first": "first",
    "votes": "votes",
    "machine": "machine",
    "wording": "wording",
    "hides": "hides",
    "lead": "lead",
    "former_status": "former_status",
    "former_place": "former_place",
    "aloud": "aloud",
}
"""Field of a Question: column."""

COLUMNS = ", ".join(FIELDS.values())
SAVED = [field for field in FIELDS if field not in ("number", "attendee", "votes")]
"""The fields that an act may change."""
ASSIGNMENTS = ", ".join(f"{FIELDS[field]} = ?" for field in SAVED)
DERIVED = {
    "lead_status": "(SELECT status FROM questions AS leads WHERE leads.session = questions.session AND leads.number = questions.lead)",
    "muted": "(SELECT muted FROM attendees WHERE attendees.id = questions.attendee)",
}
"""Field of a Question: where it is read, never written."""
READ = f"id, session, {COLUMNS}, {', '.join(DERIVED.values())}"
GROUP = (
    "SELECT id FROM questions WHERE session = :session AND number = :number"
    " UNION ALL SELECT id FROM questions WHERE session = :session AND lead = :number"
)
"""A question and whom it speaks for. Two looks into an index each: by OR it would be one through all questions."""
STATUSES = {str(status): status for status in Status}
PAGE = 50


def insert(connection: sqlite3.Connection, session: Session, question: Question) -> None:
    connection.execute(
        f"INSERT INTO questions (session, {COLUMNS}) VALUES (?{', ?' * len(FIELDS)})", [session.id, *_values(question)]
    )


def save(connection: sqlite3.Connection, session: Session, changed: Iterable[tuple[Question, Question]]) -> None:
    """Write (before, after) pairs. The seats that are single are left before they are taken, whatever the order of the pairs."""
    leaving_first = sorted(changed, key=lambda pair: pair[1].status in (Status.NEXT, Status.LIVE))
    single = [
        pair
        for pair in leaving_first
        if pair[0].status is not pair[1].status and pair[0].status in (Status.NEXT, Status.LIVE)
    ]
    for before, _ in single:
        connection.execute(
            "UPDATE questions SET status = 'pending', place = NULL WHERE session = ? AND number = ?",
            [session.id, before.number],
        )
    for _, after in leaving_first:
        values = [getattr(after, field) for field in SAVED]
        connection.execute(
            f"UPDATE questions SET {ASSIGNMENTS} WHERE session = ? AND number = ?", [*values, session.id, after.number]
        )


def find(connection: sqlite3.Connection, session: Session, number: int) -> Question | None:
    row = connection.execute(
        f"SELECT {READ} FROM questions WHERE session = ? AND number = ?", [session.id, number]
    ).fetchone()
    return _questions(connection, [row])[0] if row else None


def get(connection: sqlite3.Connection, session: Session, number: int) -> Question:
    """Return the question with this number. LookupError where there is none."""
    question = find(connection, session, number)
    if question is None:
        raise LookupError(number)
    return question


def queue_state(connection: sqlite3.Connection, session: Session, numbers: Collection[int] = ()) -> QueueState:
    """Who is live and next, the queue by place, its first two, and the questions of these numbers, as far as they exist, with whom they lead or follow."""
    rows = connection.execute(
        "SELECT number, place, status FROM questions WHERE session = ? AND status IN ('approved', 'next', 'live') ORDER BY place, number",
        [session.id],
    ).fetchall()
    queue = tuple(QueueEntry(number, place) for number, place, status in rows if status == "approved")
    shown = [number for number, _, status in rows if status != "approved"]
    found = numbered(connection, session, {*numbers, *shown, *(one.number for one in queue[:2])})
    named = [found[number] for number in numbers if number in found]
    while named:
        related = {
            number
            for question in named
            for number in (question.lead, *(one.number for one in question.followers))
            if number
        }
        read = numbered(connection, session, related - found.keys())
        found |= read
        named = list(read.values())
    return QueueState(found, queue)


def numbered(connection: sqlite3.Connection, session: Session, numbers: Collection[int]) -> dict[int, Question]:
    """The questions of these numbers, as far as they exist."""
    if not numbers:
        return {}
    rows = connection.execute(
        f"SELECT {READ} FROM questions WHERE session = ? AND number IN (SELECT value FROM json_each(?))",
        [session.id, json.dumps(list(numbers))],
    )
    return {question.number: question for question in _questions(connection, rows.fetchall())}


def with_status(connection: sqlite3.Connection, session: Session, statuses: Collection[Status]) -> list[Question]:
    """All questions in these statuses, lowest number first."""
    marks = ", ".join("?" * len(statuses))
    rows = connection.execute(
        f"SELECT {READ} FROM questions WHERE session = ? AND status IN ({marks}) ORDER BY number",
        [session.id, *statuses],
    )
    return _questions(connection, rows.fetchall())


def queue_numbers(connection: sqlite3.Connection, session: Session) -> list[int]:
    """The numbers of the approved questions, in queue order."""
    rows = connection.execute(
        "SELECT number FROM questions WHERE session = ? AND status = ? ORDER BY place, number",
        [session.id, Status.APPROVED],
    )
    return [row[0] for row in rows]


def page(
    connection: sqlite3.Connection, session: Session, statuses: Collection[Status], before: int | None
) -> tuple[list[Question], bool]:
    """Up to 50 questions, highest number first, below `before`; and whether there are more."""
    marks = ", ".join("?" * len(statuses))
    rows = connection.execute(
        f"SELECT {READ} FROM questions WHERE session = ? AND status IN ({marks}) AND number < ? ORDER BY number DESC LIMIT ?",
        [session.id, *statuses, before if before is not None else 1 << 62, PAGE + 1],
    ).fetchall()
    return _questions(connection, rows[:PAGE]), len(rows) > PAGE


def of_attendee(connection: sqlite3.Connection, attendee: int) -> list[Question]:
    """The attendee's own questions, newest first."""
    rows = connection.execute(f"SELECT {READ} FROM questions WHERE attendee = ? ORDER BY number DESC", [attendee])
    return _questions(connection, rows.fetchall())


def count(connection: sqlite3.Connection, session: Session, status: Status) -> int:
    return connection.execute(
        "SELECT count(*) FROM questions WHERE session = ? AND status = ?", [session.id, status]
    ).fetchone()[0]


def count_of_attendee(connection: sqlite3.Connection, attendee: int) -> tuple[int, int]:
    """How many this attendee has asked, and how many of them are pending."""
    return connection.execute(
        "SELECT count(*), coalesce(sum(status = 'pending'), 0) FROM questions WHERE attendee = ?", [attendee]
    ).fetchone()


def balance_rows(connection: sqlite3.Connection, session: Session) -> list[tuple[str, str, str | None, Status, int]]:
    """(group, language, region, status, how many), as core/balance takes them, who adds up; a merged question counts as its lead stands."""
    rows = connection.execute(
        "SELECT group_key, language, region, status, count(*) FROM questions WHERE session = :session AND lead IS NULL"
        " GROUP BY group_key, language, region, status UNION ALL"
        " SELECT led.group_key, led.language, led.region, leads.status, count(*) FROM questions AS led INDEXED BY questions_by_lead JOIN questions AS leads"
        " ON leads.session = led.session AND leads.number = led.lead WHERE led.session = :session AND led.lead IS NOT NULL GROUP BY 1, 2, 3, 4",
        {"session": session.id},
    )
    return [(group, language, region, Status(status), many) for group, language, region, status, many in rows]


def waiting(connection: sqlite3.Connection, session: Session) -> list[Candidate]:
    """The approved questions as core/suggestion takes them, each with all whom it speaks for; in any order."""
    rows = connection.execute(
        "SELECT number, group_key, first, asked_at FROM questions WHERE session = :session AND status = 'approved' UNION ALL"
        " SELECT led.lead, led.group_key, led.first, led.asked_at FROM questions AS leads JOIN questions AS led"
        " ON led.session = leads.session AND led.lead = leads.number WHERE leads.session = :session AND leads.status = 'approved'",
        {"session": session.id},
    )
    askers: dict[int, list[list]] = {}
    for number, *asker in rows:
        askers.setdefault(number, []).append(asker)
    return [
        Candidate(number, frozenset(groups), any(firsts), min(times))
        for number, (groups, firsts, times) in ((number, zip(*several)) for number, several in askers.items())
    ]


def is_asked_by(connection: sqlite3.Connection, session: Session, number: int, attendee: int) -> bool:
    """Whether this attendee asked it, or one that it speaks for."""
    row = connection.execute(
        f"SELECT 1 FROM questions WHERE attendee = :attendee AND id IN ({GROUP}) LIMIT 1",
        {"attendee": attendee, "session": session.id, "number": number},
    ).fetchone()
    return row is not None


def _values(question: Question) -> list:
    return [getattr(question, field) for field in FIELDS]


def _questions(connection: sqlite3.Connection, rows: list[sqlite3.Row]) -> list[Question]:
    """Core questions with what stands beside their rows: followers, flags, similar ones, translations of their present words."""
    if not rows:
        return []
    ids = json.dumps([row["id"] for row in rows])
    followers = _followers(connection, rows)
    flagged = flags.of_questions(connection, ids)
    close = similar.of_questions(connection, ids)
    made = {
        row["id"]: _question(
            row, followers.get(row["number"], ()), flagged.get(row["id"], ()), close.get(row["id"], ())
        )
        for row in rows
    }
    translated = translations.of_questions(connection, ids, {key: question.spoken for key, question in made.items()})
    return [_with_translations(question, translated.get(key, {})) for key, question in made.items()]


def _followers(connection: sqlite3.Connection, rows: list[sqlite3.Row]) -> dict[int, tuple[Follower, ...]]:
    """{number of a lead: whom it speaks for}. The rows are of one session."""
    found: dict[int, tuple[Follower, ...]] = {}
    for row in connection.execute(
        "SELECT lead, number, group_key FROM questions WHERE session = ? AND lead IS NOT NULL AND lead IN (SELECT value FROM json_each(?)) ORDER BY lead, number",
        [rows[0]["session"], json.dumps([row["number"] for row in rows])],
    ):
        found[row["lead"]] = (*found.get(row["lead"], ()), Follower(row["number"], row["group_key"]))
    return found


def _question(
    row: sqlite3.Row, followers: tuple[Follower, ...], flagged: tuple[str, ...], close: tuple[tuple[int, float], ...]
) -> Question:
    values = dict(zip((*FIELDS, *DERIVED), tuple(row)[2:], strict=True))
    for status in ("status", "lead_status", "former_status"):
        values[status] = STATUSES.get(values[status])
    for flag in ("unsure", "show_name", "first", "machine", "hides", "aloud", "muted"):
        values[flag] = bool(values[flag])
    return Question(**values, followers=followers, flags=flagged, similar=close)


def _with_translations(question: Question, translated: dict[str, Translation]) -> Question:
    others = tuple(translated[language] for language in sorted(translated) if language != question.language)
    return replace(question, translations=others) if others else question
