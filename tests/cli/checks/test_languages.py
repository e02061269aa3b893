"""Tests of the command `doctor`: its checks of translation engines and fonts."""

from __future__ import annotations

import pytest

from moderation.cli.checks import languages
from moderation.cli.checks.finding import Verdict
from moderation.core.stage_fonts import FONTS
from moderation.services import words
from moderation.services.translation.engines import registry
from tests.factories import make_definition, make_session
from tests.servers import ROOT

OK, WRONG, UNKNOWN = Verdict.OK, Verdict.WRONG, Verdict.UNKNOWN


def finding_for(tmp_path, translation: str, spoken=("en", "es"), **environment: str):
    settings = registry.settings_from({"OPEN_FLOOR_APERTIUM": str(tmp_path / "apertium"), **environment}, tmp_path)
    definition = make_definition(translation=translation)
    return languages.engine(make_session(definition=definition, languages=spoken), settings)


def install_apertium(tmp_path, *modes: str) -> None:
    (tmp_path / "apertium" / "modes").mkdir(parents=True)
    for mode in modes:
        (tmp_path / "apertium" / "modes" / f"{mode}.mode").write_text("cat")


@pytest.mark.parametrize(
    ("translation", "verdict", "fact"),
    [
        ("none", OK, "none, as the session file says"),
        ("auto", WRONG, "no engine is installed: everyone reads the originals"),
        ("deepl", WRONG, "deepl: not set: OPEN_FLOOR_TRANSLATION_KEY"),
        ("libretranslate", WRONG, "libretranslate: OPEN_FLOOR_TRANSLATION_URL is not set"),
        ("neural", WRONG, "neural has none of the session's languages"),
        ("unheard", WRONG, "unheard: no engine is called unheard"),
    ],
)
def test_an_engine_without_installation_or_key(tmp_path, translation, verdict, fact):
    finding = finding_for(tmp_path, translation)
    assert (finding.verdict, finding.fact) == (verdict, fact)


def test_an_engine_with_its_key(tmp_path):
    finding = finding_for(tmp_path, "deepl", OPEN_FLOOR_TRANSLATION_KEY="Canary")
    assert (finding.verdict, finding.fact) == (OK, "deepl")


def test_a_session_in_one_language_needs_no_engine(tmp_path):
    assert finding_for(tmp_path, "auto", spoken=("en",)).verdict is OK


@pytest.mark.parametrize(("mode", "verdict"), [("eng-spa", OK), ("fra-cat", WRONG)])
def test_an_engine_for_other_languages(tmp_path, mode, verdict):
    install_apertium(tmp_path, mode)
    assert finding_for(tmp_path, "apertium").verdict is verdict


def test_fonts(tmp_path):
    assert [finding.name for finding in languages.fonts(["en"], tmp_path)] == ["pages"]
    (tmp_path / "manifest.json").touch()
    (tmp_path / "noto-serif-latin-wght-normal.SE7LSV22.woff2").touch()
    assert [finding.verdict for finding in languages.fonts(["en", "fr"], tmp_path)] == [OK]
    missing, thai = languages.fonts(["ar", "en", "ru", "th"], tmp_path)
    assert (missing.verdict, missing.fact) == (WRONG, "missing: arabic, cyrillic")
    assert thai.verdict is UNKNOWN and "Noto Serif Thai" in thai.advice


def test_the_built_fonts_of_every_language_are_found():
    every_language = [*words.languages(), "zh-Hant"]
    findings = languages.fonts(every_language, ROOT / "static" / "built")
    assert (findings[0].verdict, findings[0].fact) == (
        OK,
        "shipped for arabic, cyrillic, ja, ko, latin, zh-hans, zh-hant",
    )
    assert {finding.verdict for finding in findings[1:]} == {UNKNOWN}
    assert set(languages.FILES) == {*languages.SHIPPED.values(), *FONTS}
