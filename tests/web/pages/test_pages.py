"""Tests of the HTML pages: their content and their page data.

A browser must never execute text that comes from a page's address.
"""

from __future__ import annotations

import json
import re

import pytest

from tests.servers import Client
from tests.web.html_forms import Page, Reader
from tests.web.served_session import is_refused

STAFF = ["chair/a", "chair/b", "stage", "panel/socco", "booth", "organiser"]
SCRIPT = "%3Cscript%3Ealert(1)%3C/script%3E%22%27"


def get(client, path: str, **headers):
    status, received, body = client.raw("GET", path, None, headers)
    return status, received, body.decode()


@pytest.fixture
def somebody(served):
    return Client(served, "attendee")


def test_each_visit_of_the_attendee_page_sets_the_same_cookie_for_30_days(served, somebody):
    status, headers, body = get(somebody, f"/s/{served.code}")
    assert status == 200 and len(headers.get_all("Set-Cookie")) == 1
    flags = {part.strip() for part in headers["Set-Cookie"].split(";")[1:]}
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= flags and "Secure" not in flags
    status, again, _ = get(somebody, f"/s/{served.code}")
    assert status == 200 and again["Set-Cookie"].split(";")[0] == headers["Set-Cookie"].split(";")[0]
    assert "Max-Age=2592000" in again["Set-Cookie"]
    assert somebody.cookie.split("=", 1)[1] not in body


def test_reading_a_page_stores_no_attendee(served, somebody):
    before = served.everything()
    get(somebody, f"/s/{served.code}")
    assert served.everything() == before


def test_join_accepts_a_code_in_any_case_and_spacing(served, somebody):
    status, headers, _ = get(somebody, f"/join?code={served.code[:2].lower()}+-+{served.code[2:].lower()}")
    assert (status, headers["Location"]) == (303, f"/s/{served.code}")
    status, headers, _ = get(somebody, f"/s/{served.code.lower()}")
    assert (status, headers["Location"]) == (303, f"/s/{served.code}")
    for wrong in ("NOSUCH", "", SCRIPT, "%00", "%FF", "x" * 3000):
        status, _, body = get(somebody, f"/join?code={wrong}")
        assert status == 404 and "<script>alert" not in body and Page(body).form("/join")
    assert get(somebody, "/")[0] == 200


@pytest.mark.parametrize("seat", STAFF)
def test_a_staff_page_without_its_cookie_is_the_entrance_page(served, somebody, seat):
    served.asked_and("approve", "take", text="A canary of the text?")
    status, _, page = get(somebody, f"/s/{served.code}/{seat}")
    assert status == 200 and f'data-enter="/api/s/{served.code}/{seat}/enter"' in page and "canary" not in page
    status, _, body = get(served[seat], f"/s/{served.code}/{seat}")
    assert status == 200
    start = json.loads(Page(body).data["page"])
    assert (start["seat"], start["session"]["code"]) == (seat.replace("/", "."), served.code)
    assert (start["state"] is None) == (seat == "organiser")
    for secret in [*served.links.values(), *served.links["panellists"].values()]:
        if isinstance(secret, str) and "#" in secret:
            assert secret.split("#")[1] not in body


def test_the_glossary_is_for_chairs_and_booth(served):
    for seat in ("chair/a", "chair/b", "booth", "stage", "panel/fatafta", "organiser"):
        session = json.loads(Page(get(served[seat], f"/s/{served.code}/{seat}")[2]).data["page"])["session"]
        names = [term["texts"]["en"] for term in session.get("terms", [])]
        assert ("terms" in session, "Joyce Hakmeh" in names) == (
            (True, True) if seat in ("chair/a", "chair/b", "booth") else (False, False)
        ), seat
    assert "terms" not in json.loads(Page(get(served["ana"], f"/s/{served.code}")[2]).data["page"])["session"]


def test_only_the_servers_own_pages_may_frame_the_askers_questions(served, somebody):
    assert get(somebody, f"/s/{served.code}/own")[0] == 401
    served.ask("Mine and nobody's?")
    status, headers, body = get(served["ana"], f"/s/{served.code}/own")
    assert status == 200 and "Mine and nobody" in Page(body).text
    assert (
        "frame-ancestors 'self';" in headers["Content-Security-Policy"]
        and "script-src 'self';" in headers["Content-Security-Policy"]
    )
    _, headers, _ = get(served["ana"], f"/s/{served.code}")
    assert "frame-ancestors 'none';" in headers["Content-Security-Policy"]
    assert "Mine and nobody" not in get(served["ben"], f"/s/{served.code}/own")[2]


