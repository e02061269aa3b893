"""Tests of the WebSocket frames that the server builds and reads, and of the size limit for messages from clients.

The library wsproto acts as the client.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto.frame_protocol import FrameProtocol, Opcode

from moderation.web.realtime.frames import MOST_FRAMES, NoMessage, Reader, frame


def client() -> FrameProtocol:
    return FrameProtocol(client=True, extensions=[])


@given(st.one_of(st.binary(max_size=300), st.sampled_from([b"x" * size for size in (125, 126, 65535, 65536)])))
def test_client_reads_the_frame_that_we_build(payload):
    reading = client()
    reading.receive_bytes(frame(payload, Opcode.BINARY))
    received = list(reading.received_frames())
    assert b"".join(bytes(part.payload) for part in received) == payload and received[-1].message_finished


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5), st.data())
def test_messages_are_joined_wherever_the_bytes_are_cut(texts, data):
    sending = client()
    stream = b"".join(sending.send_data(text, fin=True) for text in texts)
    reader, got = Reader(4096), []
    while stream:
        cut = data.draw(st.integers(1, len(stream)))
        got += [payload for opcode, payload in reader.take(stream[:cut])]
        stream = stream[cut:]
    assert got == texts


def test_fragments_are_joined_and_control_frames_come_between():
    sending, reader = client(), Reader(100)
    stream = sending.send_data("Who ", fin=False) + sending.ping(b"?") + sending.send_data("pays?", fin=True)
    assert list(reader.take(stream)) == [(Opcode.PING, b"?"), (Opcode.TEXT, "Who pays?")]


def test_a_message_may_arrive_byte_by_byte():
    reader, got = Reader(4096), []
    for byte in client().send_data("é" * 200, fin=True):
        got += reader.take(bytes([byte]))
    assert got == [(Opcode.TEXT, "é" * 200)]


@pytest.mark.parametrize(
    "stream",
    [
        lambda client: client.send_data("x" * 101, fin=True),
        lambda client: client.send_data("é" * 51, fin=True),
        lambda client: client.send_data("x" * 60, fin=False) + client.send_data("x" * 41, fin=False),
        lambda client: b"".join(client.send_data("", fin=False) for _ in range(MOST_FRAMES + 1)),
        lambda client: b"\x81\x03abc",
        lambda client: b"\xff\xff" + b"x" * 20,
        lambda client: b"\x81\x82\0\0\0\0\xff\xfe",
    ],
    ids=[
        "too long",
        "too long in UTF-8",
        "too long in pieces",
        "too many frames",
        "not masked",
        "no frame",
        "no UTF-8",
    ],
)
def test_an_invalid_message_is_reported(stream):
    with pytest.raises(NoMessage):
        list(Reader(100).take(stream(client())))
