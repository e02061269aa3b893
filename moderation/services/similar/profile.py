"""The features of one question that comparisons use, each computed once. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from . import words


@dataclass(frozen=True)
class Profile:
    """A question and its features. `texts`: {language: text}, the original in `language` and its translations."""

    language: str
    texts: Mapping[str, str]

    @property
    def text(self) -> str:
        """The original text."""
        return self.texts[self.language]

    @cached_property
    def stems(self) -> dict[str, tuple[str, ...]]:
        """{language: stems of its text}"""
        return {language: words.stems(text, language) for language, text in self.texts.items()}

    @cached_property
    def length(self) -> float:
        """The mean number of stems over the languages."""
        return sum(map(len, self.stems.values())) / len(self.stems)

    @cached_property
    def lines(self) -> dict[str, str]:
        """{language: the stems in alphabetical order, joined by blanks}"""
        return {language: " ".join(sorted(stems)) for language, stems in self.stems.items()}

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of the original."""
        return words.numbers(self.text)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the original, folded."""
        return words.names(self.text, self.language)

    @cached_property
    def asks(self) -> str | None:
        """The kind of the original's question word."""
        return words.question_word(self.text, self.language)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All words of all texts, folded. The names of another question are compared with them."""
        return frozenset().union(*(words.folded(text) for text in self.texts.values()))
