"""Tests of many pipelined requests on one connection.

Other connections must not wait until all these requests are answered.
"""

from __future__ import annotations

import socket

from moderation.web.server.turns import with_turns

PIPELINED = 240
END = b"\r\n\r\n"


def test_the_handler_pauses_after_each_request():
    events = []

    class Handler:
        def handle_one_request(self) -> None:
            events.append("request")

    handler = with_turns(Handler, lambda seconds: events.append(seconds))()
    handler.handle_one_request()
    handler.handle_one_request()
    assert events == ["request", 0, "request", 0]


def test_a_request_does_not_wait_for_all_pipelined_requests_of_another_connection(served):
    address = ("127.0.0.1", served.server.port)
    request = f"GET /s/{served.code}?all=1 HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    health = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with socket.create_connection(address, 60) as pipeline, socket.create_connection(address, 60) as other:
        pipeline.sendall(request * PIPELINED)
        answers = pipeline.recv(1 << 16)  # Wait until the server has begun to answer the pipelined requests.
        other.sendall(health)
        answer = b""
        while part := other.recv(1 << 16):
            answer += part
        assert answer.startswith(b"HTTP/1.1 200")
        pipeline.setblocking(False)
        try:
            while part := pipeline.recv(1 << 20):
                answers += part
        except BlockingIOError:
            pass
        assert answers.count(b"HTTP/1.1 200 OK") < PIPELINED / 4
