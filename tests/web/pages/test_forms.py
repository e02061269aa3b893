"""Tests of the attendee page without JavaScript. Every act has a form. No entered text is lost.

A form that is sent twice has its effect once.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.servers import Client
from tests.web.html_forms import Page, Reader
from tests.web.served_session import make_served_session

TEXT = '¿Quién decide\nsobre el <b>texto</b> & "lo demás"?'


@pytest.fixture
def ana(served):
    return Reader(served["ana"])


def test_ask_and_read_the_question(served, ana):
    status, headers, _ = ana.send(
        ana.open().form("/ask"), text=TEXT, group="media", to="socco", name="Ana Sol", show_name="1"
    )
    assert status == 303 and urlsplit(headers["Location"])[:3] == ("", "", f"/s/{served.code}")
    view = served.seen(1)
    assert (view["text"], view["group"], view["to"], view["name"], view["show_name"]) == (
        TEXT,
        "media",
        "socco",
        "Ana Sol",
        True,
    )
    page = ana.open()
    assert " ".join(TEXT.split()) in page.text
    assert page.form("/ask")["fields"]["text"] == ""
    assert ("li", "1", "pending") in [(tag, a.get("data-number"), a.get("data-status")) for tag, a in page.tags]


@pytest.mark.parametrize("chairs_set_topics", [False, True])
def test_the_form_offers_the_topics_unless_only_chairs_set_them(server, chairs_set_topics):
    topics = [{"key": "rights", "label": {"en": "Rights", "es": "Derechos"}}]
    served = make_served_session(server, topics=topics, chairs_set_topics=chairs_set_topics)
    ana = Reader(served["ana"])
    page = ana.open()
    assert ("Rights" in page.text, "Choose a topic" in page.text) == (True, True)
    ana.send(page.form("/ask"), text=TEXT, topic="rights")
    assert served.seen(1)["topic"] == (None if chairs_set_topics else "rights")
    served.act("approve", 1)
    assert ana.open().text.count("Rights") == (2 if chairs_set_topics else 4)


def test_back_and_resend_shows_the_first_result(served, ana):
    form = ana.open().form("/ask")
    for _ in range(3):
        assert ana.send(form, text=TEXT)[0] == 303
    assert len(served["ana"].read("own")[1]["questions"]) == 1
    status, _, page = ana.send(form, text="Another one under the old key?")
    assert status == 409
    again = page.form("/ask")
    assert (
        again["fields"]["text"] == "Another one under the old key?" and again["fields"]["key"] != form["fields"]["key"]
    )
    assert ana.send(again)[0] == 303
    assert len(served["ana"].read("own")[1]["questions"]) == 2


@pytest.mark.parametrize(
    ("fields", "status", "wrong"),
    [
        ({"text": ""}, 400, {"text"}),
        ({"text": "x" * 301}, 400, {"text"}),
        ({"text": TEXT, "name": "n" * 81}, 400, {"name"}),
        ({"text": TEXT, "language": "de"}, 400, {"language"}),
        ({"text": TEXT, "group": "martians"}, 400, None),
        ({"text": TEXT, "to": "nobody"}, 400, None),
        ({"text": TEXT, "key": "bad key"}, 400, {"text"}),
        ({"text": TEXT, "key": ""}, 400, {"text"}),
        ({"text": TEXT, "token": "wrong"}, 403, {"text"}),
        ({"text": TEXT, "token": ""}, 403, {"text"}),
        ({"text": TEXT, "reword": "7"}, 404, {"text"}),
    ],
    ids=lambda value: repr(value)[:40],
)
@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_an_error_returns_the_page_with_the_typed_text(served, language, fields, status, wrong):
    ana = Reader(served["ana"], language)
    typed = {"name": "Ana Sol", "group": "media", "to": "socco", "show_name": "1"} | fields
    got, _, page = ana.send(ana.open().form("/ask"), **typed)
    assert got == status
    form = page.form("/ask")
    for name in (
        ("text", "name")
        + (("group",) if typed["group"] == "media" else ())
        + (("to",) if typed["to"] == "socco" else ())
    ):
        assert form["fields"][name] == typed[name], name
    assert form["fields"].get("show_name")
    assert wrong is None or page.invalid() == wrong
    spoken = served["ana"].request(
        "PUT", f"/api/s/{served.code}/attendee/ask/{'x' * 9}", {"text": ""}, {"Accept-Language": language}
    )[1]["message"]
    assert (spoken in page.text) == (fields == {"text": ""})
    assert served["ana"].read("own")[1]["questions"] == []
    if status != 404:
        good = {"text": TEXT, "name": "Ana Sol", "group": "media", "to": "socco", "language": ""}
        assert ana.send(form, **good)[0] == 303, "the page that came back must be ready to send"


def test_withdraw_and_reword(served, ana):
    ana.send(ana.open().form("/ask"), text=TEXT)
    form = ana.open().form("/withdraw", number="1")
    assert ana.send(form)[0] == 303
    assert served.seen(1)["status"] == "withdrawn"
    assert ana.send(form)[0] == 303
    ana.send(ana.open().form("/ask"), text=TEXT)
    served.act("decline", 2, reason="too_long")
    form = ana.open(f"/s/{served.code}?reword=2").form("/ask", reword="2")
    assert form["fields"]["text"] == TEXT
    assert ana.send(form, text="Shorter?")[0] == 303
    assert served.seen(3)["reworded_from"] == 2


def test_edit_in_the_row(served, ana):
    ana.send(ana.open().form("/ask"), text=TEXT, group="media", to="socco", name="Ana Sol", show_name="1")
    form = ana.open().form("/edit", number="1")
    assert form["fields"]["text"] == TEXT
    assert ana.send(form, text="Shorter?")[0] == 303
    view = served.seen(1)
    assert (view["text"], view["version"], view["group"], view["to"], view["name"], view["show_name"]) == (
        "Shorter?",
        2,
        "media",
        "socco",
        "Ana Sol",
        True,
    )
    late = ana.open().form("/edit", number="1")
    served.act("approve", 1)
    status, _, page = ana.send(late, text="Too late?")
    assert (status, page.form("/ask")["fields"]["text"], page.invalid()) == (409, "Too late?", {"text"})
    assert served.seen(1)["text"] == "Shorter?"
    with pytest.raises(AssertionError):
        ana.open().form("/edit", number="1")


def test_a_reworded_question_names_the_new_one(served, ana):
    old = served.asked_and("decline")
    new = served["ana"].command("reword", {"number": old, "text": "Shorter?"})[1]["question"]["number"]
    page = ana.open(f"/s/{served.code}/own")
    assert f"Reworded as No. {new}" in page.text
    assert "?reword=" not in str(page.tags)


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_a_switch_of_the_language_keeps_the_draft(served, ana, lang):
    page = ana.open()
    buttons = [a for tag, a in page.tags if tag == "button" and a.get("name") == "lang"]
    assert {(a["form"], a["formaction"]) for a in buttons} == {("ask", f"/s/{served.code}/language")}
    form = page.form("/ask") | {"action": f"/s/{served.code}/language"}
    typed = {"text": TEXT, "group": "media", "to": "socco", "name": "Ana Sol", "show_name": "1"}
    status, headers, page = ana.send(form, **typed, lang=lang)
    assert (status, headers["Set-Cookie"].split(";")[0]) == (200, f"of-lang={lang}")
    assert ("html", lang) in [(tag, a.get("lang")) for tag, a in page.tags]
    assert typed.items() <= page.form("/ask")["fields"].items()
    assert ana.send(page.form("/ask"))[0] == 303
    assert served.seen(1)["text"] == TEXT


def test_a_switch_of_the_language_from_another_site_is_refused(served, ana):
    form = {"action": f"/s/{served.code}/language", "fields": {}}
    assert ana.send(form, {"Origin": "http://evil.example"}, text=TEXT, lang="fr")[0] == 403


def test_a_vote_shows_its_count_at_once(served, ana):
    number = served.asked_and("approve", who="ben")
    for wish, count in (("vote", "1"), ("unvote", "0"), ("vote", "1")):
        assert ana.send(ana.open().form("/vote", number=str(number), wish=wish))[0] == 303
        labels = [a["aria-label"] for _, a in ana.open().tags if a.get("data-vote") == str(number)]
        assert labels == [f"Vote for question {number}, {count} vote{'s' if count == '0' else ''}"]


def test_the_frame_has_a_heading_and_does_not_refresh_itself(served, ana):
    for ask_first in (False, True):
        if ask_first:
            served.ask(TEXT)
        status, headers, body = ana.client.raw("GET", f"/s/{served.code}/own")
        page = Page(body.decode())
        assert (status, headers["Refresh"]) == (200, None)
        assert [a for tag, a in page.tags if tag == "meta" and "http-equiv" in a] == []
        assert [tag for tag, _ in page.tags if tag in ("h1", "h2", "h3")] == ["h1", *["h2"] * ask_first]
        updates = [a for tag, a in page.tags if "data-update" in a]
        assert [(a["href"], a["target"]) for a in updates] == [(f"/s/{served.code}/own", "_self")]


def test_an_attendee_can_neither_reword_nor_read_another_attendees_question(served, ana):
    served.ask(TEXT, who="ben")
    served.act("decline", 1, reason="too_long")
    page = ana.open(f"/s/{served.code}?reword=1")
    assert page.form("/ask")["fields"]["text"] == "" and "decide" not in page.text
    for value in ("x", "-1", "9" * 400, "%00", "١"):
        assert (
            ana.open(f"/s/{served.code}?reword={value.replace('١', '%D9%A1')}").form("/ask")["fields"]["reword"] == ""
        )


def test_vote_and_take_it_back(served, ana):
    number = served.asked_and("approve", who="ben")
    form = ana.open().form("/vote", number=str(number), wish="vote")
    status, headers, _ = ana.send(form)
    assert (status, headers["Location"]) == (303, f"/s/{served.code}#question-{number}") and ana.send(form)[0] == 303
    assert f"question-{number}" in [attributes.get("id") for _, attributes in ana.open().tags], (
        "back to where the voter was"
    )
    assert served["ana"].read("own")[1]["votes"] == [number]
    assert ana.send(ana.open().form("/vote", number=str(number), wish="unvote"))[0] == 303
    assert served["ana"].read("own")[1]["votes"] == []
    for fields, status in (
        ({"number": ""}, 400),
        ({"number": "x"}, 400),
        ({"number": "99"}, 404),
        ({"token": ""}, 403),
    ):
        assert ana.send(form, **{"key": f"another-{status}-{fields.get('number')}"} | fields)[0] == status


def test_a_token_is_bound_to_its_cookie(served, ana):
    stolen = Reader(served["ben"]).open().form("/ask")
    status, _, page = ana.send(stolen, text=TEXT)
    assert status == 403 and page.form("/ask")["fields"]["text"] == TEXT
    assert served["ana"].read("own")[1]["questions"] == [] == served["ben"].read("own")[1]["questions"]


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_a_form_of_another_site_is_refused(served, ana, origin):
    form = ana.open().form("/ask")
    status, _, page = ana.send(form, {"Origin": origin}, text=TEXT)
    assert status == 403 and "decide" not in page.text
    assert ana.send({"action": "/language", "fields": {}}, {"Origin": origin}, lang="fr", back="/")[0] == 403
    assert served["ana"].read("own")[1]["questions"] == []


def test_a_form_without_origin_is_accepted_by_its_token(served, ana):
    assert ana.send(ana.open().form("/ask"), {"Origin": None}, text=TEXT)[0] == 303


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_without_cookies_the_page_explains_it_and_keeps_the_text(served, language):
    opened = Reader(Client(served, "attendee"), language).open()
    forgetful = Reader(Client(served, "attendee"), language)
    status, headers, page = forgetful.send(opened.form("/ask"), text=TEXT, name="Ana Sol")
    assert status == 401 and headers["Set-Cookie"].startswith(f"of-{served.code}-attendee=")
    assert page.form("/ask")["fields"]["text"] == TEXT
    assert "ookie" in page.text, "the sentence names what is missing"
    assert served.chair.read("snapshot")[1]["put"] == []
    assert forgetful.send(page.form("/ask"))[0] == 303, "who has the cookie by now only sends again"


def test_the_language_of_the_page(served, ana):
    switch = ana.open().form("/language")
    assert switch["fields"]["back"] == f"/s/{served.code}"
    status, headers, _ = ana.send(switch, lang="fr")
    assert (status, headers["Location"]) == (303, f"/s/{served.code}")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in headers["Set-Cookie"].split(";")}
    assert ("html", "fr") in [(tag, attributes.get("lang")) for tag, attributes in ana.open().tags]
    assert "Set-Cookie" not in ana.send(switch, lang="tlh")[1]


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example",
        "/\\evil.example",
        "http://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "\t//evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\\\\evil.example",
        "evil.example",
        "",
        " //evil.example",
        "/\r\nSet-Cookie: a=b",
    ],
)
def test_the_language_form_redirects_to_own_pages_only(served, ana, back):
    status, headers, _ = ana.send({"action": "/language", "fields": {}}, lang="es", back=back)
    assert (status, headers["Location"]) == (303, "/")
    assert "a=b" not in str(headers)


def test_the_language_can_be_changed_from_an_error_page(served, ana):
    _, _, page = ana.send(ana.open().form("/ask"), text="")
    status, headers, _ = ana.send(page.form("/language"), lang="es")
    status, headers, _ = ana.client.raw("GET", headers["Location"], None, {})
    assert status == 200 or headers["Location"] == f"/s/{served.code}"


def test_a_form_over_16_kib_is_refused(served, ana):
    status, _, page = ana.send(ana.open().form("/ask"), text="x" * 17_000)
    assert status == 413 and ("main", "request.too_large") in [
        (tag, attributes.get("data-code")) for tag, attributes in page.tags
    ]


def test_the_page_shows_the_rate_limit(server):
    served = make_served_session(server, limits={})
    ana = Reader(served["ana"])
    for number in range(5):
        assert ana.send(ana.open().form("/ask"), text=f"{number}?")[0] == 303
    status, headers, page = ana.send(ana.open().form("/ask"), text="6?")
    assert (status, page.form("/ask")["fields"]["text"]) == (429, "6?")
    assert 1 <= int(headers["Retry-After"]) <= 11


def test_multipart_forms_are_accepted(served, ana):
    form = ana.open().form("/ask")
    parts = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (form["fields"] | {"text": TEXT}).items()
    )
    status, _, _ = ana.client.raw(
        "POST", form["action"], f"{parts}--x--\r\n".encode(), {"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert status == 303
    for broken in (b"", b"--x", b"\x00" * 100, b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n'):
        status, _, body = ana.client.raw(
            "POST", form["action"], broken, {"Content-Type": "multipart/form-data; boundary=x"}
        )
        assert status in (400, 403) and Page(body.decode()).tags


@pytest.mark.parametrize(("choice", "status", "text"), [("withdraw", "withdrawn", ""), ("keep", "pending", TEXT)])
def test_forget_me_deletes_the_cookies_and_the_storage(served, ana, choice, status, text):
    ana.send(ana.open().form("/ask"), text=TEXT)
    code, headers, page = ana.send(ana.open().form("/forget"), questions=choice)
    assert (code, headers["Clear-Site-Data"]) == (200, '"cache", "storage"')
    deleted = [cookie for cookie in headers.get_all("Set-Cookie") if "Max-Age=0" in cookie]
    names = {cookie.partition("=")[0] for cookie in deleted}
    assert names == {f"of-{served.code}-attendee", "of-lang", "of-read"}
    assert "This phone is forgotten." in page.text and TEXT not in page.text
    view = served.seen(1)
    assert (view["status"], view["text"]) == (status, text)
    assert served["ana"].read("own")[0] == 401
    assert "withdraw" not in [form["action"].rpartition("/")[2] for form in ana.open().forms]


def test_forget_me_keeps_the_storage_of_other_seats(served, ana):
    form = ana.open().form("/forget")
    other = Client(served, "", headers={"Cookie": f"{served['ana'].cookie}; of-OTHER1-attendee=x"})
    status, headers, page = Reader(other).send(form, questions="keep")
    assert (status, headers["Clear-Site-Data"]) == (200, '"cache"')
    (main,) = [attributes for tag, attributes in page.tags if tag == "main"]
    assert (main["data-forgotten"], "data-last" in main) == (served.code, False)


def test_forget_me_needs_the_token_of_the_page(served, ana):
    ana.send(ana.open().form("/ask"), text=TEXT)
    status, headers, _ = ana.send(ana.open().form("/forget"), questions="withdraw", token="forged")
    assert (status, headers["Clear-Site-Data"], served.seen(1)["status"]) == (403, None, "pending")
