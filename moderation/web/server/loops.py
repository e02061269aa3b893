"""The background loops of a server, such as heartbeats, vote totals, translation, purges and measurements."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from flask_socketio import SocketIO

from ...concurrency import Runtime
from ...core.model import SeatKind, Session
from ...services.acts import due_acts
from ...services.record import newcomers, retention
from ...services.record.totals import publish
from ...services.similar.index_process import IndexProcess, command
from ...services.similar.sync import SimilaritySync
from ...services.translation.engines import registry
from ...services.translation.service import start as start_translation
from ...store import scrubbing, sessions, streams
from .. import metrics
from ..context import AppContext, now
from ..failures import failure_log, log_failure
from ..lifecycle import log_phase
from . import cluster, gc_tuning, systemd
from .cluster import Repeat

HEARTBEAT_SECONDS = 10
PURGE_CHECK_SECONDS = 60
SCHEDULE_SECONDS = 1
SCRUB_SECONDS = 5
"""Seconds between two checks whether a scrub is due. A scrub overwrites the data deleted since the last scrub."""
FAULT_SECONDS = 30
SUMMARY_SECONDS = 10
"""Seconds between two summaries of the failures that were counted but not logged."""
PUBLISHED_WITHIN = 0.1
"""Seconds between the read of the heads and their sending as heartbeats.

During this wait, all changes up to the heads normally reach the publisher.
"""
LAG_EVERY = 0.5
"""Seconds between two measurements of the event loop's lag."""
PHONES_PER_COUNT_SECOND = 2000
"""Maximum number of connected phones at which totals are published once per second.

With more phones, totals are published less often.
"""


def start(context: AppContext, socketio: SocketIO) -> None:
    """Start the background loops.

    The loops
    - send heartbeats and publish vote totals,
    - delete expired presence marks,
    - translate, and search for similar questions,
    - perform scheduled acts and purge sessions,
    - overwrite deleted data,
    - report faults and log summaries of failures,
    - measure the event loop's lag and collect garbage,
    - notify systemd's watchdog.

    In a cluster, workers translate, search, publish totals, perform scheduled acts and purge.
    """
    publish = context.mark_due_totals if context.config.is_cluster else context.publish_due_totals

    def send_heartbeats() -> None:
        while True:
            context.runtime.sleep(HEARTBEAT_SECONDS)
            _try("heartbeat", lambda: _heartbeat(context))

    def publish_totals() -> None:
        while True:
            phones = len(socketio.server.eio.sockets)
            context.runtime.sleep(max(1.0, phones / PHONES_PER_COUNT_SECOND))
            _try("counts", publish)
            _try("presence", lambda: _expire_presence(context))

    def repeat(where: str, work: Callable[[], None], seconds: float) -> None:
        """Start a loop that runs `work` and then waits for `seconds`."""

        def run() -> None:
            while True:
                _try(where, work)
                context.runtime.sleep(seconds)

        context.runtime.spawn(run)

    if context.config.is_cluster:
        cluster.start(context, socketio, repeat)
    else:
        _start_work(context, repeat)
        context.runtime.spawn(send_heartbeats)
    context.runtime.spawn(publish_totals)
    repeat("faults", context.faults.report, FAULT_SECONDS)
    repeat("failures", failure_log.summarise, SUMMARY_SECONDS)
    context.runtime.spawn(lambda: _measure_lag(context.runtime))
    context.runtime.spawn(lambda: gc_tuning.run(context.runtime.sleep))
    if seconds := systemd.watchdog_seconds():
        context.runtime.spawn(lambda: systemd.keep_alive(context.probe.is_answered, context.runtime.sleep, seconds))


def _start_work(context: AppContext, repeat: Repeat) -> None:
    """Start the loops that work for all sessions of the store. In a cluster, the workers do this work instead."""
    for session in _sessions(context):
        _submit_totals(context, session.code)
    context.translation = start_translation(
        context.runtime,
        context.reader,
        context.writer.submit,
        lambda: now()[1],
        registry.settings_from(os.environ, context.folder.path),
        lambda code: set(context.chair_languages.get(code, {}).values()),
        lambda engine, kind: context.runtime.post(lambda: _translated(context, engine, kind)),
    )
    process = IndexProcess(context.runtime, command(with_meaning=context.config.embeddings))
    similar = SimilaritySync(context.runtime, context.reader, context.writer.submit, process)
    similar.start()
    context.similar = similar
    repeat("schedule", lambda: _perform_due_acts(context), SCHEDULE_SECONDS)
    repeat("newcomers", lambda: _request_newcomer_counts(context), HEARTBEAT_SECONDS)
    repeat("purge", lambda: _purge(context), PURGE_CHECK_SECONDS)
    repeat("scrub", lambda: _scrub(context), SCRUB_SECONDS)


