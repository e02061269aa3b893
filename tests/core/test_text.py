"""Tests of text cleaning: kept characters, removed characters, blank texts, and all hostile texts."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from moderation.core.text import clean, is_blank, length, one_line

HOSTILE = [
    json.loads(line) for line in (Path(__file__).parents[1] / "data" / "hostile.jsonl").read_text("utf-8").splitlines()
]
JOINERS = "\u200c\u200d"
NEVER = regex.compile(
    r"[\p{Cs}\p{Cn}\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
"""A pattern for the characters that no cleaned text contains: surrogates, noncharacters, control characters except LF,
bidi marks, zero-width spaces and tag characters."""


@pytest.mark.parametrize(
    "text",
    [
        "¿Cuál es el calendario del próximo informe?",
        "مرحبا، متى يصدر التقرير القادم؟",
        "下一份报告什么时候发布？",
        "Когда выйдет следующий отчёт?",
        "अगली रिपोर्ट कब आएगी?",
        "תַּנַ״ךְ",
        "Việt Nam có bị ảnh hưởng không?",
        "می\u200cخواهم",  # Persian needs ZWNJ inside words.
        "ක්\u200dරියා",  # Sinhala needs ZWJ after a virama.
        "👩\u200d👩\u200d👧 👩🏽\u200d⚖️ 🏳️\u200d🌈 ❤️ 🇿🇦",
        "\U0001fae8",  # This emoji is newer than Python's Unicode tables.
        "ﬁ ﬀ ½ Ⅳ ① ｆｕｌｌ",  # NFC keeps compatibility characters; NFKC would replace them.
        "x ≤ y, a\u00a0b, 10\u202f%",
        "One line\nand another\n\nand a paragraph",
        "صفحة \u06dd١٢",  # This format character is visible.
        "<script>alert(1)</script> &lt; %3C {{7*7}} ';--",
    ],
)
def test_text_people_write_is_kept(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("\u202eWhat?\u202c", "What?"),
        ("a\u2066b\u2067c\u2068d\u2069e", "abcde"),
        ("1\u200e2\u200f3\u061c4", "1234"),
        ("a\x00b\x1b[31mc\x07\x7f", "ab[31mc"),
        ("a\tb", "a b"),
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\n\ne"),
        ("a\x0bb\x0cc\x85d", "a\nb\nc\nd"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("\ud83dWhat?\udc00", "What?"),
        ("\uffff\ufffea\ufdd0b\U0010ffff", "ab"),
        ("\ufeffa\u200bb\u2060c\u00add", "abcd"),
        ("\U000e0041\U000e0042a", "a"),
        ("Cua\u0301l", "Cuál"),
        ("e\u200b\u0301", "é"),
        ("a\u200d b\u200c", "a b"),
        ("a\u200d\u200d\u200db", "a\u200db"),
        ("\u200dab\u200c", "ab"),
        ("  a  ", "a"),
        ("\u3000\u00a0a\u2003", "a"),
    ],
)
def test_what_deceives_or_breaks_goes(raw, cleaned):
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "   ",
        "\n\n",
        "\xa0\u2003\u3000",
        "\u200b\u200c\u200d\u2060",
        "\u3164\u115f\u2800",
        "\u1160\uffa0",
        "\ufe0f\u0301",
        "\x00\x01",
        "\ud800",
        "\ue000",
        "\U0001d159",
    ],
)
def test_nothing_to_see_is_blank(raw):
    assert is_blank(clean(raw))


@pytest.mark.parametrize("raw", ["?", "1", "👍", "\U0001fae8", "क", "\u06dd", "a\u0301", "…"])
def test_anything_to_see_is_not_blank(raw):
    assert not is_blank(clean(raw))


@pytest.mark.parametrize(
    ("text", "graphemes"),
    [("", 0), ("año", 3), ("e\u0301", 1), ("👩\u200d👩\u200d👧", 1), ("🇿🇦🇧🇷", 2), ("क्षि", 1), ("a\nb", 3), ("👍🏽", 1)],
)
def test_length_counts_what_people_count(text, graphemes):
    assert length(text) == graphemes


def test_tower_of_marks_keeps_four_on_each_letter():
    tower = "\u0489\u0301\u0489\u0323" * 9
    assert clean(f"a{tower}b{tower}") == "a\u0489\u0301\u0489\u0323b\u0489\u0301\u0489\u0323"


def test_name_is_one_line():
    assert one_line("  Ana\r\n\tMaría\u2028\u202e Ruiz ") == "Ana María Ruiz"


ODD = st.sampled_from(
    [
        *JOINERS,
        "\u0301",
        "\u0338",
        "=",
        "\u0489",
        "a",
        "e",
        "\u202e",
        "\u200b",
        "\n",
        " ",
        "\r",
        "👩",
        "\ufe0f",
        "\ud800",
        "ᄀ",
        "ᅡ",
        "\u0958",
        "\U0001faff",
        "\x85",
    ]
)


@given(st.text(ODD, max_size=30) | st.text(st.characters(exclude_categories=()), max_size=60))
def test_clean_twice_is_clean_once(raw):
    once = clean(raw)
    assert clean(once) == once


@given(st.text(ODD, max_size=30) | st.text(st.characters(exclude_categories=()), max_size=60))
def test_cleaned_text_is_normal_bounded_and_can_be_sent(raw):
    cleaned = clean(raw)
    assert NEVER.search(cleaned) is None
    assert unicodedata.is_normalized("NFC", cleaned)
    assert regex.search(r"(?:[\u200c\u200d]*[\p{Mn}\p{Me}]){9}", cleaned) is None
    assert cleaned.encode().decode() == cleaned


@pytest.mark.parametrize(
    "raw", ["=\u200d\u0338" * 1300, "a\u200d" * 2000, "\u0301" * 8000, "\u202e\n" * 8000, "\u1100\u200b\u1161" * 2000]
)
def test_cleaning_of_the_largest_body_is_short_work(raw):
    """Check texts of almost 16 KiB, the maximum size of a body. Cleaning must be fast for every kind of text."""
    assert clean(clean(raw)) == clean(raw)


@pytest.mark.parametrize("row", HOSTILE, ids=lambda row: row["id"])
def test_hostile_row_is_refused_or_inert(row):
    cleaned = clean(row["text"])
    assert NEVER.search(cleaned) is None
    assert clean(cleaned) == cleaned
    refused = is_blank(cleaned) or length(cleaned) > 300 or len(cleaned.encode()) > 4000
    if row["category"] in ("empty", "whitespace only") or row["id"] in ("dx0585", "dx0586"):
        assert refused
    if row["category"] in (
        "no words",
        "spreadsheet formula",
        "normalisation",
        "lone surrogate",
        "control characters",
        "right-to-left override",
    ):
        assert not refused


def test_hostile_text_keeps_its_letters():
    """Check that cleaning does not change HTML scripts, quotes and formulas, because pages show them as text."""
    script = next(row["text"] for row in HOSTILE if row["category"] == "script injection")
    assert clean(script) == script.strip()
