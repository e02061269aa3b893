"""The start of a server: folder, store, writer, publisher, app, listening socket, printed links."""

from __future__ import annotations

import logging
import platform
import resource
import secrets
import socket
import sqlite3
import sys
from contextlib import closing

import segno
from flask import Flask
from flask_socketio import SocketIO

from ... import __version__
from ...concurrency import Runtime
from ...core.contracts import SessionDefinition
from ...core.model import Phase, Session
from ...core.refusals import Refusal
from ...services import language_evidence, links
from ...services.acts.control import links_of
from ...services.record import retention
from ...services.session_file import definition as session_file
from ...store import administration, definitions, events, lineage, place, sessions
from ...store.connection import Connection
from ...store.database import Database
from ...store.folder import Folder
from ...store.reader import Reader
from ...store.writer import Writer
from .. import metrics
from ..app import create_app, make_socketio
from ..config import Config
from ..context import AppContext, now
from ..realtime.publisher import Publisher
from . import gc_tuning, systemd

logger = logging.getLogger("open_floor")

BACKLOG = 4096
RESERVED_DESCRIPTORS = 64
"""Number of file descriptors that connections cannot use.

They are reserved for the database, the translation engines and other files.
"""


def prepare(config: Config, runtime: Runtime) -> tuple[AppContext, Flask, SocketIO]:
    """Open the store, upgrade the store, and write the links file. Return (context, app, Socket.IO server).

    Lock the data folder, except in a cluster: the processes of a cluster share the store (a PostgreSQL database).

    Raises FolderInUse, NewerSchema, SessionFileError and DatabaseError. Raises BackupError if the copy before an
    upgrade cannot be written. Raises ValueError if LINKS_FILE cannot be written, or if SECRET_KEY_FILE cannot be used.
    """
    definition = session_file.load(config.session_file) if config.session_file else None
    folder = Folder(config.data_dir, config.secret_key_file)
    key = folder.secret_key() if config.is_cluster else None
    if not config.is_cluster:
        folder.acquire()
    database = place.open_database(folder, config.database_url, runtime, __version__)
    ready_sessions(database, definition)
    socketio = make_socketio(config, runtime)

    def on_balance_outdated(code: str) -> None:
        context.totals_due.setdefault(code, set())

    def on_seat_gone() -> None:
        context.write_links()

    def on_session_over(session_id: int, code: str) -> None:
        context.forget(session_id, code)

    def on_commit_failed(error: str) -> None:
        context.faults.commit_failed(error)

    publisher = Publisher(socketio, on_balance_outdated, on_seat_gone, on_session_over)
    clock = None if database.is_shared else now
    writer = Writer(database, runtime, clock, publisher.publish, metrics.committed, on_commit_failed)
    context: AppContext = AppContext(
        config,
        folder,
        key or folder.secret_key(),
        runtime,
        Reader(database),
        writer,
        publisher,
        secrets.token_urlsafe(24),
    )
    context.served_code = definition["code"] if definition else ""
    context.write_links()
    return context, create_app(context, socketio), socketio


def ready_sessions(database: Database, definition: SessionDefinition | None) -> None:
    """Prepare the sessions of the store for this start of the server.

    - Start a new epoch in all sessions, so that clients reload. Exception: in a shared database, other processes may
      already serve the sessions. Then start new epochs only if the database was replaced, or if the code that renders
      the streams has changed (store/lineage.py).
    - Create or update the session of the session file.
    """
    with closing(database.connect()) as connection:
        connection.begin_write()
        at = connection.now()[0]
        if not database.is_shared or lineage.has_changed(connection, lineage.views_version()):
            for session in sessions.every(connection):
                sessions.start_epoch(connection, session)
        if definition is not None:
            before = _find(connection, definition["code"])
            _ready_session(connection, definition, at)
            after = _find(connection, definition["code"])
            if before is not None and after is not None and before != after:
                sessions.start_epoch(connection, after)
        connection.commit_write()


def _find(connection: Connection, code: str) -> Session | None:
    try:
        return sessions.get_by_code(connection, code)
    except Refusal:
        return None


