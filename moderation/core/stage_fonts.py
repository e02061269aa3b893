"""The fonts that the stage needs for a session's languages, beside the font for Latin, Greek and Cyrillic letters."""

from __future__ import annotations

from collections.abc import Iterable

from .language_ranges import subtags_of

FONTS = ("arabic", "zh-hans", "zh-hant", "ja", "ko")
"""The names of the fonts. The style sheet of each font is `static/css/stage-font-NAME.css`."""
_OF_SCRIPT = {
    "arab": ("arabic",),
    "hans": ("zh-hans",),
    "hant": ("zh-hans", "zh-hant"),
    "jpan": ("zh-hans", "ja"),
    "kore": ("zh-hans", "ko"),
}
"""{script (ISO 15924, in lower case): its fonts}.

The fonts of Traditional Chinese and Japanese contain only the frequent characters. The font of Korean contains no Han
characters. Therefore these three scripts also get `zh-hans`, which contains most of the missing characters.
"""
_SCRIPT_OF = {
    **dict.fromkeys(("ar", "ckb", "fa", "ps", "sd", "ug", "ur"), "arab"),
    **dict.fromkeys(("zh", "wuu"), "hans"),
    "yue": "hant",
    "ja": "jpan",
    "ko": "kore",
}
"""{language: its usual script} (Unicode CLDR, likely subtags), for languages whose usual script needs a font."""


def fonts_for(languages: Iterable[str]) -> list[str]:
    """Return the names of the fonts that texts in these languages (BCP 47 tags) need, in the order of FONTS."""
    needed = {font for language in languages for font in _OF_SCRIPT.get(_script(language), ())}
    return [font for font in FONTS if font in needed]


def _script(language: str) -> str:
    """Return the script of a BCP 47 tag in lower case: the script in the tag, for example `hant` in `zh-Hant`.

    If the tag contains no script, return the language's usual script, or "" if that script needs no font.
    """
    primary, *others = subtags_of(language)
    if others and len(others[0]) == len("hans") and others[0].isalpha():
        return others[0]
    return _SCRIPT_OF.get(primary, "")
