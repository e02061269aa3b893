"""Tests of EngineSocket. EngineSocket writes a frame immediately if its queue is empty; otherwise it queues the frame.

The queue is limited, because some clients do not read their frames.
"""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from engineio import packet
from engineio.socket import Socket
from wsproto.frame_protocol import FrameProtocol, Opcode

from moderation.web.realtime.engine_socket import EngineSocket
from moderation.web.realtime.frame_sender import MOST_PACKETS_WAITING, MOST_WAITING, send_to
from moderation.web.realtime.frames import frame
from moderation.web.realtime.limited_socket import MOST_UNHANDLED, MOST_UNHANDLED_BYTES, LimitedSocket
from moderation.web.realtime.socket_limits import MESSAGES_PER_MINUTE, SocketLimits


class Raw:
    """A fake of the system socket below a green socket. It accepts `capacity` bytes."""

    def __init__(self, capacity):
        self.capacity, self.taken, self.is_open, self.coming = capacity, b"", True, []

    def send(self, data):
        if not self.is_open:
            raise OSError("gone")
        if self.capacity == 0:
            raise BlockingIOError
        accepted = data[: self.capacity]
        self.taken += accepted
        self.capacity -= len(accepted)
        return len(accepted)

    def recv(self, size):
        if not self.is_open:
            return b""
        if not self.coming:
            raise BlockingIOError
        return self.coming.pop(0)

    def shutdown(self, how):
        self.is_open = False


class Green:
    """A fake green socket. Its method `sendall` accepts all data."""

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
    """Return a connected EngineSocket.

    The socket's green threads do not run by themselves. To run the newest green thread, call `phone.drains.pop()()`.
    """
    drains = []
    monkeypatch.setattr(EngineSocket, "runtime", SimpleNamespace(spawn=drains.append), raising=False)
    monkeypatch.setattr(EngineSocket, "timers", SimpleNamespace(after=lambda *call: None), raising=False)
    monkeypatch.setattr(LimitedSocket, "limits", SocketLimits(), raising=False)
    reasons = SimpleNamespace(SERVER_DISCONNECT="server", PING_TIMEOUT="ping", TRANSPORT_CLOSE="transport")
    gone = []
    server = SimpleNamespace(
        ping_interval=25, ping_timeout=20, reason=reasons, _trigger_event=lambda *event, **options: gone.append(event)
    )
    phone = EngineSocket(server, "sid")
    raw = Raw(1 << 30)
    phone._green, phone._write = Green(raw), raw.send
    phone.raw, phone.drains, phone.gone = raw, drains, gone
    return phone


def test_idle_socket_gets_the_frame_at_once(phone):
    phone.send_frame(frame(b"one"))
    assert (phone.raw.taken, phone.drains) == (frame(b"one"), [])


def test_a_partly_written_frame_waits_and_later_frames_wait_behind_it(phone):
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


def test_a_frame_to_a_full_socket_waits(phone):
    phone.raw.capacity = 0
    phone.send_frame(frame(b"one"))
    phone.drains.pop()()
    assert phone.raw.taken == frame(b"one")


