"""The rows of the public list on the attendee page.

Render only personal, new and changed rows. On a busy server, a row may show an outdated number of votes.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple, cast

from ...core.contracts import PageData, QuestionView
from ...core.model import Session
from ...store import votes
from ..context import AppContext
from ..crowding import is_crowded
from .rendering import TOKENS, hole, render


class Row(NamedTuple):
    """A row of the public list for readers who have neither asked the question nor voted for it."""

    question: QuestionView
    html: str


def of_attendee(
    context: AppContext,
    session: Session,
    key: tuple[Hashable, ...],
    shown: Sequence[QuestionView],
    nobodys: PageData,
    page: PageData,
) -> dict[str, str]:
    """Return {name: HTML of the row} for the questions in `shown`. The name identifies the row's hole in the frame.

    A row is personal if the attendee has asked the question or voted for it. Personal rows are rendered from `page`,
    the page data of this attendee. All other rows are rendered from `nobodys`, the page data of an attendee without
    questions and votes, and are cached.

    `key`: the cache key of the rows. It contains all values in the rows' HTML that do not come from the stream.
    """
    assert page["state"] is not None
    settings = page["state"]["settings"]
    cached: dict[int, Row] = context.list_rows.get(session.id, (*key, *settings.items()), (session.epoch, 0), dict)
    rows = cached.copy()  # Copy the rows: in the threading mode, other requests can change the cache.
    totals = _outdated_totals(context, session)
    shown = [_with_votes(question, totals) for question in shown]
    asked = {number for question in page["own"]["questions"] for number in (question["number"], question["lead"])}
    personal = {*page["own"]["votes"], *asked}
    others = [question for question in shown if question["number"] not in personal]
    keeps_votes = is_crowded()
    outdated = [question for question in others if _is_outdated(rows.get(question["number"]), question, keeps_votes)]
    if outdated:
        html = _render(nobodys, outdated)
        rows |= {question["number"]: Row(question, html[question["number"]]) for question in outdated}
        cached |= rows
        for number in rows.keys() - {question["number"] for question in page["state"]["put"]}:
            cached.pop(number, None)
    parts = {question["number"]: rows[question["number"]].html for question in others}
    own = [question for question in shown if question["number"] in personal]
    if own:
        parts |= _render(page, own)
    return {f"row-{number}": row for number, row in parts.items()}


def _is_outdated(row: Row | None, question: QuestionView, keeps_votes: bool) -> bool:
    """Return whether the row must be rendered again. If `keeps_votes` is true, ignore a changed number of votes."""
    if row is None:
        return True
    if keeps_votes:
        return {**row.question, "votes": None} != {**question, "votes": None}
    return row.question != question


def _with_votes(question: QuestionView, totals: Mapping[int, int]) -> QuestionView:
    number = question["number"]
    return cast(QuestionView, {**question, "votes": totals[number]}) if number in totals else question


def _render(page: PageData, shown: Sequence[QuestionView]) -> dict[int, str]:
    html = render("_public_rows.html", page=page, my_questions=page["own"], views=shown, end=hole("end"), form=TOKENS)
    pieces = html.split(hole("end"))
    return {question["number"]: piece for question, piece in zip(shown, pieces[:-1], strict=True)}


def _outdated_totals(context: AppContext, session: Session) -> dict[int, int]:
    """Return {number: votes cast} for the questions that got votes after the last publication of the totals.

    Without JavaScript, the page loads again after each vote and must show the new vote. The last published total does
    not yet contain this vote.
    """
    due = context.totals_due.get(session.code)
    if not due:
        return {}
    with context.reader.transaction() as connection:
        return votes.outdated_totals(connection, session, set(due))
