"""The report as a self-contained HTML file to print and publish.

The file contains its style sheets and has no script.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from typing import Any

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader

from ...core.model import direction_of
from ...paths import ROOT
from ...services.translation.engines.labels import LABELS
from ...services.words import language_name, reason_language
from . import sentences
from .accent import light_style
from .ledger_view import names, view
from .local_time import LocalTimes
from .page_data import CATALOGUES, language_of, pick, reasons

STYLES = ("marks.css", "ledger-parts.css", "report.css")


def as_html(contents: dict[str, Any], lang: str | None = None) -> bytes:
    """Return the HTML file of a report (`services.record.report.contents`).

    `lang`: the language of the file. If it is None, use the language of the record (`reading.in_language`). If the
    record has no language either, use the session's first language. The fixed sentences are in English if no catalogue
    exists for the language.
    """
    session = contents["session"]
    lang = lang or contents.get("language") or session.languages[0]
    title = pick(session.definition["title"], lang) or ""
    look = session.definition.get("look")
    logo = contents.get("logo")
    page = (
        environment(lang)
        .get_template("report.html")
        .render(
            lang=lang,
            dir=direction_of(lang),
            direction=direction_of,
            pick=pick,
            language_of=language_of,
            reasons=reasons(lang),
            reasons_lang=reason_language(lang),
            texts_languages=(lang,),
            style=_style() + (light_style(look["accent"]) if look and look["accent"] else ""),
            institution=pick(look["name"], lang) if look else None,
            logo=f"data:image/png;base64,{b64encode(logo).decode()}" if logo else None,
            running_title=css_string(title),
            session=session,
            title=title,
            times=LocalTimes(session, lang, contents["ledger"]["at"]),
            language_names=names(session),
            language_name=language_name,
            engine_labels=LABELS,
            language=contents.get("language"),
            originals_only=contents.get("originals_only", False),
            ledger=view(contents["ledger"], session),
            answered=contents["answered"],
            in_play=contents["open"],
            panellists={panellist["key"]: panellist["name"] for panellist in session.definition["panellists"]},
        )
    )
    return page.encode()


def css_string(text: str) -> str:
    """Return the text as a CSS string. Escape all characters except letters, digits, underscores and spaces."""
    return '"' + re.sub(r"[^\w ]", lambda character: f"\\{ord(character[0]):x} ", text) + '"'


@cache
def _style() -> str:
    sheets = [(ROOT / "static" / "css" / name).read_text("utf-8") for name in STYLES]
    return re.sub(r"/\*.*?\*/\s*", "", "\n".join(sheets), flags=re.DOTALL)


@cache
def environment(lang: str) -> Environment:
    """Return the Jinja environment for a language.

    Do not use Flask-Babel, because the command line has no Flask app.
    """
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"), autoescape=True, extensions=["jinja2.ext.i18n"], trim_blocks=True
    )
    sentences.install(environment)
    catalogue = Translations.load(CATALOGUES, [lang])
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]  # jinja2.ext.i18n
    return environment
