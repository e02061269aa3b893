"""A network that a test can switch off: a proxy between the pages and a server (tests/faults/proxy.py)."""

from __future__ import annotations

import asyncio
import random
import threading

from tests.faults.proxy import Proxy


class Network:
    """A context manager that runs a proxy in its own thread. The proxy listens on `port` and connects to the port `to`.

    While the network is off, the proxy closes each connection at the first data on the connection.
    """

    def __init__(self, port: int, to: int):
        self._proxy = Proxy(port, to, random.Random(0))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="network")

    def __enter__(self) -> Network:
        self._thread.start()
        self._run(self._proxy.__aenter__())
        return self

    def __exit__(self, *failure) -> None:
        self._run(self._close(*failure))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def set_offline(self, offline: bool) -> None:
        self._run(self._set_offline(offline))

    def lose_answers(self, is_lost: bool) -> None:
        """Begin or end a fault: the server gets each request, but the page gets no answer.

        During the fault, the proxy closes a connection as soon as the server sends data on it. At the start of the
        fault, the proxy also closes all open connections.
        """
        self._run(self._lose_answers(is_lost))

    def lose_sockets(self) -> None:
        """Lose all data of the open WebSockets, in both directions. Neither end notices the loss."""
        for link in list(self._proxy.sockets):
            link.is_swallowed = {"up": True, "down": True}

    async def _set_offline(self, offline: bool) -> None:
        self._proxy.faults.cut = 1.0 if offline else 0.0
        if offline:
            self._proxy.cut_all()

    async def _lose_answers(self, is_lost: bool) -> None:
        self._proxy.faults.cut_answer = 1.0 if is_lost else 0.0
        if is_lost:
            self._proxy.cut_all()

    async def _close(self, *failure) -> None:
        await self._proxy.__aexit__(*failure)
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await asyncio.sleep(0)  # let the event loop close aborted connections in its next turn

    def _run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(20)
