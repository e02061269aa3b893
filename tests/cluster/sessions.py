"""A new session on a local cluster, with clients for its seats."""

from __future__ import annotations

import json
import re
import secrets
from typing import Any

from tests.cluster.local import LocalCluster
from tests.servers import DEMO, HIGH_LIMITS
from tests.web.served_session import ServedSession


def make_session(cluster: LocalCluster) -> ServedSession:
    """Create an open session with the demo's definition and high limits. Its requests go through the proxy."""
    code = "T" + secrets.token_hex(4).upper()
    text = re.sub(r'(?m)^code = "CYB421"', f'code = "{code}"', DEMO.read_text("utf-8"))
    text = re.sub(r"(?m)^translation = .*$", 'translation = "none"', text)
    file = cluster.folder / f"{code}.toml"
    file.write_text(text + HIGH_LIMITS, "utf-8")
    cluster.command_line("create", str(file))
    links: dict[str, Any] = json.loads(cluster.command_line("links", code, "--json"))
    return ServedSession(cluster, code, links)  # type: ignore[arg-type]
