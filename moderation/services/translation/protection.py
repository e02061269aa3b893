"""The protection of glossary terms: first translate without placeholders, then translate again with placeholders for
the missing terms.

A placeholder is a word that no engine knows, such as `XQ0Z`. Apertium and the neural engine keep such a word at the
right position in the sentence. Brackets and signs are not suitable as placeholders, because these engines lose or split
them (docs/languages.md, "Glossary"). The module has no I/O.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import regex

from ...core.glossary import TermMatch, find_term
from .engine import EngineError

_PLACEHOLDER = "XQ{}Z"
_ANY_PLACEHOLDER = regex.compile(r"XQ(\d+)Z", regex.I)
"""A pattern for a placeholder in upper or lower case, because Apertium sometimes changes the first letter of a word to
lower case.
"""
LONGEST_ARTICLE = 40
"""Maximum number of characters of an article before a term, including the white space between them."""
_FULL = regex.compile(r"(?<!\w)(?:(?<small>l|d|qu)[ea]|(?<joined>du|au))\s+$", regex.I)
_ELIDED = regex.compile(r"(?<!\w)(?:(?<joined>de|à)\s+)?(?<small>l|d|qu)['’]$", regex.I)
_JOINED = {"du": "de l'", "au": "à l'", "de": "du ", "à": "au "}
_VOWEL = regex.compile(r"[aeiouàâäéèêëîïôöùûüœæ]", regex.I)


def translate_with(matches: Sequence[TermMatch], text: str, source: str, target: str, ask: Callable[[str], str]) -> str:
    """Return the translation of `text` with the glossary's target-language terms.

    1. Translate the text without placeholders.
    2. Replace the terms that the engine left in the source language.
    3. If terms are still missing, translate again with placeholders for these terms. Return the translation with fewer
    missing terms.

    `ask(text)`: a function that returns the engine's translation. If step 1 fails, raise EngineError. Special case: if
    step 1 fails with the kind `untranslated` and the text contains terms, try placeholders for all terms. Raise
    EngineError only if this try fails too.
    """
    matches = [] if _ANY_PLACEHOLDER.search(text) else [match for match in matches if target in match.term]
    protected = protect(text, matches)
    if matches and not _has_letters(_ANY_PLACEHOLDER.sub("", protected)):
        # If the text consists of terms only, do not ask the engine.
        only_terms = put_in(protected, text, matches, source, target)
        if only_terms is not None:
            return only_terms
    try:
        plain = ask(text)
    except EngineError as problem:
        # `untranslated`: the engine's output was the unchanged text. The terms in the text can be the cause. Therefore
        # try again with placeholders for them.
        if not matches or problem.kind != "untranslated":
            raise
        return _ask_with_placeholders(matches, text, source, target, ask)
    first = replace_left(plain, missing(plain, matches, target), source, target)
    still_missing = missing(first, matches, target)
    if not still_missing:
        return first
    try:
        second = _ask_with_placeholders(still_missing, text, source, target, ask)
    except EngineError:
        return first
    second = replace_left(second, missing(second, matches, target), source, target)
    return min(second, first, key=lambda output: len(missing(output, matches, target)))


def protect(text: str, matches: Sequence[TermMatch]) -> str:
    """Return the text with each matched term replaced by a placeholder. The placeholders are numbered from 0."""
    parts, end = [], 0
    for number, match in enumerate(matches):
        parts += [text[end : match.start], _PLACEHOLDER.format(number)]
        end = match.end
    return "".join(parts) + text[end:]


def put_in(output: str, text: str, matches: Sequence[TermMatch], source: str, target: str) -> str | None:
    """Return the output with each placeholder replaced by the term in the target language.

    Return None if a placeholder is missing or repeated.
    """
    if sorted(int(number) for number in _ANY_PLACEHOLDER.findall(output)) != list(range(len(matches))):
        return None
    for place in reversed(list(_ANY_PLACEHOLDER.finditer(output))):
        term = _with_capital_of(matches[int(place[1])], text, source, target)
        if place.start() == 0 and text[:1].isupper():
            term = _capitalise(term)
        output = _adapt_article(output[: place.start()], term, target) + term + output[place.end() :]
    return output


def missing(output: str, matches: Iterable[TermMatch], target: str) -> list[TermMatch]:
    """Return the matches whose target-language term is missing in the output.

    A term that occurs n times in `matches` is missing if the output contains it fewer than n times.
    """
    matches = list(matches)
    wanted = Counter(match.term[target] for match in matches)
    lost = {term for term, count in wanted.items() if len(find_term(output, term)) < count}
    return [match for match in matches if match.term[target] in lost]


def replace_left(output: str, matches: Iterable[TermMatch], source: str, target: str) -> str:
    """Replace each term that is still in the source language by the target-language term. Return the new output."""
    for term in {id(match.term): match.term for match in matches}.values():
        for start, end in reversed(find_term(output, term[source])):
            replacement = _with_capital_of(TermMatch(start, end, term), output, source, target)
            output = _adapt_article(output[:start], replacement, target) + replacement + output[end:]
    return output


def words_of(matches: Iterable[TermMatch], target: str) -> set[str]:
    """Return the target-language terms of the matches, each in two forms: as in the glossary, and with a capital first
    letter.
    """
    words = {match.term[target] for match in matches if target in match.term}
    return words | {_capitalise(word) for word in words}


def signature(matches: Iterable[TermMatch], source: str, target: str) -> str:
    """Return the part of the cache key that identifies these terms in both languages, or "" if there are no terms."""
    terms = sorted({(match.term[source], match.term[target]) for match in matches if target in match.term})
    return json.dumps(terms, ensure_ascii=False) if terms else ""


def _ask_with_placeholders(
    matches: Sequence[TermMatch], text: str, source: str, target: str, ask: Callable[[str], str]
) -> str:
    """Translate with placeholders, then replace the placeholders by the terms.

    Raise EngineError `untranslated` if a placeholder is missing or repeated in the output.
    """
    output = put_in(ask(protect(text, matches)), text, matches, source, target)
    if output is None:
        raise EngineError("untranslated", "a term was lost")
    return output


def _with_capital_of(match: TermMatch, text: str, source: str, target: str) -> str:
    """Return the target-language term.

    Capitalise the term if the source-language term is capitalised in the text but not in the glossary.
    """
    has_capital = text[match.start].isupper() and not match.term[source][0].isupper()
    return _capitalise(match.term[target]) if has_capital else match.term[target]


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]


def _adapt_article(before: str, term: str, target: str) -> str:
    """Return `before`, the text before a term, with its last article adapted to the term.

    Only French needs this: "du " before "ONU" becomes "de l'".
    """
    if target != "fr":
        return before
    ending, vowel = (_FULL, "'") if _VOWEL.match(term) else (_ELIDED, "e ")
    match = ending.search(before, max(0, len(before) - LONGEST_ARTICLE))
    if not match:
        return before
    article = _JOINED[match["joined"].lower()] if match["joined"] else f"{match['small']}{vowel}"
    return before[: match.start()] + (_capitalise(article) if match[0][0].isupper() else article)


def _has_letters(text: str) -> bool:
    return regex.search(r"\p{L}", text) is not None
