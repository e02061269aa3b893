"""Tests of the hand-out page. Only the requested sheets and the requested table contain links.

The calendar file and the poster contain no secret.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from urllib.parse import urlencode

import pytest
from icalendar import Calendar

from tests.web.served_session import make_served_session

STARTS, ENDS = "2026-12-08T20:00:00.000Z", "2026-12-08T21:30:00.000Z"


@pytest.fixture
def served(server):
    return make_served_session(server, demo=False, starts=STARTS, ends=ENDS, time_zone="America/Bogota")


def get(served, path: str = "") -> tuple[int, dict, str]:
    status, headers, content = served["organiser"].raw("GET", f"/s/{served.code}/handout{path}")
    return status, headers, content.decode()


def post(served, fields: list[tuple[str, str]], **headers: str) -> tuple[int, dict, str]:
    sent = {"Content-Type": "application/x-www-form-urlencoded", "Origin": served.url, **headers}
    content = urlencode(fields).encode()
    status, received, body = served["organiser"].raw("POST", f"/s/{served.code}/handout", content, sent)
    return status, received, html.unescape(body.decode())


def secrets_of(served) -> list[str]:
    links = [link for name, link in served.links.items() if name not in ("attendee", "panellists")]
    return [link.split("#")[1] for link in (*links, *served.links["panellists"].values())]


def test_the_page_contains_no_link_and_is_not_stored(served):
    status, headers, page = get(served)
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    assert [secret for secret in secrets_of(served) if secret in page] == []
    assert re.findall(r'name="seat" value="([^"]+)" id="seat-\d+"( checked)?', page) == [
        ("chair.a", " checked"),
        ("chair.b", " checked"),
        ("stage", " checked"),
        *((f"panel.{key}", " checked") for key in served.links["panellists"]),
        ("booth", " checked"),
        ("organiser", ""),
    ]


def test_the_sheets_are_in_the_language_of_each_person(served):
    fields = [
        ("seat", "chair.a"),
        ("seat", "booth"),
        ("lang.chair.a", "fr"),
        ("lang.booth", "es"),
        ("format", "sheets"),
    ]
    status, headers, sheets = post(served, fields)
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    assert "script" not in headers["Content-Security-Policy"]
    assert re.findall(r'class="sheet" lang="(..)"', sheets) == ["fr", "es"]
    assert [secret in sheets for secret in (served.links["chair_a"], served.links["booth"])] == [True, True]
    assert served.links["chair_b"] not in sheets and sheets.count("<svg") == 2
    assert "mardi 8 décembre 2026, 15:00–16:30, America/Bogota (UTC−05:00)" in sheets
    assert "Vous présidez «\xa0Voies de participation multipartite" in sheets
    assert "Lo que haga antes de la apertura se borra." in sheets
    # The secret makes a link too long to type, so no sheet asks a person to type a link.
    assert re.findall(r'<p class="address"><span>([^<]+)</span> <b dir="ltr">([^<]+)</b>', sheets) == [
        (
            "Votre lien. Il est trop long pour être saisi\xa0: utilisez le code ou le message de l’organisation.",
            served.links["chair_a"],
        ),
        (
            "Su enlace. Es demasiado largo para escribirlo: use el código o el mensaje de la organización.",
            served.links["booth"],
        ),
    ]


def test_browsers_apply_the_style_of_the_sheets(served):
    fields = [("format", "sheets"), ("seat", "chair.a"), ("lang.chair.a", "en")]
    _, headers, page = post(served, fields)
    [style] = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(html.unescape(style).encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}';" in headers["Content-Security-Policy"]


def test_the_table_has_the_chosen_links_and_an_invitation_in_each_language(served):
    status, headers, page = post(served, [("seat", "chair.b"), ("lang.chair.b", "es"), ("format", "texts")])
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    assert re.findall(r'<textarea[^>]* lang="(..)"', page) == ["es", "en", "fr"]
    link = served.links["chair_b"]
    assert page.count(link) == 4
    assert [secret for secret in secrets_of(served) if secret in page] == [link.split("#")[1]]
    invitation = re.search(r'<textarea[^>]* lang="en"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1]
    assert invitation == (
        "Hello Patryk Pawlak,\n\n"
        "You are a chair of “Paths for multi-stakeholder engagement in the fight against cybercrime”.\n"
        "Time: Tuesday, 8 December 2026, 15:00–16:30, America/Bogota (UTC−05:00)\n\n"
        f"This is your personal link. It is a key: do not pass it on.\n{link}\n\n"
        "Keep the page open during the session. You read every question first.\n"
        "You can try everything now. What you do before the opening is deleted."
    )


def test_a_renewed_link_is_shown_and_a_revoked_seat_is_not(served):
    renewed = served["organiser"].command("renew", {"seat": "booth"})[1]["link"]
    served["organiser"].command("revoke", {"seat": "stage"})
    assert renewed in post(served, [("seat", "booth"), ("format", "texts")])[2]
    status, _, page = post(served, [("seat", "stage"), ("format", "texts")])
    assert (status, served.links["stage"] in page) == (400, False)
    assert re.search(r'value="stage" id="seat-\d+" disabled', get(served)[2])


@pytest.mark.parametrize(
    "fields",
    [
        [("format", "texts")],
        [("seat", "owner"), ("format", "texts")],
        [("seat", "booth")],
        [("seat", "booth"), ("format", "csv")],
        [("seat", "booth"), ("lang.booth", "ar"), ("format", "sheets")],
    ],
)
def test_a_wrong_form_is_refused(served, fields):
    status, _, page = post(served, fields)
    assert (status, [secret for secret in secrets_of(served) if secret in page]) == (400, [])


def test_a_form_of_another_origin_is_refused(served):
    assert post(served, [("seat", "booth"), ("format", "texts")], Origin="https://evil.example")[0] == 403


def test_the_calendar_file_has_the_time_and_no_secret(served):
    status, headers, content = get(served, "/calendar?lang=fr")
    assert (status, headers["Content-Type"].split(";")[0]) == (200, "text/calendar")
    assert headers["Content-Disposition"] == f'attachment; filename="{served.code}.ics"'
    [event] = Calendar.from_ical(content).walk("VEVENT")
    assert event["summary"].startswith("Voies de participation multipartite")
    assert (event["dtstart"].dt.isoformat(), event["dtend"].dt.isoformat()) == (
        "2026-12-08T20:00:00+00:00",
        "2026-12-08T21:30:00+00:00",
    )
    assert event["url"] == served.links["attendee"]
    assert event["description"].startswith("mardi 8 décembre 2026, 15:00–16:30, America/Bogota (UTC−05:00)\n")
    assert [secret for secret in secrets_of(served) if secret in content] == []


def test_a_session_without_a_start_has_no_calendar_file(server):
    served = make_served_session(server, starts=None, ends=None)
    assert get(served, "/calendar")[0] == 404
    assert "The session has no start time yet." in get(served)[2]


def test_the_poster_has_code_address_and_a_sentence_in_each_language_and_no_secret(served):
    status, headers, poster = get(served, "/poster")
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    assert [secret for secret in secrets_of(served) if secret in poster] == []
    assert re.findall(r'<p class="(?:code|address)" dir="ltr">([^<]+)<', poster) == [
        served.code,
        served.url.removeprefix("http://"),
    ]
    assert re.findall(r'<li lang="(..)" dir="(...)">([^<]+)<', html.unescape(poster)) == [
        ("en", "ltr", "Ask your question: scan the QR code with your phone, or type the code at this address."),
        ("es", "ltr", "Haga su pregunta: escanee el código QR con el teléfono o escriba el código en esta dirección."),
        (
            "fr",
            "ltr",
            "Posez votre question\xa0: scannez le code QR avec votre téléphone, ou saisissez le code à cette adresse.",
        ),
    ]
    assert poster.count("<svg") == 1 and "size: A4;" in poster
    [style] = re.findall("<style>(.*?)</style>", poster, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}';" in headers["Content-Security-Policy"]


def test_the_poster_has_two_sizes(served):
    assert "@page { size: A3; } :root { --u: 1.4142mm; }" in get(served, "/poster?size=A3")[2]
    assert get(served, "/poster?size=A2")[0] == 400


def test_a_language_without_a_catalogue_has_its_short_sentence_on_the_poster(server):
    title = {"it": "Acqua", "ar": "الماء"}
    served = make_served_session(server, languages=["it", "ar"], title=title)
    _, _, poster = get(served, "/poster")
    assert re.findall(r'<li lang="(..)" dir="(...)">', poster) == [("it", "ltr"), ("ar", "rtl")]
    assert "Può porre la Sua domanda in italiano." in poster
