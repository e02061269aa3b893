"""Tests of the allowed changes to a session's definition, for each phase, every field and every kind of change."""

from __future__ import annotations

from typing import Any

import pytest

from moderation.core.contracts import SessionDefinition
from moderation.core.definition_changes import complete
from moderation.core.definition_rules import FIELDS, Change, allowed, refusals
from moderation.core.model import Phase
from tests.factories import make_definition

AFTER = (Phase.OPEN, Phase.PAUSED, Phase.CLOSED)
USED = {
    "languages": {"es": 2},
    "groups": {"media": 1},
    "regions": {"weog": 4},
    "topics": {"rights": 2},
    "panellists": {"moliehi": 1},
}
PRESENT = complete(make_definition(chairs=[{"seat": seat, "name": seat.upper(), "role": None} for seat in "abc"]))
ADA = {"key": "ada", "name": "Ada", "role": None}
LOCKED = "definition.locked"
CHANGED: dict[str, Any] = {
    "code": "OTHER1",
    "title": {"en": "New", "es": "Nuevo"},
    "description": "New",
    "organisers": "New",
    "terms": [{"term": "ICT", "note": None}],
    "documents": [{"title": "Draft", "url": "https://un.example/draft"}],
    "limits": {**PRESENT["limits"], "waiting": 3},
    "list_public": False,
    "show_group": False,
    "stage_upcoming": False,
    "chatham_house_rule": True,
    "translation": "auto",
    "demo": True,
    "starts": "2021-04-14T13:00:00.000Z",
    "ends": "2021-04-14T14:30:00.000Z",
    "time_zone": "Europe/Paris",
    "minutes_per_question": 5,
    "retention_days": 31,
    "purge_when_due": True,
    "entry_codes": "ask_and_vote",
    "chairs_set_topics": True,
    "programme": [{"at": "15:10", "title": "Opening"}],
    "wait_for_start": True,
    "look": {"name": "Halden Institute", "accent": "#00586B", "logo": None, "logo_dark": None},
}
"""A changed value for each field: {field: a value that differs from `PRESENT`}.

The fields in `ENTRIES` are left out; the tests change their entries.
"""
LOCKED_AFTER = {
    "limits",
    "demo",
    "starts",
    "time_zone",
    "minutes_per_question",
    "retention_days",
    "purge_when_due",
    "entry_codes",
}
ENTRIES = ("languages", "groups", "regions", "topics", "chairs", "panellists", "booths")


def codes(phase: Phase, uses: Any = USED, is_undo: bool = False, present: Any = PRESENT, **wanted: Any) -> list[tuple]:
    """Return (code, field, key) of each refusal of a change from `present` to `present` with the values `wanted`."""
    return [
        (refusal.code, refusal.data["field"], refusal.data.get("key"))
        for refusal in refusals(present, present | wanted, phase, uses, is_undo=is_undo)
    ]


def test_the_table_has_every_field_of_a_definition():
    assert list(FIELDS) == [field for field in SessionDefinition.__annotations__ if field in FIELDS]
    assert set(SessionDefinition.__annotations__) - set(FIELDS) == {"passphrases"}
    assert set(CHANGED) | set(ENTRIES) == set(FIELDS)


@pytest.mark.parametrize("field", CHANGED)
@pytest.mark.parametrize("phase", Phase)
def test_a_value_in_each_phase(field, phase):
    is_locked = field == "code" or phase is Phase.PURGED or (phase in AFTER and field in LOCKED_AFTER)
    assert codes(phase, **{field: CHANGED[field]}) == ([(LOCKED, field, None)] if is_locked else [])
    assert allowed(field, phase) is (
        Change.NONE if is_locked else Change.TURN_ON if field == "chatham_house_rule" and phase in AFTER else Change.ANY
    )


