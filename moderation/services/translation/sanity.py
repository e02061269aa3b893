"""A plausibility check: can an engine's output be a translation of the source text? The module has no I/O."""

from __future__ import annotations

from functools import cache

import regex

from ..language_tags import script_of

RATIO = (0.25, 4.0)
"""Minimum and maximum of the ratio (length of output + SLACK) / (length of source + SLACK).

In both lengths, a Chinese character counts as `HAN` letters. Human translations of whole sentences have ratios between
0.4 and 2.5 in all pairs of the six UN languages.
"""
SLACK = 10
HAN = 3
TARGET_SCRIPT = 0.5
"""Minimum share (0 to 1) of letters in the target language's script. The share is below 1, because names and acronyms
can be in another script.
"""
_SCRIPTS = {
    "Aran": "Arab",
    "Hans": "Han",
    "Hant": "Han",
    "Jpan": "Han}\\p{Hiragana}\\p{Katakana",
    "Kore": "Hangul}\\p{Han",
}
"""{CLDR script that is not a Unicode script: the Unicode scripts of its characters}.

`_letters_of` inserts a value into the regular expression `[\\p{…}]`. If a value names several scripts, `}\\p{` is
between them, so that the result is for example `[\\p{Hangul}\\p{Han}]`.
"""
_HTML = regex.compile(
    r"<\s*+/?\s*+(?:!doctype|html|head|body|title|script|style|div|span|p|br|a|h[1-6]|center|meta)\b[^>]*>?", regex.I
)
_ENTITY = regex.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d+|#x[0-9a-f]+);", regex.I)
_ERROR_PAGE = regex.compile(
    r"\b(?:4\d\d|5\d\d)\b.{0,3}"
    r"(?:error|not found|forbidden|bad gateway|too many requests|(?:service )?(?:temporarily )?unavailable)"
    r"|\binternal server error\b|\btoo many requests\b"
    r"|mymemory warning|query length limit|invalid (?:source|target) language|please select two distinct languages"
    r"|\bapi[_ ]key\b|traceback \(most recent",
    regex.I,
)


def is_translation(source_text: str, output: str, source: str, target: str) -> bool:
    """Return whether the output can be a translation of the source text.

    Return False if the output

    - is empty or equal to the source text;
    - contains HTML or an error message, but the source text does not;
    - is much shorter or longer than the source text (`RATIO`);
    - has more replacement characters (U+FFFD) than the source text;
    - is not in the script of the target language (`TARGET_SCRIPT`).

    If the source text has no letters, the output must have no letters either. In this case, the output is allowed to
    equal the source text.
    """
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
    for unexpected in (_HTML, _ENTITY, _ERROR_PAGE):
        if unexpected.search(output) and not unexpected.search(source_text):
            return False
    ratio = (_length(output) + SLACK) / (_length(source_text) + SLACK)
    return RATIO[0] <= ratio <= RATIO[1] and _in_script(output, target)


def _folded(text: str) -> str:
    return "".join(text.casefold().split())


def _length(text: str) -> int:
    return len(text) + (HAN - 1) * len(regex.findall(r"\p{Han}", text))


def _in_script(text: str, language: str) -> bool:
    letters = len(regex.findall(r"\p{L}", text)) + (HAN - 1) * len(regex.findall(r"\p{Han}", text))
    letters_in_script = regex.findall(_letters_of(script_of(language)), text)
    in_script = len(letters_in_script) + (HAN - 1) * len(regex.findall(r"\p{Han}", "".join(letters_in_script)))
    return letters == 0 or in_script >= TARGET_SCRIPT * letters


@cache
def _letters_of(script: str) -> str:
    return rf"[\p{{{_SCRIPTS.get(script, script)}}}]"
