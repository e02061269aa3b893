"""The choice of the interface language and of the reading language for a request."""

from __future__ import annotations

from typing import NamedTuple

from flask import g, request

from ..core.contracts import Direction
from ..core.language_ranges import accepted, nearest
from ..core.model import Seat, SeatKind, Session
from ..paths import catalogue_languages
from ..services.words import languages

INTERFACE: dict[str, tuple[str, Direction]] = {
    code: (languages()[code].name, languages()[code].dir) for code in ("en", *catalogue_languages())
}
"""{language tag: (name in the language itself, direction)}: English, then the languages that have a catalogue."""

LANGUAGE_COOKIE = "of-lang"
READING_COOKIE = "of-read"
AS_ASKED = "asked"
"""A special value of the reading language: the page shows each question in the language in which it was asked."""


def use_languages(lang: str, read: str) -> None:
    """Use the interface language `lang` and the reading language `read` for the rest of the request.

    Ignore unknown languages. Call this function before the first sentence is translated.
    """
    g.setdefault(LANGUAGE_COOKIE, lang)
    g.setdefault(READING_COOKIE, read)


def choose_language() -> str:
    """Return the interface language.

    Try in this order: the person's choice (`_chosen_interface`), the languages that the browser accepts, English.
    """
    return _chosen_interface() or nearest(_accepted_languages(), INTERFACE) or "en"


def _chosen_interface() -> str | None:
    """Return the interface language that the person has chosen in this request or in the cookie, or None."""
    chosen = g.get(LANGUAGE_COOKIE) or request.cookies.get(LANGUAGE_COOKIE)
    return chosen if chosen in INTERFACE else None


def _accepted_languages() -> tuple[str, ...]:
    return accepted(request.headers.get("Accept-Language", ""))


def reading_languages(session: Session, seat: Seat) -> tuple[str, ...]:
    """Return the languages in which a seat can read questions.

    For chairs and the booth, the result always contains AS_ASKED. For all other seats, the result contains AS_ASKED
    only in a session without the Chatham House Rule.
    """
    if seat.kind in (SeatKind.CHAIR, SeatKind.BOOTH) or not session.settings.chatham_house_rule:
        return (AS_ASKED, *session.languages)
    return session.rule_languages


class Languages(NamedTuple):
    """The languages of a page.

    `lang`: the interface language. `reading`: the language in which the page shows questions, one of
    `reading_languages`. `texts`: the languages for the texts of the session's definition, in the order of preference.
    """

    lang: str
    reading: str
    texts: tuple[str, ...]


def choose_languages(session: Session, seat: Seat) -> Languages:
    """Return the languages of a seat's page.

    Normally, the texts of the definition are in the reading language. A text that does not exist in this language is in
    the interface language. The order of the two languages is reversed if the person has not chosen a reading language,
    and `_wanted` prefers the interface language to the reading language.

    The organiser's pages have no choice of the reading language, so their texts are in the interface language.
    """
    lang, reading = choose_language(), choose_reading(session, seat)
    if seat.kind is SeatKind.ORGANISER:
        return Languages(lang, reading, (lang,))
    is_reading_first = reading == _chosen_reading(session, seat) or nearest(_wanted(session), (lang, reading)) != lang
    return Languages(lang, reading, (reading, lang) if is_reading_first else (lang, reading))


def choose_reading(session: Session, seat: Seat) -> str:
    """Return the language in which a seat's page shows questions, one of `reading_languages`.

    Try in this order: the choice in this request, the choice in the cookie, the chosen interface language, the
    languages that the browser accepts, the interface language. If none of them is in `reading_languages`, use the first
    language of `reading_languages`. Use AS_ASKED only if the person has chosen it.
    """
    if chosen := _chosen_reading(session, seat):
        return chosen
    languages = [language for language in reading_languages(session, seat) if language != AS_ASKED]
    return nearest((*_wanted(session), choose_language()), languages) or languages[0]


def _chosen_reading(session: Session, seat: Seat) -> str | None:
    """Return the reading language that the person has chosen in this request or in the cookie, or None."""
    choices = (g.get(READING_COOKIE), request.cookies.get(READING_COOKIE))
    readable = reading_languages(session, seat)
    return next((choice for choice in choices if choice in readable), None)


def _wanted(session: Session) -> tuple[str, ...]:
    """Return the languages that the person wants: the chosen interface language, then the browser's languages.

    Exception: if the browser prefers a language that the session has, but that has no catalogue, leave out the chosen
    interface language. The person could not choose the preferred language, because no interface in it exists.
    """
    browsers, chosen = _accepted_languages(), _chosen_interface()
    preferred = nearest(browsers, session.languages)
    if chosen is None or (preferred and not nearest([preferred], INTERFACE)):
        return browsers
    return (chosen, *browsers)


def invited_language(session: Session) -> str | None:
    """Return the browser's first language if the session has this language but no catalogue exists for it.

    Otherwise, return None.
    """
    preferred = _accepted_languages()[:1]
    return None if nearest(preferred, INTERFACE) else nearest(preferred, session.languages)


def reading_language(session: Session, requested: str | None) -> str:
    """Return the language of an attendee's stream: `requested` if the session has it, otherwise the first language."""
    if requested is not None and requested in session.languages:
        return requested
    return session.languages[0]
