"""A real nginx with the shipped configuration, and a server behind it that sends large answers."""

from __future__ import annotations

import os
import re
import select
import shutil
import socket
import subprocess
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.deploy.proxy import HOST, Proxy
from tests.faults.fault_tools import skip_or_fail
from tests.servers import ROOT

SHIPPED = ROOT / "deploy" / "nginx.conf"
LARGE = 32 * 1024 * 1024
"""The size of a large answer in bytes. It exceeds the socket buffers of nginx's connections to client and server."""
AROUND = """
daemon off;
master_process off;
pid nginx.pid;
error_log logs/error.log;
events {}
http {
    access_log logs/access.log;
    client_body_temp_path temp/body 1 2;
    proxy_temp_path temp/proxy 1 2;
    fastcgi_temp_path temp/fastcgi 1 2;
    uwsgi_temp_path temp/uwsgi 1 2;
    scgi_temp_path temp/scgi 1 2;
    include site.conf;
}
"""
"""The main configuration of nginx, which includes the configuration of the site (site.conf).

The log format is that of Debian's nginx.conf. All paths are below the prefix.

The numbers `1 2` give the levels of subfolders for temporary files; they are nginx's defaults. nginx deletes a
temporary file as soon as it has opened the file, but never deletes the subfolders. So an existing subfolder proves that
nginx has written a temporary file.
"""


class Nginx(Proxy):
    """An nginx process that runs as the user of the test. `site`: the text of the site's configuration.

    The environment variable NGINX can name another program.
    """

    def __init__(self, prefix: Path, upstream: int, site: str | None = None, port: int | None = None):
        program, openssl = (
            shutil.which(name, path="/usr/sbin:/usr/bin:/bin")
            for name in (os.environ.get("NGINX") or "nginx", "openssl")
        )
        if program is None or openssl is None:
            skip_or_fail("No nginx: apt-get install nginx openssl")
        super().__init__(prefix, upstream, port)
        self.command = [program, "-p", f"{prefix}/", "-c", "nginx.conf", "-e", "logs/error.log"]
        self.authority = prefix / "cert.pem"
        (prefix / "temp").mkdir()
        self._openssl = openssl
        self.make_certificate()
        (prefix / "nginx.conf").write_text(AROUND)
        (prefix / "site.conf").write_text(self._substituted(site or SHIPPED.read_text("utf-8"), upstream))

    def make_certificate(self) -> None:
        """Write a new key and a new certificate."""
        kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]
        paths = ["-keyout", str(self.prefix / "key.pem"), "-out", str(self.authority), "-subj", f"/CN={HOST}"]
        subprocess.run([self._openssl, "req", *kind, *paths], check=True, capture_output=True, timeout=60)

    def _substituted(self, site: str, upstream: int) -> str:
        """Return the site's configuration with the ports and certificates of the test, and without IPv6, because some
        machines have no IPv6.
        """
        for pattern, value in (
            (r"listen \[::\]:\d+.*;", ""),
            (r"listen 80;", f"listen 127.0.0.1:{self.http_port};"),
            (r"listen 443 ", f"listen 127.0.0.1:{self.port} "),
            (r"server 127\.0\.0\.1:5000;", f"server 127.0.0.1:{upstream};"),
            (r"/etc/letsencrypt/\S+/fullchain\.pem", "cert.pem"),
            (r"/etc/letsencrypt/\S+/privkey\.pem", "key.pem"),
            (r"/opt/open-floor/", f"{ROOT}/"),
        ):
            site, count = re.subn(pattern, value, site)
            assert count, f"deploy/nginx.conf has no {pattern}"
        return site


class Upstream:
    """A server that answers GET with LARGE bytes, and PUT and POST with the length of the body.

    `is_stalled`: True after half a second in which nothing of the large answer could be sent. `settled`: an event that
    is set when the large answer is completely sent, or when `is_stalled` becomes True. `read`: the paths of all GET
    requests. `forwarded`: the headers X-Forwarded-For of all PUT and POST requests.
    """

    def __init__(self) -> None:
        self.settled, self.is_stalled = threading.Event(), False
        self.read: list[str] = []
        self.forwarded: list[str] = []
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                upstream.read.append(self.path)
                self.send_response(200)
                self.send_header("Content-Length", str(LARGE))
                self.end_headers()
                upstream.send_large(self.connection)

            def do_PUT(self) -> None:
                upstream.forwarded += self.headers.get_all("X-Forwarded-For")
                body = str(len(self.rfile.read(int(self.headers["Content-Length"])))).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_PUT  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def send_large(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        left, block = LARGE, b"x" * 65536
        while left:
            if not select.select([], [connection], [], 0.5)[1]:
                self.is_stalled = True
                self.settled.set()
                select.select([], [connection], [], 30)
            with suppress(BlockingIOError):
                left -= connection.send(block[:left])
        connection.setblocking(True)
        self.settled.set()

    def __enter__(self) -> Upstream:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
