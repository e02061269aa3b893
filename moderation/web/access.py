"""The access table: the seats that may use each route and stream, and the cookie or token that a caller needs.

This module authorises nobody: auth.py checks cookies, and core/workflow.py defines the acts of each seat. Tests compare
the application with this table; they fail if a route has no row. `docs/tools/access.py` writes the table into
docs/security.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..core import visibility, workflow
from ..core.model import AUDIENCE_OF_SEAT, Audience, SeatKind, Status

EVERY_SEAT = frozenset(SeatKind)
STAFF = EVERY_SEAT - {SeatKind.ATTENDEE}
READERS = EVERY_SEAT - {SeatKind.ORGANISER}
"""The kinds of seat that read a stream: all kinds except the organiser."""


class Needs(StrEnum):
    """The cookie, token or secret that a caller must present on a route."""

    NOTHING = "nothing"
    COOKIE = "the seat's cookie"
    COOKIE_OR_LINK = "the seat's cookie, else the entry page"
    COOKIE_OR_REDIRECT = "the seat's cookie, else a redirect to the seat's page"
    FORM = "the attendee's cookie and its form token"
    SECRET = "the secret of the seat's link"
    TOKEN = "the token in `server.json`"
    ADMIN = "the administrator's cookie"
    ADMIN_OR_LINK = "the administrator's cookie, else the entry page"
    ADMIN_SECRET = "the secret of the administrator's link"
    BRIDGE = "the session's bridge token"
    PROXIES_TOKEN = "a token derived from the token in `server.json`"


class Cookie(StrEnum):
    """The states of a seat's cookie in a request."""

    NONE = "no cookie"
    FORGED = "wrong signature"
    OTHER_SESSION = "cookie of the same seat in another session"
    OTHER_SEAT = "cookie of another seat of this session"
    REVOKED = "cookie of an earlier generation of the seat's link"
    RIGHT = "the seat's present cookie"


@dataclass(frozen=True, slots=True)
class Access:
    """A row of the access table.

    `path` has the notation of Flask. `seats`: the kinds of seat that may use the route; empty if the route needs no
    seat. All other kinds of seat are forbidden to use the route, even with a valid cookie.
    """

    method: str
    path: str
    needs: Needs = Needs.NOTHING
    seats: frozenset[SeatKind] = frozenset()


ATTENDEE = frozenset({SeatKind.ATTENDEE})
ORGANISER = frozenset({SeatKind.ORGANISER})
CHAIR, PANEL = frozenset({SeatKind.CHAIR}), frozenset({SeatKind.PANEL})

