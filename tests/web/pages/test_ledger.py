"""Tests of the public ledger.

Everybody can read the ledger. The ledger is up to date and contains no personal data. Under the Chatham House Rule, the
ledger contains only tables.
"""

from __future__ import annotations

import json

import pytest

from moderation.services import session_time
from tests.servers import Client
from tests.web.html_forms import Page, Reader
from tests.web.served_session import make_served_session

SECRET = {"group": "media", "name": "Canary Name", "show_name": True}


def stranger(served) -> Client:
    """Return a client without a cookie."""
    return Client(served, "nobody")


def fetch_figures(served, headers: dict | None = None):
    return stranger(served).raw("GET", f"/api/s/{served.code}/ledger", None, headers)


def page(served, lang: str = "en") -> Page:
    return Reader(stranger(served), lang).open(f"/s/{served.code}/ledger")


def cell(shown: Page, **wanted: str) -> dict:
    return next(
        attributes
        for _, attributes in shown.tags
        if wanted.items() <= {k.removeprefix("data-"): v for k, v in attributes.items()}.items()
    )


def test_anybody_reads_the_ledger_without_a_cookie(served):
    client = stranger(served)
    for path in (f"/s/{served.code}/ledger", f"/api/s/{served.code}/ledger"):
        status, headers, _ = client.raw("GET", path)
        assert status == 200 and "Set-Cookie" not in headers
    assert list(client.jar) == []
    assert client.raw("GET", f"/s/{served.code.lower()}/ledger")[1]["Location"] == f"/s/{served.code}/ledger"
    assert client.request("GET", "/api/s/NOSUCH/ledger")[1]["code"] == "session.unknown"


def test_the_figures_follow_the_acts(served):
    served.asked_and("approve", "take", "answer")
    served.asked_and("decline")
    served.ask("And this?", group="media")
    figures = stranger(served).request("GET", f"/api/s/{served.code}/ledger")[1]
    assert {
        name: figures[name] for name in ("received", "approved", "taken", "answered", "waiting", "rule", "phase")
    } == {
        "received": 3,
        "approved": 1,
        "taken": 1,
        "answered": 1,
        "waiting": 1,
        "rule": False,
        "phase": "open",
    }
    assert figures["by_group"]["media"] == {"received": 1, "approved": 0, "taken": 0, "answered": 0}
    shown = page(served)
    assert "1 answered + 0 approved, not answered + 2 not approved = 3 received." in shown.text
    assert "Every question was answered, or a reason was given." not in shown.text
    served["organiser"].command("close")
    assert (
        "1 answered + 0 approved, not answered + 2 not approved = 3 received."
        " Every question was answered, or a reason was given." in page(served).text
    )


def test_unchanged_figures_are_answered_with_304(served):
    served.ask()
    status, headers, _ = fetch_figures(served)
    assert (status, headers["Cache-Control"]) == (200, "no-cache")
    assert fetch_figures(served, {"If-None-Match": headers["ETag"]})[0] == 304
    assert cell(page(served), session=served.code)["data-etag"] == headers["ETag"].strip('"')
    served["organiser"].command("pause")
    status, again, _ = fetch_figures(served, {"If-None-Match": headers["ETag"]})
    assert status == 200 and again["ETag"] != headers["ETag"], "a phase is told at once"


def test_the_ledger_contains_no_person(served):
    served.act("approve", served.ask("Canary text?", **SECRET))
    for answer in (fetch_figures(served)[2], stranger(served).raw("GET", f"/s/{served.code}/ledger")[2]):
        assert b"Canary" not in answer and b"attendee" not in answer.replace(b'content="', b"")


@pytest.mark.parametrize(
    ("lang", "word"),
    [
        ("en", "Academia and research"),
        ("es", "Mundo académico"),
        ("fr", "Milieux universitaires"),
        ("ar", "الأوساط الأكاديمية"),
        ("ru", "Академические и"),
        ("zh", "学术界和研究机构"),
    ],
)
def test_the_ledger_page_is_in_the_interface_language(served, lang, word):
    shown = page(served, lang)
    assert word in shown.text
    assert (
        dict(shown.tags)["html"]["lang"] == lang
        and shown.form("/language")["fields"]["back"] == f"/s/{served.code}/ledger"
    )