def _expire_presence(context: AppContext) -> None:
    for session_id in context.presence.expire():
        context.publisher.presence(session_id, context.presence.readers(session_id))
        context.publisher.presence(session_id, context.presence.readers(session_id, SeatKind.BOOTH), "booth")


def _translated(context: AppContext, engine: str, kind: str | None) -> None:
    """Record a call of a translation engine. `kind`: the kind of the failure, or None after a success."""
    if kind is None:
        context.faults.translated(engine)
    else:
        context.faults.translation_failed(engine, kind)


def _measure_lag(runtime: Runtime) -> None:
    """Measure the lag of the event loop in an endless loop: the seconds by which a sleep ends too late."""
    while True:
        began = time.monotonic()
        runtime.sleep(LAG_EVERY)
        metrics.LAG.observe(max(0.0, time.monotonic() - began - LAG_EVERY))


def _submit_totals(context: AppContext, code: str) -> None:
    """Publish all vote totals and the balance of a session.

    Called at the start of the server, because the server may have stopped before it published the last votes.
    """
    context.writer.submit(lambda tx: publish(tx, code, None), code)


def _heartbeat(context: AppContext) -> None:
    """Send the head of each stream to the stream's room, after all changes up to this head.

    If a head arrived before its change, all clients of the stream would request the change from the server.
    """
    with context.reader.transaction() as connection:
        heads = [(session, streams.heads(connection, session)) for session in sessions.every(connection)]
    context.runtime.sleep(PUBLISHED_WITHIN)

    def send() -> None:
        for session, head_of_stream in heads:
            for stream, seq in head_of_stream.items():
                context.publisher.head(session.id, stream, {"epoch": session.epoch, "seq": seq})

    context.runtime.post(send)


def _request_newcomer_counts(context: AppContext) -> None:
    """Have the number of new phones counted again in each session whose chairs see this number.

    The number depends on the time, so it can change without a command. The next publication of the totals counts it.
    """
    with context.reader.transaction() as connection:
        for code in newcomers.shown(connection):
            context.totals_due.setdefault(code, set())


def _scrub(context: AppContext) -> None:
    """Overwrite the bytes of deleted data in the files, and delete cached texts that may contain the data.

    Do nothing if no data was deleted since the last complete scrub. The database stores whether a scrub is due, so a
    restart does not lose a due scrub.
    """
    with context.reader.transaction() as connection:
        is_wanted = scrubbing.is_scrub_wanted(connection)
    if is_wanted:
        context.forget_words()
        context.writer.exclusive(scrubbing.scrub_if_wanted).wait()


def _perform_due_acts(context: AppContext) -> None:
    """Perform the scheduled acts whose time has come, in the order of their times."""
    with context.reader.transaction() as connection:
        due = due_acts.due(connection, now()[0])
    for code, scheduled in due:
        outcome = due_acts.perform(context.writer, code, scheduled)
        if outcome is None:
            continue
        log_phase(code, outcome.answer)
        if outcome.effects.scrub:
            context.forget_words()


def _purge(context: AppContext) -> None:
    """Purge the sessions whose automatic purge is due, and overwrite the deleted data in the files."""
    with context.reader.transaction() as connection:
        is_any_due = retention.is_any_due(connection, now()[0])
    if is_any_due:
        context.writer.submit(retention.purge_due).wait()
        _scrub(context)


def _try(where: str, work: Callable[[], None]) -> None:
    """Run one round of a background loop. Log an exception instead of raising it, so that the loop continues."""
    try:
        work()
    except Exception as error:
        log_failure(where, error)


def _sessions(context: AppContext) -> list[Session]:
    with context.reader.transaction() as connection:
        return sessions.every(connection)
