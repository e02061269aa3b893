"""The server's log: one line per event on standard error, as text or as JSON.

The log contains no names of people, and no texts that people wrote.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from ...concurrency import Runtime
from .. import metrics

TEXT = "%(asctime)s %(name)s %(levelname)s %(message)s"


class JSONFormatter(logging.Formatter):
    """A formatter that writes each event as a JSON object: `at` (UTC, ISO 8601), `level`, `logger`, `message`."""

    def format(self, record: logging.LogRecord) -> str:
        event = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        return json.dumps(event, ensure_ascii=False)


class CountingHandler(logging.StreamHandler):  # type: ignore[type-arg]  # The class is not generic at run time.
    """A handler that writes events, and counts them by level for the metrics."""

    def emit(self, record: logging.LogRecord) -> None:
        metrics.logged(record.levelname.lower())
        super().emit(record)


def configure(as_json: bool) -> None:
    """Log to standard error.

    Open Floor logs from the level INFO, the socket libraries from CRITICAL, and other libraries from WARNING.
    """
    handler = CountingHandler(sys.stderr)
    handler.setFormatter(JSONFormatter() if as_json else logging.Formatter(TEXT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("open_floor").setLevel(logging.INFO)
    for library in ("engineio.server", "socketio.server"):
        # Suppress the lower levels, because the libraries log the text of clients' messages with these levels.
        logging.getLogger(library).setLevel(logging.CRITICAL)


def write_in_loop(runtime: Runtime) -> None:
    """Let the event loop write the log records of real threads. Call in the loop's thread, after `configure`.

    A library such as psycopg may log in a real thread. But eventlet has replaced the locks of `logging` by green locks.
    If a real thread waits for a green lock, it starts its own event loop. The task that releases the lock cannot wake
    that loop. The lock then stays locked, and the process hangs at the next log record.
    """
    if runtime.mode != "eventlet":
        return
    threads = runtime.real("threading")
    loop = threads.get_ident()
    # This lock protects the loggers' caches of levels. It can be a real lock, because its holder never waits.
    setattr(logging, "_lock", threads.RLock())  # noqa: B010  # The name is private; types do not know it.

    def is_in_loop(record: logging.LogRecord) -> bool:
        """Return whether the caller is the loop's thread. If not, let the loop handle the record instead."""
        if threads.get_ident() == loop:
            return True
        runtime.post(lambda: logging.getLogger(record.name).handle(record))
        return False

    # Add `is_in_loop` as a filter, because a handler calls its filters before it waits for its lock.
    for handler in logging.getLogger().handlers:
        handler.addFilter(is_in_loop)
