"""A session whose texts contain canaries: unique words that reveal a leak.

Every question from an attendee has its own text, name, group and region, each with a canary. A question asked aloud has
no name and may have no text. `CANARY` in `tests/stream_clients.py` lists the prefixes of the canaries. For example, the
text of question 5 contains `txt05z`. A chair's wording of this question contains `wrd35z`, and an earlier wording
contains `wrd65z`. The number in a canary is the question's index, plus 30 in a wording, or plus 60 in an earlier
wording. In undone texts and in chair notes, the number is 90 or more.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from dataclasses import dataclass, field
from functools import cached_property

from moderation.core.model import Settings
from tests import oracle
from tests.servers import Client, Server
from tests.stream_clients import CANARY, DEFINITION, allowed, truth
from tests.web.served_session import ServedSession, make_served_session
from tests.web.socket_client import SocketClient

TRACES = {
    "X-Forwarded-For": "203.0.113.77",
    "User-Agent": "Canary-Browser/7.7",
    "Referer": "http://canary.example/from",
}
"""The personal data in the headers of each request of this session. The server must not store these data."""
LANGUAGES = ("en", "es", "fr")
SAID = {
    "en": "Who will pay for {} when the treaty has been signed?",
    "es": "¿Quién pagará {} cuando se haya firmado el tratado?",
    "fr": "Qui paiera {} quand le traité aura été signé ?",
    "und": "Kto zaplati za {} po podpisaniu traktatu?",
}
ALIKE = " And who will check that every organisation in the room has been heard by the chairs?"
TERMS = [{"term": {"en": "treaty", "es": "tratado", "fr": "traité"}, "note": None}]
WORDED, WORDED_BEFORE = 30, 60
UNASKED = (16, 19, 20)
"""The indexes of questions that `ask_all` does not create.

