"""Tests that convert a definition to a session file and back. The result must equal the definition byte for byte."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import pytest

from moderation.services import passphrase, words
from moderation.services.session_file.definition import from_values, load, parse
from moderation.services.session_file.toml_text import to_toml
from moderation.services.session_file.values import as_json_values, as_values
from tests.services.session_file.files import GOOD, GROUP, TERM, top

FILES = sorted((words.FOLDER.parent / "sessions").glob("*.toml"))
HASH = passphrase.hash_of("correct horse battery")
OWN_UNDISCLOSED = '[[group]]\nkey = "undisclosed"\nlabel = "?"\n'
LOOK = f'[look]\nname = "H"\naccent = "#00586B"\nlogo = "{"a" * 64}"\nlogo_dark = "{"0" * 64}"\n'
OTHER_ORDER = '[[group]]\nkey = "bakers"\nlabel = { es = "P", en = "B" }\nshort = { en = "B", es = "P" }\n'


def is_kept(definition: Any) -> str:
    """Check that the definition is the same after conversion to TOML and back, and to JSON and back.

    Return the TOML text.
    """
    text = to_toml(as_values(definition))
    again = parse(text.encode())
    assert json.dumps(again) == json.dumps(definition)
    assert to_toml(as_values(again)) == text
    assert json.dumps(from_values(as_json_values(as_values(definition)))) == json.dumps(definition)
    return text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_example_is_the_same_after_conversion_and_back(file):
    is_kept(load(file))


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode(),
        top("groups = []"),
        top("regions = true"),
        top('groups = ["media", "undisclosed"]'),
        top("starts = 2026-12-08T20:30:00-05:00"),
        top("starts = 2026-12-08T20:30:00.250+05:45\nends = 2026-12-09T20:30:00Z"),
        top('ends = 2026-12-08T20:30:00+01:00\ntime_zone = "America/Bogota"'),
        top('starts = 2026-10-25T02:30:00+01:00\ntime_zone = "Europe/Berlin"'),
        top('starts = 2026-12-08T20:30:00-05:00\ntime_zone = "UTC"'),
        top("ends = 2026-12-08T20:30:00+01:00"),
        top(r'description = "\"a\" \\ b\u007F\n\tc"'),
        top("wait_for_start = true"),
        (GOOD + LOOK + '[[programme]]\nat = "15:10"\ntitle = "Q"\n').encode(),
        (GOOD + '[look]\nname = { en = "H", es = "I" }\n').encode(),
        top('description = { es = "x", en = "y", fr = "z" }\norganisers = "O"'),
        top("demo = true\nminutes_per_question = 3\npurge_when_due = false\nlimits = { text = 9 }"),
        (GOOD + GROUP + TERM + '[[term]]\nterm = "Cy"\nnote = { es = "x" }\n').encode(),
        (GOOD + '[[term]]\nterm = { es = "ONU" }\n').encode(),
        (GOOD + '[[booth]]\nkey = "b"\nname = "B"\nlanguages = ["es", "en"]\n').encode(),
        (GOOD + '[[document]]\ntitle = { en = "A", es = "B" }\nurl = "https://x.example/?a=b&c"\n').encode(),
        (GOOD + OTHER_ORDER).encode(),
        (GOOD + GROUP + OWN_UNDISCLOSED).encode(),
        (GOOD + '[[region]]\nkey = "africa"\nlabel = "AF"\n').encode(),
        (GOOD + '[[topic]]\nkey = "a"\nlabel = "A"\n[[topic]]\nkey = "b"\nlabel = { es = "x", en = "y" }\n').encode(),
        top("chairs_set_topics = true"),
        (GOOD + f'[passphrases]\nstage = "{HASH}"\n"chair.a" = "{HASH}"\n').encode(),
    ],
)
def test_a_random_definition_is_the_same_after_conversion_and_back(content):
    is_kept(parse(content))


def test_the_text_is_a_file_as_a_person_would_write_it():
    file = next(file for file in FILES if file.stem == "university-talk")
    text = is_kept(load(file))
    values = tomllib.loads(text)
    assert text.startswith('code = "VORTRAG3"\ndemo = false\nlanguages = ["de"]\n')
    assert "\nstarts = 2027-01-20T18:15:00+01:00\n" in text and '\ntime_zone = "Europe/Berlin"\n' in text
    assert (values["title"], values["group"][0]) == (
        "Wem gehören die Daten einer Stadt?",
        {"key": "studium", "label": "Studierende"},
    )
    assert text.endswith('[[term]]\nterm = "Open Data"\nnote = "frei nutzbare Daten der Verwaltung"\n')


def test_a_group_of_the_word_list_is_only_named():
    text = to_toml(as_values(parse(top('groups = ["media"]'))))
    assert 'groups = ["media"]' in text and "[[group]]" not in text


def test_groups_and_regions_are_only_named_if_the_session_is_older_than_a_language_of_the_word_list():
    definition = json.loads(json.dumps(parse(top('groups = ["media", "igo"]\nregions = ["africa"]'))))
    for entry in (*definition["groups"], *definition["regions"]):
        for texts in (entry["label"], entry.get("short") or {}):
            texts.pop("de", None)
    definition["groups"][1]["label"]["fr"] = "OIG"
    text = to_toml(as_values(definition))
    assert re.findall(r'\[\[(group|region)\]\]\nkey = "(\w+)"', text) == [("group", "igo")]
