"""Tests of a session behind nginx or Caddy. Pages, commands, sockets and exports work; the proxy stores no data."""

from __future__ import annotations

import json
import re
import secrets

import pytest

from moderation.web.api.operation import proxies_token
from tests.deploy.caddy import Caddy
from tests.deploy.nginx import Nginx
from tests.deploy.proxy import CLIENT, HOST, Proxy
from tests.servers import DEMO, Server, free_port

CANARY, NAME = "Kanarienvogel-7F3A", "Canaria Siskin"
ORIGIN = f"Origin: https://{HOST}\r\nX-Open-Floor: 1\r\nContent-Type: application/json"
HANDSHAKE = "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    environment = {"PUBLIC_URL": f"https://{HOST}", "TRUSTED_PROXIES": "1"}
    server = Server(tmp_path_factory.mktemp("server"), environment=environment).start()
    yield server
    server.stop()


@pytest.fixture(scope="module", params=[Nginx, Caddy])
def proxied(request, server, tmp_path_factory):
    with request.param(tmp_path_factory.mktemp("proxy"), server.port) as proxy:
        yield server, proxy


def send(proxy: Proxy, line: str, cookie: str = "", body: dict | None = None, headers: str = "X-Other: 1") -> str:
    """Send a request with the headers that the server's own pages send. Return the head and body of the answer."""
    data = b"" if body is None else json.dumps(body).encode()
    head = f"{line} HTTP/1.1\r\n{ORIGIN}\r\n{headers}\r\nCookie: {cookie}\r\nContent-Length: {len(data)}"
    return proxy.request(head, data, whole=True).decode("utf-8", "replace")


def cookie_of(answer: str) -> str:
    return re.search(r"(?i)\r\nset-cookie: ([^;]+)", answer)[1]


@pytest.fixture(params=[Nginx, pytest.param(Caddy, marks=pytest.mark.long)])
def make_proxied(request, tmp_path):
    """Yield (server, proxy). The session of the server is in rehearsal."""
    environment = {"PUBLIC_URL": f"https://{HOST}", "TRUSTED_PROXIES": "1"}
    rehearsal = tmp_path / "rehearsal.toml"
    rehearsal.write_text(re.sub(r"(?m)^demo = true", "demo = false", DEMO.read_text("utf-8")), "utf-8")
    server = Server(tmp_path / "data", environment=environment, session_file=rehearsal, port=free_port())
    with request.param(tmp_path / "proxy", server.port) as proxy:
        server.start()
        yield server, proxy
        server.stop()


class ProxiedPeople:
    """The clients of a session behind a proxy. `secrets`: the values that no log may contain."""

    def __init__(self, server: Server, proxy: Proxy):
        self.server, self.proxy = server, proxy
        self.page = send(proxy, f"GET /s/{server.code}")
        self.cookies = {"attendee": cookie_of(self.page)}
        self.secrets = [server.links[seat].split("#")[1] for seat in ("organiser", "chair_a")]
        for seat, secret in zip(("organiser", "chair/a"), self.secrets, strict=True):
            entered = send(proxy, f"POST /api/s/{server.code}/{seat}/enter", body={"secret": secret})
            self.cookies[seat] = cookie_of(entered)
        self.secrets += [cookie.partition("=")[2] for cookie in self.cookies.values()]

    def act(self, seat: str, act: str, status: int = 200, **body) -> str:
        """Send a command, check the status of the answer, and return the answer."""
        line = f"PUT /api/s/{self.server.code}/{seat}/{act}/{secrets.token_hex(8)}"
        answer = send(self.proxy, line, self.cookies[seat], body)
        assert answer.startswith(f"HTTP/1.1 {status} "), (act, answer)
        return answer

    def ask(self) -> None:
        words = {"text": f"Who decides? {CANARY}", "name": NAME, "show_name": True, "language": "en"}
        assert CANARY in self.act("attendee", "ask", 201, **words)

    def forget(self) -> None:
        """Send the form "Forget me on this phone", which withdraws all questions."""
        page = send(self.proxy, f"GET /s/{self.server.code}", self.cookies["attendee"])
        token = re.search(r'name="token" value="([^"]+)"', page)[1]
        data = f"token={token}&questions=withdraw".encode()
        head = (
            f"POST /s/{self.server.code}/forget HTTP/1.1\r\nOrigin: https://{HOST}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nCookie: {self.cookies['attendee']}\r\n"
            f"Content-Length: {len(data)}"
        )
        answer = self.proxy.request(head, data, whole=True)
        assert answer.startswith(b"HTTP/1.1 200 ") and b"Clear-Site-Data" in answer


def test_a_proxy_stores_no_data_of_a_session(make_proxied):
    """Run one session with all events of the table in `tests/web/test_canaries.py`."""
    server, proxy = make_proxied
    people = ProxiedPeople(server, proxy)
    people.ask()
    people.act("organiser", "open")  # `open` ends the rehearsal and deletes its questions.
    people.ask()
    people.act("chair/a", "wording", number=1, version=1, text="Who pays?", hide=True)
    assert CANARY in send(proxy, f"GET /api/s/{server.code}/attendee/own", people.cookies["attendee"])
    path = f"/api/s/{server.code}/organiser/export?format=json"
    assert "Who pays?" in send(proxy, f"GET {path}", people.cookies["organiser"])
    people.act("attendee", "withdraw", number=1)
    people.ask()
    assert CANARY in send(proxy, f"GET {path}", people.cookies["organiser"])
    with proxy.connect() as connection:
        path = "/socket.io/?EIO=4&transport=websocket"
        head = (
            f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: Upgrade\r\n{HANDSHAKE}\r\n"
            f"Cookie: {people.cookies['attendee']}\r\n\r\n"
        )
        connection.sendall(head.encode())
        assert connection.recv(65536).startswith(b"HTTP/1.1 101 ")
    token = proxies_token(json.loads((server.data_dir / "server.json").read_bytes())["token"])
    counted = proxy.request(f"GET /api/forwarded HTTP/1.1\r\nAuthorization: Bearer {token}", whole=True)
    assert json.loads(counted.partition(b"\r\n\r\n")[2]) == {"forwarded": 1, "https": True}
    people.act("organiser", "set", chatham_house_rule=True)
    people.forget()
    people.act("organiser", "close")
    people.act("organiser", "purge")
    assert proxy.files() == proxy.at_start
    contents = "".join(path.read_text("utf-8", "replace") for path in proxy.prefix.rglob("*") if path.is_file())
    for canary in (CANARY, NAME, CLIENT, token, *people.secrets):
        assert canary not in contents and canary not in server.log()


def test_control_is_hidden_and_strict_transport_security_is_sent_once(proxied):
    server, proxy = proxied
    token = json.loads((server.data_dir / "server.json").read_bytes())["token"]
    for path in ("/api/control/links", "//api/control/links", "/api//control/links", "/%61pi/control/links"):
        answer = send(proxy, f"POST {path}", body={}, headers=f"Authorization: Bearer {token}")
        assert answer.startswith("HTTP/1.1 404 "), path
    assert send(proxy, "GET /metrics").startswith("HTTP/1.1 404 ")
    assert send(proxy, "GET /readyz").startswith("HTTP/1.1 404 ")
    page = send(proxy, f"GET /s/{server.code}")
    assert page.startswith("HTTP/1.1 200 ")
    assert re.findall(r"(?i)\r\nstrict-transport-security: (.*)\r", page) == ["max-age=31536000; includeSubDomains"]
