"""A proxy in front of a PostgreSQL server. The proxy loses a COMMIT, or the answer to a COMMIT."""

from __future__ import annotations

import contextlib
import socket
import threading
from pathlib import Path
from typing import Literal

PORT = 5432
COMMIT = b"COMMIT\x00"
"""The end of a client's message that contains the statement COMMIT.

Source: PostgreSQL's documentation, "Message Formats", messages Query and Parse.
"""

Fault = Literal["answer", "command", "half"]
"""The faults.

- `answer`: the server gets COMMIT, but the client gets no answer.
- `command`: the server gets no COMMIT, and both connections end.
- `half`: the server gets no COMMIT and does not notice that the client's connection has ended.
"""


class CommitProxy:
    """A proxy on a Unix socket in `folder`. `fault`: the fault at the next COMMIT; None after it has occurred."""

    def __init__(self, folder: Path, server_folder: Path):
        self.fault: Fault | None = None
        self._server_folder = server_folder
        self._open: list[socket.socket] = []
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / f".s.PGSQL.{PORT}"))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """End all connections."""
        for connection in (self._listener, *self._open):
            # Unlike `close`, `shutdown` wakes a thread that reads the socket.
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self._server_folder / f".s.PGSQL.{PORT}"))
                self._open += [client, server]
                for relay in (self._up, self._down):
                    threading.Thread(target=relay, args=(client, server), daemon=True).start()

    def _up(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := client.recv(65536):
                if COMMIT in piece and self.fault:
                    self._lose(client, server, piece)
                    return
                server.sendall(piece)
            server.shutdown(socket.SHUT_RDWR)

    def _down(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := server.recv(65536):
                client.sendall(piece)
            client.shutdown(socket.SHUT_RDWR)

    def _lose(self, client: socket.socket, server: socket.socket, commit: bytes) -> None:
        fault, self.fault = self.fault, None
        client.shutdown(socket.SHUT_RDWR)
        if fault == "answer":
            server.sendall(commit)
        elif fault == "command":
            server.shutdown(socket.SHUT_RDWR)
