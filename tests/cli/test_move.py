"""Tests of the command `move`: moves between data folders and PostgreSQL, refusals, and output."""

from __future__ import annotations

from contextlib import closing
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from moderation.cli.main import main
from moderation.services.record import export
from moderation.store import schema
from moderation.store.errors import OperationalError
from moderation.store.folder import Folder
from moderation.store.sqlite.dialect import SqliteConnection
from tests import engines
from tests.factories import make_database
from tests.store.full_session import fill, play

URL = "postgresql://somebody:canary@127.0.0.1:1/nowhere"


@pytest.fixture
def folders(tmp_path):
    """Return (a data folder with the full session PANEL1, an empty data folder)."""
    engines.use("sqlite")
    first, second = Folder(tmp_path / "first"), Folder(tmp_path / "second")
    with closing(make_database(first.database)) as store:
        fill(store, "PANEL1")
        play(store, "PANEL1")
    return first, second


def run(*words) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["move", *map(str, words)])
    return result.exit_code, result.output


def record(database) -> bytes:
    with closing(schema.connect(database, read_only=True)) as connection:
        return export.as_json(export.record(connection, "PANEL1"))


@pytest.mark.databases("postgres")
def test_a_session_goes_to_postgresql_and_back(tmp_path, folders):
    first, second = folders
    engines.use("postgres")
    make_database(tmp_path / "of.db", code="OTHER1").close()
    url = engines.current().url_of(tmp_path / "of.db")
    host, user, name, options = (quote(part.partition("=")[2].strip("'")) for part in url.split(" ", 3))
    url = f"postgresql://{user}@/{name}?host={host}&options={options}"
    before = record(first.database)
    status, output = run("panel-1", "--from", first.path, "--to", url)
    assert (status, output.splitlines()[0]) == (0, "PANEL1: moved with 11 questions and 2 votes"), output
    chain = output.splitlines()[1]
    assert chain.startswith("31 acts checked. Hash of the log: ") and "bytes of deleted rows" not in output
    assert b"of PANEL1?" not in first.database.read_bytes()
    status, output = run("PANEL1", "--from", url, "--to", second.path)
    assert status == 0 and output.splitlines()[1] == chain
    assert "PostgreSQL's files still contain the bytes of deleted rows" in output
    assert record(second.database) == before


def test_a_session_goes_from_folder_to_folder_once(folders):
    first, second = folders
    before = record(first.database)
    assert run("PANEL1", "--from", first.path, "--to", second.path)[0] == 0
    assert record(second.database) == before
    assert run("PANEL1", "--from", first.path, "--to", second.path) == (1, "Error: refused: session.unknown\n")


def test_a_failing_database_is_reported_and_the_command_can_be_repeated(folders, monkeypatch):
    first, second = folders

    def fail(connection):
        raise OperationalError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(SqliteConnection, "commit_write", fail)
        status, output = run("PANEL1", "--from", first.path, "--to", second.path)
    assert (status, "run the same command again" in output) == (1, True)
    assert run("PANEL1", "--from", first.path, "--to", second.path)[0] == 0
    assert b"Question 7?" in record(second.database)


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("first", "first/", "are the same place"),
        ("first", "nowhere", "there is no folder"),
        ("nowhere", "second", "there is no folder"),
        ("first", URL, "the PostgreSQL database cannot be used: connection failed: "),
        (f"{URL}?canary", "second", "the PostgreSQL database cannot be used: the URL is not valid"),
    ],
)
def test_a_wrong_place_is_refused_without_its_password(folders, source, target, message):
    first, second = folders
    places = {"first": first.path, "first/": f"{first.path}/", "second": second.path, "nowhere": second.path / "x"}
    before = record(first.database)
    status, output = run("PANEL1", "--from", places.get(source, source), "--to", places.get(target, target))
    assert status != 0 and message in output and "canary" not in output
    assert record(first.database) == before and not (second.path / "x").exists()


def test_a_folder_in_use_is_refused(folders):
    first, second = folders
    for place in folders:
        place.acquire()
        status, output = run("PANEL1", "--from", first.path, "--to", second.path)
        assert (status, output) == (1, f"Error: a server uses {place.path}; stop it first\n")
        place.release()
