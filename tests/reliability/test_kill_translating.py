"""A test that kills the server (`kill -9`) while 200 translations are queued.

Each translation is finished exactly once, and no translation stays in the state `waiting`.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from moderation.services.translation.dispatcher import AT_ONCE
from tests.servers import Client, Server, session_with
from tests.services.translation.loopback import FakeTranslationService

BURST = 5  # the maximum number of questions that one attendee may ask without waiting
LANGUAGES = ("en", "es", "fr")
QUESTIONS = 100
JOBS = {
    (number, target) for number in range(1, QUESTIONS + 1) for target in LANGUAGES if target != LANGUAGES[number % 3]
}

pytestmark = pytest.mark.reliability


@pytest.fixture
def service():
    with FakeTranslationService("libretranslate", "slow") as service:
        yield service


@pytest.mark.parametrize("mode", ["eventlet", pytest.param("threading", marks=pytest.mark.long)])
def test_two_hundred_queued_translations_survive_two_kills(tmp_path, service, mode):
    environment = {"OPEN_FLOOR_TRANSLATION_URL": service.url}
    server = Server(
        tmp_path / "data", mode, session_file=session_with("libretranslate", tmp_path), environment=environment
    ).start()
    try:
        ask(server)
        chair = server.client("chair/a")
        # The translation service is slow, so most translations are still waiting.
        assert len(JOBS) == 200 and states(chair)["waiting"] > 150
        server.kill()
        service.way = "good"
        server.start()
        while (seen := states(chair))["done"] < 80 and seen["waiting"]:
            pass  # No sleep is needed: each iteration waits for the server's answer.
        server.kill()
        before = stored_translations(server, tmp_path / "before")
        assert 80 <= len(before) < len(JOBS)
        server.start()
        while states(chair)["waiting"]:
            pass
        assert states(chair) == {"done": len(JOBS)}
    finally:
        server.stop()
    after = stored_translations(server, tmp_path / "after")
    assert len(after) == len(JOBS) and {(number, language) for number, language, _ in after} == JOBS
    assert set(before) <= set(after), "a finished translation is not repeated"
    asked = Counter((body["q"], body["target"]) for body in requests(service))
    assert len(asked) == len(JOBS) and asked.total() - len(JOBS) <= 2 * AT_ONCE, (
        "only texts that were being translated are requested again"
    )
    assert "Traceback" not in server.log()


def ask(server: Server) -> None:
    for number in range(1, QUESTIONS + 1):
        if number % BURST == 1:
            asker = server.client()
        assert asker.command("ask", {"text": f"Question number {number}?", "language": LANGUAGES[number % 3]})[0] == 201


def states(chair: Client) -> Counter:
    """Return {state: number of translations} on the chairs' screen."""
    views = chair.read("snapshot")[1]["put"]
    return Counter(translation["state"] for view in views for translation in view["translations"].values())


def stored_translations(server: Server, copy: Path) -> list[tuple]:
    """Return (number, language, time) of every machine translation in the database.

    Read a copy in a new folder. If the test opened the original, SQLite would recover the database, and the server's
    own recovery would not be tested.
    """
    copy.mkdir()
    for path in server.data_dir.glob("open-floor.db*"):
        if not path.name.endswith("-shm"):
            shutil.copy(path, copy)
    with closing(sqlite3.connect(copy / "open-floor.db")) as db:
        return db.execute(
            "SELECT number, translations.language, at FROM translations JOIN questions ON questions.id = question"
            " WHERE translations.source = 'machine'"
        ).fetchall()


def requests(service: FakeTranslationService) -> list[dict]:
    return [json.loads(body) for _, path, _, body, _ in service.asked if path == "/translate"]
