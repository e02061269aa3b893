"""A session that belongs to one test, on a server that several tests share."""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
import urllib.request
from dataclasses import dataclass, field
from functools import cached_property

from moderation.services.session_file import definition as session_file
from tests.servers import ROOT, Client, Server

GENEROUS = {"burst": 100_000, "waiting": 100_000}
PAGED = ("answered", "declined", "withdrawn", "merged")


def control(server: Server, act: str, body: dict) -> dict:
    """Send a command to the running server, as the program `open-floor` does."""
    announced = json.loads((server.data_dir / "server.json").read_bytes())
    request = urllib.request.Request(
        f"{server.url}/api/control/{act}",
        json.dumps(body).encode(),
        method="POST",
        headers={
            "Content-Type": "application/json",
            "X-Open-Floor": "1",
            "Authorization": f"Bearer {announced['token']}",
        },
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=30) as answer:
        return json.load(answer)


STORED = {
    "session": "SELECT definition, phase, list_public, show_group, stage_upcoming, chatham_house_rule, epoch,"
    " next_number FROM sessions WHERE id = ?",
    "seats": "SELECT seat, generation, revoked FROM seats WHERE session = ? ORDER BY seat",
    "questions": "SELECT * FROM questions WHERE session = ? ORDER BY number",
    "votes": "SELECT votes.* FROM votes JOIN questions ON questions.id = votes.question WHERE questions.session = ?"
    " ORDER BY votes.question, votes.attendee",
    "log": "SELECT * FROM log WHERE session = ? AND act <> 'opened' ORDER BY id",
    "streams": "SELECT * FROM streams WHERE session = ? AND stream <> 'chairs' ORDER BY stream",
}

DUE = (
    "SELECT count(*) FROM similar_due JOIN questions ON questions.id = similar_due.question WHERE questions.session = ?"
)


@dataclass
class ServedSession:
    """A session with its clients.

    Like Server, it has the attributes `url` and `code`, because Client reads both attributes.
    """

    server: Server
    code: str
    links: dict
    people: dict[str, Client] = field(default_factory=dict)

    client = Server.client

    @property
    def url(self) -> str:
        return self.server.url

    def __getitem__(self, seat: str) -> Client:
        """Return the client in this seat, for example `served["chair/a"]`. Each call returns the same client.

        A name that is not a staff seat, such as "ana", identifies an attendee.
        """
        if seat not in self.people:
            staff = "/" in seat or seat in ("stage", "booth", "organiser")
            self.people[seat] = self.client(seat if staff else "attendee")
        return self.people[seat]

    @cached_property
    def chair(self) -> Client:
        return self["chair/a"]

    def ask(self, text: str = "Who decides?", who: str = "ana", **fields) -> int:
        """Ask a question and return its number."""
        status, answer = self[who].command("ask", {"text": text, **fields})
        assert status == 201, answer
        return answer["question"]["number"]

    def seen(self, number: int) -> dict:
        """Return the chairs' view of a question."""
        for view in self.chair.read("snapshot")[1]["put"]:
            if view["number"] == number:
                return view
        for status in PAGED:
            for view in self.chair.read(f"questions?status={status}&from={number}")[1]["questions"]:
                if view["number"] == number:
                    return view
        raise AssertionError(f"the chairs see no question {number}")

    def act(self, act: str, number: int, seat: str = "chair/a", **fields) -> dict:
        """Send a chair's act with the question's current version. Check that the act is accepted; return the answer."""
        status, answer = self[seat].command(act, {"number": number, "version": self.seen(number)["version"], **fields})
        assert status == 200, answer
        return answer

    def asked_and(self, *acts: str, text: str = "Who decides?", who: str = "ana") -> int:
        """Ask a question, send these acts on it and return its number. Example: `asked_and("approve", "take")`."""
        number = self.ask(text, who)
        for act in acts:
            self.act(act, number, **({"reason": "off_topic"} if act == "decline" else {}))
        return number

    def everything(self) -> dict:
        """Return the session's stored rows, for assertions that nothing has changed.

        First wait until the server has computed all similar questions; otherwise the rows would change later. Leave out
        the head of the chairs' stream, because each publication of vote totals changes this head. Leave out the log
        rows for opened links, because a client may open its link late, at its first request.
        """
        connection = sqlite3.connect(f"file:{self.server.data_dir / 'open-floor.db'}?mode=ro", uri=True)
        try:
            session_id = connection.execute("SELECT id FROM sessions WHERE code = ?", [self.code]).fetchone()[0]
            deadline = time.monotonic() + 20
            while connection.execute(DUE, [session_id]).fetchone()[0]:
                assert time.monotonic() < deadline, "questions are never compared"
                time.sleep(0.01)
            return {table: connection.execute(query, [session_id]).fetchall() for table, query in STORED.items()}
        finally:
            connection.close()


def make_served_session(server: Server, *, limits: dict | None = None, demo: bool = True, **changes) -> ServedSession:
    """Create a session with the definition of the demo session.

    The session is open; with `demo=False`, it is in rehearsal. Its limits are `limits`, or high limits by default.
    """
    definition = session_file.load(ROOT / "data" / "sessions" / "cybercrime-2021.toml")
    definition |= {"code": "T" + secrets.token_hex(4).upper(), "demo": demo, **changes}
    definition["limits"] = definition["limits"] | (GENEROUS if limits is None else limits)
    created = control(server, "create", {"definition": definition})
    return ServedSession(server, created["code"], created["links"])


def is_refused(answer: tuple[int, dict], status: int, code: str, /, **data) -> None:
    """Check that the answer is a refusal with this code, these data and a message."""
    received, body = answer
    assert (received, body.get("code"), body.get("ok")) == (status, code, False), answer
    assert body["message"].strip() and "%(" not in body["message"], body
    assert {name: body.get(name) for name in data} == data, body


def told_in_all(served: ServedSession) -> int:
    """Ask a question in English and translate it by hand into Spanish and French. Return its number."""
    number = served.ask("Will civil society sit at the negotiating table in Vienna?", language="en")
    served.act(
        "translate", number, language="es", text="¿Se sentará la sociedad civil a la mesa de negociación en Viena?"
    )
    served.act(
        "translate",
        number,
        language="fr",
        text="La société civile siégera-t-elle à la table des négociations à Vienne ?",
    )
    return number
