"""Tests of the headers of all responses, including errors."""

from __future__ import annotations

import socket

import pytest

from moderation.web.pages.export import FORMATS
from tests.servers import Client, Server
from tests.web.socket_client import PATIENCE, SocketClient

STRICT = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "font-src": {"'self'"},
    "base-uri": {"'none'"},
    "form-action": {"'self'"},
    "frame-ancestors": {"'none'"},
}
ANSWERS = [
    ("GET", "/"),
    ("GET", "/healthz"),
    ("GET", "/nothing"),
    ("DELETE", "/"),
    ("GET", "/s/{code}"),
    ("GET", "/s/{code}/chair/a"),
    ("GET", "/s/{code}/qr.svg"),
    ("GET", "/s/NOSUCH"),
    ("POST", "/language"),
    ("POST", "/s/{code}/ask"),
    ("GET", "/api/nothing"),
    ("GET", "/api/s/{code}/attendee/snapshot"),
    ("PUT", "/api/s/{code}/attendee/ask/a-good-key"),
    ("GET", "/api/s/{code}/chair/a/snapshot"),
    ("POST", "/api/control/open"),
    ("GET", "/static/nothing.js"),
    ("GET", "/s/{code}/ledger"),
    ("POST", "/api/s/{code}/attendee/similar"),
    ("GET", "/api/s/{code}/organiser/export"),
    ("GET", "/api/s/{code}/panel/socco/flags"),
    ("GET", "/join?code=x"),
    ("OPTIONS", "/s/{code}"),
    ("HEAD", "/s/{code}"),
]


def policy(headers) -> dict[str, set[str]]:
    rules = [rule.split() for rule in headers["Content-Security-Policy"].split(";")]
    return {name: set(values) for name, *values in rules}


def check(headers, origin: str) -> None:
    rules = policy(headers)
    assert {name: rules[name] for name in STRICT} == STRICT
    host = origin.split("//")[1]
    assert rules["connect-src"] >= {"'self'", f"{'wss' if origin.startswith('https') else 'ws'}://{host}"}
    assert all(host.rsplit(":", 1)[-1] in source for source in rules["connect-src"] - {"'self'"}), (
        "only our own sockets"
    )
    assert not any("unsafe" in source or source == "*" for sources in rules.values() for source in sources)
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "same-origin"
    assert "Werkzeug" not in str(headers) and "Python" not in str(headers) and "eventlet" not in str(headers)
    assert not [name for name in headers if name.lower().startswith("access-control-")]


@pytest.mark.parametrize(("method", "path"), ANSWERS, ids=lambda value: value)
def test_every_response_has_the_security_headers_and_is_not_cached(served, method, path):
    person = served["ana"]
    status, headers, _ = person.raw(
        method, path.format(code=served.code), None, {"Origin": "http://evil.example"} if method == "GET" else {}
    )
    check(headers, served.url)
    if not path.endswith(".svg"):
        cache_control = headers["Cache-Control"]
        assert "no-store" in cache_control or {"private", "no-cache"} <= {
            word.strip() for word in cache_control.split(",")
        }, (
            status,
            cache_control,
        )


@pytest.mark.parametrize("form", FORMATS)
def test_a_download_has_the_security_headers_and_is_an_attachment(served, form):
    status, headers, _ = served["organiser"].raw("GET", f"/api/s/{served.code}/organiser/export?format={form}")
    check(headers, served.url)
    assert (status, headers["Cache-Control"]) == (200, "no-store") and headers["Content-Disposition"].startswith(
        "attachment;"
    )


def test_the_public_ledger_is_cached_with_revalidation(served):
    _, headers, _ = served["ana"].raw("GET", f"/api/s/{served.code}/ledger")
    check(headers, served.url)
    assert headers["Cache-Control"] == "no-cache" and "Set-Cookie" not in headers


