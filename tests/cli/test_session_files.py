"""Tests of the commands for session files, without a server and with a running server."""

from __future__ import annotations

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from moderation.cli.main import main
from moderation.services.logo import clean
from tests.servers import DEMO, ROOT, Server

SESSIONS = ROOT / "data" / "sessions"
TALK = SESSIONS / "university-talk.toml"


def run(folder: Path, *words: str) -> Result:
    return CliRunner(env={"DATA_DIR": str(folder), "PUBLIC_URL": "http://127.0.0.1:5000"}).invoke(main, words)


def typed(folder: Path, *words: str) -> str:
    result = run(folder, *words)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def definition_of(folder: Path, code: str) -> str:
    """Return the stored definition as text."""
    with closing(sqlite3.connect(folder / "open-floor.db")) as connection:
        return connection.execute("SELECT definition FROM sessions WHERE code = ?", [code]).fetchone()[0]


def new_folder(path: Path) -> Path:
    path.mkdir()
    return path


@pytest.fixture
def folder(tmp_path):
    return new_folder(tmp_path / "data")


@pytest.fixture
def talk(folder, tmp_path):
    """Create a session in the data folder. Return its session file."""
    file = tmp_path / "talk.toml"
    file.write_text(TALK.read_text("utf-8"), "utf-8")
    typed(folder, "create", str(file))
    return file


def edited(file: Path, *pairs: tuple[str, str]) -> str:
    text = file.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8")
    return str(file)


@pytest.mark.parametrize("file", sorted(SESSIONS.glob("*.toml")), ids=lambda file: file.stem)
def test_every_example_is_without_problem(file, tmp_path):
    assert typed(tmp_path / "nowhere", "check", str(file)).startswith(f"{file.name}: no problem. Session ")


def test_check_reports_every_problem_with_its_line_and_a_hint(tmp_path):
    file = tmp_path / "wrong.toml"
    file.write_text(TALK.read_text("utf-8"), "utf-8")
    edited(file, ("retention_days = 14", "retention_days = 0"), ('seat = "a"', 'seat = "a"\ndemo = true'))
    result = run(tmp_path, "check", str(file))
    lines = file.read_text("utf-8").splitlines()
    retention, demo = (lines.index(line) + 1 for line in ("retention_days = 0", "demo = true"))
    first_table = next(number for number, line in enumerate(lines, 1) if line.startswith("["))
    assert result.exit_code == 1 and result.stdout == ""
    assert result.stderr.splitlines() == [
        f"wrong.toml, line {retention}: retention_days: expected a whole number from 1 to 3650",
        f"wrong.toml, line {demo}: chair[1].demo: expected a known field: seat, name, role",
        f"  demo belongs to the whole file, not to [[chair]]: move this line above line {first_table},"
        " where the first table begins",
        "Error: wrong.toml has 2 problems",
    ]
    create = run(tmp_path, "create", str(file))
    assert f"; all 2 problems: open-floor check {file}" in create.stderr


@pytest.mark.parametrize("file", sorted(SESSIONS.glob("*.toml")), ids=lambda file: file.stem)
def test_a_session_created_from_its_own_file_has_the_same_definition(file, folder, tmp_path):
    typed(folder, "create", str(file))
    code = json.loads(definition_of(folder, _code(file)))["code"]
    shown = typed(folder, "show", code)
    again = tmp_path / "again.toml"
    again.write_text(shown, "utf-8")
    other = new_folder(tmp_path / "other")
    typed(other, "create", str(again))
    assert definition_of(other, code) == definition_of(folder, code)
    assert typed(other, "show", code) == shown


def _code(file: Path) -> str:
    return next(line for line in file.read_text("utf-8").splitlines() if line.startswith("code")).split('"')[1]


def test_update_prints_each_change_and_makes_it(folder, talk):
    file = edited(
        talk,
        ("Wem gehören die Daten einer Stadt?", "Wem gehört die Stadt?"),
        ('organisers = "Institut für Verwaltungsinformatik"\n', ""),
        ("retention_days = 14", "retention_days = 30"),
        ('name = "Jorit Sandvoss"', 'name = "Jorit Sandvoß"'),
    )
    before = definition_of(folder, "VORTRAG3")
    changes = [
        '  title.de: "Wem gehören die Daten einer Stadt?" → "Wem gehört die Stadt?"',
        '- organisers: "Institut für Verwaltungsinformatik"',
        '  panellists.vortrag.name: "Jorit Sandvoss" → "Jorit Sandvoß"',
        "  retention_days: 14 → 30",
        "  panel.vortrag keeps its link. If another person takes the seat, add --replaced panel.vortrag",
    ]
    dry = typed(folder, "update", "VORTRAG3", file, "--dry-run").splitlines()
    assert dry == [*changes, "VORTRAG3 is unchanged (--dry-run)"]
    assert definition_of(folder, "VORTRAG3") == before
    assert typed(folder, "update", "VORTRAG3", file).splitlines() == [*changes, "VORTRAG3: version 2"]
    assert json.loads(definition_of(folder, "VORTRAG3"))["title"] == {"de": "Wem gehört die Stadt?"}
    assert typed(folder, "update", "vortrag3", file) == "vortrag3: nothing to change\n"
    assert typed(folder, "undo", "VORTRAG3") == (
        "VORTRAG3: title, organisers, panellists, retention_days restored, version 3\n"
    )
    assert json.loads(definition_of(folder, "VORTRAG3")) == json.loads(before)
    assert "undo.nothing" in run(folder, "undo", "VORTRAG3").stderr


