"""Tests of the limits of requests per cookie and per network. Reads do not count for the limits per network."""

from __future__ import annotations

import json

import pytest

from moderation.core.model import Seat
from moderation.core.refusals import Refusal
from moderation.services import links
from moderation.web import rate_limits
from moderation.web.pages import forms
from moderation.web.rate_limits import (
    ATTENDEE,
    NETWORK,
    NEWCOMER_WAIT,
    NEWCOMERS,
    STAFF,
    Rate,
    RateLimiter,
    RequestLimits,
    network_of,
)
from tests.web.app_in_process import HEADERS, App, running_app
from tests.web.html_forms import Page

ASK = {"text": "Who decides?"}


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def shared_app(tmp_path_factory):
    with running_app(tmp_path_factory.mktemp("app")) as app:
        yield app


@pytest.fixture
def app(shared_app: App, monkeypatch) -> App:
    """Return the shared app with new rate limiters, whose clock is stopped."""
    monkeypatch.setattr(shared_app.context, "limits", RequestLimits(Clock()))
    shared_app.address = "192.0.2.1"
    return shared_app


def refused(limits: RequestLimits, kind: str, name: str, address: str, **details) -> tuple[str, int] | None:
    try:
        limits.check(kind, name, address, **details)
    except Refusal as refusal:
        return refusal.code, refusal.data["retry_after"]
    return None


@pytest.mark.parametrize(("rates", "is_staff"), [(ATTENDEE, False), (STAFF, True)])
def test_each_kind_has_its_burst_and_its_rate_for_each_cookie(rates, is_staff):
    for kind, rate in rates.items():
        clock = Clock()
        limits = RequestLimits(clock)
        for _ in range(rate.burst):
            assert refused(limits, kind, "ana", "192.0.2.1", is_staff=is_staff) is None
        code = "limit.rate" if kind == "draft" else "limit.requests"
        wait = max(1, round(1 / rate.per_second))
        assert refused(limits, kind, "ana", "192.0.2.1", is_staff=is_staff) == (code, wait), kind
        assert refused(limits, kind, "ben", "192.0.2.1", is_staff=is_staff) is None
        clock.now += wait
        assert refused(limits, kind, "ana", "192.0.2.1", is_staff=is_staff) is None


def test_a_kind_does_not_use_the_allowance_of_another():
    limits = RequestLimits(Clock())
    while refused(limits, "vote", "ana", "192.0.2.1") is None:
        pass
    assert refused(limits, "command", "ana", "192.0.2.1") is None


def test_extra_requests_raise_the_burst():
    limits = RequestLimits(Clock())
    burst = ATTENDEE["command"].burst + 40
    assert [refused(limits, "command", "ana", "", extra=40) for _ in range(burst)] == [None] * burst
    assert refused(limits, "command", "ana", "", extra=40) == ("limit.requests", 1)


def test_the_commands_of_a_network_are_limited_but_its_reads_are_not(monkeypatch):
    monkeypatch.setitem(NETWORK, "vote", Rate(3, 0.5))
    limits = RequestLimits(Clock())
    for name in ("ana", "ben", "cem"):
        assert refused(limits, "vote", name, "192.0.2.1") is None
    assert refused(limits, "vote", "dan", "192.0.2.1") == ("limit.requests", 2)
    assert refused(limits, "vote", "eve", "192.0.2.2") is None
    assert {"page", "read"}.isdisjoint(NETWORK)


def test_a_request_refused_for_its_cookie_does_not_count_for_the_network(monkeypatch):
    monkeypatch.setitem(NETWORK, "vote", Rate(ATTENDEE["vote"].burst + 1, 0.5))
    limits = RequestLimits(Clock())
    for _ in range(ATTENDEE["vote"].burst):
        assert refused(limits, "vote", "ana", "192.0.2.1") is None
    for _ in range(50):
        assert refused(limits, "vote", "ana", "192.0.2.1") == ("limit.requests", 1)
    assert refused(limits, "vote", "ben", "192.0.2.1") is None


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::ffff", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::1", "::/64"),
        ("", ""),
        (None, ""),
        ("unix:", ""),
    ],
)
def test_a_network_is_an_ipv4_address_or_the_first_half_of_an_ipv6_address(address, network):
    assert network_of(address) == network


