"""The rows of other tables that belong to questions: followers, flags, similar questions and translations.

The followers of a question are the questions that are merged into it. One statement reads all these rows, because a
network database needs a round trip for each statement.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from ..core.contracts import TranslationSource, TranslationState
from ..core.model import Follower, Translation
from .connection import Connection, in_lists
from .similar import Scored


class _Row(NamedTuple):
    """A row of `_SELECT`. The meaning of `number`, `word`, `score` and `text` depends on `kind`.

    The fields from `source` to `of_hash` are set only for the kind `translation`.
    """

    kind: str
    question: int
    number: int
    word: str
    score: float
    text: str
    source: str | None
    engine: str | None
    route: str | None
    seat: str | None
    at: str | None
    of_hash: bytes | None


class StoredTranslation(NamedTuple):
    """A translation, or the state of a translation job.

    `of_hash`: the hash of the text that was translated; None for a job.
    """

    translation: Translation
    of_hash: bytes | None


@dataclass(slots=True)
class Related:
    """The rows that belong to one question.

    - `followers`: lowest number first
    - `flags`: sorted keys of panellists
    - `similar`: the highest score first
    - `translations`: if a language has several items, only its last item counts
    """

    followers: list[Follower] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    similar: list[Scored] = field(default_factory=list)
    translations: list[StoredTranslation] = field(default_factory=list)


_SELECT = (
    # This SELECT must be first, because each of its columns has a type, and PostgreSQL gives these types to the NULLs
    # in the following SELECTs.
    "SELECT 'translation' AS kind, question, id AS number, language AS word, 0.0 AS score, text, source, engine, route,"
    " seat, at, of_hash FROM translations WHERE undone = 0 AND question IN ({marks}) UNION ALL"
    " SELECT 'job', question, 0, language, 0.0, state, NULL, NULL, NULL, NULL, NULL, NULL FROM translation_jobs"
    " WHERE question IN ({marks}) UNION ALL"
    " SELECT 'flag', question, 0, panellist, 0.0, '', NULL, NULL, NULL, NULL, NULL, NULL FROM flags"
    " WHERE question IN ({marks}) UNION ALL"
    " SELECT 'similar', question, other, '', score, '', NULL, NULL, NULL, NULL, NULL, NULL FROM \"similar\""
    " WHERE question IN ({marks}) UNION ALL"
    " SELECT 'follower', lead, number, group_key, 0.0, '', NULL, NULL, NULL, NULL, NULL, NULL FROM questions"
    " {by_lead} WHERE session = ? AND lead IS NOT NULL AND lead IN ({marks})"
)


def of_questions(connection: Connection, session_id: int, numbers: dict[int, int]) -> dict[int, Related]:
    """Return {question id: its related rows}. `numbers`: {question id: number} of questions of the session."""
    related = {question: Related() for question in numbers}
    ids = {number: question for question, number in numbers.items()}
    for row in _rows(connection, session_id, numbers):
        if row.kind == "follower":
            related[ids[row.question]].followers.append(Follower(row.number, row.word))
        elif row.kind == "flag":
            related[row.question].flags.append(row.word)
        elif row.kind == "similar":
            related[row.question].similar.append((row.number, row.score))
        elif row.kind == "job":
            related[row.question].translations.append(StoredTranslation(_job(row), None))
        else:
            related[row.question].translations.append(StoredTranslation(_translation(row), row.of_hash))
    return related


def _rows(connection: Connection, session_id: int, numbers: dict[int, int]) -> Iterator[_Row]:
    """Yield the rows in the order that `Related` describes."""
    by_lead = connection.dialect.indexed_by("questions_by_lead")
    for marks, part in in_lists(numbers.items()):
        ids = [question for question, _ in part]
        statement = _SELECT.format(marks=marks, by_lead=by_lead)
        values = [*(ids * 4), session_id, *(number for _, number in part)]
        yield from sorted((_Row(*row) for row in connection.execute(statement, values)), key=_order)


def _order(row: _Row) -> tuple[bool, bool, float, int, str]:
    """Return the sort key of a row.

    Jobs come before translations, and machine translations before translations by hand, because the last item of a
    language counts (`Related`). Rows that are equal in this respect are sorted by score (highest first), number and
    word.
    """
    return row.kind != "job", row.source not in (None, "machine"), -row.score, row.number, row.word


def _job(row: _Row) -> Translation:
    return Translation(row.word, cast("TranslationState", row.text))


def _translation(row: _Row) -> Translation:
    route, source = tuple(json.loads(row.route or "[]")), cast("TranslationSource", row.source)
    return Translation(row.word, "done", row.text, source, row.engine, route, row.seat, row.at)
