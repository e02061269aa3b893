"""Test of the server's start with a session file whose code belongs to an event.

The server starts without this session.
"""

from __future__ import annotations

from contextlib import closing

import pytest

from moderation.core.refusals import Refusal
from moderation.store import events, schema
from moderation.store.folder import Folder
from tests.web.app_in_process import running_app

CODE = "CYB421"


def test_session_file_does_not_take_the_code_of_an_event(tmp_path, capsys):
    folder = Folder(tmp_path / "data")
    folder.acquire()
    with closing(schema.connect(folder.database)) as connection:
        schema.migrate(connection)
        events.create(connection, CODE, "Days of water")
    folder.release()
    with running_app(tmp_path / "data") as app:
        with pytest.raises(Refusal, match=r"session\.unknown"):
            app.context.session(CODE)
        assert app.flask.test_client().get(f"/e/{CODE}").status_code == 200
    assert f"Code {CODE} belongs to an event." in capsys.readouterr().err