def test_a_flood_of_names_searches_for_full_buckets_only_when_their_number_has_doubled(monkeypatch):
    monkeypatch.setattr(rate_limits, "MOST_NAMES", 10)
    limiter, searches = RateLimiter(5, 1, Clock()), []
    forget = limiter._forget_full
    monkeypatch.setattr(limiter, "_forget_full", lambda now: searches.append(len(limiter._buckets)) or forget(now))
    for number in range(100):
        limiter.take(str(number))
    assert searches == [11, 23, 47, 95]


def exhaust(app: App, monkeypatch) -> None:
    """Set the limit of new attendees per network to one, and reach this limit with one new attendee."""
    monkeypatch.setattr(rate_limits, "NEWCOMERS", Rate(1, NEWCOMERS.per_second))
    monkeypatch.setattr(app.context, "limits", RequestLimits(Clock()))
    assert app.attendee().command("ask", ASK).status_code == 201


def test_pages_take_nothing_from_the_allowance_of_new_attendees(app, monkeypatch):
    monkeypatch.setattr(rate_limits, "NEWCOMERS", Rate(1, 10))
    monkeypatch.setattr(app.context, "limits", RequestLimits(Clock()))
    for _ in range(3):
        answer = app.person().get()
        assert (answer.status_code, len(answer.headers.getlist("Set-Cookie"))) == (200, 1)
    assert app.attendee().command("ask", ASK).status_code == 201
    assert app.attendee().command("ask", ASK).status_code == 429
    assert app.person().get().status_code == 200


def test_the_first_command_of_a_new_attendee_waits_but_known_attendees_go_on(app, monkeypatch):
    known = app.attendee()
    assert known.command("ask", ASK).status_code == 201
    exhaust(app, monkeypatch)
    newcomer = app.attendee()
    for act, body in (("ask", ASK), ("vote", {"number": 1})):
        answer = newcomer.command(act, body)
        seconds = answer.json["retry_after"]
        assert (answer.status_code, answer.json["code"]) == (429, "limit.attendees")
        assert NEWCOMER_WAIT[0] <= seconds <= NEWCOMER_WAIT[1]
        assert answer.headers["Retry-After"] == str(seconds) and f" {seconds} " in answer.json["message"]
    assert known.command("ask", ASK).status_code == 201
    app.address = "192.0.2.2"
    assert newcomer.command("ask", ASK).status_code == 201


def test_the_addresses_of_an_ipv6_network_share_one_allowance(app, monkeypatch):
    app.address = "2001:db8:1:2::1"
    exhaust(app, monkeypatch)
    app.address = "2001:db8:1:2:ffff::9"
    assert app.attendee().command("ask", ASK).json["code"] == "limit.attendees"
    app.address = "2001:db8:1:3::1"
    assert app.attendee().command("ask", ASK).status_code == 201


def test_a_refused_first_command_takes_nothing_from_the_allowance(app, monkeypatch):
    monkeypatch.setattr(rate_limits, "NEWCOMERS", Rate(1, 10))
    monkeypatch.setattr(app.context, "limits", RequestLimits(Clock()))
    for _ in range(3):
        assert app.attendee().command("ask", {"text": ""}).json["code"] == "text.empty"
    assert app.attendee().command("ask", ASK).status_code == 201


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Your text is kept: send it again in 5 seconds."),
        ("es", "Su texto se conserva: envíelo de nuevo dentro de 5 segundos."),
        ("fr", "Votre texte est conservé\u00a0: renvoyez-le dans 5 secondes."),
        ("ar", "نصك محفوظ: يُرجى إرساله من جديد بعد 5 ثوانٍ."),
    ],
)
def test_a_form_of_a_new_attendee_keeps_the_text_and_says_when_to_send_again(app, monkeypatch, language, words):
    exhaust(app, monkeypatch)
    monkeypatch.setattr(rate_limits, "NEWCOMER_WAIT", (5, 5))
    person = app.attendee(**{"Accept-Language": language})
    fields = Page(person.get().text).form("/ask")["fields"] | {"text": "Why now?"}
    answer = person.post("/ask", fields)
    page = Page(answer.text)
    assert (answer.status_code, page.form("/ask")["fields"]["text"]) == (429, "Why now?")
    assert (answer.headers["Retry-After"], words in answer.text) == ("5", True)


