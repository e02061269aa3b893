"""Tests of the report of the problems of a session file. Each problem has a line and may have a hint."""

from __future__ import annotations

import pytest

from moderation.services.session_file import problems
from moderation.services.session_file.definition import from_values, load, parse
from moderation.services.session_file.problems import SessionFileError
from tests.services.session_file.files import GOOD, GROUP, replaced, top


def all_of(content: bytes) -> list[tuple[int, str, str]]:
    """Return a list of (line, field, hint), one for each problem of an invalid file."""
    with pytest.raises(SessionFileError) as caught:
        parse(content)
    assert caught.value is caught.value.problems[0]
    return [(problem.line, problem.field, problem.hint) for problem in caught.value.problems]


def test_all_problems_are_reported_at_once():
    content = (
        GOOD.replace('es = "Un título"', 'fr = ""')
        .replace('name = "Bea"', "")
        .replace('key = "di"', 'key = "D"')
        .replace('code = "TEST1"', 'code = "TEST1"\ndemo = 1\nregions = ["mars"]')
    )
    assert all_of(content.encode()) == [
        (10, "chair[1].name", ""),
        (28, "panellist[2].key", ""),
        (6, "title", ""),
        (8, "title.fr", ""),
        (3, "regions", ""),
        (2, "demo", ""),
    ]


def test_wrong_languages_cause_no_further_problem_with_texts():
    assert all_of(replaced('["en", "es"]', '["en", "xx"]')) == [(2, "languages", "")]
    assert all_of(replaced('["en", "es"]', '"en"')) == [(2, "languages", "")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # A key of the top level is in the wrong place: after the header of a table, so TOML counts it to this table.
        (
            GOOD.replace('code = "TEST1"\n', "") + 'code = "TEST1"\n',
            [
                (
                    27,
                    "panellist[2].code",
                    "code belongs to the whole file, not to [[panellist]]:"
                    " move this line above line 3, where the first table begins",
                )
            ],
        ),
        (
            GOOD.replace('es = "Un título"', 'es = "Un título"\nretention_days = 9'),
            [
                (
                    7,
                    "title.retention_days",
                    "retention_days belongs to the whole file, not to [title]:"
                    " move this line above line 4, where the first table begins",
                )
            ],
        ),
        (
            GOOD.replace('es = "Autora"', 'es = "Autora"\ndemo = true'),
            [
                (
                    24,
                    "panellist[1].role.demo",
                    "demo belongs to the whole file, not to [panellist.role]:"
                    " move this line above line 4, where the first table begins",
                )
            ],
        ),
        # The key belongs to another table, which the hint names
        ("waiting = 3\n" + GOOD, [(1, "waiting", "waiting belongs under [limits]")]),
        ('seat = "a"\n' + GOOD, [(1, "seat", "seat belongs under [[chair]]")]),
        (GOOD + 'role = "x"\nshort = "y"\n', [(29, "panellist[2].short", "short belongs under [[group]]")]),
        # A key that belongs to no table has no hint
        ("colour = 3\n" + GOOD, [(1, "colour", "")]),
    ],
)
def test_a_misplaced_key_has_a_hint(content, expected):
    assert all_of(content.encode()) == expected


def test_a_missing_key_is_reported_if_it_is_nowhere():
    assert all_of(replaced('code = "TEST1"', "")) == [(1, "code", "")]


def test_the_number_of_recorded_problems_is_limited():
    lines = "".join(f"x{number} = 1\n" for number in range(problems.MOST + 50))
    assert len(all_of(lines.encode() + GOOD.encode())) == problems.MOST


def test_a_long_key_is_shortened_in_the_report():
    assert all_of(top(f"{'x' * 500} = 1")) == [(1, "x" * problems.LONGEST, "")]


