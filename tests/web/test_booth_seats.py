"""Tests of booths with a name: links, cookies, pages, corrections.

The session keeps its booth without a name, and the link of this booth stays valid.
"""

from __future__ import annotations

import html
from urllib.parse import urlencode

import pytest

from tests.servers import Client
from tests.web.served_session import is_refused

EN_ES = {"key": "en_es", "name": "English–Spanish booth", "languages": ["en", "es"]}
EN_FR = {"key": "en_fr", "name": "English–French booth", "languages": ["en", "fr"]}


@pytest.fixture
def booths(served):
    """Return the session with two booths, which the organiser has added while the session is open."""
    assert served["booth"].read("snapshot")[0] == 200
    status, answer = served["organiser"].command("redefine", {"changes": {"booth": [EN_ES, EN_FR]}})
    assert (status, answer["changed"]) == (200, ["booths"])
    state = served["organiser"].read("state")[1]
    served.links = state["links"]
    return served


def seat(booths, key: str) -> Client:
    person = Client(booths, f"booth/{key}")
    secret = booths.links["booths"][key].split("#")[1]
    assert person.request("POST", f"/api/s/{booths.code}/booth/{key}/enter", {"secret": secret})[0] == 204
    return person


def page_of(person: Client, code: str, path: str) -> str:
    status, _, body = person.raw("GET", f"/s/{code}/{path}".removesuffix("/"))
    assert status == 200
    return html.unescape(body.decode())


def test_each_booth_has_its_own_link_and_the_earlier_link_stays(booths):
    links = booths.links
    assert list(links["booths"]) == ["en_es", "en_fr"]
    assert links["booths"]["en_es"].startswith(f"{booths.url}/s/{booths.code}/booth/en_es#")
    assert len({links["booth"], *links["booths"].values()}) == 3
    assert booths["booth"].read("snapshot")[0] == 200
    state = booths["organiser"].read("state")[1]
    names = {row["seat"]: row["name"] for row in state["seats"] if row["seat"].startswith("booth")}
    assert names == {"booth": None, "booth.en_es": EN_ES["name"], "booth.en_fr": EN_FR["name"]}


def test_a_link_opens_only_its_own_booth(booths):
    secret = booths.links["booths"]["en_es"].split("#")[1]
    for other in ("booth", "booth/en_fr", "booth/nobody", "chair/a"):
        answer = Client(booths, other).request("POST", f"/api/s/{booths.code}/{other}/enter", {"secret": secret})
        is_refused(answer, 401, "seat.unknown")


def test_the_page_has_the_name_of_the_booth_and_leaves_its_own_seat(booths):
    page = page_of(seat(booths, "en_es"), booths.code, "booth/en_es")
    assert f"<h1>{EN_ES['name']}</h1>" in page and f"/s/{booths.code}/booth/en_es/leave" in page
    assert '"seat": "booth.en_es"' in page or '"seat":"booth.en_es"' in page
    page = page_of(booths["booth"], booths.code, "booth")
    assert "<h1>Booth</h1>" in page and f"/s/{booths.code}/booth/leave" in page


def test_chairs_and_booths_see_which_booth_corrected_and_nobody_else(booths):
    number = booths.asked_and("approve")
    body = {"number": number, "language": "es", "text": "¿Quién decide?"}
    status, answer = seat(booths, "en_es").command("translate", body)
    assert (status, answer["question"]["translations"]["es"]["booth"]) == (200, "booth.en_es")
    assert booths.seen(number)["translations"]["es"]["by"] == "booth.en_es"
    assert seat(booths, "en_fr").read("snapshot")[1]["put"][0]["translations"]["es"]["booth"] == "booth.en_es"
    for reader in ("stage", "panel/socco"):
        assert "booth.en_es" not in str(booths[reader].read("snapshot")[1])
    floor = booths["ana"].read("snapshot?lang=es")[1]
    assert floor["put"][0]["translations"]["es"]["source"] == "booth" and "booth.en_es" not in str(floor)
    assert EN_ES["name"] not in page_of(booths["ana"], booths.code, "")
    booths.act("take", number)
    booths.act("answer", number)
    record = booths["organiser"].raw("GET", f"/api/s/{booths.code}/organiser/export?format=json")[2].decode()
    assert f'"booth": "{EN_ES["name"]}"' in record


def test_renew_and_revoke_end_one_booth_only(booths):
    first, second = seat(booths, "en_es"), seat(booths, "en_fr")
    status, answer = booths["organiser"].command("renew", {"seat": "booth.en_es"})
    assert status == 200 and answer["link"] != booths.links["booths"]["en_es"]
    is_refused(first.read("snapshot"), 401, "seat.unknown")
    booths["organiser"].command("revoke", {"seat": "booth"})
    is_refused(booths["booth"].read("snapshot"), 401, "seat.unknown")
    assert second.read("snapshot")[0] == 200
    state = booths["organiser"].read("state")[1]
    assert state["links"]["booth"] is None and state["links"]["booths"]["en_es"] == answer["link"]


def test_a_booth_is_not_removed_after_the_opening_and_its_replacement_ends_its_link(booths):
    removed = booths["organiser"].command("redefine", {"changes": {"booth": [EN_FR]}})
    is_refused(removed, 409, "definition.removed", field="booths", key="en_es")
    team = seat(booths, "en_es")
    changes = {"booth": [EN_ES | {"name": "Second team"}, EN_FR]}
    status, answer = booths["organiser"].command("redefine", {"changes": changes, "replaced": ["booth.en_es"]})
    assert (status, answer["replaced"]) == (200, ["booth.en_es"])
    is_refused(team.read("snapshot"), 401, "seat.unknown")


def test_a_language_of_a_booth_is_not_removed(booths):
    answer = booths["organiser"].command("redefine", {"changes": {"languages": ["en", "es"]}})
    is_refused(answer, 400, "definition.invalid", field="booth[2].languages")


def test_the_hand_out_offers_the_booths_by_name_and_not_the_spare_one(booths):
    page = booths["organiser"].raw("GET", f"/s/{booths.code}/handout")[2].decode()
    checked = {name: f'value="{name}"' in page for name in ("booth", "booth.en_es", "booth.en_fr")}
    assert checked == {"booth": True, "booth.en_es": True, "booth.en_fr": True}
    assert 'value="booth.en_es" id="seat-' in page and EN_ES["name"] in page
    spare = page.split('value="booth" id="seat-')[1].split(">")[0]
    named = page.split('value="booth.en_es" id="seat-')[1].split(">")[0]
    assert ("checked" in spare, "checked" in named) == (False, True)
    content = urlencode([("seat", "booth.en_es"), ("lang.booth.en_es", "en"), ("format", "texts")]).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": booths.url}
    sheet = booths["organiser"].raw("POST", f"/s/{booths.code}/handout", content, headers)[2].decode()
    assert booths.links["booths"]["en_es"] in html.unescape(sheet)


def test_the_session_file_keeps_booths_and_documents(booths):
    document = {"title": "Draft", "url": "https://un.example/draft"}
    booths["organiser"].command("redefine", {"changes": {"document": [document]}})
    text = booths["organiser"].raw("GET", f"/api/s/{booths.code}/organiser/session-file")[2].decode()
    assert 'key = "en_es"\nname = "English–Spanish booth"\nlanguages = ["en", "es"]\n' in text
    assert '[[document]]\ntitle = "Draft"\nurl = "https://un.example/draft"\n' in text
