"""The start of a server: folder, store, writer, publisher, app, background loops, listening socket, printed links."""

from __future__ import annotations

import os
import resource
import secrets
import socket
import sqlite3
import sys
import time
from collections.abc import Callable
from typing import Any

import segno
from flask import Flask
from flask_socketio import SocketIO

from ...concurrency import Runtime
from ...core.model import Phase, Session
from ...core.refusals import Refusal
from ...services import language
from ...services.acts.control import links_of
from ...services.record import retention
from ...services.record.totals import publish
from ...services.session_file import definition as session_file
from ...services.similar.index_process import IndexProcess
from ...services.similar.sync import SimilaritySync
from ...services.translation.engines import registry
from ...services.translation.service import start as start_translation
from ...store import sessions, streams
from ...store.folder import Folder
from ...store.reader import Reader
from ...store.schema import connect, migrate
from ...store.writer import Writer
from .. import metrics
from ..app import create_app, make_socketio
from ..config import Config
from ..context import AppContext, now
from ..failures import log_failure
from ..realtime.publisher import Publisher
from . import gc_tuning

BACKLOG = 4096
RESERVED_DESCRIPTORS = 64
"""Descriptors reserved for the database, the translation engines and other files that are not connections."""
HEARTBEAT_SECONDS = 10
PUBLISHED_WITHIN = 0.1
"""Seconds after a commit within which the writer has passed its changes to the publisher."""
LAG_EVERY = 0.5
"""Seconds between two measurements of the event loop's lag."""
PHONES_PER_COUNT_SECOND = 2000
"""Totals are published once a second with up to so many connected phones, and less often with more."""


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

    def on_questions_moved(code: str) -> None:
        context.votes_due.setdefault(code, set())

    def on_seat_gone() -> None:
        context.write_links()

    def on_session_over(session_id: int, code: str) -> None:
        context.forget(session_id, code)

    publisher = Publisher(socketio, on_questions_moved, on_seat_gone, on_session_over)
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
    """Give each session a new epoch, which voids the clients' states. Create or update the session file's session."""
    connection.execute("BEGIN IMMEDIATE")
    at = now()[0]
    for session in sessions.every(connection):
        sessions.set_epoch(connection, session)
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


def start_loops(context: AppContext, socketio: SocketIO) -> None:
    """Start the background work: heartbeats, published totals, expiring presence, translation, similar questions."""
    for session in _sessions(context):
        _submit_totals(context, session.code)

    def send_heartbeats() -> None:
        while True:
            context.runtime.sleep(HEARTBEAT_SECONDS)
            _try("heartbeat", lambda: _heartbeat(context))

    def publish_totals() -> None:
        while True:
            phones = len(socketio.server.eio.sockets)
            context.runtime.sleep(max(1.0, phones / PHONES_PER_COUNT_SECOND))
            _try("counts", context.publish_counts)
            for session_id in context.presence.expire():
                context.publisher.presence(session_id, context.presence.readers(session_id))

    context.translation = start_translation(
        context.runtime,
        context.reader,
        context.writer.submit,
        lambda: now()[1],
        registry.settings_from(os.environ, context.folder.path),
        lambda code: set(context.chair_languages.get(code, {}).values()),
    )
    context.similar = SimilaritySync(
        context.runtime, context.reader, context.writer.submit, IndexProcess(context.runtime)
    )
    context.similar.start()
    context.runtime.spawn(send_heartbeats)
    context.runtime.spawn(publish_totals)
    context.runtime.spawn(lambda: _measure_lag(context.runtime))
    context.runtime.spawn(lambda: gc_tuning.run(context.runtime.sleep))


def _measure_lag(runtime: Runtime) -> None:
    """Measure without end how late the event loop runs a timer."""
    while True:
        began = time.monotonic()
        runtime.sleep(LAG_EVERY)
        metrics.LAG.observe(max(0.0, time.monotonic() - began - LAG_EVERY))


def _submit_totals(context: AppContext, code: str) -> None:
    """Publish all totals of a session. They may be behind the votes if the server was stopped before it published."""
    context.writer.submit(lambda tx: publish(tx, code, None))


def _heartbeat(context: AppContext) -> None:
    """Send each stream's head to its room, after the changes that lead to it.

    A head that arrives before its change would make all clients of the stream fetch a change that is already on its
    way.
    """
    with context.reader.transaction() as connection:
        heads = [(session, streams.heads(connection, session)) for session in sessions.every(connection)]
    context.runtime.sleep(PUBLISHED_WITHIN)

    def send() -> None:
        for session, head_of_stream in heads:
            for stream, seq in head_of_stream.items():
                context.publisher.head(session.id, stream, {"epoch": session.epoch, "seq": seq})

    context.runtime.post(send)


def _try(where: str, work: Callable[[], None]) -> None:
    """Run one round of a background loop, and log its failure. The loop must go on."""
    try:
        work()
    except Exception as error:
        log_failure(where, error)


def _sessions(context: AppContext) -> list[Session]:
    with context.reader.transaction() as connection:
        return sessions.every(connection)


def listen(config: Config) -> socket.socket:
    """Return the listening socket. Its backlog is large, because a whole audience may connect at the same time."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((config.host, config.port))
    listening.listen(BACKLOG)
    return listening


def raise_descriptor_limit() -> int:
    """Raise the limit of open files as far as the system allows.

    Return the number of connections that it leaves room for.
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
