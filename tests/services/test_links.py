"""Tests of the secrets of seats.

A secret stays valid after a restart, but not after a renewal. Nobody can derive a secret from other secrets.
"""

from __future__ import annotations

import itertools

import pytest

from moderation.core.model import Seat
from moderation.services import links
from moderation.store.seats import SeatLink
from tests.factories import make_session

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
SESSION, OTHER = make_session(), make_session(code="OTHER1")
URL = "https://floor.example"
CHAIR = Seat.parse("chair.a")
LINKS = [SeatLink(1, ""), SeatLink(2, ""), SeatLink(1, "$argon2id$hash")]
NOW = 1618405199.0
"""14 April 2021, 12:59:59 UTC."""


def test_every_secret_is_different():
    parts = [*itertools.product((KEY, OTHER_KEY), (SESSION, OTHER), SESSION.seats)]
    secrets = [links.link_secret(*part, generation) for part in parts for generation in (1, 2)]
    secrets += [
        links.login(*part, link, used_at).split(".")[1] for part in parts for link in LINKS for used_at in (0, 1)
    ]
    assert len(set(secrets)) == len(secrets) == len(parts) * (2 + 3 * 2)


def test_a_login_carries_the_signed_time_of_its_last_use():
    cookie = links.login(KEY, SESSION, CHAIR, LINKS[0], 1_790_000_000)
    assert links.login_used_at(KEY, SESSION, CHAIR, LINKS[0], cookie) == 1_790_000_000
    time, signature = cookie.split(".")
    for forged in (
        f"1790000001.{signature}",
        f"0{cookie}",
        f"+{cookie}",
        f"{cookie}x",
        time,
        signature,
        "",
        f".{signature}",
    ):
        assert links.login_used_at(KEY, SESSION, CHAIR, LINKS[0], forged) is None, forged


@pytest.mark.parametrize("link", [SeatLink(2, ""), SeatLink(1, "$argon2id$new"), SeatLink(1, "$argon2id$other")])
def test_a_new_link_and_a_new_passphrase_end_a_login(link):
    cookie = links.login(KEY, SESSION, CHAIR, SeatLink(1, "$argon2id$old"), 7)
    assert links.login_used_at(KEY, SESSION, CHAIR, SeatLink(1, "$argon2id$old"), cookie) == 7
    assert links.login_used_at(KEY, SESSION, CHAIR, link, cookie) is None


def test_secret_is_the_same_at_every_start():
    assert links.link_secret(KEY, SESSION, Seat.parse("chair.a"), 1) == links.link_secret(
        KEY, make_session(id=7), Seat.parse("chair/a"), 1
    )
    assert len(links.link_secret(KEY, SESSION, Seat.parse("stage"), 1)) >= 32


def test_links_carry_the_secret_in_the_fragment_only():
    url = links.link(URL, KEY, SESSION, Seat.parse("panel.moliehi"), 3)
    secret = links.link_secret(KEY, SESSION, Seat.parse("panel.moliehi"), 3)
    assert url == f"{URL}/s/PANEL1/panel/moliehi#{secret}"


def test_all_links_have_the_documented_keys_and_none_for_a_revoked_seat():
    generations = [{"seat": seat.name, "generation": 1, "revoked": seat.name == "booth"} for seat in SESSION.seats]
    all_links = links.all_links(URL, KEY, SESSION, generations)
    assert set(all_links) == {"attendee", "chair_a", "chair_b", "stage", "booth", "organiser", "panellists"}
    assert (all_links["attendee"], all_links["booth"]) == (f"{URL}/s/PANEL1", None)
    assert set(all_links["panellists"]) == {"moliehi"}
    assert all_links["chair_a"].startswith(f"{URL}/s/PANEL1/chair/a#")


def test_attendee_cookie_is_anonymous_and_signed():
    cookie = links.new_attendee_cookie(KEY, SESSION, NOW)
    known = links.attendee_token_hash(KEY, SESSION, cookie)
    assert len(known) == 32
    assert links.attendee_token_hash(KEY, SESSION, cookie) == known
    assert links.new_attendee_cookie(KEY, SESSION, NOW) != cookie
    assert known.hex() not in cookie
    assert links.attendee_arrived(cookie) == "2021-04-14T12:59Z"


def test_cookie_of_the_version_before_is_valid_without_a_minute(monkeypatch):
    monkeypatch.setattr(links, "MINUTE", 0)
    token = links.new_attendee_cookie(KEY, SESSION, 0.0).partition(".")[0].removesuffix("0")
    assert len(token) == links.RANDOM
    cookie = f"{token}.{links._derive(KEY, 'attendee', SESSION.code, token)}"
    assert links.attendee_token_hash(KEY, SESSION, cookie) is not None
    assert links.attendee_arrived(cookie) is None


def forged():
    cookie = links.new_attendee_cookie(KEY, SESSION, NOW)
    token, _, signature = cookie.partition(".")
    return [
        "",
        ".",
        "x",
        "x.y",
        token,
        f"{token}.",
        f".{signature}",
        f"{token}x.{signature}",
        f"{token}.{signature}x",
        cookie + ".x",
        cookie.upper(),
        "\ud800.\udc00",
        "é.ñ",
        "\x00.\x00",
        links.new_attendee_cookie(OTHER_KEY, SESSION, NOW),
        links.new_attendee_cookie(KEY, OTHER, NOW),
        f"{token}.{links.form_token(KEY, SESSION, token)}",
        f"{token}.{links.login(KEY, SESSION, Seat.parse('stage'), SeatLink(1, ''), 0)}",
    ]


@pytest.mark.parametrize("index", range(len(forged())))
def test_forged_cookie_is_rejected(index):
    assert links.attendee_token_hash(KEY, SESSION, forged()[index]) is None


def test_form_token_is_bound_to_the_cookie_the_session_and_the_key():
    tokens = {
        links.form_token(*parts) for parts in itertools.product((KEY, OTHER_KEY), (SESSION, OTHER), ("one", "two"))
    }
    assert len(tokens) == 8
