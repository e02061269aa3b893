"""Lighthouse on every page of a filled session. Print a row for each page; exit with 1 if a score is below LEAST."""

from __future__ import annotations

import functools
import http.server
import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser.example_session import worked  # noqa: E402
from tests.servers import Client, Server  # noqa: E402
from tests.web.served_session import control  # noqa: E402

LEAST = 98
PHONES = ("join", "floor", "own", "ledger", "entry", "panel")
STAFF = {
    "chairs": "chair/a",
    "stage": "stage",
    "booth": "booth",
    "panel": "panel/fatafta",
    "organiser": "organiser",
}
ADMINISTRATION = {"admin": "", "new": "/new", "event": "/event"}
ORGANISERS = ("setup", "import", "handout")


def pages_of(server: Server) -> list[dict]:
    """Return the pages with their addresses and cookies, as lighthouse.mjs reads them."""
    attendee, floor = worked(server), f"{server.url}/s/{server.code}"

    def page(name: str, url: str, client: Client | None = None) -> dict:
        cookies = [
            {"name": cookie.name, "value": cookie.value, "domain": "127.0.0.1", "path": cookie.path}
            for cookie in (client.jar if client else [])
        ]
        return {"name": name, "url": url, "cookies": cookies, "phone": name in PHONES}

    return [
        page("join", f"{server.url}/"),
        page("floor", floor, attendee),
        page("own", f"{floor}/own", attendee),
        page("ledger", f"{floor}/ledger"),
        page("entry", f"{floor}/chair/a"),
        *(page(name, f"{floor}/{seat}", server.client(seat)) for name, seat in STAFF.items()),
        *(page(name, f"{floor}/{name}", server.client("organiser")) for name in ORGANISERS),
        *(page(name, f"{server.url}/admin{path}", administrator(server)) for name, path in ADMINISTRATION.items()),
    ]


def administrator(server: Server) -> Client:
    """Return a client that has entered the administration page."""
    client = server.client()
    secret = control(server, "admin_link", {})["admin_link"].partition("#")[2]
    assert client.request("POST", "/api/admin/enter", {"secret": secret})[0] == 204
    return client


def serve(folder: Path) -> http.server.ThreadingHTTPServer:
    """Serve the files of `folder` on a free port of 127.0.0.1."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments) -> None:
            pass

    listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    return listener


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = Server(folder / "data").start()
        files = serve(folder)
        try:
            pages = pages_of(server)
            # Open Floor offers the report only as a download, so a separate file server serves the report as a page.
            report = server.client("organiser").raw("GET", f"/api/s/{server.code}/organiser/export?format=html")[2]
            (folder / "report.html").write_bytes(report)
            address = f"http://127.0.0.1:{files.server_port}/report.html"
            pages.append({"name": "report", "url": address, "cookies": [], "phone": False})
            return int(not is_good(pages))
        finally:
            files.shutdown()
            files.server_close()
            server.stop()


def is_good(pages: list[dict]) -> bool:
    """Measure the pages and print each result when it is known. Return whether every score is at least LEAST."""
    print(f"{'page':<12}{'accessibility':>14}{'best practices':>16}", flush=True)
    least = 100
    with subprocess.Popen(
        ["node", ROOT / "tests" / "browser" / "lighthouse.mjs"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        run.stdin.write(json.dumps(pages))
        run.stdin.close()
        for line in run.stdout:
            result = json.loads(line)
            print(f"{result['name']:<12}{result['scores'][0]:>14}{result['scores'][1]:>16}", flush=True)
            for fault in result["faults"]:
                print(f"    {fault[:300]}", flush=True)
            least = min(least, *result["scores"])
    return run.returncode == 0 and least >= LEAST


if __name__ == "__main__":
    sys.exit(main())
