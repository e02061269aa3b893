"""A session's glossary: the terms of its file, then the names of its chairs and panellists, the same in every language."""

from __future__ import annotations


def terms(definition: dict) -> list[dict]:
    """[{texts: {lang: text}, note: text, {lang: text} or null}] of a session's definition, in the order in which the first found wins."""
    languages = definition["languages"]
    listed = [{"texts": in_each(term["term"], languages), "note": term["note"]} for term in definition.get("terms", [])]
    known = {text for term in listed for text in term["texts"].values()}
    names = [person["name"] for kind in ("chairs", "panellists") for person in definition[kind]]
    return listed + [{"texts": in_each(name, languages), "note": None} for name in names if name not in known]


def in_each(text: str | dict[str, str], languages: list[str]) -> dict[str, str]:
    """{lang: text}; one text stands for all languages."""
    return {language: text if isinstance(text, str) else text[language] for language in languages}


def plain_terms(definition: dict) -> list[dict[str, str]]:
    """The terms without their notes, as core/glossary looks for them."""
    return [term["texts"] for term in terms(definition)]
