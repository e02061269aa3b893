"""The whole server in the test's process, without a listening socket. The tests send requests to the Flask app
directly.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from moderation import runtime
from moderation.core.model import Session
from moderation.services import links
from moderation.services.session_file import definition as session_file
from moderation.store.seats import SeatLink
from moderation.web import auth
from moderation.web.config import from_environment
from moderation.web.context import AppContext
from moderation.web.server import serving
from tests.servers import ROOT

DEMO = ROOT / "data" / "sessions" / "cybercrime-2021.toml"
HEADERS = {"X-Open-Floor": "1"}


class App:
    """The app, its context and its open session. `address`: the IP address of all clients."""

    def __init__(self, context: AppContext, flask_app: Any):
        self.context, self.flask = context, flask_app
        self.address = "192.0.2.1"

    @property
    def session(self) -> Session:
        return self.context.session(self.context.served_code)

    def person(self, **headers: str) -> Person:
        """Return a browser without cookies."""
        return Person(self, self.flask.test_client(), headers)

    def attendee(self, **headers: str) -> Person:
        """Return a browser with a new attendee's cookie."""
        person = self.person(**headers)
        name = auth.cookie_name(self.session, auth.ATTENDEE)
        person.browser.set_cookie(name, links.new_attendee_cookie(self.context.key, self.session, time.time()))
        return person

    def staff(self, path: str) -> Person:
        """Return a browser in a staff seat, for example `chair/a`."""
        person = self.person()
        seat = auth.read_seat(self.session, path)
        cookie = links.login(self.context.key, self.session, seat, SeatLink(1, ""), int(time.time()))
        person.browser.set_cookie(auth.cookie_name(self.session, seat), cookie)
        return person


class Person:
    """A browser of an attendee or a staff member."""

    def __init__(self, app: App, browser: FlaskClient, headers: dict[str, str]):
        self.app, self.browser, self.headers = app, browser, headers

    def get(self, path: str = "", **headers: str) -> Any:
        """GET the session's page, or a path below it."""
        return self._open("GET", f"/s/{self.app.context.served_code}{path}", headers)

    def read(self, path: str, seat: str = "attendee") -> Any:
        """GET a path below the seat's JSON routes."""
        return self._open("GET", f"/api/s/{self.app.context.served_code}/{seat}/{path}", {})

    def command(self, act: str, body: dict[str, Any], seat: str = "attendee", key: str = "") -> Any:
        """Send a command. By default, the command has a new idempotency key."""
        url = f"/api/s/{self.app.context.served_code}/{seat}/{act}/{key or secrets.token_hex(8)}"
        return self._open("PUT", url, HEADERS, json=body)

    def post(self, path: str, fields: dict[str, str]) -> Any:
        """Send a form to a path below the session's page."""
        origin = {"Origin": self.app.context.config.public_url}
        return self._open("POST", f"/s/{self.app.context.served_code}{path}", origin, data=fields)

    def _open(self, method: str, url: str, headers: dict[str, str], **content: Any) -> Any:
        return self.browser.open(
            url,
            method=method,
            headers=self.headers | headers,
            environ_base={"REMOTE_ADDR": self.app.address},
            **content,
        )


@contextmanager
def running_app(folder: Path, definition: Path = DEMO) -> Iterator[App]:
    """Start an app in the threading mode. Its demo session is open and has the standard limits.

    `definition`: the session file.
    """
    settings = {"DATA_DIR": str(folder), "CONCURRENCY": "threading"}
    assert session_file.load(definition)["demo"], "the demo session is open from the start"
    context, flask_app, _ = serving.prepare(
        from_environment(settings | {"SESSION_FILE": str(definition)}), runtime.use("threading")
    )
    try:
        yield App(context, flask_app)
    finally:
        context.writer.stop()
        context.reader.close()
        context.folder.release()
