"""The votes of attendees, and the published vote totals of questions."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from ..core.contracts import Answer
from ..core.model import Question, Session, Status
from . import questions
from .connection import Connection, in_lists
from .questions import GROUP

KEPT_VOTES = 100
"""Maximum number of stored answers to votes per attendee. Only the answers to the latest votes are stored.

If a client repeats a vote whose answer is no longer stored, the server executes the vote again. An answer stays stored
for at least 40 s, because the rate limit in web/rate_limits.py allows this number of votes in no shorter time. The
definition of the index `commands_by_vote` contains the same number.
"""


class Voter(NamedTuple):
    """An attendee who votes: the ids of the session and the attendee, and the hash of the token in the attendee's
    cookie.
    """

    session: int
    attendee: int
    token_hash: bytes


class VoteState(NamedTuple):
    """The state of a question for an attendee who votes. `status`: None if the question does not exist.

    A follower is a question that is merged into this question. `is_askers`: the attendee asked the question or a
    follower. `has_voted`: the attendee voted for the question or for a follower.
    """

    status: Status | None
    is_askers: bool
    has_voted: bool


def state(connection: Connection, session: Session, number: int, attendee: int) -> VoteState:
    """Return the question's status, whether this attendee asked the question, and whether this attendee has voted for
    it.
    """
    status, is_askers, has_voted = connection.execute(
        "SELECT (SELECT status FROM questions WHERE session = :session AND number = :number),"
        f" EXISTS (SELECT 1 FROM questions WHERE attendee = :attendee AND id IN ({GROUP})),"
        f" EXISTS (SELECT 1 FROM votes WHERE attendee = :attendee AND question IN ({GROUP}))",
        {"attendee": attendee, "session": session.id, "number": number},
    ).fetchone()
    return VoteState(Status(status) if status else None, bool(is_askers), bool(has_voted))


def add(connection: Connection, session: Session, number: int, attendee: int) -> None:
    """Store a vote. Do nothing if the attendee has already voted for the question."""
    connection.execute(
        "INSERT INTO votes (question, attendee) SELECT id, ? FROM questions WHERE session = ? AND number = ?"
        " ON CONFLICT DO NOTHING",
        [attendee, session.id, number],
    )


def remove(connection: Connection, session: Session, number: int, attendee: int) -> None:
    """Delete the attendee's votes for the question and its followers."""
    connection.execute(
        f"DELETE FROM votes WHERE attendee = :attendee AND question IN ({GROUP})",
        {"attendee": attendee, "session": session.id, "number": number},
    )


def keep_answer(connection: Connection, voter: Voter, key: str, body_hash: bytes, answer: Answer) -> int:
    """Store the answer to a vote, so that a repeated command gets the same answer.

    If KEPT_VOTES answers of this attendee are stored already, the new answer replaces the oldest one. Return the
    attendee's counter of changes (`Attendee.counter`).
    """
    caller = f"attendee.{voter.attendee}"
    row = connection.execute(
        "INSERT INTO commands (session, caller, key, body_hash, answer, vote) VALUES (?, ?, ?, ?, ?,"
        " (SELECT coalesce(max(vote), 0) + 1 FROM commands WHERE session = ? AND caller = ?))"
        f" ON CONFLICT (session, caller, (vote % {KEPT_VOTES})) WHERE vote IS NOT NULL DO UPDATE SET"
        " key = excluded.key, body_hash = excluded.body_hash, answer = excluded.answer, vote = excluded.vote"
        " RETURNING (SELECT counter FROM attendees WHERE id = ?)",
        [voter.session, caller, key, body_hash, json.dumps(answer), voter.session, caller, voter.attendee],
    ).fetchone()
    return int(row[0])


def of_attendee(connection: Connection, attendee: int) -> list[int]:
    """Return the numbers of the questions for which this attendee has voted, lowest first.

    A vote for a follower counts as a vote for its lead.
    """
    rows = connection.execute(
        "SELECT DISTINCT coalesce(questions.lead, questions.number) AS voted"
        " FROM votes JOIN questions ON questions.id = votes.question WHERE votes.attendee = ? ORDER BY voted",
        [attendee],
    )
    return [row[0] for row in rows]


def publish(connection: Connection, session: Session, numbers: Collection[int] | None) -> list[Question]:
    """Set the published totals of the questions `numbers` to the votes cast. Return the questions whose total changed.

    If `numbers` is None, set the totals of all questions of the session.
    """
    changed = []
    for number, total in outdated_totals(connection, session, numbers).items():
        connection.execute(
            "UPDATE questions SET votes = ? WHERE session = ? AND number = ?", [total, session.id, number]
        )
        changed.append(questions.get(connection, session, number))
    return changed


def outdated_totals(connection: Connection, session: Session, numbers: Collection[int] | None) -> dict[int, int]:
    """Return {number: votes cast} of each question whose published total differs from the votes cast.

    If `numbers` is None, compare all questions of the session. The total of a lead is the number of distinct attendees
    who voted for the lead or one of its followers.
    """
    totals = (
        "SELECT number, votes, CASE WHEN EXISTS (SELECT 1 FROM questions AS led"
        " WHERE led.session = questions.session AND led.lead = questions.number)"
        " THEN (SELECT count(DISTINCT attendee) FROM votes WHERE question = questions.id OR question IN"
        " (SELECT id FROM questions AS led WHERE led.session = questions.session AND led.lead = questions.number))"
        " ELSE (SELECT count(*) FROM votes WHERE question = questions.id) END AS cast_votes FROM questions"
        " WHERE session = ?"
    )
    parts: Iterable[tuple[str, Sequence[int]]] = [("", [])]
    if numbers is not None:
        parts = ((f" AND number IN ({marks})", part) for marks, part in in_lists(numbers))
    outdated: dict[int, int] = {}
    for chosen, part in parts:
        rows: list[tuple[int, int]] = connection.execute(
            f"SELECT number, cast_votes FROM ({totals}{chosen}) AS totals WHERE votes <> cast_votes",
            [session.id, *part],
        ).fetchall()
        outdated |= dict(rows)
    return outdated
