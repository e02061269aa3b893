"""Tests of the cookies that the server accepts. A page of another host in the same domain may have set some cookies."""

from __future__ import annotations

import pytest

from moderation.web.cookies import accepted, is_repeated
from tests.servers import Client
from tests.web.served_session import is_refused


@pytest.mark.parametrize(
    ("header", "plain", "secure"),
    [
        ("", {}, {}),
        ("of-a=1", {"of-a": "1"}, {}),
        ("__Host-of-a=1", {"__Host-of-a": "1"}, {"of-a": "1"}),
        ("of-a=1; of-b=2", {"of-a": "1", "of-b": "2"}, {}),
        # Two cookies have the same name. The browser sends the cookie with the longer path first. If the paths are
        # equally long, the browser sends the older cookie first.
        ("of-a=tossed; of-a=own", {}, {}),
        ("of-a=same;of-a=same", {}, {}),
        ("of-a=1; of-b=2; of-a=3", {"of-b": "2"}, {}),
        ("of-a=tossed; __Host-of-a=own", {"of-a": "tossed", "__Host-of-a": "own"}, {"of-a": "own"}),
        ("of-a=1; of-a=2; __Host-of-a=own", {"__Host-of-a": "own"}, {"of-a": "own"}),
        ("__Host-of-a=1; __Host-of-a=2", {}, {}),
        ("__host-of-a=1", {"__host-of-a": "1"}, {}),
        # The first cookie has an empty name, and its value looks like `name=value`.
        ("=of-a=1; of-b", {}, {}),
        (" of-a = 1 ;; \tof-b=x=y", {"of-a": "1", "of-b": "x=y"}, {}),
        # The server joins two Cookie headers with a comma. The resulting value has no valid signature.
        ("of-a=1,of-a=2", {"of-a": "1,of-a=2"}, {}),
        ("of-a\xa0=1; of-a=2", {"of-a\xa0": "1", "of-a": "2"}, {}),
    ],
)
def test_a_cookie_with_a_repeated_name_is_ignored_and_https_needs_the_prefix(header, plain, secure):
    assert accepted(header, secure=False) == plain
    assert accepted(header, secure=True) == secure


def test_only_the_name_in_use_can_be_repeated():
    header = "of-a=1; of-a=2; __Host-of-a=3"
    assert is_repeated(header, "of-a", secure=False) and not is_repeated(header, "of-a", secure=True)


def test_two_cookies_of_one_name_open_no_seat_and_are_left_alone(served):
    number = served.ask(who="ana")
    own, tossed = served["ana"].cookie, served["ben"].cookie
    path = f"/api/s/{served.code}/attendee"
    for cookie in (f"{tossed}; {own}", f"{own}; {tossed}", f"{own}; {own}"):
        sent = {"Cookie": cookie}
        person = Client(served, "attendee", headers=sent)
        is_refused(person.request("GET", f"{path}/own"), 401, "seat.unknown")
        is_refused(person.command("ask", {"text": "Whose list shows this?"}), 401, "seat.unknown")
        status, headers, body = person.raw("GET", f"/s/{served.code}")
        assert status == 200 and headers["Set-Cookie"] is None, "a new cookie would overwrite the true one"
        assert f"question-{number}".encode() not in body
    assert [view["number"] for view in served["ana"].read("own")[1]["questions"]] == [number]


def test_two_cookies_of_one_name_give_a_socket_no_seat(served, listen):
    for seat, name in (("chair/a", "chair.a"), ("ana", "attendee")):
        cookie = served[seat].cookie
        repeated = Client(served, "", headers={"Cookie": f"{cookie}; {cookie}"})
        assert listen(repeated).subscribe(name)["code"] == "seat.unknown"
        once = Client(served, "", headers={"Cookie": cookie})
        assert listen(once).subscribe(name)["ok"]
