"""One frame for a room: the right phones, in order, without holding up the loop; and the same under the library's Redis manager."""

from __future__ import annotations

from itertools import count
from types import SimpleNamespace

import pytest
from socketio import RedisManager, packet

from moderation.web import metrics
from moderation.web.realtime import fanout
from moderation.web.realtime.fanout import FanOut
from moderation.web.realtime.frames import frame


def _gone(framed):
    raise BrokenPipeError


class Phone:
    """An idle socket; `hang_up` as PhoneSocket's."""

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
    """Runs what is spawned when told to; counts the turns it was given."""

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
def running_store():
    """Three phones: a and b in the room `floor`, c elsewhere; `heard` what reached whom."""
    return make_hall(FanOut)


def make_hall(kind, *arguments):
    runtime, heard = Runtime(), []
    manager = kind(*arguments, runtime) if kind is FanOut else kind(runtime)
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


def test_room_gets_one_frame_in_the_order_of_emits(running_store):
    running_store.manager.emit("change", ["floor.en", {"seq": 1}], "/", room="floor")
    running_store.manager.emit("change", ["floor.en", {"seq": 2}], "/", to="floor")
    assert running_store.heard == [] and len(running_store.runtime.spawned) == 1
    running_store.runtime.go()
    first, second = (frame(f'42["change",["floor.en",{{"seq":{seq}}}]]'.encode()) for seq in (1, 2))
    assert running_store.heard == [("a", first), ("b", first), ("a", second), ("b", second)]


def test_who_goes_leaves_every_room_and_nothing_behind(running_store):
    manager, phone = running_store.manager, running_store.sockets["a"]
    assert sorted(manager.get_rooms(phone.sid, "/")) == sorted([phone.sid, "floor"])
    manager.pre_disconnect(phone.sid, "/")
    manager.disconnect(phone.sid, "/")
    assert manager.get_rooms(phone.sid, "/") == [] and manager.pending_disconnect == {}
    assert not any(phone.sid in served for served in manager.rooms["/"].values())
    running_store.manager.emit("change", 1, "/", room="floor")
    running_store.runtime.go()
    assert [name for name, _ in running_store.heard] == ["b"]
    for name in "bc":
        manager.disconnect(running_store.sockets[name].sid, "/")
    assert manager.rooms == {} and manager._rooms_of == {}


def test_leaving_one_room_keeps_the_others(running_store):
    manager, phone = running_store.manager, running_store.sockets["a"]
    manager.leave_room(phone.sid, "/", "floor")
    assert manager.get_rooms(phone.sid, "/") == [phone.sid]


def test_who_is_skipped_or_gone_gets_nothing(running_store):
    running_store.sockets["b"].hang_up()
    running_store.manager.emit("change", 1, "/", room="floor", skip_sid=running_store.sockets["a"].sid)
    running_store.manager.emit("change", 1, "/", room="nobody")
    running_store.runtime.go()
    assert running_store.heard == []


def test_bytes_and_acknowledgements_go_the_librarys_way(running_store):
    running_store.manager.emit("change", b"raw", "/", room="floor")
    running_store.manager.emit("change", 1, "/", room="floor", callback=lambda: None)
    running_store.runtime.go()
    assert running_store.heard == [] and running_store.library == ["a", "a", "b", "b", "a", "b"]


@pytest.mark.parametrize(("away", "turns"), [(0.0, 10), (0.019, 10), (0.03, 2)])
def test_large_room_lets_the_loop_breathe_and_takes_its_half_of_a_busy_one(running_store, monkeypatch, away, turns):
    """500 phones of 0.1 ms each; `away` is what the loop does in one turn."""
    passed = []
    monkeypatch.setattr(fanout.time, "monotonic", lambda: sum(passed))
    monkeypatch.setattr(Phone, "_write", lambda phone, framed: passed.append(0.0001) or len(framed))
    monkeypatch.setattr(
        running_store.runtime,
        "sleep",
        lambda seconds: (passed.append(away), Runtime.sleep(running_store.runtime, seconds)),
    )
    for index in range(500):
        running_store.sockets[f"p{index}"] = Phone(running_store.heard, f"p{index}")
        running_store.manager.enter_room(running_store.manager.connect(f"p{index}", "/"), "/", "crowd")
    running_store.manager.emit("change", 1, "/", room="crowd")
    running_store.runtime.go()
    assert running_store.runtime.turns == turns


def test_what_goes_to_a_room_is_counted(running_store):
    before = metrics.REGISTRY.get_sample_value("open_floor_sent_bytes_total", {"by": "events"})
    running_store.manager.emit("change", 1, "/", room="floor")
    running_store.runtime.go()
    after = metrics.REGISTRY.get_sample_value("open_floor_sent_bytes_total", {"by": "events"})
    assert after - before == sum(len(framed) for _, framed in running_store.heard) > 0


def test_the_next_emit_is_sent_after_one_that_failed(running_store):
    def broken(framed):
        raise RuntimeError

    running_store.sockets["a"]._write = broken
    running_store.manager.emit("change", 1, "/", room="floor")
    with pytest.raises(RuntimeError):
        running_store.runtime.go()
    del running_store.sockets["a"]._write
    running_store.manager.emit("change", 2, "/", room="floor")
    running_store.runtime.go()
    assert [name for name, _ in running_store.heard] == ["a", "b"]


def test_the_same_code_serves_the_redis_manager():
    """What comes back from Redis is sent by our emit, by the order of bases."""

    class RedisFanOut(RedisManager, FanOut):
        def __init__(self, runtime):
            FanOut.__init__(self, runtime)
            self.host_id = "here"

    running_store = make_hall(RedisFanOut)
    running_store.manager._handle_emit(
        {"event": "change", "data": {"seq": 1}, "namespace": "/", "room": "floor", "host_id": "there"}
    )
    running_store.runtime.go()
    assert running_store.heard == [(name, frame(b'42["change",{"seq":1}]')) for name in "ab"]
