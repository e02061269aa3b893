"""Tests of `pick` and `language_of`: the text of a definition for the page's language, and the language in which this
text was written.
"""

from __future__ import annotations

import pytest

from moderation.web.pages.page_data import language_of, pick


@pytest.mark.parametrize(
    ("texts", "lang", "text", "language"),
    [
        ({"en": "Rivers", "fr": "Rivières"}, "fr", "Rivières", "fr"),
        ({"en": "Rivers", "fr": "Rivers"}, "fr", "Rivers", "en"),
        ({"ar": "أنهار", "en": "Rivers", "fr": "أنهار"}, "fr", "أنهار", "ar"),
        ({"ar": "أنهار", "en": "Rivers"}, "fr", "Rivers", "en"),
        ({"ar": "أنهار"}, "fr", "أنهار", "ar"),
        ("Rivers", "fr", "Rivers", None),
        (None, "fr", None, None),
        ({}, "fr", None, None),
    ],
)
def test_text_has_the_language_in_which_it_was_written(texts, lang, text, language):
    assert (pick(texts, lang), language_of(texts, lang)) == (text, language)
