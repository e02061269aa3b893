"""Tests of the fan-out: it sends each frame to the right sockets, in order, and does not block the event loop."""

from __future__ import annotations

from itertools import count
from types import SimpleNamespace

import pytest
from socketio import packet

from moderation.web import metrics
from moderation.web.realtime import fanout
from moderation.web.realtime.fanout import FanOut
from moderation.web.realtime.frames import frame


def _gone(framed):
    raise BrokenPipeError


class Phone:
    """A fake EngineSocket that never has unsent data."""

    _waiting = None

    def __init__(self, heard, name):
        self.heard, self.name = heard, name

    def _write(self, framed):
        self.heard.append((self.name, framed))
        return len(framed)

    def send_frame(self, framed):
        assert self._write is _gone

    def hang_up(self):
        self._write = _gone


class Runtime:
    """A fake runtime. `go` runs the spawned functions. `turns` is the number of calls of `sleep`."""

    def __init__(self):
        self.spawned, self.turns = [], 0

    def spawn(self, function):
        self.spawned.append(function)

    def sleep(self, seconds):
        self.turns += 1

    def go(self):
        while self.spawned:
            self.spawned.pop(0)()


@pytest.fixture
def rooms():
    """Create three sockets: a and b in the room `floor`, c in another room.

    `heard` is the list of (socket, frame) in the order of sending.
    """
    runtime, heard = Runtime(), []
    manager = FanOut(runtime)
    sockets = {name: Phone(heard, name) for name in "abc"}
    sent_by_library = []
    server = SimpleNamespace(
        packet_class=packet.Packet,
        eio=SimpleNamespace(sockets=sockets, generate_id=map(str, count()).__next__),
        logger=None,
        _send_eio_packet=lambda eio_sid, pkt: sent_by_library.append(eio_sid),
        _send_packet=lambda eio_sid, pkt: sent_by_library.append(eio_sid),
    )
    manager.server = server
    for name in "abc":
        sid = manager.connect(name, "/")
        sockets[name].sid = sid
        manager.enter_room(sid, "/", "floor" if name != "c" else "other")
    return SimpleNamespace(manager=manager, runtime=runtime, heard=heard, sockets=sockets, library=sent_by_library)


def test_room_gets_one_frame_in_the_order_of_emits(rooms):
    rooms.manager.emit("change", ["floor.en", {"seq": 1}], "/", room="floor")
    rooms.manager.emit("change", ["floor.en", {"seq": 2}], "/", to="floor")
    assert rooms.heard == [] and len(rooms.runtime.spawned) == 1
    rooms.runtime.go()
    first, second = (frame(f'42["change",["floor.en",{{"seq":{seq}}}]]'.encode()) for seq in (1, 2))
    assert rooms.heard == [("a", first), ("b", first), ("a", second), ("b", second)]


def test_a_client_that_leaves_is_removed_from_every_room(rooms):
    manager, phone = rooms.manager, rooms.sockets["a"]
    assert sorted(manager.get_rooms(phone.sid, "/")) == sorted([phone.sid, "floor"])
    manager.pre_disconnect(phone.sid, "/")
    manager.disconnect(phone.sid, "/")
    assert manager.get_rooms(phone.sid, "/") == [] and manager.pending_disconnect == {}
    assert not any(phone.sid in room for room in manager.rooms["/"].values())
    rooms.manager.emit("change", 1, "/", room="floor")
    rooms.runtime.go()
    assert [name for name, _ in rooms.heard] == ["b"]
    for name in "bc":
        manager.disconnect(rooms.sockets[name].sid, "/")
    assert manager.rooms == {} and manager._rooms_of == {}


def test_leaving_one_room_keeps_the_others(rooms):
    manager, phone = rooms.manager, rooms.sockets["a"]
    manager.leave_room(phone.sid, "/", "floor")
    assert manager.get_rooms(phone.sid, "/") == [phone.sid]


