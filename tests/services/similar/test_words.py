"""Tests of the parts of a text that the score compares, such as stems."""

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
        ("zh", "谁付钱", ("谁", "付", "钱", "谁付", "付钱")),
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
        ("ru", "Кто платит?", None),
    ],
)
def test_question_word_is_read_from_the_opening(language, text, kind):
    assert words.question_word(text, language) == kind