def statuses(requests) -> set[int]:
    return {request().status_code for request in requests}


@pytest.mark.parametrize(
    ("kind", "request_of"),
    [
        ("vote", lambda person: person.command("vote", {"number": 99})),
        ("command", lambda person: person.command("withdraw", {"number": 99})),
        ("page", lambda person: person.get("?all=1")),
        ("page", lambda person: person.get("/own")),
        ("page", lambda person: person.get("/ledger")),
        ("page", lambda person: person.post("/language", {"lang": "fr", "text": "Why?"})),
        ("read", lambda person: person.read("own")),
        ("read", lambda person: person.read("snapshot")),
    ],
)
def test_requests_of_a_cookie_are_limited(app, monkeypatch, kind, request_of):
    monkeypatch.setitem(ATTENDEE, kind, Rate(2, 0.25))
    monkeypatch.setattr(app.context, "limits", RequestLimits(Clock()))
    app.context.limits._newcomers = RateLimiter(100, 1)
    person = app.attendee()
    extra = app.session.limits.burst if kind == "command" else 0
    for _ in range(2 + extra):
        assert request_of(person).status_code != 429
    answer = request_of(person)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "4")
    assert "limit.requests" in answer.text
    assert request_of(app.attendee()).status_code != 429
    if kind == "page":
        assert request_of(app.person()).status_code in (200, 401), "a reader without a cookie is not limited"


@pytest.mark.parametrize(("kind", "path"), [("command", "/ask"), ("command", "/edit"), ("page", "/language?read=fr")])
def test_a_form_beyond_the_limit_returns_as_a_small_page_with_its_words(app, monkeypatch, kind, path):
    person = app.attendee()
    fields = Page(person.get().text).form("/ask")["fields"]
    typed = fields | {"text": "\n<b>Why</b> now?", "group": "media", "number": "1", "version": "1"}
    with monkeypatch.context() as patch:
        patch.setitem(ATTENDEE, kind, Rate(-app.session.limits.burst if kind == "command" else 0, 0.25))
        patch.setattr(app.context, "limits", RequestLimits(Clock()))
        patch.setattr(forms, "render_floor", None)
        answer = person.post(path, typed)
    (again,) = Page(answer.text).forms
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "4")
    assert "Your text is kept: send it again in 4 seconds." in answer.text
    assert (again["action"], again["fields"]) == (f"/s/{app.context.served_code}{path}", typed)
    if path == "/ask":
        assert person.post(path, again["fields"]).status_code == 303


def test_requests_of_a_staff_seat_are_limited(app, monkeypatch):
    for kind in ("command", "export", "read", "page"):
        monkeypatch.setitem(STAFF, kind, Rate(1, 0.5))
    monkeypatch.setattr(app.context, "limits", RequestLimits(Clock()))
    organiser = app.staff("organiser")
    requests = [
        lambda: organiser.read("export?format=json", "organiser"),
        lambda: organiser.read("state", "organiser"),
        lambda: organiser.get("/organiser"),
        lambda: organiser.command("set", {}, "organiser"),
    ]
    assert statuses(requests) == {200}
    assert statuses(requests) == {429}


def test_new_browsers_in_a_seat_have_a_limit_and_browsers_with_its_cookie_have_none(app, monkeypatch):
    monkeypatch.setitem(STAFF, "enter", Rate(2, 1))
    monkeypatch.setattr(app.context, "limits", RequestLimits(Clock()))
    secret = links.link_secret(app.context.key, app.session, Seat.parse("booth"), 1)

    def enter(person, secret=secret):
        response = person._open("POST", f"/api/s/{app.session.code}/booth/enter", HEADERS, json={"secret": secret})
        return response.status_code, response.headers.get("Retry-After")

    def openings():
        with app.context.reader.transaction() as connection:
            rows = connection.execute("SELECT detail FROM log WHERE act = 'opened'").fetchall()
        return [json.loads(row["detail"]) for row in rows]

    counted = app.person()
    assert enter(app.person(), "wrong") == (401, None), "a wrong secret takes nothing from the limit"
    assert [enter(person) for person in (counted, app.person(), app.person())] == [(204, None)] * 2 + [(429, "1")]
    assert enter(counted) == (204, None)
    assert openings() == [{"seat": "booth"}] * 2, "the opening in a counted browser adds no row"
