"""The choice of the language in which a reader gets a text of a session's definition."""

from __future__ import annotations

from ...core.contracts import Texts
from ...services.words import language_in, text_in


def pick(texts: str | Texts | None, *languages: str) -> str | None:
    """Return the text for a reader. `languages`: the reader's languages, in the order of preference.

    `words.language_in` chooses the language of the text. If `texts` is a plain string, return this string for every
    language.
    """
    return text_in(texts, *languages) if isinstance(texts, dict) else texts


def language_of(texts: str | Texts | None, *languages: str) -> str | None:
    """Return the language of the text that `pick` returns. For a plain string or a missing text, return None.

    The set-up page and the session templates copy the text of the first language into languages without a text. So a
    text that equals the text of the first language in `texts` is not a translation. For such a text, return the first
    language.
    """
    if texts is None or isinstance(texts, str):
        return None
    first = next(iter(texts), None)
    chosen = language_in(texts, *languages)
    return first if first is not None and chosen is not None and texts[chosen] == texts[first] else chosen