def test_other_spellings_of_a_staff_address_redirect_to_the_page(served, somebody):
    status, headers, _ = get(somebody, f"/s/{served.code.lower()}/chair/a")
    assert (status, headers["Location"]) == (303, f"/s/{served.code}/chair/a")
    status, headers, _ = get(somebody, f"/s/{served.code}/chair.a")
    assert (status, headers["Location"]) == (303, f"/s/{served.code}/chair/a")
    status, headers, _ = get(somebody, f"/s/{served.code}/attendee")
    assert (status, headers["Location"]) == (303, f"/s/{served.code}")


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        f"/{SCRIPT}",
        f"/s/{SCRIPT}",
        f"/s/NOSUCH/{SCRIPT}",
        "/s/{code}/nothing",
        f"/s/{{code}}/{SCRIPT}",
        "/s/{code}/panel/nobody",
        "/s/{code}/chair/z",
        "/s/{code}/..",
        "/s/%00",
        "/static/../server.py",
        "/static/..%2F..%2Fserver.py",
        "/static/manifest.json",
        "/s//{code}",
        "/%FF",
        "/socket.io",
        "/s/{code}/chair/a/../../organiser",
        "//evil.example/%2F..",
    ],
)
def test_an_unknown_address_is_an_error_page_without_injected_script(served, somebody, path):
    status, headers, body = get(somebody, path.format(code=served.code))
    assert status in (400, 401, 404), (status, path)
    assert "<script>alert" not in body and "Traceback" not in body and "from __future__" not in body
    assert (
        "script-src 'self'" in headers["Content-Security-Policy"]
        or headers["Content-Security-Policy"] == "default-src 'none'"
    )


def test_a_wrong_method_is_an_error_page_without_injected_script(served, somebody):
    for method, path in (
        ("DELETE", "/"),
        ("POST", "/"),
        ("PUT", f"/s/{served.code}"),
        ("PATCH", "/language"),
        ("POST", f"/s/{served.code}/chair/a"),
        ("TRACE", "/"),
    ):
        status, headers, body = somebody.raw(method, path, None, {"X-Canary": "canary-of-a-header"})
        assert status == 405 and b"canary" not in body and headers["Content-Security-Policy"]


