"""The cost of TLS and a proxy for each phone: `python -m tests.bench.proxied [PHONES]`. Linux only.

Phones connect through the shipped nginx and Caddy, and a chair approves questions. Print the memory per phone for each
proxy. Print also the processor time that the proxy and the server use for each delivered update.
"""

from __future__ import annotations

import base64
import os
import re
import socket
import ssl
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from tests.bench.crowd import Crowd
from tests.bench.phone import HANDSHAKE, Phone, Target
from tests.bench.processes import cpu_seconds, raise_descriptor_limit, resident_kib
from tests.bench.systems import OpenFloor
from tests.deploy.caddy import Caddy
from tests.deploy.nginx import Nginx
from tests.deploy.proxy import HOST

UPDATES = 20


class TLSConnection:
    """A TLS connection with the methods of a non-blocking plain socket."""

    def __init__(self, port: int, context: ssl.SSLContext):
        self._tls = context.wrap_socket(socket.create_connection(("127.0.0.1", port), 30), server_hostname=HOST)
        self.fileno, self.sendall, self.send, self.close = (
            self._tls.fileno,
            self._tls.sendall,
            self._tls.send,
            self._tls.close,
        )
        self.setblocking = self._tls.setblocking

    def recv(self, size: int) -> bytes:
        try:
            return self._tls.recv(size)
        except ssl.SSLWantReadError:
            raise BlockingIOError from None


class TLSPhone(Phone):
    """A phone that reaches the server at `upstream` through a proxy with TLS."""

    __slots__ = ("_context", "_upstream")

    def __init__(self, target: Target, upstream: int, context: ssl.SSLContext):
        super().__init__(target)
        self._upstream, self._context = upstream, context

    def open(self) -> None:
        self._buffer, self._step = b"", -1
        self.socket = TLSConnection(self.target.port, self._context)
        key = base64.b64encode(os.urandom(16)).decode()
        handshake = HANDSHAKE.format(port=self._upstream, cookie=self.target.cookie, key=key)
        self.socket.sendall(re.sub("Host: .*\r", f"Host: {HOST}\r", handshake, count=1).encode())
        self.socket.setblocking(False)


class TLSCrowd(Crowd):
    """The simulated phones, which run in this process and connect through a proxy with TLS."""

    def __init__(self, upstream: int):
        super().__init__()
        self._upstream, self._context = upstream, ssl.create_default_context()
        self._context.check_hostname, self._context.verify_mode = False, ssl.CERT_NONE

    def _make(self, port: int, cookie: str, subscription: str) -> Phone:
        return TLSPhone(Target(port, cookie, subscription), self._upstream, self._context)


@contextmanager
def proxied(kind: type, folder: Path, port: int):
    proxy = kind(folder, port)
    if kind is Nginx:
        configuration = folder / "nginx.conf"
        text = configuration.read_text().replace("events {}", "events { worker_connections 30000; }")
        configuration.write_text(re.sub("master_process off;", "master_process off; worker_rlimit_nofile 60000;", text))
    with proxy:
        yield proxy


def main(phones: int) -> None:
    raise_descriptor_limit()
    for kind in (Nginx, Caddy):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            system = OpenFloor(folder / "ours")
            try:
                with proxied(kind, folder / "proxy", system.port) as proxy:
                    crowd, pid = TLSCrowd(system.port), proxy.process.pid
                    crowd.join("warm", proxy.port, system.subscriptions(50))
                    memory = resident_kib(pid)
                    crowd.join("all", proxy.port, system.subscriptions(phones))
                    memory = resident_kib(pid) - memory
                    system.ask(UPDATES)
                    crowd.moved("all", 2)
                    crowd.watch("all")
                    began = cpu_seconds(pid), cpu_seconds(system.pid), time.monotonic()
                    for update in range(1, UPDATES + 1):
                        system.publish()
                        assert crowd.wait("all", update, 60)["missing"] == 0
                    delivered = UPDATES * (phones + 50)
                    used = [
                        (after - before) / delivered * 1e6
                        for before, after in zip(began, (cpu_seconds(pid), cpu_seconds(system.pid)))
                    ]
                    print(
                        f"{kind.__name__}, {phones} phones: {memory / phones:.1f} KiB per phone;"
                        f" per delivered update: proxy {used[0]:.1f} µs, server {used[1]:.1f} µs"
                    )
            finally:
                system.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
