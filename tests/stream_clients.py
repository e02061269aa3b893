"""Clients of a store's streams, and canaries: words that reveal a leak in any key or value.

A canary is a word that occurs only in one field of one question. For example, `txt07z` is in the text of question 7.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

from moderation.core import reducer
from moderation.core.model import Phase, Session, Settings
from moderation.store import render
from tests import oracle
from tests.factories import ANA, BEN
from tests.running_store import RunningStore

CANARY = re.compile(r"(txt|nam|grp|reg|wrd|not|ten|tes|tfr)(\d\d)z")
MOST_CANARIES = 40
TOKENS = (ANA.hex(), BEN.hex())


def canaries(kind: str) -> list[str]:
    return [f"{kind}{index:02}z" for index in range(MOST_CANARIES)]


DEFINITION = {
    "languages": ["en", "es", "fr"],
    "groups": [{"key": key, "label": {}, "short": {}} for key in (*canaries("grp"), "undisclosed")],
    "regions": [{"key": key, "label": {}} for key in (*canaries("reg"), "undisclosed")],
}
"""The definition of a session with a separate group and region for each question."""


class StreamClients:
    """A running store with two clients per stream. It checks all published messages against the oracle.

    `history`: {(stream, epoch, seq): state}.
    """

    def __init__(self, path: Path):
        self.running_store = RunningStore(path, durable=False)
        self.history: dict[tuple[str, str, int], dict] = {}
        self.clients = [Client(self, stream) for stream in self.running_store.session().streams for _ in range(2)]
        self.remember()

    def batch(self, *commands) -> list:
        """Run commands in one transaction. Check the messages and put them into the clients' inboxes."""
        self.running_store.heard.clear()
        outcomes = self.running_store.batch(*commands)
        self.remember()
        for message in self.running_store.heard:
            if message.kind in ("change", "head"):
                self.judge(message.target, message.body)
                for client in self.clients:
                    if client.stream == message.target:
                        client.inbox.append((message.kind, message.body))
        return outcomes

    def remember(self) -> None:
        """Store the state of all streams in `history`.

        Check that each state is complete. If the seq is unchanged, check that the state is unchanged, too.
        """
        session, truth = self.running_store.session(), self.truth()
        for stream in session.streams:
            snapshot = self.running_store.read(render.snapshot, stream, "now")
            self.judge(stream, snapshot)
            state = shown(reducer.reduce(reducer.empty(), snapshot))
            assert self.history.setdefault((stream, session.epoch, snapshot["seq"]), state) == state
            assert_complete(stream.partition(".")[0], state, truth, session)

    def truth(self) -> list[dict]:
        return truth(self.running_store.rows)

    def judge(self, stream: str, body: dict) -> None:
        """Check that the audience of this stream may now read every part of the body."""
        (audience, _, reader), session, truth = stream.partition("."), self.running_store.session(), self.truth()
        settings = session.settings
        sent = json.dumps(body, ensure_ascii=False)
        # Allow chairs all questions: they may read every question, in their stream or page by page. `remember` checks
        # the questions in their stream.
        leaked = (
            set()
            if audience == "chairs"
            else set(CANARY.findall(sent)) - allowed(audience, settings, truth, reader, session.languages)
        )
        assert leaked == set(), f"{stream} got {leaked}"
        assert not [token for token in TOKENS if token in sent]
        assert audience == "chairs" or not {"counts", "notes"} & set(body)
        rows = {row["number"]: row for row in truth}
        for view in body.get("put", ()):
            assert set(view) == oracle.keys(
                audience,
                settings,
                oracle.shows_all_languages(
                    audience, settings, texts_by_language(rows[view["number"]]), session.languages
                ),
            )
        if audience not in ("chairs", "floor"):
            assert "votes" not in body
        if not oracle.may_see_queue(audience, settings):
            assert not body.get("queue")

    def since(self, client: Client) -> dict:
        """Return the answer to a GET request for `changes` by this client."""
        change = self.running_store.read(
            render.since, client.stream, client.state["epoch"], max(client.state["seq"], 0), "now"
        )
        self.judge(client.stream, change)
        return change

    def close(self) -> None:
        self.running_store.close()


