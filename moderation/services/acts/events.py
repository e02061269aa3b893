"""The commands for events, which put several sessions under one code."""

from __future__ import annotations

from collections.abc import Collection

from ...core.refusals import Refusal
from ...store import events
from ...store.connection import Connection
from ...store.transaction import Transaction
from ...store.writer import Writer


def create(writer: Writer, code: str, title: str) -> None:
    """Create an event without sessions. `code`: in its stored form. If a session or an event already has this code,
    refuse with `session.exists`.
    """
    writer.submit(lambda tx: events.create(tx.connection, code, title)).wait()


def change(writer: Writer, code: str, title: str, session_codes: Collection[str], seen: str) -> None:
    """Change the title and the sessions of an event.

    `seen`: the `version` of the event that the administrator saw. Refuses with `session.unknown`, and with
    `event.stale` if somebody has changed the event in the meantime.
    """

    def run(tx: Transaction) -> None:
        event = events.get(tx.connection, code)
        if event.version != seen:
            raise Refusal("event.stale")
        events.change(tx.connection, event, title, session_codes)

    writer.submit(run).wait()


def delete(writer: Writer, code: str) -> None:
    """Delete an event; its sessions stay. If there is no such event, refuse with `session.unknown`."""

    def run(tx: Transaction) -> None:
        events.delete(tx.connection, events.get(tx.connection, code))

    writer.submit(run).wait()


def check_free(connection: Connection, code: str) -> None:
    """Refuse with `session.exists` if an event has this code. A new session must not get the code of an event."""
    if events.exists(connection, code):
        raise Refusal("session.exists")
