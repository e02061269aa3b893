"""Tests of the recognition of encodings."""

from __future__ import annotations

import pytest

from moderation.services.imports.decode import decode
from moderation.services.imports.problems import ImportFileError

TEXTS = {
    "French": "Question\r\nÀ qui profite l’accès aux données, déjà évoqué en été ?\r\nOù est la stratégie ?\r\n",
    "Spanish": "Pregunta\n¿Quién decidirá mañana? ¿Y cuándo se publicará el informe de señora Núñez?\n",
    "German": "Frage\nWer prüft die Maßnahmen für Schüler, und ändert sich später etwas?\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("cp1252", "windows-1252"),
    ],
)
def test_encoding_is_recognised(text, codec, encoding):
    assert decode(text.encode(codec)) == (text, encoding)


def test_cyrillic_and_arabic_windows_encodings_are_recognised():
    russian = "Вопрос\nКто будет платить за подготовку следователей и когда это начнётся?\n" * 3
    arabic = "السؤال\nمن يدفع تكاليف التدريب ومتى يبدأ البرنامج الجديد في المنطقة؟\n" * 3
    assert decode(russian.encode("cp1251")) == (russian, "windows-1251")
    assert decode(arabic.encode("cp1256")) == (arabic, "windows-1256")


@pytest.mark.parametrize("text", ["من يدفع، ومتى؟ وأين تنشر النتائج؟\n", "谁来付款 什么时候\n問題 其二\n"])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_byte_order_mark_is_recognised_in_other_scripts(text, codec):
    assert decode((text * 5).encode(codec)) == (text * 5, "utf-16")


def test_nul_in_a_text_does_not_make_it_utf16():
    text = "Question\n" + "Who pays for it, and when?\n" * 20 + "A\0B\n"
    assert decode(text.encode()) == (text, "utf-8")


def test_chosen_encoding_is_used_strictly():
    assert decode("é".encode("cp1252"), "windows-1252") == ("é", "windows-1252")
    with pytest.raises(ImportFileError, match=r"file\.encoding"):
        decode(b"\x81", "windows-1252")
