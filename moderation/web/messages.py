"""The sentences for the refusal codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from flask_babel import get_locale, get_translations, gettext, lazy_gettext

from ..core.contracts import RefusedAnswer
from ..core.model import AUDIENCE_OF_SEAT, Question, Seat, SeatKind, Session
from ..core.refusals import CODES, Refusal
from ..core.visibility import asker_view, view
from . import value_sentences
from .import_sentences import FILE_SENTENCES, KINDS
from .language_choice import AS_ASKED as AS_ASKED
from .language_choice import INTERFACE as INTERFACE
from .language_choice import LANGUAGE_COOKIE as LANGUAGE_COOKIE
from .language_choice import READING_COOKIE as READING_COOKIE
from .language_choice import choose_language as choose_language
from .language_choice import choose_languages as choose_languages
from .language_choice import use_languages as use_languages
from .my_questions import complete
from .waiting_sentences import WAITING_SENTENCES, send_again

if TYPE_CHECKING:
    from babel import Locale
    from flask import Flask

_ = lazy_gettext
SENTENCES = {
    "request.json": _("This request could not be read."),
    "request.field": _("This request has a wrong or missing field: %(field)s."),
    "request.type": _("This request must be JSON."),
    "request.too_large": _("This is too long for the server."),
    "request.origin": _("This request did not come from our own page."),
    "request.token": _("This page was open for too long. Please send it again."),
    "request.not_found": _("There is nothing at this address."),
    "request.method": _("This address does not accept this kind of request."),
    "seat.unknown": _("This link is no longer valid. Please ask the organiser for a new one."),
    "seat.forbidden": _("Your seat may not do this."),
    "seat.ended": _("The session is closed, and your seat has ended."),
    "admin.unknown": _("This page needs the administrator's link. Please open the link again."),
    "passphrase.needed": _("This seat has a passphrase."),
    "passphrase.wrong": _("This passphrase is wrong."),
    "session.unknown": _("There is no session with this code."),
    "session.exists": _("There is a session with this code already."),
    "session.file": _("The session file is wrong."),
    "definition.invalid": _("This value is not possible: %(field)s."),
    "definition.locked": _("This can no longer be changed after the opening: %(field)s."),
    "definition.in_use": _("Questions use this entry, so it cannot be removed: %(key)s."),
    "definition.removed": _("After the opening, nobody can be removed from the session: %(key)s."),
    "definition.stale": _("Somebody changed the session in the meantime. Nothing was saved."),
    "event.stale": _("Somebody changed this event in the meantime. Nothing was saved."),
    "key.bad": _("This request could not be read."),
    "key.reused": _("This was sent before with another text. Please send it as a new question."),
    "text.empty": _("Please write your question first."),
    "text.too_long": _("This text is too long: %(length)s of at most %(limit)s characters."),
    "name.too_long": _("This name is too long: at most %(limit)s characters."),
    "language.unknown": _("This session does not have this language."),
    "group.unknown": _("This session does not have this group."),
    "region.unknown": _("This session does not have this region."),
    "topic.unknown": _("This session does not have this topic."),
    "term.bad": _("Write each term in 2 to %(limit)s characters, with at least one letter."),
    "term.full": _("The glossary has %(limit)s terms already. The organiser can remove some of them."),
    "panellist.unknown": _("This session does not have this panellist."),
    "reason.unknown": _("This is not one of the reasons."),
    "question.unknown": _("There is no such question here."),
    "question.stale": _("Somebody changed this question in the meantime. Nothing was done."),
    "question.acted_on": _("A chair has acted on this question. It can no longer be edited."),
    "question.reworded": _("You have reworded this question already, as No. %(number)s."),
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
    "entry.required": _("Only invited people may ask and vote in this session. Please enter your entry code."),
    "entry.unknown": _("This is not an entry code of this session. Please check each letter and digit."),
    "entry.used": _("This entry code was already used on another phone. Please ask the organiser for a new one."),
    "entry.revoked": _("This entry code is no longer valid. Please ask the organiser for a new one."),
    "kind.grown": _("More questions match now than you saw. Nothing was done."),
    "note.unknown": _("There is no such note here."),
    "schedule.past": _("This time has passed already. Choose a later time."),
    "schedule.no_time": _("The session has no such start or end. Set the time on the set-up page first."),
    "schedule.full": _("%(limit)s actions are already scheduled. Cancel one of them first."),
    "schedule.unknown": _("This action is no longer scheduled."),
    "live.taken": _("Another question is on the screen now."),
    "undo.nothing": _("There is nothing to undo."),
    "undo.superseded": _("This cannot be undone: there is a newer change."),
    "vote.own": _("You cannot vote for your own question."),
    "vote.not_public": _("The list of questions is not public now."),
    "rule.originals": _(
        "Under the Chatham House Rule there is no record with the originals only: it would reveal in which language"
        " each question was asked."
    ),
    "rule.binding": _("The Chatham House Rule can no longer be turned off: people have already asked questions."),
    "translation.off": _("Machine translation is off for this question."),
    "translation.stale": _("These words have changed while you were writing. Nothing was saved."),
    "session.not_started": _("Questions are taken from the start of the session. Please send it again then."),
    "logo.too_large": _("The file is larger than %(limit)s MB."),
    "logo.kind": _("This is not a PNG file. Save the logo as PNG, best with a transparent background."),
    "logo.damaged": _("This picture is damaged. Open it in a graphics program and save it again as PNG."),
    "logo.pixels": _("This picture has too many pixels. Save it with at most %(limit)s pixels on each side."),
    "logo.too_small": _("This logo is too small: it needs at least %(limit)s pixels on each side."),
    "logo.too_many": _("This session has too many logos. Use one that was uploaded before."),
    "translation.failed": _("The engine gave no translation."),
    "limit.waiting": _("%(limit)s of your questions are waiting already. Please wait until the chairs have read some."),
    "limit.pending": _("A lot of questions are waiting at the moment. Please try again in a few minutes."),
    "limit.sockets": _("This browser shows the session in too many tabs at the same time: at most %(limit)s."),
    "server.busy": _("The server is very busy. Please try again in a moment."),
    "server.storage": _("The server could not save this. Please try again in a moment."),
    "server.error": _("Something went wrong on our side. Nothing was saved."),
}
SENTENCES |= FILE_SENTENCES
assert {*SENTENCES, *WAITING_SENTENCES} == set(CODES)

TRANSLATION_SENTENCES = {
    "unavailable": _("The engine does not answer, or is not installed."),
    "throttled": _("The engine accepts no more requests at the moment. Please try again later."),
    "unsupported": _("The engine does not translate between these two languages."),
    "refused": _("The engine refused the request. Check its key and its settings."),
    "malformed": _("The engine's answer could not be read."),
    "timeout": _("The engine did not answer in time."),
    "untranslated": _("The engine gave back the same text, or no translation of it."),
}
"""{kind of a translation engine's failure: sentence}."""
DUE_SENTENCES = {
    "open": _(
        "With this time, the session would open at once. Choose a later time, or first cancel the planned opening on"
        " the page “On the day”."
    ),
    "close": _(
        "With this time, the session would close at once. Choose a later time, or first cancel the planned close on"
        " the page “On the day”."
    ),
}
"""{scheduled act: sentence of the refusal}.

The server refuses new times of the session if the scheduled act would then be due immediately.
"""
PHASE_SENTENCES = {
    "paused": _("The session is paused: questions and votes will be accepted again soon."),
    "closed": _("The session is closed."),
}


def sentence(refusal: Refusal) -> str:
    """Return the refusal's sentence in the interface language of the request."""
    if refusal.code == "phase.not_allowed" and refusal.data.get("phase") in PHASE_SENTENCES:
        return str(PHASE_SENTENCES[refusal.data["phase"]])
    if refusal.code == "schedule.past" and "act" in refusal.data:
        return str(DUE_SENTENCES[refusal.data["act"]])
    if refusal.code == "translation.failed":
        return str(TRANSLATION_SENTENCES[refusal.data["kind"]])
    if refusal.code == "text.too_long" and refusal.data.get("unit") == "bytes":
        return gettext("Your question is too long for this session.")
    if refusal.code == "seat.unknown" and refusal.data.get("seat") == "attendee":
        return gettext(
            "This page needs a cookie to recognise your questions. Please allow cookies for this site and send again."
        )
    if refusal.code in WAITING_SENTENCES:
        return WAITING_SENTENCES[refusal.code](refusal.data["retry_after"])
    values = {
        "field": "?",
        "limit": "?",
        "length": "?",
        "number": "?",
        "key": "?",
        "line": "?",
        "kinds": KINDS,
    } | refusal.data
    text = str(SENTENCES[refusal.code])
    return text % values if "%(" in text else text


def form_sentence(refusal: Refusal) -> str:
    """Return the refusal's sentence for a page without JavaScript. The page shows this sentence above the form."""
    if refusal.code in ("limit.attendees", "limit.requests"):
        return send_again(refusal.data["retry_after"])
    return sentence(refusal)


def headers(refusal: Refusal) -> dict[str, str]:
    """Return the response headers of a refusal.

    If the refusal contains a waiting time, the headers contain Retry-After.
    """
    return {"Retry-After": str(refusal.data["retry_after"])} if "retry_after" in refusal.data else {}


def body(refusal: Refusal, session: Session | None = None, seat: Seat | None = None) -> RefusedAnswer:
    """Return the refusal as a JSON object.

    Some refusals contain the question to which the command applied. The object then contains the question as `seat` may
    see it. If `seat` is None, the object omits the question.
    """
    data = dict(refusal.data)
    question = data.pop("question", None)
    answer: dict[str, Any] = {"ok": False, "code": refusal.code, "message": sentence(refusal), **data}
    if "problems" in answer:
        answer["problems"] = [
            {**problem, "message": value_sentences.sentence(problem)} for problem in answer["problems"]
        ]
    if seat and seat.kind is not SeatKind.CHAIR:
        # Leave out the seat that acted last and the time of its act, because only chairs may know them.
        answer.pop("by", None)
        answer.pop("at", None)
    if isinstance(question, Question) and session and seat:
        if seat.kind is SeatKind.ATTENDEE:
            answer["question"] = complete(asker_view(question, None), session, choose_languages(session, seat))
        else:
            answer["question"] = view(question, AUDIENCE_OF_SEAT[seat.kind], session.settings, session.rule_languages)
    return cast(RefusedAnswer, answer)


def install_gettext(app: Flask) -> None:
    """Let an app's templates look up the catalogue of each language only once.

    Flask-Babel looks up the catalogue for each sentence, which takes a quarter of the rendering time of an attendee
    page.
    """
    catalogues: dict[Locale | None, Any] = {}

    def catalogue() -> Any:
        locale = get_locale()
        if locale not in catalogues:
            catalogues[locale] = get_translations()
        return catalogues[locale]

    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # The method comes with the i18n extension.
        lambda text: catalogue().ugettext(text),
        lambda singular, plural, n: catalogue().ungettext(singular, plural, n),
        newstyle=True,
        pgettext=lambda context, text: catalogue().upgettext(context, text),
        npgettext=lambda context, singular, plural, n: catalogue().unpgettext(context, singular, plural, n),
    )
