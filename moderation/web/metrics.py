"""Figures for Prometheus, of the server and never of a person. Change them in the loop only; labels are words of ours, few and fixed."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)

REGISTRY = CollectorRegistry()
PHONES = Gauge("open_floor_phones", "Sockets that are connected, staff included", registry=REGISTRY)
COMMANDS = Counter(
    "open_floor_commands",
    "Commands by act and outcome: ok, already, or the refusal's code",
    ["act", "outcome"],
    registry=REGISTRY,
)
ANSWERS = Counter("open_floor_answers", "HTTP answers by status", ["status"], registry=REGISTRY)
SENT = Counter(
    "open_floor_sent_bytes", "Bytes handed out: bodies of answers, frames of events to rooms", ["by"], registry=REGISTRY
)
BATCH = Histogram(
    "open_floor_commit_commands", "Commands in one commit", buckets=(1, 2, 5, 10, 20, 50, 100, 200), registry=REGISTRY
)
COMMIT = Histogram(
    "open_floor_commit_seconds", "From the beginning of a transaction to its commit", buckets=SECONDS, registry=REGISTRY
)
WAITING = Gauge("open_floor_writer_waiting", "Commands that wait for the writer", registry=REGISTRY)
FAN_OUT = Histogram(
    "open_floor_fan_out_seconds", "One event to all sockets of its room", buckets=SECONDS, registry=REGISTRY
)
HOLD = Histogram(
    "open_floor_fan_out_hold_seconds",
    "For how long a fan-out keeps the loop from all else at one time",
    buckets=(0.001, 0.003, 0.004, 0.005, 0.01, 0.03, 0.1, 0.3, 1),
    registry=REGISTRY,
)
LAG = Histogram(
    "open_floor_loop_lag_seconds",
    "How much later than asked for the loop comes back",
    buckets=SECONDS,
    registry=REGISTRY,
)
GARBAGE = Histogram(
    "open_floor_garbage_seconds",
    "How long a look at everything for garbage held the server",
    buckets=SECONDS,
    registry=REGISTRY,
)
TRANSLATIONS = Gauge(
    "open_floor_translations", "Translations by state: waiting, failed, done", ["state"], registry=REGISTRY
)

_SENT_BY_ANSWERS, _SENT_BY_EVENTS = SENT.labels("answers"), SENT.labels("events")


def commanded(act: str, outcome: str) -> None:
    """A command came to its end. `act` must be one of ours."""
    COMMANDS.labels(act, outcome).inc()


def answered(status: int, size: int) -> None:
    """An HTTP answer with a body of `size` bytes."""
    ANSWERS.labels(status).inc()
    _SENT_BY_ANSWERS.inc(size)


def committed(commands: int, seconds: float) -> None:
    """A batch of commands is on the disk."""
    BATCH.observe(commands)
    COMMIT.observe(seconds)


def held(seconds: float) -> None:
    """A fan-out let the loop go on."""
    HOLD.observe(seconds)


def fanned_out(size: int, sockets: int, seconds: float) -> None:
    """A frame of `size` bytes has gone to so many sockets."""
    FAN_OUT.observe(seconds)
    _SENT_BY_EVENTS.inc(size * sockets)


def text(phones: int, waiting: int, translations: dict[str, int]) -> bytes:
    """Everything in Prometheus' text format; given is what is counted when it is asked for."""
    PHONES.set(phones)
    WAITING.set(waiting)
    for state, many in translations.items():
        TRANSLATIONS.labels(state).set(many)
    return generate_latest(REGISTRY)
