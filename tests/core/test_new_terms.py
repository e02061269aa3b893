"""Tests of the glossary after a term is added, and after the term is taken back."""

from __future__ import annotations

import pytest

from moderation.core.new_terms import TermChange, change_between, with_term, without_change

LANGUAGES = ("en", "es", "fr")
GGE = {"term": {"en": "GGE", "fr": "GEG"}, "note": "a group"}
UN = {"term": "UNODC", "note": None}


def entry(**texts: str) -> dict:
    return {"term": texts, "note": None}


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ({"en": "gender"}, [entry(en="gender"), GGE, UN]),
        ({"fr": "genre", "en": "gender"}, [entry(en="gender", fr="genre"), GGE, UN]),
        # The term equals an existing entry in every language that both have. The existing entry gets the term's text in
        # a new language.
        ({"en": "GGE", "es": "GEG"}, [{"term": {"en": "GGE", "fr": "GEG", "es": "GEG"}, "note": "a group"}, UN]),
        # In one language, the term equals an existing entry; in another language, it differs from this entry. So the
        # term becomes a new entry, which comes first. In a language that the term lacks, the new entry gets the text of
        # the existing entry.
        ({"en": "GGE", "es": "Grupo", "fr": "Groupe"}, [entry(en="GGE", es="Grupo", fr="Groupe"), GGE, UN]),
        ({"en": "GGE", "fr": "Groupe"}, [entry(en="GGE", fr="Groupe"), GGE, UN]),
        ({"en": "UNODC", "es": "ONUDD"}, [entry(en="UNODC", es="ONUDD", fr="UNODC"), GGE, UN]),
    ],
)
def test_a_new_term_takes_precedence_and_no_language_loses_its_term(term, expected):
    assert with_term([GGE, UN], term, LANGUAGES) == expected


@pytest.mark.parametrize("term", [{"en": "GGE"}, {"fr": "GEG", "en": "GGE"}, {"es": "UNODC", "en": "UNODC"}])
def test_a_known_term_changes_nothing(term):
    assert with_term([GGE, UN], term, LANGUAGES) is None


@pytest.mark.parametrize("term", [{"en": "gender"}, {"en": "GGE", "es": "GEG"}, {"en": "GGE", "fr": "Groupe"}], ids=str)
def test_a_term_is_taken_back_exactly_and_later_terms_stay(term):
    after = with_term([GGE, UN], term, LANGUAGES)
    change = change_between([GGE, UN], after)
    assert without_change(after, change) == [GGE, UN]
    later = with_term(after, {"en": "later", "es": "más tarde"}, LANGUAGES)
    assert without_change(later, change) == [entry(en="later", es="más tarde"), GGE, UN]


def test_a_changed_entry_is_not_taken_back():
    after = with_term([UN], {"en": "gender"}, LANGUAGES)
    change = change_between([UN], after)
    assert change == TermChange(None, entry(en="gender"))
    extended = with_term(after, {"en": "gender", "fr": "genre"}, LANGUAGES)
    assert without_change(extended, change) is None
    assert change_between([UN], [UN]) is None
    assert change_between([UN], [GGE, entry(en="x")]) is None