class Client:
    """The stream client of one page. Messages may be delivered to this client in any order, or not at all."""

    def __init__(self, stream_clients: StreamClients, stream: str):
        self.stream_clients = stream_clients
        self.stream = stream
        self.state = reducer.empty()
        self.inbox: list[tuple[str, dict]] = []
        self.behind = True

    def take(self, kind: str, body: dict) -> None:
        """Process a message as the browser does.

        Check that the new state equals the state of the stream in `history`.
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
        """Request the changes since the client's state. Put the answer into the inbox."""
        self.inbox.append(("change", self.stream_clients.since(self)))

    def catch_up(self) -> None:
        """Update the state with one heartbeat and one read."""
        change = self.stream_clients.since(self)
        self.take("head", {"epoch": change["epoch"], "seq": change["seq"]})
        if self.behind:
            self.take("change", change)
        self.behind = False


def truth(rows: Callable[..., list]) -> list[dict]:
    """Return all questions as rows of the table. `rows(query, *values)` executes a query.

    `translations`: {language: text}, the translations of the current text, without undone translations.
    """
    columns = (
        "number",
        "text",
        "status",
        "name",
        "show_name",
        "group_key",
        "region",
        "language",
        "panellist",
        "place",
        "votes",
        "wording",
        "hides",
        "lead",
    )
    questions = [
        dict(zip(columns, row, strict=True))
        for row in rows(f"SELECT {', '.join(columns)} FROM questions ORDER BY number")
    ]
    return [row | {"translations": _translations(rows, row)} for row in questions]


def _translations(rows: Callable[..., list], row: dict) -> dict[str, str]:
    spoken = row["text"] if row["wording"] is None else row["wording"]
    given = rows(
        "SELECT translations.language, translations.text FROM translations"
        " JOIN questions ON questions.id = translations.question"
        " WHERE number = ? AND undone = 0 AND of_hash = ? ORDER BY source <> 'machine', translations.id",
        row["number"],
        hashlib.sha256(spoken.encode()).digest(),
    )
    return {language: text for language, text in given if language != row["language"]}


def shown(state: dict) -> dict:
    """Return the state without its time."""
    return {key: value for key, value in state.items() if key != "at"}


def texts_by_language(question: dict) -> dict[str, str]:
    """Return {language: text} of the text that readers see and of its translations."""
    return question["translations"] | {
        question["language"]: question["text"] if question["wording"] is None else question["wording"]
    }


def allowed(
    audience: str, settings: Settings, truth: list[dict], reader: str, languages: tuple[str, ...]
) -> set[tuple[str, str]]:
    """Return the canaries (kind, index) that this audience may read according to the oracle."""
    may = set()
    for question in truth:
        index = CANARY.search(question["text"])[2]
        if oracle.may_hold(audience, question["status"], settings):
            all_languages = oracle.shows_all_languages(audience, settings, texts_by_language(question), languages)
            may |= {
                tuple(CANARY.search(text).groups())
                for language, text in question["translations"].items()
                if oracle.may_read(language, audience, settings, reader, all_languages)
            }
            # If all languages are shown, the audience does not see an original in a language outside the session. If a
            # wording exists, the audience does not see the asker's text.
            spoken = not all_languages or question["language"] in languages
            if question["wording"] and spoken:
                may.add(("wrd", CANARY.search(question["wording"])[2]))
            if not question["hides"] and (not all_languages or (spoken and not question["wording"])):
                may.add(("txt", index))
            for kind, field in (("nam", "name"), ("grp", "group"), ("reg", "region")):
                if oracle.may_see(field, audience, settings, bool(question["show_name"])):
                    may.add((kind, index))
            if oracle.may_see("group", audience, settings, True):
                may |= {("grp", CANARY.search(follower["text"])[2]) for follower in led(question, truth)}
    return may


def led(question: dict, truth: list[dict]) -> list[dict]:
    """Return the questions whose lead is this question."""
    return [follower for follower in truth if follower["lead"] == question["number"]]


def fate(question: dict, truth: list[dict]) -> str:
    """Return the question's status. If the question is merged, return the lead's status."""
    return next(
        (follower["status"] for follower in truth if follower["number"] == question["lead"]), question["status"]
    )


def assert_complete(audience: str, state: dict, truth: list[dict], session: Session) -> None:
    """Check that the state contains all current data that the audience should see."""
    settings = session.settings
    held = {
        question["number"]: question for question in truth if oracle.may_hold(audience, question["status"], settings)
    }
    if audience == "chairs":
        held = {
            question["number"]: question
            for question in truth
            if oracle.may_hold(audience, fate(question, truth), settings)
        }
    assert set(state["questions"]) == set(held)
    for number, view in state["questions"].items():
        row = held[number]
        real = {
            "status": row["status"],
            "text": row["wording"] or row["text"],
            "edited": row["wording"] is not None,
            "to": row["panellist"],
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
    }
