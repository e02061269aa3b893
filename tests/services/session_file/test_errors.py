"""Tests of the exact error message for each error in a session file."""

from __future__ import annotations

import pytest

from moderation.services.translation.engines.registry import NAMES
from tests.services.session_file.files import GOOD, GROUP, TERM, refused, replaced, top

LANGUAGES = "a list of 1 to 12 language tags, the default first"
MOMENT = "a date and time with its zone, such as 2021-04-14T13:00:00Z"
KEY = "a key of a-z, 0-9 and _, such as civil_society"
SEATS = "chair: expected 1 to 4 [[chair]] tables, with the seats a, b, c, d in this order"
REGIONS = "africa, asia_pacific, eastern_europe, grulac, weog, global"
WORD = "a word or words of 2 to 80 characters"


BOOTH = '[[booth]]\nkey = "en_es"\nname = "en–es booth"\nlanguages = ["en", "es"]\n'
BOOTH_KEY = "a key of a-z, 0-9 and _, such as en_fr, but not leave"
PAIR = "two different languages of the session: en, es"


def booth(line: str) -> bytes:
    """Return the valid file with a booth, whose table has one changed line.

    `line` replaces the line with the same key: `name = ""` replaces `name = "en–es booth"`.
    """
    key = line.partition(" ")[0]
    lines = [line if other.startswith(f"{key} ") else other for other in BOOTH.splitlines()]
    return (GOOD + "\n".join(lines) + "\n").encode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        # Errors of the whole file
        (b"", f"line 1: languages: expected {LANGUAGES}"),
        (b"code = 'A\xff'", "line 1: file: expected text in UTF-8"),
        (b"# \n\ncode = 'A\xff'", "line 3: file: expected text in UTF-8"),
        (replaced('es = "Un título"', 'es = "Un título'), "line 6: file: expected TOML (Illegal character '\\n')"),
        (replaced('name = "Di"', "name ="), "line 27: file: expected TOML (Invalid value)"),
        (GOOD.encode() + b'name = "Do"', "line 28: file: expected TOML (Cannot overwrite a value)"),
        (GOOD.encode() + b"name", "line 28: file: expected TOML (Expected '=' after a key in a key/value pair)"),
        (top(f"code = {'9' * 5000}"), "line 1: file: expected TOML with shorter numbers and less nesting"),
        (top(f"code = {'[' * 5000}"), "line 1: file: expected TOML with shorter numbers and less nesting"),
        # Unknown fields
        (top('langauges = ["en"]'), "line 1: langauges: expected a known field; the nearest is languages"),
        (
            replaced('name = "Cy"', 'nmae = "Cy"'),
            "line 19: panellist[1].nmae: expected a known field; the nearest is name",
        ),
        (replaced('role = "Judge"', "x = 1"), "line 15: chair[2].x: expected a known field: seat, name, role"),
        (
            GOOD.encode() + b"[limits]\ntexts = 9\n",
            "line 29: limits.texts: expected a known field; the nearest is text",
        ),
        # Code, title, languages
        (replaced('code = "TEST1"', ""), "line 1: code: expected 4 to 12 capital letters A-Z and digits"),
        (replaced("TEST1", "test1"), "line 1: code: expected 4 to 12 capital letters A-Z and digits"),
        (replaced("TEST1", "ABC"), "line 1: code: expected 4 to 12 capital letters A-Z and digits"),
        (replaced('"TEST1"', "421"), "line 1: code: expected 4 to 12 capital letters A-Z and digits"),
        (
            replaced('["en", "es"]', f"[0x{'f' * 5000}]"),
            "line 2: languages: expected language tags such as es, zh-Hant or pt-BR (BCP 47), not this number",
        ),
        (replaced('["en", "es"]', '"en"'), f"line 2: languages: expected {LANGUAGES}"),
        (replaced('["en", "es"]', "[]"), f"line 2: languages: expected {LANGUAGES}"),
        (
            replaced('["en", "es"]', '["en", "xx"]'),
            "line 2: languages: expected language tags such as es, zh-Hant or pt-BR (BCP 47), not xx",
        ),
        (
            replaced('["en", "es"]', '["en", ["es"]]'),
            "line 2: languages: expected language tags such as es, zh-Hant or pt-BR (BCP 47), not ['es']",
        ),
        (replaced('["en", "es"]', '["en", "en"]'), "line 2: languages: expected each language once, not en again"),
        (replaced('es = "Un título"', ""), "line 4: title: expected a text in each language of the session, es too"),
        (replaced('"Un título"', '" \\u200b "'), "line 6: title.es: expected a text of 1 to 200 characters"),
        (replaced('"Un título"', f'"{"x" * 201}"'), "line 6: title.es: expected a text of 1 to 200 characters"),
        (
            replaced('es = "Un título"', 'es = "x"\nesp = "x"'),
            "line 7: title.esp: expected a language tag such as es, zh-Hant or pt-BR (BCP 47)",
        ),
        (
            replaced('[title]\nen = "A title"\nes = "Un título"', 'title = "One"'),
            "line 4: title: expected a text in each language of the session: en, es",
        ),
        (top("organisers = 3"), "line 1: organisers: expected a text in each language of the session: en, es"),
        # Settings, numbers, times
        (top('list_public = "yes"'), "line 1: list_public: expected true or false"),
        (top("chatham_house_rule = 1"), "line 1: chatham_house_rule: expected true or false"),
        (top("demo = 0"), "line 1: demo: expected true or false"),
        (
            top('translation = "somewhere"'),
            "line 1: translation: expected " + " or ".join(f'"{name}"' for name in ("none", "auto", *NAMES)),
        ),
        (top("minutes_per_question = 0"), "line 1: minutes_per_question: expected a whole number from 1 to 60"),
        (top("retention_days = 0"), "line 1: retention_days: expected a whole number from 1 to 3650"),
        (top("retention_days = true"), "line 1: retention_days: expected a whole number from 1 to 3650"),
        (top("starts = 2021-04-14T13:00:00"), f"line 1: starts: expected {MOMENT}"),
        (top("starts = 2021-04-14"), f"line 1: starts: expected {MOMENT}"),
        (top('ends = "soon"'), f"line 1: ends: expected {MOMENT}"),
        (top("ends = 0001-01-01T00:00:00+23:59"), f"line 1: ends: expected {MOMENT}"),
        (top('starts = "9999-12-31T23:59:59-23:59"'), f"line 1: starts: expected {MOMENT}"),
        (
            top("starts = 2021-04-14T13:00:00Z\nends = 2021-04-14T13:00:00Z"),
            "line 2: ends: expected a time after starts",
        ),
        (GOOD.encode() + b"[limits]\ntext = 2001\n", "line 29: limits.text: expected a whole number from 1 to 2000"),
        (GOOD.encode() + b"[limits]\nname = 8.5\n", "line 29: limits.name: expected a whole number from 1 to 80"),
        (
            GOOD.encode() + b"limits.waiting = 3\n",
            "line 28: panellist[2].limits: expected a known field: key, name, role",
        ),
        (top("limits.waiting = 0"), "line 1: limits.waiting: expected a whole number from 1 to 200"),
        (top("limits = 3"), "line 1: limits: expected a table: [limits]"),
        # Groups and regions
        (top('groups = "media"'), "line 1: groups: expected a list of keys"),
        (top('groups = ["media", "media"]'), "line 1: groups: expected each key once, not media again"),
        (top("regions = 1"), "line 1: regions: expected a list of keys"),
        (top('regions = ["africa", "mars"]'), f"line 1: regions: expected keys out of {REGIONS}, not mars"),
        (
            top('groups = ["media"]') + GROUP.encode(),
            "line 1: groups: expected every [[group]] of the file in this list, bakers too",
        ),
        ((GOOD + GROUP + GROUP).encode(), "line 32: group[2].key: expected each key once, not bakers again"),
        ((GOOD + GROUP.replace("bakers", "Bakers")).encode(), f"line 29: group[1].key: expected {KEY}"),
        (
            (GOOD + GROUP.replace('es = "Panaderos"', 'fr = "Boulangers"')).encode(),
            "line 30: group[1].label: expected a text in each language of the session, es too",
        ),
        (top('group = "bakers"'), "line 1: group: expected tables, each under [[group]]"),
        # Seats
        (replaced('[[chair]]\nseat = "a"\nname = "Al"\nrole = "Judge"\n', ""), f"line 8: {SEATS}"),
        (replaced('seat = "a"', 'seat = "b"'), "line 13: chair[2].seat: expected each seat once, not b again"),
        (replaced('seat = "a"', 'seat = "c"'), f"line 8: {SEATS}"),
        (replaced('seat = "a"', 'seat = "e"'), 'line 13: chair[2].seat: expected "a" or "b" or "c" or "d"'),
        (replaced('name = "Bea"', ""), "line 8: chair[1].name: expected a text of 1 to 80 characters"),
        (replaced('key = "di"', 'key = "cy"'), "line 26: panellist[2].key: expected each key once, not cy again"),
        (replaced('key = "di"', 'key = "d.i"'), f"line 26: panellist[2].key: expected {KEY}"),
        (replaced('es = "Autora"', "es = 5"), "line 23: panellist[1].role.es: expected a text of 1 to 400 characters"),
        # Glossary
        (top('term = "UN"'), "line 1: term: expected tables, each under [[term]]"),
        (
            (GOOD + "[[term]]\n").encode(),
            "line 28: term[1].term: expected a text in each language of the session: en, es",
        ),
        ((GOOD + TERM.replace("ONU", "x")).encode(), f"line 29: term[1].term.es: expected {WORD}"),
        ((GOOD + TERM.replace("ONU", "x" * 81)).encode(), f"line 29: term[1].term.es: expected {WORD}"),
        ((GOOD + TERM + '[[term]]\nterm = "74/247"').encode(), f"line 31: term[2].term: expected {WORD}"),
        ((GOOD + TERM + TERM).encode(), "line 31: term[2].term: expected each term once, not this one again"),
        (
            (GOOD + TERM + "note = 3").encode(),
            "line 30: term[1].note: expected a text in each language of the session: en, es",
        ),
        (
            (GOOD + TERM + "note = {}").encode(),
            "line 30: term[1].note: expected a text in each language of the session: en, es",
        ),
        (
            (GOOD + TERM + f'note = {{ es = "{"x" * 201}" }}').encode(),
            "line 30: term[1].note.es: expected a text of 1 to 200 characters",
        ),
        ((GOOD + TERM + 'notes = "x"').encode(), "line 30: term[1].notes: expected a known field; the nearest is note"),
        (
            (GOOD + "".join(f'[[term]]\nterm = "t{n}"\n' for n in range(201))).encode(),
            "line 28: term: expected at most 200 [[term]] tables",
        ),
        # Booths
        (booth('key = "leave"'), f"line 29: booth[1].key: expected {BOOTH_KEY}"),
        (booth('key = "en-es"'), f"line 29: booth[1].key: expected {BOOTH_KEY}"),
        (booth('name = ""'), "line 30: booth[1].name: expected a text of 1 to 80 characters"),
        (booth('languages = ["en"]'), f"line 31: booth[1].languages: expected {PAIR}"),
        (booth('languages = ["en", "en"]'), f"line 31: booth[1].languages: expected {PAIR}"),
        (booth('languages = ["en", "fr"]'), f"line 31: booth[1].languages: expected {PAIR}"),
        (booth('languages = "en"'), f"line 31: booth[1].languages: expected {PAIR}"),
        (booth("languages = [1, 2]"), f"line 31: booth[1].languages: expected {PAIR}"),
        (
            (GOOD + BOOTH + BOOTH).encode(),
            "line 33: booth[2].key: expected each key once, not en_es again",
        ),
        (
            (GOOD + "".join(BOOTH.replace("en_es", f"b{n}") for n in range(21))).encode(),
            "line 28: booth: expected at most 20 [[booth]] tables",
        ),
        # Documents
        *(
            (
                (GOOD + f'[[document]]\ntitle = "A"\nurl = "{url}"\n').encode(),
                "line 30: document[1].url: expected an address that begins with https://",
            )
            for url in (
                "http://a.example/",
                "HTTPS://a.example/",
                "javascript:alert(1)",
                "https:a.example",
                "https://",
                "https:///path",
                "https://name@a.example/",
                "https://name:word@a.example/",
                "https://a.example/a b",
                "https://a.example/\\u202Egpj",
                "https://a.example\\\\b",
                "https://[::1",
                "https://a.example:99999/",
                "https://a.example/" + "x" * 1000,
                "//a.example/",
                "",
            )
        ),
        (
            (GOOD + '[[document]]\nurl = "https://a.example/"\n').encode(),
            "line 28: document[1].title: expected a text in each language of the session: en, es",
        ),
        (
            (GOOD + '[[document]]\ntitle = "A"\nurl = "https://a.example/"\n' * 41).encode(),
            "line 28: document: expected at most 40 [[document]] tables",
        ),
    ],
)
def test_bad_file_is_refused_with_line_field_and_expected_value(content, sentence):
    assert refused(content) == sentence


