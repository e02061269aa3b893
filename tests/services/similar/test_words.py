"""Tests of the parts of a text that the similarity score compares, such as stems."""

from __future__ import annotations

import pytest

from moderation.services.similar import words


@pytest.mark.parametrize(
    ("language", "text", "stems"),
    [
        ("en", "Which companies were founded in California?", ("compani", "found", "california")),
        ("es", "¿Qué empresas se fundaron en California?", ("empres", "fund", "californi")),
        ("fr", "Qu'est-ce que l’économie ?", ("econom",)),
        ("en", "Who is it?", ("who", "is", "it")),
        ("ru", "Какие государства голосовали против резолюции?", ("государств", "голосова", "прот", "резолюц")),
        ("zh", "谁付钱？", ("付", "钱", "谁付", "付钱")),
        ("zh", "会议的经费", ("议", "经", "费", "会议", "议的", "的经", "经费")),
        ("zh", "谁？", ("谁",)),
        ("de", "Welche Staaten haben gegen die Resolution gestimmt?", ("staat", "resolution", "gestimmt")),
        ("pt", "Que Estados votaram contra a resolução?", ("estad", "vot", "contr", "resolu")),
        ("ar", "ما هي الدول التي صوتت إلى جانب القرار؟", ("دول", "صوت", "جانب", "قرار")),
        ("ar", "من هو؟", ("من", "هو")),
        ("und", "Täglich 1,000 Fragen", ("taglich", "1,000", "fragen")),
        ("en", "  ?! ", ()),
    ],
)
def test_stems_are_folded_content_words_without_repetition(language, text, stems):
    assert words.stems(text, language) == stems


def test_numbers_have_no_separators():
    assert words.numbers("100 000 people, 1.5, Resolution 75/282 of 2,021") == {"100000", "1", "5", "75", "282", "2021"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Does the Commission support Batman?", {"commission", "batman"}),
        ("Who? Where does it sit at the UN", {"un"}),
        ("UNODC and the OEWG", {"unodc", "oewg"}),
        ("¿Quién? «Ana» habla", set()),
        ("nothing here", set()),
    ],
)
def test_names_have_a_capital_inside_a_sentence_or_are_acronyms(text, names):
    assert words.names(text, "en") == names


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "How many states voted?", "count"),
        ("en", "How did they vote?", "how"),
        ("es", "¿En qué año y por qué?", "why"),
        ("fr", "Où est-ce ?", "where"),
        ("en", "Please tell us now, after so long a time, who pays", None),
        ("ru", "Кто платит?", "who"),
        ("ru", "По какой причине и когда это решено?", "why"),
        ("ru", "Какое количество государств не голосовало?", "count"),
        ("ru", "Каким образом избирается бюро?", "how"),
        ("ar", "من الذي يدفع؟", "who"),
        ("ar", "ما هي التدابير المقترحة من أجل الدول الصغيرة؟", None),
        ("ar", "وكيف تُتخذ القرارات؟", "how"),
        ("ar", "اين يعقد الاجتماع؟", "where"),
        ("ar", "كم عدد الدول التي صوتت؟", "count"),
        ("de", "Aus welchem Grund und wie viele?", "why"),
        ("de", "Wie viele Staaten haben gestimmt?", "count"),
        ("pt", "Por que motivo e quando?", "why"),
        ("pt", "De que forma se elege a mesa?", "how"),
        ("uk", "Хто платить?", None),
        ("zh", "谁代表民间社会？", "who"),
        ("zh", "公约什么时候公布？", "when"),
        ("zh", "有多少国家参加表决？", "count"),
        ("zh", "各国为什么没有参加？", "why"),
        ("zh", "请各位嘉宾谈谈，这笔费用由谁支付？", None),
    ],
)
def test_question_word_is_read_from_the_opening(language, text, kind):
    assert words.question_word(text, language) == kind


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Who pays for ООН?", "LATIN"),
        ("Кто снял Harry Potter?", "CYRILLIC"),
        ("谁唱了 Let it be", "CJK"),
        ("من الذي غنى؟", "ARABIC"),
        ("1,000 ?!", None),
    ],
)
def test_script_of_a_text_with_foreign_names(text, script):
    assert words.script(text) == script
