"""The organiser's commands, for a running server and for a data folder without a server."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from ...core.contracts import Answer, Links, SessionDefinition, Texts
from ...core.model import Phase, Seat
from ...core.refusals import Refusal
from ...store import log, sessions
from ...store import seats as seat_store
from ...store.reader import Reader
from ...store.transaction import Transaction
from ...store.writer import Writer
from .. import links, passphrase
from ..printed_look import PrintedLook, printed_look
from . import administration, entry_codes, events, imports, logos
from .entry_codes import NewCodes
from .executor import Outcome, organiser_command
from .importing import RefusedRow
from .organising import scrub
from .registry import ACTS

MOST_NUMBER = 2**53
PHASE_ACTS = ("open", "pause", "close", "reopen", "purge")
REDEFINING = ("redefine", "undo")
"""The acts that change the definition of a session."""


class ControlAnswer(Answer, total=False):
    """The answer to a command of `execute_control`. The fields that are present depend on the command."""

    code: str
    links: Links
    entry_codes: NewCodes
    title: Texts
    join_url: str
    look: PrintedLook | None
    known: int
    refused: list[RefusedRow]
    admin_link: str | None
    logo: str
    has_passphrase: bool


def _directly(function: Callable[..., Any], *args: Any) -> Any:
    return function(*args)


@dataclass(frozen=True)
class Controls:
    """The dependencies of the commands: the store, the server's key, and the URL at the beginning of each link.

    `in_thread`: runs a function in a real thread and returns its result. Meanwhile the event loop continues. Without a
    server, there is no event loop, and the function runs in the calling thread.
    """

    writer: Writer
    reader: Reader
    key: bytes
    public_url: str
    in_thread: Callable[..., Any] = _directly


def execute_control(controls: Controls, act: str, body: Mapping[str, Any]) -> ControlAnswer:
    """Execute one command and return its answer.

    Commands and the fields of `body`:

    - `create`: `definition`.
    - `open`, `pause`, `close`, `reopen`, `purge`, `links`: `code`.
    - `renew`: `code`, `seat`, and optionally `name`.
    - `revoke`: `code`, `seat`.
    - `redefine`: `code`, `changes`, and optionally `version` and `replaced`; `undo`: `code`.
    - `passphrase`: `code`, `seat`, `hash`.
    - `entry_codes`: `code`, `count`.
    - `revoke_entry_code`: `code`, `number`.
    - `import`: `code`, `rows`, and optionally `source`, `number` and `file` (`imports.add_rows`).
    - `undo_import`: `code`, and optionally `number`.
    - `add_logo`: `code`, `png` (the file in Base64). The answer has `logo`, the hash of the stored logo.
    - `admin_link`: optionally `change` and `hash` (`administration.execute`).

    Refusals: `request.field` for a missing or wrong field, `act.unknown`, and the refusals of the command itself.
    """
    for name in ("code", "seat", "name", "hash"):
        if not isinstance(body.get(name, ""), str):
            raise Refusal("request.field", field=name)
    try:
        if act == "create":
            return create(controls, body["definition"])
        if act == "links":
            return {"links": links_of(controls, _read_text(body, "code"))}
        if act == "passphrase":
            return set_passphrase(controls, _read_text(body, "code"), _read_text(body, "seat"), body["hash"])
        if act in PHASE_ACTS:
            return _answer(_run(controls, act, _read_text(body, "code"), {}))
        if act == "redefine":
            return _answer(_run(controls, act, _read_text(body, "code"), _check_changes(body)))
        if act == "undo":
            return _answer(_run(controls, act, _read_text(body, "code"), {}))
        if act == "entry_codes":
            return make_entry_codes(controls, _read_text(body, "code"), body["count"])
        if act == "revoke_entry_code":
            return _answer(_run(controls, act, _read_text(body, "code"), {"number": _read_number(body, "number")}))
        if act == "import":
            return _answer(imports.add_rows(controls.writer, controls.reader, controls.in_thread, _import_body(body)))
        if act == "undo_import":
            number = _find_number(body, "number")
            return cast(ControlAnswer, imports.take_back(controls.writer, _read_text(body, "code"), number))
        if act == "add_logo":
            logo = logos.add(controls.writer, controls.in_thread, _read_text(body, "code"), _read_bytes(body, "png"))
            return {"logo": logo.hash}
        if act == "admin_link":
            link = administration.execute(controls.writer, controls.reader, controls.key, controls.public_url, body)
            return cast(ControlAnswer, link)
        if act in ("renew", "revoke"):
            code, seat = _read_text(body, "code"), _read_text(body, "seat")
            params = {"seat": seat}
            if act == "renew" and "name" in body:
                params["name"] = _read_text(body, "name")
            outcome = _run(controls, act, code, params)
            answer = _answer(outcome)
            if outcome.effects.renewed is not None:
                answer["link"] = link_of(controls, code, seat, outcome.effects.renewed)
            return answer
    except KeyError as missing:
        raise Refusal("request.field", field=str(missing.args[0])) from None
    raise Refusal("act.unknown", act=act)


def create(controls: Controls, definition: SessionDefinition) -> ControlAnswer:
    """Create a session. Return its code and links. A demo session is open immediately; the first phase of any other
    session is the rehearsal.

    Refusals: `request.field`, `session.exists`.
    """
    if not isinstance(definition, dict):
        raise Refusal("request.field", field="definition")

    def run(tx: Transaction) -> None:
        events.check_free(tx.connection, definition["code"])
        sessions.create(tx.connection, definition, Phase.OPEN if definition["demo"] else Phase.REHEARSAL, tx.at)

    controls.writer.submit(run).wait()
    return {"code": definition["code"], "links": links_of(controls, definition["code"])}


def make_entry_codes(controls: Controls, code: str, count: int) -> ControlAnswer:
    """Make entry codes. Return everything that a printed sheet shows: the codes, the session's titles and branding, and
    the attendees' link.

    Refusals: see `entry_codes.make`.
    """
    new = entry_codes.make(controls.writer, controls.reader, controls.key, code, count)
    with controls.reader.transaction() as connection:
        session = sessions.get_by_code(connection, code)
        look = printed_look(connection, session)
    join_url = links.attendee_link(controls.public_url, session)
    return {"entry_codes": new, "title": session.definition["title"], "join_url": join_url, "look": look}


def links_of(controls: Controls, code: str) -> Links:
    """Return the links of all seats. Refusal: `session.unknown`."""
    with controls.reader.transaction() as connection:
        session = sessions.get_by_code(connection, code)
        return links.all_links(controls.public_url, controls.key, session, seat_store.every(connection, session))


def link_of(controls: Controls, code: str, seat: str, generation: int) -> str:
    """Return the link of one seat. `generation`: the generation of the link. Refusal: `session.unknown`."""
    with controls.reader.transaction() as connection:
        session = sessions.get_by_code(connection, code)
    return links.link(controls.public_url, controls.key, session, Seat.parse(seat), generation)


def set_passphrase(controls: Controls, code: str, name: str, hashed: str) -> ControlAnswer:
    """Store the hash of a seat's passphrase; "" removes the passphrase. End the logins of the seat.

    Refusals: `session.unknown`; `request.field` for an unknown seat, and for a text that `passphrase.is_hash` rejects.
    """
    if hashed and not passphrase.is_hash(hashed):
        raise Refusal("request.field", field="hash")

    def run(tx: Transaction) -> None:
        session = sessions.get_by_code(tx.connection, code)
        if not seat_store.set_passphrases(tx.connection, session, {name: hashed}):
            raise Refusal("request.field", field="seat")
        log.append(tx, session, "organiser", "passphrase", [], detail={"seat": name})
        tx.close_seat(session, name)

    controls.writer.submit(run, code).wait()
    return {"code": code}


def _read_text(body: Mapping[str, Any], name: str) -> str:
    """Return the text in this field without lone surrogates. Refuse with `request.field` if the field is not a text.

    Python turns undecodable bytes of a command line into lone surrogates. The database cannot store lone surrogates.
    """
    if not isinstance(body[name], str):
        raise Refusal("request.field", field=name)
    return str(body[name]).encode("utf-8", "ignore").decode()


def _read_bytes(body: Mapping[str, Any], name: str) -> bytes:
    """Decode a Base64 field, and return its bytes. Refuse with `request.field` if the value is not valid Base64."""
    try:
        return base64.b64decode(_read_text(body, name), validate=True)
    except ValueError:
        raise Refusal("request.field", field=name) from None


def _check_changes(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of `redefine`. Refuse with `request.field` for a missing field or a wrong type."""
    kinds = {"changes": dict, "version": int, "replaced": list}
    for name, kind in kinds.items():
        if (name in body or name == "changes") and type(body[name]) is not kind:
            raise Refusal("request.field", field=name)
    return {name: body[name] for name in kinds if name in body}


