"""The application context: the shared parts of the running server, and access to them from a request."""

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
    """The unnumbered events that request handlers and loops send to streams (realtime/publisher.py implements it)."""

    def head(self, session_id: int, stream: str, head: Head) -> None:
        """Send a heartbeat to a stream's room."""

    def presence(self, session_id: int, readers: list[Reading]) -> None:
        """Send the chairs' presence marks to the chairs' stream."""


class SessionTranslation(Protocol):
    """The translation service (services/translation/service.py)."""

    def serve(self, session: Session) -> None:
        """Translate the questions of a new session."""


class CachedLedger(NamedTuple):
    """A ledger and the state that it was counted from.

    `terms`: epoch, phase and Rule; `counted_at`: monotonic seconds.
    """

    terms: tuple[str, str, bool]
    head: tuple[int, str | None]
    counted_at: float
    figures: dict[str, Any]


@dataclass
class AppContext:
    """The shared parts of the running server.

    `served_code` is the code of the session file's session; the links file holds its links.
    `votes_due` lists the questions whose totals must be published: {code: numbers}.
    `chair_languages` is the language in which each chair reads: {code: {seat: language}}.
    `similar` and `translation` are set by `server/loops.py`, before the first request.
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
    votes_due: dict[str, set[int]] = field(default_factory=dict)
    chair_languages: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.probe = WriterProbe(self.writer)

    def session(self, code: str) -> Session:
        """Return the session with this code. Refuses `session.unknown`."""
        try:
            with self.reader.transaction() as connection:
                return sessions.get_by_code(connection, code)
        except UnicodeEncodeError:
            # SQLite cannot store a lone surrogate, so no session has such a code.
            raise Refusal("session.unknown") from None

    def controls(self) -> Controls:
        """Return the parts that the organiser's commands work on."""
        return Controls(self.writer, self.reader, self.key, self.config.public_url)

    def write_links(self) -> None:
        """Write the links of the session `served_code` to LINKS_FILE, or delete the file once that session is purged.

        Call it at start, and after each renewal and revocation. At start, call it before the server prints that it is
        ready: scripts read the file as soon as they see that line. ValueError when the file cannot be written.
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
        """Delete a purged session from memory and from the links file."""
        sessions.forget_read()
        self.snapshots.forget(session_id)
        self.ledgers.pop(session_id, None)
        self.presence.forget(session_id)
        self.votes_due.pop(code, None)
        self.chair_languages.pop(code, None)
        if code == self.served_code:
            self.write_links()

    def publish_counts(self) -> None:
        """Publish the vote totals in `votes_due`.

        Totals that the store refuses (`server.storage`, `server.busy`) stay due.
        """
        for code in list(self.votes_due):
            numbers = self.votes_due.pop(code, None)
            if numbers is None:
                continue  # The session was purged while the writer published the totals of another session.
            try:
                self.writer.submit(_totals(code, numbers)).wait()
            except Refusal as refusal:
                if refusal.code in ("server.storage", "server.busy"):
                    self.votes_due.setdefault(code, set()).update(numbers)


def _totals(code: str, numbers: set[int]) -> Callable[[Transaction], object]:
    """Return the writer command that publishes the vote totals of these questions."""
    return lambda tx: publish(tx, code, numbers)


def now() -> tuple[str, float]:
    """Return (UTC time in ISO 8601 for answers and the log, monotonic seconds for time-outs). The first may jump."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"), time.monotonic()


def app_context() -> AppContext:
    """Return the context of the Flask app that handles the present request."""
    context: AppContext = current_app.extensions["open_floor"]
    return context
