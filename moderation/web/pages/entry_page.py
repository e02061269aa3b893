"""The entry page of a staff seat, which exchanges the secret of the seat's link for a cookie."""

from __future__ import annotations

from ...core.model import Seat, Session
from .. import messages
from ..context import AppContext
from .look import look_view
from .rendering import render


def entry_page(context: AppContext, session: Session, seat: Seat) -> str:
    """Return the entry page of a seat, with the branding of the session."""
    with context.reader.transaction() as connection:
        look = look_view(connection, session, messages.choose_language())
    return render(
        "enter.html", session=session, seat=seat, enter_url=f"/api/s/{session.code}/{seat.path}/enter", look=look
    )
