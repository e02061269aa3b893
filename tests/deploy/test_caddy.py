"""Tests of deploy/Caddyfile with the real Caddy. The Caddyfile must give the same guarantees as deploy/nginx.conf."""

from __future__ import annotations

import pytest

from tests.deploy.caddy import SHIPPED, Caddy
from tests.deploy.nginx import Upstream
from tests.deploy.proxy import CLIENT, DEFINITIONS, HOST, IMPORT, put
from tests.servers import ROOT, free_port

CANARY = "Kanarienvogel-7F3A"
LIMIT = 64 * 1024
"""The maximum size of a request body in bytes. The limit for uploads of question files and session definitions is
higher.
"""
LARGEST_FILE, LARGEST_DEFINITION = 5 * 1024 * 1024, 1024 * 1024
BODY = ("--request", "PUT", "--data-binary", "@-")
IMPORTING = ("--data-binary", "@-")


@pytest.fixture(scope="module")
def proxied(tmp_path_factory):
    with Upstream() as upstream, Caddy(tmp_path_factory.mktemp("caddy"), upstream.port) as caddy:
        yield caddy, upstream


def test_the_shipped_file_has_a_name_and_an_address():
    text = SHIPPED.read_text("utf-8")
    assert "\n{$OPEN_FLOOR_SITE:floor.example} {\n" in text
    assert "reverse_proxy {$OPEN_FLOOR_UPSTREAM:127.0.0.1:5000}\n" in text


@pytest.mark.parametrize("version", ["--http1.1", "--http2"])
def test_bodies_are_limited_and_in_no_file(proxied, version):
    caddy, upstream = proxied
    assert put(caddy, LIMIT, version, *BODY) == f"{LIMIT} 200"
    assert put(caddy, 0, version, "--request", "POST", "--data", "") == "0 200"
    assert put(caddy, 1, version, *BODY, "--write-out", " %{http_version}") == f"1 {version[6:]}"
    assert put(caddy, LARGEST_FILE, version, *IMPORTING, path=f"{IMPORT}/preview") == f"{LARGEST_FILE} 200"
    for path in DEFINITIONS:
        assert put(caddy, LARGEST_DEFINITION, version, *IMPORTING, path=path) == f"{LARGEST_DEFINITION} 200"
    passed = len(upstream.forwarded)
    too_large_file = put(caddy, LARGEST_FILE + 1, version, *IMPORTING, path=IMPORT)
    too_large_definition = put(caddy, LARGEST_DEFINITION + 1, version, *IMPORTING, path=DEFINITIONS[0])
    too_large = put(caddy, LIMIT + 1, version, *BODY)
    # The body is sent in chunks (HTTP/1.1) or in frames (HTTP/2), without the header Content-Length.
    unknown = put(caddy, LIMIT, version, "--upload-file", "-")
    if version == "--http1.1":  # In HTTP/2, Caddy may end the stream before curl has read the answer.
        assert (too_large, too_large_file, too_large_definition, unknown) == (" 413", " 413", " 413", " 411")
    assert len(upstream.forwarded) == passed
    assert caddy.files() == caddy.at_start


def test_routes_for_the_operator_are_not_proxied(proxied):
    caddy, upstream = proxied
    read, forwarded = list(upstream.read), list(upstream.forwarded)
    for path in ("/metrics", "/readyz", "/METRICS", "//metrics", "/%6detrics"):
        assert caddy.request(f"GET {path} HTTP/1.1").startswith(b"HTTP/1.1 404 "), path
    for path in ("/api/control/links", "//api/control/links", "/api//control/links", "/%61pi/control/links"):
        assert caddy.request(f"POST {path} HTTP/1.1\r\nContent-Length: 0").startswith(b"HTTP/1.1 404 "), path
    assert (upstream.read, upstream.forwarded) == (read, forwarded)


def test_a_client_cannot_claim_another_address(proxied):
    caddy, upstream = proxied
    assert put(caddy, 1, "--http1.1", "--header", "X-Forwarded-For: 1.2.3.4", *BODY) == "1 200"
    assert upstream.forwarded[-1] == CLIENT


def test_behind_a_load_balancer_the_address_before_the_last_is_the_clients(tmp_path):
    """Test the directive `trusted_proxies`, which docs/operating/load-balancer.md recommends with TRUSTED_PROXIES=2."""
    shipped = SHIPPED.read_text("utf-8")
    line = "reverse_proxy {$OPEN_FLOOR_UPSTREAM:127.0.0.1:5000}"
    configuration = shipped.replace(line, f"{line} {{\n\t\t\ttrusted_proxies {CLIENT}\n\t\t}}")
    assert configuration != shipped
    with Upstream() as upstream, Caddy(tmp_path, upstream.port, configuration) as caddy:
        assert put(caddy, 1, "--http1.1", "--header", "X-Forwarded-For: 1.2.3.4, 9.9.9.9", *BODY) == "1 200"
        assert upstream.forwarded == [f"1.2.3.4, 9.9.9.9, {CLIENT}"]


def test_during_an_outage_the_proxy_sends_a_page_that_reloads(tmp_path):
    page = (ROOT / "deploy" / "unavailable.html").read_bytes()
    with Caddy(tmp_path, upstream=free_port()) as caddy:
        for head in ("GET /s/CODE HTTP/1.1", "PUT /api/s/CODE/attendee/ask/a-good-key HTTP/1.1\r\nContent-Length: 0"):
            answer = caddy.request(head, whole=True)
            assert answer.startswith(b"HTTP/1.1 502 ") and answer.endswith(page)
            assert b"\r\nContent-Type: text/html; charset=utf-8\r\n" in answer
            assert b"\r\nCache-Control: no-store\r\n" in answer


@pytest.mark.parametrize("is_excluded", [True, False])
def test_a_failed_request_is_in_no_log(tmp_path, is_excluded):
    """Test the directive `exclude`: with it, Caddy logs no failed request.

    The directive `handle_errors` has the same effect in Caddy 2.6, so the test removes it. If `exclude` is missing too,
    Caddy logs every failed request.
    """
    configuration = SHIPPED.read_text("utf-8").partition("\thandle_errors")[0] + "}\n"
    if not is_excluded:
        configuration = configuration.replace("exclude http\n", "exclude nothing\n")
    with Caddy(tmp_path, upstream=free_port(), configuration=configuration) as caddy:
        assert caddy.request(f"GET /{CANARY} HTTP/1.1").startswith(b"HTTP/1.1 502 ")
    assert (CANARY in caddy.logs()) is (CLIENT in caddy.logs()) is not is_excluded


def test_http_leads_to_https(proxied):
    caddy, _ = proxied
    caddy.port, secure = caddy.http_port, caddy.port
    try:
        with caddy.connect(tls=False) as connection:
            connection.sendall(f"GET /s/CODE HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
            answer = connection.recv(65536).decode()
    finally:
        caddy.port = secure
    assert answer.startswith("HTTP/1.1 308 ") and f"\r\nLocation: https://{HOST}" in answer
