"""Session files: what is read, and the exact sentence for everything that is wrong."""

import json
import re

import pytest

from moderation.core.model import REASONS, RTL_LANGUAGES
from moderation.services import words
from moderation.services.glossary import plain_terms, terms
from moderation.services.session_file import definition as session_file
from moderation.services.session_file.definition import load, parse
from moderation.services.session_file.toml_table import SessionFileError
from moderation.services.translation.engines.registry import NAMES

FOLDER = words.FOLDER.parent / "sessions"
GOOD = """\
code = "TEST1"
languages = ["en", "es"]

[title]
en = "A title"
es = "Un título"

[[chair]]
seat = "b"
name = "Bea"

[[chair]]
seat = "a"
name = "Al"
role = "Judge"

[[panellist]]
key = "cy"
name = "Cy"

[panellist.role]
en = "Author"
es = "Autora"

[[panellist]]
key = "di"
name = "Di"
"""


def replaced(old: str, new: str) -> bytes:
    assert old in GOOD
    return GOOD.replace(old, new, 1).encode()


def top(line: str) -> bytes:
    """The good file with one more line at its head."""
    return f"{line}\n{GOOD}".encode()


def refused(content: bytes) -> str:
    with pytest.raises(SessionFileError) as caught:
        parse(content)
    assert caught.value.code == "session.file"
    assert caught.value.data == {
        "line": caught.value.line,
        "field": caught.value.field,
        "expected": caught.value.expected,
    }
    return str(caught.value)


def test_parse_fills_in_the_defaults():
    definition = parse(GOOD.encode())
    groups, regions = definition.pop("groups"), definition.pop("regions")
    assert definition == {
        "code": "TEST1",
        "title": {"en": "A title", "es": "Un título"},
        "description": None,
        "organisers": None,
        "languages": ["en", "es"],
        "chairs": [{"seat": "a", "name": "Al", "role": "Judge"}, {"seat": "b", "name": "Bea", "role": None}],
        "panellists": [
            {"key": "cy", "name": "Cy", "role": {"en": "Author", "es": "Autora"}},
            {"key": "di", "name": "Di", "role": None},
        ],
        "terms": [],
        "limits": {
            "text": 300,
            "text_bytes": 4000,
            "name": 80,
            "burst": 5,
            "seconds_per_question": 10,
            "waiting": 20,
            "pending": 2000,
            "note": 500,
        },
        "list_public": True,
        "show_group": True,
        "stage_upcoming": True,
        "chatham_house_rule": False,
        "translation": "auto",
        "demo": False,
        "starts": None,
        "ends": None,
        "minutes_per_question": None,
        "retention_days": 30,
    }
    assert [group["key"] for group in groups] == list(words.groups())
    assert regions == []


def test_the_demo_session_is_the_panel_of_2021():
    session = load(FOLDER / "cybercrime-2021.toml")
    assert (session["code"], session["demo"], session["languages"]) == ("CYB421", True, ["en", "es", "fr"])
    assert [person["name"] for person in session["panellists"]] == [
        "Moliehi Makumane",
        "Marwa Fatafta",
        "Fernanda Teixeira Souza Domingos",
        "Michele Socco",
        "Daniel McBryde",
    ]
    assert [person["name"] for person in session["chairs"]] == ["Joyce Hakmeh", "Patryk Pawlak"]
    assert (session["regions"], session["chatham_house_rule"], session["limits"]["text"]) == ([], False, 300)


def test_the_second_session_differs_in_everything():
    session = load(FOLDER / "water.toml")
    assert (session["code"], session["demo"], session["languages"]) == ("WATER7", False, ["fr", "ar", "en"])
    keys = ["government", "farmers", "utilities", "civil_society", "academia", "other", "undisclosed"]
    assert [group["key"] for group in session["groups"]] == keys
    assert session["groups"][2]["short"] == session["groups"][2]["label"]
    assert [region["key"] for region in session["regions"]] == [
        "africa",
        "asia_pacific",
        "weog",
        "global",
        "undisclosed",
    ]
    assert (session["chatham_house_rule"], session["limits"]["text"], session["show_group"]) == (True, 500, False)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_definition_survives_json(path):
    definition = load(path)
    assert json.loads(json.dumps(definition)) == definition


def test_undisclosed_is_always_last():
    groups = parse(top('groups = ["undisclosed", "media", "igo"]'))["groups"]
    assert [group["key"] for group in groups] == ["media", "igo", "undisclosed"]


