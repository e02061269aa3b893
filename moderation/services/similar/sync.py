"""The synchronisation of the indexes with the store. No command waits for the synchronisation.

The store lists the questions to compare (store/similar). A question stays in this list until its result is stored. So
no comparison is lost if the server restarts. A question is compared after its translations have arrived or failed. The
stream first publishes a question without its similar questions; a later change adds them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...concurrency import Future, Runtime
from ...core.model import Question, Session
from ...core.refusals import Refusal
from ...store import questions, sessions, similar
from ...store.errors import DatabaseError
from ...store.reader import Reader
from ...store.similar import Due
from ...store.transaction import Transaction
from .index_process import IndexProcess, IndexUnavailable

IDLE_SECONDS = 0.3
AT_ONCE = 20
LOADED_AT_ONCE = 25
"""Maximum number of questions that one read transaction and one message load into an index."""
SECONDS_PER_MESSAGE = 20.0
"""Time-out of a message, in seconds. Encoding the `LOADED_AT_ONCE` texts of one message takes at most 3 s of processor
time, even if the texts are crafted to be slow.
"""
SECONDS_FOR_ASKER = 1.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0

Matches = Mapping[int, Sequence[tuple[int, float]]]
"""The similar earlier questions of each question: {number of the question: (number, score) of each similar
question}.
"""
Submit = Callable[[Callable[[Transaction], None]], Future[None]]
"""The type of `Writer.submit`."""


class SimilaritySync:
    """The synchronisation of the indexes of all sessions. One task runs `step` in a loop. `may_work` returns whether
    this process is allowed to compare questions. While `may_work` returns False, there is no index process.
    """

    def __init__(
        self,
        runtime: Runtime,
        reader: Reader,
        submit: Submit,
        process: IndexProcess,
        may_work: Callable[[], bool] = lambda: True,
    ):
        self._may_work = may_work
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

        Return [] if the public list is empty or hidden. Also return [] if the index process has not loaded this session
        or does not answer in time.
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
        """Compare at most `AT_ONCE` questions that are due for comparison. Return False if no question was due.

        Raise IndexUnavailable if the index process does not answer.
        """
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
                if not self._may_work():
                    self._process.stop()
                    self._runtime.sleep(FIRST_PAUSE)
                    continue
                worked = self.step()
                pause = FIRST_PAUSE
            except (IndexUnavailable, Refusal, DatabaseError):
                # The index process has failed, the write queue is full, or the disk is full. Ignore the exception,
                # because the questions stay due.
                self._runtime.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
                continue
            if not worked:
                self._runtime.sleep(IDLE_SECONDS)

    def _load(self) -> None:
        """Load the sessions that the index process does not have. Reload each session whose epoch has changed.

        A new index process has no sessions. In a new epoch, the same number can belong to a different question.
        """
        if not self._process.runs:
            self._runtime.in_thread(self._process.start)
        if self._generation != self._process.generation:
            self._generation = self._process.generation
            self._epochs.clear()
        with self._reader.transaction() as connection:
            present = sessions.epochs(connection)
        outdated = [session_id for session_id, epoch in self._epochs.items() if present.get(session_id) != epoch]
        for session_id in outdated:
            del self._epochs[session_id]
            self._call({"op": "forget", "session": session_id})
        for session_id, epoch in present.items():
            if session_id not in self._epochs:
                self._load_session(session_id)
                self._epochs[session_id] = epoch

    def _load_session(self, session_id: int) -> None:
        after = 0
        while True:
            with self._reader.transaction() as connection:
                session = sessions.get(connection, session_id)
                numbers = similar.comparable(connection, session_id, after, LOADED_AT_ONCE)
                loaded = [questions.get(connection, session, number) for number in numbers]
            if not numbers:
                return
            entries = [
                [question.number, question.language, texts_of(question), question.asked_at]
                for question in loaded
                if question.spoken
            ]
            self._call({"op": "load", "session": session_id, "questions": entries})
            after = numbers[-1]

    def _compare(self, entry: Due) -> None:
        """Update the question in the index, and store its list of similar questions.

        Also store new lists for the later questions that are similar to this question, and for all questions whose
        stored list contains this question.
        """
        with self._reader.transaction() as connection:
            session = sessions.get(connection, entry.session)
            question = questions.find(connection, session, entry.number)
            affected = similar.offering(connection, session.id, entry.number)
        if self._epochs.get(session.id) != session.epoch or question is None:
            # The question stays due. If the epoch has changed, the next step first loads the session again.
            return
        message = {"session": session.id, "number": entry.number, "again": affected}
        matches: Matches
        if question.status in similar.NOT_COMPARED or not question.spoken:
            matches = {entry.number: []} | self._call(message | {"op": "remove"})
        else:
            texts, asked_at = texts_of(question), question.asked_at
            matches = self._call(
                message | {"op": "put", "language": question.language, "texts": texts, "asked_at": asked_at}
            )
        self._submit(lambda tx: record(tx, session, entry.mark, matches)).wait()

    def _call(self, message: dict[str, Any]) -> dict[int, Sequence[tuple[int, float]]]:
        answer = self._runtime.in_thread(self._process.call, message, SECONDS_PER_MESSAGE)
        return {int(number): matches for number, matches in answer.get("found", {}).items()}


def texts_of(question: Question) -> dict[str, str]:
    """Return the texts to compare as {language: text}: the question's current text and its finished translations."""
    translated = {
        translation.language: translation.text for translation in question.translations if translation.text is not None
    }
    return translated | {question.language: question.spoken}


def record(tx: Transaction, session: Session, mark: int, matches: Matches) -> None:
    """Store the content of `matches`: the similar questions of each question.

    Leave out questions that have been declined, withdrawn or merged since the comparison. `mark`: the number of the row
    that requested this comparison (`store.similar.Due`). If this row no longer exists, do nothing: the question has
    changed, and a new row requests a new comparison.
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
