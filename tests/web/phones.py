"""Attendees whose phones arrived at a chosen time. A phone's cookie contains the minute of its arrival."""

from __future__ import annotations

import time

from moderation.services import links
from moderation.store.folder import Folder
from tests.factories import make_session
from tests.servers import Client
from tests.web.served_session import ServedSession


def phone(served: ServedSession, minutes_ago: float = 0) -> Client:
    """Return a new attendee whose phone arrived this many minutes ago."""
    key = Folder(served.server.data_dir).secret_key()
    cookie = links.new_attendee_cookie(key, make_session(code=served.code), time.time() - 60 * minutes_ago)
    return Client(served, "attendee", headers={"Cookie": f"of-{served.code}-attendee={cookie}"})


def flood(served: ServedSession, phones: int, text: str = "Spam?", minutes_ago: float = 0) -> list[tuple[int, dict]]:
    """Let `phones` new phones ask the same question. Return the answers."""
    return [phone(served, minutes_ago).command("ask", {"text": text}) for _ in range(phones)]