def test_load_names_the_file_in_every_problem(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(top("demo = 0\ndemi = 0"))
    with pytest.raises(SessionFileError) as caught:
        load(path)
    assert [str(problem) for problem in caught.value.problems] == [
        "mine.toml, line 2: demi: expected a known field; the nearest is demo",
        "mine.toml, line 1: demo: expected true or false",
    ]


def test_values_without_a_text_are_checked_too():
    with pytest.raises(SessionFileError) as caught:
        from_values({"code": "x", "languages": ["en"], "title": "T", "chair": [{"seat": "a", "name": "A"}]})
    assert str(caught.value) == "line 1: code: expected 4 to 12 capital letters A-Z and digits"


def test_a_session_in_one_language_needs_no_text_for_each_language():
    content = (
        GOOD.replace('languages = ["en", "es"]', 'languages = ["de"]\ntitle = "Titel"')
        .replace('[title]\nen = "A title"\nes = "Un título"\n', "")
        .replace('en = "Author"\nes = "Autora"', 'de = "Autorin"')
    )
    assert parse(content.encode())["title"] == {"de": "Titel"}
    assert all_of(content.replace('title = "Titel"', 'title = ""').encode()) == [(3, "title", "")]


def test_a_single_label_is_the_label_in_all_languages():
    group = GROUP.replace('{ en = "Bakers", es = "Panaderos" }', '"GAC"')
    region = '[[region]]\nkey = "north"\nlabel = "N1"\n'
    definition = parse((GOOD + group + region).encode())
    texts = {"en": "GAC", "es": "GAC"}
    assert definition["groups"][-2] == {"key": "bakers", "label": texts, "short": texts}
    assert definition["regions"][0] == {"key": "north", "label": {"en": "N1", "es": "N1"}}
    assert definition["regions"][1]["key"] == "undisclosed"
    assert all_of((GOOD + group.replace("GAC", "x" * 81)).encode()) == [(30, "group[1].label", "")]


def test_regions_of_the_file_must_be_listed():
    region = '[[region]]\nkey = "north"\nlabel = "N1"\n'
    assert [entry["key"] for entry in parse(top('regions = ["north", "africa"]') + region.encode())["regions"]] == [
        "north",
        "africa",
        "undisclosed",
    ]
    assert all_of(top('regions = ["africa"]') + region.encode()) == [(1, "regions", "")]
    assert all_of(top("regions = false") + region.encode()) == [(1, "regions", "")]
    keys = [entry["key"] for entry in parse(top("regions = true") + region.encode())["regions"]]
    assert keys[-2:] == ["north", "undisclosed"] and len(keys) == 8


def test_topics_are_in_the_order_of_the_file():
    topics = '[[topic]]\nkey = "rights"\nlabel = "R"\n[[topic]]\nkey = "access"\nlabel = { en = "A", es = "B" }\n'
    assert parse((GOOD + topics).encode())["topics"] == [
        {"key": "rights", "label": {"en": "R", "es": "R"}},
        {"key": "access", "label": {"en": "A", "es": "B"}},
    ]
    assert all_of((GOOD + topics.replace("access", "rights")).encode()) == [(32, "topic[2].key", "")]
    assert all_of((GOOD + '[[topic]]\nkey = "trade"\n').encode()) == [(28, "topic[1].label", "")]
    tables = "".join(f'[[topic]]\nkey = "t{place}"\nlabel = "T"\n' for place in range(41))
    assert [field for _, field, _ in all_of((GOOD + tables).encode())] == ["topic"]


def test_a_session_has_one_to_four_chairs():
    chairs = GOOD.split("[[panellist]]")[0]
    single = chairs.replace('[[chair]]\nseat = "b"\nname = "Bea"\n', "")
    assert [chair["seat"] for chair in parse(single.encode())["chairs"]] == ["a"]
    four = chairs + "".join(f'[[chair]]\nseat = "{seat}"\nname = "{seat}"\n' for seat in "dc")
    assert [chair["seat"] for chair in parse(four.encode())["chairs"]] == ["a", "b", "c", "d"]
    three = chairs + '[[chair]]\nseat = "d"\nname = "D"\n'
    assert all_of(three.encode()) == [(8, "chair", "")]
