"""Tests of the conversion of a row's group, language, time and source to values of the session."""

from __future__ import annotations

import pytest

from moderation.services.imports.choices import asked_at, clean_source, key_of, language_of
from tests.factories import make_definition, make_session

GROUPS = [
    {"key": "media", "label": {"en": "Media", "es": "Prensa y medios"}, "short": {"es": "Prensa"}},
    {"key": "igo", "label": {"en": "International organisation"}},
]


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("MEDIA", "media"),
        (" prensa\ty  medios ", "media"),
        ("Prensa", "media"),
        ("international organisation", "igo"),
        ("Pirates", None),
        ("", None),
        (None, None),
    ],
)
def test_group_is_known_by_its_key_and_labels(value, key):
    assert key_of(value, GROUPS) == key


@pytest.mark.parametrize(
    ("value", "language"),
    [
        ("es", "es"),
        ("ES-mx", "es"),
        ("en_GB", "en"),
        ("Spanish", "es"),
        ("Español", "es"),
        ("Klingon", None),
        ("", None),
        (None, None),
    ],
)
def test_language_is_known_by_tag_and_names(value, language):
    assert language_of(value, ("en", "es")) == language


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("2024-04-05T13:05:10.000", "2024-04-05T18:05:10.000Z"),
        ("2024-04-05T13:05:10.000+02:00", "2024-04-05T11:05:10.000Z"),
        ("1970-01-01T00:00:01.000+00:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("soon", None),
        (None, None),
    ],
)
def test_time_is_in_the_zone_of_the_session(value, at):
    session = make_session(definition=make_definition(time_zone="America/Bogota"))
    assert asked_at(value, session) == at


def test_source_is_one_short_line():
    assert clean_source(" Web\u202eform\n2 " + "x" * 100) == "Webform 2 " + "x" * 30
    assert clean_source("\u200b") == ""
