"""Tests of the check of request heads: as a function, and on real servers in both concurrency modes."""

from __future__ import annotations

import socket

import pytest

from moderation.web.server.strict_requests import problem_of

PATIENCE = 20
GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /language HTTP/1.1\r\nHost: x\r\n"
REFUSED = {
    "two lengths": POST + b"Content-Length: 0\r\nContent-Length: 5\r\n\r\n",
    "the same length twice": POST + b"Content-Length: 0\r\nContent-Length: 0\r\n\r\n",
    "lengths in a list": POST + b"Content-Length: 0, 0\r\n\r\n",
    "1_0": POST + b"Content-Length: 1_0\r\n\r\n0123456789",
    "+1": POST + b"Content-Length: +1\r\n\r\n1",
    "-1": POST + b"Content-Length: -1\r\n\r\n",
    "0x1": POST + b"Content-Length: 0x1\r\n\r\n1",
    "empty length": POST + b"Content-Length:\r\n\r\n",
    "digits of another script": POST + "Content-Length: ١\r\n\r\n1".encode(),
    "length and encoding": POST + b"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "another encoding": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n",
    "two encodings": POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
    "encoding in HTTP/1.0": b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "space before the colon": GET + b"Content-Length : 0\r\n\r\n",
    "folded line": GET + b"X: a\r\n b\r\n\r\n",
    "folded length": POST + b"Content-Length:\r\n 0\r\n\r\n",
    "NUL in a value": GET + b"X: a\x00b\r\n\r\n",
    "NUL in a name": GET + b"X\x00: a\r\n\r\n",
    "control character": GET + b"X: a\x1bb\r\n\r\n",
    "NUL after 8,000 spaces (in linear time)": GET + b"X: " + b" " * 8000 + b"\x00\r\n\r\n",
    "bare CR": GET + b"X: a\rContent-Length: 5\r\n\r\n",
    "bare LF": GET + b"X: a\nY: b\r\n\r\n",
    "no colon": GET + b"canary\r\n\r\n",
    "no name": GET + b": a\r\n\r\n",
    "no Host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "two Hosts": GET + b"Host: y\r\n\r\n",
    "two equal Hosts": GET + b"host: x\r\n\r\n",
    "empty Host": b"GET /healthz HTTP/1.1\r\nHost:\r\n\r\n",
    "Hosts in a list": b"GET /healthz HTTP/1.1\r\nHost: x y\r\n\r\n",
    "path in Host": b"GET /healthz HTTP/1.1\r\nHost: x/y\r\n\r\n",
    "user in Host": b"GET /healthz HTTP/1.1\r\nHost: x@y\r\n\r\n",
    "NUL in the path": b"GET /healthz\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    "tab in the request line": b"GET\t/healthz HTTP/1.1\r\nHost: x\r\n\r\n",
    "two spaces": b"GET  /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
    "absolute URL": b"GET http://evil.example/healthz HTTP/1.1\r\nHost: x\r\n\r\n",
    "no version": b"GET /healthz\r\n\r\n",
    "version 1.2": b"GET /healthz HTTP/1.2\r\nHost: x\r\n\r\n",
    "version 01.1": b"GET /healthz HTTP/01.1\r\nHost: x\r\n\r\n",
    "small letters": b"get /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
}
ACCEPTED = {
    "plain": GET + b"\r\n",
    "HTTP/1.0 without Host": b"GET /healthz HTTP/1.0\r\n\r\n",
    "port in Host": b"GET /healthz HTTP/1.1\r\nHost: floor.example:5000\r\n\r\n",
    "IPv6 in Host": b"GET /healthz HTTP/1.1\r\nHost: [::1]:5000\r\n\r\n",
    "tab and letters beyond ASCII in a value": GET + "X: \ta\tà \t\r\n\r\n".encode(),
    "empty value": GET + b"X:\r\n\r\n",
    "length": GET + b"Content-Length: 0\r\n\r\n",
    "ignored underscore": GET + b"Content_Length: 5\r\nTransfer_Encoding: chunked\r\n\r\n",
}


def split(request: bytes) -> tuple[bytes, list[bytes]]:
    """Split a request, and return (request line, list of header lines), as the server reads them.

    The request line and each header line end with LF. The last header line is the empty line.
    """
    head = request[: request.index(b"\r\n\r\n") + 4]
    first, *lines = (line + b"\n" for line in head.split(b"\n")[:-1])
    return first, lines


def answer(port: int, request: bytes) -> tuple[bytes, bool]:
    """Send a request. Return (answer, whether the server has then closed the connection)."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as line:
        received = b""
        try:
            line.sendall(request)
            while b"\r\n\r\n" not in received:
                part = line.recv(65536)
                if not part:
                    return received, True
                received += part
            line.settimeout(0.2)
            while part := line.recv(65536):
                received += part
        except TimeoutError:
            return received, False
        except ConnectionError:
            pass
        return received, True


@pytest.mark.parametrize("request_head", REFUSED.values(), ids=REFUSED.keys())
def test_an_incorrect_head_is_a_problem(request_head):
    assert problem_of(*split(request_head)) == 400


@pytest.mark.parametrize("request_head", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_a_correct_head_is_no_problem(request_head):
    assert problem_of(*split(request_head)) is None


def test_an_encoded_body_needs_a_length():
    assert problem_of(*split(POST + b"Transfer-Encoding: Chunked\r\n\r\n")) == 411


def test_a_head_without_its_end_is_a_problem():
    assert problem_of(b"GET / HTTP/1.1\r\n", [b"Host: x\r\n"]) == 400
    assert problem_of(b"GET / HTTP/1.1\r\n", []) == 400


@pytest.mark.server
def test_the_server_refuses_an_incorrect_head_and_closes(server):
    for name, request in REFUSED.items():
        received, is_closed = answer(server.port, request)
        assert received == b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", name
        assert is_closed, name
    received, is_closed = answer(server.port, POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
    assert received.startswith(b"HTTP/1.1 411 ") and is_closed


@pytest.mark.server
def test_the_server_answers_a_correct_head(server):
    for name, request in ACCEPTED.items():
        received, _ = answer(server.port, request)
        assert received.startswith(b"HTTP/1.1 200 ") and received.endswith(b"ok"), name
