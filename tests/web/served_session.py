"""A session of its own on a shared server, so that no test meets another's questions."""

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
    """One command of the command line, by its door."""
    door = json.loads((server.data_dir / "server.json").read_bytes())
    request = urllib.request.Request(
        f"{server.url}/api/control/{act}",
        json.dumps(body).encode(),
        method="POST",
        headers={"Content-Type": "application/json", "X-Open-Floor": "1", "Authorization": f"Bearer {door['token']}"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=30) as answer:
        return json.load(answer)


HELD = {
    "session": "SELECT definition, phase, list_public, show_group, stage_upcoming, chatham_house_rule, epoch, next_number FROM sessions WHERE id = ?",
    "seats": "SELECT * FROM seats WHERE session = ? ORDER BY seat",
    "questions": "SELECT * FROM questions WHERE session = ? ORDER BY number",
    "votes": "SELECT votes.* FROM votes JOIN questions ON questions.id = votes.question WHERE questions.session = ? ORDER BY votes.question, votes.attendee",
    "log": "SELECT * FROM log WHERE session = ? ORDER BY id",
    "streams": "SELECT * FROM streams WHERE session = ? AND stream <> 'chairs' ORDER BY stream",
}

DUE = (
    "SELECT count(*) FROM similar_due JOIN questions ON questions.id = similar_due.question WHERE questions.session = ?"
)


@dataclass
class ServedSession:
    """A session with people in it. Quacks like a Server where a Client asks for `url` and `code`."""

    server: Server
    code: str
    links: dict
    people: dict[str, Client] = field(default_factory=dict)

    client = Server.client

    @property
    def url(self) -> str:
        return self.server.url

    def __getitem__(self, seat: str) -> Client:
        """The same person in this seat each time: `room["chair/a"]`; attendees by any name."""
        if seat not in self.people:
            staff = "/" in seat or seat in ("stage", "booth", "organiser")
            self.people[seat] = self.client(seat if staff else "attendee")
        return self.people[seat]

    @cached_property
    def chair(self) -> Client:
        return self["chair/a"]

    def ask(self, text: str = "Who decides?", who: str = "ana", **more) -> int:
        """The number of a question just asked."""
        status, answer = self[who].command("ask", {"text": text, **more})
        assert status == 201, answer
        return answer["question"]["number"]

    def seen(self, number: int) -> dict:
        """The question as the chairs see it."""
        for view in self.chair.read("snapshot")[1]["put"]:
            if view["number"] == number:
                return view
        for status in PAGED:
            for view in self.chair.read(f"questions?status={status}&before={number + 1}")[1]["questions"]:
                if view["number"] == number:
                    return view
        raise AssertionError(f"the chairs see no question {number}")

    def act(self, act: str, number: int, seat: str = "chair/a", **more) -> dict:
        """One accepted act of a chair on the question as it stands; its answer."""
        status, answer = self[seat].command(act, {"number": number, "version": self.seen(number)["version"], **more})
        assert status == 200, answer
        return answer

    def asked_and(self, *acts: str, text: str = "Who decides?", who: str = "ana") -> int:
        """A question brought this far: `asked_and("approve", "take")`."""
        number = self.ask(text, who)
        for act in acts:
            self.act(act, number, **({"reason": "off_topic"} if act == "decline" else {}))
        return number

    def everything(self) -> dict:
        """All that the store holds of the session, for "nothing has changed"; without the published figures, which follow each second.

        Looks when every question has been compared with the others: what seems similar would else move by itself.
        """
        connection = sqlite3.connect(f"file:{self.server.data_dir / 'open-floor.db'}?mode=ro", uri=True)
        try:
            mine = connection.execute("SELECT id FROM sessions WHERE code = ?", [self.code]).fetchone()[0]
            until = time.monotonic() + 20
            while connection.execute(DUE, [mine]).fetchone()[0]:
                assert time.monotonic() < until, "questions are never compared"
                time.sleep(0.01)
            return {what: connection.execute(query, [mine]).fetchall() for what, query in HELD.items()}
        finally:
            connection.close()


def make_served_session(server: Server, *, limits: dict | None = None, demo: bool = True, **changes) -> ServedSession:
    """A session like the first one, open at once unless `demo=False`; no limit of it stands in a test's way unless given."""
    definition = session_file.load(ROOT / "data" / "sessions" / "cybercrime-2021.toml")
    definition |= {"code": "T" + secrets.token_hex(4).upper(), "demo": demo, **changes}
    definition["limits"] = definition["limits"] | (GENEROUS if limits is None else limits)
    made = control(server, "create", {"definition": definition})
    return ServedSession(server, made["code"], made["links"])


def is_refused(answer: tuple[int, dict], wanted: int, code: str, /, **told) -> None:
    """Whether an answer refuses in exactly this way, with a sentence."""
    got, body = answer
    assert (got, body.get("code"), body.get("ok")) == (wanted, code, False), answer
    assert body["message"].strip() and "%(" not in body["message"], body
    assert {name: body.get(name) for name in told} == told, body


def told_in_all(served: ServedSession) -> int:
    """The number of a question that was asked in English and given by hand in the session's other languages."""
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
