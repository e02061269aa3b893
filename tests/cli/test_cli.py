"""Tests of the command line: with a running server, and with a data folder that no server uses."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from moderation.cli.main import main
from tests.servers import ROOT, Client, Server

pytestmark = pytest.mark.server
WATER = ROOT / "data" / "sessions" / "water.toml"
SEATS = {"attendee", "chair_a", "chair_b", "stage", "booth", "organiser", "panellists"}


@dataclass
class Desk:
    """The command line for one data folder.

    `typed("open", "WATER7")` returns the output of a successful command. `refused(…)` returns the error output of a
    command that fails.
    """

    folder: Path
    server: Server | None = None

    def run(self, *words: str, typing: str | None = None) -> Result:
        """Run the command within this process, because starting a process takes a second.

        One test starts the real program.
        """
        environment = {
            "DATA_DIR": str(self.folder),
            "PUBLIC_URL": "",
            "PORT": str(self.server.port if self.server else 5000),
        }
        return CliRunner(env=environment).invoke(main, words, input=typing)

    def typed(self, *words: str, typing: str | None = None) -> str:
        done = self.run(*words, typing=typing)
        assert done.exit_code == 0, (done.output, done.exception)
        return done.stdout

    def refused(self, *words: str, typing: str | None = None) -> str:
        done = self.run(*words, typing=typing)
        assert done.exit_code in (1, 2) and done.stderr.startswith(("Error: ", "Usage: ")), (
            done.output,
            done.exception,
        )
        assert isinstance(done.exception, SystemExit), done.exception
        return done.stderr

    def links(self, code: str = "WATER7") -> dict:
        return json.loads(self.typed("links", code, "--json"))


@pytest.fixture(params=["eventlet", "threading", "no server"])
def desk(request, tmp_path):
    """Return the command line for a data folder with the water session, which is in rehearsal."""
    folder = tmp_path / "data"
    server = None if request.param == "no server" else Server(folder, request.param).start()
    desk_in_folder = Desk(folder, server)
    try:
        assert "WATER7" in desk_in_folder.typed("create", str(WATER))
        yield desk_in_folder
    finally:
        if server:
            server.stop()


def test_a_session_from_its_file_to_its_end(desk):
    assert "already" in desk.refused("create", str(WATER)).lower() or "session.exists" in desk.refused(
        "create", str(WATER)
    )
    links = desk.links()
    assert set(links) == SEATS and set(links["panellists"]) == {"haddad", "moreau"}
    for act, becomes in (
        ("open", "open"),
        ("open", "open already"),
        ("pause", "paused"),
        ("open", "open"),
        ("close", "closed"),
        ("reopen", "open"),
    ):
        assert desk.typed(act, "water7").strip().endswith(becomes), act
    assert "phase.not_allowed" in (desk.typed("pause", "WATER7") and desk.refused("reopen", "WATER7"))
    for act in ("open", "pause", "close", "reopen", "links"):
        assert "session.unknown" in desk.refused(act, "NOSUCH")
        assert "session.unknown" in desk.refused(act, "\udcff")
    assert desk.links() == links, "links stay the same"


def test_links_are_renewed_and_revoked(desk):
    old = desk.links()
    assert old["stage"] in desk.typed("links", "WATER7")
    renewed = json.loads(desk.typed("links", "WATER7", "--renew", "stage", "--json"))
    assert renewed["stage"] != old["stage"] and renewed | {"stage": 0} == old | {"stage": 0}
    desk.typed("links", "WATER7", "--renew", "panel.haddad")
    assert desk.links()["panellists"]["haddad"] != old["panellists"]["haddad"]
    desk.typed("revoke", "chair.a", "--session", "WATER7")
    assert desk.links()["chair_a"] is None and "(revoked)" in desk.typed("links", "WATER7")
    for seat in ("attendee", "chair.z", "panel.nobody", "", "nothing"):
        assert "seat" in desk.refused("revoke", seat, "--session", "WATER7")
        if seat:
            assert "seat" in desk.refused("links", "WATER7", "--renew", seat)


def test_a_backup_is_complete_and_without_the_key(desk, tmp_path):
    copy = tmp_path / "copy.db"
    desk.typed("backup", str(copy))
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    opened = sqlite3.connect(copy)
    try:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert "WATER7" in {code for (code,) in opened.execute("SELECT code FROM sessions")}
    finally:
        opened.close()
    assert (desk.folder / "secret.key").read_bytes() not in copy.read_bytes()
    before = copy.read_bytes()
    assert "already" in desk.refused("backup", str(copy)) and copy.read_bytes() == before
    assert "folder" in desk.refused("backup", str(tmp_path / "nowhere" / "copy.db"))


def test_a_bad_session_file_is_refused_by_line_and_field(desk, tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text(WATER.read_text().replace('languages = ["fr", "ar", "en"]', 'languages = "fr"'))
    message = desk.refused("create", str(bad))
    assert "line" in message and "languages" in message
    assert desk.refused("create", str(tmp_path / "nothing.toml"))


def test_a_closed_session_is_purged(desk):
    assert "WATER7: rehearsal, 0 questions" in desk.typed("status")
    assert "phase.not_allowed" in desk.refused("purge", "WATER7", "--yes")
    for act in ("open", "close"):
        desk.typed(act, "WATER7")
    assert "WATER7: closed, 0 questions, kept until 2" in desk.typed("status")
    assert "nothing was deleted" in desk.refused("purge", "WATER7", typing="PANEL9\n")
    assert desk.typed("purge", "water-7", typing="water7\n").endswith("purged\n")
    assert "WATER7" not in desk.typed("status")
    for words in (
        ("purge", "WATER7", "--yes"),
        ("open", "WATER7"),
        ("links", "WATER7"),
        ("export", "WATER7", "--out", str(desk.folder / "x")),
    ):
        assert "session.unknown" in desk.refused(*words)
    assert "session.exists" in desk.refused("create", str(WATER))


def test_a_session_due_for_purge_is_reported(tmp_path):
    server = Server(tmp_path / "data").start()
    desk = Desk(server.data_dir, server)
    try:
        desk.typed("close", server.code)
        connection = sqlite3.connect(server.data_dir / "open-floor.db")
        connection.execute("UPDATE log SET at = '2021-04-14T14:30:00.000Z'")
        connection.commit()
        connection.close()
        assert f"{server.code}: closed, 0 questions, kept until 2021-05-14: due for purge" in desk.typed("status")
        server.stop()
        server.start()
        assert (
            f"Session {server.code} was to be kept until 2021-05-14: python -m moderation purge {server.code}"
            in server.log()
        )
    finally:
        server.stop()


@pytest.mark.parametrize("beside", [True, False])
def test_a_server_starts_although_its_session_was_purged(tmp_path, beside):
    server = Server(tmp_path / "data").start()
    desk = Desk(server.data_dir, server)
    try:
        desk.typed("close", server.code)
        if not beside:
            server.stop()
        desk.typed("purge", server.code, "--yes")
        assert not (server.data_dir / "links.json").exists()
        if beside:
            server.stop()
        server.start(has_links=False)
        assert Client(server, "nobody").raw("GET", f"/s/{server.code}")[0] == 404
        assert f"Session {server.code} was purged and is not served." in server.log()
    finally:
        server.stop()


def test_a_failed_export_has_a_clear_message(desk, tmp_path):
    assert "session.unknown" in desk.refused("export", "NOSUCH", "--out", str(tmp_path / "x.json"))
    assert "cannot be written" in desk.refused("export", "WATER7", "--out", str(tmp_path / "nowhere" / "x.json"))
    assert desk.refused("export", "WATER7", "--format", "docx", "--out", str(tmp_path / "x"))
    assert not list(tmp_path.glob("x*"))
    assert "no database" in Desk(tmp_path / "empty").refused("export", "WATER7", "--out", str(tmp_path / "x.json"))


def test_the_command_line_as_a_program(tmp_path):
    def typed(**settings: str) -> subprocess.CompletedProcess:
        words = [sys.executable, "-m", "moderation", "create", str(WATER)]
        return subprocess.run(
            words,
            cwd=ROOT,
            env=os.environ | {"DATA_DIR": str(tmp_path)} | settings,
            capture_output=True,
            text=True,
            timeout=60,
        )

    done = typed(PORT="eighty")
    assert done.returncode == 1 and done.stderr.startswith("Error: PORT") and done.stderr.count("\n") == 1
    done = typed()
    assert (done.returncode, done.stderr) == (0, "") and "WATER7" in done.stdout


@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_a_command_works_on_the_running_session_at_once(tmp_path, mode):
    server = Server(tmp_path / "data", mode).start()
    desk = Desk(server.data_dir, server)
    try:
        ana, chair, stage = server.client(), server.client("chair/a"), server.client("stage")
        for text in ("=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2", "Who decides?\n=1+1", 'Who "decides", and when?'):
            assert (
                ana.command("ask", {"text": text, "group": "media", "name": "Canary Name"})[0] == 201 or server.stop()
            )
            if text == "Who decides?\n=1+1":
                break
        ben = server.client()
        assert ben.command("ask", {"text": 'Who "decides", and when?'})[0] == 201
        chair.command("approve", {"number": 1, "version": 1})
        chair.command("decline", {"number": 2, "version": 1, "reason": "off_topic"})
        for form in ("json", "csv"):
            assert "6 questions" in desk.typed(
                "export", server.code, "--format", form, "--out", str(tmp_path / f"record.{form}")
            )
        record = json.loads((tmp_path / "record.json").read_text("utf-8"))
        assert set(record) >= {"session", "questions", "ledger"} and record["ledger"]["received"] == 6
        assert [(q["number"], q["status"]) for q in record["questions"]][:3] == [
            (1, "approved"),
            (2, "declined"),
            (3, "pending"),
        ]
        rows = list(csv.reader(io.StringIO((tmp_path / "record.csv").read_text("utf-8-sig"), newline="")))
        cells = [cell for row in rows for cell in row]
        assert len(rows) == 7 and not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
        assert not any("Canary" in path.read_text("utf-8-sig") for path in tmp_path.glob("record.*"))
        desk.typed("pause", server.code)
        assert ana.command("ask", {"text": "x"})[1]["code"] == "phase.not_allowed"
        desk.typed("revoke", "stage", "--session", server.code)
        assert stage.read("snapshot")[0] == 401
        server.stop()
        assert "open" in desk.typed("open", server.code)
        assert "6 questions" in desk.typed("export", server.code, "--out", str(tmp_path / "again.json"))
        assert json.loads((tmp_path / "again.json").read_text("utf-8"))["questions"] == record["questions"]
        server.start()
        assert ana.command("ask", {"text": "And now?"})[0] in (201, 429)
        assert stage.read("snapshot")[0] == 401
    finally:
        server.stop()


@pytest.mark.parametrize("token", [None, "", "Bearer ", "Bearer wrong", "Basic eDp5", "…"])
def test_the_control_route_needs_its_token(tmp_path_factory, token, request):
    server = request.getfixturevalue("one_server")
    headers = {"Content-Type": "application/json", "X-Open-Floor": "1"} | (
        {} if token is None else {"Authorization": token.encode().decode("latin-1")}
    )
    status, _, body = server.client().raw("POST", "/api/control/open", b'{"code": "CYB421"}', headers)
    assert (status, json.loads(body)["code"]) == (401, "seat.unknown")


@pytest.mark.parametrize(
    ("act", "body", "status", "code"),
    [
        ("open", {}, 400, "request.field"),
        ("open", {"code": 7}, 400, "request.field"),
        ("open", {"code": "NOSUCH"}, 404, "session.unknown"),
        ("open", {"code": "\ud800"}, 404, "session.unknown"),
        ("nothing", {}, 404, "act.unknown"),
        ("create", {}, 400, "request.field"),
        ("create", {"definition": "x"}, 400, "request.field"),
        ("create", {"definition": {}}, 400, "request.field"),
        ("backup", {"path": 7}, 400, "request.field"),
        ("backup", {"path": "/no/such/folder/x"}, 400, "request.field"),
        ("backup", {"path": "x\x00y"}, 400, "request.field"),
        ("renew", {"code": "CYB421", "seat": ["stage"]}, 400, "request.field"),
        ("renew", {"code": "CYB421"}, 400, "request.field"),
        ("renew", {"code": "CYB421", "seat": "chair.z"}, 400, "request.field"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_the_control_route_checks_its_input(one_server, act, body, status, code):
    token = json.loads((one_server.data_dir / "server.json").read_bytes())["token"]
    headers = {"Content-Type": "application/json", "X-Open-Floor": "1", "Authorization": f"Bearer {token}"}
    got, _, answer = one_server.client().raw("POST", f"/api/control/{act}", json.dumps(body).encode(), headers)
    assert (got, json.loads(answer)["code"]) == (status, code)
    got, _, answer = one_server.client().raw(
        "POST", f"/api/control/{act}", json.dumps(body).encode(), headers | {"Origin": one_server.url}
    )
    assert (got, json.loads(answer)["code"]) == (403, "request.origin")


@pytest.fixture(scope="module")
def one_server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("door")).start()
    yield server
    server.stop()
