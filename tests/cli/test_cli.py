"""Tests of the command line: with a running server, and with a data folder that no server uses."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import secrets
import sqlite3
import stat
import subprocess
import sys
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from moderation import __version__
from moderation.cli.main import main
from moderation.cli.service_user import user_name
from moderation.services import passphrase
from moderation.web.api import control
from moderation.web.api.operation import proxies_token
from tests.factories import make_database
from tests.servers import DEMO, ROOT, Client, Server, free_port

pytestmark = pytest.mark.server
WATER = ROOT / "data" / "sessions" / "water.toml"
SEATS = {"attendee", "chair_a", "chair_b", "stage", "booth", "organiser", "panellists", "booths"}


@dataclass
class Desk:
    """The command line for one data folder. `code`: the code of a session in this folder. `file`: this session's file.

    `typed("open", "WATER7")` runs a command that must succeed, and returns its output. `refused(…)` runs a command
    that must fail, and returns its error output.
    """

    folder: Path
    server: Server | None = None
    public_url: str = ""
    code: str = ""
    file: Path | None = None

    def run(self, *words: str, typing: str | None = None) -> Result:
        """Run the command in the test's process, because starting a new process takes a second.

        Another test starts the real program.
        """
        environment = {
            "DATA_DIR": str(self.folder),
            "PUBLIC_URL": self.public_url,
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

    def links(self) -> dict:
        return json.loads(self.typed("links", self.code, "--json"))


@pytest.fixture(scope="module")
def server_in_mode(tmp_path_factory):
    """Return a function `start(mode)`. It returns a running server in this concurrency mode.

    All tests of this file share one server per mode.
    """
    with ExitStack() as stack:

        @cache
        def start(mode: str) -> Server:
            server = Server(tmp_path_factory.mktemp(mode) / "data", mode).start()
            stack.callback(server.stop)
            return server

        yield start


@pytest.fixture(params=["eventlet", pytest.param("threading", marks=pytest.mark.long), "no server"])
def desk(request, tmp_path, server_in_mode):
    """Return the command line for a data folder that contains the session `desk.code`, which is in rehearsal.

    A running server uses the data folder, except with the parameter "no server".
    """
    server = None if request.param == "no server" else server_in_mode(request.param)
    (tmp_path / "data").mkdir()
    code = f"WATER{secrets.token_hex(2).upper()}"
    file = tmp_path / "session.toml"
    file.write_text(WATER.read_text("utf-8").replace("WATER7", code), "utf-8")
    desk = Desk(server.data_dir if server else tmp_path / "data", server, code=code, file=file)
    assert code in desk.typed("create", str(file))
    return desk


def test_a_session_from_its_file_to_its_end(desk):
    assert "already" in desk.refused("create", str(desk.file)).lower() or "session.exists" in desk.refused(
        "create", str(desk.file)
    )
    links = desk.links()
    assert set(links) == SEATS and set(links["panellists"]) == {"haddad", "moreau"}
    assert set(links["booths"]) == {"fr_ar", "fr_en"}
    for act, becomes in (
        ("open", "open"),
        ("open", "open already"),
        ("pause", "paused"),
        ("open", "open"),
        ("close", "closed"),
        ("reopen", "open"),
    ):
        assert desk.typed(act, desk.code.lower()).strip().endswith(becomes), act
    assert "phase.not_allowed" in (desk.typed("pause", desk.code) and desk.refused("reopen", desk.code))
    for act in ("open", "pause", "close", "reopen", "links"):
        assert "session.unknown" in desk.refused(act, "NOSUCH")
        assert "session.unknown" in desk.refused(act, "\udcff")
    assert desk.links() == links, "links stay the same"


def test_links_are_renewed_and_revoked(desk):
    old = desk.links()
    assert old["stage"] in desk.typed("links", desk.code)
    renewed = json.loads(desk.typed("links", desk.code, "--renew", "stage", "--json"))
    assert renewed["stage"] != old["stage"] and renewed | {"stage": 0} == old | {"stage": 0}
    desk.typed("links", desk.code, "--renew", "panel.haddad")
    assert desk.links()["panellists"]["haddad"] != old["panellists"]["haddad"]
    desk.typed("links", desk.code, "--renew", "booth.fr_ar")
    assert desk.links()["booths"]["fr_ar"] != old["booths"]["fr_ar"]
    assert f"booth fr_en       {old['booths']['fr_en']}" in desk.typed("links", desk.code)
    replaced = json.loads(desk.typed("links", desk.code, "--replace", "chair.b", "Ana Ruiz", "--json"))
    assert replaced["chair_b"] != old["chair_b"] and replaced["chair_a"] == old["chair_a"]
    assert "name" in desk.refused("links", desk.code, "--replace", "stage", "Ana Ruiz")
    desk.typed("revoke", "chair.a", "--session", desk.code)
    assert desk.links()["chair_a"] is None and "(revoked)" in desk.typed("links", desk.code)
    for seat in ("attendee", "chair.z", "panel.nobody", "", "nothing"):
        assert "seat" in desk.refused("revoke", seat, "--session", desk.code)
        if seat:
            assert "seat" in desk.refused("links", desk.code, "--renew", seat)


@pytest.mark.parametrize("desk", ["eventlet", "no server"], indirect=True)
def test_entry_codes_are_written_once_and_revoked(desk, tmp_path):
    file = tmp_path / "invited.toml"
    water = WATER.read_text("utf-8").replace('code = "WATER7"', 'code = "INVITED"')
    file.write_text(re.sub(r'entry_codes = "none".*', 'entry_codes = "ask_and_vote"', water), "utf-8")
    desk.typed("create", str(file))
    sheet, table = tmp_path / "sheet.html", tmp_path / "codes.csv"
    assert "3 codes, No. 1 to 3" in desk.typed("entry-codes", "INVITED", "--count", "3", "--out", str(sheet))
    assert "2 codes, No. 4 to 5" in desk.typed("entry-codes", "INVITED", "--count", "2", "--out", str(table))
    assert {stat.S_IMODE(path.stat().st_mode) for path in (sheet, table)} == {0o600}
    codes = re.findall(r"[0-9A-Z]{5}-[0-9A-Z]{5}", sheet.read_text("utf-8"))
    rows = list(csv.reader(io.StringIO(table.read_text("utf-8-sig"))))
    assert len(set(codes)) == 3 and sheet.read_text("utf-8").count("<svg") == 3
    assert rows[0] == ["number", "code", "link"] and [row[0] for row in rows[1:]] == ["4", "5"]
    assert all(row[2].endswith(f"/s/INVITED#entry={row[1]}") for row in rows[1:])
    stored = b"".join(path.read_bytes() for path in desk.folder.glob("open-floor.db*"))
    assert not any(code.replace("-", "").encode() in stored or code.encode() in stored for code in codes)
    assert "exists already" in desk.refused("entry-codes", "INVITED", "--count", "3", "--out", str(sheet))
    assert desk.typed("entry-codes", "INVITED", "--revoke", "2") == "No. 2: revoked\n"
    assert desk.typed("entry-codes", "INVITED", "--revoke", "2") == "No. 2: revoked already\n"
    assert "number" in desk.refused("entry-codes", "INVITED", "--revoke", "6")
    other = tmp_path / "other.csv"
    assert "entry_codes" in desk.refused("entry-codes", desk.code, "--count", "1", "--out", str(other))
    assert not other.exists()


def test_a_changed_log_is_found(desk):
    code = desk.code
    for act in ("open", "pause", "open"):
        desk.typed(act, code)
    known = re.fullmatch(rf"{code}: 3 acts checked\. Hash of the log: ([0-9a-f]{{64}})\n", desk.typed("verify", code))
    with closing(sqlite3.connect(desk.folder / "open-floor.db", isolation_level=None)) as connection:
        session, stored = connection.execute("SELECT id, log_hash FROM sessions WHERE code = ?", [code]).fetchone()
        assert known and stored == known[1]
        second, third = connection.execute("SELECT id FROM log WHERE session = ? ORDER BY id", [session]).fetchall()[1:]
        connection.execute("UPDATE log SET act = 'open' WHERE id = ?", second)
        assert desk.refused("verify", code) == f"Error: {code}: changed at row {second[0]} of the log\n"
        connection.execute("UPDATE log SET act = 'pause' WHERE id = ?", second)
        connection.execute("DELETE FROM log WHERE id = ?", third)
    assert desk.refused("verify", code) == f"Error: {code}: changed at the end of the log: rows are missing\n"
    assert "session.unknown" in desk.refused("verify", "NOSUCH")


@pytest.mark.parametrize("words", ["links CODE", "links CODE --json", "create FILE"])
def test_links_whose_address_is_a_guess_say_so(desk, tmp_path, words):
    file = tmp_path / "river.toml"
    code = f"RIVER{secrets.token_hex(2).upper()}"
    file.write_text(WATER.read_text("utf-8").replace(desk.code, code), "utf-8")
    done = desk.run(*words.replace("CODE", desk.code).replace("FILE", str(file)).split())
    assert done.exit_code == 0 and "only a guess" not in done.stdout
    if desk.server:
        assert done.stderr == "" and f"http://127.0.0.1:{desk.server.port}/s/" in done.stdout
        return
    assert done.stderr.startswith("WARNING: the address http://127.0.0.1:5000 in these links is only a guess: ")
    desk.public_url = "https://floor.example"
    known = desk.run("links", desk.code)
    assert known.stderr == "" and f"https://floor.example/s/{desk.code}" in known.stdout
    desk.public_url = ""
    assert [desk.run(act, desk.code).stderr for act in ("open", "pause")] == ["", ""]


def test_a_backup_is_complete_and_without_the_key(desk, tmp_path):
    copy = tmp_path / "copy.db"
    desk.typed("backup", str(copy))
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    opened = sqlite3.connect(copy)
    try:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert desk.code in {code for (code,) in opened.execute("SELECT code FROM sessions")}
    finally:
        opened.close()
    assert (desk.folder / "secret.key").read_bytes() not in copy.read_bytes()
    before = copy.read_bytes()
    assert "already" in desk.refused("backup", str(copy)) and copy.read_bytes() == before
    assert "folder" in desk.refused("backup", str(tmp_path / "nowhere" / "copy.db"))


def test_dated_backups_are_made_and_the_oldest_deleted(desk, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "open-floor-20211208T203000Z.db").touch()
    (folder / "notes.txt").touch()
    written, deleted = desk.typed("backup", "--folder", str(folder), "--keep", "1").splitlines()
    assert deleted == f"deleted {folder / 'open-floor-20211208T203000Z.db'}"
    assert {path.name for path in folder.glob("*.*")} == {Path(written).name, "notes.txt"}
    assert "--keep needs" in desk.refused("backup", str(tmp_path / "copy.db"), "--keep", "3")
    assert "either" in desk.refused("backup")


def test_a_backup_is_restored_while_no_server_runs(desk, tmp_path):
    copy = tmp_path / "copy.db"
    desk.typed("backup", str(copy))
    desk.typed("open", desk.code)
    if desk.server:
        assert "stop it first" in desk.refused("restore", str(copy), "--yes")
        desk.server.stop()
    try:
        said = desk.typed("restore", str(copy), typing="y\n")
        assert f"restored {copy}; the database before is now {tmp_path}/replaced-" in said
        assert f"{desk.code}: rehearsal" in desk.typed("status")
        assert "no database" in desk.refused("restore", __file__, "--yes")
    finally:
        if desk.server:
            desk.server.start()
    desk.folder = tmp_path / "nowhere"
    assert "there is no folder" in desk.refused("restore", str(copy), "--yes") and not desk.folder.exists()


def test_a_bad_session_file_is_refused_by_line_and_field(desk, tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text(WATER.read_text().replace('languages = ["fr", "ar", "en"]', 'languages = "fr"'))
    message = desk.refused("create", str(bad))
    assert "line" in message and "languages" in message
    assert desk.refused("create", str(tmp_path / "nothing.toml"))


def test_a_closed_session_is_purged(desk):
    assert f"{desk.code}: rehearsal, 0 questions" in desk.typed("status")
    assert "phase.not_allowed" in desk.refused("purge", desk.code, "--yes")
    for act in ("open", "close"):
        desk.typed(act, desk.code)
    assert f"{desk.code}: closed, 0 questions, kept until 2" in desk.typed("status")
    assert "nothing was deleted" in desk.refused("purge", desk.code, typing="PANEL9\n")
    assert desk.typed("purge", f"{desk.code[:5]}-{desk.code[5:]}".lower(), typing=f"{desk.code.lower()}\n").endswith(
        "purged\n"
    )
    assert desk.code not in desk.typed("status")
    for words in (
        ("purge", desk.code, "--yes"),
        ("open", desk.code),
        ("links", desk.code),
        ("export", desk.code, "--out", str(desk.folder / "x")),
    ):
        assert "session.unknown" in desk.refused(*words)
    assert "session.exists" in desk.refused("create", str(desk.file))


def test_a_session_due_for_purge_is_reported(tmp_path):
    session_file = tmp_path / "session.toml"
    session_file.write_text("purge_when_due = false\n" + DEMO.read_text("utf-8"), "utf-8")
    server = Server(tmp_path / "data", session_file=session_file).start()
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
        server.stop()  # Stop the server: it writes the last lines of its log when it stops.
        assert f"Session {server.code} was to be kept until 2021-05-14: open-floor purge {server.code}" in server.log()
    finally:
        server.stop()


@pytest.mark.parametrize("beside", [True, pytest.param(False, marks=pytest.mark.long)])
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
        server.start()
        assert Client(server, "nobody").raw("GET", f"/s/{server.code}")[0] == 404
        assert f"Session {server.code} was purged and is not served." in server.log()
    finally:
        server.stop()


def test_an_export_is_private_whatever_the_umask(desk, tmp_path):
    former = os.umask(0)
    try:
        for form in ("json", "csv", "xlsx", "html"):
            file = tmp_path / f"record.{form}"
            file.write_text("old and public")
            file.chmod(0o644)
            desk.typed("export", desk.code, "--format", form, "--out", str(file))
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, form
    finally:
        os.umask(former)


def test_a_failed_export_has_a_clear_message(desk, tmp_path):
    assert "session.unknown" in desk.refused("export", "NOSUCH", "--out", str(tmp_path / "x.json"))
    assert "cannot be written" in desk.refused("export", desk.code, "--out", str(tmp_path / "nowhere" / "x.json"))
    assert desk.refused("export", desk.code, "--format", "docx", "--out", str(tmp_path / "x"))
    assert "language.unknown" in desk.refused("export", desk.code, "--language", "zz", "--out", str(tmp_path / "x.csv"))
    assert not list(tmp_path.glob("x*"))
    (tmp_path / "empty").mkdir()
    assert "no database" in Desk(tmp_path / "empty").refused("export", desk.code, "--out", str(tmp_path / "x.json"))


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
    assert (done.returncode, done.stderr.count("\n")) == (0, 1) and "WATER7" in done.stdout
    assert done.stderr.startswith("WARNING: the address http://127.0.0.1:5000 in these links is only a guess")


@pytest.mark.parametrize("mode", ["eventlet", pytest.param("threading", marks=pytest.mark.long)])
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
        in_french = ("--format", "csv", "--language", "fr", "--search", "wells")
        assert "0 questions" in desk.typed("export", server.code, *in_french, "--out", str(tmp_path / "record-fr.csv"))
        names = (tmp_path / "record-fr.csv").read_text("utf-8-sig").split(",")
        assert '"reading_source"' in names and '"translation_fr"' not in names
        originals = ("--format", "json", "--originals-only", "--out", str(tmp_path / "record-o.json"))
        assert "6 questions" in desk.typed("export", server.code, *originals)
        assert json.loads((tmp_path / "record-o.json").read_text("utf-8"))["originals_only"] is True
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
def test_the_control_route_needs_its_token(server_in_mode, token):
    server = server_in_mode("eventlet")
    headers = {"Content-Type": "application/json", "X-Open-Floor": "1"} | (
        {} if token is None else {"Authorization": token.encode().decode("latin-1")}
    )
    status, _, body = server.client().raw("POST", "/api/control/open", b'{"code": "CYB421"}', headers)
    assert (status, json.loads(body)["code"]) == (401, "seat.unknown")


@pytest.mark.parametrize("name", control.FORWARDED)
def test_the_control_route_refuses_a_request_through_a_proxy_also_with_the_token(server_in_mode, name):
    one_server = server_in_mode("eventlet")
    token = json.loads((one_server.data_dir / "server.json").read_bytes())["token"]
    headers = {"Content-Type": "application/json", "X-Open-Floor": "1", "Authorization": f"Bearer {token}"}
    path, body = "/api/control/links", b'{"code": "CYB421"}'
    assert one_server.client().raw("POST", path, body, headers)[0] == 200
    status, _, answer = one_server.client().raw("POST", path, body, headers | {name: "127.0.0.1"})
    assert (status, json.loads(answer)["code"]) == (404, "request.not_found")


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
        ("renew", {"code": "CYB421", "seat": ["stage"]}, 400, "request.field"),
        ("renew", {"code": "CYB421"}, 400, "request.field"),
        ("renew", {"code": "CYB421", "seat": "chair.z"}, 400, "request.field"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_the_control_route_checks_its_input(server_in_mode, act, body, status, code):
    one_server = server_in_mode("eventlet")
    token = json.loads((one_server.data_dir / "server.json").read_bytes())["token"]
    headers = {"Content-Type": "application/json", "X-Open-Floor": "1", "Authorization": f"Bearer {token}"}
    got, _, answer = one_server.client().raw("POST", f"/api/control/{act}", json.dumps(body).encode(), headers)
    assert (got, json.loads(answer)["code"]) == (status, code)
    got, _, answer = one_server.client().raw(
        "POST", f"/api/control/{act}", json.dumps(body).encode(), headers | {"Origin": one_server.url}
    )
    assert (got, json.loads(answer)["code"]) == (403, "request.origin")


def test_status_and_doctor_know_the_running_server(server_in_mode, monkeypatch):
    one_server = server_in_mode("eventlet")
    monkeypatch.setenv("OPEN_FLOOR_ENV", str(one_server.data_dir / "nothing"))
    desk = Desk(one_server.data_dir, one_server)
    first, sizes, session, *_ = desk.typed("status").splitlines()
    assert re.fullmatch(rf"Open Floor {re.escape(__version__)} on {one_server.url}, \d+ phones", first)
    assert re.fullmatch(r"database [\d.]+ MB, [\d,.]+ MB free on its disk", sizes)
    assert re.match(rf"{one_server.code}: \w+, \d+ questions", session) and session.endswith(", engine none")
    done = desk.run("doctor")
    lines = done.stdout.splitlines()
    assert done.exit_code == 1 and done.stderr.endswith(" wrong\n")
    assert f"WRONG  PUBLIC_URL: {one_server.url} leads to this machine only" in lines
    assert "ok     proxies: 0 forwarded addresses arrive, TRUSTED_PROXIES=0" in lines
    assert "ok     SQLite settings: as set" in lines
    assert f"ok     data folder: {one_server.data_dir}, private, owned by {user_name(os.getuid())}" in lines


def test_status_without_a_server_says_so(tmp_path):
    (tmp_path / "server.json").write_text(json.dumps({"url": f"http://127.0.0.1:{free_port()}", "token": "old"}))
    make_database(str(tmp_path / "open-floor.db")).close()
    first, _, session = Desk(tmp_path).typed("status").splitlines()
    assert first == f"no server answers for {tmp_path}" and session.startswith("PANEL1: open, 0 questions")


@pytest.mark.parametrize("addresses", ["", "192.0.2.7", "192.0.2.7, 198.51.100.9,203.0.113.1"])
def test_the_server_counts_forwarded_addresses_and_returns_none(server_in_mode, addresses):
    one_server = server_in_mode("eventlet")
    token = json.loads((one_server.data_dir / "server.json").read_bytes())["token"]
    headers = {"X-Forwarded-For": addresses, "Authorization": f"Bearer {proxies_token(token)}"}
    status, _, body = one_server.client().raw("GET", "/api/forwarded", None, headers)
    count = len([address for address in addresses.split(",") if address])
    assert (status, json.loads(body)) == (200, {"forwarded": count, "https": False})


def test_a_passphrase_is_asked_twice_and_only_its_hash_is_stored(tmp_path):
    desk = Desk(tmp_path)
    desk.typed("create", str(WATER))
    words = "correct horse battery"
    hashed = desk.typed("passphrase", typing=f"{words}\n{words}\n").strip()
    assert passphrase.is_right(hashed, words)
    assert "passphrase set" in desk.typed("passphrase", "WATER7", "chair.a", typing=f"{words}\n{words}\n")
    connection = sqlite3.connect(tmp_path / "open-floor.db")
    stored = dict(connection.execute("SELECT seat, passphrase FROM seats WHERE passphrase <> ''"))
    assert list(stored) == ["chair.a"] and passphrase.is_right(stored["chair.a"], words)
    assert words.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    short = desk.run("passphrase", typing="short\nshort\n")
    assert (short.exit_code, short.stdout) == (1, "") and "8 to 200 characters" in short.stderr
    desk.refused("passphrase", "WATER7", typing=f"{words}\n{words}\n")
    unknown = desk.run("passphrase", "WATER7", "chair.z", typing=f"{words}\n{words}\n")
    assert unknown.exit_code == 1 and "request.field" in unknown.stderr
    desk.typed("passphrase", "WATER7", "chair.a", "--remove")
    assert not connection.execute("SELECT seat FROM seats WHERE passphrase <> ''").fetchall()
    connection.close()
