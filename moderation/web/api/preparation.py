"""The work that is left for the organiser before the opening of a session."""

from __future__ import annotations

from ...core.contracts import Preparation
from ...core.model import Phase, Session
from ...store import questions
from ...store.connection import Connection


def preparation(connection: Connection, session: Session) -> Preparation | None:
    """Return the figures of the organiser's checklist, or None after the rehearsal."""
    if session.phase is not Phase.REHEARSAL:
        return None
    tried, imported = questions.count_by_origin(connection, session)
    return {"titles_missing": titles_missing(session), "imported": imported, "tried": tried}


def titles_missing(session: Session) -> int:
    """Return the number of languages whose title is missing or equal to the title of the first language. The set-up
    page uses the same rule.
    """
    title, (first, *others) = session.definition["title"], session.languages
    return sum(title.get(lang) in (None, "", title[first]) for lang in others)
