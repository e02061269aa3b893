"""The organiser's page that hands out the links: printed sheets, a table, invitations, and a calendar file.

The page itself shows no link. The links are only in the answer to its form. No cache stores this answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import segno
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from ...core.model import Seat, SeatKind, Session, direction_of
from ...core.refusals import Refusal
from ...services import links
from ...services.calendar_file import calendar_file
from ...services.words import language_name
from ...store import seats as seat_store
from ...store.seats import SeatRow
from .. import auth
from ..api.organiser_state import seat_names
from ..context import AppContext, app_context, now
from ..csrf import check_form_origin
from ..language_choice import INTERFACE, choose_language
from . import handout_texts as texts
from . import printed
from .local_time import LocalTimes
from .look import look_view
from .organiser_pages import organiser_page
from .page_data import language_of, pick
from .rendering import render

blueprint = Blueprint("handout", __name__)

FORMATS = ("sheets", "texts")


@dataclass(frozen=True, slots=True)
class HandoutSeat:
    """A seat on the page.

    `name`: the person or booth, if the session names one.
    `row`: the seat's link in the store.
    `is_spare`: whether this is the booth without a name in a session that also has booths with a name.
    """

    seat: Seat
    label: str
    name: str | None
    row: SeatRow
    is_spare: bool = False

    @property
    def is_preselected(self) -> bool:
        """Whether the seat's checkbox is ticked when the page opens.

        False for these seats:
        - a seat with a revoked link,
        - a spare booth (`is_spare`),
        - the organiser's seat, because the organiser has already opened the organiser's link.
        """
        return not self.is_spare and self.seat.kind is not SeatKind.ORGANISER and not self.row["revoked"]


@blueprint.get("/s/<code>/handout")
def page(code: str) -> ResponseReturnValue:
    """Return the page, which shows no link. If the request has no valid cookie of the organiser, redirect to the
    organiser's page.
    """
    context = app_context()
    session = context.session(code)
    return organiser_page(
        code,
        "handout",
        "handout.html",
        seats=_seats(context, session),
        languages=[(language, language_name(language)) for language in texts.languages(session)],
        times=LocalTimes(session, choose_language()),
        has_time=session.definition.get("starts") is not None,
    )


@blueprint.post("/s/<code>/handout")
def show(code: str) -> ResponseReturnValue:
    """Return the links of the chosen seats, as sheets to print or as a table with invitations.

    The form has the fields `seat` (repeated), `lang.SEAT` and `format`. Refuses with `request.origin`, `seat.unknown`,
    `limit.requests`, `request.field`.
    """
    context = app_context()
    check_form_origin(context.config)
    session = authenticate(context, code)
    form = request.form.get("format", "")
    chosen = [seat for seat in _seats(context, session) if seat.row["seat"] in request.form.getlist("seat")]
    if form not in FORMATS:
        raise Refusal("request.field", field="format")
    if not chosen or any(seat.row["revoked"] for seat in chosen):
        raise Refusal("request.field", field="seat")
    offered = texts.languages(session)
    chosen_languages = [request.form.get(f"lang.{seat.row['seat']}", offered[0]) for seat in chosen]
    if not set(chosen_languages) <= set(offered):
        raise Refusal("request.field", field="lang")
    urls = [_link(context, session, seat) for seat in chosen]
    if form == "sheets":
        codes = context.runtime.in_thread(_qr_codes, urls)
        return _sheets(context, session, chosen, chosen_languages, urls, codes)
    invitations = [
        [(language, texts.invitation(session, seat.seat, seat.name, url, language)) for language in order]
        for seat, url, order in zip(
            chosen, urls, [sorted(offered, key=lambda each: each != first) for first in chosen_languages], strict=True
        )
    ]
    return organiser_page(
        code, "handout", "handout_links.html", shown=list(zip(chosen, urls, invitations, strict=True)),
        language_name=language_name,
    )  # fmt: skip


@blueprint.get("/s/<code>/handout/calendar")
def calendar(code: str) -> Response:
    """Return the calendar file in the language `lang`. It contains no secret.

    Refuses with `seat.unknown`, `limit.requests`, `request.field`, and with `request.not_found` if the session has no
    start time.
    """
    context = app_context()
    session = authenticate(context, code)
    lang = request.args.get("lang", "") or texts.languages(session)[0]
    if lang not in INTERFACE:
        raise Refusal("request.field", field="lang")
    definition = session.definition
    url = links.attendee_link(context.config.public_url, session)
    about = "\n".join(
        part for part in (texts.time_of(session, lang), pick(definition.get("description"), lang)) if part
    )
    content = calendar_file(session, pick(definition["title"], lang) or session.code, about, url, now()[0])
    if content is None:
        raise Refusal("request.not_found")
    headers = {"Content-Disposition": f'attachment; filename="{session.code}.ics"'}
    return Response(content, mimetype="text/calendar", headers=headers)


def authenticate(context: AppContext, code: str) -> Session:
    """Return the session if the caller is its organiser, and count the request.

    Refuses with `session.unknown`, `seat.unknown`, `limit.requests`.
    """
    session = context.session(code)
    caller = auth.caller(context, session, auth.read_seat(session, "organiser"), request.cookies)
    auth.count_request(context, session, caller, "export", request.remote_addr)
    return session


def _seats(context: AppContext, session: Session) -> list[HandoutSeat]:
    """Return all seats that have a link, in the order of the session's seats."""
    with context.reader.transaction() as connection:
        rows = seat_store.every(connection, session)
    names = seat_names(session)
    parsed = [(Seat.parse(row["seat"]), row) for row in rows]
    return [
        HandoutSeat(
            seat, texts.seat_label(seat), names.get(seat.name), row, bool(session.booths) and seat.name == "booth"
        )
        for seat, row in parsed
        if seat.kind is not SeatKind.ATTENDEE
    ]


