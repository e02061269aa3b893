"""Tests of health checks and metrics. server/test_shutdown.py tests `/readyz` while the server shuts down."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing, contextmanager
from types import SimpleNamespace

import pytest
from flask import Flask

from moderation.web.api import health
from tests.servers import Client, Server


def test_a_working_server_is_alive_and_ready(server):
    for path in ("/healthz", "/readyz"):
        assert Client(server, "").request("GET", path) == (200, "ok")


FIGURE = re.compile(r"(?m)^(open_floor_\w+(?:\{[^}]*\})?) (\S+)$")


def figures(server, headers: dict | None = None) -> dict[str, float]:
    """Return the metrics of the server as {name and labels: value}."""
    status, received, body = Client(server, "").raw("GET", "/metrics", None, headers)
    assert status == 200 and received["Content-Type"].startswith("text/plain")
    return {name: float(value) for name, value in FIGURE.findall(body.decode())}


def token(server) -> dict:
    return {"Authorization": f"Bearer {json.loads((server.data_dir / 'server.json').read_bytes())['token']}"}


def test_metrics_need_the_token_by_default(server):
    for headers in (None, {"Authorization": "Bearer x"}, {"Authorization": "Bearer "}):
        assert Client(server, "").raw("GET", "/metrics", None, headers)[0] == 404
    assert "open_floor_phones" in figures(server, token(server))


def test_with_the_setting_local_callers_read_metrics_but_not_through_a_proxy(tmp_path):
    server = Server(tmp_path / "data", environment={"METRICS": "1", "TRUSTED_PROXIES": "1"}).start()
    try:
        assert "open_floor_phones" in figures(server)
        for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"):
            for address in ("127.0.0.1", "198.51.100.7"):
                assert Client(server, "").raw("GET", "/metrics", None, {name: address})[0] == 404
    finally:
        server.stop()


def test_metrics_count_commands(served, listen):
    before = figures(served.server, token(served.server))
    phone = served["ana"]
    listener = listen(phone)
    listener.subscribe()
    number = served.ask("Who counts?")
    assert phone.command("vote", {"number": number})[1]["code"] == "vote.own"
    served.act("approve", number)
    listener.wait("change")
    while True:
        after = figures(served.server, token(served.server))
        # Wait until the loop lag has been measured and the writer's queue is empty. An empty queue shows that the
        # server has published the vote totals too.
        if after["open_floor_loop_lag_seconds_count"] and not after["open_floor_writer_waiting"]:
            break

    def grown(name):
        return after.get(name, 0) - before.get(name, 0)

    for act, outcome in (("ask", "ok"), ("vote", "vote.own"), ("approve", "ok")):
        assert grown(f'open_floor_commands_total{{act="{act}",outcome="{outcome}"}}') == 1
    assert grown('open_floor_answers_total{status="201"}') == 1
    assert after["open_floor_phones"] >= 1
    assert grown("open_floor_commit_commands_sum") >= 3 <= grown("open_floor_commit_seconds_count")
    assert grown('open_floor_sent_bytes_total{by="answers"}') > 500
    if served.server.mode == "eventlet":
        assert (
            grown("open_floor_fan_out_seconds_count") >= 2 and grown('open_floor_sent_bytes_total{by="events"}') > 100
        )


def test_metrics_contain_no_person_and_no_session(served):
    served.act("approve", served.ask("Canary text?", name="Canary Name", show_name=True, group="media"))
    served["ana"].raw(
        "PUT",
        f"/api/s/{served.code}/attendee/canary/a-good-key",
        b"{}",
        {"X-Open-Floor": "1", "Content-Type": "application/json"},
    )
    _, _, body = Client(served.server, "").raw("GET", "/metrics", None, token(served.server))
    for secret in (
        b"anary",
        b"127.0.0.1",
        b"media",
        served.code.encode(),
        served.server.code.encode(),
        token(served.server)["Authorization"].encode(),
    ):
        assert secret not in body


@pytest.mark.parametrize(
    ("draining", "answers", "readable", "expected"),
    [
        (False, True, True, (200, "ok\nengine deepl: refused")),
        (True, True, True, (503, "draining\nengine deepl: refused")),
        (False, False, True, (503, "writer\nengine deepl: refused")),
        (False, True, False, (503, "store\nengine deepl: refused")),
    ],
)
def test_readyz_names_the_reason_if_the_server_is_not_ready(draining, answers, readable, expected):
    @contextmanager
    def transaction():
        if not readable:
            raise sqlite3.OperationalError("disk I/O error")
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("CREATE TABLE sessions (id)")
            yield connection

    app = Flask("health", static_folder=None)
    app.register_blueprint(health.blueprint)
    app.extensions["open_floor"] = SimpleNamespace(
        is_draining=draining,
        probe=SimpleNamespace(is_answered=lambda: answers),
        reader=SimpleNamespace(transaction=transaction),
        faults=SimpleNamespace(present=lambda: ["engine deepl: refused"]),
    )
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.text) == expected
