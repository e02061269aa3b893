"""New random entry codes; the store keeps only their keyed hashes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TypedDict

from ...core.entry_code import ALPHABET, LENGTH, grouped
from ...core.model import Session
from ...core.refusals import Refusal
from ...store import sessions
from ...store.reader import Reader
from ...store.writer import Writer
from .. import links
from .executor import organiser_command
from .registry import ACTS

MOST_AT_ONCE = 1000


class NewCodes(TypedDict):
    """New codes for one sheet, in the printed form `7KQ2M-9XPRT`, numbered from `number` without gaps."""

    number: int
    codes: list[str]


def make(writer: Writer, reader: Reader, key: bytes, code: str, count: int) -> NewCodes:
    """Make `count` entry codes for the session with the join code `code`.

    Only the result contains the codes; the store cannot return them later. Refusals: `session.unknown`;
    `phase.not_allowed`; `request.field` if `count` is wrong or the session has no entry codes.
    """
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_AT_ONCE:
        raise Refusal("request.field", field="count", limit=MOST_AT_ONCE)
    with reader.transaction() as connection:
        session = sessions.get_by_code(connection, code)
    if not session.needs_entry_code:
        raise Refusal("request.field", field="entry_codes")
    codes = _random_codes(count)
    hashes = _hashes(key, session, codes)
    command = organiser_command(ACTS, "make_entry_codes", code, {"code_hashes": hashes})
    outcome = writer.submit(command, code).wait()
    return {"number": outcome.answer["number"], "codes": [grouped(code) for code in codes]}


def _random_codes(count: int) -> list[str]:
    codes: set[str] = set()
    while len(codes) < count:
        codes.add("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))
    return list(codes)


def _hashes(key: bytes, session: Session, codes: Sequence[str]) -> list[bytes]:
    return [links.entry_code_hash(key, session, code) for code in codes]
