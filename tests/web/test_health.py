"""What a monitor asks. (`/readyz` of a server that is stopping: test_draining.py)"""

from __future__ import annotations

from tests.servers import Client


def test_a_server_at_work_is_alive_and_ready(server):
    for path in ("/healthz", "/readyz"):
        assert Client(server, "").request("GET", path) == (200, "ok")
