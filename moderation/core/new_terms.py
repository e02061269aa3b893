"""The glossary after a new term, and after the new term is taken back. Pure.

A term is given in some or all languages of the session. A text that is the same in all languages counts as given in
each of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .contracts import TermDefinition, Texts


class TermChange(NamedTuple):
    """A change of one entry of a glossary. `before` is None for a new entry."""

    before: TermDefinition | None
    after: TermDefinition


def with_term(glossary: Sequence[TermDefinition], term: Texts, languages: Sequence[str]) -> list[TermDefinition] | None:
    """Return the glossary with a term added; None if the glossary has the term already. `term`: {language: text}.

    An entry with the same text in one language, and with no other text in any given language, gets the missing texts.
    Otherwise the term becomes the first entry: of two entries with the same text, the first counts
    (`glossary.find_terms`). It then takes the texts in the languages that are not given from the entry that it replaces
    in effect. So no language loses its protection from the engine.
    """
    for place, entry in enumerate(glossary):
        texts = _texts_of(entry, languages)
        if not _shares(texts, term) or _contradicts(texts, term):
            continue
        if term.items() <= texts.items():
            return None
        return [*glossary[:place], {**entry, "term": {**texts, **term}}, *glossary[place + 1 :]]
    replaced = next((texts for entry in glossary if _shares(texts := _texts_of(entry, languages), term)), {})
    ordered = {language: text for language in languages if (text := term.get(language) or replaced.get(language))}
    return [{"term": ordered, "note": None}, *glossary]


def change_between(before: Sequence[TermDefinition], after: Sequence[TermDefinition]) -> TermChange | None:
    """Return the change that `with_term` has made; None if the two glossaries differ in another way."""
    added = [entry for entry in after if entry not in before]
    removed = [entry for entry in before if entry not in after]
    if len(added) != 1 or len(removed) > 1:
        return None
    return TermChange(removed[0] if removed else None, added[0])


def without_change(glossary: Sequence[TermDefinition], change: TermChange) -> list[TermDefinition] | None:
    """Return the glossary with the entry as it was before the change; None if the entry has changed since then."""
    if change.after not in glossary:
        return None
    place = list(glossary).index(change.after)
    former = [] if change.before is None else [change.before]
    return [*glossary[:place], *former, *glossary[place + 1 :]]


def _texts_of(entry: TermDefinition, languages: Sequence[str]) -> Texts:
    term = entry["term"]
    return dict.fromkeys(languages, term) if isinstance(term, str) else term


def _shares(texts: Mapping[str, str], term: Mapping[str, str]) -> bool:
    return any(texts.get(language) == text for language, text in term.items())


def _contradicts(texts: Mapping[str, str], term: Mapping[str, str]) -> bool:
    return any(texts.get(language, text) != text for language, text in term.items())
