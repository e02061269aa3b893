"""Senders of commands, each over one persistent connection. They measure the time until each answer."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Callable, Iterator, Sequence

Cookie = Callable[[], str]
EACH = 40
"""Number of commands per attendee. After this number, the sender continues with the cookie of a new attendee."""


class Sender:
    """A sender with one persistent HTTP connection."""

    def __init__(self, port: int, path: str = "", cookie: Cookie = str):
        self._port, self._path, self._cookie = port, path, cookie
        self._sent = 0

    async def __aenter__(self) -> Sender:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *failure) -> None:
        self._writer.close()

    async def ask(self, text: str) -> float:
        """Send a question. Return the seconds until its acknowledgement; raise RuntimeError if it is refused."""
        return await self._send("ask", 201, {"text": text, "language": "en"})

    async def vote(self) -> float:
        """Vote for one question: successive calls vote for the questions 1 to EACH in turn. Return the seconds until
        the acknowledgement; raise RuntimeError if the vote is refused.
        """
        return await self._send("vote", 200, {"number": self._sent % EACH + 1})

    async def _send(self, act: str, accepted: int, body: dict[str, object]) -> float:
        if self._sent % EACH == 0:
            self._attendee = self._cookie()
        self._sent += 1
        sent = time.monotonic()
        path = f"{self._path}/{act}/{secrets.token_hex(8)}"
        status, content = await self.put(path, self._attendee, json.dumps(body).encode())
        if status != accepted:
            raise RuntimeError(content.decode())
        return time.monotonic() - sent

    async def put(self, path: str, cookie: str, body: bytes) -> tuple[int, bytes]:
        """Send a command. Return (status, body of the answer). Raise OSError or EOFError if no answer comes."""
        head = (
            f"PUT {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nX-Open-Floor: 1\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nCookie: {cookie}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        size = next(
            int(line.split(b":")[1]) for line in answer.split(b"\r\n") if line.lower().startswith(b"content-length")
        )
        return int(answer[9:12]), await self._reader.readexactly(size)


async def as_fast_as_possible(
    ports: Sequence[int], path: str, cookie: Cookie, senders: int, seconds: float, act: str = "ask"
) -> tuple[float, list[float]]:
    """Let all senders send questions. With `act="vote"`, let them send votes instead. The senders connect to the ports
    in turn.

    Each sender sends its next command as soon as the server has acknowledged the previous command. Return (acknowledged
    commands per second, the seconds until each acknowledgement).
    """
    durations: list[float] = []
    until = time.monotonic() + seconds

    async def work(number: int) -> None:
        async with Sender(ports[number % len(ports)], path, cookie) as sender:
            while time.monotonic() < until:
                text = f"{number}, {len(durations)}. How many are acknowledged?"
                durations.append(await (sender.vote() if act == "vote" else sender.ask(text)))

    await asyncio.gather(*(work(number) for number in range(senders)))
    return len(durations) / seconds, durations


async def paced(
    port: int, path: str, cookie: Cookie, texts: Iterator[str], per_second: float, senders: int
) -> dict[str, float]:
    """Send `per_second` questions per second, independently of the answers.

    Return {text: when the question was sent (monotonic clock)}.
    """
    sent: dict[str, float] = {}

    async def work() -> None:
        async with Sender(port, path, cookie) as sender:
            while (text := await due.get()) is not None:
                sent[text] = time.monotonic()
                await sender.ask(text)

    due: asyncio.Queue[str | None] = asyncio.Queue()
    workers = [asyncio.create_task(work()) for _ in range(senders)]
    began = time.monotonic()
    for number, text in enumerate(texts):
        await asyncio.sleep(max(0.0, began + number / per_second - time.monotonic()))
        due.put_nowait(text)
    for _ in workers:
        due.put_nowait(None)
    await asyncio.gather(*workers)
    return sent
