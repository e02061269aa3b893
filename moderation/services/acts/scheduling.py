"""The organiser's acts on times: schedule an act, cancel a scheduled act, move the end of the session."""

from __future__ import annotations

from typing import cast, get_args

from ...core import text as texts
from ...core import workflow
from ...core.contracts import Answer, ScheduleAnchor, ScheduledActName
from ...core.model import Phase, Session
from ...core.refusals import Refusal
from ...store import definitions, log, schedule, scrubbing
from ...store.schedule import Plan, Scheduled
from .. import session_time
from .due_times import due_at
from .executor import Act, Call
from .redefining import redefine

STEP = 5
"""Minutes by which `move_end` moves the end."""
MOST = 20
"""Maximum number of acts of a session that wait for their time."""
MOST_MINUTES = 24 * 60


def schedule_act(
    call: Call, *, planned_act: str, anchor: str, minutes: int = 0, local_time: str | None = None, text: str = ""
) -> Answer:
    """Schedule the act `open`, `close` or `note`. Answer with its id and the time when it is due.

    An `open` can be scheduled only during the rehearsal. A new `open` replaces a waiting `open`, and a new `close`
    replaces a waiting `close`. `anchor`: `start`, `end` or `time`. `minutes`: the number of minutes before the start or
    the end. `local_time`: for the anchor `time`, the time in the session's zone, such as `2026-12-08T14:00`. `text`:
    the text of the note.

    Refusals: `phase.not_allowed`, `request.field`, `text.empty`, `text.too_long`, `schedule.no_time` (the session has
    no such start or end), `schedule.past`, `schedule.full`.
    """
    workflow.check_phase(call.act, call.session.phase)
    if planned_act == "open" and call.session.phase is not Phase.REHEARSAL:
        raise Refusal("phase.not_allowed", act=planned_act, phase=str(call.session.phase))
    plan = _read_plan(call.session, planned_act, anchor, minutes, local_time, text)
    due = due_at(call.session, plan)
    if due is None:
        raise Refusal("schedule.no_time", field="anchor")
    if due <= call.tx.at:
        raise Refusal("schedule.past", field="local_time")
    waiting = [entry for entry in schedule.of_session(call.connection, call.session) if entry.done_at is None]
    replaced = [entry for entry in waiting if plan.act != "note" and entry.plan.act == plan.act]
    if len(waiting) - len(replaced) >= MOST:
        raise Refusal("schedule.full", limit=MOST)
    for entry in replaced:
        _delete(call, entry)
    scheduled = schedule.add(call.connection, call.session, plan)
    _log(call, plan)
    return {"scheduled": scheduled, "at": due}


def _read_plan(session: Session, act: str, anchor: str, minutes: int, local_time: str | None, text: str) -> Plan:
    for field, value, known in (("planned_act", act, ScheduledActName), ("anchor", anchor, ScheduleAnchor)):
        if value not in get_args(known):
            raise Refusal("request.field", field=field)
    if minutes > MOST_MINUTES or (minutes and anchor == "time"):
        raise Refusal("request.field", field="minutes")
    if (local_time is not None) != (anchor == "time"):
        raise Refusal("request.field", field="local_time")
    at = None
    try:
        if local_time is not None:
            at = session_time.from_local(local_time, session_time.zone_name(session))
    except (ValueError, OverflowError):
        raise Refusal("request.field", field="local_time") from None
    cleaned, limit = texts.clean(text), session.limits.note
    if act != "note" and text:
        raise Refusal("request.field", field="text")
    if act == "note" and texts.is_blank(cleaned):
        raise Refusal("text.empty", field="text")
    if texts.length(cleaned) > limit:
        raise Refusal("text.too_long", field="text", limit=limit, length=texts.length(cleaned))
    return Plan(cast(ScheduledActName, act), cast(ScheduleAnchor, anchor), minutes, at, cleaned)


def unschedule(call: Call, *, scheduled: int) -> Answer:
    """Cancel a scheduled act. If the act has already been performed, remove it from the list.

    Refusals: `phase.not_allowed`, `schedule.unknown`.
    """
    workflow.check_phase(call.act, call.session.phase)
    entry = schedule.find(call.connection, call.session, scheduled)
    if entry is None:
        raise Refusal("schedule.unknown")
    _delete(call, entry)
    if entry.done_at is None:
        _log(call, entry.plan)
    return {}


def _delete(call: Call, entry: Scheduled) -> None:
    """Delete a scheduled act. If it contains words, request a scrub, which overwrites the bytes of these words."""
    schedule.delete(call.connection, entry.id)
    if entry.plan.text:
        scrubbing.want_scrub(call.connection)


def _log(call: Call, plan: Plan) -> None:
    detail = {"act": plan.act, "anchor": plan.anchor, "minutes": plan.minutes, "at": plan.at}
    log.append(call.tx, call.session, call.seat.name, call.act, [], detail=detail)


def move_end(call: Call, *, later: bool, ends: str) -> Answer:
    """Move the planned end of the session by `STEP` minutes from `ends`, the end that the organiser saw.

    `later`: True moves the end to a later time, False to an earlier time. The answer has the same form as for
    `redefine`. If the stored end is already the new end (for example, the command was sent twice), answer with
    `already`. Refusals: `phase.not_allowed`; `request.field` if `ends` is no time; `definition.stale` if the stored end
    is neither `ends` nor the new end; the refusals of `redefine`.
    """
    workflow.check_phase(call.act, call.session.phase)
    try:
        seen = session_time.minutes_later(ends, 0)
        wanted = session_time.minutes_later(seen, STEP if later else -STEP)
    except (ValueError, OverflowError):
        raise Refusal("request.field", field="ends") from None
    present = definitions.present(call.session)["ends"]
    version = call.session.definition_version
    if present == wanted:
        return {"already": True, "version": version, "changed": [], "replaced": []}
    if present != seen:
        raise Refusal("definition.stale", version=version)
    return redefine(call, changes={"ends": wanted})


ACTS: dict[str, Act] = {"schedule": schedule_act, "unschedule": unschedule, "move_end": move_end}