def _ready_session(connection: Connection, definition: SessionDefinition, at: str) -> None:
    """Create or update the session of the session file. If this is not possible, print the reason."""
    if events.exists(connection, definition["code"]) and not sessions.exists(connection, definition["code"]):
        print(
            f"Code {definition['code']} belongs to an event. The session of the session file is not served: it needs"
            " another code.",
            file=sys.stderr,
        )
        return
    try:
        sessions.create(connection, definition, Phase.OPEN if definition["demo"] else Phase.REHEARSAL, at)
    except Refusal:
        if sessions.is_purged(connection, definition["code"]):
            print(
                f"Session {definition['code']} was purged and is not served. A new session needs another code.",
                file=sys.stderr,
            )
        elif not definitions.redefine(connection, definition, at):
            print(
                f"Session {definition['code']} has questions already. The changes of the session file are ignored,"
                " because at least one is not allowed any more. To see it: open-floor update"
                f" {definition['code']} FILE --dry-run",
                file=sys.stderr,
            )


def log_start(context: AppContext) -> None:
    """Log the version, the address and the mode of the server, and the phase and engine of each session.

    Set the build metric.
    """
    config = context.config
    metrics.BUILD.info(
        {
            "version": __version__,
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
            "mode": config.concurrency,
        }
    )
    logger.info("Open Floor %s is ready on %s in the %s mode", __version__, _local_url(config), config.concurrency)
    with context.reader.transaction() as connection:
        for session in sessions.every(connection):
            logger.info("session %s: %s, translation engine %s", session.code, session.phase, session.engine or "none")


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

    Return the number of descriptors that connections may use: the limit less `RESERVED_DESCRIPTORS`, but at least half
    of the limit.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    target = min(hard, 65536) if hard != resource.RLIM_INFINITY else 65536
    if soft < target:
        resource.setrlimit(resource.RLIMIT_NOFILE, (target, hard))
    limit = max(target, soft)
    return max(limit - RESERVED_DESCRIPTORS, limit // 2)


def forbid_core_dumps() -> None:
    """Set the size limit of core dumps to 0. A core dump would contain the server's key, questions and cookies."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def announce(context: AppContext, *, prints_links: bool) -> None:
    """Write `server.json`, print warnings to standard error, and report to systemd and on the console that the server
    is ready.

    `prints_links`: also print the link of the administration page, and the links and the QR code of the session file's
    session. Set `prints_links` only for output to a terminal. A journal would store the links, and each link gives
    access to a seat.
    """
    config = context.config
    if not config.is_cluster:
        context.folder.announce(_local_url(config), context.token)
    log_start(context)
    if config.warning:
        print(config.warning, file=sys.stderr, flush=True)
    for notice in retention.overdue(context.reader, now()[0]):
        print(notice, file=sys.stderr, flush=True)
    systemd.notify("READY=1")
    print("Open Floor is ready", flush=True)
    if not prints_links:
        of_session = f", open-floor links {context.served_code}" if context.served_code else ""
        print(f"The links are not printed here. To print them: open-floor admin-link{of_session}")
        sys.stdout.flush()
        return
    print(f"  {'administrator':<13} {_admin_link(context) or '(revoked)'}", flush=True)
    if not context.served_code:
        return
    try:
        all_links = links_of(context.controls(), context.served_code)
    except Refusal:
        return  # The session has been purged. `prepare` has already printed a sentence about this.
    for name, url in all_links.items():
        if name not in ("panellists", "booths"):
            print(f"  {name:<13} {url or '(revoked)'}")
    for key, url in all_links["panellists"].items():
        print(f"  panel {key:<7} {url or '(revoked)'}")
    for key, url in all_links.get("booths", {}).items():
        print(f"  booth {key:<7} {url or '(revoked)'}")
    segno.make(all_links["attendee"]).terminal(compact=True)
    sys.stdout.flush()


def _admin_link(context: AppContext) -> str | None:
    with context.reader.transaction() as connection:
        link = administration.find_link(connection)
    return None if link is None else links.admin_link(context.config.public_url, context.key, link.generation)


def warm_up() -> None:
    """Load the language model, so that no request waits for it. Then tune the garbage collector."""
    language_evidence.load()
    gc_tuning.install()


def _local_url(config: Config) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(
        config.host, f"[{config.host}]" if ":" in config.host else config.host
    )
    return f"http://{host}:{config.port}"
