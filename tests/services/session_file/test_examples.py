"""Tests of the session files in data/sessions: five very different events."""

from __future__ import annotations

from typing import Any

import pytest

from moderation.core.marks import marks_of
from moderation.services import words
from moderation.services.session_file.definition import load

FOLDER = words.FOLDER.parent / "sessions"
UN = ["en", "fr", "es", "ar", "ru", "zh"]
LIMITS = {"text": 300, "burst": 5, "waiting": 20}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "icann-forum",
            {
                "languages": ["en", "fr", "es", "ar", "zh", "ru", "pt"],
                "groups": "gac alac ccnso rysg rrsg bc ipc ispcp ncsg ssac rssac aso other undisclosed",
                "regions": "africa apac europe lac north_america undisclosed",
                "chairs": "ab",
                "panellists": 3,
                "starts": "2027-03-11T02:30:00.000Z",
                "time_zone": "Asia/Kuala_Lumpur",
                "limits": LIMITS | {"text": 500},
            },
        ),
        (
            "igf-open-forum",
            {
                "languages": ["en", "fr"],
                "groups": " ".join(words.groups()),
                "regions": " ".join(words.regions()),
                "chairs": "ab",
                "panellists": 3,
                "starts": "2026-11-24T09:30:00.000Z",
                "time_zone": "Africa/Accra",
                "limits": LIMITS,
            },
        ),
        (
            "city-council",
            {
                "languages": ["en", "ar"],
                "groups": "resident business association city_staff undisclosed",
                "regions": "north_end riverside old_mill harbour undisclosed",
                "chairs": "ab",
                "panellists": 2,
                "starts": "2027-02-09T23:00:00.000Z",
                "time_zone": "America/Detroit",
                "limits": LIMITS,
            },
        ),
        (
            "university-talk",
            {
                "languages": ["de"],
                "groups": "studium lehre verwaltung gast undisclosed",
                "regions": "",
                "chairs": "a",
                "panellists": 1,
                "starts": "2027-01-20T17:15:00.000Z",
                "time_zone": "Europe/Berlin",
                "limits": LIMITS,
            },
        ),
        (
            "summit",
            {
                "languages": UN,
                "groups": "government igo civil_society private_sector academia undisclosed",
                "regions": "africa asia_pacific eastern_europe grulac weog undisclosed",
                "chairs": "abc",
                "panellists": 12,
                "starts": "2027-09-20T13:00:00.000Z",
                "time_zone": "America/New_York",
                "limits": LIMITS | {"burst": 3, "waiting": 5},
            },
        ),
    ],
)
def test_each_example_file_has_the_definition_of_its_event(name: str, expected: dict[str, Any]):
    definition = load(FOLDER / f"{name}.toml")
    assert {
        "languages": definition["languages"],
        "groups": " ".join(group["key"] for group in definition["groups"]),
        "regions": " ".join(region["key"] for region in definition["regions"]),
        "chairs": "".join(chair["seat"] for chair in definition["chairs"]),
        "panellists": len(definition["panellists"]),
        "starts": definition["starts"],
        "time_zone": definition["time_zone"],
        "limits": {name: definition["limits"][name] for name in LIMITS},
    } == expected
    assert set(definition["title"]) == set(definition["languages"])
    assert definition["ends"] and definition["ends"] > expected["starts"]


def test_the_example_files_have_their_own_texts():
    forum = load(FOLDER / "icann-forum.toml")
    assert forum["groups"][0]["label"] == dict.fromkeys(forum["languages"], "GAC")
    assert forum["regions"][1]["label"]["pt"] == "Ásia, Austrália e Pacífico"
    assert [topic["key"] for topic in forum["topics"]] == [
        "next_round",
        "dns_abuse",
        "registration_data",
        "accountability",
        "other_matters",
    ]
    assert forum["topics"][4]["label"]["pt"] == "Outros assuntos"
    marks = marks_of(tuple(group["key"] for group in forum["groups"]))
    assert len(set(marks.values())) == len(forum["groups"])
    council = load(FOLDER / "city-council.toml")
    assert council["regions"][1]["label"] == {"en": "Riverside", "ar": "ضفة النهر"}
    talk = load(FOLDER / "university-talk.toml")
    assert (talk["title"], talk["groups"][-1]["label"]) == (
        {"de": "Wem gehören die Daten einer Stadt?"},
        {"de": "Keine Angabe"},
    )
    summit = load(FOLDER / "summit.toml")
    assert (summit["chatham_house_rule"], summit["entry_codes"]) == (True, "ask_and_vote")


def test_the_codes_differ():
    codes = [load(file)["code"] for file in FOLDER.glob("*.toml")]
    assert len(set(codes)) == len(codes) == 7
