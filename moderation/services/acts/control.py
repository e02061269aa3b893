"""The organiser's command line, the same inside a running server and on a folder that no server holds."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...core.model import Phase, Seat
from ...core.refusals import Refusal
from ...store import sessions
from ...store.reader import Reader
from ...store.transaction import Transaction
from ...store.writer import Writer
from .. import links
from .executor import Outcome, organiser_command
from .organising import scrub
from .registry import ACTS


@dataclass(frozen=True)
class Controls:
    """What the command line works on."""

    writer: Writer
    reader: Reader
    key: bytes
    public_url: str


def execute_control(controls: Controls, act: str, body: dict) -> dict:
    """create {definition}, open|pause|close|reopen|purge {code}, links {code}, renew|revoke {code, seat}, backup {path}. Refuses as these do."""
    for name in ("code", "seat", "path"):
        if not isinstance(body.get(name, ""), str):
            raise Refusal("request.field", field=name)
    try:
        if act == "create":
            return create(controls, body["definition"])
        if act == "backup":
            return backup(controls, _word(body, "path"))
        if act == "links":
            return {"links": links_of(controls, _word(body, "code"))}
        if act in ("open", "pause", "close", "reopen", "purge"):
            return dict(_run(controls, act, _word(body, "code"), {}).answer)
        if act in ("renew", "revoke"):
            code, seat = _word(body, "code"), _word(body, "seat")
            outcome = _run(controls, act, code, {"seat": seat})
            generation = outcome.effects.renewed
            link = {} if generation is None else {"link": link_of(controls, code, seat, generation)}
            return {**outcome.answer, **link}
    except KeyError as missing:
        raise Refusal("request.field", field=str(missing.args[0])) from None
    raise Refusal("act.unknown", act=act)


def create(controls: Controls, definition: dict) -> dict:
    """A new session, in rehearsal (a demo is open at once), and its links. Refuses `session.exists`."""
    if not isinstance(definition, dict):
        raise Refusal("request.field", field="definition")

    def run(tx: Transaction) -> dict:
        sessions.create(tx.connection, definition, Phase.OPEN if definition["demo"] else Phase.REHEARSAL, tx.at)
        return {}

    controls.writer.submit(run).wait()
    return {"code": definition["code"], "links": links_of(controls, definition["code"])}


def links_of(controls: Controls, code: str) -> dict:
    """Every seat's link (services/links.all_links)."""
    with controls.reader.transaction() as connection:
        session = sessions.get_by_code(connection, code)
        return links.all_links(controls.public_url, controls.key, session, sessions.seats(connection, session))


def link_of(controls: Controls, code: str, seat: str, generation: int) -> str:
    with controls.reader.transaction() as connection:
        session = sessions.get_by_code(connection, code)
    return links.link(controls.public_url, controls.key, session, Seat.parse(seat), generation)


def backup(controls: Controls, path: str) -> dict:
    """A consistent copy of the database, made between two batches; the server's key is not in it. Never overwrites a file."""
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


def _word(body: dict, name: str) -> str:
    """A text of the body; what no database could hold (bytes of a command line that are no text) is left out."""
    if not isinstance(body[name], str):
        raise Refusal("request.field", field=name)
    return body[name].encode("utf-8", "ignore").decode()


def _run(controls: Controls, act: str, code: str, params: dict[str, Any]) -> Outcome:
    outcome = controls.writer.submit(organiser_command(ACTS, act, code, params)).wait()
    scrub(controls.writer, outcome)
    return outcome
