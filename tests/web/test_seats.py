"""Tests of authentication.

Each seat has one secret and one cookie. If a link is renewed or revoked, the old link and its open sockets stop working
immediately.
"""

from __future__ import annotations

import pytest

from tests.servers import Client
from tests.web.served_session import is_refused, make_served_session

STAFF = ["chair/a", "chair/b", "stage", "panel/socco", "panel/fatafta", "booth", "organiser"]


def secret_of(served, seat: str) -> str:
    kind, _, key = seat.partition("/")
    return (served.links["panellists"][key] if kind == "panel" else served.links[seat.replace("/", "_")]).split("#")[1]


def enter(served, seat: str, secret, person: Client | None = None):
    person = person or Client(served, seat)
    return person.request("POST", f"/api/s/{served.code}/{seat}/enter", {"secret": secret})


@pytest.mark.parametrize("seat", STAFF)
def test_a_link_s_secret_opens_its_seat_and_no_other(served, seat):
    person = Client(served, seat)
    status, headers, body = person.raw(
        "POST",
        f"/api/s/{served.code}/{seat}/enter",
        f'{{"secret": "{secret_of(served, seat)}"}}'.encode(),
        {"Content-Type": "application/json", "X-Open-Floor": "1"},
    )
    assert (status, body) == (204, b"")
    cookie = headers["Set-Cookie"]
    assert cookie.startswith(f"of-{served.code}-{seat.replace('/', '.')}=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert secret_of(served, seat) not in cookie
    for other in STAFF:
        if other != seat:
            is_refused(enter(served, other, secret_of(served, seat)), 401, "seat.unknown")


@pytest.mark.parametrize("secret", ["", "x", "x" * 2000, "…", "\ud800", "\x00"])
def test_a_wrong_secret_opens_nothing(served, secret):
    is_refused(enter(served, "chair/a", secret), 401, "seat.unknown")


@pytest.mark.parametrize("secret", [None, 7, ["x"], {"x": 1}, True])
def test_a_secret_must_be_a_string(served, secret):
    is_refused(enter(served, "chair/a", secret), 400, "request.field", field="secret")


def test_entering_has_the_origin_checks_of_a_command(served):
    path = f"/api/s/{served.code}/chair/a/enter"
    body = {"secret": secret_of(served, "chair/a")}
    somebody = Client(served, "chair/a")
    is_refused(somebody.request("POST", path, body, {"Origin": "http://evil.example"}), 403, "request.origin")
    is_refused(somebody.request("POST", path, body, {"X-Open-Floor": ""}), 403, "request.origin")
    is_refused(somebody.request("POST", path, body, {"Content-Type": "text/plain"}), 415, "request.type")
    assert somebody.cookie == ""
    for seat in ("chair/z", "panel/nobody", "panel", "chair", "floor", "attendee.a", "..", "chair.a.b"):
        status, answer = somebody.request("POST", f"/api/s/{served.code}/{seat}/enter", body)
        assert (status, answer["code"]) in ((401, "seat.unknown"), (404, "request.not_found")), (seat, answer)
    is_refused(
        somebody.request("POST", f"/api/s/{served.code}/attendee/enter", body), 400, "request.field", field="secret"
    )


@pytest.mark.parametrize("seat", ["attendee", *STAFF])
def test_without_its_cookie_a_seat_can_neither_read_nor_act(served, seat):
    nobody = Client(served, seat)
    act = {"attendee": "ask", "organiser": "open"}.get(seat, "undo")
    before = served.everything()
    is_refused(nobody.command(act, {"text": "x"} if act == "ask" else {}), 401, "seat.unknown")
    for what in ("snapshot", "changes?epoch=x&after=0", "questions?status=answered", "own", "undo", "state"):
        if (status := nobody.read(what)[0]) not in (404, 405):
            assert status == 401, what
    assert served.everything() == before


@pytest.mark.parametrize("value", ["", "x", "x.y", ".", "…", "a" * 3000, '"', "%00"])
def test_a_forged_cookie_is_refused(served, value):
    from urllib.parse import quote

    for seat in ("attendee", "chair/a"):
        name = f"of-{served.code}-{seat.replace('/', '.')}"
        nobody = Client(served, seat)
        is_refused(
            nobody.request("GET", f"/api/s/{served.code}/{seat}/snapshot", None, {"Cookie": f"{name}={quote(value)}"}),
            401,
            "seat.unknown",
        )


def test_a_cookie_of_another_seat_or_session_is_refused(server, served):
    other = make_served_session(server)
    context, there = served["chair/a"].cookie, f"of-{other.code}-chair.a"
    value = context.split("=", 1)[1]
    for path, cookie in (
        (f"/api/s/{served.code}/chair/b/snapshot", context),
        (f"/api/s/{served.code}/chair/b/snapshot", f"of-{served.code}-chair.b={value}"),
        (f"/api/s/{other.code}/chair/a/snapshot", f"{there}={value}"),
        (f"/api/s/{served.code}/attendee/own", f"of-{served.code}-attendee={value}"),
    ):
        is_refused(Client(served, "").request("GET", path, None, {"Cookie": cookie}), 401, "seat.unknown")
    ana = served["ana"].cookie.split("=", 1)[1]
    is_refused(
        Client(served, "").request(
            "GET", f"/api/s/{other.code}/attendee/own", None, {"Cookie": f"of-{other.code}-attendee={ana}"}
        ),
        401,
        "seat.unknown",
    )


def test_all_links_open_in_one_browser(served):
    person = Client(served, "chair/a")
    for seat in STAFF:
        assert enter(served, seat, secret_of(served, seat), person)[0] == 204
    person.request("GET", f"/s/{served.code}")
    assert len(list(person.jar)) == len(STAFF) + 1
    for seat in STAFF[:-1]:
        assert person.request("GET", f"/api/s/{served.code}/{seat}/snapshot")[0] == 200


@pytest.mark.parametrize("act", ["renew", "revoke"])
@pytest.mark.parametrize("seat", ["chair/a", "stage", "panel/socco", "booth"])
def test_a_renewed_or_revoked_link_stops_working_at_once(served, listen, act, seat):
    person = served[seat]
    open_socket, other = listen(person), listen(served["chair/b"])
    assert open_socket.subscribe()["ok"] and other.subscribe()["ok"]
    status, answer = served["organiser"].command(act, {"seat": seat.replace("/", ".")})
    assert status == 200, answer
    is_refused(person.read("snapshot"), 401, "seat.unknown")
    is_refused(person.command("presence", {"number": None}), 401, "seat.unknown")
    is_refused(enter(served, seat, secret_of(served, seat)), 401, "seat.unknown")
    assert listen(person).subscribe()["code"] == "seat.unknown"
    assert open_socket.wait("gone") == {"code": "seat.unknown"}
    number = served.ask("Who still hears this?")
    assert other.wait("change", lambda body: any(view["number"] == number for view in body[1].get("put", ())))
    assert "change" not in open_socket.wait_until_closed()
    assert 'data-enter="' in person.request("GET", f"/s/{served.code}/{seat}")[1]
    if act == "renew":
        assert answer["link"].startswith(f"{served.url}/s/{served.code}/{seat}#")
        assert enter(served, seat, answer["link"].split("#")[1], person)[0] == 204
        assert person.read("snapshot")[0] == 200
    else:
        assert "link" not in answer
        state = served["organiser"].read("state")[1]
        assert [entry["revoked"] for entry in state["seats"] if entry["seat"] == seat.replace("/", ".")] == [True]


def test_the_organiser_renews_their_own_seat_and_gets_the_link(served):
    status, answer = served["organiser"].command("renew", {"seat": "organiser"})
    assert status == 200
    is_refused(served["organiser"].read("state"), 401, "seat.unknown")
    assert enter(served, "organiser", answer["link"].split("#")[1], served["organiser"])[0] == 204
    assert served["organiser"].read("state")[1]["links"]["organiser"] == answer["link"]


def test_a_renewal_sent_twice_raises_the_generation_once(served):
    first = served["organiser"].command("renew", {"seat": "stage"}, "one-key-of-mine")
    assert served["organiser"].command("renew", {"seat": "stage"}, "one-key-of-mine") == first
    assert enter(served, "stage", first[1]["link"].split("#")[1])[0] == 204