def test_every_group_has_a_row_even_without_questions(served):
    served.ask("Who?", group="media", language="en")
    rows = [
        attributes["data-key"] for name, attributes in page(served).tags if name == "tr" and "data-key" in attributes
    ]
    assert rows[:9] == [
        "media",
        "government",
        "igo",
        "civil_society",
        "private_sector",
        "academia",
        "technical",
        "other",
        "undisclosed",
    ]
    assert rows[9:] == ["en", "es", "fr"]


def test_the_ledger_counts_by_topic(server):
    topics = [{"key": key, "label": {"en": label}} for key, label in (("b", "Rights"), ("a", "Access"))]
    served = make_served_session(server, topics=topics)
    for topic in ("a", "a", None):
        served.ask(**({"topic": topic} if topic else {}))
    served.act("approve", 1)
    assert json.loads(fetch_figures(served)[2])["by_topic"] == {
        "a": {"received": 2, "approved": 1, "taken": 0, "answered": 0}
    }
    shown = page(served)
    keys = [attributes["data-key"] for _, attributes in shown.tags if "data-key" in attributes]
    assert keys[-3:] == ["b", "a", ""]
    assert "By topic" in shown.text and "No topic" in shown.text
    assert "By topic" not in page(make_served_session(server)).text


def test_under_the_rule_the_ledger_changes_only_at_pause_and_close(server):
    served = make_served_session(server, chatham_house_rule=True)
    for group, count in {"government": 9, "academia": 4, "technical": 1}.items():
        for _ in range(count):
            served.ask("Canary text?", group=group)
    assert page(served).text.count("<3") == 0 and "No figures yet." in page(served).text
    served["organiser"].command("pause")
    figures = stranger(served).request("GET", f"/api/s/{served.code}/ledger")[1]
    assert set(figures) == {"session", "phase", "rule", "at", "tables"}
    assert figures["tables"]["group"][0]["cells"] == dict.fromkeys(
        ("igo", "civil_society", "private_sector", "academia", "technical", "media", "other", "undisclosed"), "<3"
    ) | {"government": 9}
    paused = fetch_figures(served)[2]
    served["organiser"].command("open")
    served.ask("Another?", group="academia")
    served.act("approve", served.ask("A third?", group="academia"))
    assert fetch_figures(served)[2] == paused.replace(b"paused", b"open")
    shown = page(served)
    assert not [name for name, attributes in shown.tags if name == "svg" and attributes.get("class") == "marks"], (
        "no picture of what is hidden"
    )


@pytest.mark.parametrize(("zone", "offset"), [("-05:00", "UTC−05:00"), ("Asia/Kathmandu", "UTC+05:45")])
def test_the_times_are_in_the_sessions_zone(server, zone, offset):
    served = make_served_session(server, time_zone=zone, starts="2026-12-09T01:30:00.000Z")
    served.ask()
    served["organiser"].command("close")
    moment = session_time.local(stranger(served).request("GET", f"/api/s/{served.code}/ledger")[1]["at"], zone)
    shown = page(served).text
    assert {"-05:00": "8 December 2026", "Asia/Kathmandu": "9 December 2026"}[zone] in shown
    assert f"{moment:%H:%M} ({offset})." in shown and " UTC." not in shown


def test_page_report_and_export_have_the_same_rows(served):
    for group, acts in (("media", ("approve", "take", "answer")), ("academia", ("decline",)), ("media", ("approve",))):
        number = served.ask("Who decides?", group=group)
        for act in acts:
            served.act(act, number, **({"reason": "off_topic"} if act == "decline" else {}))
    served["organiser"].command("pause")  # Cached figures are valid for one phase only, so they are counted anew.
    _, _, content = served["organiser"].raw("GET", f"/api/s/{served.code}/organiser/export?format=html&lang=en")
    shown, report = page(served), Page(content.decode())
    _, _, content = served["organiser"].raw("GET", f"/api/s/{served.code}/organiser/export?format=json")
    assert rows_of(shown) == rows_of(report) and len(rows_of(shown)) == 14
    assert json.loads(content)["ledger"] == stranger(served).request("GET", f"/api/s/{served.code}/ledger")[1]
    total = "1 answered + 1 approved, not answered + 1 not approved = 3 received."
    assert total in shown.text and total in report.text


def rows_of(shown: Page) -> list[str]:
    """Return the keys of the rows (`data-key`) and reasons (`data-why`) of the page's ledger, in the page's order."""
    return [
        attributes.get("data-key") or attributes["data-why"]
        for _, attributes in shown.tags
        if "data-key" in attributes or "data-why" in attributes
    ]
