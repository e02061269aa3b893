"""The storage of an uploaded logo.

The logo appears after the act `redefine` has stored its hash in the definition's `look`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...core import workflow
from ...core.refusals import Refusal
from ...store import logos, sessions
from ...store.logos import Logo
from ...store.transaction import Transaction
from ...store.writer import Writer
from ..logo import clean

MOST_LOGOS = 40
"""Maximum number of logos of a session, including the logos of earlier versions of its definition."""


def add(writer: Writer, in_thread: Callable[..., Any], code: str, content: bytes) -> Logo:
    """Clean and store an uploaded logo. Return the cleaned logo.

    Refusals: those of `clean`; `session.unknown`; `phase.not_allowed`; `logo.too_many`.
    """
    logo: Logo = in_thread(clean, content)

    def run(tx: Transaction) -> None:
        session = sessions.get_by_code(tx.connection, code)
        workflow.check_phase("redefine", session.phase)
        if logos.size(tx.connection, session, logo.hash) is None:
            if logos.count(tx.connection, session) >= MOST_LOGOS:
                logos.delete_unused(tx.connection, session)
            if logos.count(tx.connection, session) >= MOST_LOGOS:
                raise Refusal("logo.too_many")
        logos.add(tx.connection, session, logo, tx.at)

    writer.submit(run).wait()
    return logo