def test_a_replaced_person_gets_a_new_link(folder, talk):
    before = json.loads(typed(folder, "links", "VORTRAG3", "--json"))
    assert "chair_b" not in before
    file = edited(talk, ("Hannelore Wiesengrund-Trapp", "Frauke Lindemeyer-Ost"))
    assert "New links: open-floor links VORTRAG3" in typed(folder, "update", "VORTRAG3", file, "--replaced", "chair.a")
    after = json.loads(typed(folder, "links", "VORTRAG3", "--json"))
    assert after["chair_a"] != before["chair_a"] and after | {"chair_a": 0} == before | {"chair_a": 0}
    assert "replaced" in run(folder, "update", "VORTRAG3", file, "--replaced", "stage").stderr


def test_an_update_that_is_not_allowed_changes_nothing(folder, talk):
    typed(folder, "open", "VORTRAG3")
    before = definition_of(folder, "VORTRAG3")
    file = edited(
        talk, ("retention_days = 14", "retention_days = 30"), ("Wem gehören", "Wozu"), ("VORTRAG3", "VORTRAG4")
    )
    result = run(folder, "update", "VORTRAG3", file)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "not allowed: code (definition.locked)",
        "not allowed: retention_days (definition.locked)",
        "Error: VORTRAG3 is unchanged",
    ]
    assert definition_of(folder, "VORTRAG3") == before
    assert "session.unknown" in run(folder, "update", "NOSUCH", file).stderr


def test_show_leaves_out_passphrases_and_writes_a_private_file(folder, talk, tmp_path):
    hashed = CliRunner().invoke(main, ["passphrase"], input="correct horse battery\ncorrect horse battery\n").output
    hashed = next(word for word in hashed.replace('"', " ").split() if word.startswith("$argon2id"))
    other = tmp_path / "other.toml"
    text = TALK.read_text("utf-8").replace("VORTRAG3", "VORTRAG5")
    other.write_text(f'{text}\n[passphrases]\n"chair.a" = "{hashed}"\n', "utf-8")
    typed(folder, "create", str(other))
    assert hashed not in typed(folder, "show", "VORTRAG5")
    out = tmp_path / "out.toml"
    assert typed(folder, "show", "VORTRAG5", "--passphrases", "--out", str(out)) == ""
    assert f'"chair.a" = "{hashed}"' in out.read_text("utf-8")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "no problem" in typed(folder, "check", str(out))


@pytest.mark.server
def test_a_running_server_without_a_session_file_takes_sessions_and_changes(tmp_path):
    server = Server(tmp_path / "data", environment={"SESSION_FILE": ""}).start()
    try:
        assert not (server.data_dir / "links.json").exists()
        typed(server.data_dir, "create", str(TALK))
        file = tmp_path / "talk.toml"
        file.write_text(TALK.read_text("utf-8").replace("Wem gehören", "Wozu brauchen wir"), "utf-8")
        typed(server.data_dir, "update", "VORTRAG3", str(file))
        server.code = "VORTRAG3"
        page = server.client().raw("GET", "/s/VORTRAG3")[2].decode()
        assert "Wozu brauchen wir die Daten einer Stadt?" in page
        typed(server.data_dir, "undo", "VORTRAG3")
        assert "Wem gehören" in server.client().raw("GET", "/s/VORTRAG3")[2].decode()
        shown = typed(server.data_dir, "show", "VORTRAG3")
        assert 'title = "Wem gehören die Daten einer Stadt?"' in shown
        assert "session.unknown" in run(server.data_dir, "show", "CYB421").stderr
    finally:
        server.stop()


@pytest.mark.server
def test_a_changed_session_file_with_a_locked_key_is_reported_at_the_start(tmp_path):
    file = tmp_path / "session.toml"
    file.write_text(DEMO.read_text("utf-8"), "utf-8")
    server = Server(tmp_path / "data", session_file=file).start()
    try:
        client = server.client()
        assert client.command("ask", {"text": "Who decides?"})[0] == 201
        server.stop()
        edited(file, ("retention_days = 30", "retention_days = 31"))
        server.start()
        assert "Session CYB421 has questions already." in server.log()
        server.stop()
        edited(file, ("retention_days = 31", "retention_days = 30"), ("Paths for multi", "Ways for multi"))
        server.start()
        page = server.client().raw("GET", "/s/CYB421", headers={"Accept-Language": "en"})[2].decode()
        assert "Ways for multi-stakeholder" in page
    finally:
        server.stop()


def test_a_logo_is_shown_removed_and_undone(folder, talk, tmp_path):
    file, svg = tmp_path / "logo.png", tmp_path / "logo.svg"
    Image.new("RGB", (300, 60), "teal").save(file, "PNG")
    svg.write_text("<svg/>")
    cleaned = clean(file.read_bytes())
    assert typed(folder, "logo", "VORTRAG3", str(file)) == "VORTRAG3: version 2\n"
    assert f'logo = "{cleaned.hash}"' in typed(folder, "show", "VORTRAG3")
    assert typed(folder, "logo", "VORTRAG3", str(file)) == "VORTRAG3: nothing to change\n"
    assert typed(folder, "logo", "VORTRAG3", str(file), "--dark") == "VORTRAG3: version 3\n"
    assert typed(folder, "logo", "VORTRAG3", "--remove") == "VORTRAG3: version 4\n"
    assert f'[look]\nlogo_dark = "{cleaned.hash}"\n' in typed(folder, "show", "VORTRAG3")
    typed(folder, "undo", "VORTRAG3")
    assert f'logo = "{cleaned.hash}"' in typed(folder, "show", "VORTRAG3")
    refused = run(folder, "logo", "VORTRAG3", str(svg))
    assert (refused.exit_code, refused.stderr) == (1, "Error: refused: logo.kind\n")
    assert run(folder, "logo", "VORTRAG3").exit_code == 2
