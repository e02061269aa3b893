"""Real servers for tests. Each server runs in a separate process, on a free port, with its own data folder."""

from __future__ import annotations

import contextlib
import http.cookiejar
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "data" / "sessions" / "cybercrime-2021.toml"
READY = "Open Floor is ready"
APERTIUM = Path("/usr/share/apertium")
"""The folder of Debian's Apertium packages.

A test server uses Apertium only if its `environment` sets `OPEN_FLOOR_APERTIUM` to this folder.
"""


PORTS, SHARES = range(16_000, 20_000), 4
"""Ports for servers under test. PORTS: the ports of test worker 0. SHARES: the number of equal, adjacent port ranges.

The ports of worker 1 directly follow the ports of worker 0, and so on. Worker SHARES has the same ports as worker 0.

All ports are below the system's ephemeral ports. Therefore the system never gives the port of a stopped server to an
outgoing connection, and the server can use the port again after a restart.
"""


HIGH_LIMITS = "\n[limits]\nburst = 50\nseconds_per_question = 1\nwaiting = 200\npending = 20000\n"
"""The table `limits` of a session file. Its limits are too high to be reached by a test or a benchmark.

Append the table to a session file without a table `limits`. With lower limits, the server could refuse a repeated
command because of a limit. The fault tests could then not detect a broken build that executes repeated commands twice.
"""
_given: set[int] = set()
"""The ports that `free_port` has returned. No port is returned twice, because a server may bind its port much later."""


def free_port() -> int:
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    while True:
        port = secrets.choice(PORTS) + worker % SHARES * len(PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if port not in _given:
                probe.bind(("127.0.0.1", port))
                _given.add(port)
                return port


def session_with(engine: str, folder: Path) -> Path:
    """Copy the demo's session file into `folder`, with this translation engine. Return the path of the copy."""
    file = folder / f"{engine}.toml"
    file.write_text(re.sub(r"(?m)^translation = .*$", f'translation = "{engine}"', DEMO.read_text("utf-8")), "utf-8")
    return file


@dataclass
class Server:
    """A server process. `start` after `kill` or `stop` uses the same folder and port.

    - `command` and `options`: the words before and after `server.py` in the command line.
    - `root`: the folder of the product's files.
    - `mode`: the concurrency mode. The default is the environment variable CONCURRENCY, or `eventlet` without this
      variable. So `CONCURRENCY=threading make test` tests the fallback mode.
    """

    data_dir: Path
    mode: str = field(default_factory=lambda: os.environ.get("CONCURRENCY") or "eventlet")
    session_file: Path = DEMO
    code: str = "CYB421"
    environment: dict[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = (sys.executable,)
    options: tuple[str, ...] = ()
    root: Path = ROOT
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def links(self) -> dict:
        return json.loads((self.data_dir / "links.json").read_text())

    def start(self) -> Server:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("PUBLIC_URL", "HOST", "LINKS_FILE", "TRUSTED_PROXIES")
        }
        environment |= {
            "PORT": str(self.port),
            "DATA_DIR": str(self.data_dir),
            "SESSION_FILE": str(self.session_file),
            "CONCURRENCY": self.mode,
            "PYTHONUNBUFFERED": "1",
            # Hide an installed Apertium, because translations would change the pages. A test can override this setting.
            "OPEN_FLOOR_APERTIUM": "/nowhere",
        }
        with open(self.data_dir / "server.log", "ab") as log:
            self.process = subprocess.Popen(
                [*self.command, str(self.root / "server.py"), *self.options],
                cwd=self.root,
                env=environment | self.environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        output = []
        for line in self.process.stdout:
            output.append(line)
            if READY in line:
                break
        else:
            raise RuntimeError(
                f"the server did not start: {''.join(output)}{(self.data_dir / 'server.log').read_text()}"
            )
        return self

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
        self.process.stdout.close()

    def log(self) -> str:
        return (self.data_dir / "server.log").read_text()

    def client(self, seat: str = "attendee", headers: dict[str, str] | None = None) -> Client:
        """Return a client in a seat: `attendee`, `chair/a`, `stage`, `panel/KEY`, `booth`, `booth/KEY`, `organiser`."""
        client = Client(self, seat, headers=headers or {})
        if seat == "attendee":
            client.request("GET", f"/s/{self.code}")
        else:
            kind, _, key = seat.partition("/")
            lists = {"panel": "panellists", "booth": "booths"}
            link = self.links[lists[kind]][key] if key and kind in lists else self.links[seat.replace("/", "_")]
            status, _ = client.request("POST", f"/api/s/{self.code}/{seat}/enter", {"secret": link.split("#")[1]})
            assert status == 204
        return client


@dataclass
class Client:
    """An HTTP client with a cookie jar; `headers` are sent with every request."""

    server: Server
    seat: str
    jar: http.cookiejar.CookieJar = field(default_factory=http.cookiejar.CookieJar)
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.jar), _NoRedirect()
        )

    @property
    def cookie(self) -> str:
        """Return the value of the header Cookie with all cookies of this client: `name=value; …`."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def raw(
        self, method: str, path: str, data: bytes | None = None, headers: dict | None = None
    ) -> tuple[int, Message, bytes]:
        """Send a request. Return (status, headers, body). Do not follow redirects."""
        request = urllib.request.Request(self.server.url + path, data, self.headers | (headers or {}), method=method)
        try:
            with self._opener.open(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.headers, refused.read()

    def request(self, method: str, path: str, body=None, headers: dict | None = None):
        """Send a request with a JSON body. Return (status, JSON or text)."""
        data = None if body is None else json.dumps(body).encode()
        sent = (
            {"X-Open-Floor": "1"} | ({"Content-Type": "application/json"} if data is not None else {}) | (headers or {})
        )
        status, received, content = self.raw(method, path, data, sent)
        return status, json.loads(content) if received.get("Content-Type", "").startswith(
            "application/json"
        ) else content.decode()

    def command(self, act: str, body: dict | None = None, key: str | None = None):
        """Send a command from the client's seat. Return (status, answer)."""
        return self.request(
            "PUT", f"/api/s/{self.server.code}/{self.seat}/{act}/{key or secrets.token_hex(8)}", body or {}
        )

    def read(self, what: str):
        return self.request("GET", f"/api/s/{self.server.code}/{self.seat}/{what}")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None
