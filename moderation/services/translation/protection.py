"""Glossary terms on their way through an engine: asked plainly first, then with what it got wrong kept from it. Pure.

A placeholder is a word that no engine knows, `XQ0Z`: Apertium and the neural engine leave such a word where it belongs in
the sentence, while brackets and signs are lost or torn apart (docs/languages.md, "Glossary").
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import regex

from ...core.glossary import Found, find_terms
from .engine import EngineError

_PLACEHOLDER = "XQ{}Z"
_ANY = regex.compile(r"XQ(\d+)Z", regex.I)
"""In any case: Apertium may write a word with a small letter."""
_FULL = regex.compile(r"(?<!\w)(?:(?<small>l|d|qu)[ea]|(?<joined>du|au))\s+$", regex.I)
_ELIDED = regex.compile(r"(?<!\w)(?:(?<joined>de|à)\s+)?(?<small>l|d|qu)['’]$", regex.I)
_JOINED = {"du": "de l'", "au": "à l'", "de": "du ", "à": "au "}
_VOWEL = regex.compile(r"[aeiouàâäéèêëîïôöùûüœæ]", regex.I)


def translate_with(found: Sequence[Found], text: str, source: str, target: str, ask: Callable[[str], str]) -> str:
    """The translation of `text` in which these terms of it stand as the glossary says them, as far as the engine lets them.

    The plain translation stays where the engine said them so itself, and where it left them as they were they are replaced.
    Only for the others it is asked again, with placeholders; where it loses one, the first answer stays. EngineError of `ask`.
    """
    found = [] if _ANY.search(text) else [one for one in found if target in one.term]
    if found and not _has_letters(_ANY.sub("", protect(text, found))):
        return put_in(protect(text, found), text, found, source, target)
    try:
        plain = ask(text)
    except EngineError as problem:
        # A text that came out as it went in may be one whose terms alone need a translation.
        if not found or problem.kind != "untranslated":
            raise
        return _kept(found, text, source, target, ask)
    said = replace_left(plain, missing(plain, found, target), source, target)
    still = missing(said, found, target)
    if not still:
        return said
    try:
        again = _kept(still, text, source, target, ask)
    except EngineError:
        return said
    again = replace_left(again, missing(again, found, target), source, target)
    return min(again, said, key=lambda one: len(missing(one, found, target)))


def protect(text: str, found: Sequence[Found]) -> str:
    """The text with a placeholder, numbered from 0, for each of these terms."""
    made, done = [], 0
    for number, one in enumerate(found):
        made += [text[done : one.start], _PLACEHOLDER.format(number)]
        done = one.end
    return "".join(made) + text[done:]


def put_in(output: str, text: str, found: Sequence[Found], source: str, target: str) -> str | None:
    """The output with these terms of `text` in their places, in the target language. None unless each placeholder is there once."""
    if sorted(int(number) for number in _ANY.findall(output)) != list(range(len(found))):
        return None
    for place in reversed(list(_ANY.finditer(output))):
        one = found[int(place[1])]
        said = _as_written(one, text, source, target)
        if place.start() == 0 and text[:1].isupper():
            said = _capital(said)
        output = _before(output[: place.start()], said, target) + said + output[place.end() :]
    return output


def missing(output: str, found: Iterable[Found], target: str) -> list[Found]:
    """Those of these terms that the output does not say as the glossary does, or not as often as they were said."""
    wanted = Counter(one.term[target] for one in found)
    lost = {said for said, often in wanted.items() if len(find_terms(output, target, [{target: said}])) < often}
    return [one for one in found if one.term[target] in lost]


def replace_left(output: str, found: Iterable[Found], source: str, target: str) -> str:
    """The output with the glossary's words where the engine left one of these terms as it was."""
    for term in {id(one.term): one.term for one in found}.values():
        for left in reversed(find_terms(output, source, [term])):
            said = _as_written(left, output, source, target)
            output = _before(output[: left.start], said, target) + said + output[left.end :]
    return output


def signature(found: Iterable[Found], source: str, target: str) -> str:
    """What tells a translation with these terms from one with others: theirs in both languages; empty without any."""
    said = sorted({(one.term[source], one.term[target]) for one in found if target in one.term})
    return json.dumps(said, ensure_ascii=False) if said else ""


def _kept(found: Sequence[Found], text: str, source: str, target: str, ask: Callable[[str], str]) -> str:
    """The translation with placeholders, terms put in. EngineError `untranslated` where the engine lost one."""
    made = put_in(ask(protect(text, found)), text, found, source, target)
    if made is None:
        raise EngineError("untranslated", "a term was lost")
    return made


def _as_written(one: Found, text: str, source: str, target: str) -> str:
    """The term in the target language; with a capital where it was given one that it has not by itself."""
    given = text[one.start].isupper() and not one.term[source][0].isupper()
    return _capital(one.term[target]) if given else one.term[target]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _before(text: str, said: str, target: str) -> str:
    """What stands before the term. In French "du ONU" is "de l'ONU", and "de l'OEWG" with the word for it "du GTCNL"."""
    if target != "fr":
        return text
    ending, vowel = (_FULL, "'") if _VOWEL.match(said) else (_ELIDED, "e ")
    found = ending.search(text)
    if not found:
        return text
    article = _JOINED[found["joined"].lower()] if found["joined"] else f"{found['small']}{vowel}"
    return text[: found.start()] + (_capital(article) if found[0][0].isupper() else article)


def _has_letters(text: str) -> bool:
    return regex.search(r"\p{L}", text) is not None
