"""The interface sentences in each language, read from the compiled catalogues.

For a language without a catalogue, the sentences are in English.
"""

from __future__ import annotations

import gettext

from tests.servers import ROOT

TRANSLATIONS = ROOT / "moderation" / "translations"


def sentence(lang: str, msgid: str, **values) -> str:
    """Return the translation of `msgid`. Replace its placeholders `%(name)s` by `values`."""
    catalogue = gettext.translation("messages", TRANSLATIONS, [lang], fallback=True)
    text = catalogue.gettext(msgid)
    return text % values if values else text


def plural_sentence(lang: str, singular: str, plural: str, n: int) -> str:
    """Return the translated plural form for the number `n`. Replace its placeholder `%(n)s` by `n`."""
    catalogue = gettext.translation("messages", TRANSLATIONS, [lang], fallback=True)
    return catalogue.ngettext(singular, plural, n) % {"n": n}
