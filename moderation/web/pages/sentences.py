"""The blanks between the sentences of a paragraph: a template filter."""

from __future__ import annotations

import re

from jinja2 import Environment
from markupsafe import Markup

_TAGS = r"(?:</?(?:a|b|bdi|code|span|strong)\b[^<>]*>|\s)*"
_BLANKS_AFTER_FULL_WIDTH = re.compile(rf"(?<=[。！？：；]){_TAGS}")


def without_wide_blanks(html: str) -> Markup:
    """Return the HTML of a paragraph without the blanks after full-width punctuation, also beside inline tags.

    The templates put a blank between two sentences. In Chinese, the full-width mark at the end of a sentence already
    contains the space. A sentence in another language, such as English without a translation, keeps its blank.
    """
    return Markup(_BLANKS_AFTER_FULL_WIDTH.sub(lambda match: _without_blanks(match[0]), html))


def _without_blanks(tags: str) -> str:
    """Return the tags without the blanks between them. The blanks inside a tag stay."""
    return "".join(re.findall(r"<[^<>]*>", tags))


def install(environment: Environment) -> None:
    """Let the templates of the environment use the filter `sentences`."""
    environment.filters["sentences"] = without_wide_blanks
