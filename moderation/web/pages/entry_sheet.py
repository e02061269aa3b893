"""The sheet of new entry codes: a self-contained HTML page to print and cut, or CSV for a mailing."""

from __future__ import annotations

import csv
import io
from urllib.parse import urlsplit

import segno

from ...core.contracts import Texts
from ...core.model import direction_of
from ...services.acts.entry_codes import NewCodes
from ...services.printed_look import PrintedLook
from . import printed
from .page_data import language_of, pick
from .report import environment

FRAGMENT = "#entry="
"""The start of the fragment in a printed link. Browsers do not send a fragment to the server."""


def as_html(new: NewCodes, title: Texts, join_url: str, lang: str, look: PrintedLook | None) -> bytes:
    """Return the page with a card for each entry code. A card shows the entry code, its number, and a QR code.

    The QR code contains the attendees' link with the entry code. `title`: the title of the session in each language.
    `join_url`: the attendees' link. `look`: the branding of the session.
    """
    page = environment(lang).get_template("entry_codes.html")
    return page.render(
        lang=lang,
        dir=direction_of(lang),
        direction=direction_of,
        style=style(look),
        logo=look and look["logo"],
        institution=pick(look["name"], lang) if look else None,
        title=pick(title, lang),
        title_lang=language_of(title, lang),
        address=urlsplit(join_url).netloc + urlsplit(join_url).path,
        cards=[
            {"number": number, "code": code, "qr": _qr(f"{join_url}{FRAGMENT}{code}")}
            for number, code in enumerate(new["codes"], new["number"])
        ],
    ).encode()


def for_mailing(new: NewCodes, join_url: str) -> bytes:
    """Return CSV with the columns `number`, `code` and `link`, one row for each code.

    The cells have no protection against conversion by spreadsheets. The protection in services/record/csv_file would
    put an apostrophe before some codes, and the letters to the attendees would contain this apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(["number", "code", "link"])
    for number, code in enumerate(new["codes"], new["number"]):
        writer.writerow([number, code, f"{join_url}{FRAGMENT}{code}"])
    return out.getvalue().encode("utf-8-sig")


def style(look: PrintedLook | None) -> str:
    """Return the style sheet of the page."""
    return printed.style("entry-codes", look and look["accent"])


def _qr(link: str) -> str:
    """Return a QR code as SVG. The mask is fixed, because the search for the best mask takes 10 ms for each code."""
    qr = segno.make(link, error="m", micro=False, mask=0)
    return qr.svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
