"""A phone's socket: at once where it can, in order where it must wait, bounded where nobody reads."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from engineio import packet
from engineio.socket import Socket
from wsproto.frame_protocol import FrameProtocol, Opcode

from moderation.web.realtime.engine_socket import MOST_UNHANDLED, EngineSocket
from moderation.web.realtime.frame_sender import MOST_WAITING, send_to
from moderation.web.realtime.frames import frame


class Raw:
    """The end of a socket that takes `served` bytes and no more until somebody makes room."""

    def __init__(self, served):
        self.capacity, self.taken, self.is_open, self.coming = served, b"", True, []

    def send(self, data):
        if not self.is_open:
            raise OSError("gone")
        if self.capacity == 0:
            raise BlockingIOError
        took = data[: self.capacity]
        self.taken += took
        self.capacity -= len(took)
        return len(took)

    def recv(self, most):
        if not self.is_open:
            return b""
        if not self.coming:
            raise BlockingIOError
        return self.coming.pop(0)

    def shutdown(self, how):
        self.is_open = False


class Green:
    """As the loop's socket: `sendall` waits, which here means that it finds room."""

    def __init__(self, raw):
        self.fd = raw

    def sendall(self, data):
        if not self.fd.is_open:
            raise OSError("gone")
        self.fd.taken += data

    def settimeout(self, seconds):
        pass

    def close(self):
        self.fd = None


@pytest.fixture
def phone(monkeypatch):
    """A connected phone; threads are started by hand: `phone.drains.pop()()`."""
    drains = []
    monkeypatch.setattr(EngineSocket, "runtime", SimpleNamespace(spawn=drains.append), raising=False)
    monkeypatch.setattr(EngineSocket, "timers", SimpleNamespace(after=lambda *call: None), raising=False)
    reasons = SimpleNamespace(SERVER_DISCONNECT="server", PING_TIMEOUT="ping", TRANSPORT_CLOSE="transport")
    gone = []
    server = SimpleNamespace(
        ping_interval=25, ping_timeout=20, reason=reasons, _trigger_event=lambda *told, **more: gone.append(told)
    )
    phone = EngineSocket(server, "sid")
    raw = Raw(1 << 30)
    phone._green, phone._write = Green(raw), raw.send
    phone.raw, phone.drains, phone.gone = raw, drains, gone
    return phone


def test_idle_socket_gets_the_frame_at_once(phone):
    phone.send_frame(frame(b"one"))
    assert (phone.raw.taken, phone.drains) == (frame(b"one"), [])


def test_what_a_socket_does_not_take_waits_and_later_frames_behind_it(phone):
    phone.raw.capacity = 3
    phone.send_frame(frame(b"first"))
    phone.raw.capacity = 100
    phone.send_frame(frame(b"second"))
    phone.send(packet.Packet(packet.PING))
    assert phone.raw.taken == frame(b"first")[:3] and len(phone.drains) == 1
    phone.drains.pop()()
    assert phone.raw.taken == frame(b"first") + frame(b"second") + frame(b"2")
    phone.send_frame(frame(b"third"))
    assert phone.raw.taken.endswith(frame(b"third")) and phone.drains == []


def test_full_socket_takes_nothing_and_waits(phone):
    phone.raw.capacity = 0
    phone.send_frame(frame(b"one"))
    phone.drains.pop()()
    assert phone.raw.taken == frame(b"one")


