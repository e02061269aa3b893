"""Tests of the log: its two formats, and the lines that a server logs from its start to its stop."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys

import pytest

from moderation.web import metrics
from moderation.web.server.logs import CountingHandler, JSONFormatter
from tests.servers import ROOT, Server


def test_an_event_is_one_json_object():
    record = logging.LogRecord("open_floor", logging.ERROR, "x.py", 1, "fault: %s\n", ("“disk”",), None)
    record.created = 0.5
    assert json.loads(JSONFormatter().format(record)) == {
        "at": "1970-01-01T00:00:00.500+00:00",
        "level": "error",
        "logger": "open_floor",
        "message": "fault: “disk”\n",
    }
    assert "\n" not in JSONFormatter().format(record)


def test_each_line_is_counted_by_its_level(capsys):
    def counted() -> float:
        return metrics.REGISTRY.get_sample_value("open_floor_log_lines_total", {"level": "warning"}) or 0.0

    before = counted()
    CountingHandler().handle(logging.LogRecord("open_floor", logging.WARNING, "x.py", 1, "once", (), None))
    assert counted() == before + 1


IN_A_REAL_THREAD = """
import warnings
warnings.simplefilter("ignore")
import eventlet
eventlet.monkey_patch()
import logging, time
from moderation.runtime import use
from moderation.web.server import logs

logs.configure(False)
runtime = use("eventlet")
logs.write_in_loop(runtime)
handler = logging.getLogger().handlers[0]
handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
handler.acquire()
thread = runtime.start_thread(lambda: logging.getLogger("psycopg").warning("the connection is lost"))
eventlet.sleep(0.2)
handler.release()
eventlet.sleep(0.2)
logging.getLogger("open_floor").info("the loop goes on")
print(thread.is_alive(), handler.lock.acquire(blocking=False))
"""


def test_the_loop_writes_the_records_of_real_threads():
    """Check that the loop writes a record that a library logs in a real thread.

    The record is logged while a task of the loop has the lock of the log handler. Afterwards, the thread must have
    ended, and the lock must be free.
    """
    done = subprocess.run(
        [sys.executable, "-c", IN_A_REAL_THREAD], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stderr == "psycopg the connection is lost\nopen_floor the loop goes on\n"
    assert done.stdout == "False True\n"


@pytest.mark.server
def test_the_log_contains_start_phases_and_stop_of_a_server(tmp_path):
    server = Server(tmp_path / "data", environment={"LOG_FORMAT": "json"}).start()
    organiser = server.client("organiser")
    for act in ("pause", "open", "open"):
        assert organiser.command(act)[0] == 200
    server.stop()
    events = [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]
    messages = [event["message"] for event in events if event["logger"] == "open_floor"]
    assert re.fullmatch(r"Open Floor \S+ is ready on http://127\.0\.0\.1:\d+ in the \w+ mode", messages[0])
    assert messages[1:-1] == [
        f"session {server.code}: open, translation engine none",
        f"session {server.code}: paused",
        f"session {server.code}: open",
        "shutdown begins",
    ]
    assert re.fullmatch(r"shutdown ends after \d\.\d s", messages[-1])
    assert {event["level"] for event in events} == {"info"}
