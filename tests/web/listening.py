"""A Socket.IO client in a few lines, speaking the protocol as it stands on the wire (Engine.IO 4, websocket only)."""

from __future__ import annotations

import json

from simple_websocket import Client as WebSocket
from simple_websocket import ConnectionClosed

PATIENCE = 15
"""Seconds after which a test gives up waiting for an event; never a measure."""


class Listener:
    """Connected at once. Events that were not waited for are kept in order."""

    def __init__(self, client, origin: str | None = None):
        headers = [("Cookie", client.cookie)] if client.cookie else []
        if origin is not None:
            headers.append(("Origin", origin))
        self._client = client
        self._kept: list[tuple[str, object]] = []
        self._acks = 0
        address = client.server.url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self._socket = WebSocket.connect(address, headers=headers)
        assert self._receive().startswith("0{")
        self._socket.send("40")
        assert self._receive().startswith("40")

    def subscribe(self, seat: str | None = None, **more) -> dict:
        """The acknowledgement of `subscribe` for this client's seat."""
        return self.emit("subscribe", {"session": self._client.server.code, "seat": seat or self._client.seat.replace("/", "."), **more})

    def emit(self, event: str, body) -> dict:
        """Send an event and wait for its acknowledgement."""
        self._acks += 1
        self._socket.send(f"42{self._acks}{json.dumps([event, body])}")
        wanted = f"43{self._acks}["
        while not (message := self._receive()).startswith(wanted):
            self._keep(message)
        return json.loads(message[message.index("["):])[0]

    def wait(self, event: str, such=lambda body: True):
        """The body of the next such event; others before it are dropped."""
        while True:
            name, body = self._kept.pop(0) if self._kept else self._next()
            if name == event and such(body):
                return body

    def wait_until_closed(self) -> list[str]:
        """The names of the events that still came before the server said goodbye."""
        names = [name for name, _ in self._kept]
        self._kept = []
        while True:
            try:
                names.append(self._next()[0])
            except (ConnectionClosed, Disconnected):
                return names

    def close(self) -> None:
        try:
            self._socket.close()
        except ConnectionClosed:
            pass
        self._socket.thread.join(PATIENCE)
        self._socket.sock.close()

    def _next(self) -> tuple[str, object]:
        while not self._kept:
            self._keep(self._receive())
        return self._kept.pop(0)

    def _keep(self, message: str) -> None:
        if message.startswith("41"):
            raise Disconnected
        if message.startswith("42"):
            name, *body = json.loads(message[2:])
            self._kept.append((name, body[0] if body else None))

    def _receive(self) -> str:
        while True:
            message = self._socket.receive(PATIENCE)
            if message is None:
                raise TimeoutError("nothing came")
            if message == "2":
                self._socket.send("3")
            else:
                return message


class Disconnected(Exception):
    """The server has said goodbye to this socket."""
