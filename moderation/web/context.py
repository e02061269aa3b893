"""What every part of the edge shares: one object that holds the config, the key, the store's doors and the runtime."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import current_app

from ..concurrency import Runtime
from ..core.model import Session
from ..core.refusals import Refusal
from ..services.acts.control import Controls, links_of
from ..services.record.totals import publish
from ..store import sessions
from ..store.folder import Folder, write_private
from ..store.reader import Reader
from ..store.writer import Writer
from . import rate_limits
from .config import Config
from .presence import Presence
from .snapshots import Snapshots
from .writer_probe import WriterProbe


@dataclass
class AppContext:
    """The running product. `voted` collects what the next published totals are about: {code: numbers}; `chairs_read` the language each chair reads in: {code: {seat: lang}}."""

    config: Config
    folder: Folder
    key: bytes
    runtime: Runtime
    reader: Reader
    writer: Writer
    publisher: Any
    token: str
    served: str = ""
    is_draining: bool = False
    presence: Presence = field(default_factory=Presence)
    new_attendees: rate_limits.RateLimiter = field(
        default_factory=lambda: rate_limits.RateLimiter(rate_limits.BURST, rate_limits.PER_SECOND)
    )
    drafts: rate_limits.RateLimiter = field(
        default_factory=lambda: rate_limits.RateLimiter(rate_limits.DRAFTS_BURST, rate_limits.DRAFTS_PER_SECOND)
    )
    similar: Any = None
    snapshots: Snapshots = field(default_factory=Snapshots)
    ledgers: dict[int, tuple] = field(default_factory=dict)
    voted: dict[str, set[int]] = field(default_factory=dict)
    chairs_read: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self):
        self.probe = WriterProbe(self.writer)

    def session(self, code: str) -> Session:
        """Refuses `session.unknown`."""
        try:
            with self.reader.transaction() as connection:
                return sessions.get_by_code(connection, code)
        except UnicodeEncodeError:
            # Half a character: no code that a database could hold.
            raise Refusal("session.unknown") from None

    def controls(self) -> Controls:
        """What the command line's commands work on."""
        return Controls(self.writer, self.reader, self.key, self.config.public_url)

    def write_links(self) -> None:
        """The links of the session that we were started for, to LINKS_FILE: at start, and whenever one is renewed or revoked.

        At start before anybody is told that we are ready: a script that waits for the word finds the file. ValueError where it cannot be written.
        """
        path = self.config.links_file or self.folder.path / "links.json"
        try:
            self.session(self.served)
        except Refusal:
            path.unlink(missing_ok=True)  # purged
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_private(path, json.dumps(links_of(self.controls(), self.served), indent=1).encode())
        except OSError as problem:
            raise ValueError(f"LINKS_FILE cannot be written: {problem}") from None

    def forget(self, session_id: int, code: str) -> None:
        """The session is purged: nothing of it stays in memory, nor in the links file."""
        sessions.forget_read()
        self.snapshots.forget(session_id)
        self.ledgers.pop(session_id, None)
        self.presence.forget(session_id)
        self.voted.pop(code, None)
        self.chairs_read.pop(code, None)
        if code == self.served:
            self.write_links()

    def publish_counts(self) -> None:
        """Publish the totals of every session where votes were cast or questions moved since the last time. What cannot be written now is due again."""
        for code in list(self.voted):
            numbers = self.voted.pop(code, None)
            if numbers is None:
                continue  # Purged while the writer had the one before.
            try:
                self.writer.submit(lambda tx, code=code, numbers=numbers: publish(tx, code, numbers)).wait()
            except Refusal as refusal:
                if refusal.code in ("server.storage", "server.busy"):
                    self.voted.setdefault(code, set()).update(numbers)


def now() -> tuple[str, float]:
    """The time for the wire and the log, which may jump; and seconds for all that is waited for, which do not."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"), time.monotonic()


def app_context() -> AppContext:
    """The running product of this app."""
    return current_app.extensions["open_floor"]
