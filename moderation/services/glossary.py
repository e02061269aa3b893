"""A session's glossary: the terms of its file, then the names of its chairs and panellists, equal in every language."""

from __future__ import annotations

from typing import TypedDict

from ..core.contracts import SessionDefinition, Texts


class GlossaryTerm(TypedDict):
    """A term by language, and its note: one text, a text by language, or null."""

    texts: Texts
    note: str | Texts | None


def terms(definition: SessionDefinition) -> list[GlossaryTerm]:
    """Return the terms of a session. Of two terms with the same text, the earlier takes precedence."""
    languages = definition["languages"]
    terms: list[GlossaryTerm] = [
        {"texts": in_each(term["term"], languages), "note": term["note"]} for term in definition.get("terms", [])
    ]
    known = {text for term in terms for text in term["texts"].values()}
    names = [person["name"] for person in (*definition["chairs"], *definition["panellists"])]
    return terms + [{"texts": in_each(name, languages), "note": None} for name in names if name not in known]


def in_each(text: str | Texts, languages: list[str]) -> Texts:
    """Return {language: text}. A single text applies to all languages."""
    return {language: text if isinstance(text, str) else text[language] for language in languages}


def plain_terms(definition: SessionDefinition) -> list[Texts]:
    """Return the terms without their notes, as core/glossary takes them."""
    return [term["texts"] for term in terms(definition)]
