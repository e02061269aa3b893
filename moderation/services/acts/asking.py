"""What an attendee does: ask, reword, withdraw, vote."""

from __future__ import annotations

from dataclasses import replace

from ...core import acts, visibility, workflow
from ...core import text as texts
from ...core.model import Question, Status
from ...core.refusals import Refusal
from ...store import attendees, questions, sessions, votes
from ..language import Identified
from .executor import Call, enact, raise_asker_counter, stamped


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
) -> dict:
    """A new question, waiting for the chairs. Refuses `phase.not_allowed`, `text.…`, `name.too_long`, `….unknown`, `limit.…`."""
    session = call.session
    workflow.check_phase(call.act, session.phase)
    if attendees.is_muted(call.connection, call.attendee):
        raise Refusal("asker.muted")
    cleaned = clean_question(text, call)
    check_choice(group, session.groups, "group")
    check_choice(region, session.regions, "region")
    check_choice(to, session.panellists, "panellist")
    check_choice(identified.language, (*session.languages, "und"), "language")
    name = _clean_name(name, call)
    # A refusal gives it back, as it does with all that its command wrote.
    number = sessions.take_number(call.connection, session)
    asked = _check_limits(call, number)
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
        first=asked == 0,
        machine=machine,
    )
    enact(call, [(None, question)])
    return {"question": visibility.asker_view(question, None)}


def reword(call: Call, *, number: int, **asked) -> dict:
    """A new question in place of one's own declined one. Refuses as `ask`, and `question.unknown`, `act.not_allowed`."""
    question = _own(call, number)
    workflow.check_phase(call.act, call.session.phase)
    workflow.check_status(call.act, replace(question, status=question.fate))
    return ask(call, reworded_from=number, **asked)


def withdraw(call: Call, *, number: int) -> dict:
    """One's own question leaves at once. Refuses `question.unknown`, `act.not_allowed`, `phase.not_allowed`."""
    question = _own(call, number)
    if question.status is Status.WITHDRAWN:
        return {"already": True, "question": visibility.asker_view(question, None)}
    workflow.check_phase(call.act, call.session.phase)
    workflow.check_status(call.act, question)
    queue_state = questions.queue_state(call.connection, call.session, [number])
    pairs = stamped(call, queue_state, acts.withdraw(queue_state, question))
    enact(call, pairs)
    return {"question": visibility.asker_view(pairs[0][1], None)}


def vote(call: Call, *, number: int) -> dict:
    """One's vote for a question of the public list; the published total follows. Refuses `vote.own`, `vote.not_public` and by status and phase."""
    return _vote(call, number, votes.add, True)


def unvote(call: Call, *, number: int) -> dict:
    """Take one's vote back."""
    return _vote(call, number, votes.remove, False)


def clean_question(raw: str, call: Call) -> str:
    """The text as it is kept. Refuses `text.empty`, `text.too_long` with `limit` and `length` in graphemes, or in bytes where those are too many."""
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


def _clean_name(name: str | None, call: Call) -> str | None:
    if name is None or call.session.settings.chatham_house_rule:
        return None
    cleaned = texts.one_line(name)
    if texts.length(cleaned) > call.session.limits.name:
        raise Refusal("name.too_long", field="name", limit=call.session.limits.name, length=texts.length(cleaned))
    return None if texts.is_blank(cleaned) else cleaned


def check_choice(value: str | None, allowed: tuple[str, ...], what: str) -> None:
    """Refuses `WHAT.unknown` for a choice that the session does not offer."""
    if value is not None and value not in allowed:
        raise Refusal(f"{what}.unknown", field={"panellist": "to"}.get(what, what))


def _check_limits(call: Call, number: int) -> int:
    """How many the asker has asked before. `number`: the new question's; fewer than that can wait, and to count them takes longer the more there are."""
    limits = call.session.limits
    if number > limits.pending and questions.count(call.connection, call.session, Status.PENDING) >= limits.pending:
        raise Refusal("limit.pending", retry_after=30)
    asked, pending = questions.count_of_attendee(call.connection, call.attendee)
    if pending >= limits.waiting:
        raise Refusal("limit.waiting", limit=limits.waiting, retry_after=30)
    seconds = attendees.take_allowance(call.connection, call.attendee, limits, call.tx.now)
    if seconds:
        raise Refusal("limit.rate", retry_after=int(seconds) + 1)
    return asked


def _own(call: Call, number: int) -> Question:
    question = questions.find(call.connection, call.session, number)
    if question is None or question.attendee != call.attendee:
        raise Refusal("question.unknown", number=number)
    return question


def _vote(call: Call, number: int, change, wished: bool) -> dict:
    question = questions.find(call.connection, call.session, number)
    own = question is not None and questions.is_asked_by(call.connection, call.session, number, call.attendee)
    voted = votes.has(call.connection, call.session, number, call.attendee)
    if not own and not voted and not call.session.settings.list_public:
        # First of all, so that the answer does not tell which numbers are in the list that is not public.
        raise Refusal("vote.not_public")
    if question is None or (
        not own and question.status in (Status.PENDING, Status.DECLINED, Status.MERGED, Status.WITHDRAWN)
    ):
        # What the public list does not show does not exist for others.
        raise Refusal("question.unknown", number=number)
    if voted == wished:
        return {"already": True}
    workflow.check_phase(call.act, call.session.phase)
    if own and wished:
        raise Refusal("vote.own")
    if not call.session.settings.list_public:
        raise Refusal("vote.not_public")
    if question.status not in workflow.RULES[call.act].statuses:
        raise Refusal("act.not_allowed", act=call.act, status=str(question.status))
    change(call.connection, call.session, number, call.attendee)
    raise_asker_counter(call, call.attendee)
    call.effects.voted = number
    return {}