def test_regions_true_offers_all():
    assert [region["key"] for region in parse(top("regions = true"))["regions"]] == list(words.regions())


def test_terms_are_kept_in_order_on_one_line():
    file = GOOD + TERM + 'note = { es = "la de Nueva York" }\n[[term]]\nterm = """ Access\n  Now"""\nnote = "an NGO"\n'
    assert parse(file.encode())["terms"] == [
        {"term": {"en": "UN", "es": "ONU"}, "note": {"es": "la de Nueva York"}},
        {"term": "Access Now", "note": "an NGO"},
    ]


def test_glossary_has_the_terms_then_the_names_that_are_not_among_them():
    definition = parse((GOOD + TERM + '[[term]]\nterm = "Cy"\nnote = "an author"\n').encode())
    assert terms(definition) == [
        {"texts": {"en": "UN", "es": "ONU"}, "note": None},
        {"texts": {"en": "Cy", "es": "Cy"}, "note": "an author"},
        {"texts": {"en": "Al", "es": "Al"}, "note": None},
        {"texts": {"en": "Bea", "es": "Bea"}, "note": None},
        {"texts": {"en": "Di", "es": "Di"}, "note": None},
    ]
    assert plain_terms(definition)[0] == {"en": "UN", "es": "ONU"}


def test_times_are_kept_in_utc():
    definition = parse(top('starts = 2021-04-14T15:00:00+02:00\nends = "2021-04-14T14:30:00Z"'))
    assert (definition["starts"], definition["ends"]) == ("2021-04-14T13:00:00.000Z", "2021-04-14T14:30:00.000Z")


