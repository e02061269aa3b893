"""The identification of a question's language. It runs on this machine and has three steps.

1. A rule chooses the script. The script alone identifies Chinese, Japanese and Korean. Words in other scripts do not
   count: an English film title in a Russian question is ignored.
2. A model estimates the share of each language of this script, once for the whole text and once for its first words
   (`language_evidence`).
3. The common words of the session's likeliest language are a second opinion. Without this opinion, a question in
   a language that the model does not know would be taken for a question in a language of the session. A short question
   in a language of the session would be taken for a question in a foreign language.

docs/languages.md lists the accuracy; `make bench` measures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..core.contracts import LanguageSource
from ..core.language_ranges import nearest
from ..core.model import UNDETERMINED
from .language_evidence import CONTRADICTS, LONGEST, UNKNOWN, Evidence, script_group, weigh
from .language_tags import base, script_of
from .word_lists import share_of_common_words, word_lists

SHORT = 3
"""A text with at most this number of words is short. Names and loan words in short texts mislead the model. A short
text in Arabic or Cyrillic letters gets the session's language of that script."""
FEW = 5
"""In a text with at most this number of words, common words also help to choose between the session's languages. In
longer texts, common words would favour the language of a foreign title.
"""
COMMON = 0.5
"""The second opinion is COMMON multiplied by the share of common words (0 to 1)."""
COMMON_IN_SHORT = 2.0
"""The weight of common words for the choice between the session's languages in a short text (`SHORT`).

With this weight, one common word in two or three words counts more than the model. In so few words, the model decides
by parts of words: it is nearly sure that "Who pays?" is French. The common word "who" corrects this result. Further
common words count too (`WordLists.further`).

This weight changes only the choice of the language, not its support (`SUPPORTED`). The support of a language that the
model finds unlikely therefore remains low, and the result is usually marked as unsure.
"""
PRIOR = 0.3
"""PRIOR divided by the number of words is added to the share of the interface language. This bonus decides the language
of the single word "capital", but not of a whole sentence."""
SURE = 0.5
"""The result, a language of the session, is marked as unsure if its share (0 to 1) of the evidence is smaller than this
value. The evidence is that for all languages of the session and for the likeliest foreign language. The chairs see the
mark. A foreign language is named in `looks_like` only if its probability (0 to 1) is at least this value."""
SURELY_FOREIGN = 0.7
"""A result `und` is marked as unsure if the model gives the foreign language a probability (0 to 1) below this value.

Measured on the development rows: if the model knows the language of a text, 99 % of the languages that it names with at
least this probability (`looks_like`) are right. If the model does not know the language, it still names a language for
one text in twelve. This name is always wrong.
"""
SUPPORTED = 0.4
"""A language of the session with less support than this is marked as unsure. The support is the probability of the
language (0 to 1), plus the second opinion."""


class _Bounds(NamedTuple):
    """The conditions for the result `und`, for texts of at most `words` words. One true condition is sufficient.

    1. The probability of a foreign language is at least `foreign`, and more than `factor` times the support of the
       session's likeliest language.
    2. This support is less than `unknown`, so that the model probably does not know the language of the text. Ignore
       this condition for a language without word lists, because there is no second opinion for such a language.
    """

    words: float
    factor: float
    foreign: float
    unknown: float


BOUNDS = (_Bounds(SHORT, 10, 0.9, 0.0), _Bounds(FEW, 4, 0.7, UNKNOWN / 2), _Bounds(float("inf"), 2, 0.0, UNKNOWN))
"""The bounds by length, shortest texts first. They were chosen on development rows (docs/languages.md)."""


@dataclass(frozen=True, slots=True)
class Identified:
    """The language of a question. `source`: `chosen` or `detected`.

    `looks_like`: the most likely language, if it contradicts the asker's choice or is outside the session; otherwise
    None.
    """

    language: str
    source: LanguageSource
    unsure: bool
    looks_like: str | None


def identify(text: str, languages: tuple[str, ...], chosen: str | None, hint: str | None) -> Identified:
    """Return the language of a question. `chosen`: the language that the asker chose, or None.

    If the asker chose a language, return this language. Mark it as unsure if the model probably does not know the
    language of the text. If another language is much more likely, name that language in `looks_like`.

    If the asker chose no language, return the session's most likely language. Return `und` in two cases:

    - A language outside the session is much more likely.
    - The text is probably in a language that the model does not know.

    `hint`: the language of the interface. In short texts, the session's language nearest to `hint` is slightly
    preferred to the session's other languages. If the model knows no word of the text, see `_without_model`. If the
    session has several variants of the language, see `_one_variant_each`.
    """
    evidence = weigh(text, base(chosen) if chosen else None)
    likeliest = max(evidence.shares, key=lambda language: evidence.shares[language], default=None)
    if chosen:
        contradicts = likeliest not in (None, base(chosen)) and evidence.shares[likeliest] >= CONTRADICTS
        support = evidence.probability(base(chosen)) + _second_opinion(evidence, chosen)
        is_unknown = bool(evidence.shares) and _is_unknown(chosen, support, _bounds(len(evidence.words)))
        looks_like = nearest([likeliest], languages) or likeliest if contradicts and likeliest else None
        return Identified(chosen, "chosen", is_unknown and not contradicts, looks_like)
    languages = _one_variant_each(text, languages, hint)
    hint = nearest([hint], languages) if hint else None
    candidates = tuple(language for language in languages if script_group(language) == evidence.script)
    if not evidence.shares and (candidates or evidence.script is None):
        return Identified(_without_model(evidence, candidates or languages, hint), "detected", True, None)
    if not candidates:
        return Identified(UNDETERMINED, "detected", False, likeliest)
    return _decide(evidence, candidates, hint)


