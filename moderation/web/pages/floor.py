"""The attendee page: a cached frame with holes, and the personal parts that fill the holes.

The frame is the page without its personal parts. The server renders a frame once for each state of the stream and each
`View` (the languages, the theme and other values that change the frame). A row of the public list is rendered again
only if its question has changed, or if it is personal (list_rows.py).
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from flask import current_app, request
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import escape

from ...core.contracts import MyQuestions, PageData, QuestionView
from ...core.model import Phase, Session, Settings, Status
from ...services import links, session_time
from ...services.words import invitation
from ...store import entry_codes, questions, streams
from .. import auth
from ..context import AppContext, now
from ..crowding import is_crowded
from ..entering import FIELD
from ..language_choice import Languages, choose_languages, invited_language
from ..my_questions import my_questions
from ..streams import snapshot_of, stream_of
from . import about, list_rows, page_data
from .rendering import EDGE, TOKENS, address_of_page, hole, render, theme

LISTED = 20
"""Maximum number of questions of the public list in the page.

For people without JavaScript, the page has a link to the complete list.
"""
MOST_AGE = 2.0
"""Maximum age in seconds at which a busy server may still use a frame of an earlier state (`_frame_at`)."""
NOBODYS: MyQuestions = {"counter": 0, "questions": [], "votes": []}
BLANK = {
    "text": "",
    "language": "",
    "group": "undisclosed",
    "region": "",
    "topic": "",
    "to": "",
    "name": "",
    "show_name": False,
    "error": None,
    "reword": None,
    FIELD: "",
    "entry_needed": False,
}
"""The values of the fields of an empty ask form."""


class View(NamedTuple):
    """The values that a frame (a cached page) depends on, besides the state of the stream.

    `is_whole`: whether the page has the complete public list. `invited`: the result of `invited_language`.
    """

    languages: Languages
    invited: str | None
    theme: str | None
    is_whole: bool
    any_answered: bool
    utc_offset: int
    engine: str | None
    served: tuple[str, ...]
    phase: Phase
    settings: Settings
    epoch: str
    moment: about.Moment


class Frame(NamedTuple):
    """A cached page without personal parts. Its HTML has holes, which are filled for each request (`rendering.hole`).

    - `page`: the page data of an attendee without questions and votes.
    - `data`: the JSON of `page` without the keys `own` and `now`, whose values differ for each request.
    - `shown`: the questions of the public list that the page contains.
    - `pieces`: alternately a piece of HTML and the name of a hole. The first element is HTML.
    - `asks`: two blank ask forms. The first form is for attendees without questions, and has a notice for them. The
      second form has no notice. An ask form with a field for an entry code is not cached.
    - `own`: the part of the page with the attendee's questions, as HTML, for an attendee without questions.
    - `versions`: {number: version} of the questions on the public list.
    - `made_at`: the time of the rendering, in seconds of the monotonic clock.
    """

    page: PageData
    data: str
    shown: list[QuestionView]
    pieces: list[str]
    asks: tuple[str, str]
    own: str
    versions: dict[int, int]
    made_at: float


class Attendee(NamedTuple):
    """The questions and votes of one attendee, and the cached frame for this attendee."""

    mine: MyQuestions
    view: View
    frame: Frame


def render_floor(context: AppContext, session: Session, cookie: str, form: dict[str, Any]) -> str:
    """Return the HTML of the attendee page. `form`: values for the ask form, such as the entered text and the error.

    Each call inserts a new idempotency key into the page's forms. Refuses with `seat.unknown` for a forged cookie.
    """
    mine, view, frame = _attendee(context, session, cookie, is_whole=bool(request.args.get("all")))
    page = _page(frame, mine)
    entry_needed = _is_entry_needed(context, session, cookie)
    is_blank = not form and "reword" not in request.args and not entry_needed
    ask = (
        frame.asks[bool(mine["questions"])]
        if is_blank
        else _ask(session, page, view, {"entry_needed": entry_needed} | form)
    )
    own = _own(page) if mine["questions"] else frame.own
    parts = {"ask": ask, "own": own, "data": _data(frame, page), "back": escape(address_of_page())}
    key = (view.languages, view.engine, view.served)
    parts |= list_rows.of_attendee(context, session, key, frame.shown, frame.page, page)
    # Do not fill the holes `token` and `key` here. The forms in `parts` contain the same holes, and `_fill_in` fills
    # all of them.
    parts |= TOKENS
    html = "".join(parts[piece] if index % 2 else piece for index, piece in enumerate(frame.pieces))
    return _fill_in(context, session, cookie, html)


def render_own(context: AppContext, session: Session, cookie: str) -> str:
    """Return the HTML page for the iframe `own-frame`.

    It contains the attendee's own questions. Refuses with `seat.unknown`.
    """
    mine, _, frame = _attendee(context, session, cookie, is_whole=False)
    page = _page(frame, mine)
    html = render("my_questions.html", session=session, page=page, my_questions=mine, form=TOKENS)
    return _fill_in(context, session, cookie, html)


def _attendee(context: AppContext, session: Session, cookie: str, *, is_whole: bool) -> Attendee:
    caller = auth.caller(context, session, auth.ATTENDEE, {auth.cookie_name(session, auth.ATTENDEE): cookie})
    languages = choose_languages(session, auth.ATTENDEE)
    mine = my_questions(context, session, caller, languages)
    stream = stream_of(session, auth.ATTENDEE, languages.reading)
    with context.reader.transaction() as connection:
        head = (session.epoch, streams.head(connection, session, stream))
        any_answered = questions.count(connection, session, Status.ANSWERED) > 0
    view = View(
        languages,
        invited_language(session),
        theme(),
        is_whole,
        any_answered,
        session_time.offset_minutes(session, now()[0]),
        session.engine,
        tuple(session.served),
        session.phase,
        session.settings,
        session.epoch,
        about.moment_of(session, now()[0]),
    )
    return Attendee(mine, view, _frame_at(context, session, view, stream, head))


def _frame_at(context: AppContext, session: Session, view: View, stream: str, head: tuple[str, int]) -> Frame:
    """Return the frame (the cached page) for a head of the stream.

    A busy server may return an earlier frame. The earlier frame must be younger than `MOST_AGE`, and no question
    may have changed or left the public list since the frame was rendered. The browser that shows the earlier frame then
    loads all later changes.
    """
    if is_crowded():
        earlier: Frame | None = context.frames.find(session.id, view)
        is_young = earlier is not None and time.monotonic() - earlier.made_at < MOST_AGE
        if earlier and is_young and earlier.versions.items() <= _versions(context, session).items():
            return earlier
    return context.frames.get(session.id, view, head, lambda: _frame(context, session, view, stream))


def _versions(context: AppContext, session: Session) -> dict[int, int]:
    with context.reader.transaction() as connection:
        return questions.public_versions(connection, session)


def _frame(context: AppContext, session: Session, view: View, stream: str) -> Frame:
    # Read the versions before the snapshot. A question that changes between the two reads then makes the frame
    # outdated. In the reverse order, the frame would contain an old question with its new version.
    versions = _versions(context, session)
    state = json.loads(snapshot_of(context, session.code, stream).plain)
    page = page_data.page(context, session, auth.ATTENDEE, view.languages, state)
    page |= {"any_answered": view.any_answered, "own": NOBODYS}
    views = {question["number"]: question for question in state["put"]}
    coming = [views[number] for number in state.get("queue", [])[: None if view.is_whole else LISTED]]
    first = [question for question in state["put"] if question["status"] == "next"]
    html = render(
        "floor.html",
        session=session,
        page=page,
        about=about.about(session, view.languages.lang, view.languages.texts, view.moment),
        coming=coming,
        hole=hole,
        back=hole("back"),
        form=TOKENS,
    )
    rest = {name: value for name, value in page.items() if name not in ("own", "now")}
    asks, own = _forms(context, session, view, page)
    return Frame(page, _json(rest), [*first, *coming], html.split(EDGE), asks, own, versions, time.monotonic())


def _forms(context: AppContext, session: Session, view: View, page: PageData) -> tuple[tuple[str, str], str]:
    """Return `Frame.asks` and `Frame.own`.

    Their HTML does not depend on the questions. Therefore it is cached separately, and frames of different states share
    it.
    """
    key = ("forms", *view._replace(theme=None, is_whole=False, any_answered=False))
    return context.frames.get(
        session.id,
        key,
        (_json(page["session"]), 0),
        lambda: ((_ask(session, page, view, {}), _ask(session, page, view, {"notice_needed": False})), _own(page)),
    )


def _page(frame: Frame, mine: MyQuestions) -> PageData:
    return cast(PageData, {**frame.page, "own": mine, "now": now()[0]})


def _data(frame: Frame, page: PageData) -> str:
    """Return the JSON of the page data. Encode only the personal part, because `frame.data` contains the rest."""
    personal = _json({"own": page["own"], "now": page["now"]})
    return f"{personal[:-1]},{frame.data[1:]}"


def _json(value: Mapping[str, Any]) -> str:
    return str(htmlsafe_json_dumps(value, dumps=current_app.json.dumps))


def _ask(session: Session, page: PageData, view: View, form: dict[str, Any]) -> str:
    notice = {"notice_needed": not page["own"]["questions"]}
    return render(
        "_ask.html",
        session=session,
        page=page,
        my_questions=page["own"],
        form=BLANK | TOKENS | notice | form,
        invitation=invitation(view.invited) if view.invited else None,
        invited=view.invited,
    )


def _is_entry_needed(context: AppContext, session: Session, cookie: str) -> bool:
    """Return whether the attendee must enter an entry code before asking or voting."""
    if not session.needs_entry_code:
        return False
    with context.reader.transaction() as connection:
        return not entry_codes.is_admitted(connection, session, links.entry_holder(context.key, session, cookie))


def _own(page: PageData) -> str:
    return render("_own.html", page=page, my_questions=page["own"], form=TOKENS)


def _fill_in(context: AppContext, session: Session, cookie: str, html: str) -> str:
    """Insert the cookie's form token and a new idempotency key into the forms of a page."""
    token = links.form_token(context.key, session, cookie)
    return html.replace(hole("token"), token).replace(hole("key"), secrets.token_urlsafe(12))
