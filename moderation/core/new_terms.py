"""Pure functions that add a term to a glossary, and that take an added term back.

A term has a text in some or all languages of the session. A single text for all languages counts as a text in each of
these languages.
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

    An entry matches if it has the same text as `term` in one language, and no different text in any language of `term`.
    If an entry matches, add the missing texts of `term` to the first such entry. Otherwise insert `term` as the first
    entry.

    An old entry that has the same text as the new entry in one language has no effect any more:
    `glossary.find_terms` uses the first of several entries with the same text. Therefore copy its texts in the other
    languages to the new entry. Otherwise, translations into these languages would no longer use them.
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
    """Return the change that `with_term` has made from `before` to `after`; None if `before` and `after` differ in
    another way.
    """
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
