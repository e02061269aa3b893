"""Tests of the seats' secrets.

A secret remains valid after a restart, becomes invalid by a renewal, and cannot be derived from another secret.
"""

from __future__ import annotations

import itertools

import pytest

from moderation.core.model import Seat
from moderation.services import links
from tests.factories import make_session

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
SESSION, OTHER = make_session(), make_session(code="OTHER1")
URL = "https://floor.example"


def test_every_secret_is_different():
    parts = itertools.product((KEY, OTHER_KEY), (SESSION, OTHER), SESSION.seats, (1, 2))
    secrets = [make(*part) for part in parts for make in (links.link_secret, links.cookie_secret)]
    assert len(set(secrets)) == len(secrets) == 2 * 2 * 6 * 2 * 2


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
    cookie = links.new_attendee_cookie(KEY, SESSION)
    known = links.attendee_token_hash(KEY, SESSION, cookie)
    assert len(known) == 32
    assert links.attendee_token_hash(KEY, SESSION, cookie) == known
    assert links.new_attendee_cookie(KEY, SESSION) != cookie
    assert known.hex() not in cookie


def forged():
    cookie = links.new_attendee_cookie(KEY, SESSION)
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
        links.new_attendee_cookie(OTHER_KEY, SESSION),
        links.new_attendee_cookie(KEY, OTHER),
        f"{token}.{links.form_token(KEY, SESSION, token)}",
        f"{token}.{links.cookie_secret(KEY, SESSION, Seat.parse('stage'), 1)}",
    ]


@pytest.mark.parametrize("index", range(len(forged())))
def test_forged_cookie_is_rejected(index):
    assert links.attendee_token_hash(KEY, SESSION, forged()[index]) is None


def test_form_token_is_bound_to_the_cookie_the_session_and_the_key():
    tokens = {
        links.form_token(*parts) for parts in itertools.product((KEY, OTHER_KEY), (SESSION, OTHER), ("one", "two"))
    }
    assert len(tokens) == 8