ROUTES = (
    # The join page and the files of all pages
    Access("GET", "/"),
    Access("GET", "/join"),
    Access("POST", "/join"),
    Access("POST", "/language"),
    Access("GET", "/static/<name>"),
    # The colours and the logos of the sessions. The name of a logo is the hash of its content.
    Access("GET", "/look/<accent>.css"),
    Access("GET", "/logo/<digest>.png"),
    # The attendee's page, also without JavaScript. If the request has no valid cookie, the response sets a new cookie.
    Access("GET", "/s/<code>"),
    Access("GET", "/s/<code>/"),
    Access("GET", "/s/<code>/qr.svg"),
    Access("GET", "/s/<code>/about"),
    Access("GET", "/s/<code>/ledger"),
    Access("GET", "/s/<code>/own", Needs.COOKIE, ATTENDEE),
    Access("POST", "/s/<code>/language"),
    Access("POST", "/s/<code>/ask", Needs.FORM, ATTENDEE),
    Access("POST", "/s/<code>/edit", Needs.FORM, ATTENDEE),
    Access("POST", "/s/<code>/withdraw", Needs.FORM, ATTENDEE),
    Access("POST", "/s/<code>/vote", Needs.FORM, ATTENDEE),
    Access("POST", "/s/<code>/entry", Needs.FORM, ATTENDEE),
    Access("POST", "/s/<code>/forget", Needs.FORM, ATTENDEE),
    # A GET request to the address of a form only redirects to the attendee's page.
    Access("GET", "/s/<code>/ask"),
    Access("GET", "/s/<code>/edit"),
    Access("GET", "/s/<code>/withdraw"),
    Access("GET", "/s/<code>/vote"),
    Access("GET", "/s/<code>/entry"),
    Access("GET", "/s/<code>/forget"),
    Access("GET", "/s/<code>/language"),
    # The pages of the staff seats, and the cookies of all seats
    Access("GET", "/s/<code>/<path:seat>", Needs.COOKIE_OR_LINK, STAFF),
    Access("GET", "/s/<code>/<path:seat>/leave", Needs.COOKIE_OR_REDIRECT, STAFF),
    # The route `leave` deletes data in the browser that sends the request, and nothing on the server.
    Access("POST", "/s/<code>/<path:seat>/leave", Needs.NOTHING, STAFF),
    Access("POST", "/api/s/<code>/<path:seat>/enter", Needs.SECRET, STAFF),
    Access("GET", "/api/s/<code>/<path:seat>/enter", Needs.COOKIE, EVERY_SEAT),
    # The organiser's sheet of new entry codes. A GET request only redirects to the organiser's page.
    Access("POST", "/s/<code>/organiser/entry-codes", Needs.COOKIE, ORGANISER),
    Access("GET", "/s/<code>/organiser/entry-codes"),
    # Further pages of the organiser
    Access("GET", "/s/<code>/import", Needs.COOKIE_OR_REDIRECT, ORGANISER),
    Access("GET", "/s/<code>/handout", Needs.COOKIE_OR_REDIRECT, ORGANISER),
    Access("POST", "/s/<code>/handout", Needs.COOKIE, ORGANISER),
    Access("GET", "/s/<code>/handout/calendar", Needs.COOKIE, ORGANISER),
    Access("GET", "/s/<code>/handout/poster", Needs.COOKIE, ORGANISER),
    # The set-up page of a session, with its previews of the phone and the stage
    Access("GET", "/s/<code>/setup", Needs.COOKIE_OR_LINK, ORGANISER),
    Access("GET", "/s/<code>/setup/phone", Needs.COOKIE, ORGANISER),
    Access("GET", "/s/<code>/setup/stage", Needs.COOKIE, ORGANISER),
    Access("GET", "/api/s/<code>/organiser/setup", Needs.COOKIE, ORGANISER),
    Access("GET", "/api/s/<code>/organiser/session-file", Needs.COOKIE, ORGANISER),
    Access("POST", "/api/s/<code>/organiser/logo", Needs.COOKIE, ORGANISER),
    Access("POST", "/api/s/<code>/organiser/try-translation", Needs.COOKIE, ORGANISER),
    # Commands and reads
    Access("PUT", "/api/s/<code>/<path:seat>/<act>/<key>", Needs.COOKIE, EVERY_SEAT),
    Access("GET", "/api/s/<code>/<path:seat>/definition", Needs.COOKIE, EVERY_SEAT),
    Access("GET", "/api/s/<code>/<path:seat>/snapshot", Needs.COOKIE, READERS),
    Access("GET", "/api/s/<code>/<path:seat>/changes", Needs.COOKIE, READERS),
    Access("GET", "/api/s/<code>/<path:seat>/questions", Needs.COOKIE, READERS),
    Access("GET", "/api/s/<code>/attendee/own", Needs.COOKIE, ATTENDEE),
    Access("POST", "/api/s/<code>/attendee/similar", Needs.COOKIE, ATTENDEE),
    # The body contains an entry code, which the route binds to the cookie. The route has no effect in a session without
    # entry codes.
    Access("POST", "/api/s/<code>/attendee/enter", Needs.COOKIE, ATTENDEE),
    Access("GET", "/api/s/<code>/chair/<key>/undo", Needs.COOKIE, CHAIR),
    Access("GET", "/api/s/<code>/chair/<key>/kind", Needs.COOKIE, CHAIR),
    Access("GET", "/api/s/<code>/chair/<key>/held", Needs.COOKIE, CHAIR),
    Access("GET", "/api/s/<code>/panel/<key>/flags", Needs.COOKIE, PANEL),
    Access("GET", "/api/s/<code>/organiser/state", Needs.COOKIE, ORGANISER),
    Access("GET", "/api/s/<code>/organiser/export", Needs.COOKIE, ORGANISER),
    Access("POST", "/api/s/<code>/organiser/import/preview", Needs.COOKIE, ORGANISER),
    Access("POST", "/api/s/<code>/organiser/import", Needs.COOKIE, ORGANISER),
    Access("POST", "/api/s/<code>/organiser/undo-import", Needs.COOKIE, ORGANISER),
    Access("POST", "/api/s/<code>/organiser/bridge", Needs.COOKIE, ORGANISER),
    Access("POST", "/api/s/<code>/organiser/revoke-bridge", Needs.COOKIE, ORGANISER),
    Access("PUT", "/api/s/<code>/bridge/<key>", Needs.BRIDGE),
    Access("GET", "/api/s/<code>/organiser/imports", Needs.COOKIE, ORGANISER),
    Access("GET", "/api/s/<code>/ledger"),
    # The administration page. The route `leave` needs no cookie: it only deletes cookies (of the administrator and of
    # the organisers) in the browser that sends the request.
    Access("GET", "/admin", Needs.ADMIN_OR_LINK),
    Access("POST", "/admin/leave"),
    Access("POST", "/api/admin/enter", Needs.ADMIN_SECRET),
    Access("GET", "/api/admin/enter", Needs.ADMIN),
    Access("GET", "/admin/new", Needs.ADMIN),
    Access("POST", "/admin/new", Needs.ADMIN),
    Access("POST", "/admin/s/<code>/archive", Needs.ADMIN),
    Access("POST", "/admin/s/<code>/restore", Needs.ADMIN),
    Access("POST", "/admin/s/<code>/organiser", Needs.ADMIN),
    Access("GET", "/admin/s/<code>/organiser-link", Needs.ADMIN),
    Access("POST", "/admin/s/<code>/organiser-link", Needs.ADMIN),
    Access("GET", "/admin/s/<code>/purge", Needs.ADMIN),
    Access("POST", "/admin/s/<code>/purge", Needs.ADMIN),
    Access("GET", "/admin/event", Needs.ADMIN),
    Access("POST", "/admin/event", Needs.ADMIN),
    Access("GET", "/admin/e/<code>", Needs.ADMIN),
    Access("POST", "/admin/e/<code>", Needs.ADMIN),
    Access("POST", "/admin/e/<code>/delete", Needs.ADMIN),
    # The public page of an event
    Access("GET", "/e/<code>"),
    Access("GET", "/e/<code>/qr.svg"),
    # The routes for the operator of the server
    Access("GET", "/healthz"),
    Access("GET", "/readyz"),
    Access("GET", "/metrics", Needs.TOKEN),
    Access("GET", "/api/forwarded", Needs.PROXIES_TOKEN),
    Access("POST", "/api/control/<act>", Needs.TOKEN),
)
"""The access to every HTTP route. With METRICS=1, a caller on the server's machine needs no token for `/metrics`."""

