"""Is this output a translation at all? Pure."""

from __future__ import annotations

import regex

RATIO = (0.25, 4.0)
"""Bounds of (length of output + SLACK) / (length of source + SLACK), a Chinese character counted as HAN letters.
Human translations of whole sentences lie between 0.4 and 2.5 in all pairs of the six languages."""
SLACK = 10
HAN = 3
OWN_SCRIPT = 0.5
"""At least this share of the letters stands in the target's script; names and acronyms take up the rest."""
_SCRIPTS = {"ar": "Arabic", "ru": "Cyrillic", "zh": "Han"}
_HTML = regex.compile(
    r"<\s*/?\s*(?:!doctype|html|head|body|title|script|style|div|span|p|br|a|h[1-6]|center|meta)\b[^>]*>?", regex.I
)
_ENTITY = regex.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d+|#x[0-9a-f]+);", regex.I)
_ERROR_PAGE = regex.compile(
    r"\b(?:4\d\d|5\d\d)\b.{0,3}(?:error|not found|forbidden|bad gateway|too many requests|(?:service )?(?:temporarily )?unavailable)|\binternal server error\b|\btoo many requests\b"
    r"|mymemory warning|query length limit|invalid (?:source|target) language|please select two distinct languages|\bapi[_ ]key\b|traceback \(most recent",
    regex.I,
)


def is_translation(source_text: str, output: str, source: str, target: str) -> bool:
    """False for an empty or unchanged output, a page of HTML, an error message, an absurd length, the wrong script."""
    if (
        not isinstance(output, str)
        or not output.strip()
        or "\ufffd" in output.replace("\ufffd", "", source_text.count("\ufffd"))
    ):
        return False
    if not regex.search(r"\p{L}", source_text):
        return not regex.search(r"\p{L}", output)
    if _folded(source_text) == _folded(output) and source != target:
        return False
    for strange in (_HTML, _ENTITY, _ERROR_PAGE):
        if strange.search(output) and not strange.search(source_text):
            return False
    ratio = (_length(output) + SLACK) / (_length(source_text) + SLACK)
    return RATIO[0] <= ratio <= RATIO[1] and _in_script(output, target)


def _folded(text: str) -> str:
    return "".join(text.casefold().split())


def _length(text: str) -> int:
    return len(text) + (HAN - 1) * len(regex.findall(r"\p{Han}", text))


def _in_script(text: str, language: str) -> bool:
    script = _SCRIPTS.get(language, "Latin")
    letters = len(regex.findall(r"\p{L}", text)) + (HAN - 1) * len(regex.findall(r"\p{Han}", text))
    own = len(regex.findall(rf"\p{{{script}}}", text)) * (HAN if script == "Han" else 1)
    return letters == 0 or own >= OWN_SCRIPT * letters
