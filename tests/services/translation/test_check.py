"""Tests of the measurement of an engine's quality: the figures for a fake engine, and the commands."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from moderation.cli.main import main
from moderation.services.translation import check
from moderation.services.translation.engine import EngineError
from moderation.services.translation.engines.apertium import modes

ROWS = [
    {"en": "Who decides about the budget?", "es": "¿Quién decide sobre el presupuesto?", "source": "one"},
    {"en": "When will the panel meet again?", "es": "¿Cuándo se reúne de nuevo el panel?", "source": "two"},
    {"en": "Only in one language", "source": "two"},
]
PAIRS = [("en", "es"), ("es", "fr")]
PERFECT = {row["en"]: row["es"] for row in ROWS if "es" in row}


def judge(translate) -> dict:
    return {
        figure.group: (figure.route, figure.rows, figure.none, round(figure.chrf, 1), round(figure.bleu, 1))
        for figure in check.judge(ROWS, PAIRS, translate)
    }


def test_perfect_engine_scores_100_in_all_groups():
    way = ("en", "es")
    assert judge(lambda text, source, target: PERFECT[text]) == {
        "": (way, 2, 0, 100.0, 100.0),
        "one": (way, 1, 0, 100.0, 100.0),
        "two": (way, 1, 0, 100.0, 100.0),
    }


def test_output_that_is_no_translation_counts_as_empty():
    def half(text, source, target):
        if "panel" in text:
            raise EngineError("malformed")
        return PERFECT[text]

    figures = judge(half)
    assert figures["one"][2:] == (0, 100.0, 100.0)
    assert figures["two"][2:] == (1, 0.0, 0.0)
    assert figures[""][2] == 1 and 0 < figures[""][3] < 100
    assert judge(lambda text, source, target: text)[""][2:] == (2, 0.0, 0.0)


def test_pair_is_measured_along_its_route():
    rows = [{"en": "Who decides?", "fr": "Qui décide ?"}]
    asked = []

    def translate(text, source, target):
        asked.append((text, source, target))
        return {"es": "¿Quién decide?", "fr": "Qui décide ?"}[target]

    (figure,) = check.judge(rows, PAIRS, translate)
    assert (figure.route, figure.chrf) == (("en", "es", "fr"), 100.0)
    assert asked == [("Who decides?", "en", "es"), ("¿Quién decide?", "es", "fr")]


def test_glossary_is_applied_before_the_measurement():
    rows = [{"en": "Who is behind cybercrime?", "es": "¿Quién está detrás de la ciberdelincuencia?"}]
    terms = [{"en": "cybercrime", "es": "ciberdelincuencia"}]

    def leave_the_term(text, source, target):
        return "¿Quién está detrás de la cybercrime?"

    plain, with_terms = (check.judge(rows, PAIRS, leave_the_term, terms=given)[0].chrf for given in ([], terms))
    assert (plain < 100.0, with_terms) == (True, 100.0)


def test_table():
    figure = check.Figure(("en", "es", "fr"), "", 12, 1, 45.678, 10.04, 3.25)
    assert check.table([figure]).splitlines()[-1] == "| en→es→fr | all | 12 | 1 | 45.7 | 10.0 | 3.2 |"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"en": "a"}\n[1]\n', "line 2: not a JSON object"),
        ('{"en": "a"}\n{', "line 2: not a JSON object"),
        ("", "two columns"),
        ('{"en": "a", "de": "b"}', "two columns"),
    ],
)
def test_unusable_file_is_refused(tmp_path, content, said):
    (tmp_path / "rows.jsonl").write_text(content)
    with pytest.raises(check.CheckError, match=said):
        check.judge(check.read(tmp_path / "rows.jsonl"), PAIRS, lambda *asked: "")


def test_unreadable_file_is_refused(tmp_path):
    (tmp_path / "rows.jsonl").write_bytes(b'{"en": "caf\xe9"}')
    with pytest.raises(check.CheckError, match="not UTF-8"):
        check.read(tmp_path / "rows.jsonl")
    with pytest.raises(check.CheckError, match="No such file"):
        check.read(tmp_path / "missing.jsonl")


def test_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(check.CheckError, match=r"open-floor\[check\]"):
        check.judge(ROWS, PAIRS, lambda *asked: "")


def run(tmp_path, *arguments):
    (tmp_path / "data").mkdir(exist_ok=True)
    return CliRunner().invoke(main, list(arguments), env={"DATA_DIR": str(tmp_path / "data")})


def test_translate_check_with_apertium(tmp_path):
    if not modes(Path("/usr/share/apertium")):
        pytest.skip("Apertium is not installed: make apertium")
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    done = run(tmp_path, "translate-check", str(tmp_path / "rows.jsonl"), "--engine", "apertium")
    assert done.exit_code == 0, done.output
    assert [line.split(" | ")[:4] for line in done.output.splitlines() if "all" in line] == [
        ["| en→es", "all", "2", "0"],
        ["| es→en", "all", "2", "0"],
    ]


def test_models_add_then_translate_check(tmp_path):
    from tests.services.translation.test_neural import SHIPPED

    added = run(tmp_path, "models", "add", str(SHIPPED))
    assert (added.exit_code, added.output) == (0, "en to pt: ready\npt to en: ready\n")
    rows = Path(__file__).resolve().parents[2] / "data" / "en-pt.jsonl"
    done = run(tmp_path, "translate-check", str(rows), "--engine", "neural", "--rows", "5")
    figures = [line.split(" | ") for line in done.output.splitlines() if "all" in line]
    assert [figure[0] for figure in figures] == ["| en→pt", "| pt→en"]
    assert all(figure[2:4] == ["5", "0"] and float(figure[4]) > 70 for figure in figures)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["models", "add", "{folder}"], "no model"),
        (["translate-check", "{folder}/rows.jsonl", "--engine", "deepl"], "OPEN_FLOOR_TRANSLATION_KEY"),
        (["translate-check", "{folder}/rows.jsonl", "--engine", "neural"], "two columns"),
        (["translate-check", "{folder}/rows.jsonl", "--engine", "nobody"], "Invalid value"),
        (
            ["translate-check", "{folder}/rows.jsonl", "--engine", "neural", "--glossary", "{folder}/rows.jsonl"],
            "rows.jsonl, line 1: file: expected TOML",
        ),
    ],
)
def test_command_reports_what_is_missing(tmp_path, arguments, said):
    (tmp_path / "rows.jsonl").write_text(json.dumps(ROWS[0]))
    done = run(tmp_path, *(argument.format(folder=tmp_path) for argument in arguments))
    assert done.exit_code != 0 and said in done.output and "Traceback" not in done.output