WITHOUT_ROUTE = ("make_entry_codes", "import", "undo_import")
"""The acts that the command route refuses: only the organiser's pages and the command line execute them."""

ACTS: dict[str, frozenset[SeatKind]] = {
    act: rule.seats for act, rule in workflow.RULES.items() if act not in WITHOUT_ROUTE
} | {"presence": workflow.TRANSLATORS}
"""{act: the kinds of seat that may do the act}, for the command route.

The acts of `WITHOUT_ROUTE` are left out. `presence` is added here: this act is not stored, so `workflow.RULES` does not
contain it.
"""

STREAMS: dict[Audience, frozenset[SeatKind]] = {
    Audience.CHAIRS: CHAIR,
    Audience.STAGE: frozenset({SeatKind.STAGE, SeatKind.PANEL}),
    Audience.BOOTH: frozenset({SeatKind.BOOTH}),
    Audience.FLOOR: ATTENDEE,
}
"""{audience: the kinds of seat that may subscribe to its streams}. Each kind of seat has only one audience."""

PAGES: dict[SeatKind, frozenset[Status]] = {
    kind: visibility.PAGED[audience] for kind, audience in AUDIENCE_OF_SEAT.items()
}
"""{kind of seat: statuses}. A seat of this kind can read the questions of these statuses from the route `questions`."""
