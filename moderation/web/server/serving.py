"""The start of a server: folder, store, writer, publisher, app, listening socket, printed links."""

from __future__ import annotations

import resource
import secrets
import socket
import sqlite3
import sys
from typing import Any

import segno
from flask import Flask
from flask_socketio import SocketIO

from ...concurrency import Runtime
from ...core.model import Phase
from ...core.refusals import Refusal
from ...services import language
from ...services.acts.control import links_of
from ...services.record import retention
from ...services.session_file import definition as session_file
from ...store import sessions
from ...store.folder import Folder
from ...store.reader import Reader
from ...store.schema import connect, migrate
from ...store.writer import Writer
from .. import metrics
from ..app import create_app, make_socketio
from ..config import Config
from ..context import AppContext, now
from ..realtime.publisher import Publisher
from . import gc_tuning

BACKLOG = 4096
RESERVED_DESCRIPTORS = 64
"""Number of descriptors reserved for the database, the translation engines and other files. Not for connections."""


def prepare(config: Config, runtime: Runtime) -> tuple[AppContext, Flask, SocketIO]:
    """Lock the data folder, open the store, write the links file. Return (context, app, Socket.IO server).

    Raises FolderInUse, SessionFileError, ValueError (LINKS_FILE cannot be written).
    """
    definition = session_file.load(config.session_file)
    folder = Folder(config.data_dir)
    folder.acquire()
    connection = connect(folder.database)
    migrate(connection)
    _ready_sessions(connection, definition)
    connection.close()
    socketio = make_socketio(config, runtime)

    def on_balance_outdated(code: str) -> None:
        context.totals_due.setdefault(code, set())

    def on_seat_gone() -> None:
        context.write_links()

    def on_session_over(session_id: int, code: str) -> None:
        context.forget(session_id, code)

    publisher = Publisher(socketio, on_balance_outdated, on_seat_gone, on_session_over)
    writer = Writer(folder.database, runtime, now, publisher.publish, metrics.committed)
    context: AppContext = AppContext(
        config,
        folder,
        folder.secret_key(),
        runtime,
        Reader(folder.database),
        writer,
        publisher,
        secrets.token_urlsafe(24),
    )
    context.served_code = definition["code"]
    context.write_links()
    return context, create_app(context, socketio), socketio


def _ready_sessions(connection: sqlite3.Connection, definition: Any) -> None:
    """Create or update the session of the session file. Start a new epoch in all sessions, so that clients reload."""
    connection.execute("BEGIN IMMEDIATE")
    at = now()[0]
    for session in sessions.every(connection):
        sessions.start_epoch(connection, session)
    try:
        sessions.create(connection, definition, Phase.OPEN if definition["demo"] else Phase.REHEARSAL, at)
    except Refusal:
        if sessions.is_purged(connection, definition["code"]):
            print(
                f"Session {definition['code']} was purged and is not served. A new session needs another code.",
                file=sys.stderr,
            )
        elif not sessions.redefine(connection, definition):
            print(
                f"Session {definition['code']} has questions already. The changes of the session file are ignored.",
                file=sys.stderr,
            )
    connection.execute("COMMIT")


def listen(config: Config) -> socket.socket:
    """Return the listening socket. Its backlog is large, because a whole audience may connect at the same time."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((config.host, config.port))
    listening.listen(BACKLOG)
    return listening


def raise_descriptor_limit() -> int:
    """Raise the limit of open files to the maximum that the system allows, but not above 65,536.

    Return the number of descriptors that are left for connections.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    target = min(hard, 65536) if hard != resource.RLIM_INFINITY else 65536
    if soft < target:
        resource.setrlimit(resource.RLIMIT_NOFILE, (target, hard))
    limit = max(target, soft)
    return max(limit - RESERVED_DESCRIPTORS, limit // 2)


def announce(context: AppContext) -> None:
    """Print `Open Floor is ready`, then the links and the QR code of the session file's session."""
    config = context.config
    context.folder.announce(_local_url(config), context.token)
    print("Open Floor is ready", flush=True)
    if config.warning:
        print(config.warning, file=sys.stderr, flush=True)
    for notice in retention.overdue(context.reader, now()[0]):
        print(notice, file=sys.stderr, flush=True)
    try:
        all_links = links_of(context.controls(), context.served_code)
    except Refusal:
        return  # The session was purged; `prepare` has printed that.
    for name, url in all_links.items():
        if name != "panellists":
            print(f"  {name:<11} {url or '(revoked)'}")
    for key, url in all_links["panellists"].items():
        print(f"  panel {key:<5} {url or '(revoked)'}")
    segno.make(all_links["attendee"]).terminal(compact=True)
    sys.stdout.flush()


def warm_up() -> None:
    """Load the language model and tune the garbage collector, so that the first request does not wait for them."""
    language.load()
    gc_tuning.install()


def _local_url(config: Config) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(
        config.host, f"[{config.host}]" if ":" in config.host else config.host
    )
    return f"http://{host}:{config.port}"
