"""From a config to a serving process: folder, store, writer, publisher, app, the loops, the socket, the first words."""

from __future__ import annotations

import os
import resource
import secrets
import socket
import sys
import time
from typing import Any

import segno

from ...concurrency import Runtime
from ...core.model import Phase
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
OUR_DESCRIPTORS = 64
"""The database, the engines and what else is not a connection."""
HEARTBEAT_SECONDS = 10
PUBLISHED_WITHIN = 0.1
"""Seconds after a commit in which the writer has handed its changes over."""
LAG_EVERY = 0.5
PHONES_PER_COUNT_SECOND = 2000
"""Above so many phones, totals are published less often than once a second."""


def prepare(config: Config, runtime: Runtime) -> tuple[AppContext, Any, Any]:
    """Take the folder, write the links, put everything together: (floor, app, socketio). Raises FolderInUse, SessionFileError, ValueError."""
    definition = session_file.load(config.session_file)
    folder = Folder(config.data_dir)
    folder.acquire()
    connection = connect(folder.database)
    migrate(connection)
    _ready_sessions(connection, definition)
    connection.close()
    socketio = make_socketio(config, runtime)
    publisher = Publisher(
        socketio,
        lambda code: context.voted.setdefault(code, set()),
        lambda: context.write_links(),
        lambda session_id, code: context.forget(session_id, code),
    )
    writer = Writer(folder.database, runtime, now, publisher.publish, metrics.committed)
    context = AppContext(
        config,
        folder,
        folder.secret_key(),
        runtime,
        Reader(folder.database),
        writer,
        publisher,
        secrets.token_urlsafe(24),
    )
    context.served = definition["code"]
    context.write_links()
    return context, create_app(context, socketio), socketio


def _ready_sessions(connection, definition: dict) -> None:
    """A new epoch for each session, since a restart voids what clients hold; and the session of the session file, if it is new."""
    connection.execute("BEGIN IMMEDIATE")
    at = now()[0]
    for session in sessions.every(connection):
        sessions.set_epoch(connection, session)
    try:
        sessions.create(connection, definition, Phase.OPEN if definition["demo"] else Phase.REHEARSAL, at)
    except Refusal:
        if sessions.is_purged(connection, definition["code"]):
            print(
                f"Session {definition['code']} was purged and is not served. A new one needs another code.",
                file=sys.stderr,
            )
        elif not sessions.redefine(connection, definition):
            print(
                f"Session {definition['code']} has questions already and stays as it was made: the session file's changes are not taken.",
                file=sys.stderr,
            )
    connection.execute("COMMIT")


def start_loops(context: AppContext, socketio: Any) -> None:
    """Heartbeats every 10 s, published totals every second or slower, presence that fades."""
    for session in _sessions(context):
        context.writer.submit(lambda tx, code=session.code: publish(tx, code, None))

    def beat() -> None:
        while True:
            context.runtime.sleep(HEARTBEAT_SECONDS)
            _guard("heartbeat", lambda: _heartbeat(context))

    def count() -> None:
        while True:
            phones = len(socketio.server.eio.sockets)
            context.runtime.sleep(max(1.0, phones / PHONES_PER_COUNT_SECOND))
            _guard("counts", context.publish_counts)
            for session_id in context.presence.fade():
                context.publisher.presence(session_id, context.presence.readers(session_id))

    context.translation = start_translation(
        context.runtime,
        context.reader,
        context.writer.submit,
        lambda: now()[1],
        registry.settings_from(os.environ, context.folder.path),
        lambda code: set(context.chairs_read.get(code, {}).values()),
    )
    context.similar = SimilaritySync(
        context.runtime, context.reader, context.writer.submit, IndexProcess(context.runtime)
    )
    context.similar.start()
    context.runtime.spawn(beat)
    context.runtime.spawn(count)
    context.runtime.spawn(lambda: _measure_lag(context.runtime))
    context.runtime.spawn(lambda: gc_tuning.run(context.runtime.sleep))


def _measure_lag(runtime: Runtime) -> None:
    while True:
        began = time.monotonic()
        runtime.sleep(LAG_EVERY)
        metrics.LAG.observe(max(0.0, time.monotonic() - began - LAG_EVERY))


def _heartbeat(context: AppContext) -> None:
    """Where each stream stands, said behind the changes that lead there: a head that overtakes them sends a whole room looking for what is on its way."""
    with context.reader.transaction() as connection:
        beats = [(session, streams.heads(connection, session)) for session in sessions.every(connection)]
    context.runtime.sleep(PUBLISHED_WITHIN)

    def say() -> None:
        for session, heads in beats:
            for stream, seq in heads.items():
                context.publisher.head(session.id, stream, {"epoch": session.epoch, "seq": seq})

    context.runtime.post(say)


def _guard(where: str, work) -> None:
    """A loop must outlive a failure of one of its rounds."""
    try:
        work()
    except Exception as error:
        log_failure(where, error)


def _sessions(context: AppContext) -> list:
    with context.reader.transaction() as connection:
        return sessions.every(connection)


def listen(config: Config) -> socket.socket:
    """The listening socket, with room for a crowd that joins at once."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((config.host, config.port))
    listening.listen(BACKLOG)
    return listening


def raise_descriptor_limit() -> int:
    """As many open files as the system allows this process; how many connections that leaves room for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(hard, 65536) if hard != resource.RLIM_INFINITY else 65536
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    limit = max(wanted, soft)
    return max(limit - OUR_DESCRIPTORS, limit // 2)


def announce(context: AppContext) -> None:
    """Say that connections are accepted; then the links and the QR code of the session file's session."""
    config = context.config
    context.folder.announce(_local_url(config), context.token)
    print("Open Floor is ready", flush=True)
    if config.warning:
        print(config.warning, file=sys.stderr, flush=True)
    for due in retention.overdue(context.reader, now()[0]):
        print(due, file=sys.stderr, flush=True)
    try:
        all_links = links_of(context.controls(), context.served)
    except Refusal:
        return  # purged; said at the start
    for name, url in all_links.items():
        if name != "panellists":
            print(f"  {name:<11} {url or '(revoked)'}")
    for key, url in all_links["panellists"].items():
        print(f"  panel {key:<5} {url or '(revoked)'}")
    segno.make(all_links["attendee"]).terminal(compact=True)
    sys.stdout.flush()


def warm_up() -> None:
    """What the first visitor should not wait for."""
    language.load()
    gc_tuning.install()


def _local_url(config: Config) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(
        config.host, f"[{config.host}]" if ":" in config.host else config.host
    )
    return f"http://{host}:{config.port}"
