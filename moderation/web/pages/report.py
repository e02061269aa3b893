"""The report as one HTML file, ready to print and to publish: no script, no request to anywhere, its style inside it."""

from __future__ import annotations

import re
from functools import cache

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader

from ...services.words import language_name
from ..config import ROOT
from .ledger_view import date, names, view
from .page_data import CATALOGUES, direction, pick, reasons

STYLES = ("marks.css", "ledger-parts.css", "report.css")


def as_html(contents: dict, lang: str | None = None) -> bytes:
    """The file, from `services.report.contents`, in this language or the session's first; its sentences in English where there is no catalogue."""
    session = contents["session"]
    lang = lang or session.languages[0]
    title = pick(session.definition["title"], lang)
    page = (
        _environment(lang)
        .get_template("report.html")
        .render(
            lang=lang,
            dir=direction(lang),
            direction=direction,
            pick=pick,
            reasons=reasons(lang),
            style=_style(),
            running_title=css_string(title),
            session=session,
            title=title,
            date=date(session, lang),
            language_names=names(session),
            language_name=language_name,
            ledger=view(contents["ledger"], session),
            answered=contents["answered"],
            in_play=contents["open"],
            panellists={one["key"]: one["name"] for one in session.definition["panellists"]},
        )
    )
    return page.encode()


def css_string(text: str) -> str:
    """The text as a CSS string that nothing in it can end: every sign but letters and digits as its code."""
    return '"' + re.sub(r"[^\w ]", lambda sign: f"\\{ord(sign[0]):x} ", text) + '"'


@cache
def _style() -> str:
    sheets = [(ROOT / "static" / "css" / name).read_text("utf-8") for name in STYLES]
    return re.sub(r"/\*.*?\*/\s*", "", "\n".join(sheets), flags=re.DOTALL)


@cache
def _environment(lang: str) -> Environment:
    """The templates without Flask: the command line writes reports too."""
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"), autoescape=True, extensions=["jinja2.ext.i18n"], trim_blocks=True
    )
    made.install_gettext_translations(Translations.load(CATALOGUES, [lang]), newstyle=True)
    return made
