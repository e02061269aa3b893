"""Tests of the report: the content, the order, and the data that must be absent. The report loads no external file."""

from __future__ import annotations

import re

import pytest

from moderation.services.record import report as contents
from moderation.web.pages.report import as_html, css_string
from tests.factories import ANA, BEN, caller, execute_act, make_database, spoken
from tests.web.html_forms import Page

CHAIR = caller("chair.a")
ATTACK = "</style><script>alert(1)</script><img src=x onerror=alert(1)>"


def ask(store, text: str, **fields) -> int:
    return execute_act(store, "ask", fields.pop("who", caller("attendee", ANA)), text=text, **fields)["question"][
        "number"
    ]


def take(store, number: int) -> None:
    """Approve a question, take it to the screen and answer it."""
    execute_act(store, "approve", CHAIR, number=number, version=1)
    execute_act(store, "take", CHAIR, number=number, version=2, at=f"2021-04-14T13:{50 - number:02}:00.000Z")
    execute_act(store, "answer", CHAIR, number=number, version=3)


def written(store, lang: str | None = None) -> tuple[str, Page]:
    html = as_html(contents.contents(store, "PANEL1"), lang).decode()
    return html, Page(html)


@pytest.fixture
def recorded(store):
    """Create a session with seven questions.

    Three questions are answered; the last received is answered first. The other four are approved, declined, withdrawn
    and pending.
    """
    for number in range(1, 4):
        ask(store, f"Question {number}?", group="media", name="Canary Name")
    for number in (3, 2, 1):
        take(store, number)
    execute_act(store, "approve", CHAIR, number=ask(store, "Approved?"), version=1)
    execute_act(store, "decline", CHAIR, number=ask(store, "Canary declined?"), version=1, reason="off_topic")
    execute_act(store, "withdraw", caller("attendee", ANA), number=ask(store, "Canary withdrawn?"))
    ask(store, "Canary waiting?")
    return store


def test_answered_questions_are_in_the_order_of_taking(recorded):
    _, page = written(recorded)
    assert [attributes["id"] for name, attributes in page.tags if name == "article"] == ["q3", "q2", "q1", "q4"]
    assert "3 answered + 1 approved, not answered + 3 not approved = 7 received." in page.text
    assert "taken up at 13:47 UTC" in page.text and "Approved, not answered yet" in page.text


def test_the_report_contains_only_what_the_screen_may_show(recorded):
    html, _ = written(recorded)
    assert "Canary" not in html
    execute_act(recorded, "close", caller("organiser"))
    html, page = written(recorded)
    assert "Canary" not in html and "Approved?" not in html and "Every question had an answer or a reason." in page.text


def test_a_name_is_shown_only_with_its_askers_consent(store):
    take(store, ask(store, "Who?", name="Ana Sol", show_name=True))
    take(store, ask(store, "Why?", name="Ben Luz", who=caller("attendee", BEN)))
    html, _ = written(store)
    assert "Ana Sol" in html and "Ben Luz" not in html


def test_original_and_translation_are_labelled(store):
    take(store, ask(store, "Who decides?", to="moliehi"))
    execute_act(store, "translate", CHAIR, number=1, version=4, language="es", text="¿Quién decide?")
    html, page = written(store)
    assert re.search(r'<p class="voice" dir="auto">Who decides\?</p>', html)
    assert re.search(r'<p class="voice" lang="es" dir="ltr">¿Quién decide\?</p>', html)
    assert "corrected by a chair" in page.text and "To Moliehi" in page.text


def test_the_report_loads_nothing_and_has_no_script(store):
    take(store, ask(store, ATTACK))
    execute_act(store, "translate", CHAIR, number=1, version=4, language="es", text=ATTACK)
    html, page = written(store)
    assert {name for name, _ in page.tags}.isdisjoint({"script", "img", "iframe", "object", "form", "video", "audio"})
    assert [
        value
        for _, attributes in page.tags
        for name, value in attributes.items()
        if name in ("src", "href") and not value.startswith(("#", "data:,"))
    ] == []
    assert not re.search(r"url\(|@import|https?:", html) and not [
        1 for _, attributes in page.tags for name in attributes if name.startswith("on")
    ]
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2


def test_a_title_cannot_inject_markup_or_styles():
    store = make_database(title={"en": ATTACK + '"}', "es": ATTACK}, organisers=ATTACK, description={"en": ATTACK})
    html, _ = written(store)
    assert "<script" not in html and "<img" not in html and html.count("</style>") == 1
    assert css_string('a"</style>\\') == '"a\\22 \\3c \\2f style\\3e \\5c "'


@pytest.mark.parametrize(("lang", "direction"), [("es", "ltr"), ("ar", "rtl")])
def test_the_report_is_in_the_requested_language(recorded, lang, direction):
    html, page = written(recorded, lang)
    assert f'<html lang="{lang}" dir="{direction}">' in html
    assert ("¿A quién se escucha?" in page.text) == (lang == "es")


def test_under_the_rule_the_report_has_only_texts_in_random_order():
    store = make_database(chatham_house_rule=True)
    for number in range(1, 13):
        ask(store, f"Question {number:02}?", group="academia", identified=spoken("en" if number % 2 else "es"))
        take(store, number)
    execute_act(store, "translate", CHAIR, number=1, version=4, language="es", text="¿Pregunta 01?")
    orders = []
    for _ in range(3):
        html, page = written(store)
        orders.append(re.findall(r"Question \d\d", html))
        assert sorted(orders[-1]) == [f"Question {number:02}" for number in range(1, 13)]
        assert (
            "academia" not in html.split("</style>")[1].split('id="main"')[1]
            and "13:4" not in page.text
            and 'id="q' not in html
        )
        assert (
            "Joyce" not in html and "Moliehi" not in html and "corrected" not in page.text and "¿Pregunta 01?" in html
        )
    assert orders[0] != orders[1] or orders[1] != orders[2]


def test_under_the_rule_the_report_has_the_queue_if_the_stage_shows_it():
    store = make_database(chatham_house_rule=True)
    for number in (1, 2, 3):
        execute_act(store, "approve", CHAIR, number=ask(store, f"Question {number}?"), version=1)
    execute_act(store, "take", CHAIR, number=1, version=2)
    for shown in (True, False):
        execute_act(store, "set", caller("organiser"), stage_upcoming=shown)
        assert sorted(re.findall(r"Question \d", written(store)[0])) == [
            f"Question {number}" for number in ((1, 2, 3) if shown else (1,))
        ]
