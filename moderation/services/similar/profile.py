"""The features of one question for comparisons. Each feature is computed once. The module has no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from . import words

LONG_ENOUGH = 4
"""Minimum number of letters of a stem that can match a different stem. A shorter stem matches only an equal stem."""


@dataclass(frozen=True)
class Profile:
    """A question and its features. `texts`: the original (in the language `language`) and the translations, as
    {language: text}.
    """

    language: str
    texts: Mapping[str, str]

    @property
    def text(self) -> str:
        """Return the original text."""
        return self.texts[self.language]

    @cached_property
    def stems(self) -> dict[str, tuple[str, ...]]:
        """Return {language: stems of the text in this language}."""
        return {language: words.stems(text, language) for language, text in self.texts.items()}

    @cached_property
    def stem_sets(self) -> dict[str, frozenset[str]]:
        """Return {language: set of the stems of the text in this language}."""
        return {language: frozenset(stems) for language, stems in self.stems.items()}

    @cached_property
    def long_stems(self) -> dict[str, tuple[str, ...]]:
        """Return {language: the stems that can match a different stem}, without short stems and numbers."""
        return {
            language: tuple(stem for stem in stems if len(stem) >= LONG_ENOUGH and not stem[0].isdigit())
            for language, stems in self.stems.items()
        }

    @cached_property
    def length(self) -> float:
        """Return the mean number of stems of the question's texts. There is one text for each language."""
        return sum(map(len, self.stems.values())) / len(self.stems)

    @cached_property
    def lines(self) -> dict[str, str]:
        """Return {language: the question's stems in alphabetical order, joined by spaces}."""
        return {language: " ".join(sorted(stems)) for language, stems in self.stems.items()}

    @cached_property
    def script(self) -> str | None:
        """Return the script of the original text (see `words.script`)."""
        return words.script(self.text)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Return the numbers in the original text."""
        return words.numbers(self.text)

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the names in the original text, without case and accents."""
        return words.names(self.text, self.language)

    @cached_property
    def asks(self) -> str | None:
        """Return the kind of the question word in the original text, or None."""
        return words.question_word(self.text, self.language)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Return all words of all texts, without case and accents.

        The words show whether a name in another question also occurs in this question.
        """
        return frozenset().union(*(words.folded(text) for text in self.texts.values()))
