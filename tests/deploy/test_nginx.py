"""Tests of deploy/nginx.conf with the real nginx: no data of requests or answers are written to a file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import signal
import ssl
import time
from contextlib import contextmanager, suppress

import pytest

from tests.deploy.nginx import LARGE, SHIPPED, Nginx, Upstream
from tests.deploy.proxy import CLIENT, DEFINITIONS, HOST, IMPORT, put, read_all
from tests.servers import ROOT, free_port

BUILT, PAGE = ROOT / "static" / "built", ROOT / "deploy" / "unavailable.html"
CANARY = "Kanarienvogel-7F3A"
LIMIT = 64 * 1024
"""The maximum size of a request body in bytes. The limit for uploads of question files and session definitions is
higher.
"""
LARGEST_FILE, LARGEST_DEFINITION = 5 * 1024 * 1024, 1024 * 1024


@contextmanager
def running(prefix, site=None):
    with Upstream() as upstream, Nginx(prefix, upstream.port, site) as nginx:
        yield nginx, upstream


def without(*directives: str) -> str:
    """Return the shipped configuration without the lines that contain one of the texts in `directives`."""
    lines = SHIPPED.read_text("utf-8").splitlines(keepends=True)
    remaining = [line for line in lines if not any(directive in line for directive in directives)]
    assert len(remaining) < len(lines)
    return "".join(remaining)


def read_slowly(nginx: Nginx, upstream: Upstream, path: str) -> bytes:
    """Request a large answer, and read only its first byte. Wait until `upstream.settled` is set. Then read the rest,
    and return the whole answer.
    """
    upstream.settled.clear()
    upstream.is_stalled = False
    with nginx.connect() as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
        first = connection.recv(1)
        assert upstream.settled.wait(30)
        return first + read_all(connection)


def test_the_answer_of_a_slow_reader_is_in_no_file(tmp_path):
    with running(tmp_path) as (nginx, upstream):
        for path in ("/api/s/CODE/chair/a/snapshot", "/api/s/CODE/organiser/export?format=json"):
            answer = read_slowly(nginx, upstream, path)
            assert upstream.is_stalled and answer.endswith(b"x" * LARGE)
        assert nginx.files() == nginx.at_start


@pytest.mark.parametrize("version", ["--http1.1", "--http2"])
def test_a_large_upload_is_in_no_file(tmp_path, version):
    with running(tmp_path) as (nginx, _):
        for size in (1, 16 * 1024, LIMIT):
            assert put(nginx, size, version, "--request", "PUT", "--data-binary", "@-") == f"{size} 200"
        assert put(nginx, LIMIT + 1, version, "--request", "PUT", "--data-binary", "@-").endswith(" 413")
        assert put(nginx, LARGEST_FILE, version, "--data-binary", "@-", path=IMPORT) == f"{LARGEST_FILE} 200"
        assert put(nginx, LARGEST_FILE + 1, version, "--data-binary", "@-", path=IMPORT).endswith(" 413")
        for path in DEFINITIONS:
            sent = put(nginx, LARGEST_DEFINITION, version, "--data-binary", "@-", path=path)
            assert sent == f"{LARGEST_DEFINITION} 200"
            assert put(nginx, LARGEST_DEFINITION + 1, version, "--data-binary", "@-", path=path).endswith(" 413")
        # The body is sent in chunks (HTTP/1.1) or in frames (HTTP/2), without the header Content-Length.
        sent = put(nginx, LIMIT, version, "--upload-file", "-")
        assert sent.endswith(" 411") if version == "--http1.1" else sent == f"{LIMIT} 200"
        assert nginx.files() == nginx.at_start


def test_nothing_of_a_request_is_in_a_log(tmp_path):
    with Nginx(tmp_path, upstream=free_port()) as nginx:
        for head in (
            f"GET /{CANARY} HTTP/1.1",  # This request fails, because no server listens behind nginx.
            f"GET /{CANARY} HTTP/9.9",
            f"PUT /{CANARY} HTTP/1.1\r\nContent-Length: 9999999",
            f"GET /s/CODE HTTP/1.1\r\nCookie: {CANARY}{'x' * 99_999}",
            f"{CANARY}",
        ):
            nginx.request(head, CANARY.encode())
        with nginx.connect(tls=False) as connection:
            connection.sendall(f"GET /{CANARY} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            assert b" 400 " in read_all(connection)
        with nginx.connect(tls=False) as connection:
            connection.sendall(b"\x16\x03\x01" + CANARY.encode() * 9)
            read_all(connection)
        assert CANARY not in nginx.logs() and CLIENT not in nginx.logs()
        assert nginx.files() == nginx.at_start


def test_routes_for_the_operator_are_not_proxied(tmp_path):
    refused = re.findall(r"(?m)^ *location (?:= |\^~ )(\S+) \{ return 404; \}", SHIPPED.read_text("utf-8"))
    assert refused == ["/metrics", "/readyz", "/api/control"]
    with running(tmp_path) as (nginx, upstream):
        for path in ("/metrics", "/readyz"):
            assert b" 404 " in nginx.request(f"GET {path} HTTP/1.1").partition(b"\r\n")[0]
        for path in ("/api/control/links", "//api/control/links", "/api//control/links", "/%61pi/control/links"):
            assert b" 404 " in nginx.request(f"POST {path} HTTP/1.1\r\nContent-Length: 0").partition(b"\r\n")[0], path
        assert upstream.forwarded == []


def test_a_script_is_sent_from_the_file_that_the_build_compressed(tmp_path):
    name = json.loads((BUILT / "manifest.json").read_bytes())["floor.js"]
    with running(tmp_path) as (nginx, upstream):
        head, _, body = nginx.request(
            f"GET /static/{name} HTTP/1.1\r\nAccept-Encoding: gzip, br", whole=True
        ).partition(b"\r\n\r\n")
        assert body == (BUILT / f"{name}.gz").read_bytes()
        sent = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        assert {
            "Content-Type": "text/javascript; charset=utf-8",
            "Content-Encoding": "gzip",
            "Vary": "Accept-Encoding",
            "Cache-Control": "public, max-age=31536000, immutable",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        }.items() <= sent.items()
        plain = nginx.request(f"GET /static/{name} HTTP/1.1", whole=True)
        assert b"\r\nContent-Encoding:" not in plain and plain.endswith((BUILT / name).read_bytes())
        assert upstream.read == []
        # nginx serves only the built files. It forwards requests for all other files to the server.
        others = ("/static/manifest.json", f"/static/{name}.gz", "/static/gone.AAAAAAAA.js", "/static/a/floor.js")
        for path in others:
            nginx.request(f"GET {path} HTTP/1.1")
        assert upstream.read == [*others]


def script_hash() -> str:
    """Return the hash of the script of PAGE, as a Content-Security-Policy names it."""
    script = PAGE.read_text("utf-8").partition("<script>")[2].partition("</script>")[0]
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def test_during_an_outage_nginx_sends_a_page_in_six_languages_that_reloads(tmp_path):
    with Nginx(tmp_path, upstream=free_port()) as nginx:
        for head in ("GET /s/CODE HTTP/1.1", "PUT /api/s/CODE/attendee/ask/a-good-key HTTP/1.1\r\nContent-Length: 0"):
            answer = nginx.request(head, whole=True)
            assert answer.startswith(b"HTTP/1.1 502 ") and answer.endswith(PAGE.read_bytes())
            assert b"\r\nContent-Type: text/html; charset=utf-8\r\n" in answer
            assert b"\r\nCache-Control: no-store\r\n" in answer
            assert f"script-src 'sha256-{script_hash()}';".encode() in answer
        assert nginx.request("GET /unavailable.html HTTP/1.1").startswith(b"HTTP/1.1 404 ")


def test_a_client_cannot_claim_another_address(tmp_path):
    with running(tmp_path) as (nginx, upstream):
        claims = [
            option for name in ("X-Forwarded-For", "x-forwarded-for") for option in ("--header", f"{name}: 1.2.3.4")
        ]
        assert put(nginx, 1, "--http1.1", *claims, "--request", "PUT", "--data-binary", "@-") == "1 200"
        assert upstream.forwarded == [CLIENT]


def test_a_reload_serves_the_renewed_certificate(tmp_path):
    """Send the signal of `systemctl reload nginx`, which certbot runs after each renewal (deploy/README.md)."""
    nginx = Nginx(tmp_path, upstream=free_port())
    configuration = tmp_path / "nginx.conf"
    text = configuration.read_text().replace("master_process off;", "master_process on; worker_processes 1;")
    configuration.write_text(text)
    with nginx:
        nginx.make_certificate()
        with pytest.raises(ssl.SSLCertVerificationError):
            nginx.connect()
        nginx.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with suppress(ssl.SSLCertVerificationError), nginx.connect():
                return
        pytest.fail("nginx still serves the old certificate")


@pytest.mark.parametrize(("balancer", "address"), [(CLIENT, "9.9.9.9"), ("10.0.0.0/8", CLIENT)])
def test_behind_a_load_balancer_each_client_has_an_address_of_its_own(tmp_path, balancer, address):
    """Check which client address nginx reports to the server (X-Forwarded-For).

    - The sender of the request is the load balancer: the last address in the request's own X-Forwarded-For, because
      the load balancer has added this address.
    - The sender is not the load balancer: the sender's own address. The header may be forged.
    """
    site = re.sub(r"(?m)^( *)#((?:set_)?real_ip_.*;)$", r"\1\2", SHIPPED.read_text("utf-8"))
    assert site.count("real_ip_") == 3 and "#real_ip" not in site
    with running(tmp_path, site.replace("10.0.0.0/8", balancer)) as (nginx, upstream):
        claim = ("--header", "X-Forwarded-For: 1.2.3.4, 9.9.9.9")
        assert put(nginx, 1, "--http1.1", *claim, "--request", "PUT", "--data-binary", "@-") == "1 200"
        assert upstream.forwarded == [address]


def test_each_directive_against_files_and_logs_is_needed(tmp_path):
    """Remove some lines of the configuration, and check that nginx then writes files or logs. This shows that the tests
    above can fail.
    """
    with running(tmp_path / "answers", without("proxy_max_temp_file_size")) as (nginx, upstream):
        read_slowly(nginx, upstream, "/api/s/CODE/chair/a/snapshot")
        assert not upstream.is_stalled and "temp/proxy/1/00" in nginx.files()
    with running(tmp_path / "bodies", without("client_body_buffer_size")) as (nginx, _):
        assert put(nginx, LIMIT, "--http1.1", "--request", "PUT", "--data-binary", "@-") == f"{LIMIT} 200"
        assert "temp/body/1/00" in nginx.files()
    with running(tmp_path / "chunks", without("http_transfer_encoding")) as (nginx, _):
        with nginx.connect() as connection:
            head = f"PUT /x HTTP/1.1\r\nHost: {HOST}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            connection.sendall(head.encode() + b"1\r\nx\r\n" * 50_000 + b"0\r\n\r\n")
            read_all(connection)
        assert "temp/body/1/00" in nginx.files()
    with Nginx(tmp_path / "logs", free_port(), without("access_log off", "error_log /dev/null")) as nginx:
        nginx.request(f"GET /{CANARY} HTTP/1.1")
        assert CANARY in nginx.logs() and CLIENT in nginx.logs()