def test_phone_that_does_not_read_loses_whole_changes_but_no_packet_of_the_library(phone):
    phone.raw.capacity = 2
    change = frame(b"x" * 1000)
    for _ in range(200):
        phone.send_frame(change)
    phone.send(packet.Packet(packet.PING))
    assert phone._waiting_bytes < MOST_WAITING + 2 * len(change)
    phone.drains.pop()()
    kept = phone.raw.taken
    assert kept.endswith(frame(b"2")) and kept[: -len(frame(b"2"))] == change * (len(kept) // len(change))


def test_broken_socket_is_hung_up_once_and_nothing_more_is_written(phone):
    phone.raw.is_open = False
    phone.send_frame(frame(b"one"))
    phone.send_frame(frame(b"two"))
    assert (phone.raw.taken, phone.drains) == (b"", [])


@pytest.mark.parametrize("accepted_bytes", [1 << 30, 3, 0])
def test_what_goes_to_many_is_what_each_alone_would_get(phone, accepted_bytes):
    """Idle, taking a part, taking nothing, and waiting already; one who has gone beside it gets nothing and is in nobody's way."""
    gone = EngineSocket(phone.server, "gone")
    gone.hang_up()
    phone.raw.capacity = accepted_bytes
    for text in (b"first", b"second"):
        send_to([gone, phone], frame(text))
    while phone.drains:
        phone.drains.pop()()
    assert phone.raw.taken == frame(b"first") + frame(b"second")


def test_after_a_hang_up_nothing_waits_for_ever(phone):
    phone.raw.is_open = False
    phone.send_frame(frame(b"change"))
    phone.send(packet.Packet(packet.PING))
    phone.close()
    assert not phone._waiting and phone.drains == [] and phone.gone == [("disconnect", "sid", "server")]


def test_a_handshake_that_comes_to_nothing_leaves_nothing(phone, monkeypatch):
    phone.server.sockets = {"sid": phone}
    monkeypatch.setattr(Socket, "_upgrade_websocket", lambda phone, environ, start: [b"400"])
    assert phone._upgrade_websocket({}, None) == [b"400"]
    assert phone.closed and phone.server.sockets == {}


def test_close_says_goodbye_and_tells_once(phone):
    phone.close()
    phone.close()
    assert phone.raw.taken == frame(b"1") and not phone.raw.is_open
    assert phone.gone == [("disconnect", "sid", "server")]


def test_close_lets_what_waits_go_out_first(phone):
    phone.raw.capacity = 1
    phone.send_frame(frame(b"one"))
    phone.close()
    assert phone.raw.is_open
    phone.drains.pop()()
    assert phone.raw.taken == frame(b"one") + frame(b"1") and not phone.raw.is_open


def test_unanswered_ping_ends_the_connection_and_an_answered_one_does_not(phone, monkeypatch):
    asked = []
    monkeypatch.setattr(
        EngineSocket, "timers", SimpleNamespace(after=lambda seconds, what, *more: asked.append((seconds, what, more)))
    )
    phone.ping()
    [(seconds, check, more)] = asked
    assert (phone.raw.taken, seconds) == (frame(b"2"), 20)
    phone.schedule_ping()
    check(*more)
    assert not phone.closed
    phone.ping()
    seconds, check, more = asked[-1]
    check(*more)
    assert phone.closed and phone.gone == [("disconnect", "sid", "ping")]


@pytest.fixture
def watched(phone, monkeypatch):
    """The phone after its handshake; `phone.says(text)` comes in, `phone.heard` is what the server was told."""
    heard, watches = [], []

    def watch(raw, call):
        watches.append(call)
        return watches.clear

    monkeypatch.setattr(
        EngineSocket, "runtime", SimpleNamespace(spawn=phone.drains.append, when_readable=watch, sleep=None)
    )
    monkeypatch.setattr(phone, "_receive", heard.append)
    phone.server.max_http_buffer_size, phone.server.sockets = 4096, {"sid": phone}
    phone._websocket_handler(SimpleNamespace(socket=phone._green, environ={}))
    client = FrameProtocol(client=True, extensions=[])

    def says(*texts, last=b""):
        phone.raw.coming.append(b"".join(client.send_data(text, fin=True) for text in texts) + last)
        for call in watches:
            call()

    phone.says, phone.heard, phone.watches = says, heard, watches
    return phone


def test_what_a_phone_says_is_heard_in_order_by_one_thread(watched):
    watched.says("40")
    watched.says('420["subscribe",{}]', "41")
    assert watched.heard == [] and len(watched.drains) == 1
    watched.drains.pop()()
    assert watched.heard == ["40", '420["subscribe",{}]', "41"] and watched.drains == []


def test_an_answered_ping_needs_no_thread(watched):
    watched.ping()
    watched.says("3")
    assert watched.last_ping is None and watched.drains == [] and watched.heard == []


def test_pongs_that_nobody_asked_for_bring_no_more_pings(watched, monkeypatch):
    asked = []
    monkeypatch.setattr(EngineSocket, "timers", SimpleNamespace(after=lambda *wish: asked.append(wish)))
    watched.ping()
    watched.says(*["3"] * 50)
    assert [wish[0] for wish in asked] == [20, 25]


@pytest.mark.parametrize("end", [b"", bytes((0x88, 0x80, 0, 0, 0, 0)), b"GET / HTTP/1.1", frame(b"unmasked")])
def test_who_goes_or_is_no_phone_of_ours_leaves_nothing_behind(watched, end):
    watched.says(last=end)
    assert watched.watches == [] and len(watched.drains) == 1
    watched.drains.pop()()
    assert (
        watched.gone == [("disconnect", "sid", "transport")]
        and watched.server.sockets == {}
        and watched._green.fd is None
    )


def test_nothing_follows_the_answer_to_a_goodbye(watched):
    watched.says(last=bytes((0x88, 0x80, 0, 0, 0, 0)))
    watched.send_frame(frame(b"a change on its way"))
    send_to([watched], frame(b"another"))
    assert watched.raw.taken == frame(b"", Opcode.CLOSE)


def test_who_says_more_than_anybody_answers_is_hung_up_on(watched):
    for _ in range(MOST_UNHANDLED):
        watched.says("40")
    assert watched.watches
    watched.says("40")
    assert watched.watches == []


def test_what_cannot_be_answered_ends_the_connection(watched):
    watched._receive = lambda payload: 1 / 0
    watched.says("nonsense")
    watched.drains.pop()()
    assert not watched.raw.is_open


def test_who_never_takes_the_goodbye_is_hung_up_on_later(phone, monkeypatch):
    asked = []
    monkeypatch.setattr(
        EngineSocket, "timers", SimpleNamespace(after=lambda seconds, what, *more: asked.append((seconds, what)))
    )
    phone.raw.capacity = 1
    phone.send_frame(frame(b"one"))
    phone.close()
    assert phone.raw.is_open and asked == [(20, phone.hang_up)]
    asked[0][1]()
    assert not phone.raw.is_open