def test_skipped_and_closed_sockets_get_nothing(rooms):
    rooms.sockets["b"].hang_up()
    rooms.manager.emit("change", 1, "/", room="floor", skip_sid=rooms.sockets["a"].sid)
    rooms.manager.emit("change", 1, "/", room="nobody")
    rooms.runtime.go()
    assert rooms.heard == []


def test_bytes_and_acknowledgements_are_left_to_the_library(rooms):
    rooms.manager.emit("change", b"raw", "/", room="floor")
    rooms.manager.emit("change", 1, "/", room="floor", callback=lambda: None)
    rooms.runtime.go()
    assert rooms.heard == [] and rooms.library == ["a", "a", "b", "b", "a", "b"]


@pytest.mark.parametrize(("away", "turns"), [(0.0, 10), (0.019, 10), (0.03, 2)])
def test_a_fan_out_to_a_large_room_yields_and_uses_at_most_half_of_a_busy_loop(rooms, monkeypatch, away, turns):
    """Check that a fan-out yields to the event loop `turns` times.

    There are 500 sockets, and sending to one socket takes 0.1 ms. After each yield, the event loop is busy with other
    work for `away` seconds.
    """
    passed = []
    monkeypatch.setattr(fanout.time, "monotonic", lambda: sum(passed))
    monkeypatch.setattr(Phone, "_write", lambda phone, framed: passed.append(0.0001) or len(framed))
    monkeypatch.setattr(
        rooms.runtime,
        "sleep",
        lambda seconds: (passed.append(away), Runtime.sleep(rooms.runtime, seconds)),
    )
    for index in range(500):
        rooms.sockets[f"p{index}"] = Phone(rooms.heard, f"p{index}")
        rooms.manager.enter_room(rooms.manager.connect(f"p{index}", "/"), "/", "crowd")
    rooms.manager.emit("change", 1, "/", room="crowd")
    rooms.runtime.go()
    assert rooms.runtime.turns == turns


def test_bytes_sent_to_a_room_are_counted(rooms):
    before = metrics.REGISTRY.get_sample_value("open_floor_sent_bytes_total", {"by": "events"})
    rooms.manager.emit("change", 1, "/", room="floor")
    rooms.runtime.go()
    after = metrics.REGISTRY.get_sample_value("open_floor_sent_bytes_total", {"by": "events"})
    assert after - before == sum(len(framed) for _, framed in rooms.heard) > 0


def test_events_are_dropped_while_too_many_are_queued(rooms, monkeypatch):
    monkeypatch.setattr(fanout, "MOST_QUEUED", 200)
    dismissed = []
    for _ in range(100):
        rooms.manager.emit("change", "x" * 50, "/", room="floor")
    rooms.manager.afterwards(lambda: dismissed.append(len(rooms.heard)))
    rooms.runtime.go()
    size = len(rooms.heard[0][1])
    assert len(rooms.heard) == dismissed[0] == 2 * -(-200 // size)
    rooms.manager.emit("change", "later", "/", room="floor")
    rooms.runtime.go()
    assert b"later" in rooms.heard[-1][1]


def test_the_next_emit_is_sent_after_one_that_failed(rooms):
    def broken(framed):
        raise RuntimeError

    rooms.sockets["a"]._write = broken
    rooms.manager.emit("change", 1, "/", room="floor")
    with pytest.raises(RuntimeError):
        rooms.runtime.go()
    del rooms.sockets["a"]._write
    rooms.manager.emit("change", 2, "/", room="floor")
    rooms.runtime.go()
    assert [name for name, _ in rooms.heard] == ["a", "b"]


def test_a_client_that_has_left_enters_no_room(rooms):
    manager, phone = rooms.manager, rooms.sockets["a"]
    manager.disconnect(phone.sid, "/")
    manager.enter_room(phone.sid, "/", "new")
    assert "new" not in manager.rooms["/"] and manager.get_rooms(phone.sid, "/") == []
    assert ("/", phone.sid) not in manager._rooms_of
