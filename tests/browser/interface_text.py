"""The sentences of the interface in each language, from the compiled catalogues; English without a catalogue."""

from __future__ import annotations

import gettext

from tests.servers import ROOT

TRANSLATIONS = ROOT / "moderation" / "translations"


def sentence(lang: str, msgid: str, **values) -> str:
    """Return the translation of `msgid`, with the values for its placeholders `%(name)s`."""
    catalogue = gettext.translation("messages", TRANSLATIONS, [lang], fallback=True)
    text = catalogue.gettext(msgid)
    return text % values if values else text


def plural_sentence(lang: str, singular: str, plural: str, n: int) -> str:
    """Return the translated plural form for the number `n`, with `n` for its placeholder `%(n)s`."""
    catalogue = gettext.translation("messages", TRANSLATIONS, [lang], fallback=True)
    return catalogue.ngettext(singular, plural, n) % {"n": n}
