"""The sentences for the refusal codes, and the choice of the interface language."""

from __future__ import annotations

from typing import Any, cast

from flask import request
from flask_babel import gettext, lazy_gettext

from ..core.contracts import Direction, RefusedAnswer
from ..core.model import AUDIENCE_OF_SEAT, Question, Seat, SeatKind, Session
from ..core.refusals import CODES, Refusal
from ..core.visibility import asker_view, view
from .my_questions import complete

INTERFACE: dict[str, tuple[str, Direction]] = {
    "en": ("English", "ltr"),
    "es": ("Español", "ltr"),
    "fr": ("Français", "ltr"),
    "ar": ("العربية", "rtl"),
}
"""{language tag: (name in the language itself, direction)}. A new interface language also needs a catalogue."""

LANGUAGE_COOKIE = "of-lang"

_ = lazy_gettext
SENTENCES = {
    "request.json": _("This request could not be read."),
    "request.field": _("This request has a wrong or missing field: %(field)s."),
    "request.type": _("This request must be JSON."),
    "request.too_large": _("This is too long for the server."),
    "request.origin": _("This request did not come from our own page."),
    "request.token": _("This page had been open for too long. Please send again."),
    "request.not_found": _("There is nothing at this address."),
    "request.method": _("This address does not accept this kind of request."),
    "seat.unknown": _("This link is no longer valid. Please ask the organiser for a new one."),
    "seat.forbidden": _("Your seat may not do this."),
    "session.unknown": _("There is no session with this code."),
    "session.exists": _("There is a session with this code already."),
    "session.file": _("The session file is wrong."),
    "key.bad": _("This request could not be read."),
    "key.reused": _("This was sent before with another text. Please send it as a new question."),
    "text.empty": _("Please write your question first."),
    "text.too_long": _("This text is too long: %(length)s of at most %(limit)s characters."),
    "name.too_long": _("This name is too long: at most %(limit)s characters."),
    "language.unknown": _("This session does not have this language."),
    "group.unknown": _("This session does not have this group."),
    "region.unknown": _("This session does not have this region."),
    "panellist.unknown": _("This session does not have this panellist."),
    "reason.unknown": _("This is not one of the reasons."),
    "question.unknown": _("There is no such question here."),
    "question.stale": _("Somebody changed this question in the meantime. Nothing was done."),
    "act.unknown": _("Unknown command."),
    "act.not_allowed": _("The question's status does not allow this now."),
    "phase.not_allowed": _("The session does not allow this now."),
    "advance.stale": _("Another question is on the screen now. Nothing was done."),
    "advance.nothing": _("Nothing is on the screen and nothing is waiting."),
    "move.left_queue": _("The question has left the queue in the meantime."),
    "merge.not_a_lead": _(
        "These questions cannot be asked together: the other question is no longer open,"
        " or it is already asked together with another question."
    ),
    "asker.muted": _("The chairs take no further questions from this phone in this session."),
    "note.unknown": _("There is no such note here."),
    "live.taken": _("Another question is on the screen now."),
    "undo.nothing": _("There is nothing to undo."),
    "undo.superseded": _("This cannot be undone: there is a newer change."),
    "vote.own": _("You cannot vote for your own question."),
    "vote.not_public": _("The list of questions is not public now."),
    "rule.binding": _("The Chatham House Rule can no longer be turned off: people have already asked questions."),
    "translation.off": _("Machine translation is off for this question."),
    "limit.rate": _("Please wait %(retry_after)s seconds before the next question."),
    "limit.waiting": _("%(limit)s of your questions are waiting already. Please wait until the chairs have read some."),
    "limit.pending": _("Very many questions are waiting at the moment. Please try again in a little while."),
    "limit.attendees": _("Very many people are joining from your network. Please try again in a little while."),
    "server.busy": _("The server is very busy. Please try again in a moment."),
    "server.storage": _("The server could not save this. Please try again in a moment."),
    "server.error": _("Something went wrong on our side. Nothing was saved."),
}
assert set(SENTENCES) == set(CODES)

PHASE_SENTENCES = {
    "paused": _("The session is paused: questions and votes are taken again soon."),
    "closed": _("The session is closed."),
}


def sentence(refusal: Refusal) -> str:
    """Return the refusal's sentence in the interface language of the request."""
    if refusal.code == "phase.not_allowed" and refusal.data.get("phase") in PHASE_SENTENCES:
        return str(PHASE_SENTENCES[refusal.data["phase"]])
    if refusal.code == "text.too_long" and refusal.data.get("unit") == "bytes":
        return gettext("Your question is too long for this session.")
    if refusal.code == "seat.unknown" and refusal.data.get("seat") == "attendee":
        return gettext(
            "This page needs a cookie to recognise your questions. Please allow cookies for this site and send again."
        )
    values = {"field": "?", "limit": "?", "length": "?", "retry_after": "?"} | refusal.data
    text = str(SENTENCES[refusal.code])
    return text % values if "%(" in text else text


def headers(refusal: Refusal) -> dict[str, str]:
    """Return the response headers of a refusal: Retry-After if the refusal contains a waiting time."""
    return {"Retry-After": str(refusal.data["retry_after"])} if "retry_after" in refusal.data else {}


def body(refusal: Refusal, session: Session | None = None, seat: Seat | None = None) -> RefusedAnswer:
    """Return the refusal as JSON. If it contains a question, include the view of `seat`; omit it without a seat."""
    data = dict(refusal.data)
    question = data.pop("question", None)
    answer: dict[str, Any] = {"ok": False, "code": refusal.code, "message": sentence(refusal), **data}
    if seat and seat.kind is not SeatKind.CHAIR:
        # Only chairs may know the seat and the time of the last act.
        answer.pop("by", None)
        answer.pop("at", None)
    if isinstance(question, Question) and session and seat:
        if seat.kind is SeatKind.ATTENDEE:
            answer["question"] = complete(asker_view(question, None), session, choose_language())
        else:
            answer["question"] = view(question, AUDIENCE_OF_SEAT[seat.kind], session.settings, session.languages)
    return cast(RefusedAnswer, answer)


def choose_language() -> str:
    """Return the interface language: the choice in the cookie, or the browser's preference, or English."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in INTERFACE:
        return chosen
    return request.accept_languages.best_match(list(INTERFACE)) or "en"


def reading_language(session: Session, requested: str | None) -> str:
    """Return the language of an attendee's stream: `requested`, or the session's first language as a fallback."""
    if requested is not None and requested in session.languages:
        return requested
    return session.languages[0]