HEX = 'look.accent: expected a colour such as "#00586B"'
HASH = "expected the hash of a logo that `open-floor logo` or the set-up page has stored"


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ('[look]\naccent = "teal"\n', f"line 29: {HEX}"),
        ('[look]\naccent = "#FFF"\n', f"line 29: {HEX}"),
        ("[look]\naccent = 5\n", f"line 29: {HEX}"),
        (
            '[look]\naccent = "#2FA3B5"\n',
            "line 29: look.accent: expected a colour with a contrast of at least 4.5 (this one: 2.5); "
            "the nearest is #037786",
        ),
        ('[look]\nlogo = "logo.png"\n', f"line 29: look.logo: {HASH}"),
        (f'[look]\nlogo_dark = "{"A" * 64}"\n', f"line 29: look.logo_dark: {HASH}"),
        (
            '[look]\nname = { en = "Only" }\n',
            "line 29: look.name: expected a text in each language of the session, es too",
        ),
        (
            '[[programme]]\nat = "24:00"\ntitle = "x"\n',
            'line 29: programme[1].at: expected hours and minutes, such as "15:10"',
        ),
        (
            '[[programme]]\nat = "9.30"\ntitle = "x"\n',
            'line 29: programme[1].at: expected hours and minutes, such as "15:10"',
        ),
        (
            '[[programme]]\nat = "09:30"\n',
            "line 28: programme[1].title: expected a text in each language of the session: en, es",
        ),
    ],
)
def test_errors_of_look_and_programme(lines, sentence):
    assert refused(GOOD.encode() + lines.encode()) == sentence
