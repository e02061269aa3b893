"""A session's glossary: the terms of the session file, then the names of chairs and panellists.

A name is the same in every language.
"""

from __future__ import annotations

from typing import TypedDict

from ..core.contracts import SessionDefinition, Texts


class GlossaryTerm(TypedDict):
    """A glossary term. `texts`: {language: text}. `note`: {language: text}, or a single text for all languages."""

    texts: Texts
    note: str | Texts | None


def terms(definition: SessionDefinition) -> list[GlossaryTerm]:
    """Return the terms of a session: the terms in its definition, and the names of its chairs and panellists.

    Omit a name if a term in the definition has the same text.
    """
    languages = definition["languages"]
    terms: list[GlossaryTerm] = [
        {"texts": in_each(term["term"], languages), "note": term["note"]} for term in definition.get("terms", [])
    ]
    known = {text for term in terms for text in term["texts"].values()}
    names = [person["name"] for person in (*definition["chairs"], *definition["panellists"])]
    return terms + [{"texts": in_each(name, languages), "note": None} for name in names if name not in known]


def in_each(text: str | Texts, languages: list[str]) -> Texts:
    """Return {language: text}. If `text` is a single text, every language gets this text.

    Leave out each language for which the term has no text.
    """
    if isinstance(text, str):
        return dict.fromkeys(languages, text)
    return {language: text[language] for language in languages if language in text}


def plain_terms(definition: SessionDefinition) -> list[Texts]:
    """Return the terms without their notes, in the form that core/glossary accepts."""
    return [term["texts"] for term in terms(definition)]
