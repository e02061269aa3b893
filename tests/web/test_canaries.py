"""The canary test.

For each event that removes a question's words, `GONE` lists places, such as files, exports and memory. Afterwards,
these places must not contain the words. The application and its index of similar questions run in the test's process.
So the test can search all objects that Python can still reach. `tests/deploy/test_proxied_session.py` searches the
files and logs of nginx after the same events. `tests/web/test_erasure.py` and `tests/web/test_purge.py` search the
files of a real server, including after a kill.
"""

from __future__ import annotations

import gc
import gzip
import io
import json
import logging
import secrets
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property

import pytest

from moderation.core.model import AUDIENCE_OF_SEAT, Seat, SeatKind
from moderation.services.session_file import definition as session_file
from moderation.services.similar.sync import SimilaritySync
from moderation.services.similar.worker import Indexes
from moderation.web.pages.export import FORMATS
from moderation.web.server import loops
from tests.running_store import runtime
from tests.servers import DEMO
from tests.web.access_app import AccessApp, make_access_app
from tests.web.served_session import GENEROUS

EVERYWHERE = frozenset({"files", "exports", "stored answers", "memory"})
PUBLIC = EVERYWHERE - {"files"}
GONE = {
    # {event: the places that must not contain the canary after the event}. Before the event, these places contain the
    # canary. The log must never contain the canary.
    "wording": PUBLIC,  # The files still contain the asker's words, because chairs and asker can still read them.
    "withdraw": EVERYWHERE,
    "forget me": EVERYWHERE,
    "end of rehearsal": EVERYWHERE,
    "purge": EVERYWHERE,
    "the Rule": EVERYWHERE,  # The start of the Chatham House Rule removes only the asker's name.
}


