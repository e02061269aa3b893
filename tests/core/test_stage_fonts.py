"""Tests of the choice of the stage's fonts."""

from __future__ import annotations

import pytest

from moderation.core.stage_fonts import FONTS, fonts_for
from moderation.paths import ROOT
from moderation.services import words
from moderation.services.language_tags import script_of


@pytest.mark.parametrize(
    ("languages", "fonts"),
    [
        (["en", "fr", "ru", "he", "th", "und"], []),
        ([], []),
        (["en", "ar"], ["arabic"]),
        (["ur"], ["arabic"]),
        (["fa-IR"], ["arabic"]),
        (["zh"], ["zh-hans"]),
        (["ZH-hans-SG"], ["zh-hans"]),
        (["cmn"], ["zh-hans"]),
        (["zh-Hant"], ["zh-hans", "zh-hant"]),
        (["zh-TW"], ["zh-hans", "zh-hant"]),
        (["zh-Hant-HK"], ["zh-hans", "zh-hant"]),
        (["yue"], ["zh-hans", "zh-hant"]),
        (["ja-JP"], ["zh-hans", "ja"]),
        (["ko"], ["zh-hans", "ko"]),
        (["ar-Latn", "zh-Latn"], []),
        (["ms-Arab"], ["arabic"]),
        (["ko", "ja", "ar", "zh"], ["arabic", "zh-hans", "ja", "ko"]),
    ],
)
def test_fonts_of_languages(languages, fonts):
    assert fonts_for(languages) == fonts


def test_every_possible_language_in_one_of_these_scripts_has_its_font():
    scripts = {code: script_of(code) for code in words.languages()}
    needing = {code for code, script in scripts.items() if script in ("Arab", "Hans", "Hant", "Jpan", "Kore")}
    assert {code for code in words.languages() if fonts_for([code])} == needing


def test_each_font_has_a_style_sheet():
    sheets = {path.stem.removeprefix("stage-font-") for path in (ROOT / "static" / "css").glob("stage-font-*.css")}
    assert sheets == set(FONTS)
