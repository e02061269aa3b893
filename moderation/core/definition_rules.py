"""The changes to a session's definition that each phase allows, and the check of a changed definition.

Before the opening, everything except the code may change. After the opening, a change must not break a promise to
people who have already asked. A change must not remove an entry (such as a group) that a stored question uses.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from .contracts import SessionDefinition
from .definition_changes import changed_fields, keys_of
from .model import Phase
from .refusals import Refusal


class Change(StrEnum):
    """The changes that a phase allows to a field. Each value is the text that documents and pages show."""

    NONE = "no change"
    ANY = "any change"
    TURN_ON = "may be turned on, not off"
    ADD = "entries may be added and changed, not removed"
    UNUSED = "entries may be added and changed, and removed while no question uses them"


FIELDS: dict[str, tuple[Change, Change]] = {
    "code": (Change.NONE, Change.NONE),
    "title": (Change.ANY, Change.ANY),
    "description": (Change.ANY, Change.ANY),
    "organisers": (Change.ANY, Change.ANY),
    "languages": (Change.ANY, Change.UNUSED),
    "groups": (Change.ANY, Change.UNUSED),
    "regions": (Change.ANY, Change.UNUSED),
    "topics": (Change.ANY, Change.UNUSED),
    "chairs_set_topics": (Change.ANY, Change.ANY),
    "chairs": (Change.ANY, Change.ADD),
    "panellists": (Change.ANY, Change.ADD),
    "booths": (Change.ANY, Change.ADD),
    "terms": (Change.ANY, Change.ANY),
    "documents": (Change.ANY, Change.ANY),
    "limits": (Change.ANY, Change.NONE),
    "list_public": (Change.ANY, Change.ANY),
    "show_group": (Change.ANY, Change.ANY),
    "stage_upcoming": (Change.ANY, Change.ANY),
    "chatham_house_rule": (Change.ANY, Change.TURN_ON),
    "translation": (Change.ANY, Change.ANY),
    "demo": (Change.ANY, Change.NONE),
    "starts": (Change.ANY, Change.NONE),
    "ends": (Change.ANY, Change.ANY),
    "time_zone": (Change.ANY, Change.NONE),
    "minutes_per_question": (Change.ANY, Change.NONE),
    "retention_days": (Change.ANY, Change.NONE),
    "purge_when_due": (Change.ANY, Change.NONE),
    "entry_codes": (Change.ANY, Change.NONE),
    "programme": (Change.ANY, Change.ANY),
    "wait_for_start": (Change.ANY, Change.ANY),
    "look": (Change.ANY, Change.ANY),
}
"""{field of a definition: (the changes allowed before the opening, the changes allowed after the opening)}.

Passphrases are not in this table: only the operator's command `passphrase` changes them.
"""

Uses = Mapping[str, Mapping[str, int]]
"""{field: {key of an entry: number of questions that use the entry}}, for example {"groups": {"media": 3}}."""


def allowed(field: str, phase: Phase) -> Change:
    """Return the changes that are allowed to this field of a definition. A purged session allows no change."""
    if phase is Phase.PURGED:
        return Change.NONE
    before, after = FIELDS[field]
    return before if phase is Phase.REHEARSAL else after


def refusals(
    present: SessionDefinition, wanted: SessionDefinition, phase: Phase, uses: Uses, *, is_undo: bool = False
) -> list[Refusal]:
    """Return the refusals of a changed definition, in the order of `FIELDS`; [] if the change is allowed.

    Both definitions must be complete (`definition_changes.complete`). `is_undo`: the change takes back an earlier
    change. After the opening, chairs, panellists and booths can be removed only with `is_undo`, and only if no question
    uses them.

    Under the Chatham House Rule, no language, group, region or topic can be removed after the opening, even if no
    question uses it.

    Codes: `definition.locked` (field, phase); `definition.in_use` (field, key, count); `definition.removed` (field,
    key); `rule.binding` (field).
    """
    reasons: list[Refusal] = []
    for field in changed_fields(present, wanted):
        rule = allowed(field, phase)
        if rule is Change.UNUSED and present["chatham_house_rule"] and phase is not Phase.REHEARSAL:
            # Under the Chatham House Rule, refuse the removal of a used entry and of an unused entry alike. Otherwise
            # the organiser would learn by the refusal whether a question has this language, group, region or topic.
            rule = Change.ADD
        elif rule is Change.ADD and is_undo:
            rule = Change.UNUSED
        reasons += _refusals_of(field, rule, present, wanted, phase, uses)
    return reasons


def _refusals_of(
    field: str, rule: Change, present: Mapping[str, Any], wanted: Mapping[str, Any], phase: Phase, uses: Uses
) -> list[Refusal]:
    if rule is Change.NONE:
        return [Refusal("definition.locked", field=field, phase=phase.value)]
    if rule is Change.TURN_ON and not wanted[field]:
        return [Refusal("rule.binding", field=field)]
    if rule not in (Change.ADD, Change.UNUSED):
        return []
    remaining = set(keys_of(field, wanted[field]))
    removed = [key for key in keys_of(field, present[field]) if key not in remaining]
    if rule is Change.ADD:
        return [Refusal("definition.removed", field=field, key=key) for key in removed]
    counts = uses.get(field, {})
    return [Refusal("definition.in_use", field=field, key=key, count=counts[key]) for key in removed if counts.get(key)]
