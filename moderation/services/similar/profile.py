"""A question made ready for comparison, once, however often it is compared. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from . import words


@dataclass(frozen=True)
class Profile:
    """`texts` by language: the question as it was asked, in `language`, and its translations."""

    language: str
    texts: Mapping[str, str]

    @property
    def text(self) -> str:
        return self.texts[self.language]

    @cached_property
    def stems(self) -> dict[str, tuple[str, ...]]:
        """By language."""
        return {language: words.stems(text, language) for language, text in self.texts.items()}

    @cached_property
    def length(self) -> float:
        """How many stems a text of it has, mean of its languages."""
        return sum(map(len, self.stems.values())) / len(self.stems)

    @cached_property
    def lines(self) -> dict[str, str]:
        """By language: the stems in alphabetical order, as one line."""
        return {language: " ".join(sorted(stems)) for language, stems in self.stems.items()}

    @cached_property
    def numbers(self) -> frozenset[str]:
        return words.numbers(self.text)

    @cached_property
    def names(self) -> frozenset[str]:
        return words.names(self.text, self.language)

    @cached_property
    def asks(self) -> str | None:
        return words.question_word(self.text, self.language)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of every text, folded: where the other question's names are looked for."""
        return frozenset().union(*(words.folded(text) for text in self.texts.values()))
