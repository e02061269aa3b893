"""A TLS proxy with a configuration of `deploy/` on a free port: its process, its files, and requests through it."""

from __future__ import annotations

import socket
import ssl
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from tests.servers import free_port

HOST, CLIENT = "floor.example", "127.0.0.77"
"""HOST: the site's name in the shipped configuration. CLIENT: the IP address of all clients.

The proxy must not write this address into a file.
"""


class Proxy:
    """A proxy process that runs as the user of the test, and serves https on `port` and http on `http_port`. All its
    files are in `prefix`.

    A subclass sets `command`, `environment` and `authority`. `authority` is the file of the certificate that clients
    trust.
    """

    command: list[str]
    environment: dict[str, str] | None = None
    host = HOST
    authority: Path

    def __init__(self, prefix: Path, upstream: int, port: int | None = None):
        self.prefix, self.port, self.http_port = prefix, port or free_port(), free_port()
        while self.port in (self.http_port, upstream):
            self.http_port = free_port()
        (prefix / "logs").mkdir(parents=True)

    def __enter__(self) -> Proxy:
        with open(self.prefix / "logs" / "output.log", "wb") as output:
            self.process = subprocess.Popen(self.command, env=self.environment, stdout=output, stderr=output)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self.process.poll() is None:
            with suppress(OSError), self.connect():
                self.at_start = self.files()
                return self
        self.__exit__()
        raise RuntimeError(f"the proxy did not start: {self.logs()}")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)

    def files(self) -> set[str]:
        """Return the paths of all files and folders below the prefix."""
        return {path.relative_to(self.prefix).as_posix() for path in self.prefix.rglob("*")}

    def logs(self) -> str:
        return "".join(path.read_text("utf-8", "replace") for path in (self.prefix / "logs").iterdir())

    def connect(self, *, tls: bool = True) -> socket.socket:
        """Return a connection from the address CLIENT with a small receive buffer."""
        plain = socket.socket()
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        plain.settimeout(30)
        plain.bind((CLIENT, 0))
        try:
            plain.connect(("127.0.0.1", self.port))
            if not tls:
                return plain
            context = ssl.create_default_context(cafile=str(self.authority))
            context.check_hostname = False
            return context.wrap_socket(plain, server_hostname=self.host)
        except OSError:
            plain.close()
            raise

    def request(self, head: str, body: bytes = b"", *, whole: bool = False) -> bytes:
        """Add the header Host and send the request. Return the whole answer if `whole` is true, otherwise its first
        bytes.

        If nginx refuses the body, it waits for the rest of the body. Reading the whole answer then takes seconds.
        """
        with self.connect() as connection:
            sent = f"{head}\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode() + body
            with suppress(ConnectionError):  # nginx may answer and close the connection before it has read the body.
                connection.sendall(sent)
            return read_all(connection) if whole else connection.recv(65536)


def read_all(connection: socket.socket) -> bytes:
    received = bytearray()
    with suppress(ConnectionError, ssl.SSLError):
        while part := connection.recv(1 << 20):
            received += part
    return bytes(received)


ASK, IMPORT = "/api/s/CODE/attendee/ask/a-good-key", "/api/s/CODE/organiser/import"
DEFINITIONS = ("/api/s/CODE/organiser/redefine/a-good-key", "/admin/new")


def put(proxy: Proxy, size: int, *options: str, path: str = ASK) -> str:
    """Send a body of `size` bytes with curl and these options. Return the last line of the answer and the HTTP status,
    separated by a space.
    """
    url = f"https://{HOST}:{proxy.port}{path}"
    address = ["--connect-to", f"{HOST}:{proxy.port}:127.0.0.1:{proxy.port}", "--interface", CLIENT, "--insecure"]
    command = ["curl", "--silent", *address, "--write-out", " %{http_code}", "--max-time", "30", *options, url]
    return subprocess.run(command, input=b"x" * size, capture_output=True, timeout=40).stdout.decode().split("\n")[-1]
