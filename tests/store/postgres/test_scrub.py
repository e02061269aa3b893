"""Tests of deleted data in PostgreSQL's files: the bytes stay after a purge, and deploy/cluster/scrub.sql removes
them.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from moderation.store import purge, sessions, translation_cache
from tests import postgres_server
from tests.factories import AT, make_definition
from tests.servers import ROOT
from tests.store.full_session import fill, play

pytestmark = pytest.mark.databases("postgres")

CANARIES = (b"of PANEL1", b"Canario de PANEL1", b"Cached words")
"""Deleted texts."""
KEPT = b"of OTHER1"


@pytest.fixture
def server():
    """Start a server with the settings of production. Yield (its connection string, the folder of its files)."""
    # Do not use `tmp_path`: PostgreSQL runs as another user, which has no access to pytest's temporary folders.
    with tempfile.TemporaryDirectory(prefix="open-floor-scrub-") as folder:
        os.chmod(folder, 0o711)
        place = Path(folder) / "server"
        with postgres_server.own_server(place, "full_page_writes=on", "autovacuum=off") as url:
            yield url, place / "data"


def psql(url: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [postgres_server.programs() / "psql", "--quiet", "--no-psqlrc", url, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=240)


def places_of(data: Path, words) -> dict[bytes, list[str]]:
    """Return {word: folders directly in `data` whose files contain the word}. Leave out words that are in no file."""
    contents = {file: file.read_bytes() for file in data.rglob("*") if file.is_file()}
    folders = {word: {file.relative_to(data).parts[0] for file in contents if word in contents[file]} for word in words}
    return {word: sorted(names) for word, names in folders.items() if names}


def test_bytes_stay_after_a_purge_until_the_files_are_scrubbed(server):
    from moderation.store.postgres.database import PostgresDatabase

    url, data = server
    database = PostgresDatabase(url)
    database.migrate()
    connection = database.connect()
    for code in ("PANEL1", "OTHER1"):
        sessions.create(connection, make_definition(code), "open", AT)
        fill(connection, code)
        play(connection, code)
    for number in range(20):
        translation_cache.keep_cached(
            connection, f"Text {number}", "en", "es", "x", ("en", "es"), f"Cached words {number}"
        )
    # PostgreSQL's statistics now contain samples of the texts.
    connection.execute("ANALYZE")
    connection.execute("SELECT pg_switch_wal()")
    connection.execute("CHECKPOINT")
    connection.begin_write()
    purge.purge(connection, sessions.get_by_code(connection, "PANEL1"))
    connection.commit_write()
    connection.execute("CHECKPOINT")
    assert places_of(data, CANARIES) == {word: ["base", "pg_wal"] for word in CANARIES}

    # Keep the test's connection open, because the processes of a cluster keep their connections open too.
    scrubbed = psql(url, "--file", ROOT / "deploy/cluster/scrub.sql")
    assert (scrubbed.returncode, scrubbed.stderr) == (0, "")
    assert places_of(data, CANARIES) == {}
    assert places_of(data, [KEPT])
    connection.close()


@pytest.mark.long
@pytest.mark.parametrize(
    ("cause", "message"),
    [
        ("BEGIN; SELECT count(*) FROM pg_class", "a transaction has been open for more than 10 s"),
        ("SELECT pg_create_physical_replication_slot('standby', true)", "old segments of the log stay"),
    ],
)
def test_a_cause_that_keeps_bytes_is_an_error(server, cause, message):
    from moderation.store.postgres.database import PostgresDatabase

    url, _ = server
    connection = PostgresDatabase(url).connect()
    connection.execute(cause)
    scrubbed = psql(url, "--file", ROOT / "deploy/cluster/scrub.sql")
    connection.close()
    assert scrubbed.returncode == 3 and message in scrubbed.stderr
