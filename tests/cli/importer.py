"""A helper for tests of imports. It runs the command line, writes question files and reads the stored questions."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from moderation.cli.main import main
from moderation.paths import ROOT

WATER = ROOT / "data" / "sessions" / "water.toml"


@dataclass
class Importer:
    """A data folder with the session `code`, for runs of the command line. `folder` contains the question files."""

    data: Path
    folder: Path
    code: str = ""

    def run(self, *words: str) -> Result:
        return CliRunner(env={"DATA_DIR": str(self.data), "PUBLIC_URL": "http://127.0.0.1:1"}).invoke(main, words)

    def typed(self, *words: str) -> list[str]:
        """Return the lines that a successful command prints."""
        done = self.run(*words)
        assert done.exit_code == 0, (done.output, done.exception)
        return [line for line in done.output.splitlines() if not line.startswith("WARNING")]

    def refused(self, *words: str) -> str:
        done = self.run(*words)
        assert done.exit_code in (1, 2) and isinstance(done.exception, SystemExit), (done.output, done.exception)
        return done.stderr

    def file(self, content: bytes, name: str = "questions.csv") -> str:
        path = self.folder / name
        path.write_bytes(content)
        return str(path)

    def rows(self, sql: str) -> list[tuple]:
        with closing(sqlite3.connect(f"file:{self.data}/open-floor.db?mode=ro", uri=True)) as connection:
            sql = sql.replace("QUESTIONS", "questions JOIN sessions ON sessions.id = session AND code = ?")
            return connection.execute(sql, [self.code]).fetchall()


def make_importer(data: Path, folder: Path) -> Importer:
    """Create a session without the Chatham House Rule, in rehearsal. Return its importer."""
    importer = Importer(data, folder, f"WATER{secrets.token_hex(2).upper()}")
    session = WATER.read_text("utf-8").replace("WATER7", importer.code)
    session = session.replace("chatham_house_rule = true", "chatham_house_rule = false")
    session = session.replace("text = 500", "text = 300")
    importer.typed("create", importer.file(session.encode(), "session.toml"))
    return importer
