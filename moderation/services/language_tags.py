"""Language tags (BCP 47): their standard form, their script, and the name of a language in the language itself.

The data is Unicode CLDR's, through Babel. The module has no I/O.
"""

from __future__ import annotations

from functools import lru_cache

import regex
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from ..core.model import UNDETERMINED

LONGEST = 35
"""Maximum number of characters of a tag (RFC 5646, section 4.4.1)."""
_TAG = regex.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z][a-z\d]{4,7}|\d[a-z\d]{3}))*)",
    regex.I,
)
"""A tag without extensions and private subtags (RFC 5646, section 2.1)."""


def base(tag: str) -> str:
    """Return the language of a tag without script, region and variants: `pt` for `pt-BR`."""
    return tag.split("-")[0].lower()


_CLDR_LOCALES = {"pt": "pt_PT"}
"""{interface language: its locale in CLDR}. CLDR's `pt` is Brazilian, but the words of the catalogue are not
(docs/languages.md).
"""


def locale_of(lang: str) -> Locale:
    """Return the locale of an interface language: its names, dates, numbers and plural forms."""
    return Locale.parse(_CLDR_LOCALES.get(lang, lang), sep="-" if "-" in lang else "_")


@lru_cache(maxsize=1024)
def standard_tag(tag: str) -> str | None:
    """Return the tag in the letter case of RFC 5646, for example `zh-Hant-TW` for `zh-hant-tw`.

    Return None if the tag has an extension or a private subtag, or if CLDR does not know its language, script or
    region. So a wrong tag such as `esp` is not taken for a language.
    """
    match = _TAG.fullmatch(tag) if len(tag) <= LONGEST else None
    if match is None:
        return None
    language, script, region = (
        match["language"].lower(),
        (match["script"] or "").title(),
        (match["region"] or "").upper(),
    )
    english = Locale("en")
    if (
        language == UNDETERMINED
        or not (language in get_global("likely_subtags") or language in english.languages)
        or (script and script not in english.scripts)
        or (region and region not in english.territories)
    ):
        return None
    return "-".join(filter(None, (language, script, region))) + match["variants"].lower()


@lru_cache(maxsize=1024)
def script_of(tag: str) -> str:
    """Return the script of a language tag (ISO 15924), for example `Hant`: the script that the tag names, otherwise the
    usual script of the language in the region of the tag. Return `Latn` if CLDR does not know the language.
    """
    match = _TAG.fullmatch(tag)
    if match is None:
        return "Latn"
    if match["script"]:
        return match["script"].title()
    language = match["language"].lower()
    usual = get_global("likely_subtags")
    likely = (match["region"] and usual.get(f"{language}_{match['region'].upper()}")) or usual.get(language)
    return likely.split("_")[1] if likely else "Latn"


@lru_cache(maxsize=1024)
def own_name(tag: str) -> str:
    """Return the name of a language in the language itself, for example `Shqip` for `sq`.

    Return the English name if CLDR has no other name, and the tag if CLDR has no name at all.
    """
    english = Locale("en").languages.get(base(tag))
    try:
        name = Locale.parse(tag, sep="-").display_name or english
    except (UnknownLocaleError, ValueError):
        name = english
    return name[:1].upper() + name[1:] if name else tag


@lru_cache(maxsize=1024)
def name_in(tag: str, lang: str) -> str:
    """Return the name of a language in the interface language `lang`, for example `portugais brésilien` for `pt-BR` in
    `fr`. If CLDR has no such name, return the name in the language itself (`own_name`).
    """
    locale = locale_of(lang)
    if name := locale.languages.get(tag.replace("-", "_")):
        return str(name)
    try:
        return Locale.parse(tag, sep="-").get_display_name(locale) or own_name(tag)
    except (UnknownLocaleError, ValueError):
        return own_name(tag)
