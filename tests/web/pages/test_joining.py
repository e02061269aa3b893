"""Tests of the field for the join code. People may type a code or paste the address of a page.

If the pasted address contains a secret, the address of the next page does not contain it.
"""

from __future__ import annotations

import pytest

from moderation.web.pages.joining import code_in
from tests.servers import Client
from tests.web.html_forms import Reader


@pytest.mark.parametrize(
    "typed",
    [
        "https://floor.example/s/PANEL1",
        "https://floor.example/s/panel1/",
        "floor.example/s/PANEL1?theme=dark#text",
        "HTTPS://FLOOR.EXAMPLE/S/PANEL1",
        "https://floor.example/s/PANEL1/chair/a#secret",
        "https://floor.example/join?code=pan-el1&x=1",
        "\u2068https://floor.example/s/PANEL1\u2069.",
        "\uff0fs\uff0fPANEL1",
        "https://floor.example/s/%EF%BC%B0ANEL%D9%A1",
        "\u201cPANEL1\u201d.",
        "#PANEL1",
    ],
)
def test_the_code_in_a_pasted_address_is_found(typed):
    assert code_in(typed) == "PANEL1"


@pytest.mark.parametrize("typed", ["", "?", "https://floor.example/", "PANEL1 OTHER2"])
def test_a_text_without_a_code_is_not_the_code(typed):
    assert code_in(typed) != "PANEL1"


@pytest.mark.parametrize("typed", ["{code}", "http://127.0.0.1/s/{code}/chair/a#a-secret", " \u200f{spaced} "])
def test_the_form_leads_to_the_session_and_keeps_the_text_out_of_the_address(served, typed):
    somebody = Reader(Client(served, "attendee"))
    form = somebody.open("/").form("/join")
    text = typed.format(code=served.code, spaced=" ".join(served.code.lower()))
    status, headers, _ = somebody.send(form, code=text)
    assert (form["method"], status, headers["Location"]) == ("post", 303, f"/s/{served.code}")


def test_an_unknown_code_comes_back_without_a_secret(served):
    somebody = Reader(Client(served, "attendee"))
    status, _, page = somebody.send(somebody.open("/").form("/join"), code="floor.example/s/NOSUCH/booth#a-secret")
    assert (status, page.form("/join")["fields"]["code"]) == (404, "floor.example/s/NOSUCH/booth")


@pytest.mark.parametrize("path", ["/s/{code}/", "/s/{lower}/", "/s/{lower}"])
def test_an_address_with_a_slash_leads_to_the_session(served, path):
    address = path.format(code=served.code, lower=served.code.lower())
    status, headers, _ = Client(served, "attendee").raw("GET", address)
    assert (status, headers["Location"]) == (303, f"/s/{served.code}")
