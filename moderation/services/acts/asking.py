"""The acts of an attendee: ask, reword, withdraw, vote, unvote."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ...core import acts, visibility, workflow
from ...core import text as texts
from ...core.contracts import Answer
from ...core.model import Question, Session, Status
from ...core.refusals import Refusal
from ...store import attendees, questions, sessions, votes
from ..language import Identified
from .changes import enact, raise_attendee_counter, stamp_changes
from .executor import Act, Call

FIELD_OF_CHOICE = {"panellist": "to"}
"""{choice: field of the command}, for choices whose field has a different name."""


def ask(
    call: Call,
    *,
    text: str,
    identified: Identified,
    group: str = "undisclosed",
    region: str | None = None,
    to: str | None = None,
    name: str | None = None,
    show_name: bool = False,
    machine: bool = True,
    reworded_from: int | None = None,
) -> Answer:
    """Store a new question as pending.

    Refusals: `phase.not_allowed`, `asker.muted`, `text.empty`, `text.too_long`, `name.too_long`, `group.unknown`,
    `region.unknown`, `panellist.unknown`, `language.unknown`, `limit.pending`, `limit.waiting`, `limit.rate`.
    """
    session = call.session
    workflow.check_phase(call.act, session.phase)
    if attendees.is_muted(call.connection, call.asker):
        raise Refusal("asker.muted")
    cleaned = clean_question(text, call)
    check_choice(group, session.groups, "group")
    check_choice(region, session.regions, "region")
    check_choice(to, session.panellists, "panellist")
    check_choice(identified.language, (*session.languages, "und"), "language")
    name = _clean_name(name, call)
    # A later refusal rolls back the savepoint, so the next question gets this number.
    number = sessions.take_number(call.connection, session)
    asked_before = _check_limits(call, number)
    question = Question(
        number=number,
        text=cleaned,
        language=identified.language,
        language_source=identified.source,
        unsure=identified.unsure,
        looks_like=identified.looks_like,
        group=group,
        region=region,
        to=to,
        name=name,
        show_name=bool(name) and show_name,
        attendee=call.attendee,
        asked_at=call.tx.at,
        changed_at=call.tx.at,
        reworded_from=reworded_from,
        first=asked_before == 0,
        machine=machine,
    )
    enact(call, [(None, question)])
    return {"question": visibility.asker_view(question, None)}


def reword(call: Call, *, number: int, **params: Any) -> Answer:
    """Ask a new question that replaces a declined question of the same asker. `params`: the parameters of `ask`.

    Refusals: the refusals of `ask`, `question.unknown` (including for a question of another asker), `act.not_allowed`.
    """
    question = _get_callers_question(call, number)
    workflow.check_phase(call.act, call.session.phase)
    workflow.check_status(call.act, replace(question, status=question.fate))
    return ask(call, reworded_from=number, **params)


def withdraw(call: Call, *, number: int) -> Answer:
    """Withdraw the asker's own question.

    Refusals: `question.unknown` (including for a question of another asker), `phase.not_allowed`, `act.not_allowed`.
    """
    question = _get_callers_question(call, number)
    if question.status is Status.WITHDRAWN:
        return {"already": True, "question": visibility.asker_view(question, None)}
    workflow.check_phase(call.act, call.session.phase)
    workflow.check_status(call.act, question)
    queue_state = questions.queue_state(call.connection, call.session, [number])
    pairs = stamp_changes(call, queue_state, acts.withdraw(queue_state, question))
    enact(call, pairs)
    return {"question": visibility.asker_view(pairs[0][1], None)}


def vote(call: Call, *, number: int) -> Answer:
    """Store the attendee's vote for a question of the public list. The new total is published later.

    Refusals: `vote.not_public`, `question.unknown`, `phase.not_allowed`, `vote.own`, `act.not_allowed`.
    """
    return _set_vote(call, number, votes.add, True)


def unvote(call: Call, *, number: int) -> Answer:
    """Remove the attendee's vote. Refusals: the refusals of `vote`, except `vote.own`."""
    return _set_vote(call, number, votes.remove, False)


