"""The application context: the shared parts of the running server, which requests get from `app_context`."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from flask import current_app

from ..concurrency import Runtime
from ..core.contracts import Head, Links, Reading
from ..core.model import Question, Session
from ..core.refusals import Refusal
from ..services.acts.control import Controls, links_of
from ..services.record.totals import publish
from ..store import due_totals, sessions
from ..store.folder import Folder, write_private
from ..store.reader import Reader
from ..store.transaction import Transaction
from ..store.writer import Writer
from .config import Config
from .entry_attempts import EntryAttempts
from .failures import log_failure
from .faults import Faults
from .head_cache import SERVER, HeadCache
from .passphrases import PassphraseAttempts
from .presence import Presence
from .rate_limits import RequestLimits
from .snapshots import Snapshots
from .writer_probe import WriterProbe

if TYPE_CHECKING:
    from ..services.translation.service import Trial


class StreamPublisher(Protocol):
    """The methods of the publisher (realtime/publisher.py) that request handlers and background loops use."""

    def head(self, session_id: int, stream: str, head: Head) -> None:
        """Send a heartbeat to a stream's room: the stream's epoch and sequence number."""

    def presence(self, session_id: int, readers: list[Reading], stream: str = "chairs") -> None:
        """Send presence marks (`readers`) to a stream: the chairs' marks to `chairs`, the booths' marks to the booths'
        stream.
        """

    def forget_elsewhere(self) -> None:
        """Ask the other processes to delete their cached texts."""


class SessionTranslation(Protocol):
    """The translation service (services/translation/service.py)."""

    def serve(self, session: Session) -> None:
        """Start to translate the questions of a session."""

    def try_sentence(self, session: Session, text: str, source: str, target: str) -> Trial:
        """Translate a sentence. Raise EngineError if the translation fails."""


class SimilarQuestions(Protocol):
    """The search for questions that are similar to a draft (services/similar/sync.py)."""

    def before_sending(self, session: Session, language: str, text: str) -> list[Question]:
        """Return the questions of the public list that are similar to a text, the most similar first."""


class CachedLedger(NamedTuple):
    """A cached ledger, and the state that the session had when the ledger was counted.

    `terms`: epoch, phase, and whether the Chatham House Rule applies. `head`: the result of `store.ledger.head`.
    `counted_at`: the time of the count, in monotonic seconds.
    """

    terms: tuple[str, str, bool]
    head: tuple[int, str | None]
    counted_at: float
    figures: dict[str, Any]


@dataclass
class AppContext:
    """The shared parts of the running server.

    - `served_code`: the join code of the session in the session file, or "" if there is no session file. The links file
      contains the links of this session.
    - `totals_due`: {code: numbers of the questions whose vote totals must be published}. If only the balance of a
      session must be published, the set of numbers is empty.
    - `chair_languages`: {code: {seat: the language in which the chair reads}}.
    - `frames`: a cache of attendee pages without their personal parts (pages/floor.py), of the definitions for open
      pages (pages/definition.py), and of the logos and the accent colours (pages/look.py).
    - `list_rows`: a cache of the rows of public lists.
    - `similar` and `translation`: `web/server/loops.py` sets both before the first request.
    """

    config: Config
    folder: Folder
    key: bytes
    runtime: Runtime
    reader: Reader
    writer: Writer
    publisher: StreamPublisher
    token: str
    served_code: str = ""
    is_draining: bool = False
    presence: Presence = field(default_factory=Presence)
    entry_attempts: EntryAttempts = field(default_factory=EntryAttempts)
    limits: RequestLimits = field(default_factory=RequestLimits)
    similar: SimilarQuestions = field(init=False)
    translation: SessionTranslation = field(init=False)
    snapshots: Snapshots = field(default_factory=Snapshots)
    frames: HeadCache = field(default_factory=HeadCache)
    list_rows: HeadCache = field(default_factory=HeadCache)
    ledgers: dict[int, CachedLedger] = field(default_factory=dict)
    totals_due: dict[str, set[int]] = field(default_factory=dict)
    chair_languages: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.probe = WriterProbe(self.writer)
        self.faults = Faults(self.folder)
        self.passphrases = PassphraseAttempts(self.runtime)

    def session(self, code: str) -> Session:
        """Return the session with this code. Refuses with `session.unknown`."""
        try:
            with self.reader.statement() as connection:
                return sessions.get_by_code(connection, code)
        except UnicodeEncodeError:
            # The code contains a lone surrogate. SQLite cannot store such a text, so no session has this code.
            raise Refusal("session.unknown") from None

    def controls(self) -> Controls:
        """Return the parts of this context that `execute_control` needs for the organiser's commands."""
        return Controls(self.writer, self.reader, self.key, self.config.public_url, self.runtime.in_thread)

    def write_links(self) -> None:
        """Write the links of the session `served_code` to LINKS_FILE, by default `links.json` in the data folder.

        Delete the file if the session was purged. Do nothing if there is no session file. Also do nothing if several
        processes may serve the session and LINKS_FILE is not set.

        Call this method at start, and after each renewal and revocation of a link. At start, call this method before
        the server prints that it is ready, because scripts then read the file. Raises ValueError if the file cannot be
        written.
        """
        if not self.served_code or (self.config.is_cluster and not self.config.links_file):
            return
        path = self.config.links_file or self.folder.path / "links.json"
        links, written = self._links(), None
        # Several processes can write this file at the same time, so one of them can replace newer links by older links.
        # Therefore each process reads the stored links again after the write. If they are not the written links, it
        # writes the file again.
        while links and links != written:
            try:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_private(path, json.dumps(links, indent=1).encode())
            except OSError as problem:
                raise ValueError(f"LINKS_FILE cannot be written: {problem}") from None
            links, written = self._links(), links
        if links is None:
            path.unlink(missing_ok=True)

    def _links(self) -> Links | None:
        """Return the links of the session `served_code`, or None if the session was purged."""
        try:
            return links_of(self.controls(), self.served_code)
        except Refusal:
            return None

    def redefined(self, code: str, fields: Collection[str]) -> None:
        """Update the data that depend on a session's definition: caches, translation engine, ledger, links.

        `fields`: the changed fields of the definition. Call this method after the commit. If the links file cannot be
        written, only log the error.
        """
        session = self.session(code)
        self.forget_words()  # The Chatham House Rule may apply from now on, so delete the names in the caches.
        self.ledgers.pop(session.id, None)
        if not {"languages", "translation"}.isdisjoint(fields):
            self.translation.serve(session)
            # `translation.serve` changes translations without a new sequence number, so the pages would not notice the
            # change. Start a new epoch, because the pages then read all data again.
            self.writer.submit(lambda tx: tx.start_epoch(session)).wait()
        try:
            self.write_links()
        except ValueError as error:
            log_failure("links", error)

    def forget_words(self) -> None:
        """Delete all cached snapshots, page frames and list rows in every process. These cached texts may contain
        erased words.
        """
        self.clear_caches()
        self.publisher.forget_elsewhere()

    def clear_caches(self) -> None:
        """Delete all cached snapshots, page frames and list rows of this process."""
        for cache in (self.snapshots, self.frames, self.list_rows):
            cache.clear()

    def forget(self, session_id: int, code: str) -> None:
        """Delete the data of a purged session from memory. Delete the links file if it belongs to this session."""
        sessions.forget_read()
        for cache in (self.snapshots, self.frames, self.list_rows):
            cache.forget(session_id)
            cache.forget(SERVER)
        self.ledgers.pop(session_id, None)
        self.presence.forget(session_id)
        self.totals_due.pop(code, None)
        self.chair_languages.pop(code, None)
        if code == self.served_code:
            self.write_links()

    def mark_due_totals(self) -> None:
        """Write `totals_due` to the database, and empty it.

        In a cluster, the process that publishes the totals reads the database. If the store refuses, the next call
        tries again.
        """
        due, self.totals_due = self.totals_due, {}
        if not due:
            return

        def run(tx: Transaction) -> None:
            for code, numbers in due.items():
                due_totals.mark(tx.connection, code, numbers)

        try:
            self.writer.submit(run).wait()
        except Refusal:
            for code, numbers in due.items():
                self.totals_due.setdefault(code, set()).update(numbers)

    def publish_due_totals(self) -> None:
        """Publish the vote totals of the questions in `totals_due`, and the balance of their sessions.

        If the store refuses (`server.storage`, `server.busy`), the next call tries again.
        """
        for code in list(self.totals_due):
            numbers = self.totals_due.pop(code, None)
            if numbers is None:
                continue  # The session was purged during the wait for another session's totals.
            try:
                self.writer.submit(_totals(code, numbers), code).wait()
            except Refusal as refusal:
                if refusal.code in ("server.storage", "server.busy"):
                    self.totals_due.setdefault(code, set()).update(numbers)


def _totals(code: str, numbers: set[int]) -> Callable[[Transaction], object]:
    """Return the writer command that publishes the vote totals of these questions and the session's balance."""
    return lambda tx: publish(tx, code, numbers)


def now() -> tuple[str, float]:
    """Return (UTC time in ISO 8601 for answers and the log, monotonic seconds for time-outs). UTC time may jump."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"), time.monotonic()


def app_context() -> AppContext:
    """Return the application context of the present request."""
    context: AppContext = current_app.extensions["open_floor"]
    return context
