"""The synchronisation of the indexes with the store. No command waits for the synchronisation.

The store lists the questions to compare (store/similar). After a restart, a question without a recorded result is
compared again, and its result is recorded once. A question is compared after its translations have arrived or failed.
A separate, later change publishes the question's similar questions.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...concurrency import Future, Runtime
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
"""Maximum number of questions that a read transaction reads. Such a transaction takes a few milliseconds."""
SECONDS_PER_MESSAGE = 10.0
SECONDS_FOR_ASKER = 0.5
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0

Matches = Mapping[int, Sequence[tuple[int, float]]]
"""{number of a question: [(number, score) of each similar question that was asked earlier]}"""
Submit = Callable[[Callable[[Transaction], None]], Future[None]]
"""The writer's `submit`."""


class SimilaritySync:
    """The synchronisation for all sessions. One task runs `step` in a loop."""

    def __init__(self, runtime: Runtime, reader: Reader, submit: Submit, process: IndexProcess):
        self._runtime, self._reader, self._submit, self._process = runtime, reader, submit, process
        self._epochs: dict[int, str] = {}
        self._generation = 0

    def start(self) -> None:
        """Start the synchronisation task."""
        self._runtime.spawn(self._work)

    def close(self) -> None:
        """End the index process."""
        self._process.close()

    def before_sending(self, session: Session, language: str, text: str) -> list[Question]:
        """Return the questions of the public list that are similar to a text, the most similar first.

        Return [] if the answer would be late, or if the index process has not loaded this session.
        """
        with self._reader.transaction() as connection:
            among = similar.public(connection, session) if session.settings.list_public else []
        if not among or self._generation != self._process.generation or self._epochs.get(session.id) != session.epoch:
            return []
        message = {"op": "best", "session": session.id, "language": language, "texts": {language: text}, "among": among}
        try:
            best = self._runtime.in_thread(self._process.call, message, SECONDS_FOR_ASKER)["best"]
        except IndexUnavailable:
            return []
        with self._reader.transaction() as connection:
            return [question for number, _ in best if (question := questions.find(connection, session, number))]

    def step(self) -> bool:
        """Compare at most `AT_ONCE` due questions. Return False if no question was due. Raise IndexUnavailable."""
        self._load()
        with self._reader.transaction() as connection:
            batch = similar.due(connection, AT_ONCE)
        for entry in batch:
            self._compare(entry)
        return bool(batch)

    def _work(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                worked = self.step()
                pause = FIRST_PAUSE
            except (IndexUnavailable, Refusal, sqlite3.Error):
                # The index process has failed, the write queue is full or the disk is full. The questions stay due.
                self._runtime.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
                continue
            if not worked:
                self._runtime.sleep(IDLE_SECONDS)

    def _load(self) -> None:
        """Load the sessions that the index process does not have; reload the sessions with a new epoch.

        A new process has no sessions. After a new epoch, a number may belong to another question.
        """
        if not self._process.runs:
            self._runtime.in_thread(self._process.start)
        if self._generation != self._process.generation:
            self._generation = self._process.generation
            self._epochs.clear()
        with self._reader.transaction() as connection:
            present = {
                session.id: session for session in sessions.every(connection) if session.phase is not Phase.PURGED
            }
        outdated = [
            session_id
            for session_id, epoch in self._epochs.items()
            if session_id not in present or present[session_id].epoch != epoch
        ]
        for session_id in outdated:
            del self._epochs[session_id]
            self._call({"op": "forget", "session": session_id})
        for session in present.values():
            if session.id not in self._epochs:
                self._load_session(session)
                self._epochs[session.id] = session.epoch

    def _load_session(self, session: Session) -> None:
        after = 0
        while True:
            with self._reader.transaction() as connection:
                numbers = similar.comparable(connection, session.id, after, LOADED_AT_ONCE)
                loaded = [questions.get(connection, session, number) for number in numbers]
            if not numbers:
                return
            entries = [
                [question.number, question.language, texts_of(question)] for question in loaded if question.spoken
            ]
            self._call({"op": "load", "session": session.id, "questions": entries})
            after = numbers[-1]

    def _compare(self, entry: Due) -> None:
        """Update the question in the index. Record its similar questions.

        Also record the similar questions of each question that listed the updated question.
        """
        with self._reader.transaction() as connection:
            session = sessions.get(connection, entry.session)
            question = questions.find(connection, session, entry.number)
            affected = similar.offering(connection, session.id, entry.number)
        if self._epochs.get(session.id) != session.epoch or question is None:
            return  # A new epoch has begun; the next step loads the session first.
        message = {"session": session.id, "number": entry.number, "again": affected}
        matches: Matches
        if question.status in similar.NOT_COMPARED or not question.spoken:
            matches = {entry.number: []} | self._call(message | {"op": "remove"})
        else:
            matches = self._call(message | {"op": "put", "language": question.language, "texts": texts_of(question)})
        self._submit(lambda tx: record(tx, session, entry.mark, matches)).wait()

    def _call(self, message: dict[str, Any]) -> dict[int, Sequence[tuple[int, float]]]:
        answer = self._runtime.in_thread(self._process.call, message, SECONDS_PER_MESSAGE)
        return {int(number): matches for number, matches in answer.get("found", {}).items()}


def texts_of(question: Question) -> dict[str, str]:
    """Return the texts to compare: {language: text} of the question's current text and of its finished translations."""
    translated = {
        translation.language: translation.text for translation in question.translations if translation.text is not None
    }
    return translated | {question.language: question.spoken}


def record(tx: Transaction, session: Session, mark: int, matches: Matches) -> None:
    """Store the similar questions of each question. Leave out pairs in which a question may no longer be offered.

    `mark` identifies the state that was compared. Do nothing if the compared question has changed since then.
    """
    if not similar.done(tx.connection, mark):
        return
    named = [other for offers in matches.values() for other, _ in offers]
    offerable = similar.comparable_of(tx.connection, session, [*matches, *named])
    for number, offers in matches.items():
        before = questions.find(tx.connection, session, number)
        present = tuple((other, score) for other, score in offers if {number, other} <= offerable)
        if before is not None and before.similar != present:
            similar.put(tx.connection, session, number, present)
            tx.touch_question(session, before, questions.get(tx.connection, session, number))
