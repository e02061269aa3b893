"""Tests of the check that decides whether an engine's output is a translation."""

from __future__ import annotations

import pytest

from moderation.services.translation.sanity import is_translation
from moderation.services.words import languages

QUESTION = "Who decides which organisations may take part?"


@pytest.mark.parametrize(
    ("text", "output", "source", "target"),
    [
        (QUESTION, "¿Quién decide qué organizaciones pueden participar?", "en", "es"),
        (QUESTION, "من يقرر أي المنظمات يجوز لها المشاركة؟", "en", "ar"),
        (QUESTION, "谁来决定哪些组织可以参加？", "en", "zh"),
        (QUESTION, "Кто решает, какие организации могут участвовать?", "en", "ru"),
        ("谁来决定哪些组织可以参加？", QUESTION, "zh", "en"),
        ("为什么？", "Pourquoi ?", "zh", "fr"),
        ("Why?", "¿Por qué razón?", "en", "es"),
        ("What is the OEWG and what is the AHC?", "什么是 OEWG 和 AHC？", "en", "zh"),
        ("2001?", "2001?", "en", "es"),
        ("👍 !!!", "👍 !!!", "en", "fr"),
        (
            "Why does <p> break the page, and what is &amp; for?",
            "¿Por qué <p> rompe la página y para qué sirve &amp;?",
            "en",
            "es",
        ),
        ("Is error 500 internal server error?", "¿Es error 500 internal server error?", "en", "es"),
    ],
)
def test_translation_is_accepted(text, output, source, target):
    assert is_translation(text, output, source, target)


@pytest.mark.parametrize(
    "output",
    [
        "",
        "  \n",
        QUESTION,
        QUESTION.upper(),
        f" {QUESTION} ",
        "Whodecides which organisations maytakepart ?",
        "<!doctype html><html><body>Quién decide qué organizaciones</body></html>",
        "<p>¿Quién decide qué organizaciones pueden participar?</p>",
        "¿Qui&eacute;n&#39;s decide qué organizaciones pueden participar?",
        "Error 503: 503 Service Unavailable, try again later",
        "429 Too Many Requests",
        "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY",
        "QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500 CHARS",
        "Sí",
        "¿Quién? " * 60,
        "¿Quién decide qué \ufffd\ufffd organizaciones?",
        "谁来决定哪些组织可以参加？",
    ],
)
def test_output_that_is_no_spanish_translation_is_rejected(output):
    assert not is_translation(QUESTION, output, "en", "es")


IN_OTHER_SCRIPTS = {
    "el": "Ποιος αποφασίζει ποιες οργανώσεις θα συμμετάσχουν;",
    "fa": "چه کسی تصمیم می‌گیرد کدام سازمان‌ها شرکت کنند؟",
    "he": "מי מחליט אילו ארגונים רשאים להשתתף?",
    "hi": "कौन तय करता है कि कौन से संगठन भाग ले सकते हैं?",
    "ja": "どの団体が参加できるかは誰が決めるのですか。",
    "ko": "어느 단체가 참여할 수 있는지는 누가 결정합니까?",
    "th": "ใครเป็นผู้ตัดสินว่าองค์กรใดเข้าร่วมได้",
    "uk": "Хто вирішує, які організації можуть брати участь?",
    "ur": "کون فیصلہ کرتا ہے کہ کون سی تنظیمیں حصہ لے سکتی ہیں؟",
    "zh-Hant": "誰來決定哪些組織可以參加？",
}


@pytest.mark.parametrize("target", IN_OTHER_SCRIPTS)
def test_each_script_is_accepted_for_its_language_only(target):
    assert is_translation(QUESTION, IN_OTHER_SCRIPTS[target], "en", target)
    assert not is_translation(QUESTION, IN_OTHER_SCRIPTS[target], "en", "pt-BR")
    assert not is_translation(QUESTION, "Quién decide qué organizaciones participan", "en", target)


def test_each_language_of_the_forms_has_a_script_that_the_check_knows():
    for language in languages():
        assert not is_translation(QUESTION, "ᚠᚢᚦᚨᚱᚲᚷᚹᚺᚾᛁᛃᛇᛈᛉᛊᛏᛒᛖᛗᛚᛜᛞᛟ", "en", language)


@pytest.mark.parametrize("target", ["ar", "ru", "zh"])
def test_output_in_latin_letters_is_rejected_for_other_scripts(target):
    assert not is_translation(QUESTION, "Quién decide qué organizaciones participan", "en", target)


def test_output_with_letters_is_rejected_for_a_text_without():
    assert not is_translation("2001?", "Internal", "en", "es")


@pytest.mark.parametrize(("length", "fine"), [(4, False), (5, True), (230, True), (231, False)])
def test_length_of_the_output_is_bounded(length, fine):
    """Check the limits for a source text of 50 letters.

    An output is accepted only if (length of the output + 10) / (50 + 10) is between 0.25 and 4.
    """
    assert is_translation("a" * 50, "b" * length, "en", "es") is fine


@pytest.mark.parametrize(("length", "fine"), [(1, False), (2, True), (76, True), (77, False)])
def test_chinese_character_counts_as_three_letters(length, fine):
    assert is_translation("a" * 50, "谁" * length, "en", "zh") is fine
