"""The whole application in the test's process, without a server. It comes with cookies of each seat in every state of
`access.Cookie`, such as a forged or a revoked cookie.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import engineio
from flask import Flask

from moderation.services.acts import events
from moderation.services.session_file import definition as session_file
from moderation.web.access import Cookie
from moderation.web.config import from_environment
from moderation.web.context import AppContext
from moderation.web.realtime.limited_socket import LimitedSocket
from moderation.web.server.serving import prepare
from tests.running_store import runtime
from tests.servers import DEMO
from tests.web.cookie_states import cookie_headers

CODE, OTHER_CODE, EVENT_CODE = "CYB421", "OTHER1", "DAYS12"
SEATS = ("attendee", "chair/a", "chair/b", "stage", "panel/socco", "panel/fatafta", "booth", "organiser")


@dataclass
class AccessApp:
    """A running application, and the secrets and cookies with which a test can open its pages.

    - `secrets`: {seat: secret of its link}
    - `cookies`: {seat: (state, Cookie header) for every state of the seat's cookie}
    - `admin_secret`: the secret of the administration page's link
    - `admin_cookies`: (state, Cookie header) for every state of this page's cookie. The state `OTHER_SESSION` is left
      out, because the page belongs to no session.
    """

    context: AppContext
    app: Flask
    secrets: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, list[tuple[Cookie, str]]] = field(default_factory=dict)
    admin_secret: str = ""
    admin_cookies: list[tuple[Cookie, str]] = field(default_factory=list)

    def send(self, method: str, path: str, cookie: str = "", **options: Any):
        """Send a request with this Cookie header, and with the header that the scripts of the server's pages send.

        Return the response.
        """
        headers = {"X-Open-Floor": "1"} | ({"Cookie": cookie} if cookie else {}) | options.pop("headers", {})
        url = self.context.config.public_url
        return self.app.test_client(use_cookies=False).open(
            path, base_url=url, method=method, headers=headers, buffered=True, **options
        )

    def control(self, act: str, **body: Any) -> dict[str, Any]:
        """Send a command as the command line does, to `/api/control`. Return the answer."""
        token = {"Authorization": f"Bearer {self.context.token}"}
        answer = self.send("POST", f"/api/control/{act}", json=body, headers=token)
        assert answer.status_code == 200, answer.text
        return answer.json

    def new_attendee(self, code: str = CODE) -> str:
        """Return the cookie that a new phone gets, as `name=value`."""
        return _cookie(self.send("GET", f"/s/{code}"))

    def form_token(self, cookie: str) -> str:
        """Return the form token in the attendee's page."""
        return re.search(r'name="token" value="([^"]+)"', self.send("GET", f"/s/{CODE}", cookie).text)[1]

    def dump(self) -> list[str]:
        """Return the SQL statements that create the content of the database."""
        with self.context.reader.transaction() as connection:
            return list(connection.iterdump())

    def enter_administration(self, **change: str) -> str:
        """Execute `admin_link` with these fields, and then open the link of the administration page.

        Return the cookie.
        """
        self.admin_secret = self.control("admin_link", **change)["admin_link"].split("#")[1]
        return _cookie(self.send("POST", "/api/admin/enter", json={"secret": self.admin_secret}))

    def enter_all(self, code: str) -> dict[str, str]:
        """Open the link of each staff seat. Return {seat: cookie}. The seat `attendee` has the cookie of a new
        attendee.
        """
        links = self.control("links", code=code)["links"]
        entered = {"attendee": self.new_attendee(code)}
        for seat in SEATS[1:]:
            kind, _, key = seat.partition("/")
            link = links["panellists"][key] if kind == "panel" else links[seat.replace("/", "_")]
            secret = link.split("#")[1]
            if code == CODE:
                self.secrets[seat] = secret
            entered[seat] = _cookie(self.send("POST", f"/api/s/{code}/{seat}/enter", json={"secret": secret}))
        return entered


def make_access_app(folder: Path) -> AccessApp:
    """Return the application with two sessions: the demo session and a second session. Each link of the demo session
    was renewed once.
    """
    config = from_environment({"DATA_DIR": str(folder), "SESSION_FILE": str(DEMO), "CONCURRENCY": "threading"})
    replaced = engineio.server.socket.Socket, getattr(LimitedSocket, "limits", None)
    try:
        context, app, _ = prepare(config, runtime())
    finally:
        # `prepare` has replaced Engine.IO's socket class and has set `LimitedSocket.limits`. Undo both, because other
        # tests run in this process, and only a server with sockets needs these changes.
        engineio.server.socket.Socket, LimitedSocket.limits = replaced
    access_app = AccessApp(context, app)
    context.translation = _NoTranslation()
    access_app.control("create", definition=session_file.load(DEMO) | {"code": OTHER_CODE})
    earlier, foreign = access_app.enter_all(CODE), access_app.enter_all(OTHER_CODE)
    for seat in SEATS[1:]:
        access_app.control("renew", code=CODE, seat=seat.replace("/", "."))
    present = access_app.enter_all(CODE)
    for seat in SEATS:
        others = [present[other] for other in SEATS if other != seat]
        revoked = None if seat == "attendee" else earlier[seat]
        access_app.cookies[seat] = cookie_headers(present[seat], others, foreign[seat], revoked)
    events.create(context.writer, EVENT_CODE, "Days of water")
    revoked, right = access_app.enter_administration(), access_app.enter_administration(change="renew")
    seats = [(Cookie.OTHER_SEAT, present[seat]) for seat in SEATS]
    forged = right[:-1] + ("A" if right[-1] != "A" else "B")
    access_app.admin_cookies = [(Cookie.NONE, ""), (Cookie.FORGED, forged), *seats, (Cookie.REVOKED, revoked)]
    access_app.admin_cookies.append((Cookie.RIGHT, right))
    return access_app


class _NoTranslation:
    def serve(self, session: object) -> None:
        """Do nothing: the tests of access need no translations."""


def _cookie(answer: Any) -> str:
    assert answer.status_code in (200, 204), answer.text
    [cookie] = answer.headers.getlist("Set-Cookie")
    return cookie.split(";")[0]