LANGUAGES = "a list of 1 to 12 language tags, the default first"
MOMENT = "a date and time with its zone, such as 2021-04-14T13:00:00Z"
KEY = "a key of a-z, 0-9 and _, such as civil_society"
SEATS = "chair: expected two [[chair]] tables, seats a and b"
REGIONS = "africa, asia_pacific, eastern_europe, grulac, weog, global"
TERM = '[[term]]\nterm = { en = "UN", es = "ONU" }\n'
WORD = "a word or words of 2 to 80 characters"
GROUP = '[[group]]\nkey = "bakers"\nlabel = { en = "Bakers", es = "Panaderos" }\n'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        # the file itself
        (b"", f"line 1: languages: expected {LANGUAGES}"),
        (b"code = 'A\xff'", "line 1: file: expected text in UTF-8"),
        (b"# \n\ncode = 'A\xff'", "line 3: file: expected text in UTF-8"),
        (replaced('es = "Un título"', 'es = "Un título'), "line 6: file: expected TOML (Illegal character '\\n')"),
        (replaced('name = "Di"', "name ="), "line 27: file: expected TOML (Invalid value)"),
        (GOOD.encode() + b'name = "Do"', "line 28: file: expected TOML (Cannot overwrite a value)"),
        (GOOD.encode() + b"name", "line 28: file: expected TOML (Expected '=' after a key in a key/value pair)"),
        # unknown fields
        (top('langauges = ["en"]'), "line 1: langauges: expected a known field; the nearest is languages"),
        (replaced("name = \"Cy\"", 'nmae = "Cy"'), "line 19: panellist[1].nmae: expected a known field; the nearest is name"),
        (replaced("role = \"Judge\"", "x = 1"), "line 15: chair[2].x: expected a known field: seat, name, role"),
        (GOOD.encode() + b"[limits]\ntexts = 9\n", "line 29: limits.texts: expected a known field; the nearest is text"),
        # code, title, languages
        (replaced('code = "TEST1"', ""), "line 1: code: expected 4 to 12 capital letters A-Z and digits"),
        (replaced("TEST1", "test1"), "line 1: code: expected 4 to 12 capital letters A-Z and digits"),
        (replaced("TEST1", "ABC"), "line 1: code: expected 4 to 12 capital letters A-Z and digits"),
        (replaced('"TEST1"', "421"), "line 1: code: expected 4 to 12 capital letters A-Z and digits"),
        (replaced('["en", "es"]', '"en"'), f"line 2: languages: expected {LANGUAGES}"),
        (replaced('["en", "es"]', "[]"), f"line 2: languages: expected {LANGUAGES}"),
        (replaced('["en", "es"]', '["en", "xx"]'), "line 2: languages: expected language tags of data/words/languages.toml, not xx"),
        (replaced('["en", "es"]', '["en", ["es"]]'), "line 2: languages: expected language tags of data/words/languages.toml, not ['es']"),
        (replaced('["en", "es"]', '["en", "en"]'), "line 2: languages: expected each language once, not en again"),
        (replaced('es = "Un título"', ""), "line 4: title: expected a text in each language of the session, es too"),
        (replaced('"Un título"', '" \\u200b "'), "line 6: title.es: expected a text of 1 to 200 characters"),
        (replaced('"Un título"', f'"{"x" * 201}"'), "line 6: title.es: expected a text of 1 to 200 characters"),
        (replaced('es = "Un título"', 'es = "x"\nesp = "x"'), "line 7: title.esp: expected a language tag of data/words/languages.toml"),
        (replaced('[title]\nen = "A title"\nes = "Un título"', 'title = "One"'), "line 4: title: expected a text in each language of the session: en, es"),
        (top("organisers = 3"), "line 1: organisers: expected a text in each language of the session: en, es"),
        # switches, numbers, times
        (top('list_public = "yes"'), "line 1: list_public: expected true or false"),
        (top("chatham_house_rule = 1"), "line 1: chatham_house_rule: expected true or false"),
        (top("demo = 0"), "line 1: demo: expected true or false"),
        (top('translation = "somewhere"'), "line 1: translation: expected " + " or ".join(f'"{name}"' for name in ("none", "auto", *NAMES))),
        (top("minutes_per_question = 0"), "line 1: minutes_per_question: expected a whole number from 1 to 60"),
        (top("retention_days = 0"), "line 1: retention_days: expected a whole number from 1 to 3650"),
        (top("retention_days = true"), "line 1: retention_days: expected a whole number from 1 to 3650"),
        (top("starts = 2021-04-14T13:00:00"), f"line 1: starts: expected {MOMENT}"),
        (top("starts = 2021-04-14"), f"line 1: starts: expected {MOMENT}"),
        (top('ends = "soon"'), f"line 1: ends: expected {MOMENT}"),
        (top("starts = 2021-04-14T13:00:00Z\nends = 2021-04-14T13:00:00Z"), "line 2: ends: expected a time after starts"),
        (GOOD.encode() + b"[limits]\ntext = 501\n", "line 29: limits.text: expected a whole number from 1 to 500"),
        (GOOD.encode() + b"[limits]\nname = 8.5\n", "line 29: limits.name: expected a whole number from 1 to 80"),
        (GOOD.encode() + b"limits.waiting = 3\n", "line 28: panellist[2].limits: expected a known field: key, name, role"),
        (top("limits.waiting = 0"), "line 1: limits.waiting: expected a whole number from 1 to 200"),
        (top("limits = 3"), "line 1: limits: expected a table: [limits]"),
        # groups and regions
        (top('groups = "media"'), "line 1: groups: expected a list of keys"),
        (top('groups = ["media", "media"]'), "line 1: groups: expected each key once, not media again"),
        (top("regions = 1"), "line 1: regions: expected a list of keys"),
        (top('regions = ["africa", "mars"]'), f"line 1: regions: expected keys out of {REGIONS}, not mars"),
        (top('groups = ["media"]') + GROUP.encode(), "line 1: groups: expected every [[group]] of the file in this list, bakers too"),
        ((GOOD + GROUP + GROUP).encode(), "line 32: group[2].key: expected each key once, not bakers again"),
        ((GOOD + GROUP.replace("bakers", "Bakers")).encode(), f"line 29: group[1].key: expected {KEY}"),
        ((GOOD + GROUP.replace('es = "Panaderos"', 'fr = "Boulangers"')).encode(),
         "line 30: group[1].label: expected a text in each language of the session, es too"),
        (top('group = "bakers"'), "line 1: group: expected tables, each under [[group]]"),
        # seats
        (replaced('[[chair]]\nseat = "b"\nname = "Bea"\n', ""), f"line 9: {SEATS}"),
        (replaced('seat = "a"', 'seat = "b"'), "line 13: chair[2].seat: expected each seat once, not b again"),
        (replaced('seat = "a"', 'seat = "c"'), 'line 13: chair[2].seat: expected "a" or "b"'),
        (replaced('name = "Bea"', ""), "line 8: chair[1].name: expected a text of 1 to 80 characters"),
        (replaced('key = "di"', 'key = "cy"'), "line 26: panellist[2].key: expected each key once, not cy again"),
        (replaced('key = "di"', 'key = "d.i"'), f"line 26: panellist[2].key: expected {KEY}"),
        (replaced('es = "Autora"', "es = 5"), "line 23: panellist[1].role.es: expected a text of 1 to 400 characters"),
        # the glossary
        (top('term = "UN"'), "line 1: term: expected tables, each under [[term]]"),
        ((GOOD + "[[term]]\n").encode(), "line 28: term[1].term: expected a text in each language of the session: en, es"),
        ((GOOD + TERM.replace(', es = "ONU"', "")).encode(), "line 29: term[1].term: expected a text in each language of the session, es too"),
        ((GOOD + TERM.replace("ONU", "x")).encode(), f"line 29: term[1].term.es: expected {WORD}"),
        ((GOOD + TERM.replace("ONU", "x" * 81)).encode(), f"line 29: term[1].term.es: expected {WORD}"),
        ((GOOD + TERM + '[[term]]\nterm = "74/247"').encode(), f"line 31: term[2].term: expected {WORD}"),
        ((GOOD + TERM + TERM).encode(), "line 31: term[2].term: expected each term once, not this one again"),
        ((GOOD + TERM + "note = 3").encode(), "line 30: term[1].note: expected a text in each language of the session: en, es"),
        ((GOOD + TERM + "note = {}").encode(), "line 30: term[1].note: expected a text in each language of the session: en, es"),
        ((GOOD + TERM + f'note = {{ es = "{"x" * 201}" }}').encode(), "line 30: term[1].note.es: expected a text of 1 to 200 characters"),
        ((GOOD + TERM + 'notes = "x"').encode(), "line 30: term[1].notes: expected a known field; the nearest is note"),
        ((GOOD + "".join(f'[[term]]\nterm = "t{n}"\n' for n in range(201))).encode(), "line 28: term: expected at most 200 [[term]] tables"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_line_field_and_what_was_expected(content, sentence):
    assert refused(content) == sentence


def test_a_key_inside_a_block_of_text_is_not_taken_for_the_key():
    content = top('description = """\ncode = "x"\n[title]\n"""').replace(b"TEST1", b"no")
    assert refused(content) == "line 5: code: expected 4 to 12 capital letters A-Z and digits"


def test_windows_line_ends_count_the_same():
    content = replaced('seat = "a"', 'seat = "c"').replace(b"\n", b"\r\n")
    assert refused(content) == 'line 13: chair[2].seat: expected "a" or "b"'


def test_load_names_the_file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(top("demo = 0"))
    with pytest.raises(SessionFileError, match=r"^mine\.toml, line 1: demo: expected true or false$"):
        load(path)


def test_a_missing_file_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "none.toml")


