"""The poster for the audience: the QR code, the join code, the short address, and a sentence in each language."""

from __future__ import annotations

from urllib.parse import urlsplit

import segno
from flask import Blueprint, Response, request
from flask_babel import force_locale, gettext

from ...core.language_ranges import nearest
from ...core.model import Session, direction_of
from ...core.refusals import Refusal
from ...services import links, words
from ..context import app_context
from ..language_choice import INTERFACE
from . import handout_texts, printed
from .handout import authenticate
from .look import look_view
from .rendering import render
from .texts import language_of, pick

blueprint = Blueprint("poster", __name__)

SIZES = {"A4": "1mm", "A3": "1.4142mm"}
"""{paper size: CSS length}. All lengths of the layout are multiples of this length. A3 is A4, enlarged by the square
root of 2.
"""


@blueprint.get("/s/<code>/handout/poster")
def poster(code: str) -> Response:
    """Return the poster as a page to print. It contains no secret. `size` in the query: A4 (the default) or A3.

    Refuses with `session.unknown`, `seat.unknown`, `limit.requests` and `request.field`.
    """
    context = app_context()
    session = authenticate(context, code)
    size = request.args.get("size", "A4")
    if size not in SIZES:
        raise Refusal("request.field", field="size")
    first, title = session.languages[0], session.definition["title"]
    lang = handout_texts.languages(session)[0]
    with context.reader.transaction() as connection:
        look = look_view(connection, session, first)
    public_url = context.config.public_url
    style = (
        printed.style("poster", printed.accent_of(session))
        + f"@page {{ size: {size}; }} :root {{ --u: {SIZES[size]}; }}\n"
    )
    content = render(
        "poster.html",
        style=style,
        look=look,
        title=pick(title, first),
        title_lang=language_of(title, first),
        time=handout_texts.time_of(session, lang),
        time_lang=lang,
        qr=context.runtime.in_thread(_qr, links.attendee_link(public_url, session)),
        code=session.code,
        address=urlsplit(public_url).netloc + urlsplit(public_url).path.rstrip("/"),
        sentences=sentences(session),
    )
    return Response(content, headers={"Content-Security-Policy": printed.policy(style), "Cache-Control": "no-store"})


def sentences(session: Session) -> list[tuple[str, str, str]]:
    """Return [(language, direction, sentence)] for the languages of the session, in their order.

    For a language without a catalogue, take the shorter sentence that `words.invitation` returns. If it returns None,
    leave out the language.
    """
    lines: list[tuple[str, str, str]] = []
    for lang in session.languages:
        if catalogue := nearest([lang], INTERFACE):
            with force_locale(catalogue):
                text = gettext("Ask your question: scan the QR code with your phone, or type the code at this address.")
        else:
            text = words.invitation(lang) or ""
        if text:
            lines.append((lang, direction_of(lang), text))
    return lines


def _qr(url: str) -> str:
    """Return the QR code as SVG. Call this function in a real thread."""
    return segno.make(url, error="m", micro=False).svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