class SessionHere:
    """A session in the tested application, with the cookies of its seats.

    The session has one question. A canary (a unique word) is in the text of the question or in the asker's name.
    """

    def __init__(self, app: AccessApp, *, demo: bool):
        self.app, self.code = app, "T" + secrets.token_hex(4).upper()
        definition = session_file.load(DEMO)
        definition |= {"code": self.code, "demo": demo, "limits": definition["limits"] | GENEROUS}
        app.control("create", definition=definition)
        self.cookies = app.enter_all(self.code)
        self._letters = list("Kanarie" + secrets.token_hex(4))

    @property
    def canary(self) -> str:
        """A unique word, joined from a list of its letters.

        The test searches all objects of this process for the word. If this object stored the whole word, the search
        would find it here, although the application has removed it.
        """
        return "".join(self._letters)

    @cached_property
    def readers(self) -> list[str]:
        return [seat for seat in self.cookies if AUDIENCE_OF_SEAT.get(Seat.parse(seat).kind)]

    def act(self, seat: str, act: str, **body) -> dict:
        path = f"/api/s/{self.code}/{seat}/{act}/{secrets.token_hex(8)}"
        answer = self.app.send("PUT", path, self.cookies[seat], json=body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json

    def chair(self, act: str, **body) -> None:
        """Send an act of a chair on question 1 with the question's current version."""
        snapshot = self.app.send("GET", f"/api/s/{self.code}/chair/a/snapshot", self.cookies["chair/a"]).json
        [version] = [view["version"] for view in snapshot["put"] if view["number"] == 1]
        self.act("chair/a", act, number=1, version=version, **body)

    def read_all(self) -> None:
        """Read the snapshots of all streams. Afterwards, the server's cache contains the snapshots."""
        for seat in self.readers:
            for encoding in ("gzip", "identity"):
                path = f"/api/s/{self.code}/{seat}/snapshot"
                assert self.app.send(
                    "GET", path, self.cookies[seat], headers={"Accept-Encoding": encoding}
                ).status_code in (200, 404)

    def places(self, *, public: bool) -> set[str]:
        """Return the places that contain the canary.

        - If `public` is false, search the files, the exports, all stored answers and the memory.
        - If `public` is true, search the files, the exports, the stored answers of the booth, and the cached snapshots.
          Leave out the snapshots of the chairs' stream.
        """
        contains = {
            "files": self.is_in_files(),
            "exports": any(self.canary in self.export(name).decode("latin-1") for name in FORMATS),
            "stored answers": any(self.canary in answer for answer in self.stored_answers(public=public)),
            "memory": self.is_cached() if public else any(reachable(self.canary)),
        }
        return {place for place, is_found in contains.items() if is_found}

    def is_in_files(self) -> bool:
        contents = (path.read_bytes() for path in self.app.context.folder.path.rglob("*") if path.is_file())
        return any(self.canary.encode() in content for content in contents)

    def export(self, name: str) -> bytes:
        path = f"/api/s/{self.code}/organiser/export?format={name}"
        answer = self.app.send("GET", path, self.cookies["organiser"])
        assert answer.status_code in (200, 404)
        if name != "xlsx" or answer.status_code == 404:
            return answer.data
        with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
            return b"".join(map(archive.read, archive.namelist()))

    def stored_answers(self, *, public: bool) -> list[str]:
        with self.app.context.reader.transaction() as connection:
            rows = connection.execute("SELECT caller, answer FROM commands").fetchall()
        return [row["answer"] for row in rows if not public or row["caller"] == Seat(SeatKind.BOOTH).name]

    def is_cached(self) -> bool:
        cached = self.app.context.snapshots._cached.items()
        return any(self.canary.encode() in snapshot.plain for (_, stream), snapshot in cached if stream != "chairs")


class IndexHere:
    """A replacement for IndexProcess that runs the index of similar questions in the test's process."""

    runs, generation = True, 1

    def __init__(self) -> None:
        self._indexes = Indexes()

    def call(self, message: dict, seconds: float) -> dict:
        return json.loads(json.dumps(self._indexes.answer(json.loads(json.dumps(message)))))


def unpacked(value: bytes | bytearray) -> bytes | bytearray:
    """Return the decompressed content of gzip data. Return all other data and damaged gzip data unchanged.

    Other tests leave damaged data in memory.
    """
    try:
        return gzip.decompress(value) if value[:2] == b"\x1f\x8b" else value
    except (EOFError, OSError, zlib.error):
        return value


def reachable(canary: str) -> Iterator[type]:
    """Yield the type of each object of this process that directly contains the canary in a string or in bytes."""
    needle = canary.encode()
    gc.unfreeze()  # Otherwise `gc.get_objects` would leave out the frozen objects.
    gc.collect()

    def contains(value: object) -> bool:
        if isinstance(value, str):
            return value is not canary and canary in value
        if isinstance(value, (bytes, bytearray)):
            return value is not needle and needle in unpacked(value)
        # Search tuples and dictionaries of simple values here, because `gc.get_objects` does not return them.
        return (
            isinstance(value, (tuple, dict))
            and not gc.is_tracked(value)
            and any(map(contains, gc.get_referents(value)))
        )

    return (type(owner) for owner in gc.get_objects() for value in gc.get_referents(owner) if contains(value))


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    running = make_access_app(tmp_path_factory.mktemp("canaries") / "data")
    running.context.similar = SimilaritySync(
        runtime(), running.context.reader, running.context.writer.submit, IndexHere()
    )
    yield running
    running.context.writer.stop()
    running.context.reader.close()
    running.context.folder.release()


@pytest.mark.parametrize("event", GONE)
def test_no_place_contains_the_words_after_the_event(app, event, caplog):
    caplog.set_level(logging.DEBUG)
    session = SessionHere(app, demo=event != "end of rehearsal")
    canary = session.canary
    name = {"name": f"{canary} Ms", "show_name": True} if event == "the Rule" else {}
    words = "Who decides?" if event == "the Rule" else f"{canary} decides?"
    assert session.act("attendee", "ask", text=words, language="en", **name)["question"]["number"] == 1
    del canary, name, words
    session.chair("approve")
    translation = "Qui décide ?" if event == "the Rule" else f"{session.canary} décide ?"
    session.act("booth", "translate", number=1, language="fr", text=translation)
    del translation
    session.read_all()
    compare_all(app)
    is_public = event == "wording"
    assert session.places(public=is_public) >= GONE[event], "the places contain the words before"
    HAPPEN[event](session)
    loops._scrub(app.context)
    compare_all(app)
    if event == "wording":
        session.read_all()
    assert session.places(public=is_public) & GONE[event] == set()
    assert session.canary not in caplog.text


def compare_all(app: AccessApp) -> None:
    """Let the index of similar questions process all changed questions."""
    while app.context.similar.step():
        pass


def hide(session: SessionHere) -> None:
    session.chair("wording", text="Who pays?", hide=True)


def withdraw(session: SessionHere) -> None:
    session.act("attendee", "withdraw", number=1)


def forget_me(session: SessionHere) -> None:
    page = session.app.send("GET", f"/s/{session.code}", session.cookies["attendee"]).text
    token = page.partition('name="token" value="')[2].partition('"')[0]
    form = {"token": token, "questions": "withdraw"}
    answer = session.app.send("POST", f"/s/{session.code}/forget", session.cookies["attendee"], data=form)
    assert answer.status_code == 200


def end_rehearsal(session: SessionHere) -> None:
    session.act("organiser", "open")


def purge(session: SessionHere) -> None:
    session.act("organiser", "close")
    session.act("organiser", "purge")


def apply_rule(session: SessionHere) -> None:
    session.act("organiser", "set", chatham_house_rule=True)


HAPPEN = {
    "wording": hide,
    "withdraw": withdraw,
    "forget me": forget_me,
    "end of rehearsal": end_rehearsal,
    "purge": purge,
    "the Rule": apply_rule,
}
