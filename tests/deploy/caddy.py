"""A real Caddy with the shipped configuration. This Caddy issues its certificates itself."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.deploy.proxy import HOST, Proxy
from tests.faults.fault_tools import skip_or_fail
from tests.servers import ROOT

SHIPPED = ROOT / "deploy" / "Caddyfile"
FOR_TESTS = "\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\tdefault_bind 127.0.0.1\n"
"""Caddy's global options for the tests.

Caddy opens no administration port, issues its certificates itself, and does not install its root certificate on this
machine.
"""


class Caddy(Proxy):
    """A Caddy process that runs as the user of the test. `configuration`: the text of the Caddyfile. `host`: the name
    of the site.
    """

    def __init__(
        self, prefix: Path, upstream: int, configuration: str | None = None, port: int | None = None, host: str = HOST
    ):
        program = shutil.which("caddy")
        if program is None:
            skip_or_fail("No Caddy: apt-get install caddy")
        super().__init__(prefix, upstream, port)
        self.host = host
        (prefix / "temp").mkdir()
        self.command = [program, "run", "--adapter", "caddyfile", "--config", str(prefix / "Caddyfile")]
        self.environment = {
            "PATH": os.environ["PATH"],
            "TMPDIR": str(prefix / "temp"),
            **{name: str(prefix) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")},
            "OPEN_FLOOR_SITE": host,
            "OPEN_FLOOR_UPSTREAM": f"127.0.0.1:{upstream}",
        }
        self.authority = prefix / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        text = (configuration or SHIPPED.read_text("utf-8")).replace("/opt/open-floor/", f"{ROOT}/")
        ports = f"\thttp_port {self.http_port}\n\thttps_port {self.port}\n"
        assert text.count("\n{\n") == 1
        (prefix / "Caddyfile").write_text(text.replace("\n{\n", f"\n{{\n{FOR_TESTS}{ports}"))
