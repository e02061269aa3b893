"""The background loops of a server: heartbeats, totals, presence, translation, similar questions, measurements."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from flask_socketio import SocketIO

from ...concurrency import Runtime
from ...core.model import Session
from ...services.record.totals import publish
from ...services.similar.index_process import IndexProcess
from ...services.similar.sync import SimilaritySync
from ...services.translation.engines import registry
from ...services.translation.service import start as start_translation
from ...store import sessions, streams
from .. import metrics
from ..context import AppContext, now
from ..failures import log_failure
from . import gc_tuning

HEARTBEAT_SECONDS = 10
PUBLISHED_WITHIN = 0.1
"""Maximum time in seconds between a commit and the delivery of its changes to the publisher."""
LAG_EVERY = 0.5
"""Seconds between two measurements of the event loop's lag."""
PHONES_PER_COUNT_SECOND = 2000
"""Maximum number of connected phones for which totals are published once per second.

With more phones, totals are published less often.
"""


def start(context: AppContext, socketio: SocketIO) -> None:
    """Start the background loops: heartbeats, vote totals, expiry of presence marks, translation, similar questions."""
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
            _try("counts", context.publish_due_totals)
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
    """Measure the lag of the event loop's timers, in an endless loop."""
    while True:
        began = time.monotonic()
        runtime.sleep(LAG_EVERY)
        metrics.LAG.observe(max(0.0, time.monotonic() - began - LAG_EVERY))


def _submit_totals(context: AppContext, code: str) -> None:
    """Publish all vote totals of a session. A server that was stopped may not have published the last votes."""
    context.writer.submit(lambda tx: publish(tx, code, None))


def _heartbeat(context: AppContext) -> None:
    """Send the head of each stream to the stream's room, after all changes up to this head.

    If a head arrived before its change, all clients of the stream would request this change from the server.
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
    """Run one round of a background loop. Log an exception instead of raising it, so that the loop continues."""
    try:
        work()
    except Exception as error:
        log_failure(where, error)


def _sessions(context: AppContext) -> list[Session]:
    with context.reader.transaction() as connection:
        return sessions.every(connection)