def _one_variant_each(text: str, languages: tuple[str, ...], hint: str | None) -> tuple[str, ...]:
    """Return the languages of a session without duplicate variants: if several variants of a language have the same
    group of scripts (`script_group`), keep only one of them.

    The model and the word lists do not distinguish such variants, for example `pt` and `pt-BR`. Keep the variant
    nearest to `hint`, or the first if no variant fits `hint`. Exception: of the variants of Chinese, keep the first in
    the script of the text, if there is one.
    """
    variants: dict[tuple[str, str], list[str]] = {}
    for language in languages:
        variants.setdefault((base(language), script_group(language)), []).append(language)
    script = chinese_script(text) if len(variants) < len(languages) else None
    return tuple(
        next((tag for tag in tags if script_of(tag) == script), None) or nearest([hint or ""], tags) or tags[0]
        for tags in variants.values()
    )


def chinese_script(text: str) -> str | None:
    """Return the script of a Chinese text, `Hans` or `Hant`; None if the text does not show its script.

    GB 2312 contains the usual simplified characters, and Big5 contains the usual traditional ones. Return the script
    whose character set contains more characters of the text; None if both sets contain equally many.
    """
    text = text[:LONGEST]
    simplified, traditional = (len(text.encode(charset, "ignore")) for charset in ("gb2312", "big5"))
    return None if simplified == traditional else "Hans" if simplified > traditional else "Hant"


def _without_model(evidence: Evidence, languages: tuple[str, ...], hint: str | None) -> str:
    """Return the language of a text of which the model knows no word.

    If one of `languages` has more common words in the text than the others, return this language. Otherwise return
    `hint`, or `und` if `hint` is not in `languages`.
    """
    common = {
        language: share_of_common_words(evidence.words, language, with_further=len(evidence.words) <= SHORT)
        for language in languages
    }
    most = max(common.values(), default=0.0)
    best = [language for language, share in common.items() if share == most]
    if most and len(best) == 1:
        return best[0]
    return hint if hint is not None and hint in languages else UNDETERMINED


def _decide(evidence: Evidence, candidates: tuple[str, ...], hint: str | None) -> Identified:
    """Return the likeliest of the session's languages of this script, or `und`."""
    words = len(evidence.words)
    bounds = _bounds(words)
    shares = {language: evidence.shares.get(base(language), 0.0) for language in candidates}
    if words <= FEW and all(word_lists(language).stop for language in candidates):
        shares = {language: share + _choice_by_words(evidence, language) for language, share in shares.items()}
    best = max(candidates, key=lambda language: shares[language])
    support = evidence.probability(base(best)) + _second_opinion(evidence, best)
    known = {base(language) for language in candidates}
    foreign = max(evidence.shares, key=lambda language: (language not in known) * evidence.shares[language])
    share = 0.0 if foreign in known else evidence.shares[foreign]
    probability = share * evidence.certainty
    script_decides = evidence.script in ("Arab", "Cyrl") and words <= SHORT
    is_foreign = probability > max(support * bounds.factor, bounds.foreign)
    if (is_foreign or _is_unknown(best, support, bounds)) and not script_decides:
        name = foreign if probability >= SURE else None
        return Identified(UNDETERMINED, "detected", words <= SHORT or probability < SURELY_FOREIGN, name)
    if script_decides and share < CONTRADICTS:
        share = 0.0
    if hint in shares and words:
        shares[hint] += PRIOR / words
        best = max(candidates, key=lambda language: shares[language])
    is_weak = support < SUPPORTED and not script_decides
    return Identified(best, "detected", is_weak or shares[best] < SURE * (sum(shares.values()) + share), None)


def _bounds(words: int) -> _Bounds:
    return next(bounds for bounds in BOUNDS if words <= bounds.words)


def _choice_by_words(evidence: Evidence, language: str) -> float:
    """Return the bonus that this language gets for its common words in a text of at most FEW words.

    The caller adds the bonus to the language's share before it chooses the likeliest language of the session.
    """
    if len(evidence.words) > SHORT:
        return _second_opinion(evidence, language)
    return COMMON_IN_SHORT * share_of_common_words(evidence.words, language, with_further=True)


def _second_opinion(evidence: Evidence, language: str) -> float:
    return COMMON * share_of_common_words(evidence.words, language)


def _is_unknown(language: str, support: float, bounds: _Bounds) -> bool:
    """Return whether the text is probably in a language that the model does not know. `language`, `support`: the
    session's likeliest language, and its support. Return False if this language has no word lists.
    """
    return support < bounds.unknown and bool(word_lists(language).stop)
