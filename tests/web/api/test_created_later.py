"""Tests of a session that is created while the server is running. Its questions must be translated too."""

from __future__ import annotations

import time

import pytest

from tests.servers import Server
from tests.services.translation.loopback import TRANSLATED, FakeTranslationService
from tests.web.served_session import make_served_session

PATIENCE = 200
"""Maximum number of looks at the translation's state, with 0.1 s between two looks."""


@pytest.mark.server
def test_a_session_created_later_is_translated(tmp_path):
    with FakeTranslationService("libretranslate", "good") as service:
        server = Server(tmp_path / "data", environment={"OPEN_FLOOR_TRANSLATION_URL": service.url}).start()
        try:
            served = make_served_session(server, translation="libretranslate")
            number = served.ask("Who decides?", language="en")
            for _ in range(PATIENCE):
                done = served.seen(number)["translations"].get("es", {})
                if done.get("state") == "done":
                    break
                time.sleep(0.1)
            assert (done["text"], done["engine"]) == (TRANSLATED, "libretranslate")
        finally:
            server.stop()