@pytest.mark.parametrize("phase", Phase)
def test_the_rule_is_turned_off_only_in_the_rehearsal(phase):
    expected = {Phase.REHEARSAL: [], Phase.PURGED: [(LOCKED, "chatham_house_rule", None)]}
    under_rule = PRESENT | {"chatham_house_rule": True}
    assert codes(phase, present=under_rule, chatham_house_rule=False) == expected.get(
        phase, [("rule.binding", "chatham_house_rule", None)]
    )


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize(
    ("field", "used", "unused"),
    [
        ("languages", "es", "en"),
        ("groups", "media", "academia"),
        ("regions", "weog", "africa"),
        ("topics", "rights", "access"),
    ],
)
def test_languages_groups_regions_and_topics_in_each_phase(phase, field, used, unused):
    def of(*keys: str) -> list[Any]:
        return [*keys] if field == "languages" else [{"key": key, "label": {}} for key in keys]

    present = PRESENT | {field: of(used, unused)}
    locked = [(LOCKED, field, None)] if phase is Phase.PURGED else []
    assert codes(phase, present=present, **{field: of(used, unused, "new")}) == locked
    assert codes(phase, present=present, **{field: of(unused, used)}) == locked
    assert codes(phase, present=present, **{field: of(used)}) == locked
    in_use = [("definition.in_use", field, used)] if phase in AFTER else locked
    assert codes(phase, present=present, **{field: of(unused)}) == in_use
    under_rule = present | {"chatham_house_rule": True}
    is_telling = phase not in (Phase.REHEARSAL, Phase.PURGED)
    for rest, key in (((unused,), used), ((used,), unused)):
        hidden = [("definition.removed", field, key)] if is_telling else locked
        assert codes(phase, present=under_rule, **{field: of(*rest)}) == hidden
    if field != "languages":
        renamed = [{"key": used, "label": {"en": "Renamed"}}, {"key": unused, "label": {}}]
        assert codes(phase, present=present, **{field: renamed}) == locked


@pytest.mark.parametrize("phase", Phase)
def test_people_in_each_phase(phase):
    locked = phase is Phase.PURGED
    moliehi, chairs = PRESENT["panellists"][0], PRESENT["chairs"]
    for field, entries in (
        ("panellists", [moliehi, ADA]),
        ("panellists", [moliehi | {"name": "Other"}]),
        ("panellists", [moliehi | {"role": "Judge"}]),
        ("chairs", [*chairs, {"seat": "d", "name": "D", "role": None}]),
        ("chairs", [chairs[0] | {"name": "Other"}, *chairs[1:]]),
    ):
        assert codes(phase, **{field: entries}) == ([(LOCKED, field, None)] if locked else [])
    for field, entries, key in (("panellists", [ADA], "moliehi"), ("chairs", chairs[:2], "c")):
        refused = [("definition.removed", field, key)] if phase in AFTER else []
        assert codes(phase, uses={}, **{field: entries}) == ([(LOCKED, field, None)] if locked else refused)


@pytest.mark.parametrize("phase", Phase)
def test_booths_are_added_and_renamed_but_not_removed_after_the_opening(phase):
    booth = {"key": "en_es", "name": "en–es booth", "languages": ["en", "es"]}
    present = PRESENT | {"booths": [booth]}
    locked = [(LOCKED, "booths", None)] if phase is Phase.PURGED else []
    for booths in ([booth, booth | {"key": "es_en"}], [booth | {"name": "B", "languages": ["es", "en"]}]):
        assert codes(phase, present=present, booths=booths) == locked
    removed = [("definition.removed", "booths", "en_es")] if phase in AFTER else locked
    assert codes(phase, present=present, booths=[]) == removed
    assert codes(phase, {}, True, present, booths=[]) == locked


@pytest.mark.parametrize("phase", AFTER)
def test_an_undo_removes_people_whom_no_question_uses(phase):
    assert codes(phase, {}, True, panellists=[]) == []
    assert codes(phase, USED, True, panellists=[]) == [("definition.in_use", "panellists", "moliehi")]
    assert codes(phase, USED, True, chairs=PRESENT["chairs"][:2]) == []


def test_all_refusals_are_reported_in_the_order_of_the_table():
    wanted = {"groups": [], "limits": CHANGED["limits"], "code": "OTHER1", "panellists": [], "title": {"en": "New"}}
    assert codes(Phase.OPEN, **wanted) == [
        (LOCKED, "code", None),
        ("definition.in_use", "groups", "media"),
        ("definition.removed", "panellists", "moliehi"),
        (LOCKED, "limits", None),
    ]
    assert refusals(PRESENT, PRESENT | {"groups": []}, Phase.OPEN, USED)[0].data["count"] == 1
    assert refusals(PRESENT, PRESENT | {"demo": True}, Phase.PAUSED, USED)[0].data["phase"] == "paused"


def test_an_equal_definition_is_never_refused():
    assert [codes(phase) for phase in Phase] == [[]] * len(Phase)
