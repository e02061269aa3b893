"""The proxy does what it is told to, and nothing else."""

from __future__ import annotations

import asyncio
import random

import pytest

from moderation.web.realtime.frames import frame
from tests.faults.proxy import Proxy, Weather, _frame_size
from tests.servers import free_port

REQUEST = b"PUT /api/s/X HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody"
HANDSHAKE = b"GET /socket.io/ HTTP/1.1\r\n\r\n"
OPEN = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"
CHANGE, HEAD = frame(b'42["change",["floor.en",{}]]'), frame(b'42["head",["floor.en",{}]]')


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_a_frame_is_as_long_as_it_says(size):
    whole = frame(b"x" * size)
    assert _frame_size(whole + b"more") == len(whole) and _frame_size(whole[:1]) == 0


def play(weather: Weather, sent: bytes, answer: bytes) -> tuple[list[bytes], bytes]:
    """(what each connection to the server brought, what the client got) of one exchange; before the last bytes of `sent` it waits."""
    brought: list[bytes] = []

    async def serve(reader, writer):
        place = len(brought)
        brought.append(b"")
        while len(brought[place]) < len(sent) and (piece := await reader.read(1000)):
            brought[place] += piece
        writer.write(answer)
        writer.close()

    async def run() -> bytes:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server, Proxy(free_port(), server.sockets[0].getsockname()[1], random.Random(1)) as proxy:
            proxy.weather = weather
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

    return brought, asyncio.run(run())


def test_in_fair_weather_everything_passes():
    assert play(Weather(), REQUEST, b"answer") == ([REQUEST], b"answer")


def test_a_command_is_doubled_whole():
    brought, got = play(Weather(double=1), REQUEST, b"HTTP/1.1 200 OK\r\n\r\n")
    assert brought == [REQUEST, REQUEST] and got == b"HTTP/1.1 200 OK\r\n\r\n"


def test_a_change_is_lost_or_doubled_and_nothing_else():
    assert play(Weather(lose=1), HANDSHAKE, OPEN + CHANGE + HEAD)[1] == OPEN + HEAD
    assert play(Weather(double=1), HANDSHAKE, OPEN + CHANGE + HEAD)[1] == OPEN + CHANGE * 2 + HEAD


def test_what_is_cut_brings_nothing():
    assert play(Weather(cut=1), REQUEST, b"answer") == ([b""], b"")
