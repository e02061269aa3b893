"""Tests of the translator with a fake pool: its routes, the deadline that all steps share, and rejected outputs."""

from __future__ import annotations

import pytest

from moderation.services.translation.engine import EngineError
from moderation.services.translation.translator import Translator

SAID = {("en", "es"): "¿Quién paga esto?", ("es", "fr"): "Qui paie cela ?"}
PAYS = "Qui paie cela\u00a0?"


class Pool:
    def __init__(self, said=SAID, pairs=tuple(SAID)):
        self.said, self.pairs, self.asked, self.seconds = said, pairs, [], []

    def about(self, seconds):
        self.asked.append("about")
        return {"name": "apertium", "pairs": [list(pair) for pair in self.pairs]}

    def translate(self, text, source, target, seconds):
        self.asked.append((text, source, target))
        self.seconds.append(seconds)
        return self.said[(source, target)]


def test_route_is_translated_step_by_step_within_one_deadline():
    pool = Pool()
    translator = Translator(pool)
    assert translator.translate("Who pays for it?", "en", "fr", 8.0) == (PAYS, ("en", "es", "fr"))
    assert pool.asked == ["about", ("Who pays for it?", "en", "es"), ("¿Quién paga esto?", "es", "fr")]
    assert 8.0 >= pool.seconds[0] > pool.seconds[1] > 0
    translator.translate("Who pays for it?", "en", "es", 8.0)
    assert pool.asked.count("about") == 1


def test_pair_without_a_route_is_unsupported_without_a_request():
    pool = Pool()
    with pytest.raises(EngineError) as refused:
        Translator(pool).translate("Qui paie ?", "fr", "en", 8.0)
    assert (refused.value.kind, pool.asked) == ("unsupported", ["about"])


@pytest.mark.parametrize("leg", SAID)
@pytest.mark.parametrize(
    "said",
    ["", "  ", "<html><body>Sign in</body></html>", "500 Internal Server Error", "Кто за это платит?", "a " * 500],
)
def test_output_that_is_no_translation_ends_the_route(said, leg):
    pool = Pool(SAID | {leg: said})
    with pytest.raises(EngineError) as refused:
        Translator(pool).translate("Who pays for it?", "en", "fr", 8.0)
    assert refused.value.kind == "untranslated"
    assert pool.asked[-1][1:] == leg


def test_unchanged_text_is_no_translation():
    with pytest.raises(EngineError) as refused:
        Translator(Pool({("en", "es"): "WHO pays for it ?"})).translate("Who pays for it?", "en", "es", 8.0)
    assert refused.value.kind == "untranslated"


def test_route_by_catalan_is_used_where_it_is_installed():
    said = SAID | {("es", "ca"): "Qui paga això?", ("ca", "fr"): "Qui paie cela?"}
    pool = Pool(said, tuple(said))
    assert Translator(pool).translate("¿Quién paga esto?", "es", "fr", 8.0) == (PAYS, ("es", "ca", "fr"))
    assert [asked[1:] for asked in pool.asked[1:]] == [("es", "ca"), ("ca", "fr")]


def test_output_gets_the_typography_of_the_target_language_and_keeps_terms():
    pool = Pool({("en", "es"): 'Quién paga "Fondo ?" , no'}, (("en", "es"),))
    terms = [{"en": "Fund ?", "es": "Fondo ?"}]
    output, _ = Translator(pool).translate('Who pays "Fund ?", no', "en", "es", 8.0, terms)
    assert output == "Quién paga «Fondo ?», no"
