"""The refusal codes of the product, stable and dotted, with their HTTP statuses (docs/wire.md, "Error codes")."""

from __future__ import annotations

from typing import Any

CODES: dict[str, int] = {
    "request.json": 400,
    "request.field": 400,
    "request.type": 415,
    "request.too_large": 413,
    "request.origin": 403,
    "request.token": 403,
    "request.not_found": 404,
    "request.method": 405,
    "seat.unknown": 401,
    "seat.forbidden": 403,
    "session.unknown": 404,
    "session.exists": 409,
    "session.file": 400,
    "key.bad": 400,
    "key.reused": 409,
    "text.empty": 400,
    "text.too_long": 400,
    "name.too_long": 400,
    "language.unknown": 400,
    "group.unknown": 400,
    "region.unknown": 400,
    "panellist.unknown": 400,
    "reason.unknown": 400,
    "question.unknown": 404,
    "question.stale": 409,
    "act.unknown": 404,
    "act.not_allowed": 409,
    "phase.not_allowed": 409,
    "advance.stale": 409,
    "advance.nothing": 409,
    "move.left_queue": 409,
    "live.taken": 409,
    "merge.not_a_lead": 409,
    "asker.muted": 403,
    "note.unknown": 404,
    "undo.nothing": 409,
    "undo.superseded": 409,
    "vote.own": 409,
    "vote.not_public": 409,
    "rule.binding": 409,
    "translation.off": 409,
    "limit.rate": 429,
    "limit.waiting": 429,
    "limit.pending": 429,
    "limit.attendees": 429,
    "server.busy": 503,
    "server.storage": 503,
    "server.error": 500,
}


class Refusal(Exception):
    """A refused command or read; nothing has changed. `data` is sent to the caller with the code.

    `data["question"]` may be a core Question, which the web layer replaces by the caller's view of the question.
    """

    def __init__(self, code: str, **data: Any):
        super().__init__(code)
        self.code = code
        self.status = CODES[code]
        self.data = data
