"""Tests of authentication. Each seat has one secret and one cookie.

A renewed or revoked link stops working immediately. The server then closes the sockets that were opened with the old
link.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime

import pytest

from moderation.core.model import Phase, Seat
from moderation.services import links
from moderation.store import log, sessions
from moderation.store.seats import SeatLink
from moderation.store.transaction import Transaction
from moderation.web.auth import LOGIN_SECONDS, has_ended
from tests.factories import make_database, make_session
from tests.servers import Client
from tests.web.served_session import is_refused

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


def test_the_openings_of_a_link_are_counted_by_browser_and_start_again_with_a_new_link(served):
    def stage():
        (state,) = [seat for seat in served["organiser"].read("state")[1]["seats"] if seat["seat"] == "stage"]
        return state["first_opened"], state["last_opened"], state["browsers"]

    assert stage() == (None, None, 0)
    person, secret = Client(served, "stage"), secret_of(served, "stage")
    assert enter(served, "stage", secret, person)[0] == 204
    first, last, browsers = stage()
    assert (last, browsers) == (first, 1)
    assert enter(served, "stage", secret)[0] == 204
    first, last, browsers = stage()
    assert last > first and browsers == 2
    assert enter(served, "stage", secret, person)[0] == 204
    assert stage() == (first, last, 2), "the same browser again within a minute"
    is_refused(enter(served, "stage", "wrong"), 401, "seat.unknown")
    assert stage()[2] == 2
    served["organiser"].command("renew", {"seat": "stage"})
    assert stage() == (None, None, 0)


def test_attendees_see_the_new_name_of_a_replaced_person(served):
    """Read the page before and after another person takes the seat.

    Afterwards, the server must not send the page that was cached for the first person.
    """

    def page():
        return Client(served, "attendee").raw("GET", f"/s/{served.code}")[2].decode()

    assert "Patryk Pawlak" in page()
    assert served["organiser"].command("renew", {"seat": "chair.b", "name": "Ana Ruiz"})[0] == 200
    assert ("Ana Ruiz" in page(), "Patryk Pawlak" in page()) == (True, False)


def test_replacing_a_person_ends_the_old_link_its_browsers_and_its_sockets(served, listen):
    old = secret_of(served, "chair/b")
    listener = listen(served["chair/b"])
    assert listener.subscribe()["ok"]
    status, answer = served["organiser"].command("renew", {"seat": "chair.b", "name": "Ana Ruiz"})
    assert status == 200
    listener.wait("gone")
    is_refused(served["chair/b"].read("snapshot"), 401, "seat.unknown")
    is_refused(enter(served, "chair/b", old), 401, "seat.unknown")
    new = Client(served, "chair/b")
    assert enter(served, "chair/b", answer["link"].split("#")[1], new)[0] == 204
    page = new.raw("GET", f"/s/{served.code}/chair/b")[2].decode()
    assert "Ana Ruiz" in page and "Patryk Pawlak" not in page


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
    is_refused(somebody.request("POST", f"/api/s/{served.code}/attendee/enter", body), 401, "seat.unknown")
    assert somebody.cookie == ""


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


def key_of(served) -> bytes:
    return (served.server.data_dir / "secret.key").read_bytes()


def login(served, seat: str, age: int) -> Client:
    """Return a client whose login cookie was last used `age` seconds ago."""
    target = Seat.parse(seat)
    value = links.login(key_of(served), make_session(code=served.code), target, SeatLink(1, ""), int(time.time()) - age)
    return Client(served, seat, headers={"Cookie": f"of-{served.code}-{target.name}={value}"})


@pytest.mark.parametrize("seat", STAFF)
def test_a_login_ends_after_12_hours_without_use(served, seat):
    path = f"/api/s/{served.code}/{seat}/enter"
    assert login(served, seat, LOGIN_SECONDS - 60).request("GET", path)[0] == 204
    is_refused(login(served, seat, LOGIN_SECONDS + 60).request("GET", path), 401, "seat.unknown")


def test_an_ended_login_gets_neither_the_page_nor_an_act_nor_a_stream(served, listen):
    ended = login(served, "chair/a", LOGIN_SECONDS + 60)
    assert "data-enter" in ended.request("GET", f"/s/{served.code}/chair/a")[1]
    is_refused(ended.read("snapshot"), 401, "seat.unknown")
    is_refused(ended.command("undo"), 401, "seat.unknown")
    assert listen(ended).subscribe()["code"] == "seat.unknown"


def test_the_page_and_its_check_renew_a_login_that_is_older_than_5_minutes(served):
    page, check = f"/s/{served.code}/chair/a", f"/api/s/{served.code}/chair/a/enter"
    for path in (page, check):
        assert login(served, "chair/a", 60).raw("GET", path)[1]["Set-Cookie"] is None
        renewed = login(served, "chair/a", LOGIN_SECONDS - 60).raw("GET", path)[1]["Set-Cookie"]
        assert {"Max-Age=43200", "HttpOnly", "Path=/"} <= set(renewed.split("; "))
        used_at = int(renewed.split("=")[1].split(".")[0])
        assert time.time() - used_at < 60
        again = Client(served, "chair/a", headers={"Cookie": renewed.split(";")[0]})
        assert again.read("snapshot")[0] == 200
    reading = f"/api/s/{served.code}/chair/a/snapshot"
    assert login(served, "chair/a", 3600).raw("GET", reading)[1]["Set-Cookie"] is None
    refused = login(served, "chair/a", LOGIN_SECONDS + 60).raw("GET", page)
    assert refused[1]["Set-Cookie"] is None, "an ended login is not renewed"


def test_the_seats_end_7_days_after_the_close_but_not_the_organisers():
    store = make_database()
    session = sessions.get_by_code(store, "PANEL1")
    log.append(Transaction(store, "2026-03-01T10:00:00.000Z", 0.0), session, "organiser", "close", [])
    closed = replace(session, phase=Phase.CLOSED)
    at = datetime.fromisoformat("2026-03-08T10:00:00.000Z").timestamp()
    chair, organiser = Seat.parse("chair.a"), Seat.parse("organiser")
    assert [has_ended(store, closed, chair, now) for now in (at - 1, at + 1)] == [False, True]
    assert not has_ended(store, closed, organiser, at + 1)
    assert not has_ended(store, session, chair, at + 1), "a session that was opened again"


def test_leaving_deletes_the_cookie_and_says_how_to_come_back(served):
    chair, path = served["chair/a"], f"/s/{served.code}/chair/a"
    status, _, asked = chair.raw("GET", f"{path}/leave")
    assert status == 200 and f'href="{path}"'.encode() in asked
    for seats, cleared in ((["chair/a"], '"cache", "storage"'), (["chair/a", "ana"], '"cache"')):
        cookie = "; ".join(served[seat].cookie for seat in seats)
        status, headers, body = Client(served, "", headers={"Cookie": cookie}).raw("POST", f"{path}/leave", b"")
        assert status == 200 and headers["Clear-Site-Data"] == cleared
        (deleted,) = headers.get_all("Set-Cookie")
        assert deleted.startswith(f"of-{served.code}-chair.a=;") and "Max-Age=0" in deleted and "Path=/" in deleted
        assert b"open the whole link that the organiser gave you" in body
    nobody = Client(served, "")
    assert nobody.raw("GET", f"{path}/leave")[1]["Location"] == path
    assert nobody.raw("POST", f"{path}/leave", b"", {"Origin": "http://evil.example"})[0] == 403
    assert nobody.raw("POST", f"/s/{served.code}/attendee/leave", b"")[0] == 403
