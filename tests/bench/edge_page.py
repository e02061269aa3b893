"""The first visit of a phone: the attendee page and all files that the page loads, compressed."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from tests.bench.report import row
from tests.bench.systems import running_system
from tests.servers import Client

ALL_KB, SCRIPTS_KB, REQUESTS = 60, 35, 8
NAMED = re.compile(r'<(?:script|link|img)\b[^>]*?\b(?:src|href)="(/[^"]+)"')
SOCKET, READS = 1, ("own", "snapshot?lang=en")
"""The requests of the page's script. SOCKET: the number of WebSockets. READS: the paths of the GET requests."""


def measure() -> list[dict]:
    """Return four report rows.

    - KB (1,000 bytes) of all compressed bodies
    - KB of the scripts
    - number of requests, including the WebSocket
    - 1 if the page has a form for browsers without JavaScript, otherwise 0
    """
    with tempfile.TemporaryDirectory() as folder, running_system("ours", Path(folder) / "ours") as open_floor:
        visitor = open_floor.server.client()
        page = f"/s/{open_floor.server.code}"
        sizes = {path: _load(visitor, path) for path in (page, *(f"{open_floor.path}/{read}" for read in READS))}
        text = visitor.raw("GET", page)[2].decode()
        resources = sorted({path for path in NAMED.findall(text) if path.startswith("/static/")})
        sizes |= {path: _load(visitor, path) for path in resources}
        works = 'method="post"' in text and "<textarea" in text
    scripts = sum(size for path, size in sizes.items() if path.endswith(".js"))
    return [
        row("first_load_kb", sum(sizes.values()) / 1000, "KB", f"<= {ALL_KB}"),
        row("first_load_scripts_kb", scripts / 1000, "KB", f"<= {SCRIPTS_KB}"),
        row("first_load_requests", len(sizes) + SOCKET, "", f"<= {REQUESTS}"),
        row("first_load_form_without_js", int(works), "", ">= 1"),
    ]


def _load(visitor: Client, path: str) -> int:
    """Return the length in bytes of the compressed body. Raise RuntimeError if the status is not 200."""
    status, _, body = visitor.raw("GET", path, headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    if status != 200:
        raise RuntimeError(f"{path}: {status}")
    return len(body)
