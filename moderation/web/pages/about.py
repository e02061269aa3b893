"""The part "About this session" of the attendees' page, and the countdown before the start."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, Response, request

from ...core.model import Phase, Session
from ...services import session_time
from .. import auth, messages
from ..context import app_context, now
from . import page_data
from .local_time import LocalTimes
from .rendering import render
from .texts import language_of, pick

blueprint = Blueprint("about", __name__)


class Moment(NamedTuple):
    """The progress of a session at a given time. `item`: the index of the present item of the programme, or None."""

    is_before_start: bool
    item: int | None


def moment_of(session: Session, at: str) -> Moment:
    """Return the progress of the session at the time `at` (ISO 8601, UTC)."""
    starts, ends = session.definition.get("starts"), session.definition.get("ends")
    is_early = bool(starts and at < starts) and session.phase is not Phase.CLOSED
    is_over = session.phase is Phase.CLOSED or (ends is not None and at >= ends)
    begun = [index for index, time in enumerate(session_time.programme_times(session)) if time <= at]
    return Moment(is_early, begun[-1] if begun and not is_over else None)


def about(session: Session, lang: str, languages: tuple[str, ...], moment: Moment) -> dict[str, Any]:
    """Return the variables of `_about.html` and `_countdown.html`.

    `lang`: the language of the times (the interface language). `languages`: the languages of the session's texts, in
    the order of preference.
    """
    definition = session.definition
    times, zone = LocalTimes(session, lang), session_time.zone_name(session)
    programme = [
        {"at": item["at"], **_text("title", item["title"], languages), "is_now": index == moment.item}
        for index, item in enumerate(definition.get("programme", []))
    ]
    starts, ends = definition.get("starts"), definition.get("ends")
    return {
        **_text("description", definition.get("description"), languages),
        **_text("organisers", definition.get("organisers"), languages),
        "programme": programme,
        "zone": zone if "/" in zone else times.zone(),
        "zone_name": zone,
        "utc_offset": session_time.offset_minutes(session, starts) if starts else 0,
        "chairs": [
            {"name": chair["name"], **_text("role", chair["role"], languages)} for chair in definition["chairs"]
        ],
        "panellists": [
            {"name": who["name"], **_text("role", who["role"], languages)} for who in definition["panellists"]
        ],
        "topics": [_text("label", topic["label"], languages) for topic in definition.get("topics", [])],
        "starts": starts,
        "starts_text": times.date_and_time(starts) if starts else None,
        "ends": ends,
        "ends_text": times.time(ends) if ends else None,
        "is_before_start": moment.is_before_start,
        "waits": moment.is_before_start and session.phase is Phase.OPEN and definition.get("wait_for_start", False),
        "takes_questions": session.phase is Phase.OPEN,
    }


def _text(name: str, texts: Any, languages: tuple[str, ...]) -> dict[str, str | None]:
    return {name: pick(texts, *languages), f"{name}_lang": language_of(texts, *languages)}


@blueprint.get("/s/<code>/about")
def about_page(code: str) -> Response:
    """Return the parts of an open attendees' page that change with the definition, as HTML.

    The parts come from a cache, because all open pages read them at the same time after a change. Refuses with
    `session.unknown`, `limit.requests`.
    """
    context = app_context()
    session = context.session(code)
    auth.count_read(context, session, "page", request.cookies)
    messages.use_languages(request.args.get("lang", ""), "")
    languages = messages.choose_languages(session, auth.ATTENDEE)
    lang = languages.lang
    moment = moment_of(session, now()[0])

    def make() -> str:
        look = page_data.describe(context, session, lang, languages.texts)["look"]
        return render("about.html", session=session, about=about(session, lang, languages.texts, moment), look=look)

    head = (session.epoch, session.definition_version)
    html: str = context.frames.get(session.id, ("about", languages, moment, session.phase), head, make)
    return Response(html)
