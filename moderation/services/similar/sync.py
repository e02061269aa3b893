"""Keeps the indexes in step with the store, and the store with what they find. Nothing waits for it.

What is to be compared stands in the store (store/similar): what was not recorded is compared again after a restart, and recorded once.
A question is compared when its translations have come or failed; what it offers is a later change, like a translation.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from ...concurrency import Runtime
from ...core.model import Phase, Question, Session
from ...core.refusals import Refusal
from ...store import questions, sessions, similar
from ...store.reader import Reader
from ...store.similar import Due
from ...store.transaction import Transaction
from .index_process import IndexProcess, IndexUnavailable

IDLE_SECONDS = 0.3
AT_ONCE = 20
LOADED_AT_ONCE = 100
"""Questions read from the store in one step: a few milliseconds."""
SECONDS_PER_MESSAGE = 10.0
SECONDS_FOR_ASKER = 0.5
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0


class SimilaritySync:
    """One for all sessions."""

    def __init__(self, runtime: Runtime, reader: Reader, submit: Callable, remote: IndexProcess):
        self._runtime, self._reader, self._submit, self._remote = runtime, reader, submit, remote
        self._loaded: dict[int, str] = {}
        self._generation = 0

    def start(self) -> None:
        self._runtime.spawn(self._work)

    def close(self) -> None:
        self._remote.close()

    def before_sending(self, session: Session, language: str, text: str) -> list[Question]:
        """The questions of the public list that seem to ask the same, the likeliest first; none rather than late ones."""
        with self._reader.transaction() as connection:
            among = similar.public(connection, session) if session.settings.list_public else []
        if not among or self._generation != self._remote.generation or self._loaded.get(session.id) != session.epoch:
            return []
        message = {"op": "best", "session": session.id, "language": language, "texts": {language: text}, "among": among}
        try:
            best = self._runtime.in_thread(self._remote.call, message, SECONDS_FOR_ASKER)["best"]
        except IndexUnavailable:
            return []
        with self._reader.transaction() as connection:
            return [question for number, _ in best if (question := questions.find(connection, session, number))]

    def step(self) -> bool:
        """Compare what is due; whether there was anything. Raises Lost."""
        self._load()
        with self._reader.transaction() as connection:
            batch = similar.due(connection, AT_ONCE)
        for one in batch:
            self._compare(one)
        return bool(batch)

    def _work(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                worked = self.step()
                pause = FIRST_PAUSE
            except (IndexUnavailable, Refusal, sqlite3.Error):
                # No process, a busy writer, a full disk: what is due stays due.
                self._runtime.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
                continue
            if not worked:
                self._runtime.sleep(IDLE_SECONDS)

    def _load(self) -> None:
        """Give the process what it does not know: after its start, and where a new epoch says that all numbers may be others."""
        if not self._remote.runs:
            self._runtime.in_thread(self._remote.start)
        if self._generation != self._remote.generation:
            self._generation = self._remote.generation
            self._loaded.clear()
        with self._reader.transaction() as connection:
            standing = {
                session.id: session for session in sessions.every(connection) if session.phase is not Phase.PURGED
            }
        for session_id in [
            known for known in self._loaded if known not in standing or self._loaded[known] != standing[known].epoch
        ]:
            del self._loaded[session_id]
            self._call({"op": "forget", "session": session_id})
        for session in standing.values():
            if session.id not in self._loaded:
                self._load_session(session)
                self._loaded[session.id] = session.epoch

    def _load_session(self, session: Session) -> None:
        after = 0
        while True:
            with self._reader.transaction() as connection:
                numbers = similar.standing(connection, session.id, after, LOADED_AT_ONCE)
                loaded = [questions.find(connection, session, number) for number in numbers]
            if not numbers:
                return
            entries = [
                [question.number, question.language, texts_of(question)] for question in loaded if question.spoken
            ]
            self._call({"op": "load", "session": session.id, "questions": entries})
            after = numbers[-1]

    def _compare(self, one: Due) -> None:
        with self._reader.transaction() as connection:
            session = sessions.get(connection, one.session)
            question = questions.find(connection, session, one.number)
            again = similar.offering(connection, session.id, one.number)
        if self._loaded.get(session.id) != session.epoch or question is None:
            return  # All is another since: the next step begins with that.
        message = {"session": session.id, "number": one.number, "again": again}
        if question.status in similar.OUT or not question.spoken:
            found = {one.number: []} | self._call(message | {"op": "remove"})
        else:
            found = self._call(message | {"op": "put", "language": question.language, "texts": texts_of(question)})
        self._submit(lambda tx: record(tx, session, one.mark, found)).wait()

    def _call(self, message: dict) -> dict[int, list]:
        answer = self._runtime.in_thread(self._remote.call, message, SECONDS_PER_MESSAGE)
        return {int(number): offers for number, offers in answer.get("found", {}).items()}


def texts_of(question: Question) -> dict[str, str]:
    """What is compared: the words that are read, and their translations that have come."""
    return {one.language: one.text for one in question.translations if one.text is not None} | {
        question.language: question.spoken
    }


def record(tx: Transaction, session: Session, mark: int, found: Mapping[int, list]) -> dict:
    """Keep what the questions of `found` offer, as far as that may still be offered. Void where the question has changed since."""
    if not similar.done(tx.connection, mark):
        return {}
    named = [other for offers in found.values() for other, _ in offers]
    standing = similar.are_standing(tx.connection, session, [*found, *named])
    for number, offers in found.items():
        before = questions.find(tx.connection, session, number)
        now = tuple((other, score) for other, score in offers if {number, other} <= standing)
        if before is not None and before.similar != now:
            similar.put(tx.connection, session, number, now)
            tx.moved(session, before, questions.find(tx.connection, session, number))
    return {}
