"""How a phone that is behind reads what it has missed."""

from __future__ import annotations

import json
import socket

from tests.bench.following import FollowingPhone
from tests.bench.phone import READ


class Fetch:
    """One reading of `changes` by a phone that is behind, over a connection of its own."""

    def __init__(self, phone: FollowingPhone):
        self.phone, self._got = phone, b""
        port, cookie = phone.target.port, phone.target.cookie
        lang = phone.stream.partition(".")[2]
        path = f"{phone.path}/changes?epoch={phone.epoch}&after={phone.seq}&lang={lang}"
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.socket.sendall(READ.format(path=path, port=port, cookie=cookie, connection="close").encode())
        self.socket.setblocking(False)

    def close(self) -> None:
        self.socket.close()

    def read(self) -> bool:
        """Take what has come; False at the end."""
        try:
            data = self.socket.recv(262144)
        except BlockingIOError:
            return True
        self._got += data
        return bool(data)

    def body(self) -> dict:
        """The change. ValueError for another answer."""
        head, _, content = self._got.partition(b"\r\n\r\n")
        if b" 200 " not in head[:20]:
            raise ValueError(head[:20])
        return json.loads(content)
