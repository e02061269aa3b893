"""Tests of the comparison of two definitions."""

from __future__ import annotations

import pytest

from moderation.core.definition_changes import (
    Difference,
    changed_fields,
    changes_streams,
    complete,
    differences,
    names,
    renamed_seats,
)
from moderation.core.model import Settings
from tests.factories import make_definition

PRESENT = complete(make_definition())
ADA = {"key": "ada", "name": "Ada", "role": {"en": "Judge"}}


def test_a_definition_of_an_older_version_gets_the_values_that_it_had():
    old = make_definition(limits={"waiting": 3}, list_public=False)
    for key in ("terms", "time_zone", "minutes_per_question", "translation"):
        old.pop(key)
    completed = complete(old, Settings(stage_upcoming=False))
    assert (completed["terms"], completed["time_zone"], completed["minutes_per_question"]) == ([], "UTC", None)
    assert (completed["purge_when_due"], completed["entry_codes"], completed["translation"]) == (False, "none", "none")
    assert (completed["limits"]["waiting"], completed["limits"]["text"]) == (3, 300)
    assert (completed["list_public"], completed["stage_upcoming"]) == (True, False)
    assert complete(completed) == completed
    assert not complete(old)["list_public"]


def test_changed_fields_are_in_the_order_of_a_definition_without_passphrases():
    wanted = PRESENT | {"demo": True, "title": {"en": "New"}, "passphrases": {"booth": "hash"}}
    assert changed_fields(PRESENT, wanted) == ["title", "demo"]
    assert changed_fields(PRESENT, PRESENT) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": {"en": "New"}, "ends": "2030-01-01T10:00:00.000Z", "terms": []}, False),
        ({"panellists": [*PRESENT["panellists"], ADA]}, False),
        ({"panellists": [{**person, "name": "New"} for person in PRESENT["panellists"]]}, False),
        ({"panellists": PRESENT["panellists"][1:]}, True),
        ({"groups": PRESENT["groups"][1:]}, True),
        ({"groups": PRESENT["groups"][::-1]}, False),
        ({"languages": [*PRESENT["languages"], "ar"]}, True),
        ({"list_public": not PRESENT["list_public"]}, True),
        ({"translation": "neural"}, True),
        ({"look": {"name": "H"}, "programme": [{"at": "15:10", "title": "Q"}], "wait_for_start": True}, False),
        ({}, False),
    ],
)
def test_texts_people_and_times_change_no_stream_while_no_key_is_removed(changes, expected):
    assert changes_streams(PRESENT, PRESENT | changes) is expected


def test_each_difference_has_its_path_and_both_values():
    wanted = PRESENT | {
        "title": {"en": "Who is heard?", "es": "Otro"},
        "description": "New",
        "chairs": [PRESENT["chairs"][0] | {"name": "Ana"}, PRESENT["chairs"][1]],
        "panellists": [ADA],
        "limits": PRESENT["limits"] | {"burst": 1},
    }
    assert differences(PRESENT, wanted) == [
        Difference("title.es", "¿A quién se escucha?", "Otro"),
        Difference("description", None, "New"),
        Difference("chairs.a.name", "Joyce", "Ana"),
        Difference("panellists.moliehi", {"name": "Moliehi", "role": None}, None),
        Difference("panellists.ada", None, {"name": "Ada", "role": {"en": "Judge"}}),
        Difference("limits.burst", 10_000, 1),
    ]


def test_another_order_is_a_difference():
    wanted = PRESENT | {"languages": ["es", "en"], "groups": PRESENT["groups"][::-1]}
    assert differences(PRESENT, wanted) == [
        Difference("languages", ["en", "es"], ["es", "en"]),
        Difference("groups", ["media", "academia", "undisclosed"], ["undisclosed", "academia", "media"]),
    ]


def test_only_seats_that_stay_are_renamed():
    wanted = PRESENT | {
        "chairs": [PRESENT["chairs"][0], PRESENT["chairs"][1] | {"name": "Bo"}],
        "panellists": [ADA],
    }
    assert names(wanted) == {"chair.a": "Joyce", "chair.b": "Bo", "panel.ada": "Ada"}
    assert renamed_seats(PRESENT, wanted) == ["chair.b"]
