"""Tests of the session definition that is read from a session file."""

import json

import pytest

from moderation.core.model import REASONS, direction_of
from moderation.services import passphrase, words
from moderation.services.glossary import plain_terms, terms
from moderation.services.language_tags import standard_tag
from moderation.services.session_file import definition as session_file
from moderation.services.session_file.definition import load, parse
from moderation.services.session_file.problems import SessionFileError
from moderation.web.language_choice import INTERFACE
from tests.services.session_file.files import GOOD, TERM, refused, replaced, top

FOLDER = words.FOLDER.parent / "sessions"


def test_parse_fills_in_the_defaults():
    definition = parse(GOOD.encode())
    groups, regions = definition.pop("groups"), definition.pop("regions")
    assert definition == {
        "code": "TEST1",
        "title": {"en": "A title", "es": "Un título"},
        "description": None,
        "organisers": None,
        "languages": ["en", "es"],
        "topics": [],
        "chairs_set_topics": False,
        "chairs": [{"seat": "a", "name": "Al", "role": "Judge"}, {"seat": "b", "name": "Bea", "role": None}],
        "panellists": [
            {"key": "cy", "name": "Cy", "role": {"en": "Author", "es": "Autora"}},
            {"key": "di", "name": "Di", "role": None},
        ],
        "booths": [],
        "terms": [],
        "documents": [],
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
        "time_zone": "UTC",
        "minutes_per_question": None,
        "retention_days": 30,
        "purge_when_due": True,
        "entry_codes": "none",
        "programme": [],
        "wait_for_start": False,
        "look": None,
    }
    assert [group["key"] for group in groups] == list(words.groups())
    assert regions == []


def test_demo_session_is_the_panel_of_2021():
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


def test_second_session_differs_in_every_field():
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
def test_definition_is_unchanged_by_json(path):
    definition = load(path)
    assert json.loads(json.dumps(definition)) == definition


def test_undisclosed_is_always_last():
    groups = parse(top('groups = ["undisclosed", "media", "igo"]'))["groups"]
    assert [group["key"] for group in groups] == ["media", "igo", "undisclosed"]


def test_regions_true_offers_all_regions():
    assert [region["key"] for region in parse(top("regions = true"))["regions"]] == list(words.regions())


def test_terms_keep_their_order_and_are_cleaned():
    file = GOOD + TERM + 'note = { es = "la de Nueva York" }\n[[term]]\nterm = """ Access\n  Now"""\nnote = "an NGO"\n'
    assert parse(file.encode())["terms"] == [
        {"term": {"en": "UN", "es": "ONU"}, "note": {"es": "la de Nueva York"}},
        {"term": "Access Now", "note": "an NGO"},
    ]


def test_a_term_may_be_given_in_some_languages_only():
    definition = parse((GOOD + '[[term]]\nterm = { es = "ONU" }\n').encode())
    assert definition["terms"] == [{"term": {"es": "ONU"}, "note": None}]
    assert plain_terms(definition)[0] == {"es": "ONU"}


BOOTH = '[[booth]]\nkey = "en_es"\nname = "en–es booth"\nlanguages = ["en", "es"]\n'
DOCUMENT = '[[document]]\ntitle = { en = "Draft", es = "Borrador" }\nurl = "https://un.example/a?b=c#d"\n'


def test_booths_and_documents():
    definition = parse((GOOD + BOOTH + DOCUMENT + '[[document]]\ntitle = "B"\nurl = "https://x.example"\n').encode())
    assert definition["booths"] == [{"key": "en_es", "name": "en–es booth", "languages": ["en", "es"]}]
    assert definition["documents"] == [
        {"title": {"en": "Draft", "es": "Borrador"}, "url": "https://un.example/a?b=c#d"},
        {"title": "B", "url": "https://x.example"},
    ]


def test_a_booth_may_have_a_passphrase():
    hashed = "$argon2id$v=19$m=65536,t=3,p=4$YWJjZGVmZ2hpamtsbW5vcA$YWJjZGVmZ2hpamtsbW5vcGFiY2RlZmdoaWprbG1ub3A"
    file = GOOD + BOOTH + f'[passphrases]\n"booth.en_es" = "{hashed}"\n'
    assert parse(file.encode())["passphrases"] == {"booth.en_es": hashed}


def test_glossary_has_the_terms_then_the_other_names():
    definition = parse((GOOD + TERM + '[[term]]\nterm = "Cy"\nnote = "an author"\n').encode())
    assert terms(definition) == [
        {"texts": {"en": "UN", "es": "ONU"}, "note": None},
        {"texts": {"en": "Cy", "es": "Cy"}, "note": "an author"},
        {"texts": {"en": "Al", "es": "Al"}, "note": None},
        {"texts": {"en": "Bea", "es": "Bea"}, "note": None},
        {"texts": {"en": "Di", "es": "Di"}, "note": None},
    ]
    assert plain_terms(definition)[0] == {"en": "UN", "es": "ONU"}


