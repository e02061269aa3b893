"""The organiser's commands, for a running server and for a data folder without a server."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ...core.contracts import Answer, Links, SessionDefinition
from ...core.model import Phase, Seat
from ...core.refusals import Refusal
from ...store import seats as seat_store
from ...store import sessions
from ...store.reader import Reader
from ...store.transaction import Transaction
from ...store.writer import Writer
from .. import links
from .executor import Outcome, organiser_command
from .organising import scrub
from .registry import ACTS

PHASE_ACTS = ("open", "pause", "close", "reopen", "purge")


class ControlAnswer(Answer, total=False):
    """The answer of an act, or of the commands `create`, `links` and `backup`."""

    code: str
    links: Links
    path: str


@dataclass(frozen=True)
class Controls:
    """The dependencies of the commands: the store, the server's key, and the URL at the beginning of each link."""

    writer: Writer
    reader: Reader
    key: bytes
    public_url: str


def execute_control(controls: Controls, act: str, body: Mapping[str, Any]) -> ControlAnswer:
    """Execute one command and return its answer.

    Commands: create {definition}; open, pause, close, reopen, purge, links {code}; renew, revoke {code, seat};
    backup {path}.
    Refusals: `request.field` for a missing or wrong field, `act.unknown`, and the act's own refusals.
    """
    for name in ("code", "seat", "path"):
        if not isinstance(body.get(name, ""), str):
            raise Refusal("request.field", field=name)
    try:
        if act == "create":
            return create(controls, body["definition"])
        if act == "backup":
            return backup(controls, _read_text(body, "path"))
        if act == "links":
            return {"links": links_of(controls, _read_text(body, "code"))}
        if act in PHASE_ACTS:
            return _answer(_run(controls, act, _read_text(body, "code"), {}))
        if act in ("renew", "revoke"):
            code, seat = _read_text(body, "code"), _read_text(body, "seat")
            outcome = _run(controls, act, code, {"seat": seat})
            answer = _answer(outcome)
            if outcome.effects.renewed is not None:
                answer["link"] = link_of(controls, code, seat, outcome.effects.renewed)
            return answer
    except KeyError as missing:
        raise Refusal("request.field", field=str(missing.args[0])) from None
    raise Refusal("act.unknown", act=act)


def create(controls: Controls, definition: SessionDefinition) -> ControlAnswer:
    """Create a session. Return its code and links. The first phase is rehearsal, or open for a demo session.

    Refusals: `request.field`, `session.exists`.
    """
    if not isinstance(definition, dict):
        raise Refusal("request.field", field="definition")

    def run(tx: Transaction) -> None:
        sessions.create(tx.connection, definition, Phase.OPEN if definition["demo"] else Phase.REHEARSAL, tx.at)

    controls.writer.submit(run).wait()
    return {"code": definition["code"], "links": links_of(controls, definition["code"])}


def links_of(controls: Controls, code: str) -> Links:
    """Return the links of all seats. Refuse with `session.unknown`."""
    with controls.reader.transaction() as connection:
        session = sessions.get_by_code(connection, code)
        return links.all_links(controls.public_url, controls.key, session, seat_store.every(connection, session))


def link_of(controls: Controls, code: str, seat: str, generation: int) -> str:
    """Return the link of one seat in this generation. Refuse with `session.unknown`."""
    with controls.reader.transaction() as connection:
        session = sessions.get_by_code(connection, code)
    return links.link(controls.public_url, controls.key, session, Seat.parse(seat), generation)


def backup(controls: Controls, path: str) -> ControlAnswer:
    """Copy the database to a new file between two batches, so that the copy is consistent. Return the path.

    The copy has mode 0600 and does not contain the server's key. Refuse with `request.field` if the file exists or
    cannot be written.
    """
    target = Path(path)

    def copy(connection: sqlite3.Connection) -> None:
        with open(target, "xb"):
            pass
        target.chmod(0o600)
        destination = sqlite3.connect(target)
        try:
            connection.backup(destination)
        finally:
            destination.close()

    try:
        controls.writer.exclusive(copy).wait()
    except (OSError, ValueError):
        raise Refusal("request.field", field="path") from None
    return {"path": str(target)}


def _read_text(body: Mapping[str, Any], name: str) -> str:
    """Return a text of the body without lone surrogates.

    Lone surrogates represent undecodable bytes of a command line. The database cannot store lone surrogates.
    """
    if not isinstance(body[name], str):
        raise Refusal("request.field", field=name)
    return str(body[name]).encode("utf-8", "ignore").decode()


def _answer(outcome: Outcome) -> ControlAnswer:
    return cast(ControlAnswer, dict(outcome.answer))


def _run(controls: Controls, act: str, code: str, params: dict[str, Any]) -> Outcome:
    outcome = controls.writer.submit(organiser_command(ACTS, act, code, params)).wait()
    scrub(controls.writer, outcome)
    return outcome
