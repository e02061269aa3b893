"""Clients of a store's streams, and canaries. A canary is a unique word that reveals a leak.

Each canary occurs in only one field of one question. For example, `txt07z` occurs only in the text of question 7. So a
message with `txt07z` contains the text of question 7.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from moderation.core import reducer
from moderation.core.model import Phase, Session, Settings
from moderation.store import render
from tests import oracle
from tests.factories import ANA, BEN
from tests.running_store import RunningStore

CANARY = re.compile(r"(txt|nam|grp|reg|top|wrd|not|ten|tes|tfr)(\d\d)z")
MOST_CANARIES = 40
TOKENS = (ANA.hex(), BEN.hex())


def canaries(kind: str) -> list[str]:
    return [f"{kind}{index:02}z" for index in range(MOST_CANARIES)]


DEFINITION = {
    "languages": ["en", "es", "fr"],
    "groups": [{"key": key, "label": {}, "short": {}} for key in (*canaries("grp"), "undisclosed")],
    "regions": [{"key": key, "label": {}} for key in (*canaries("reg"), "undisclosed")],
    "topics": [{"key": key, "label": {}} for key in canaries("top")],
}
"""The definition of a session that has a different group, region and topic for each question."""


class Facts(NamedTuple):
    """The content of the store at one moment.

    `truth`: the questions, as from the function `truth`. `for_booths`: the texts of the notes that the booths may read.
    """

    session: Session
    truth: list[dict]
    for_booths: set[str]


class StreamClients:
    """A running store with two clients for each stream. The oracle (`tests/oracle.py`) decides which data a published
    message may contain.

    `history`: {(stream, epoch, seq): state of the stream}.
    """

    def __init__(self, path: Path):
        self.running_store = RunningStore(path, durable=False)
        self.history: dict[tuple[str, str, int], dict] = {}
        self.clients = [Client(self, stream) for stream in self.running_store.session().streams for _ in range(2)]
        self.remember()

    def batch(self, *commands) -> list:
        """Run commands in one transaction, and return their answers or errors.

        Check each message that the store sends for a stream, and put it into the inboxes of the stream's clients.
        """
        self.running_store.heard.clear()
        outcomes = self.running_store.batch(*commands)
        facts = self.remember()
        for message in self.running_store.heard:
            if message.kind in ("change", "head"):
                judge(message.target, message.body, facts)
                for client in self.clients:
                    if client.stream == message.target:
                        client.inbox.append((message.kind, message.body))
        return outcomes

    def remember(self) -> Facts:
        """Store the state of all streams in `history`. Return the facts that belong to this state.

        Check that each state is complete. Check that states with the same sequence number are equal.
        """
        facts = self.facts()
        for stream in facts.session.streams:
            snapshot = self.running_store.read(render.snapshot, stream, "now")
            judge(stream, snapshot, facts)
            state = shown(reducer.reduce(reducer.empty(), snapshot))
            assert self.history.setdefault((stream, facts.session.epoch, snapshot["seq"]), state) == state
            assert_complete(stream.partition(".")[0], state, facts.truth, facts.session)
        return facts

    def facts(self) -> Facts:
        """Read the stored facts of this moment."""
        rows = self.running_store.rows
        for_booths = {row[0] for row in rows("SELECT text FROM notes WHERE to_booths = 1")}
        return Facts(self.running_store.session(), truth(rows), for_booths)

    def since(self, client: Client) -> dict:
        """Return the server's answer to this client's GET request for missing changes."""
        change = self.running_store.read(
            render.since, client.stream, client.state["epoch"], max(client.state["seq"], 0), "now"
        )
        judge(client.stream, change, self.facts())
        return change

    def close(self) -> None:
        self.running_store.close()


def judge(stream: str, body: dict, facts: Facts) -> None:
    """Check that the audience of this stream may read all data in the body, according to the facts."""
    (audience, _, reader), (session, truth, for_booths) = stream.partition("."), facts
    settings = session.settings
    sent = json.dumps(body, ensure_ascii=False)
    # The booths may read the notes for booths, which have canaries too.
    assert {note["text"] for note in body.get("booth_notes", ())} <= for_booths
    searched = json.dumps({key: body[key] for key in body if key != "booth_notes"}, ensure_ascii=False)
    # Chairs may read every question, so their messages are not searched for leaks. `remember` checks which questions
    # the chairs' stream contains.
    leaked = (
        set()
        if audience == "chairs"
        else set(CANARY.findall(searched)) - allowed(audience, settings, truth, reader, session.languages)
    )
    assert leaked == set(), f"{stream} got {leaked}"
    assert not [token for token in TOKENS if token in sent]
    assert audience == "chairs" or not {"counts", "notes"} & set(body)
    assert audience == "booth" or "booth_notes" not in body
    assert all(note["to_booths"] for note in body.get("booth_notes", ()))
    rows = {row["number"]: row for row in truth}
    for view in body.get("put", ()):
        assert set(view) == oracle.keys(
            audience,
            settings,
            oracle.shows_all_languages(audience, settings, texts_by_language(rows[view["number"]]), session.languages),
        )
    if audience not in ("chairs", "floor"):
        assert "votes" not in body
    if not oracle.may_see_queue(audience, settings):
        assert not body.get("queue")


class Client:
    """The stream client of one page. A test can deliver messages to this client in any order, or not at all."""

    def __init__(self, stream_clients: StreamClients, stream: str):
        self.stream_clients = stream_clients
        self.stream = stream
        self.state = reducer.empty()
        self.inbox: list[tuple[str, dict]] = []
        self.behind = True

    def take(self, kind: str, body: dict) -> None:
        """Process a message as the browser does.

        After applying a change, check that the new state equals the state in `history` with the same sequence
        number.
        """
        if kind == "head":
            self.behind = self.behind or body["epoch"] != self.state["epoch"] or body["seq"] > self.state["seq"]
            return
        verdict = reducer.verdict(self.state, body)
        if verdict == "apply":
            self.state = reducer.reduce(self.state, body)
            assert shown(self.state) == self.stream_clients.history[self.stream, self.state["epoch"], self.state["seq"]]
        elif verdict in ("gap", "reset"):
            self.behind = True

    def ask(self) -> None:
        """Request the changes since the client's state. Put the answer into the client's inbox."""
        self.inbox.append(("change", self.stream_clients.since(self)))

    def catch_up(self) -> None:
        """Process a heartbeat. If the client is behind the stream, request and process the missing changes too."""
        change = self.stream_clients.since(self)
        self.take("head", {"epoch": change["epoch"], "seq": change["seq"]})
        if self.behind:
            self.take("change", change)
        self.behind = False


def truth(rows: Callable[..., list]) -> list[dict]:
    """Return each stored question as {column: value}. `rows(query, *values)` executes a query.

    The additional key `translations` contains {language: translation of the current text}, without undone translations.
    """
    columns = (
        "number",
        "text",
        "status",
        "name",
        "show_name",
        "group_key",
        "region",
        "topic",
        "language",
        "panellist",
        "place",
        "votes",
        "wording",
        "hides",
        "lead",
        "held",
    )
    questions = [
        dict(zip(columns, row, strict=True))
        for row in rows(f"SELECT {', '.join(columns)} FROM questions ORDER BY number")
    ]
    given = rows(
        "SELECT questions.number, translations.of_hash, translations.language, translations.text FROM translations"
        " JOIN questions ON questions.id = translations.question"
        " WHERE undone = 0 ORDER BY translations.source <> 'machine', translations.id"
    )
    return [row | {"translations": _translations(given, row)} for row in questions]


def _translations(given: list[tuple], row: dict) -> dict[str, str]:
    """Return {language: text} of the translations of a question. `given`: (number of the question, hash of the
    translated text, language, text) of each stored translation. For each language, the last one counts.
    """
    spoken = row["text"] if row["wording"] is None else row["wording"]
    current = row["number"], hashlib.sha256(spoken.encode()).digest()
    return {
        language: text
        for number, of_hash, language, text in given
        if (number, bytes(of_hash)) == current and language != row["language"]
    }


def shown(state: dict) -> dict:
    """Return the state without the field that contains the time."""
    return {key: value for key, value in state.items() if key != "at"}


def texts_by_language(question: dict) -> dict[str, str]:
    """Return the texts of a question as {language: text}.

    These are the text that readers see (the chair's wording if there is one, otherwise the original), and the
    translations of this text.
    """
    return question["translations"] | {
        question["language"]: question["text"] if question["wording"] is None else question["wording"]
    }


def allowed(
    audience: str, settings: Settings, truth: list[dict], reader: str, languages: tuple[str, ...]
) -> set[tuple[str, str]]:
    """Return the canaries that this audience may read according to the oracle (`tests/oracle.py`), each as (kind, index
    of the question).
    """
    may = set()
    for question in truth:
        if question["status"] == "withdrawn":
            assert (question["text"], question["name"], question["wording"]) == ("", None, None)
            continue
        index = CANARY.search(question["text"])[2]
        if oracle.may_hold(audience, question["status"], settings):
            all_languages = oracle.shows_all_languages(audience, settings, texts_by_language(question), languages)
            may |= {
                tuple(CANARY.search(text).groups())
                for language, text in question["translations"].items()
                if oracle.may_read(language, audience, settings, reader, all_languages)
            }
            # If the question is shown in all session languages, an original or a wording in a language outside the
            # session is not shown. The original is also not shown if the question has a wording.
            spoken = not all_languages or question["language"] in languages
            if question["wording"] and spoken:
                may.add(("wrd", CANARY.search(question["wording"])[2]))
            if not question["hides"] and (not all_languages or (spoken and not question["wording"])):
                may.add(("txt", index))
            for kind, field in (("nam", "name"), ("grp", "group"), ("reg", "region")):
                if oracle.may_see(field, audience, settings, bool(question["show_name"])):
                    may.add((kind, index))
            if question["topic"] and oracle.may_see("topic", audience, settings, True):
                may.add(("top", CANARY.search(question["topic"])[2]))
            if oracle.may_see("group", audience, settings, True):
                may |= {("grp", CANARY.search(follower["text"])[2]) for follower in led(question, truth)}
    return may


def led(question: dict, truth: list[dict]) -> list[dict]:
    """Return the questions that are merged into this question."""
    return [follower for follower in truth if follower["lead"] == question["number"]]


def fate(question: dict, truth: list[dict]) -> str:
    """Return the question's status; for a merged question, the status of the question that it is merged into."""
    return next(
        (follower["status"] for follower in truth if follower["number"] == question["lead"]), question["status"]
    )


def assert_complete(audience: str, state: dict, truth: list[dict], session: Session) -> None:
    """Check that the state contains all data that the audience should see now."""
    settings = session.settings
    held = {
        question["number"]: question for question in truth if oracle.may_hold(audience, question["status"], settings)
    }
    if audience == "chairs":
        held = {
            question["number"]: question
            for question in truth
            if oracle.may_hold(audience, fate(question, truth), settings) and not question["held"]
        }
    assert set(state["questions"]) == set(held)
    for number, view in state["questions"].items():
        row = held[number]
        real = {
            "status": row["status"],
            "text": row["wording"] or row["text"],
            "edited": row["wording"] is not None,
            "to": row["panellist"],
            "topic": row["topic"],
            "language": row["language"],
            "group": row["group_key"],
        }
        real |= {
            "votes": row["votes"],
            "region": row["region"],
            "name": row["name"] if audience == "chairs" or row["show_name"] else None,
        }
        followers = led(row, truth)
        assert (view["merged"] or {"count": 0})["count"] == len(followers)
        if "group" in view and followers:
            assert view["merged"]["groups"] == sorted({follower["group_key"] for follower in followers})
        texts = texts_by_language(row)
        if oracle.shows_all_languages(audience, settings, texts, session.languages):
            assert list(view["texts"].items()) == [(language, texts[language]) for language in session.languages]
        else:
            assert "texts" not in view
        real["asked"] = row["text"] if row["wording"] and (audience == "chairs" or not row["hides"]) else None
        assert {key: view[key] for key in real if key in view} == {key: real[key] for key in real if key in view}
    waiting = sorted((question["place"], question["number"]) for question in truth if question["status"] == "approved")
    assert state["queue"] == ([number for _, number in waiting] if oracle.may_see_queue(audience, settings) else [])
    assert state["settings"] == {
        "phase": str(Phase(session.phase)),
        "list_public": settings.list_public,
        "show_group": settings.show_group,
        "stage_upcoming": settings.stage_upcoming,
        "chatham_house_rule": settings.chatham_house_rule,
        "screen_cleared": session.screen_cleared,
        "definition_version": session.definition_version,
    } | ({"newcomers_held_from": session.newcomers_held_from} if audience == "chairs" else {}) | (
        {"stage_languages": list(session.stage_languages)} if audience in ("chairs", "stage") else {}
    )
