"""Tests of the outgoing connections of the server and its workers during a whole session.

The server must open no connection. A worker may open connections only to the host of the translation engine.

An audit hook records the connections of all Python processes. The tests install the hook in a virtual environment,
because workers inherit only a few environment variables. If strace is installed, the tests also record the system calls
of compiled code.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from moderation.services.translation.engines import apertium
from tests.servers import APERTIUM, Server, session_with
from tests.services.translation.loopback import FakeTranslationService

ASKED = {"en": "Who will read the report?", "es": "¿Quién paga la traducción?", "fr": "Qui contrôle la police ?"}
NOWHERE = "http://127.0.0.3:9"
HOOK = """
import ipaddress, json, os, sys
out, write = os.open({out!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), os.write

def record(*event):
    write(out, json.dumps([" ".join(sys.orig_argv[1:]), *event]).encode() + b"\\n")

def is_own(address):
    # eventlet wakes its loop through a socket on which this process listens.
    sockets = [line.split() for line in open("/proc/self/net/tcp").readlines()[1:]]
    port = lambda fields: int(fields[1].split(":")[1], 16)
    listening = {{"socket:[" + row[9] + "]" for row in sockets if row[3] == "0A" and port(row) == address[1]}}
    paths = ["/proc/self/fd/" + name for name in os.listdir("/proc/self/fd")]
    return any(os.path.lexists(path) and os.readlink(path) in listening for path in paths)

def is_name(host):
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True

LOOKUPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")

def hook(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg") and not is_own(arguments[1]):
        record("call", repr(arguments[1]))
    elif event in LOOKUPS and is_name(arguments[0]):
        record("call", repr(arguments[0]))

record("start", "")
sys.addaudithook(hook)
"""

pytestmark = pytest.mark.server
needs_apertium = pytest.mark.skipif(
    not apertium.modes(APERTIUM) and os.environ.get("CI") != "true", reason="Apertium is not installed: make apertium"
)


class Watch:
    """A Python environment in which every process records its name lookups and its connections.

    A connection of a process to itself is not recorded.
    """

    def __init__(self, folder: Path):
        self._out = folder / "calls.jsonl"
        venv.EnvBuilder(symlinks=True).create(folder / "python")
        self.command = (str(folder / "python" / "bin" / "python"),)
        packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder / "python")}))
        (packages / "watching_calls.py").write_text(HOOK.format(out=str(self._out)))
        (packages / "watch.pth").write_text(f"{sysconfig.get_path('purelib')}\nimport watching_calls\n")

    def workers(self) -> int:
        return sum(event == "start" and "translation.worker" in who for who, event, _ in self._notes())

    def calls(self) -> set[tuple[str, str]]:
        """Return the recorded calls as a set of pairs (process, address or name). The process is "worker" or
        "server".
        """
        return {
            ("worker" if "translation.worker" in who else "server", where)
            for who, event, where in self._notes()
            if event == "call"
        }

    def _notes(self) -> list[tuple[str, str, str]]:
        return [tuple(json.loads(line)) for line in self._out.read_text().splitlines()]


def hold_session(server: Server, listen) -> None:
    """Run a session with acts of all seats. Return when no translation is waiting."""
    chair, booth, attendee = server.client("chair/a"), server.client("booth"), server.client()
    for seat in ("stage", "panel/socco", "chair/b", "booth", "organiser"):
        client = server.client(seat)
        assert client.request("GET", f"/s/{server.code}/{seat}")[0] == 200
        if seat != "organiser":
            assert listen(client).subscribe()["ok"]
    for language, text in ASKED.items():
        assert attendee.command("ask", {"text": text, "language": language})[0] == 201
    assert server.client().command("ask", {"text": "Ce rapport, qui va le lire ?", "hint": "fr"})[0] == 201
    until_nothing_waits(chair)
    for number in (1, 2):
        assert chair.command("approve", {"number": number, "version": 1})[0] == 200
    assert server.client().command("vote", {"number": 2})[0] == 200
    assert chair.command("take", {"number": 1, "version": 2})[0] == 200
    assert booth.command("translate", {"number": 1, "language": "fr", "text": "Qui lira le rapport ?"})[0] == 200
    assert chair.command("set_language", {"number": 3, "version": 1, "language": "es"})[0] == 200
    assert chair.command("retranslate", {"number": 2})[0] in (200, 409)
    assert chair.command("decline", {"number": 4, "version": 1, "reason": "off_topic"})[0] == 200
    until_nothing_waits(chair)
    assert attendee.request("GET", f"/s/{server.code}/qr.svg")[0] == 200
    assert server.client("organiser").command("close")[0] == 200


def until_nothing_waits(chair) -> None:
    while any(
        translation["state"] == "waiting"
        for view in chair.read("snapshot")[1]["put"]
        for translation in view["translations"].values()
    ):
        # No sleep is needed, because `read` waits for the server's answer. The loop always ends, because the server
        # marks a translation that is still missing after `WAITS_AT_MOST` seconds as failed.
        pass


def watched(tmp_path: Path, mode: str, listen, **options) -> Watch:
    """Run a session on a server whose connections are recorded. Return the `Watch` that contains the records."""
    watch = Watch(tmp_path)
    server = Server(tmp_path / "data", mode, command=watch.command, **options).start()
    try:
        hold_session(server, listen)
    finally:
        server.stop()
    assert "Traceback" not in server.log()
    return watch


@needs_apertium
@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_by_default_no_connection_is_made(tmp_path, listen, mode):
    """Check that the demo session uses the local engine automatically, and that no connection is opened."""
    # Leave out the translation routes through Catalan, because they take seconds to load. On a busy machine, the worker
    # would exceed its time-out, and the server would start a second worker. The test expects exactly one worker.
    engine = tmp_path / "apertium"
    (engine / "modes").mkdir(parents=True)
    for file in (APERTIUM / "modes").glob("*.mode"):
        if "cat" not in file.stem:
            (engine / "modes" / file.name).symlink_to(file)
    watch = watched(tmp_path, mode, listen, environment={"OPEN_FLOOR_APERTIUM": str(engine)})
    assert (watch.calls(), watch.workers()) == (set(), 1)


def test_without_an_engine_no_connection_is_made_and_no_worker_started(tmp_path, listen):
    watch = watched(tmp_path, "eventlet", listen)
    assert (watch.calls(), watch.workers()) == (set(), 0)


@pytest.mark.parametrize(("engine", "way"), [("libretranslate", "redirecting"), ("google", "good")])
def test_with_an_engine_only_its_host_is_contacted(tmp_path, listen, engine, way):
    """Check that the worker connects only to the engine's host, even if the host redirects or the environment names
    proxies.

    The server itself must connect to no host.
    """
    proxies = dict.fromkeys(
        ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"), NOWHERE
    )
    with FakeTranslationService(engine, way, elsewhere=f"{NOWHERE}/") as service:
        watch = watched(
            tmp_path,
            "eventlet",
            listen,
            session_file=session_with(engine, tmp_path),
            environment={"OPEN_FLOOR_TRANSLATION_URL": service.url} | proxies,
        )
        assert service.asked
    assert watch.calls() == {("worker", repr(("127.0.0.1", urlsplit(service.url).port)))}


@needs_apertium
def test_compiled_code_makes_no_connection_either(tmp_path, listen):
    strace, out = shutil.which("strace") or "", tmp_path / "calls"
    command = (strace, "-D", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(out), sys.executable)
    if not strace or subprocess.run([*command, "-c", ""], capture_output=True).returncode:
        pytest.skip("no strace, or it may not trace")
    server = Server(
        tmp_path / "data", "threading", command=command, environment={"OPEN_FLOOR_APERTIUM": str(APERTIUM)}
    ).start()
    try:
        hold_session(server, listen)
    finally:
        server.stop()
    calls = [line for line in out.read_text().splitlines() if re.search(r"\bconnect\(|sa_family=AF_INET", line)]
    assert [line for line in calls if "sa_family=AF_UNIX" not in line] == []
