"""Tests of the choice of a language from an `Accept-Language` header."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.core.language_ranges import MOST_RANGES, accepted, nearest
from moderation.services.words import languages

TAGS = st.sampled_from(["ar", "de", "en", "en-GB", "fr", "pt", "pt-BR", "pt-PT", "ru", "zh", "zh-Hans", "zh-Hant"])
RANGES = st.sampled_from(["ar-EG", "de-AT", "en-US", "fr", "ja", "pt-BR", "ru-RU", "zh-CN", "zh-TW", "x-mine", "DE"])


@pytest.mark.parametrize(
    ("header", "ranges"),
    [
        ("", ()),
        ("de", ("de",)),
        ("de-DE,de;q=0.9,en;q=0.8", ("de-DE", "de", "en")),
        ("en;q=0.2, pt-BR ; q=0.7 ,fr;q=1", ("fr", "pt-BR", "en")),
        ("es,fr", ("es", "fr")),
        ("*;q=0.5,ru;Q=0.1", ("ru",)),
        ("en;q=0,en-GB;q=0.000,uk", ("uk",)),
        ("en;q=2,fr;q=-1,es;q=0.12345,de;q=nan,it;q=,pt;v=1,ja;q=0.999", ("ja",)),
        ("en;q=١,fr;q=1.000", ("fr",)),
        ("en_GB,a b,éa,12,-,de--x,abcdefghi,zh-Hant-TW", ("zh-Hant-TW",)),
    ],
)
def test_ranges_come_in_the_order_of_their_weights(header, ranges):
    assert accepted(header) == ranges


def test_a_long_header_is_read_to_a_limit():
    assert accepted(",".join(["en"] * 10_000)) == ("en",) * MOST_RANGES


@given(st.text(alphabet="ade-*,;q=.019 \té", max_size=60))
def test_any_header_is_read_without_an_error(header):
    assert {*accepted(header)} <= {item.partition(";")[0].strip() for item in header.split(",")}


@given(st.lists(st.tuples(RANGES, st.integers(1, 1000)), max_size=8))
def test_weights_order_the_ranges(items):
    header = ",".join(f"{tag};q={weight / 1000}" for tag, weight in items)
    assert accepted(header) == tuple(tag for tag, _ in sorted(items, key=lambda item: -item[1]))


@pytest.mark.parametrize(
    ("wanted", "offered", "language"),
    [
        (["zh-CN"], ["en", "zh"], "zh"),
        (["ru-RU"], ["en", "ru"], "ru"),
        (["de-DE"], ["en", "de"], "de"),
        (["pt-BR"], ["en", "pt"], "pt"),
        (["ar-EG"], ["en", "ar"], "ar"),
        (["zh-CN", "en"], ["en", "zh"], "zh"),
        (["zh-Hant"], ["zh", "zh-Hant"], "zh-Hant"),
        (["zh-TW"], ["zh", "zh-Hant"], "zh-Hant"),
        (["zh-HK"], ["zh-Hans", "zh-Hant"], "zh-Hant"),
        (["zh-CN"], ["zh-Hant", "zh-Hans"], "zh-Hans"),
        (["zh-CN"], ["zh-Hant", "zh"], "zh"),
        (["zh-Hans-CN"], ["zh-TW", "zh-CN"], "zh-CN"),
        (["zh-Hant-TW"], ["en", "zh"], "zh"),
        (["zh"], ["zh-Hant", "zh"], "zh"),
        (["pt-BR"], ["pt-PT", "pt", "pt-BR"], "pt-BR"),
        (["pt-BR"], ["pt-PT", "pt"], "pt"),
        (["pt"], ["en", "pt-BR"], "pt-BR"),
        (["en-US"], ["en-GB", "en-AU"], "en-GB"),
        (["PT-br"], ["pt-BR"], "pt-BR"),
        (["iw-IL"], ["en", "he"], "he"),
        (["cmn-Hans-CN"], ["en", "zh"], "zh"),
        (["fr-CA-u-ca-gregory"], ["fr"], "fr"),
        (["ja", "es"], ["en", "es"], "es"),
        (["ja"], ["en", "es"], None),
        ([], ["en"], None),
        (["en"], [], None),
        (["e"], ["en"], None),
    ],
)
def test_the_offered_language_that_fits_best(wanted, offered, language):
    assert nearest(wanted, offered) == language


@given(st.lists(RANGES, max_size=5), st.lists(TAGS, max_size=6, unique=True))
def test_the_first_range_with_a_language_decides(wanted, offered):
    chosen = nearest(wanted, offered)
    alone = [nearest([tag], offered) for tag in wanted]
    assert chosen == next((language for language in alone if language is not None), None)
    assert chosen is None or chosen in offered


@given(TAGS, st.lists(TAGS, max_size=6, unique=True))
def test_an_offered_tag_is_chosen_itself(tag, others):
    assert nearest([tag], [*(other for other in others if other != tag), tag]) == tag


@pytest.mark.parametrize("language", [tag for tag in languages() if "-" not in tag])
def test_each_region_of_a_language_is_read_in_this_language(language):
    offered = [tag for tag in languages() if "-" not in tag]
    assert nearest(accepted(f"{language}-XX;q=0.9,en-GB;q=0.5"), offered) == language