def _read_number(body: Mapping[str, Any], name: str) -> int:
    """Return the positive integer in this field. Refuse with `request.field` if the value is not a positive integer."""
    if type(body[name]) is not int or not 0 < body[name] < MOST_NUMBER:
        raise Refusal("request.field", field=name)
    return int(body[name])


def _import_body(body: Mapping[str, Any]) -> imports.ImportBody:
    """Return the fields of `import`. Check all fields except the rows, because `imports.add_rows` checks the rows."""
    source = _read_text(body, "source") if "source" in body else ""
    file = _read_text(body, "file") if "file" in body else ""
    return imports.ImportBody(_read_text(body, "code"), body["rows"], source, _find_number(body, "number"), file)


def _find_number(body: Mapping[str, Any], name: str) -> int | None:
    """Return the positive integer in this field; None if the field is absent or null.

    Refuse with `request.field` if the field has any other value.
    """
    return None if body.get(name) is None else _read_number(body, name)


def _answer(outcome: Outcome) -> ControlAnswer:
    return cast(ControlAnswer, dict(outcome.answer))


def _run(controls: Controls, act: str, code: str, params: dict[str, Any]) -> Outcome:
    outcome = controls.writer.submit(organiser_command(ACTS, act, code, params), code).wait()
    scrub(controls.writer, outcome)
    return outcome
