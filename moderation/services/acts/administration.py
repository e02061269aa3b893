"""The commands for the administration page: its link, its passphrase, and the archive of sessions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from ...core.model import Phase
from ...core.refusals import Refusal
from ...store import administration, sessions
from ...store.reader import Reader
from ...store.transaction import Transaction
from ...store.writer import Writer
from .. import links, passphrase
from . import due_times

ARCHIVED_IN = (Phase.REHEARSAL, Phase.CLOSED)
"""The phases in which a session can be archived. A session in any other phase cannot be archived, because people use
it, and the list of sessions must show it.
"""


class AdminLink(TypedDict):
    """The link of the administration page; None if it is revoked.

    `has_passphrase`: whether the link needs a passphrase.
    """

    admin_link: str | None
    has_passphrase: bool


def execute(writer: Writer, reader: Reader, key: bytes, public_url: str, body: Mapping[str, Any]) -> AdminLink:
    """Change the link of the administration page, and return the link.

    The optional fields of `body` are `change` ("renew" or "revoke") and `hash`, the hash of a new passphrase; an empty
    hash removes the passphrase. Each of these changes ends all logins. Refuse with `request.field` if the value of a
    field is wrong.
    """
    change, hashed = body.get("change"), body.get("hash")
    if change not in (None, "renew", "revoke"):
        raise Refusal("request.field", field="change")
    if hashed is not None and (not isinstance(hashed, str) or (hashed and not passphrase.is_hash(hashed))):
        raise Refusal("request.field", field="hash")

    def run(tx: Transaction) -> None:
        if change is not None:
            administration.raise_generation(tx.connection, revoked=change == "revoke")
        if hashed is not None:
            administration.set_passphrase(tx.connection, hashed)

    if change is not None or hashed is not None:
        writer.submit(run).wait()
    with reader.transaction() as connection:
        link = administration.find_link(connection)
    if link is None:
        return {"admin_link": None, "has_passphrase": False}
    return {
        "admin_link": links.admin_link(public_url, key, link.generation),
        "has_passphrase": bool(link.passphrase),
    }


def set_archived(writer: Writer, code: str, is_archived: bool) -> None:
    """Archive a session, or take it out of the archive. An archived session stays unchanged.

    The server performs no scheduled act of an archived session. If the time of a scheduled act passes while the session
    is archived, the server never performs the act, and stores the outcome `schedule.LATE`.

    Refusals: `session.unknown`; `phase.not_allowed` if the phase is not in `ARCHIVED_IN`.
    """

    def run(tx: Transaction) -> None:
        session = sessions.get_by_code(tx.connection, code)
        if not is_archived:
            if session.id in administration.archived(tx.connection):
                due_times.set_late(tx.connection, session, tx.at)
            administration.restore(tx.connection, session)
        elif session.phase not in ARCHIVED_IN:
            raise Refusal("phase.not_allowed", phase=session.phase.value)
        else:
            administration.archive(tx.connection, session, tx.at)

    writer.submit(run).wait()
