"""Tests of the commands `import` and `undo-import` while a server uses the data folder."""

from __future__ import annotations

import threading
import time
import urllib.request

import pytest

from tests.cli.importer import make_importer
from tests.servers import Server
from tests.services.imports import files


@pytest.fixture(scope="module", params=["eventlet", "threading"])
def running_server(request, tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("import") / "data", request.param).start()
    yield server
    server.stop()


def test_workbook_is_imported_once_and_taken_back(running_server, tmp_path):
    importer = make_importer(running_server.data_dir, tmp_path)
    workbook = importer.file(files.as_xlsx(files.questions(96)), "questions.xlsx")
    assert "96 questions added to Incoming." in importer.typed("import", importer.code, workbook)
    assert importer.rows("SELECT status, source, count(*) FROM QUESTIONS") == [("pending", "before", 96)]
    assert importer.typed("import", importer.code, workbook)[-2:] == [
        "0 questions added to Incoming.",
        "96 rows imported before and not added again.",
    ]
    assert importer.typed("undo-import", importer.code) == ["96 questions of import 1 taken back."]
    assert importer.rows("SELECT DISTINCT status, text FROM QUESTIONS") == [("withdrawn", "")]
    assert "undo" in importer.refused("undo-import", importer.code)
    assert "session.unknown" in importer.refused("import", "NOSUCH", workbook)


def test_phones_are_served_while_a_large_file_is_imported(running_server, tmp_path):
    """Check that an import does not block the server.

    The command line imports the file with several commands. Between two commands, the server must answer a request. At
    the end, all questions must be imported.
    """
    importer = make_importer(running_server.data_dir, tmp_path)
    finished, delays = threading.Event(), []

    def ask_repeatedly() -> None:
        while not finished.is_set():
            began = time.monotonic()
            with urllib.request.urlopen(f"{running_server.url}/healthz") as answer:
                assert answer.status == 200
            delays.append(time.monotonic() - began)

    asking = threading.Thread(target=ask_repeatedly)
    asking.start()
    try:
        printed = importer.typed("import", importer.code, importer.file(files.as_csv(files.questions(600))))
    finally:
        finished.set()
        asking.join()
    assert "600 questions added to Incoming." in printed
    assert len(delays) > 600 // 40, "at least one request between two commands"
