"""Prometheus metrics of the server. The metrics contain nothing about a person.

Change metrics only on the thread of the event loop (concurrency.py). Label values come from a small fixed set, never
from a request.
"""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector, generate_latest

SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
BUILD = Info(
    "open_floor_build", "Versions of Open Floor, Python and SQLite, and the concurrency mode", registry=REGISTRY
)
PHONES = Gauge("open_floor_phones", "Connected sockets, including staff seats", registry=REGISTRY)
COMMANDS = Counter(
    "open_floor_commands",
    "Commands by act and outcome: ok, already, or the refusal's code",
    ["act", "outcome"],
    registry=REGISTRY,
)
ANSWERS = Counter("open_floor_answers", "HTTP answers by status", ["status"], registry=REGISTRY)
SENT = Counter(
    "open_floor_sent_bytes", "Bytes sent: bodies of HTTP answers, frames of events to rooms", ["by"], registry=REGISTRY
)
BATCH = Histogram(
    "open_floor_commit_commands", "Commands in one commit", buckets=(1, 2, 5, 10, 20, 50, 100, 200), registry=REGISTRY
)
COMMIT = Histogram(
    "open_floor_commit_seconds",
    "Time from the start of a transaction to its commit",
    buckets=SECONDS,
    registry=REGISTRY,
)
FAILED_COMMITS = Counter(
    "open_floor_failed_commits",
    "Commits and commands that failed in the database, by error",
    ["error"],
    registry=REGISTRY,
)
WAITING = Gauge("open_floor_writer_waiting", "Commands in the writer's queue", registry=REGISTRY)
FAN_OUT = Histogram(
    "open_floor_fan_out_seconds",
    "Time to send one event to all sockets of its room",
    buckets=SECONDS,
    registry=REGISTRY,
)
HOLD = Histogram(
    "open_floor_fan_out_hold_seconds",
    "Time for which a fan-out blocks the event loop before it yields",
    buckets=(0.001, 0.003, 0.004, 0.005, 0.01, 0.03, 0.1, 0.3, 1),
    registry=REGISTRY,
)
REDIS = Gauge("open_floor_redis_connected", "1 if this process is connected to Redis, otherwise 0", registry=REGISTRY)
REDIS_MESSAGES = Counter(
    "open_floor_redis_messages",
    "Messages of the fan-out by outcome: received, dropped before publishing, forged",
    ["outcome"],
    registry=REGISTRY,
)
STREAM_READS = Counter(
    "open_floor_stream_reads",
    "Reads of the store for a stream after messages from Redis were missing",
    registry=REGISTRY,
)
LAG = Histogram(
    "open_floor_loop_lag_seconds",
    "Delay of a timer of the event loop",
    buckets=SECONDS,
    registry=REGISTRY,
)
COLLECTION = Histogram(
    "open_floor_garbage_seconds",
    "Duration of a full garbage collection",
    buckets=SECONDS,
    registry=REGISTRY,
)
TRANSLATIONS = Gauge(
    "open_floor_translations", "Translations by state: waiting, failed, done", ["state"], registry=REGISTRY
)

FAILED_TRANSLATIONS = Counter(
    "open_floor_failed_translations",
    "Failed calls of an engine since the start, by kind",
    ["engine", "kind"],
    registry=REGISTRY,
)
REQUEST = Histogram(
    "open_floor_request_seconds",
    "Duration of an HTTP request by part of the server",
    ["part"],
    buckets=SECONDS,
    registry=REGISTRY,
)
LOGGED = Counter("open_floor_log_lines", "Lines of the log by level", ["level"], registry=REGISTRY)
DISK_FREE = Gauge("open_floor_disk_free_bytes", "Free space on the disk of the data folder", registry=REGISTRY)
DATABASE = Gauge("open_floor_database_bytes", "Size of the database and its write-ahead log", registry=REGISTRY)

_SENT_BY_ANSWERS, _SENT_BY_EVENTS = SENT.labels("answers"), SENT.labels("events")


def commanded(act: str, outcome: str) -> None:
    """Count a command. `act` must be a known act. `outcome` is `ok`, `already`, or the refusal's code."""
    COMMANDS.labels(act, outcome).inc()


def answered(status: int, size: int) -> None:
    """Count an HTTP response with a body of `size` bytes."""
    ANSWERS.labels(status).inc()
    _SENT_BY_ANSWERS.inc(size)


def committed(commands: int, seconds: float) -> None:
    """Record a committed batch: its number of commands and its duration in seconds."""
    BATCH.observe(commands)
    COMMIT.observe(seconds)


def commit_failed(error: str) -> None:
    """Count a commit or a command that failed in the database. `error`: the name that SQLite gives to the error."""
    FAILED_COMMITS.labels(error).inc()


def translation_failed(engine: str, kind: str) -> None:
    """Count a failed call of a translation engine. `kind`: one of services/translation/engine.KINDS."""
    FAILED_TRANSLATIONS.labels(engine, kind).inc()


def requested(part: str, seconds: float) -> None:
    """Record the duration of an HTTP request. `part`: the name of the blueprint."""
    REQUEST.labels(part).observe(seconds)


def logged(level: str) -> None:
    """Count a line of the log."""
    LOGGED.labels(level).inc()


def held(seconds: float) -> None:
    """Record for how many seconds a fan-out blocked the event loop, until the fan-out yielded or ended."""
    HOLD.observe(seconds)


def fanned_out(size: int, sockets: int, seconds: float) -> None:
    """Record a fan-out: it took `seconds` to send a frame of `size` bytes to `sockets` sockets."""
    FAN_OUT.observe(seconds)
    _SENT_BY_EVENTS.inc(size * sockets)


def text(phones: int, waiting: int, translations: Mapping[str, int], disk_free: int, database: int) -> bytes:
    """Return all metrics in Prometheus' text format.

    The arguments are the current values of the gauges; `disk_free` and `database` are in bytes.
    """
    DISK_FREE.set(disk_free)
    DATABASE.set(database)
    PHONES.set(phones)
    WAITING.set(waiting)
    for state, count in translations.items():
        TRANSLATIONS.labels(state).set(count)
    return generate_latest(REGISTRY)
