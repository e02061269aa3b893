"""Tests of every stream × every seat × every state of its cookie. The results must equal the access table
(moderation/web/access.py).
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from moderation.core.model import Audience, Seat
from moderation.store.streams import audience_of
from moderation.web.access import STREAMS, Cookie
from tests.web.cookie_states import cookie_headers
from tests.web.served_session import make_served_session

SEATS = ("attendee", "chair/a", "chair/b", "stage", "panel/socco", "booth", "organiser")
AUDIENCES = {
    Seat.parse(seat).kind: audience
    for audience, kinds in STREAMS.items()
    for seat in SEATS
    if Seat.parse(seat).kind in kinds
}


@pytest.fixture(scope="module")
def cookies(server):
    """Return (session, {seat: [(state of the cookie, Cookie header)]}), with every state of a cookie.

    The link of each staff seat was renewed once, so that the earlier cookie has the state REVOKED.
    """
    served, other = make_served_session(server), make_served_session(server)
    earlier = {seat: served[seat].cookie for seat in SEATS}
    for seat in SEATS[1:]:
        link = served["organiser"].command("renew", {"seat": seat.replace("/", ".")})[1]["link"]
        body = {"secret": link.split("#")[1]}
        assert served[seat].request("POST", f"/api/s/{served.code}/{seat}/enter", body)[0] == 204
    present = {seat: served[seat].cookie for seat in SEATS}
    return served, {
        seat: cookie_headers(
            present[seat],
            [present[name] for name in SEATS if name != seat],
            other[seat].cookie,
            None if seat == "attendee" else earlier[seat],
        )
        for seat in SEATS
    }


@pytest.mark.parametrize("seat", SEATS)
def test_a_seat_joins_its_own_stream_with_its_right_cookie_only(cookies, listen, seat):
    served, states = cookies
    kind, got, wanted = Seat.parse(seat).kind, [], []
    for state, cookie in states[seat]:
        socket = listen(SimpleNamespace(server=served, seat=seat, cookie=cookie, headers={}))
        # The server must ignore `stream` and `audience`. Otherwise a caller could choose another seat's stream.
        answer = socket.subscribe(stream="chairs", audience="chairs")
        got.append((state, audience_of(answer["stream"]) if answer["ok"] else answer["code"]))
        right = AUDIENCES.get(kind, "seat.forbidden")
        wanted.append((state, right if state is Cookie.RIGHT else "seat.unknown"))
        socket.close()
    assert got == wanted


def test_every_audience_has_a_seat():
    assert set(AUDIENCES.values()) == set(Audience) and Seat.parse("organiser").kind not in AUDIENCES
