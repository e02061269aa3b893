"""The interface's sentences as the pages say them: by the compiled catalogue, or in English where there is none yet."""

from __future__ import annotations

import gettext

from tests.servers import ROOT

TRANSLATIONS = ROOT / "moderation" / "translations"


def says(lang: str, msgid: str, **values) -> str:
    """`msgid` in this language, `%(name)s` filled in."""
    catalogue = gettext.translation("messages", TRANSLATIONS, [lang], fallback=True)
    text = catalogue.gettext(msgid)
    return text % values if values else text


def says_many(lang: str, one: str, many: str, n: int) -> str:
    """The form for `n` of them in this language, `%(n)s` filled in."""
    return gettext.translation("messages", TRANSLATIONS, [lang], fallback=True).ngettext(one, many, n) % {"n": n}