@pytest.mark.parametrize(
    "query",
    [
        "EIO=4&transport=polling",
        "EIO=4&transport=polling&j=0",
        "EIO=4&transport=websocket",
        "EIO=3&transport=websocket",
        "",
        "EIO=4&transport=x",
    ],
)
def test_refusals_of_socket_io_have_the_security_headers(served, query):
    status, headers, body = served["ana"].raw("GET", f"/socket.io/?{query}&canary=%3Cscript%3E")
    assert status == 400 and b"canary" not in body and b"<script" not in body and b"___eio" not in body
    assert headers["Content-Security-Policy"] == "default-src 'none'" and headers["X-Content-Type-Options"] == "nosniff"
    assert "Werkzeug" not in str(headers)


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_behind_https_cookies_are_secure_and_its_pages_may_command(tmp_path, mode):
    server = Server(tmp_path / "data", mode, environment={"PUBLIC_URL": "https://Floor.Example:443"}).start()
    try:
        person = Client(server, "attendee")
        _, headers, _ = person.raw("GET", f"/s/{server.code}")
        assert headers["Set-Cookie"].startswith(f"__Host-of-{server.code}-attendee=")
        assert {"Secure", "Path=/"} <= set(headers["Set-Cookie"].split("; ")) and "Domain" not in headers["Set-Cookie"]
        assert headers.get_all("Strict-Transport-Security") == ["max-age=31536000; includeSubDomains"]
        check(headers, "https://floor.example")
        cookie = headers["Set-Cookie"].split(";")[0]
        for origin, status in (("https://floor.example", 201), (server.url, 403), ("http://floor.example", 403)):
            sent = {"X-Open-Floor": "1", "Content-Type": "application/json", "Cookie": cookie, "Origin": origin}
            assert (
                person.raw("PUT", f"/api/s/{server.code}/attendee/ask/a-good-key", b'{"text": "x"}', sent)[0] == status
            ), origin
        unprefixed = cookie.removeprefix("__Host-")
        for sent, status in ((unprefixed, 401), (f"{unprefixed}; {cookie}", 200), (f"{cookie}; {cookie}", 401)):
            assert person.raw("GET", f"/api/s/{server.code}/attendee/own", None, {"Cookie": sent})[0] == status, sent
        _, chosen, _ = person.raw("POST", "/language?read=fr", b"lang=es", {"Cookie": cookie})
        names = [header.split("=")[0] for header in chosen.get_all("Set-Cookie")]
        assert names == ["__Host-of-lang", "__Host-of-read"]
        _, _, page = person.raw("GET", "/", None, {"Cookie": "of-theme=dark; __Host-of-theme=light; of-lang=fr"})
        assert b'data-theme="light"' in page and b'<html lang="en"' in page
        assert all(
            link.startswith("https://floor.example/s/") for name, link in server.links.items() if name != "panellists"
        )
        secret = server.links["stage"].split("#")[1]
        _, headers, _ = person.raw(
            "POST",
            f"/api/s/{server.code}/stage/enter",
            f'{{"secret": "{secret}"}}'.encode(),
            {"X-Open-Floor": "1", "Content-Type": "application/json"},
        )
        login = headers["Set-Cookie"].split(";")[0]
        assert login.startswith(f"__Host-of-{server.code}-stage=") and "Secure" in headers["Set-Cookie"]
        stage = Client(server, "stage", headers={"Cookie": login})
        listener = SocketClient(stage)
        assert listener.subscribe()["ok"]
        listener.close()
        listener = SocketClient(Client(server, "stage", headers={"Cookie": login.removeprefix("__Host-")}))
        assert listener.subscribe()["code"] == "seat.unknown"
        listener.close()
    finally:
        server.stop()


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nX: canary\x00\r\n\r\n",
        b"GET /canary\r\n\r\n",
        b"canary\r\n\r\n",
        b"GET /" + b"canary" * 20_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: canary\r\n" * 5000 + b"\r\n",
        b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: canary\r\n\r\n",
        b"PUT /api/s/x/attendee/ask/a-good-key HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab",
        b"\x16\x03\x01\x02\x00canary",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\ncanary\r\n0\r\n\r\n",
    ],
    ids=lambda line: repr(line[:30]),
)
def test_a_malformed_request_is_answered_without_code(server, request_line):
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as line:
        try:
            line.sendall(request_line)
            line.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: line.recv(65536), b""))
        except OSError:
            answer = b""
    assert b"Traceback" not in answer and b"site-packages" not in answer and b"<script" not in answer
    assert Client(server, "").request("GET", "/healthz") == (200, "ok")
    assert "canary" not in server.log()
