"""Every refusal as a sentence in the user's language, and which language that is."""

from __future__ import annotations

from flask import request
from flask_babel import gettext, lazy_gettext

from ..core.model import AUDIENCE_OF_SEAT, Question, Seat, SeatKind, Session
from ..core.refusals import CODES, Refusal
from ..core.visibility import asker_view, view
from .my_questions import complete

INTERFACE = {"en": ("English", "ltr"), "es": ("Español", "ltr"), "fr": ("Français", "ltr"), "ar": ("العربية", "rtl")}
"""The interface's languages: tag: (name in itself, direction). A further one is a catalogue and a line here."""

LANGUAGE_COOKIE = "of-lang"

_ = lazy_gettext
SENTENCES = {
    "request.json": _("This request could not be read."),
    "request.field": _("This request has a wrong or missing field: %(field)s."),
    "request.type": _("This request must be JSON."),
    "request.too_large": _("This is too long to be received."),
    "request.origin": _("This request did not come from our own page."),
    "request.token": _("This page had been open for too long. Please send again."),
    "request.not_found": _("There is nothing at this address."),
    "request.method": _("This address does not take such a request."),
    "seat.unknown": _("This link is no longer valid. Please ask the organiser for a new one."),
    "seat.forbidden": _("This is not for your seat to do."),
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
    "act.unknown": _("There is no such act."),
    "act.not_allowed": _("The question's status does not allow this now."),
    "phase.not_allowed": _("The session does not take this now."),
    "advance.stale": _("The screen has moved on in the meantime. Nothing was done."),
    "advance.nothing": _("Nothing is on the screen and nothing is waiting."),
    "move.left_queue": _("The question has left the queue in the meantime."),
    "merge.not_a_lead": _(
        "The other question cannot speak for this one: it is not in play, or it is asked together with a third."
    ),
    "asker.muted": _("The chairs take no further questions from this phone in this session."),
    "note.unknown": _("There is no such note here."),
    "live.taken": _("Another question is on the screen now."),
    "undo.nothing": _("There is nothing to undo."),
    "undo.superseded": _("This cannot be undone: it was changed again since."),
    "vote.own": _("You cannot vote for your own question."),
    "vote.not_public": _("The list of questions is not public now."),
    "rule.binding": _("The Chatham House Rule cannot be lifted any more: people have asked under it."),
    "translation.off": _("No machine translates this question."),
    "limit.rate": _("Please wait %(retry_after)s seconds before the next question."),
    "limit.waiting": _("%(limit)s of your questions are waiting already. Please wait until the chairs have read some."),
    "limit.pending": _("Very many questions are waiting at the moment. Please try again in a little while."),
    "limit.attendees": _("Very many people are joining from your network. Please try again in a little while."),
    "server.busy": _("The server is very busy. Please try again in a moment."),
    "server.storage": _("The server could not keep this. Please try again in a moment."),
    "server.error": _("Something went wrong on our side. Nothing was kept."),
}
assert set(SENTENCES) == set(CODES)

PHASE_SENTENCES = {
    "paused": _("The session is paused: questions and votes are taken again soon."),
    "closed": _("The session is closed."),
}


def sentence(refusal: Refusal) -> str:
    """The refusal in the language of the request."""
    if refusal.code == "phase.not_allowed" and refusal.data.get("phase") in PHASE_SENTENCES:
        return str(PHASE_SENTENCES[refusal.data["phase"]])
    if refusal.code == "text.too_long" and refusal.data.get("unit") == "bytes":
        return gettext("Your question is too long for this session.")
    if refusal.code == "seat.unknown" and refusal.data.get("seat") == "attendee":
        return gettext(
            "This page needs a cookie to know your questions again. Please allow cookies for this site and send again."
        )
    values = {"field": "?", "limit": "?", "length": "?", "retry_after": "?"} | refusal.data
    return (
        str(SENTENCES[refusal.code]) % values if "%(" in str(SENTENCES[refusal.code]) else str(SENTENCES[refusal.code])
    )


def headers(refusal: Refusal) -> dict[str, str]:
    """What a refusal says in the answer's header too."""
    return {"Retry-After": str(refusal.data["retry_after"])} if "retry_after" in refusal.data else {}


def body(refusal: Refusal, session: Session | None = None, seat: Seat | None = None) -> dict:
    """The refusal as JSON; a question in it becomes the seat's own view, or goes."""
    data = dict(refusal.data)
    question = data.pop("question", None)
    answer = {"ok": False, "code": refusal.code, "message": sentence(refusal), **data}
    if seat and seat.kind is not SeatKind.CHAIR:
        answer.pop("by", None)  # who acted is the chairs' to know
        answer.pop("at", None)
    if isinstance(question, Question) and session and seat:
        if seat.kind is SeatKind.ATTENDEE:
            answer["question"] = complete(asker_view(question, None), session, choose_language())
        else:
            answer["question"] = view(question, AUDIENCE_OF_SEAT[seat.kind], session.settings, session.languages)
    return answer


def choose_language() -> str:
    """The interface language: the cookie of the switch, else what the browser prefers, else English."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in INTERFACE:
        return chosen
    return request.accept_languages.best_match(list(INTERFACE)) or "en"


def reading_language(session: Session, wanted: str | None) -> str:
    """The language in which the floor reads: the wanted one if the session has it, else the session's first."""
    return wanted if wanted in session.languages else session.languages[0]
