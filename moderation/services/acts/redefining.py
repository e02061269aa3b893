"""The organiser's act that changes a session's definition, and its undo."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from ...core import definition_changes, definition_rules, workflow
from ...core.contracts import Answer, SessionDefinition
from ...core.model import Seat, Session
from ...core.refusals import Refusal
from ...store import definitions, log, logos, sessions, streams
from ...store import seats as seat_store
from ...store.connection import Connection
from ..session_file.definition import read
from ..session_file.problems import SessionFileError
from ..session_file.values import as_json_values, as_values, without_none
from . import due_times
from .executor import Act, Call
from .organising import turn_rule_on

CHANGING = ("redefine", "move_end", "renew", "set", "add_term")
"""The acts that change a definition."""
UNDOABLE = ("redefine", "move_end", "add_term")
"""The acts whose change `undo_redefine` takes back."""


class Plan(NamedTuple):
    """A planned change of a definition. `wanted`: the definition after the change. `refusals`: the refusals that the
    change would cause.
    """

    present: SessionDefinition
    wanted: SessionDefinition
    refusals: list[Refusal]


def plan(connection: Connection, session: Session, changes: Mapping[str, Any]) -> Plan:
    """Return the plan of a change to the session's definition.

    `changes`: {key of a session file: its new value as JSON, or None to remove the key}. Keys that are not in `changes`
    keep their values.

    The plan's `refusals` are the refusals of `core/definition_rules` and of `_unknown_logos`; they are only returned.
    The function itself refuses with:

    - `definition.invalid` (field, expected, problems) if the new definition fails the checks for session files. Each
      problem has `field`, `expected`, `code` and `values`.
    - `request.field` for the key `passphrases`.
    """
    if "passphrases" in changes:
        raise Refusal("request.field", field="passphrases")
    present = definitions.present(session)
    values = as_json_values(as_values(present))
    before, known = read(values)
    after, remaining = read(without_none({**values, **changes}))
    # Ignore the problems of stored values that do not change. An earlier version of the server can have stored a value
    # that the present checks refuse. Such a value must not prevent changes of other values.
    old = [(problem.field, problem.expected) for problem in known if _key_of(problem) not in changes]
    problems = [
        {
            "field": problem.field,
            "expected": problem.expected,
            "code": problem.problem_code,
            "values": problem.values,
        }
        for problem in remaining
        if (problem.field, problem.expected) not in old
    ]
    if problems:
        first = problems[0]
        raise Refusal("definition.invalid", field=first["field"], expected=first["expected"], problems=problems)
    changed = cast(Mapping[str, Any], after)
    fields = definition_changes.changed_fields(before, after)
    wanted = cast(SessionDefinition, {**present, **{field: changed[field] for field in fields}})
    uses = definitions.uses(connection, session)
    refusals = [
        *definition_rules.refusals(present, wanted, session.phase, uses),
        *_unknown_logos(connection, present, wanted),
    ]
    return Plan(present, wanted, refusals)


def _unknown_logos(connection: Connection, present: SessionDefinition, wanted: SessionDefinition) -> list[Refusal]:
    """Return a refusal `definition.invalid` if `look` contains a new hash of a logo, and no session of the server has
    this logo.

    Do not check a hash that the present definition already contains: the session may have been created from a file
    whose logos this server does not have.
    """
    before, after = present.get("look"), wanted.get("look")
    earlier = {before["logo"], before["logo_dark"]} if before else set()
    new = {"look.logo": after["logo"], "look.logo_dark": after["logo_dark"]} if after else {}
    problems = [
        {"field": field, "expected": "the hash of a logo of this server", "code": "logo_unknown", "values": {}}
        for field, named in new.items()
        if named and named not in earlier and not logos.exists(connection, named)
    ]
    if not problems:
        return []
    first = problems[0]
    return [Refusal("definition.invalid", field=first["field"], expected=first["expected"], problems=problems)]


def _key_of(problem: SessionFileError) -> str:
    """Return the top-level key of the session file that contains the problem."""
    return re.split(r"[.\[]", problem.field)[0]


def redefine(
    call: Call, *, changes: dict[str, Any], version: int | None = None, replaced: Sequence[str] = ()
) -> Answer:
    """Change the session's definition. Answer with its new version, the changed fields, and the replaced seats.

    `version`: the version that the caller has read. `replaced`: the seats (`chair.a`, `panel.cy`) that get another
    person; their links are renewed.

    Refusals: the refusals of `plan` and `core/definition_rules`; `phase.not_allowed`; `definition.stale` (version);
    `schedule.past` (field, act) if a waiting `open` or `close` would be due at once; `request.field` if `replaced`
    contains a seat that neither the present nor the new definition contains.
    """
    workflow.check_phase(call.act, call.session.phase)
    present_version = call.session.definition_version
    if version not in (None, present_version):
        raise Refusal("definition.stale", version=present_version)
    planned = plan(call.connection, call.session, changes)
    named = {*definition_changes.names(planned.present), *definition_changes.names(planned.wanted)}
    if not all(isinstance(seat, str) and seat in named for seat in replaced):
        raise Refusal("request.field", field="replaced")
    if planned.refusals:
        raise planned.refusals[0]
    fields = definition_changes.changed_fields(planned.present, planned.wanted)
    if not fields and not replaced:
        return {"already": True, "version": present_version, "changed": [], "replaced": []}
    return apply(call, planned.wanted, fields, replaced)


def undo_redefine(call: Call) -> Answer:
    """Take back the latest act of `UNDOABLE` that has not been undone.

    If that act renewed links of replaced seats, renew these links again. Refusals: `undo.nothing`;
    `undo.superseded` if a later act changed the same fields; `schedule.past` as for `redefine`; the refusals of
    `core/definition_rules`.
    """
    row = log.latest_named(call.connection, call.session, UNDOABLE)
    if row is None:
        raise Refusal("undo.nothing")
    version, fields = row["detail"]["version"], row["detail"]["fields"]
    present = definitions.present(call.session)
    before, after = (definitions.at_version(call.connection, call.session, number) for number in (version - 1, version))
    if not set(fields).isdisjoint(definition_changes.changed_fields(present, after)):
        later = log.later_act_named(call.connection, row["id"], call.session, CHANGING)
        raise Refusal(
            "undo.superseded", **(later or {"by": call.seat.name, "act": row["act"], "at": row["at"], "number": None})
        )
    old = cast(Mapping[str, Any], before)
    wanted = cast(SessionDefinition, {**present, **{field: old[field] for field in fields}})
    uses = definitions.uses(call.connection, call.session)
    for refusal in definition_rules.refusals(present, wanted, call.session.phase, uses, is_undo=True):
        raise refusal
    answer = apply(call, wanted, fields, row["detail"]["replaced"], undoes=row)
    return {**answer, "act": row["act"], "numbers": []}


def apply(
    call: Call,
    wanted: SessionDefinition,
    fields: list[str],
    replaced: Sequence[str] = (),
    undoes: log.LogRow | None = None,
) -> Answer:
    """Store the definition, and renew the links of the replaced seats.

    The `settings` section of every stream contains the version of the definition. Open pages then see the new version
    and read the new definition. Begin a new epoch if the change concerns questions or streams
    (`definition_changes.changes_streams`).

    Log the names of the changed fields and a hash of the definition. With this hash, the hash chain also protects the
    definition.
    """
    before = call.session
    due_times.check_change(call.connection, before, wanted, call.tx.at)
    needs_epoch = definition_changes.changes_streams(definitions.present(before), wanted)
    if wanted["chatham_house_rule"] and not before.settings.chatham_house_rule:
        turn_rule_on(call)
    session = definitions.replace_definition(call.connection, before, wanted, call.tx.at)
    renewed = [seat for seat in dict.fromkeys(replaced) if Seat.parse(seat) in session.seats]
    for name in renewed:
        # Do not renew the link of a seat that this change has added, because the link is new.
        if Seat.parse(name) in before.seats:
            seat_store.raise_generation(call.connection, session, Seat.parse(name), revoked=False)
    for seat in before.seats:
        if seat.name in renewed or seat not in session.seats:
            call.tx.close_seat(session, seat.name)
    digest = hashlib.sha256(sessions.stored_form(wanted).encode()).hexdigest()
    detail = {"version": session.definition_version, "fields": fields, "replaced": renewed, "hash": digest}
    log.append(call.tx, session, call.seat.name, call.act, [], undoes, detail)
    if needs_epoch:
        call.tx.start_epoch(session)
    else:
        call.tx.touch_section(session, streams.SETTINGS)
    call.effects.redefined = call.effects.recount = True
    return {"version": session.definition_version, "changed": fields, "replaced": renewed}


ACTS: dict[str, Act] = {"redefine": redefine}