def test_the_cookies_language_precedes_the_browsers(served):
    for wanted, spoken in (
        ("fr-CA,fr;q=0.9", "fr"),
        ("es", "es"),
        ("it,nl", "en"),
        ("de-AT,en;q=0.9", "de"),
        ("pt-BR,en;q=0.9", "pt"),
        ("x" * 5000, "en"),
        ("*", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh-Hans-SG", "zh"),
        ("en;q=0.1,fr;q=0.9", "fr"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
    ):
        page = Reader(Client(served, "attendee"), wanted).open()
        assert dict(page.tags)["html"]["lang"] == spoken, wanted
    reader = Reader(Client(served, "attendee"), "fr")
    reader.send(reader.open().form("/language"), lang="es")
    assert dict(reader.open().tags)["html"]["lang"] == "es"


@pytest.mark.parametrize(
    ("wanted", "chosen", "reading"),
    [
        ("fr", None, "fr"),
        ("ar", None, "en"),
        ("ar,fr;q=0.8,en;q=0.5", None, "fr"),
        ("ar", "es", "es"),
        ("fr", "asked", "asked"),
        ("fr", "zh", "fr"),
        ("fr", "<script>", "fr"),
    ],
)
def test_the_reading_language_is_one_of_the_sessions(served, wanted, chosen, reading):
    reader = Reader(Client(served, "attendee"), wanted)
    if chosen is not None:
        reader.send(reader.open().form("/language"), read=chosen)
    page = json.loads(reader.open().data["page"])
    assert (page["lang"], page["reading"]) == (wanted[:2], reading)


def test_the_list_of_answered_questions_has_the_translation_that_the_reader_reads(served):
    number = served.ask("Who decides?", language="en")
    served["chair/a"].command("translate", {"number": number, "language": "fr", "text": "Qui décide ?"})
    for act in ("approve", "take", "answer"):
        served.act(act, number)
    for lang, texts in (("fr", {"fr": "Qui décide ?"}), ("es", {}), ("en", {})):
        [view] = served["ana"].read("questions?status=answered&lang=" + lang)[1]["questions"]
        assert {code: translation["text"] for code, translation in view["translations"].items()} == texts


@pytest.mark.parametrize(
    ("wanted", "locale"), [("pt-BR", "pt-PT"), ("pt-PT", "pt-PT"), ("en-US", "en"), ("zh-CN", "zh")]
)
def test_the_page_data_name_the_locale_of_the_catalogue(served, wanted, locale):
    page = json.loads(Reader(Client(served, "attendee"), wanted).open().data["page"])
    assert page["intl_locale"] == locale


@pytest.mark.parametrize(
    ("lang", "words"), [("fr", "espagnol, selon votre choix"), ("de", "Spanisch, wie von Ihnen gewählt")]
)
def test_my_questions_name_the_language_in_the_language_of_the_page(served, lang, words):
    assert served["ana"].command("ask", {"text": "¿Quién decide?", "language": "es"})[0] == 201
    html = get(served["ana"], f"/s/{served.code}/own", **{"Accept-Language": lang})[2]
    assert re.findall(r"<dd>([^<>]*(?:spa|Spa|Esp)[^<>]*)</dd>", html) == [words]


def test_a_title_says_in_which_language_it_is(served):
    for wanted, lang, direction in (("fr", "fr", "ltr"), ("ar", "en", "ltr")):
        tags = Reader(Client(served, "attendee"), wanted).open().tags
        for tag in ("title", "h1"):
            attributes = next(attributes for name, attributes in tags if name == tag)
            assert (attributes["lang"], attributes["dir"]) == (lang, direction), (wanted, tag)


@pytest.mark.parametrize("seat", STAFF)
def test_browsers_do_not_translate_staff_pages(served, seat):
    page = served[seat].raw("GET", f"/s/{served.code}/{seat}")[2].decode()
    assert re.search("<html [^>]*>", page)[0].count(' translate="no"') == 1


def test_browsers_may_translate_the_attendees_page(served):
    page = served["ana"].raw("GET", f"/s/{served.code}")[2].decode()
    assert "translate=" not in re.search("<html [^>]*>", page)[0]


def test_a_question_is_escaped_in_the_page_and_in_its_data(served):
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)> <!-- {{ 7*7 }} ${7*7} %(name)s"
    number = served.ask(evil, name=evil[:60], show_name=True)
    served.act("approve", number)
    served.act("take", number)
    for seat in ("ana", *STAFF[:-1]):
        path = f"/s/{served.code}" if seat == "ana" else f"/s/{served.code}/{seat}"
        body = served[seat].request("GET", path)[1]
        assert "<script>alert" not in body and "<img src=x" not in body, seat
        page = Page(body)
        assert json.loads(page.data["page"])["state"]["put"][0]["text"] == evil
        scripts = [attributes for tag, attributes in page.tags if tag == "script"]
        assert all(a.get("type") == "application/json" or a.get("src", "").startswith("/static/") for a in scripts)
        for tag, attributes in page.tags:
            assert not [name for name in attributes if name.startswith("on") or name == "style"], (tag, attributes)


def test_the_qr_code_is_a_plain_image(served, somebody):
    status, headers, body = get(somebody, f"/s/{served.code}/qr.svg")
    assert (status, headers["Content-Type"]) == (200, "image/svg+xml; charset=utf-8")
    assert body.startswith("<svg") and not re.search(r"<script|on\w+=|href", body)
    assert get(somebody, "/s/NOSUCH/qr.svg")[0] == 404


def test_health(somebody):
    assert get(somebody, "/healthz")[2] == "ok"


def test_built_files_are_cached_and_compressed(served, somebody):
    _, _, body = get(somebody, f"/s/{served.code}")
    files = {
        a.get("src") or a.get("href")
        for tag, a in Page(body).tags
        if tag in ("script", "link") and (a.get("src") or a.get("href", "")).startswith("/static/")
    }
    assert files
    for path in files:
        status, headers, plain = somebody.raw("GET", path, None, {"Range": "bytes=99999999-"})
        assert (status, headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable") and len(plain) > 100
        for accepted, encoding in (("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br;q=0, gzip", "gzip")):
            _, headers, packed = somebody.raw("GET", path, None, {"Accept-Encoding": accepted})
            assert headers["Content-Encoding"] == encoding and len(packed) < len(plain)


def test_a_commands_address_is_no_page(served, somebody):
    is_refused(somebody.request("GET", f"/api/s/{served.code}/attendee/ask/a-good-key"), 405, "request.method")
