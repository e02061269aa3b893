"""The before-image of a question: its values before an act. The log stores these values, and undo restores them."""

from __future__ import annotations

from typing import TypedDict

from .contracts import LanguageSource, StatusName
from .model import Question


class BeforeImage(TypedDict):
    """The values of a question before an act, as JSON values. `core/acts.restore` restores these values for undo."""

    status: StatusName
    place: str | None
    reason: str | None
    reason_number: int | None
    language: str
    language_source: LanguageSource
    unsure: bool
    looks_like: str | None
    live_at: str | None
    wording: str | None
    hides: bool
    lead: int | None
    former_status: StatusName | None
    former_place: str | None
    held: bool
    topic: str | None


BEFORE_IMAGE = tuple(BeforeImage.__annotations__)
"""The field names of a before-image."""


def before_image(question: Question) -> BeforeImage:
    """Return the before-image of a question in its present state."""
    return {
        "status": question.status.value,
        "place": question.place,
        "reason": question.reason,
        "reason_number": question.reason_number,
        "language": question.language,
        "language_source": question.language_source,
        "unsure": question.unsure,
        "looks_like": question.looks_like,
        "live_at": question.live_at,
        "wording": question.wording,
        "hides": question.hides,
        "lead": question.lead,
        "former_status": question.former_status.value if question.former_status else None,
        "former_place": question.former_place,
        "held": question.held,
        "topic": question.topic,
    }
