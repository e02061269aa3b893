"""A small Socket.IO client for tests, written without a Socket.IO library.

It implements Engine.IO 4 over WebSocket only.
"""

from __future__ import annotations

import json
import socket

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, BytesMessage, CloseConnection, Ping, RejectConnection, Request, TextMessage

PATIENCE = 15
"""Maximum seconds for which a test waits for an event before the test fails. The product has no such limit."""
PATH = "/socket.io/?EIO=4&transport=websocket"


class Disconnected(Exception):
    """The exception for a connection that the server has closed."""


class Refused(Exception):
    """The exception for a WebSocket handshake that the server has refused with the HTTP status `status`."""

    def __init__(self, status: int):
        super().__init__(status)
        self.status = status


class WebSocket:
    """A WebSocket client over a plain socket."""

    def __init__(self, port: int, path: str = PATH, headers: list[tuple[str, str]] = (), extensions: list = ()):
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._protocol = WSConnection(ConnectionType.CLIENT)
        self._texts: list[str] = []
        self._part = ""
        self._is_closed = False
        self.accepted: AcceptConnection | None = None
        extra = [(name.encode(), value.encode()) for name, value in headers]
        request = Request(host=f"127.0.0.1:{port}", target=path, extra_headers=extra, extensions=list(extensions))
        self._socket.sendall(self._protocol.send(request))
        try:
            while self.accepted is None:
                self._read()
        except BaseException:
            self._socket.close()
            raise

    def send(self, text: str) -> None:
        self._socket.sendall(self._protocol.send(TextMessage(text)))

    def receive(self) -> str:
        """Return the next text message, even if it arrived together with the CLOSE frame.

        Raise Disconnected if the server has closed the connection, and TimeoutError if no message arrives.
        """
        while not self._texts:
            if self._is_closed:
                raise Disconnected
            self._read()
        return self._texts.pop(0)

    def close(self) -> None:
        self._socket.close()

    def _read(self) -> None:
        try:
            data = self._socket.recv(65536)
        except ConnectionError:
            data = b""
        if not data:
            raise Disconnected
        self._protocol.receive_data(data)
        for event in self._protocol.events():
            if isinstance(event, AcceptConnection):
                self.accepted = event
            elif isinstance(event, RejectConnection):
                raise Refused(event.status_code)
            elif isinstance(event, TextMessage):
                self._part += event.data
                if event.message_finished:
                    self._texts.append(self._part)
                    self._part = ""
            elif isinstance(event, Ping):
                self._socket.sendall(self._protocol.send(event.response()))
            elif isinstance(event, CloseConnection):
                self._is_closed = True
            else:
                assert not isinstance(event, BytesMessage), "nothing binary is spoken here"


class SocketClient:
    """A connected Socket.IO client. It keeps the received events, in order, until a test waits for them."""

    def __init__(self, client, origin: str | None = None):
        headers = [*client.headers.items(), *([("Cookie", client.cookie)] if client.cookie else [])]
        if origin is not None:
            headers.append(("Origin", origin))
        self._client = client
        self._kept: list[tuple[str, object]] = []
        self._acks = 0
        self._socket = WebSocket(int(client.server.url.rsplit(":", 1)[1]), headers=headers)
        try:
            assert self._receive().startswith("0{")
            self._socket.send("40")
            assert self._receive().startswith("40")
        except BaseException:
            self._socket.close()
            raise

    def subscribe(self, seat: str | None = None, **options) -> dict:
        """Subscribe to the stream of this client's seat. Return the server's acknowledgement."""
        return self.emit(
            "subscribe",
            {"session": self._client.server.code, "seat": seat or self._client.seat.replace("/", "."), **options},
        )

    def emit(self, event: str, body) -> dict:
        """Send an event and return its acknowledgement."""
        self._acks += 1
        self._socket.send(f"42{self._acks}{json.dumps([event, body])}")
        wanted = f"43{self._acks}["
        while not (message := self._receive()).startswith(wanted):
            self._keep(message)
        return json.loads(message[message.index("[") :])[0]

    def wait(self, event: str, such=lambda body: True):
        """Return the body of the next event that has this name and for which `such(body)` is true.

        Discard all earlier events.
        """
        while True:
            name, body = self._kept.pop(0) if self._kept else self.next_event()
            if name == event and such(body):
                return body

    def wait_until_closed(self) -> list[str]:
        """Read until the server closes the connection. Return the names of the received events, in order."""
        names = [name for name, _ in self._kept]
        self._kept = []
        while True:
            try:
                names.append(self.next_event()[0])
            except Disconnected:
                return names

    def close(self) -> None:
        self._socket.close()

    def next_event(self) -> tuple[str, object]:
        """Return (name, body) of the next event."""
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
            message = self._socket.receive()
            if message == "2":
                self._socket.send("3")
            else:
                return message
