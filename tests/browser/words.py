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
