"""The texts with which the organiser hands out the links: labels of seats, instructions and invitations."""

from __future__ import annotations

from babel.dates import format_date
from flask_babel import force_locale, gettext

from ...core.language_ranges import nearest
from ...core.model import Phase, Seat, SeatKind, Session
from ...services import session_time
from ...services.language_tags import locale_of
from ..language_choice import INTERFACE
from .local_time import LocalTimes
from .page_data import pick


def languages(session: Session) -> list[str]:
    """Return the languages of the catalogues for the session's languages: for `pt-BR`, return `pt`.

    If no language of the session has a catalogue, return English.
    """
    catalogues = [nearest([language], INTERFACE) for language in session.languages]
    return list(dict.fromkeys(filter(None, catalogues))) or ["en"]


def seat_label(seat: Seat) -> str:
    """Return the name of the seat in the interface language of the request: for example "Chair A"."""
    if seat.kind is SeatKind.CHAIR:
        return gettext("Chair %(letter)s", letter=(seat.key or "").upper())
    return {
        SeatKind.PANEL: gettext("Panellist"),
        SeatKind.BOOTH: gettext("Booth"),
        SeatKind.STAGE: gettext("Stage"),
    }.get(seat.kind) or gettext("Organiser")


def time_of(session: Session, lang: str) -> str:
    """Return the day, the time and the time zone of the session.

    Example: "Wednesday 14 April 2021, 15:00–16:30, Europe/Brussels (UTC+02:00)".

    Return "" if the session has no start time.
    """
    starts, ends = session.definition.get("starts"), session.definition.get("ends")
    if starts is None:
        return ""
    times = LocalTimes(session, lang)
    start = session_time.local(starts, session_time.zone_name(session))
    day = format_date(start, "full", locale=locale_of("en-GB" if lang == "en" else lang))
    hours = "–".join(times.time(at) for at in (starts, ends) if at is not None)
    return ", ".join([day, hours, times.zone()])


def purpose(seat: Seat, title: str) -> str:
    """Return the sentence that states the role of the person in this seat."""
    return {
        SeatKind.CHAIR: gettext("You are a chair of “%(title)s”.", title=title),
        SeatKind.PANEL: gettext("You are a panellist of “%(title)s”.", title=title),
        SeatKind.BOOTH: gettext("You interpret “%(title)s”.", title=title),
        SeatKind.STAGE: gettext("This link opens the screen of “%(title)s”.", title=title),
    }.get(seat.kind) or gettext("You are the organiser of “%(title)s”.", title=title)


def during(seat: Seat) -> str:
    """Return the sentence that states the purpose of this seat's page."""
    return {
        SeatKind.CHAIR: gettext("Keep the page open during the session. You read every question first."),
        SeatKind.PANEL: gettext(
            "Keep the page open during the session. It shows the present question, the next one, and those to you."
        ),
        SeatKind.BOOTH: gettext("Keep the page open during the session. It shows each text before it is read out."),
        SeatKind.STAGE: gettext(
            "Open it on the computer of the projector, and make the window fill the screen with F11."
        ),
    }.get(seat.kind) or gettext("Your page opens and closes the session. Keep it open during the session.")


def steps(session: Session, seat: Seat) -> list[tuple[str, str]]:
    """Return the instructions on the sheet of a seat, as pairs (heading, text)."""
    first = gettext("Point a phone at the code. On a computer, open the link in the message of the organiser.")
    instructions = [(gettext("Open your page"), first)]
    if session.phase is Phase.REHEARSAL:
        instructions.append((gettext("Try everything"), gettext("What you do before the opening is deleted.")))
    return [*instructions, (gettext("During the session"), during(seat))]


def invitation(session: Session, seat: Seat, name: str | None, link: str, lang: str) -> str:
    """Return the invitation of a seat, as plain text in the interface language.

    The invitation contains the link, a secret.
    """
    with force_locale(lang):
        time = time_of(session, lang)
        rehearsal = session.phase is Phase.REHEARSAL
        title = pick(session.definition["title"], lang) or ""
        greeting = gettext("Hello %(name)s,", name=name) if name else gettext("Hello,")
        tryout = gettext("You can try everything now. What you do before the opening is deleted.")
        parts = [
            greeting,
            "\n".join([purpose(seat, title), *([gettext("Time: %(time)s", time=time)] if time else [])]),
            gettext("This is your personal link. It is a key: do not pass it on.") + "\n" + link,
            "\n".join([during(seat), *([tryout] if rehearsal else [])]),
        ]
    return "\n\n".join(parts)
