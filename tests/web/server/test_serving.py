"""Tests of the start and the stop of a server.

A server that cannot start exits with code 2 and prints one clear sentence. Its data folder stays consistent.
"""

from __future__ import annotations

import json
import os
import re
import resource
import select
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing

import pytest
from sqlite_utils import Database

from moderation import __version__
from moderation.store import schema
from tests.factories import make_database
from tests.servers import ROOT, Server, free_port

MODES = ["eventlet", "threading"]
DEMO = ROOT / "data" / "sessions" / "cybercrime-2021.toml"


STOPPED_IN_THE_MIDDLE = """
import os, signal, sys
if sys.argv[1] == "eventlet":
    import eventlet
    eventlet.monkey_patch()
from types import SimpleNamespace
from moderation import runtime
from moderation.web.server import shutdown

threads = runtime.use(sys.argv[1])
held = threads.real("threading").Lock()

def stop(seconds):
    with held:
        os.write(1, b"stopped")

nothing = SimpleNamespace(withdraw=lambda: None, release=lambda: None)
here = SimpleNamespace(is_draining=False, runtime=threads, folder=nothing, writer=SimpleNamespace(stop=stop))
here.config = SimpleNamespace(is_cluster=False)
sockets = SimpleNamespace(manager=None, eio=SimpleNamespace(sockets={}))
shutdown.stop_on_signals(threads, shutdown.Drain(here, sockets).run)
with held:
    os.kill(os.getpid(), signal.SIGTERM)
threads.sleep(20)
"""


def start_in_vain(folder, mode: str, **settings: str) -> tuple[int, str]:
    """Start a server whose start must fail. Return (exit code, output)."""
    environment = (
        os.environ
        | {"PORT": str(free_port()), "DATA_DIR": str(folder), "SESSION_FILE": str(DEMO), "CONCURRENCY": mode}
        | settings
    )
    done = subprocess.run(
        [sys.executable, ROOT / "server.py"], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


def is_clear(output: tuple[int, str], *words: str) -> None:
    code, text = output
    assert code == 2 and "Traceback" not in text and "is ready" not in text, output
    assert text.startswith("Open Floor did not start: ") and text.count("\n") == 1, output
    for word in words:
        assert word in text, output


@pytest.mark.parametrize("mode", MODES)
def test_a_wrong_setting(tmp_path, mode):
    is_clear(start_in_vain(tmp_path, mode, PORT="eighty"), "PORT", "eighty")
    is_clear(start_in_vain(tmp_path, mode, PUBLIC_URL="floor.example"), "PUBLIC_URL", "floor.example")


def test_an_unknown_concurrency_mode(tmp_path):
    is_clear(start_in_vain(tmp_path, "asyncio"), "CONCURRENCY", "asyncio")


@pytest.mark.parametrize("mode", MODES)
def test_a_bad_session_file_is_refused_by_line_and_field(tmp_path, mode):
    bad = tmp_path / "bad.toml"
    lines = DEMO.read_text().splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("languages"))
    lines[at] = 'languages = ["en", "english"]'
    bad.write_text("\n".join(lines))
    is_clear(start_in_vain(tmp_path / "data", mode, SESSION_FILE=str(bad)), f"line {at + 1}", "languages")
    is_clear(start_in_vain(tmp_path / "data", mode, SESSION_FILE=str(tmp_path / "nothing.toml")), "nothing.toml")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("mode", MODES)
def test_an_unusable_data_folder(tmp_path, mode):
    (tmp_path / "file").write_text("x")
    is_clear(start_in_vain(tmp_path / "file", mode), "file")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "open-floor.db").write_bytes(b"this is no database" * 100)
    is_clear(start_in_vain(tmp_path / "broken", mode))


def test_a_database_of_a_later_version_is_refused_and_unchanged(tmp_path):
    make_database(str(tmp_path / "open-floor.db")).close()
    with closing(sqlite3.connect(tmp_path / "open-floor.db", isolation_level=None)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('open_floor', 'm999_later', '')"
        )
        before = list(connection.iterdump())
        is_clear(start_in_vain(tmp_path, "eventlet"), "a later version of Open Floor", "m999_later", "restore a backup")
        assert list(connection.iterdump()) == before and not list(tmp_path.glob("before-*"))


