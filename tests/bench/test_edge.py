"""Tests of the benchmark in edge.py: the simulated phones, the rows of the report, the long history, and the chart."""

from __future__ import annotations

import socket
import xml.etree.ElementTree as ET

import pytest

from moderation.store.schema import connect
from moderation.web.realtime.frames import frame
from tests.bench import edge_fanout
from tests.bench.comparators.update import MESSAGE, UPDATE_BYTES
from tests.bench.edge_growth import grow
from tests.bench.edge_picture import draw
from tests.bench.phone import Phone, Target
from tests.bench.report import row
from tests.factories import make_database

SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"


@pytest.fixture
def phone():
    """Return a phone that has sent its handshake, and the server's end of its socket."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        phone = Phone(Target(listening.getsockname()[1], "name=value", '{"seat":"attendee"}'))
        phone.open()
        server, _ = listening.accept()
    with server:
        assert b"permessage-deflate" in server.recv(65536)
        yield phone, server
        phone.close()


def let_subscribe(phone, server):
    for packet in (SWITCHED + frame(b'0{"sid":"a"}'), frame(b'40{"sid":"a"}'), frame(b'430[{"ok":true}]')):
        server.sendall(packet)
        assert not phone.is_subscribed
        read(phone)


def read(phone):
    phone.socket.settimeout(5)
    assert phone.read()


def test_a_phone_is_subscribed_when_its_subscription_is_acknowledged(phone):
    let_subscribe(*phone)
    assert phone[0].is_subscribed
    connect, subscribe = b"40", b'420["subscribe",{"seat":"attendee"}]'
    assert phone[1].recv(65536) == b"".join(
        bytes((0x81, 0x80 | len(packet))) + bytes(4) + packet for packet in (connect, subscribe)
    )


def test_only_changes_count_as_updates_wherever_the_bytes_are_split(phone):
    let_subscribe(*phone)
    client, server = phone
    frames = frame(MESSAGE.encode()) + frame(b'42["head",["floor.en",{}]]') + frame(MESSAGE.encode())
    for part in (frames[:1], frames[1:700], frames[700:]):
        server.sendall(part)
        read(client)
    assert (client.updates, client.update_bytes) == (2, 2 * UPDATE_BYTES)


def test_a_phone_answers_a_ping(phone):
    let_subscribe(*phone)
    client, server = phone
    server.recv(65536)
    server.sendall(frame(b"2"))
    read(client)
    assert server.recv(64) == b"\x81\x81\x00\x00\x00\x003"


def test_a_refused_handshake_raises_an_error(phone):
    client, server = phone
    server.sendall(b"HTTP/1.1 503 Service Unavailable\r\n\r\n")
    with pytest.raises(RuntimeError, match="503"):
        read(client)


def test_a_phone_reports_a_closed_connection(phone):
    client, server = phone
    server.close()
    client.socket.settimeout(5)
    assert not client.read()


def turns(cpu, p99):
    return [{"cpu": cost, "p99": late, "bytes": 600} for cost, late in zip(cpu, p99, strict=True)]


def test_the_goal_is_the_lowest_of_three_and_the_ratio_is_taken_within_a_turn():
    results = {
        "ours": turns([12, 24, 11], [90, 100, 80]),
        "bare": turns([10, 20, 10], [50, 50, 100]),
        "stock": turns([70] * 3, [1] * 3),
        "node": turns([20] * 3, [1] * 3),
    }
    rows = {entry["name"]: entry for entry in edge_fanout.rows_of(2000, results)}
    assert rows["fanout_cpu_us_2000"] == row(
        "fanout_cpu_us_2000", 12, "µs", "<= 13.00", {"bare": 10, "stock": 70, "node": 20}, 3
    )
    assert rows["fanout_cpu_to_bare_2000"] == row(
        "fanout_cpu_to_bare_2000", 1.2, "x", "<= 1.3", {"least": 1.1, "most": 1.2}, 3
    )
    assert rows["approve_p99_to_bare_2000"]["value"] == 1.8


def test_the_cost_of_one_more_phone_excludes_the_command():
    few = {name: turns([10.0], [1]) for name in ("ours", "bare", "stock", "node")}
    all_phones = few | {"ours": turns([7.0], [1])}
    result = edge_fanout.slope_row(500, few, 2000, all_phones)
    assert result == row("fanout_cpu_us_one_more_phone_500_2000", 6, "µs", "", {"bare": 10, "stock": 10, "node": 10})


def test_a_history_contains_answered_and_declined_questions(tmp_path):
    make_database(tmp_path / "db").close()
    grow(tmp_path / "db", "PANEL1", 8)
    connection = connect(tmp_path / "db")
    results = connection.execute("SELECT status, count(*) FROM questions GROUP BY status ORDER BY status").fetchall()
    connection.close()
    assert [tuple(client) for client in results] == [("answered", 2), ("declined", 6)]


def test_the_chart_has_a_bar_for_each_server_and_the_goal():
    picture = draw(
        [
            row("fanout_cpu_us_2000", 12, "µs", "<= 13.00", {"bare": 10, "stock": 70, "node": 20}, 3),
            row("other", 1, "x"),
        ]
    )
    root = ET.fromstring(picture)
    drawn = [float(client.get("width")) for client in root.iter("{http://www.w3.org/2000/svg}rect")][1:]
    assert [round(width / drawn[0] * 10, 1) for width in drawn] == [10, 12, 20, 70]
    assert "12.0 (goal ≤ 13.0)" in picture and "stock 70.0" in picture
