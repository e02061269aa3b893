"""What a phone loads at its first visit: the attendee page with all that it names, compressed as a browser takes it."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from tests.bench.report import row
from tests.bench.systems import stand

ALL_KB, SCRIPTS_KB, REQUESTS = 60, 35, 8
NAMED = re.compile(r'<(?:script|link|img)\b[^>]*?\b(?:src|href)="(/[^"]+)"')
SOCKET, READS = 1, ("own", "snapshot?lang=en")
"""What its script asks for besides, once it runs."""


def measure() -> list[dict]:
    """KB (of 1,000 bytes) of bodies as they are sent, and requests with the WebSocket's."""
    with tempfile.TemporaryDirectory() as folder, stand("ours", Path(folder) / "ours") as open_floor:
        visitor = open_floor.server.client()
        page = f"/s/{open_floor.server.code}"
        got = {path: _load(visitor, path) for path in (page, *(f"{open_floor.path}/{read}" for read in READS))}
        text = visitor.raw("GET", page)[2].decode()
        named = sorted({path for path in NAMED.findall(text) if path.startswith("/static/")})
        got |= {path: _load(visitor, path) for path in named}
        works = 'method="post"' in text and "<textarea" in text
    scripts = sum(size for path, size in got.items() if path.endswith(".js"))
    return [
        row("first_load_kb", sum(got.values()) / 1000, "KB", f"<= {ALL_KB}"),
        row("first_load_scripts_kb", scripts / 1000, "KB", f"<= {SCRIPTS_KB}"),
        row("first_load_requests", len(got) + SOCKET, "", f"<= {REQUESTS}"),
        row("first_load_form_without_js", int(works), "", ">= 1"),
    ]


def _load(visitor, path: str) -> int:
    status, _, body = visitor.raw("GET", path, headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    if status != 200:
        raise RuntimeError(f"{path}: {status}")
    return len(body)
