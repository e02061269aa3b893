"""The stop words, question words and further common words of each language (`words.question_lists`), and their share
of a text.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import regex

from .language_tags import base
from .words import question_lists

JOINT = regex.compile(r"[\s’'-]+")
"""The characters between two words: white space, apostrophes (as in "l'eau") and hyphens (as in "est-ce")."""


class WordLists(NamedTuple):
    """The word lists of a language. `stop`: stop words; `asks`: {question word or phrase: its kind}; `further`: other
    common words, which are used only to identify the language of short texts.
    """

    stop: frozenset[str]
    asks: dict[str, str]
    further: frozenset[str]


@cache
def word_lists(language: str) -> WordLists:
    """Return the word lists of a language; they are empty for a language without lists."""
    lists = question_lists(base(language))
    asks = {phrase: kind for kind, phrases in lists.get("asks", {}).items() for phrase in phrases}
    # Put longer phrases first, because "how many" must match before "how".
    longest_first = dict(sorted(asks.items(), key=lambda entry: -len(entry[0])))
    stop, further = (frozenset(lists.get(name, "").split()) for name in ("stop", "further"))
    return WordLists(stop, longest_first, further)


def share_of_common_words(words: Sequence[str], language: str, *, with_further: bool = False) -> float:
    """Return the share (0 to 1) of `words` (in lower case) that are in the lists of a language. Return 0 for a language
    without lists.

    `with_further`: whether the words of `WordLists.further` count.
    """
    common = _common_words(language, with_further)
    parts = JOINT.split(" ".join(words)) if common and words else ()
    return len([part for part in parts if part in common]) / len(parts) if parts else 0.0


@cache
def _common_words(language: str, with_further: bool) -> frozenset[str]:
    """Return the stop words of a language, and each word of its question phrases.

    `with_further`: whether to add the words of `WordLists.further`.
    """
    lists = word_lists(language)
    common = lists.stop.union(*(phrase.split() for phrase in lists.asks))
    return common | lists.further if with_further else common
