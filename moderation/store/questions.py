"""The questions of a session: reading, counting and writing them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..core.balance import BalanceRow
from ..core.model import Question, Session, Status
from ..core.queue_state import QueueEntry, QueueState
from ..core.suggestion import Candidate
from .connection import Connection, in_lists
from .question_rows import ASSIGNMENTS, COLUMNS, FIELDS, READ, questions_of, saved_values_of, values_of

GROUP = (
    "SELECT id FROM questions WHERE session = :session AND number = :number"
    " UNION ALL SELECT id FROM questions WHERE session = :session AND lead = :number"
)
"""SQL for the ids of a question and its followers. The SQL contains UNION ALL and not OR, because with OR, SQLite would
read all questions.
"""
PAGE = 50
"""Maximum number of questions on a page."""


def insert(connection: Connection, session: Session, question: Question) -> None:
    """Insert a new question."""
    connection.execute(
        f"INSERT INTO questions (session, {COLUMNS}) VALUES (?{', ?' * len(FIELDS)})",
        [session.id, *values_of(question)],
    )


def save(connection: Connection, session: Session, changed: Iterable[tuple[Question, Question]]) -> None:
    """Write the `after` state of each (before, after) pair. The order of the pairs does not matter.

    The database allows only one live and one next question. Therefore first change the status of each question that
    will no longer be live or next. Then write all fields.
    """
    unique = (Status.NEXT, Status.LIVE)
    filling_last = sorted(changed, key=lambda pair: pair[1].status in unique)
    for before, after in filling_last:
        if before.status in unique and before.status is not after.status:
            connection.execute(
                "UPDATE questions SET status = 'pending', place = NULL WHERE session = ? AND number = ?",
                [session.id, before.number],
            )
    for _, after in filling_last:
        connection.execute(
            f"UPDATE questions SET {ASSIGNMENTS} WHERE session = ? AND number = ?",
            [*saved_values_of(after), session.id, after.number],
        )


def find(connection: Connection, session: Session, number: int) -> Question | None:
    """Return the question with this number, or None."""
    row = connection.execute(
        f"SELECT {READ} FROM questions WHERE session = ? AND number = ?", [session.id, number]
    ).fetchone()
    return questions_of(connection, [row])[0] if row else None


def get(connection: Connection, session: Session, number: int) -> Question:
    """Return the question with this number. Raises LookupError if no question has this number."""
    question = find(connection, session, number)
    if question is None:
        raise LookupError(number)
    return question


def is_used(connection: Connection, session: Session, number: int) -> bool:
    """Return whether a question of the session has this number."""
    row = connection.execute(
        "SELECT 1 FROM questions WHERE session = ? AND number = ?", [session.id, number]
    ).fetchone()
    return row is not None


def askers(connection: Connection, session: Session, numbers: Collection[int]) -> dict[int, int | None]:
    """Return {number: id of the asker, or None} of these questions. Numbers without a question are left out."""
    attendees: dict[int, int | None] = {}
    for marks, part in in_lists(numbers):
        rows = connection.execute(
            f"SELECT number, attendee FROM questions WHERE session = ? AND number IN ({marks})", [session.id, *part]
        )
        attendees |= dict(rows.fetchall())
    return attendees


def queue_state(connection: Connection, session: Session, numbers: Collection[int] = ()) -> QueueState:
    """Return the queue state for an act on these question numbers; numbers without a question are ignored.

    The queue state contains these questions with their leads and followers, and the live and next questions. It also
    contains the first two approved questions, and the order of all approved questions.
    """
    rows = connection.execute(
        "SELECT number, place, status FROM questions WHERE session = ? AND status IN ('approved', 'next', 'live')"
        " ORDER BY place, number",
        [session.id],
    ).fetchall()
    queue = tuple(QueueEntry(number, place) for number, place, status in rows if status == "approved")
    on_screen = [number for number, _, status in rows if status != "approved"]
    questions = numbered(connection, session, {*numbers, *on_screen, *(entry.number for entry in queue[:2])})
    to_complete = [questions[number] for number in numbers if number in questions]
    while to_complete:
        related = {
            number
            for question in to_complete
            for number in (question.lead, *(follower.number for follower in question.followers))
            if number
        }
        added = numbered(connection, session, related - questions.keys())
        questions |= added
        to_complete = list(added.values())
    return QueueState(questions, queue)


def numbered(connection: Connection, session: Session, numbers: Collection[int]) -> dict[int, Question]:
    """Return {number: question}. Numbers without a question are left out."""
    rows = []
    for marks, part in in_lists(numbers):
        rows += connection.execute(
            f"SELECT {READ} FROM questions WHERE session = ? AND number IN ({marks})", [session.id, *part]
        ).fetchall()
    return {question.number: question for question in questions_of(connection, rows)}


def with_status(connection: Connection, session: Session, statuses: Collection[Status]) -> list[Question]:
    """Return all questions in these statuses, lowest number first."""
    marks = ", ".join("?" * len(statuses))
    rows = connection.execute(
        f"SELECT {READ} FROM questions WHERE session = ? AND status IN ({marks}) ORDER BY number",
        [session.id, *statuses],
    )
    return questions_of(connection, rows.fetchall())


def queue_numbers(connection: Connection, session: Session) -> list[int]:
    """Return the numbers of the approved questions, in queue order."""
    rows = connection.execute(
        "SELECT number FROM questions WHERE session = ? AND status = ? ORDER BY place, number",
        [session.id, Status.APPROVED],
    )
    return [row[0] for row in rows]


def page(
    connection: Connection,
    session: Session,
    statuses: Collection[Status],
    before: int | None,
    *,
    is_included: bool = False,
) -> tuple[list[Question], bool]:
    """Return a page of at most PAGE questions in these statuses, and whether there is a next page.

    The highest number comes first. `before`: all numbers on the page are below this number; None for the first page.
    `is_included`: whether the page can also contain the question with the number `before`.
    """
    end = before + is_included if before is not None else 1 << 62
    return _page(connection, session, statuses, "number", end)


def page_by_arrival(
    connection: Connection,
    session: Session,
    statuses: Collection[Status],
    before: int | None,
    *,
    is_included: bool = False,
) -> tuple[list[Question], bool]:
    """Return the same as `page`, but with the newest question first.

    Under the Chatham House Rule, only chairs may see this order. `before`: the questions on the page are older than the
    question with this number; if no question has this number, the page is empty. `is_included`: as for `page`.
    """
    end = 1 << 62
    if before is not None:
        row = connection.execute(
            "SELECT id FROM questions WHERE session = ? AND number = ?", [session.id, before]
        ).fetchone()
        end = row["id"] + is_included if row else 0
    return _page(connection, session, statuses, "id", end)


def _page(
    connection: Connection, session: Session, statuses: Collection[Status], column: str, end: int
) -> tuple[list[Question], bool]:
    """Return the page of the questions whose `column` (`number` or `id`) is below `end`, highest first."""
    marks = ", ".join("?" * len(statuses))
    rows = connection.execute(
        f"SELECT {READ} FROM questions WHERE session = ? AND status IN ({marks}) AND {column} < ?"
        f" ORDER BY {column} DESC LIMIT ?",
        [session.id, *statuses, end, PAGE + 1],
    ).fetchall()
    return questions_of(connection, rows[:PAGE]), len(rows) > PAGE


def of_attendee(connection: Connection, attendee: int) -> list[Question]:
    """Return the questions that this attendee asked, newest first."""
    rows = connection.execute(f"SELECT {READ} FROM questions WHERE attendee = ? ORDER BY id DESC", [attendee])
    return questions_of(connection, rows.fetchall())


def count(connection: Connection, session: Session, status: Status) -> int:
    """Return the number of questions in this status."""
    row = connection.execute(
        "SELECT count(*) FROM questions WHERE session = ? AND status = ?", [session.id, status]
    ).fetchone()
    return int(row[0])


def count_by_origin(connection: Connection, session: Session) -> tuple[int, int]:
    """Return two counts: the questions from people in the session, and the questions from imports and programs.

    Leave out the questions of imports that were taken back.
    """
    row = connection.execute(
        "SELECT count(*) FILTER (WHERE source IS NULL),"
        " count(*) FILTER (WHERE source IS NOT NULL AND status <> 'withdrawn')"
        " FROM questions WHERE session = ?",
        [session.id],
    ).fetchone()
    return int(row[0]), int(row[1])


def public_versions(connection: Connection, session: Session) -> dict[int, int]:
    """Return {question number: version of the question} for the approved, next and live questions."""
    rows = connection.execute(
        "SELECT number, version FROM questions WHERE session = ? AND status IN (?, ?, ?)",
        [session.id, Status.APPROVED, Status.NEXT, Status.LIVE],
    )
    return {row["number"]: row["version"] for row in rows}


def balance_rows(connection: Connection, session: Session) -> list[BalanceRow]:
    """Return how many questions have the same group, language, region, topic and status (for core/balance).

    A merged question counts with the status of its lead. Merged questions are counted separately from other questions.
    Therefore two rows can have the same group, language, region, topic and status.
    """
    rows = connection.execute(
        "SELECT group_key, language, region, topic, status, count(*)"
        " FROM questions WHERE session = :session AND lead IS NULL"
        " GROUP BY group_key, language, region, topic, status UNION ALL"
        " SELECT led.group_key, led.language, led.region, led.topic, leads.status, count(*)"
        f" FROM questions AS led {connection.dialect.indexed_by('questions_by_lead')}"
        " JOIN questions AS leads ON leads.session = led.session AND leads.number = led.lead"
        " WHERE led.session = :session AND led.lead IS NOT NULL GROUP BY 1, 2, 3, 4, 5",
        {"session": session.id},
    )
    return [
        BalanceRow(group, language, region, topic, Status(status), number)
        for group, language, region, topic, status, number in rows
    ]


def waiting(connection: Connection, session: Session) -> list[Candidate]:
    """Return the candidates for core/suggestion: the approved questions with their followers, in any order."""
    rows = connection.execute(
        "SELECT number, group_key, first, asked_at FROM questions"
        " WHERE session = :session AND status = 'approved' UNION ALL"
        " SELECT led.lead, led.group_key, led.first, led.asked_at FROM questions AS leads JOIN questions AS led"
        " ON led.session = leads.session AND led.lead = leads.number"
        " WHERE leads.session = :session AND leads.status = 'approved'",
        {"session": session.id},
    )
    askers: dict[int, list[tuple[str, int, str]]] = {}
    for number, group, first, asked_at in rows:
        askers.setdefault(number, []).append((group, first, asked_at))
    return [
        Candidate(
            number,
            groups=frozenset(group for group, _, _ in merged),
            first=any(first for _, first, _ in merged),
            asked_at=min(asked_at for _, _, asked_at in merged),
        )
        for number, merged in askers.items()
    ]