def test_times_are_stored_in_utc():
    definition = parse(top('starts = 2021-04-14T15:00:00+02:00\nends = "2021-04-14T14:30:00Z"'))
    assert (definition["starts"], definition["ends"]) == ("2021-04-14T13:00:00.000Z", "2021-04-14T14:30:00.000Z")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("starts = 2026-12-08T20:30:00-05:00", "-05:00"),
        ('starts = "2026-12-08T20:30:00+05:45"', "+05:45"),
        ("starts = 2026-12-08T20:30:00Z", "UTC"),
        ('starts = 2026-12-08T20:30:00-05:00\ntime_zone = "America/Bogota"', "America/Bogota"),
        ('time_zone = "Europe/Paris"', "Europe/Paris"),
    ],
)
def test_the_zone_is_the_named_one_or_the_offset_of_the_start(lines, expected):
    assert parse(top(lines))["time_zone"] == expected


@pytest.mark.parametrize("value", ['"Europe/Atlantis"', '"+02:00"', '"../../etc/passwd"', "2", '"localtime"', '""'])
def test_an_unknown_time_zone_is_refused(value):
    expected = "the name of a time zone, such as Europe/Paris or America/Bogota"
    assert refused(top(f"time_zone = {value}")) == f"line 1: time_zone: expected {expected}"


def test_key_inside_a_multi_line_string_is_ignored():
    content = top('description = """\ncode = "x"\n[title]\n"""').replace(b"TEST1", b"no")
    assert refused(content) == "line 5: code: expected 4 to 12 capital letters A-Z and digits"


def test_windows_line_ends_give_the_same_line_numbers():
    content = replaced('seat = "a"', 'seat = "e"').replace(b"\n", b"\r\n")
    assert refused(content) == 'line 13: chair[2].seat: expected "a" or "b" or "c" or "d"'


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


LISTS = [words.groups, words.regions, words.reasons, words.outcomes]


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.__name__)
def test_every_word_has_a_text_in_every_interface_language(listed):
    for word in listed().values():
        for texts in (word.label, word.short or word.label, word.numbered or word.label):
            assert texts.keys() == INTERFACE.keys()
            assert all(text.strip() == text != "" for text in texts.values())


def test_every_list_of_groups_has_a_text_in_every_interface_language():
    for table in words.group_lists().values():
        own = [label for label in table.get("own", {}).values() if isinstance(label, dict)]
        assert [texts.keys() for texts in (table["label"], *own)] == [INTERFACE.keys()] * (len(own) + 1)


def test_every_interface_language_has_stop_words_and_question_words():
    """Check that the lists of question words have the same keys (kinds of questions) in every language. Arabic has no
    lists yet.
    """
    for code in INTERFACE.keys() - {"ar"}:
        lists = words.question_lists(code)
        assert [*lists["asks"]] == ["who", "when", "where", "why", "count", "how"]
        assert len(lists["stop"].split()) > 50


def test_reasons_are_those_of_the_model():
    assert tuple(words.reasons()) == REASONS


def test_reason_names_the_other_question_only_if_its_text_has_a_place():
    assert words.reason_label("duplicate", "es", 12) == "Repite la n.º\u00a012"
    assert words.reason_label("duplicate", "es") == "Repite otra pregunta"
    assert words.reason_label("off_topic", "fr", 12) == "Hors sujet"
    assert words.reason_label("off_topic", "it") == "Off topic"


def test_directions_are_those_of_the_model():
    listed = words.languages().values()
    assert {language.code: language.dir for language in listed} == {
        language.code: direction_of(language.code) for language in listed
    }
    assert all(standard_tag(language.code) == language.code for language in listed)
    assert words.language_name("ar") == "العربية"
    assert words.language_name("xx") == "xx"


def test_any_language_of_cldr_is_a_language_of_a_session():
    languages = ["en-GB", "zh-Hans", "zh-Hant", "pt-BR", "sr-Latn", "yo"]
    definition = session_file.from_values(
        {
            "code": "TEST1",
            "languages": languages,
            "title": dict.fromkeys(languages, "T"),
            "chair": [{"seat": "a", "name": "C"}],
        }
    )
    assert definition["languages"] == languages
    assert definition["title"] == dict.fromkeys(languages, "T")


@pytest.mark.parametrize("key", ["media", "undisclosed"])
def test_a_group_of_the_word_list_that_the_file_defines_again_is_listed_once(key):
    table = f'[[group]]\nkey = "{key}"\nlabel = {{ en = "Our own", es = "Propio" }}\n'
    groups = parse((GOOD + table).encode())["groups"]
    keys = [group["key"] for group in groups]
    assert keys.count(key) == 1 and len(keys) == len(set(keys)) and keys[-1] == "undisclosed"
    assert next(group for group in groups if group["key"] == key)["label"] == {"en": "Our own", "es": "Propio"}


def test_passphrases_are_hashes_of_known_seats():
    hashed = passphrase.hash_of("correct horse battery")
    table = f'\n[passphrases]\n"chair.a" = "{hashed}"\n"panel.cy" = "{hashed}"\n'
    assert parse((GOOD + table).encode())["passphrases"] == {"chair.a": hashed, "panel.cy": hashed}
    for wrong in (
        f'"chair.c" = "{hashed}"',
        f'"panel.ed" = "{hashed}"',
        'stage = "correct horse battery"',
        "stage = 1",
    ):
        assert refused(f"{GOOD}\n[passphrases]\n{wrong}\n".encode())