def test_limits_of_a_file_cover_the_limits_of_the_model():
    assert session_file.MOST.keys() == parse(GOOD.encode())["limits"].keys()


# The word lists


@pytest.mark.parametrize("listed", [words.groups, words.regions, words.reasons], ids=lambda listed: listed.__name__)
def test_every_word_is_said_in_four_languages(listed):
    for word in listed().values():
        for texts in (word.label, word.short or word.label, word.numbered or word.label):
            assert sorted(texts) == ["ar", "en", "es", "fr"]
            assert all(text.strip() == text != "" for text in texts.values())


def test_the_reasons_are_the_model_s():
    assert tuple(words.reasons()) == REASONS


def test_a_reason_names_the_other_question_only_where_it_can():
    assert words.reason_label("duplicate", "es", 12) == "Repite la n.º 12"
    assert words.reason_label("duplicate", "es") == "Repite otra pregunta"
    assert words.reason_label("off_topic", "fr", 12) == "Hors sujet"
    assert words.reason_label("off_topic", "pt") == "Off topic"


def test_directions_are_the_model_s():
    listed = words.languages().values()
    assert {language.code for language in listed if language.dir == "rtl"} <= RTL_LANGUAGES
    assert {language.code for language in listed if language.dir == "ltr"} & RTL_LANGUAGES == set()
    assert all(re.fullmatch("[a-z]{2}", language.code) for language in listed)
    assert words.language_name("ar") == "العربية"
    assert words.language_name("xx") == "xx"