def test_a_stalled_socket_loses_whole_changes_but_no_library_packet(phone):
    phone.raw.capacity = 2
    change = frame(b"x" * 1000)
    for _ in range(200):
        phone.send_frame(change)
    phone.send(packet.Packet(packet.PING))
    assert phone._waiting_bytes < MOST_WAITING + 2 * len(change)
    phone.drains.pop()()
    taken = phone.raw.taken
    assert taken.endswith(frame(b"2")) and taken[: -len(frame(b"2"))] == change * (len(taken) // len(change))


@pytest.mark.parametrize("size", [0, 100, 4000])
def test_packets_of_the_library_end_a_connection_that_does_not_read(phone, size):
    phone.raw.capacity = 0
    for _ in range(10_000):
        phone.send(packet.Packet(packet.MESSAGE, "4" + "x" * size))
    assert not phone.raw.is_open
    assert sum(map(sys.getsizeof, phone._waiting)) <= MOST_PACKETS_WAITING + sys.getsizeof(frame(b"x" * size)) + 100


def test_empty_frames_count_with_the_memory_that_they_use(phone):
    phone.raw.capacity = 0
    for _ in range(100_000):
        phone.send_frame(frame(b"", Opcode.PONG))
    assert sum(map(sys.getsizeof, phone._waiting)) <= MOST_WAITING and phone.raw.is_open


def test_an_aborted_connection_waits_for_no_frames(phone):
    phone.raw.capacity = 0
    phone.send_frame(frame(b"one"))
    phone.close(abort=True)
    assert not phone.raw.is_open


def test_a_broken_socket_is_shut_down_once(phone):
    phone.raw.is_open = False
    phone.send_frame(frame(b"one"))
    phone.send_frame(frame(b"two"))
    assert (phone.raw.taken, phone.drains) == (b"", [])


@pytest.mark.parametrize("accepted_bytes", [1 << 30, 3, 0])
def test_send_to_writes_the_same_as_send_frame(phone, accepted_bytes):
    """Check that `send_to` sends two frames completely, even if the client's socket first accepts only a few bytes or
    none.

    Each call of `send_to` gets two sockets: first a closed socket, and then the client's open socket. The closed socket
    must not prevent the sending to the open socket.
    """
    gone = EngineSocket(phone.server, "gone")
    gone.hang_up()
    phone.raw.capacity = accepted_bytes
    for text in (b"first", b"second"):
        send_to([gone, phone], frame(text))
    while phone.drains:
        phone.drains.pop()()
    assert phone.raw.taken == frame(b"first") + frame(b"second")


def test_no_frame_is_queued_after_a_disconnection(phone):
    phone.raw.is_open = False
    phone.send_frame(frame(b"change"))
    phone.send(packet.Packet(packet.PING))
    phone.close()
    assert not phone._waiting and phone.drains == [] and phone.gone == [("disconnect", "sid", "server")]


def test_a_failed_handshake_removes_the_socket(phone, monkeypatch):
    phone.server.sockets = {"sid": phone}
    monkeypatch.setattr(Socket, "_upgrade_websocket", lambda phone, environ, start: [b"400"])
    assert phone._upgrade_websocket({}, None) == [b"400"]
    assert phone.closed and phone.server.sockets == {}


def test_close_sends_one_close_packet_and_one_event(phone):
    phone.close()
    phone.close()
    assert phone.raw.taken == frame(b"1") and not phone.raw.is_open
    assert phone.gone == [("disconnect", "sid", "server")]


def test_close_writes_waiting_frames_first(phone):
    phone.raw.capacity = 1
    phone.send_frame(frame(b"one"))
    phone.close()
    assert phone.raw.is_open
    phone.drains.pop()()
    assert phone.raw.taken == frame(b"one") + frame(b"1") and not phone.raw.is_open


def test_unanswered_ping_ends_the_connection_and_an_answered_one_does_not(phone, monkeypatch):
    scheduled = []
    monkeypatch.setattr(
        EngineSocket,
        "timers",
        SimpleNamespace(after=lambda seconds, call, *arguments: scheduled.append((seconds, call, arguments))),
    )
    phone.ping()
    [(seconds, check, arguments)] = scheduled
    assert (phone.raw.taken, seconds) == (frame(b"2"), 20)
    phone.schedule_ping()
    check(*arguments)
    assert not phone.closed
    phone.ping()
    seconds, check, arguments = scheduled[-1]
    check(*arguments)
    assert phone.closed and phone.gone == [("disconnect", "sid", "ping")]


@pytest.fixture
def watched(phone, monkeypatch):
    """Return an EngineSocket after its handshake.

    `phone.says(text)` simulates a message from the client. `phone.heard` is the list of messages that the server has
    handled.
    """
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


def test_messages_are_handled_in_order_by_one_green_thread(watched):
    watched.says("40")
    watched.says('420["subscribe",{}]', "41")
    assert watched.heard == [] and len(watched.drains) == 1
    watched.drains.pop()()
    assert watched.heard == ["40", '420["subscribe",{}]', "41"] and watched.drains == []


def test_a_pong_starts_no_green_thread(watched):
    watched.ping()
    watched.says("3")
    assert watched.last_ping is None and watched.drains == [] and watched.heard == []


def test_unsolicited_pongs_schedule_no_pings(watched, monkeypatch):
    scheduled = []
    monkeypatch.setattr(EngineSocket, "timers", SimpleNamespace(after=lambda *call: scheduled.append(call)))
    watched.ping()
    watched.says(*["3"] * 50)
    assert [seconds for seconds, *_ in scheduled] == [20, 25]


@pytest.mark.parametrize("end", [b"", bytes((0x88, 0x80, 0, 0, 0, 0)), b"GET / HTTP/1.1", frame(b"unmasked")])
def test_a_closed_or_foreign_connection_is_released_completely(watched, end):
    watched.says(last=end)
    assert watched.watches == [] and len(watched.drains) == 1
    watched.drains.pop()()
    assert (
        watched.gone == [("disconnect", "sid", "transport")]
        and watched.server.sockets == {}
        and watched._green.fd is None
    )


def test_no_frame_follows_the_close_frame(watched):
    watched.says(last=bytes((0x88, 0x80, 0, 0, 0, 0)))
    watched.send_frame(frame(b"a change on its way"))
    send_to([watched], frame(b"another"))
    assert watched.raw.taken == frame(b"", Opcode.CLOSE)


def test_a_client_with_too_many_unhandled_messages_is_disconnected(watched):
    for _ in range(MOST_UNHANDLED):
        watched.says("40")
    assert watched.watches
    watched.says("40")
    assert watched.watches == []


def test_large_unhandled_messages_end_the_connection_early(watched):
    wide = "42" + "x" * 3000 + "\U0001f600"
    for _ in range(MOST_UNHANDLED_BYTES // sys.getsizeof(wide)):
        watched.says(wide)
    assert watched.watches
    watched.says(wide)
    assert watched.watches == []


@pytest.mark.parametrize("data", [b"binary", bytearray(b"binary")])
def test_binary_data_end_the_connection_before_they_are_queued(watched, data):
    watched.says(data)
    assert watched.watches == [] and watched._unhandled is None


def test_pings_of_the_client_count_as_messages(watched):
    ping = FrameProtocol(client=True, extensions=[]).ping(b"")
    for _ in range(MESSAGES_PER_MINUTE):
        watched.says(last=ping)
    assert watched.watches
    watched.says(last=ping)
    assert watched.watches == []


def test_a_message_that_cannot_be_handled_ends_the_connection(watched):
    watched._receive = lambda payload: 1 / 0
    watched.says("nonsense")
    watched.drains.pop()()
    assert not watched.raw.is_open


def test_a_client_that_never_reads_the_close_packet_is_disconnected_later(phone, monkeypatch):
    scheduled = []
    monkeypatch.setattr(
        EngineSocket,
        "timers",
        SimpleNamespace(after=lambda seconds, call, *arguments: scheduled.append((seconds, call))),
    )
    phone.raw.capacity = 1
    phone.send_frame(frame(b"one"))
    phone.close()
    assert phone.raw.is_open and scheduled == [(20, phone.hang_up)]
    scheduled[0][1]()
    assert not phone.raw.is_open