def test_a_start_with_an_earlier_database_makes_a_copy_first(tmp_path):
    with closing(schema.connect(tmp_path / "open-floor.db")) as connection:
        schema.migrations.apply(Database(connection), stop_before="m007_outcomes")
        tables = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    Server(tmp_path).start().stop()
    with closing(schema.connect(tmp_path / f"before-{__version__}.db", read_only=True)) as connection:
        assert connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == tables


def test_an_unavailable_port_or_host(tmp_path, server):
    is_clear(start_in_vain(tmp_path, server.mode, PORT=str(server.port)), str(server.port))
    assert not (tmp_path / "server.json").exists()
    is_clear(start_in_vain(tmp_path, server.mode, HOST="no.such.host.invalid"), "no.such.host.invalid")


def test_a_second_server_on_the_same_folder_is_refused_and_the_first_goes_on(server):
    announced = (server.data_dir / "server.json").read_bytes()
    is_clear(start_in_vain(server.data_dir, server.mode), "another", str(server.data_dir))
    assert (server.data_dir / "server.json").read_bytes() == announced
    assert server.client().request("GET", "/healthz") == (200, "ok")


def test_files_in_the_data_folder_are_readable_by_their_owner_only(server):
    assert stat.S_IMODE(server.data_dir.stat().st_mode) == 0o700
    for name in ("secret.key", "server.json", "links.json", "lock", "open-floor.db", "open-floor.db-wal"):
        assert stat.S_IMODE((server.data_dir / name).stat().st_mode) == 0o600, name
    assert len((server.data_dir / "secret.key").read_bytes()) == 32
    announced = json.loads((server.data_dir / "server.json").read_bytes())
    assert announced["url"] == server.url and len(announced["token"]) >= 20


@pytest.mark.parametrize("mode", MODES)
def test_links_file_and_server_json(tmp_path, mode):
    links = tmp_path / "elsewhere" / "links.json"
    server = Server(tmp_path / "data", mode, environment={"LINKS_FILE": str(links)}).start()
    try:
        assert stat.S_IMODE(links.stat().st_mode) == 0o600
        written = json.loads(links.read_text())
        assert (
            set(written) == {"attendee", "chair_a", "chair_b", "stage", "booth", "organiser", "panellists"}
            and written["panellists"]
        )
        assert (tmp_path / "data" / "server.json").exists()
    finally:
        server.stop()
    assert server.process.returncode == 0
    assert not (tmp_path / "data" / "server.json").exists()


@pytest.mark.parametrize("mode", MODES)
def test_links_are_printed_to_a_pipe_only_with_the_option(tmp_path, mode):
    for options in ((), ("--links",)):
        server = Server(tmp_path / "data", mode, options=options).start()
        secrets = [
            link.split("#")[1] for name, link in server.links.items() if "#" in str(link) and name != "panellists"
        ]
        server.process.terminate()
        printed = server.process.stdout.read()
        server.process.wait(20)
        server.process.stdout.close()
        assert [secret in printed for secret in secrets] == [bool(options)] * len(secrets)
        assert ("open-floor links CYB421" in printed) is not bool(options)
        assert not [secret for secret in secrets if secret in server.log()]


def test_links_are_printed_to_a_terminal(tmp_path):
    terminal, end = os.openpty()
    settings = {
        "PORT": str(free_port()),
        "DATA_DIR": str(tmp_path),
        "SESSION_FILE": str(DEMO),
        "PYTHONUNBUFFERED": "1",
    }
    process = subprocess.Popen([sys.executable, ROOT / "server.py"], env=os.environ | settings, cwd=ROOT, stdout=end)
    try:
        os.close(end)
        printed = b""
        while "█".encode() not in printed:
            assert select.select([terminal], [], [], 60)[0], printed
            printed += os.read(terminal, 65536)
        secret = json.loads((tmp_path / "links.json").read_text())["chair_a"].split("#")[1]
        assert secret.encode() in printed
    finally:
        process.terminate()
        process.wait(20)
        os.close(terminal)