def _link(context: AppContext, session: Session, seat: HandoutSeat) -> str:
    return links.link(context.config.public_url, context.key, session, seat.seat, seat.row["generation"])


def _qr_codes(urls: Sequence[str]) -> list[str]:
    """Return a QR code of each link as SVG. Call this function in a real thread."""
    return [
        segno.make(url, error="m", micro=False).svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
        for url in urls
    ]


def _sheets(
    context: AppContext, session: Session, chosen: Sequence[HandoutSeat], chosen_languages: Sequence[str],
    urls: Sequence[str], codes: Sequence[str],
) -> Response:  # fmt: skip
    """Return the document with one A4 page for each seat, in the language chosen for this seat."""
    with context.reader.transaction() as connection:
        looks = {lang: look_view(connection, session, lang) for lang in set(chosen_languages)}
    sheets = []
    for seat, lang, url, code in zip(chosen, chosen_languages, urls, codes, strict=True):
        title = pick(session.definition["title"], lang) or ""
        with force_locale(lang):
            sheets.append(
                {
                    "lang": lang,
                    "dir": direction_of(lang),
                    "label": texts.seat_label(seat.seat),
                    "name": seat.name,
                    "purpose": texts.purpose(seat.seat, title),
                    "title": title,
                    "look": looks[lang],
                    "made_with": gettext("Made with %(product)s", product="Open Floor"),
                    "title_lang": language_of(session.definition["title"], lang),
                    "time": texts.time_of(session, lang),
                    "steps": texts.steps(session, seat.seat),
                    "address": gettext(
                        "Your link. It is too long to type: use the code or the message of the organiser."
                    ),
                    "warning": gettext("This sheet is a key."),
                    "loss": gettext(
                        "Whoever has it can take this seat. If it is lost, tell the organiser:"
                        " a new link makes this one invalid."
                    ),
                    "qr_label": gettext("QR code of this seat's link"),
                    "qr": code,
                    "url": url,
                }
            )
    style = printed.style("handout-sheets", printed.accent_of(session))
    content = render("handout_sheets.html", sheets=sheets, style=style)
    return Response(content, headers={"Content-Security-Policy": printed.policy(style), "Cache-Control": "no-store"})
