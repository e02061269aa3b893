"""Who is calling: one secret and one cookie for each seat; a renewed or revoked one is dead at once, on open sockets too."""

from __future__ import annotations

import pytest

from tests.servers import Client
from tests.web.served_session import is_refused, make_room

STAFF = ["chair/a", "chair/b", "stage", "panel/socco", "panel/fatafta", "booth", "organiser"]


def secret_of(room, seat: str) -> str:
    kind, _, key = seat.partition("/")
    return (room.links["panellists"][key] if kind == "panel" else room.links[seat.replace("/", "_")]).split("#")[1]


def enter(room, seat: str, secret, person: Client | None = None):
    person = person or Client(room, seat)
    return person.request("POST", f"/api/s/{room.code}/{seat}/enter", {"secret": secret})


@pytest.mark.parametrize("seat", STAFF)
def test_a_link_s_secret_opens_its_seat_and_no_other(room, seat):
    person = Client(room, seat)
    status, headers, body = person.raw(
        "POST",
        f"/api/s/{room.code}/{seat}/enter",
        f'{{"secret": "{secret_of(room, seat)}"}}'.encode(),
        {"Content-Type": "application/json", "X-Open-Floor": "1"},
    )
    assert (status, body) == (204, b"")
    cookie = headers["Set-Cookie"]
    assert cookie.startswith(f"of-{room.code}-{seat.replace('/', '.')}=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert secret_of(room, seat) not in cookie
    for other in STAFF:
        if other != seat:
            is_refused(enter(room, other, secret_of(room, seat)), 401, "seat.unknown")


@pytest.mark.parametrize("secret", ["", "x", "x" * 2000, "…", "\ud800", "\x00"])
def test_a_wrong_secret_opens_nothing(room, secret):
    is_refused(enter(room, "chair/a", secret), 401, "seat.unknown")


@pytest.mark.parametrize("secret", [None, 7, ["x"], {"x": 1}, True])
def test_a_secret_is_a_text(room, secret):
    is_refused(enter(room, "chair/a", secret), 400, "request.field", field="secret")


def test_entering_is_guarded_like_a_command(room):
    path = f"/api/s/{room.code}/chair/a/enter"
    body = {"secret": secret_of(room, "chair/a")}
    somebody = Client(room, "chair/a")
    is_refused(somebody.request("POST", path, body, {"Origin": "http://evil.example"}), 403, "request.origin")
    is_refused(somebody.request("POST", path, body, {"X-Open-Floor": ""}), 403, "request.origin")
    is_refused(somebody.request("POST", path, body, {"Content-Type": "text/plain"}), 415, "request.type")
    assert somebody.cookie == ""
    for seat in ("chair/z", "panel/nobody", "panel", "chair", "floor", "attendee.a", "..", "chair.a.b"):
        status, answer = somebody.request("POST", f"/api/s/{room.code}/{seat}/enter", body)
        assert (status, answer["code"]) in ((401, "seat.unknown"), (404, "request.not_found")), (seat, answer)
    is_refused(
        somebody.request("POST", f"/api/s/{room.code}/attendee/enter", body), 400, "request.field", field="secret"
    )


@pytest.mark.parametrize("seat", ["attendee", *STAFF])
def test_without_its_cookie_a_seat_reads_and_does_nothing(room, seat):
    nobody = Client(room, seat)
    act = {"attendee": "ask", "organiser": "open"}.get(seat, "undo")
    before = room.everything()
    is_refused(nobody.command(act, {"text": "x"} if act == "ask" else {}), 401, "seat.unknown")
    for what in ("snapshot", "changes?epoch=x&after=0", "questions?status=answered", "own", "undo", "state"):
        if (status := nobody.read(what)[0]) not in (404, 405):
            assert status == 401, what
    assert room.everything() == before


@pytest.mark.parametrize("value", ["", "x", "x.y", ".", "…", "a" * 3000, '"', "%00"])
def test_a_forged_cookie_is_nobody(room, value):
    from urllib.parse import quote

    for seat in ("attendee", "chair/a"):
        name = f"of-{room.code}-{seat.replace('/', '.')}"
        nobody = Client(room, seat)
        is_refused(
            nobody.request("GET", f"/api/s/{room.code}/{seat}/snapshot", None, {"Cookie": f"{name}={quote(value)}"}),
            401,
            "seat.unknown",
        )


def test_a_cookie_of_another_seat_or_session_is_nobody(server, room):
    other = make_room(server)
    context, there = room["chair/a"].cookie, f"of-{other.code}-chair.a"
    value = context.split("=", 1)[1]
    for path, cookie in (
        (f"/api/s/{room.code}/chair/b/snapshot", context),
        (f"/api/s/{room.code}/chair/b/snapshot", f"of-{room.code}-chair.b={value}"),
        (f"/api/s/{other.code}/chair/a/snapshot", f"{there}={value}"),
        (f"/api/s/{room.code}/attendee/own", f"of-{room.code}-attendee={value}"),
    ):
        is_refused(Client(room, "").request("GET", path, None, {"Cookie": cookie}), 401, "seat.unknown")
    ana = room["ana"].cookie.split("=", 1)[1]
    is_refused(
        Client(room, "").request(
            "GET", f"/api/s/{other.code}/attendee/own", None, {"Cookie": f"of-{other.code}-attendee={ana}"}
        ),
        401,
        "seat.unknown",
    )


def test_all_links_open_in_one_browser(room):
    person = Client(room, "chair/a")
    for seat in STAFF:
        assert enter(room, seat, secret_of(room, seat), person)[0] == 204
    person.request("GET", f"/s/{room.code}")
    assert len(list(person.jar)) == len(STAFF) + 1
    for seat in STAFF[:-1]:
        assert person.request("GET", f"/api/s/{room.code}/{seat}/snapshot")[0] == 200


@pytest.mark.parametrize("act", ["renew", "revoke"])
@pytest.mark.parametrize("seat", ["chair/a", "stage", "panel/socco", "booth"])
def test_a_renewed_or_revoked_link_is_dead_at_once(room, listen, act, seat):
    person = room[seat]
    open_socket, other = listen(person), listen(room["chair/b"])
    assert open_socket.subscribe()["ok"] and other.subscribe()["ok"]
    status, answer = room["organiser"].command(act, {"seat": seat.replace("/", ".")})
    assert status == 200, answer
    is_refused(person.read("snapshot"), 401, "seat.unknown")
    is_refused(person.command("presence", {"number": None}), 401, "seat.unknown")
    is_refused(enter(room, seat, secret_of(room, seat)), 401, "seat.unknown")
    assert listen(person).subscribe()["code"] == "seat.unknown"
    assert open_socket.wait("gone") == {"code": "seat.unknown"}
    number = room.ask("Who still hears this?")
    assert other.wait("change", lambda body: any(view["number"] == number for view in body[1].get("put", ())))
    assert "change" not in open_socket.wait_until_closed()
    assert 'data-enter="' in person.request("GET", f"/s/{room.code}/{seat}")[1]
    if act == "renew":
        assert answer["link"].startswith(f"{room.url}/s/{room.code}/{seat}#")
        assert enter(room, seat, answer["link"].split("#")[1], person)[0] == 204
        assert person.read("snapshot")[0] == 200
    else:
        assert "link" not in answer
        state = room["organiser"].read("state")[1]
        assert [entry["revoked"] for entry in state["seats"] if entry["seat"] == seat.replace("/", ".")] == [True]


def test_the_organiser_renews_the_own_seat_and_gets_the_link(room):
    status, answer = room["organiser"].command("renew", {"seat": "organiser"})
    assert status == 200
    is_refused(room["organiser"].read("state"), 401, "seat.unknown")
    assert enter(room, "organiser", answer["link"].split("#")[1], room["organiser"])[0] == 204
    assert room["organiser"].read("state")[1]["links"]["organiser"] == answer["link"]


def test_a_renewal_sent_twice_raises_the_generation_once(room):
    first = room["organiser"].command("renew", {"seat": "stage"}, "one-key-of-mine")
    assert room["organiser"].command("renew", {"seat": "stage"}, "one-key-of-mine") == first
    assert enter(room, "stage", first[1]["link"].split("#")[1])[0] == 204