def test_no_core_dump_is_written(server):
    assert resource.prlimit(server.process.pid, resource.RLIMIT_CORE) == (0, 0)


@pytest.mark.parametrize("mode", MODES)
def test_a_links_file_that_cannot_be_written(tmp_path, mode):
    (tmp_path / "file").write_text("x")
    is_clear(
        start_in_vain(tmp_path / "data", mode, LINKS_FILE=str(tmp_path / "file" / "links.json")),
        "LINKS_FILE",
        str(tmp_path / "file"),
    )
    assert not (tmp_path / "data" / "server.json").exists()


@pytest.mark.parametrize("mode", MODES)
def test_a_network_address_without_https_works_with_a_warning(tmp_path, mode):
    server = Server(tmp_path / "data", mode, environment={"HOST": "0.0.0.0"}).start()
    try:
        assert "WARNING" in server.log() and "https" in server.log()
        assert server.client().request("GET", "/healthz") == (200, "ok")
        assert json.loads((server.data_dir / "server.json").read_bytes())["url"] == server.url
    finally:
        server.stop()


@pytest.mark.parametrize("mode", MODES)
def test_the_log_has_no_personal_data_and_addresses_no_secret(tmp_path, mode, listen):
    """Send questions, bad requests and secrets that all contain the word `canary`. The log must not contain this word.

    The test checks IP addresses separately.
    """
    server = Server(tmp_path / "data", mode, environment={"TRUSTED_PROXIES": "1"}).start()
    try:
        person, chair = server.client(), server.client("chair/a")
        brought = {
            "User-Agent": "canary-agent",
            "Referer": "http://canary.example/",
            "X-Forwarded-For": "198.51.100.77",
            "X-Real-IP": "198.51.100.77",
        }
        for body in (
            {"text": "canary-text"},
            {"text": "canary-text", "group": "canary-group"},
            {"canary": 1},
            {"text": "canary-text" * 100},
        ):
            person.request("PUT", f"/api/s/{server.code}/attendee/ask/canary-key-{len(body)}", body, brought)
        for path in (
            "/canary",
            f"/s/{server.code}?canary",
            "/s/canary",
            "/join?code=canary",
            "/socket.io/?EIO=4&canary",
        ):
            person.raw("GET", path, None, brought)
        person.raw("POST", "/language", b"lang=canary&back=canary", brought)
        listener = listen(person)
        listener.emit("subscribe", {"session": "canary", "seat": "canary"})
        listener._socket.send("canary")
        pages = [
            chair.raw("GET", f"/s/{server.code}/chair/a")[2].decode(),
            person.raw("GET", f"/s/{server.code}")[2].decode(),
        ]
        for page in pages:
            assert not re.findall(r'(?:href|src|action)="[^"]*\?[^"]*(?:secret|token|key)', page)
        secrets = [
            link.split("#")[1] for name, link in server.links.items() if "#" in str(link) and name != "panellists"
        ]
        secrets += [
            json.loads((server.data_dir / "server.json").read_bytes())["token"],
            person.cookie.split("=", 1)[1],
            chair.cookie.split("=", 1)[1],
        ]
        server.stop()
        output = server.log().replace(server.url, "")
        assert (
            "canary" not in output
            and "198.51.100.77" not in output
            and "127.0.0.1" not in output
            and "Traceback" not in output
        )
        assert not [secret for secret in secrets if secret in output]
    finally:
        server.stop()


def test_links_file_follows_a_renewed_and_a_revoked_link(tmp_path):
    server = Server(tmp_path).start()
    try:
        organiser = server.client("organiser")
        old = server.links["chair_b"]
        new = organiser.command("renew", {"seat": "chair.b"})[1]["link"]
        assert (server.links["chair_b"], new == old) == (new, False)
        organiser.command("revoke", {"seat": "stage"})
        assert server.links["stage"] is None
    finally:
        server.stop()


@pytest.mark.parametrize("mode", MODES)
def test_a_signal_stops_the_server_while_the_writer_queue_is_locked(mode):
    command = [sys.executable, "-W", "ignore", "-c", STOPPED_IN_THE_MIDDLE, mode]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=15)
    assert (done.returncode, done.stdout) == (0, "stopped"), done.stderr
