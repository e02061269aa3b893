"""The application context: the shared parts of the running server, which requests get from `app_context`."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from flask import current_app

from ..concurrency import Runtime
from ..core.contracts import Head, Reading
from ..core.model import Session
from ..core.refusals import Refusal
from ..services.acts.control import Controls, links_of
from ..services.record.totals import publish
from ..store import sessions
from ..store.folder import Folder, write_private
from ..store.reader import Reader
from ..store.transaction import Transaction
from ..store.writer import Writer
from . import rate_limits
from .config import Config
from .presence import Presence
from .snapshots import Snapshots
from .writer_probe import WriterProbe

if TYPE_CHECKING:
    from ..services.similar.sync import SimilaritySync


class StreamPublisher(Protocol):
    """The part of the publisher (realtime/publisher.py) that request handlers and background loops use."""

    def head(self, session_id: int, stream: str, head: Head) -> None:
        """Send a heartbeat to a stream's room."""

    def presence(self, session_id: int, readers: list[Reading]) -> None:
        """Send the chairs' presence marks to the chairs' stream."""


class SessionTranslation(Protocol):
    """The translation service (services/translation/service.py)."""

    def serve(self, session: Session) -> None:
        """Translate the questions of a new session."""


class CachedLedger(NamedTuple):
    """A ledger in the cache, and the state of the session when the ledger was counted.

    `terms`: epoch, phase, and whether the Rule applies. `counted_at`: monotonic seconds.
    """

    terms: tuple[str, str, bool]
    head: tuple[int, str | None]
    counted_at: float
    figures: dict[str, Any]


@dataclass
class AppContext:
    """The shared parts of the running server.

    `served_code`: the join code of the session in the session file. The links file contains the links of this session.
    `totals_due`: {code: numbers of the questions whose vote totals must be published}.
    `chair_languages`: {code: {seat: the language in which the chair reads}}.
    `similar` and `translation`: `server/loops.py` sets both before the first request.
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
    new_attendees: rate_limits.RateLimiter = field(
        default_factory=lambda: rate_limits.RateLimiter(rate_limits.BURST, rate_limits.PER_SECOND)
    )
    drafts: rate_limits.RateLimiter = field(
        default_factory=lambda: rate_limits.RateLimiter(rate_limits.DRAFTS_BURST, rate_limits.DRAFTS_PER_SECOND)
    )
    similar: SimilaritySync = field(init=False)
    translation: SessionTranslation = field(init=False)
    snapshots: Snapshots = field(default_factory=Snapshots)
    ledgers: dict[int, CachedLedger] = field(default_factory=dict)
    totals_due: dict[str, set[int]] = field(default_factory=dict)
    chair_languages: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.probe = WriterProbe(self.writer)

    def session(self, code: str) -> Session:
        """Return the session with this code. Refuses `session.unknown`."""
        try:
            with self.reader.transaction() as connection:
                return sessions.get_by_code(connection, code)
        except UnicodeEncodeError:
            # The code contains a lone surrogate. SQLite cannot store such a text, so no session has this code.
            raise Refusal("session.unknown") from None

    def controls(self) -> Controls:
        """Return the parts of the server that the organiser's commands use."""
        return Controls(self.writer, self.reader, self.key, self.config.public_url)

    def write_links(self) -> None:
        """Write the links of the session `served_code` to LINKS_FILE. Delete the file if the session was purged.

        Call this method at start, and after each renewal and revocation of a link. At start, call it before the server
        prints that it is ready, because scripts then read the file. Raises ValueError if the file cannot be written.
        """
        path = self.config.links_file or self.folder.path / "links.json"
        try:
            self.session(self.served_code)
        except Refusal:
            path.unlink(missing_ok=True)
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_private(path, json.dumps(links_of(self.controls(), self.served_code), indent=1).encode())
        except OSError as problem:
            raise ValueError(f"LINKS_FILE cannot be written: {problem}") from None

    def forget(self, session_id: int, code: str) -> None:
        """Delete the data of a purged session from memory, and its links from the links file."""
        sessions.forget_read()
        self.snapshots.forget(session_id)
        self.ledgers.pop(session_id, None)
        self.presence.forget(session_id)
        self.totals_due.pop(code, None)
        self.chair_languages.pop(code, None)
        if code == self.served_code:
            self.write_links()

    def publish_due_totals(self) -> None:
        """Publish the vote totals of the questions in `totals_due`.

        If the store refuses (`server.storage`, `server.busy`), the totals stay due.
        """
        for code in list(self.totals_due):
            numbers = self.totals_due.pop(code, None)
            if numbers is None:
                continue  # The session was purged during the wait for another session's totals.
            try:
                self.writer.submit(_totals(code, numbers)).wait()
            except Refusal as refusal:
                if refusal.code in ("server.storage", "server.busy"):
                    self.totals_due.setdefault(code, set()).update(numbers)


def _totals(code: str, numbers: set[int]) -> Callable[[Transaction], object]:
    """Return the writer command that publishes the vote totals of these questions."""
    return lambda tx: publish(tx, code, numbers)


def now() -> tuple[str, float]:
    """Return (UTC time in ISO 8601 for answers and the log, monotonic seconds for time-outs). UTC time may jump."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"), time.monotonic()


def app_context() -> AppContext:
    """Return the application context of the present request."""
    context: AppContext = current_app.extensions["open_floor"]
    return context
