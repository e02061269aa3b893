"""The report as a self-contained HTML file to print and publish: style sheets inside, no script, no external file."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader

from ...core.model import direction_of
from ...paths import ROOT
from ...services.words import language_name
from .ledger_view import date, names, view
from .page_data import CATALOGUES, pick, reasons

STYLES = ("marks.css", "ledger-parts.css", "report.css")


def as_html(contents: dict[str, Any], lang: str | None = None) -> bytes:
    """Return the HTML file of a report (`services.record.report.contents`).

    `lang` defaults to the session's first language. If `lang` has no catalogue, the fixed sentences are in English.
    """
    session = contents["session"]
    lang = lang or session.languages[0]
    title = pick(session.definition["title"], lang) or ""
    page = (
        _environment(lang)
        .get_template("report.html")
        .render(
            lang=lang,
            dir=direction_of(lang),
            direction=direction_of,
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
            panellists={panellist["key"]: panellist["name"] for panellist in session.definition["panellists"]},
        )
    )
    return page.encode()


def css_string(text: str) -> str:
    """Return the text as a CSS string. All characters except letters, digits, underscores and spaces are escaped."""
    return '"' + re.sub(r"[^\w ]", lambda character: f"\\{ord(character[0]):x} ", text) + '"'


@cache
def _style() -> str:
    sheets = [(ROOT / "static" / "css" / name).read_text("utf-8") for name in STYLES]
    return re.sub(r"/\*.*?\*/\s*", "", "\n".join(sheets), flags=re.DOTALL)


@cache
def _environment(lang: str) -> Environment:
    """Return the Jinja environment for a language. Flask is not needed, because the command line has no Flask app."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"), autoescape=True, extensions=["jinja2.ext.i18n"], trim_blocks=True
    )
    catalogue = Translations.load(CATALOGUES, [lang])
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]  # jinja2.ext.i18n
    return environment
