"""Tests of the erasure of a withdrawn question on a real server.

They search files, streams, pages and exports for the word `CANARY`, which only the question contained.
"""

from __future__ import annotations

import sqlite3
import time

import pytest

from tests.servers import Server
from tests.web.served_session import make_served_session
from tests.web.test_purge import traces

CANARY = "Kanarienvogel"
SECONDS = 10
"""Maximum seconds from a withdrawal until every file is free of the withdrawn text."""


def ask_with_copies(served) -> int:
    """Ask a question, then edit, reword and translate it, so that many tables contain its words. Return its number."""
    ana = served["ana"]
    body = {"text": f"{CANARY} first?", "name": f"{CANARY} name", "show_name": True, "language": "en"}
    status, answer = ana.command("ask", body)
    assert status == 201
    number = answer["question"]["number"]
    assert ana.command("edit", body | {"number": number, "version": 1, "text": f"{CANARY} asked?"})[0] == 200
    served.act("wording", number, text=f"{CANARY} earlier?", hide=False)
    served.act("wording", number, text=f"{CANARY} wording?", hide=True)
    served.act("approve", number)
    served.act("translate", number, language="es", text=f"{CANARY} traducida")
    assert (
        served["booth"].command("translate", {"number": number, "language": "fr", "text": f"{CANARY} traduite"})[0]
        == 200
    )
    return number


def wait_until_scrubbed(server) -> None:
    """Wait until all deleted data are overwritten: the database's `user_version` is then 0. Fail after `SECONDS`."""
    deadline = time.monotonic() + SECONDS
    with sqlite3.connect(f"file:{server.data_dir / 'open-floor.db'}?mode=ro", uri=True) as connection:
        while connection.execute("PRAGMA user_version").fetchone()[0]:
            assert time.monotonic() < deadline, "the deleted data stays in the files"
            time.sleep(0.05)
    connection.close()


def found_in_files(server) -> set[tuple[str, bytes]]:
    return traces(server, [CANARY.encode()])


@pytest.mark.parametrize("rule", [False, True])
def test_a_withdrawal_leaves_no_byte_in_the_data_folder(server, rule):
    served = make_served_session(server, chatham_house_rule=rule)
    # Add many questions. SQLite then moves rows between the pages of the file, and may leave copies of a text in the
    # file.
    for index in range(40):
        served.ask(f"Question {index} with some more words, so that the page fills? " * 3, f"asker {index}")
    number = ask_with_copies(served)
    (server.data_dir / "before-0.1.0.db").touch()
    for index in range(40):
        served.ask(f"Later question {index} with some more words, so that the page fills? " * 3, f"asker {index}")
    assert found_in_files(server)
    assert served["ana"].command("withdraw", {"number": number})[0] == 200
    wait_until_scrubbed(server)
    assert found_in_files(server) == set()
    assert not list(server.data_dir.glob("before-*"))


def test_no_seat_reads_a_withdrawn_text(served):
    number = ask_with_copies(served)
    ledger = served["ana"].raw("GET", f"/s/{served.code}/ledger")[2]
    assert served["ana"].command("withdraw", {"number": number})[0] == 200
    chairs_view = served.seen(number)
    assert {field: chairs_view[field] for field in ("status", "text", "asked", "name", "translations", "edited")} == {
        "status": "withdrawn",
        "text": "",
        "asked": None,
        "name": None,
        "translations": {},
        "edited": False,
    }
    mine = served["ana"].read("own")[1]["questions"]
    assert [(view["number"], view["status"], view["text"], view["name"]) for view in mine] == [
        (number, "withdrawn", "", None)
    ]
    assert CANARY not in ledger.decode()
    for seat in ("ana", "chair/a", "chair/b", "stage", "booth"):
        assert CANARY not in repr(served[seat].read("snapshot?all=1"))
    for kind in ("csv", "json", "html", "xlsx"):
        status, _, content = served["organiser"].raw("GET", f"/api/s/{served.code}/organiser/export?format={kind}")[:3]
        assert status == 200 and CANARY.encode() not in content
    assert served["organiser"].read("state")[1]["counts"]["withdrawn"] == 1


def test_a_kill_between_withdrawal_and_scrub_leaves_no_byte_after_the_next_start(tmp_path):
    server = Server(tmp_path / "data").start()
    try:
        served = make_served_session(server)
        number = ask_with_copies(served)
        assert served["ana"].command("withdraw", {"number": number})[0] == 200
        server.kill()
        assert found_in_files(server)
        server.start()
        wait_until_scrubbed(server)
        assert found_in_files(server) == set()
    finally:
        server.stop()


def test_a_stop_overwrites_the_bytes(tmp_path):
    server = Server(tmp_path / "data").start()
    served = make_served_session(server)
    number = ask_with_copies(served)
    assert served["ana"].command("withdraw", {"number": number})[0] == 200
    server.stop()
    assert found_in_files(server) == set()