Question 16 is the rewording of another question. Questions 19 and 20 were asked aloud; question 20 has no text.
"""
FLOOR_STREAMS = tuple(f"floor.{language}" for language in LANGUAGES)


@dataclass
class CanarySession(ServedSession):
    """A served session and its canaries.

    `numbers`: {index: question number}. `ever`: {stream: all canaries that the stream was allowed to show at some time
    since the last `ever.clear()`}.
    """

    numbers: dict[int, int] = field(default_factory=dict)
    ever: dict[str, set] = field(default_factory=dict)

    def client(self, seat: str = "attendee") -> Client:
        return Server.client(self, seat, TRACES)

    def rows(self, query: str, *values) -> list[tuple]:
        return self._database.execute(query, values).fetchall()

    @cached_property
    def _database(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.server.data_dir / 'open-floor.db'}?mode=ro", uri=True, isolation_level=None)

    def close(self) -> None:
        self._database.close()

    @property
    def settings(self) -> Settings:
        columns = ", ".join(Settings.__dataclass_fields__)
        return Settings(*map(bool, self.rows(f"SELECT {columns} FROM sessions WHERE code = ?", self.code)[0]))

    def truth(self) -> list[dict]:
        """Return the stored questions that have a text."""
        return [row for row in truth(self.rows) if row["text"]]

    def held(self, audience: str, reader: str = "") -> set:
        """Return the canaries that the audience's stream may show now.

        Question 20 has no text, so `truth` leaves it out, but its group has a canary. Therefore this canary is added
        if the stream may show the group. `reader`: the language of an attendee's stream.
        """
        mark = (
            {("grp", "20")}
            if 20 in self.numbers
            and oracle.may_hold(audience, "approved", self.settings)
            and oracle.may_see("group", audience, self.settings, True)
            else set()
        )
        notes = self.rows("SELECT text FROM notes WHERE to_booths = 1") if audience == "booth" else ()
        line = set(CANARY.findall(" ".join(text for (text,) in notes)))
        return allowed(audience, self.settings, self.truth(), reader, LANGUAGES) | mark | line

    def note(self) -> None:
        """Add to `ever` the canaries that each stream may show now."""
        for stream in ("stage", "booth", *FLOOR_STREAMS):
            audience, _, reader = stream.partition(".")
            self.ever.setdefault(stream, set()).update(self.held(audience, reader))

    def do(self, seat: str, act: str, wanted: int = 200, **body) -> dict:
        """Send an act from a seat, check the HTTP status of the answer, and return the answer."""
        status, answer = self[seat].command(act, body)
        assert status == wanted, (act, body, answer)
        self.note()
        return answer

    def on(self, act: str, index: int, seat: str = "chair/a", **fields) -> dict:
        """Send a chair's act on the question with this index, and return the answer.

        The act is sent for the question's current version.
        """
        answer = self.act(act, self.numbers[index], seat, **fields)
        self.note()
        return answer

    def settle(self) -> None:
        """Wait until all translations have ended."""
        while self.rows("SELECT 1 FROM translation_jobs WHERE state = 'waiting'"):
            time.sleep(0.05)
        self.note()

    def ask_one(self, index: int, act: str = "ask", **fields) -> None:
        language = fields.pop("language", LANGUAGES[index % 3])
        body = {
            "text": SAID[language].format(f"txt{index:02}z") + (ALIKE if index in (0, 12) else ""),
            "language": language,
            "group": f"grp{index:02}z",
            "region": f"reg{index:02}z",
            "name": f"Ms nam{index:02}z",
            "show_name": True,
        }
        status, answer = self[f"asker {fields.pop('asker', index):02}"].command(
            act, body | fields, key=f"key{index:02}z-canary"
        )
        assert status == 201, answer
        self.numbers[index] = answer["question"]["number"]
        self.note()

    def secrets(self) -> list[str]:
        """Return the values that no response may contain: the attendees' tokens and their hashes, the staff's cookies,
        and the secrets of the links.
        """
        secrets = []
        for client in self.people.values():
            for cookie in client.jar:
                if cookie.name.startswith("of-"):
                    # A staff cookie is `time.token`. The time is not secret.
                    token = cookie.value.split(".")[0 if cookie.name.endswith("-attendee") else 1]
                    secrets += [token, hashlib.sha256(token.encode()).hexdigest(), cookie.value]
        links = [link for name, link in self.links.items() if name not in ("panellists", "attendee")] + list(
            self.links["panellists"].values()
        )
        return secrets + [link.split("#")[1] for link in links]


class CanarySocketClient(SocketClient):
    """A Socket.IO client that stores the messages that it receives."""

    def __init__(self, client: Client):
        self.heard: list[str] = []
        self.seq, self.epoch = -1, ""
        super().__init__(client)

    def _receive(self) -> str:
        self.heard.append(super()._receive())
        return self.heard[-1]

    def hear_until(self, head: dict) -> None:
        """Receive messages until the client has reached `head`, the epoch and sequence number of a stream.

        Of the latest message, the epoch must be equal, and the sequence number must be at least as high.
        """
        while self.epoch != head["epoch"] or self.seq < head["seq"]:
            name, body = self.next_event()
            if name in ("change", "head"):
                self.epoch, self.seq = body[1]["epoch"], body[1]["seq"]


def make_canary_session(server: Server, *, rule: bool) -> CanarySession:
    """Create an open session with a translation engine, restart the server, and return the session."""
    labelled = {
        kind: [entry | {"label": {"en": f"The {entry['key']}"}} for entry in DEFINITION[kind]]
        for kind in ("groups", "regions")
    }
    served = make_served_session(server, chatham_house_rule=rule, translation="libretranslate", terms=TERMS, **labelled)
    server.stop()
    server.start()
    return CanarySession(served.server, served.code, served.links)


def ask_all(served: CanarySession) -> None:
    """Ask questions 0 to 18, except question 16.

    Question 7 is in a language outside the session; all other questions are in the three languages of the session. The
    asker of question 6 opts out of machine translation.
    """
    for index in range(19):
        if index not in UNASKED:
            served.ask_one(index, **{6: {"machine": False}, 7: {"language": "und"}}.get(index, {}))
    served.settle()


def word_all(served: CanarySession) -> None:
    """Write wordings and translations by hand; undo some of them.

    A wording hides or shows the original text of its question. The wordings of questions 1 and 13 and the first wording
    of question 5 hide the original text. The wording of question 3 shows the original text. For the second wording of
    question 5, the session's default decides whether the original text is hidden.
    """
    for index, wording, fields in (
        (5, WORDED_BEFORE, {"hide": True}),
        (5, WORDED, {}),
        (1, WORDED, {"hide": True}),
        (3, WORDED, {"hide": False}),
        (13, WORDED, {"hide": True}),
    ):
        served.on("wording", index, text=SAID[LANGUAGES[index % 3]].format(f"wrd{index + wording:02}z"), **fields)
    for language in LANGUAGES:
        served.on("translate", 7, language=language, text=SAID[language].format(f"t{language}07z"))
    served.on("translate", 8, "chair/b", language="es", text=SAID["es"].format("tes98z"))
    served.do("chair/b", "undo")
    served.on("wording", 2, "chair/b", text=SAID["fr"].format("wrd92z"), hide=False)
    served.do("chair/b", "undo")
    served.settle()


def moderate(served: CanarySession) -> None:
    """Send acts of chairs, panellists, booth, attendees and organiser, and create questions 16, 19 and 20.

    Final statuses: questions 0 and 1 are answered, 2 is live, and 3 is next. Questions 4 to 8, 11, 19 and 20 are
    approved. Questions 9 and 10 are merged into question 8. Questions 12, 13 and 16 are pending. Questions 14, 15 and
    18 are declined. Question 17 is withdrawn.
    """
    number = served.numbers
    for index in (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11):
        served.on("approve", index)
    served.on("set_language", 6, language="es")
    served.on("translate", 6, language="en", text=SAID["en"].format("ten06z"))  # to English only: no French
    served.do("booth", "translate", number=number[4], language="fr", text="Encore : " + SAID["fr"].format("tfr04z"))
    served.do("booth", "retranslate", number=number[4], language="en")
    for index in (9, 10, 11):
        served.on("merge", index, "chair/b", into=number[8])
    served.on("split", 11)
    for index, live in ((19, "txt19z"), (20, "")):
        words = {"text": SAID["es"].format(live), "language": "es"} if live else {}
        number[index] = served.do("chair/a", "add", 201, group=f"grp{index}z", region=f"reg{index}z", **words)[
            "question"
        ]["number"]
    served.on("take", 0)
    served.on("answer", 0)
    served.on("bring_back", 0)
    served.on("take", 1)
    served.on("take", 2)
    served.on("set_next", 3)
    served.do("chair/a", "advance", live=number[2], next=number[3])
    served.do("chair/a", "undo")
    served.do("chair/a", "move", number=number[5], after=0)
    served.on("put_back", 3)
    served.on("set_next", 3)
    for act in ("clear_screen", "restore_screen", "hold_newcomers", "admit_newcomers"):
        served.do("chair/b", act)
    served.do("chair/b", "set_stage_languages", languages=["es", "en"])
    served.do("chair/b", "set_stage_languages", languages=[])
    for seat, act, index in (
        ("panel/socco", "flag", 4),
        ("panel/socco", "flag", 5),
        ("panel/fatafta", "flag", 3),
        ("panel/fatafta", "unflag", 3),
    ):
        served.do(seat, act, number=number[index])
    for asker, act, index in ((12, "vote", 4), (13, "vote", 4), (13, "vote", 3), (14, "vote", 5), (14, "unvote", 5)):
        served.do(f"asker {asker}", act, number=number[index])
    for index, fields in ((14, {"reason": "off_topic"}), (15, {"reason": "duplicate", "reason_number": number[0]})):
        served.on("decline", index, **fields)
    served.on("reconsider", 14)
    served.on("decline", 14, reason="personal_attack")
    served.ask_one(16, "reword", number=number[15], asker=15)
    served.do("asker 17", "withdraw", number=number[17])
    served.do("chair/a", "mute", number=number[18])
    note = served.do("chair/a", "note", text="Between us: not90z")["note"]
    served.do("chair/b", "acknowledge", note=note)
    served.do("organiser", "note", text="For both of you: not91z")
    note = served.do("booth", "note", text="Slower, please: not92z")["note"]
    served.do("chair/b", "acknowledge", note=note)
    served.do("chair/b", "note", text="Yes, slower: not93z", to_booths=True, reply_to=note)
    served.do("chair/a", "presence", number=number[4])
    served.settle()
