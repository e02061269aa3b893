"""Tests of the proxy for the fault tests. Each fault has its effect; without faults, the proxy passes all data."""

from __future__ import annotations

import asyncio
import random

from moderation.web.realtime.frames import frame
from tests.faults.proxy import NetworkFaults, Proxy
from tests.servers import free_port

REQUEST = b"PUT /api/s/X HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody"
HANDSHAKE = b"GET /socket.io/ HTTP/1.1\r\n\r\n"
OPEN = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"
CHANGE, HEAD = frame(b'42["change",["floor.en",{}]]'), frame(b'42["head",["floor.en",{}]]')


def play(faults: NetworkFaults, sent: bytes, answer: bytes) -> tuple[list[bytes], bytes]:
    """Send `sent` to a server through the proxy; the server answers with `answer`.

    Return ([data received by the server, for each of its connections], data received by the client). The client sends
    the last two bytes of `sent` separately and 10 ms later, so the request arrives in two pieces.
    """
    received: list[bytes] = []

    async def serve(reader, writer):
        place = len(received)
        received.append(b"")
        while len(received[place]) < len(sent) and (piece := await reader.read(1000)):
            received[place] += piece
        writer.write(answer)
        writer.close()

    async def run() -> bytes:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server, Proxy(free_port(), server.sockets[0].getsockname()[1], random.Random(1)) as proxy:
            proxy.faults = faults
            reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
            writer.write(sent[:-2])
            await asyncio.sleep(0.01)
            writer.write(sent[-2:])
            try:
                return await reader.read(-1)
            except ConnectionError:
                return b""
            finally:
                writer.close()

    return received, asyncio.run(run())


def test_without_faults_everything_passes():
    assert play(NetworkFaults(), REQUEST, b"answer") == ([REQUEST], b"answer")


def test_a_command_is_duplicated_as_a_whole():
    received, answer = play(NetworkFaults(double=1), REQUEST, b"HTTP/1.1 200 OK\r\n\r\n")
    assert received == [REQUEST, REQUEST] and answer == b"HTTP/1.1 200 OK\r\n\r\n"


def test_only_changes_are_lost_or_duplicated():
    assert play(NetworkFaults(lose=1), HANDSHAKE, OPEN + CHANGE + HEAD)[1] == OPEN + HEAD
    assert play(NetworkFaults(double=1), HANDSHAKE, OPEN + CHANGE + HEAD)[1] == OPEN + CHANGE * 2 + HEAD


def test_a_cut_connection_delivers_nothing():
    assert play(NetworkFaults(cut=1), REQUEST, b"answer") == ([b""], b"")
