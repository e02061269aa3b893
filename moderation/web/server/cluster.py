"""The loops of a server process that shares its database with other processes (a cluster)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from flask_socketio import SocketIO

from ...core.model import Question, Session
from ...services.translation.engine import EngineError
from ...services.translation.service import Trial
from ..context import AppContext
from ..realtime.publisher import Publisher
from ..realtime.redis_fanout import RedisFanOut
from ..realtime.store_watch import StoreWatch

HEARTBEAT_SECONDS = 10
COMPARE_SECONDS = 0.5
"""Seconds between two comparisons with the database.

A change of another process reaches the phones of this process after at most this time and the comparison's duration.
"""
Repeat = Callable[[str, Callable[[], None], float], None]
"""A function that starts a loop. Arguments: a name for the log, the work, the seconds between two rounds."""


class ByWorkers:
    """A stub for translation and for the search for similar questions. In a cluster, only the workers do this work."""

    def serve(self, session: Session) -> None:
        """Do nothing: the workers find new sessions and changed definitions in the database."""

    def try_sentence(self, session: Session, text: str, source: str, target: str) -> Trial:
        """Raise EngineError, because only the workers have engines."""
        raise EngineError("unavailable")

    def before_sending(self, session: Session, language: str, text: str) -> list[Question]:
        """Return no similar questions, because only a worker has the index."""
        return []


def start(context: AppContext, socketio: SocketIO, repeat: Repeat) -> None:
    """Start the loops that keep the phones of this process up to date.

    Without Redis, start two loops. One loop reads the changes of other processes from the database and sends them. The
    other loop sends the heartbeats. With Redis, start the fan-out, which does the work of both loops.

    In both cases, replace translation and the search for similar questions by `ByWorkers`.
    """
    context.translation = context.similar = ByWorkers()
    manager: Any = socketio.server.manager
    if isinstance(manager, RedisFanOut):
        manager.start(context)
        context.faults.lacks_redis = lambda: not manager.is_receiving
        return
    publisher = context.publisher
    assert isinstance(publisher, Publisher)
    watch = StoreWatch(
        context.reader,
        lambda: _rooms(manager),
        publisher.publish,
        context.clear_caches,
        lambda session: context.writer.submit(lambda tx: tx.start_epoch(session), session.code).wait(),
    )
    publisher.on_sent = watch.sent

    def heartbeat() -> None:
        for (session_id, stream), head in watch.heads().items():
            publisher.head(session_id, stream, head)

    repeat("comparison", watch.step, COMPARE_SECONDS)
    repeat("heartbeat", heartbeat, HEARTBEAT_SECONDS)


def _rooms(manager: Any) -> Iterator[str]:
    """Yield the names of the rooms that have sockets."""
    for room, members in list(manager.rooms.get("/", {}).items()):
        if isinstance(room, str) and members:
            yield room
