"""The features of one question for comparisons. Each feature is computed once. The module has no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from . import words


@dataclass(frozen=True)
class Profile:
    """A question and its features. `texts`: {language: text}, the original in `language` and the translations."""

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
    def length(self) -> float:
        """Return the mean number of stems per language."""
        return sum(map(len, self.stems.values())) / len(self.stems)

    @cached_property
    def lines(self) -> dict[str, str]:
        """Return {language: the stems in alphabetical order, joined by spaces}."""
        return {language: " ".join(sorted(stems)) for language, stems in self.stems.items()}

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

        They are used to check whether a name in another question also occurs in this question.
        """
        return frozenset().union(*(words.folded(text) for text in self.texts.values()))