def clean_question(raw: str, call: Call) -> str:
    """Return the cleaned text, as the store keeps it.

    Refuse with `text.empty` or `text.too_long`. `text.too_long` has `limit` and `length` in graphemes. If only the size
    in bytes exceeds its limit, the refusal has `limit` and `length` in bytes, and `unit`.
    """
    limits = call.session.limits
    cleaned = texts.clean(raw)
    if texts.is_blank(cleaned):
        raise Refusal("text.empty", field="text")
    length, size = texts.length(cleaned), len(cleaned.encode())
    if length > limits.text:
        raise Refusal("text.too_long", field="text", limit=limits.text, length=length)
    if size > limits.text_bytes:
        raise Refusal("text.too_long", field="text", limit=limits.text_bytes, length=size, unit="bytes")
    return cleaned


def check_choice(value: str | None, allowed: tuple[str, ...], choice: str) -> None:
    """Refuse with `CHOICE.unknown` if the session does not offer this value. Always accept None."""
    if value is not None and value not in allowed:
        raise Refusal(f"{choice}.unknown", field=FIELD_OF_CHOICE.get(choice, choice))


def _clean_name(name: str | None, call: Call) -> str | None:
    if name is None or call.session.settings.chatham_house_rule:
        return None
    cleaned = texts.one_line(name)
    if texts.length(cleaned) > call.session.limits.name:
        raise Refusal("name.too_long", field="name", limit=call.session.limits.name, length=texts.length(cleaned))
    return None if texts.is_blank(cleaned) else cleaned


def _check_limits(call: Call, number: int) -> int:
    """Return the number of the attendee's earlier questions. `number`: the number of the new question.

    Count the session's pending questions only if `number` exceeds the limit, because counting is slow. With a lower
    `number`, the session has too few questions to reach the limit.
    """
    limits = call.session.limits
    if number > limits.pending and questions.count(call.connection, call.session, Status.PENDING) >= limits.pending:
        raise Refusal("limit.pending", retry_after=30)
    asked, pending = questions.count_of_attendee(call.connection, call.asker)
    if pending >= limits.waiting:
        raise Refusal("limit.waiting", limit=limits.waiting, retry_after=30)
    seconds = attendees.take_allowance(call.connection, call.asker, limits, call.tx.now)
    if seconds:
        raise Refusal("limit.rate", retry_after=int(seconds) + 1)
    return asked


def _get_callers_question(call: Call, number: int) -> Question:
    question = questions.find(call.connection, call.session, number)
    if question is None or question.attendee != call.attendee:
        raise Refusal("question.unknown", number=number)
    return question


def _set_vote(
    call: Call, number: int, write: Callable[[sqlite3.Connection, Session, int, int], bool], to_vote: bool
) -> Answer:
    question = questions.find(call.connection, call.session, number)
    is_askers = question is not None and questions.is_asked_by(call.connection, call.session, number, call.asker)
    has_voted = votes.has(call.connection, call.session, number, call.asker)
    if not is_askers and not has_voted and not call.session.settings.list_public:
        # Check this first. Another refusal would reveal which numbers the private list contains.
        raise Refusal("vote.not_public")
    if question is None or (
        not is_askers and question.status in (Status.PENDING, Status.DECLINED, Status.MERGED, Status.WITHDRAWN)
    ):
        # The asker is the only attendee who may learn that a question outside the public list exists.
        raise Refusal("question.unknown", number=number)
    if has_voted == to_vote:
        return {"already": True}
    workflow.check_phase(call.act, call.session.phase)
    if is_askers and to_vote:
        raise Refusal("vote.own")
    if not call.session.settings.list_public:
        raise Refusal("vote.not_public")
    if question.status not in workflow.RULES[call.act].statuses:
        raise Refusal("act.not_allowed", act=call.act, status=str(question.status))
    write(call.connection, call.session, number, call.asker)
    raise_attendee_counter(call, call.asker)
    call.effects.voted = number
    return {}


ACTS: dict[str, Act] = {"ask": ask, "reword": reword, "withdraw": withdraw, "vote": vote, "unvote": unvote}
