"""The erasure of a withdrawn question. Its texts and the asker's name are deleted; the values for the ledger stay."""

from __future__ import annotations

from dataclasses import replace

from .model import Question, Status


def withdrawn(question: Question) -> Question:
    """Return the question as withdrawn, without its place, text, name, wording and `looks_like`."""
    return replace(
        question,
        status=Status.WITHDRAWN,
        place=None,
        text="",
        name=None,
        show_name=False,
        wording=None,
        hides=False,
        looks_like=None,
    )
