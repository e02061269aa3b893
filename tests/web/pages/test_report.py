"""Tests of the report. They check its content, its order, and the absence of private data and of external files."""

from __future__ import annotations

import re

import pytest

from moderation.services.record import reading
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
    execute_act(store, "take", CHAIR, number=number, version=2, at=f"2021-04-14T13:{(50 - number) % 60:02}:00.000Z")
    execute_act(store, "answer", CHAIR, number=number, version=3)


def written(store, lang: str | None = None) -> tuple[str, Page]:
    html = as_html(contents.contents(store, "PANEL1"), lang).decode()
    return html, Page(html)


@pytest.fixture
def recorded(store):
    """Create a session with seven questions.

    Questions 1 to 3 are answered, in the order 3, 2, 1. Question 4 is approved, 5 is declined, 6 is withdrawn and 7 is
    pending.
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
    assert "taken up: 13:47" in page.text and "Approved, not answered yet" in page.text


def test_the_report_counts_by_topic_and_names_the_topic_of_a_question():
    topics = [{"key": key, "label": {"en": label}} for key, label in (("rights", "Rights"), ("access", "Access"))]
    store = make_database(topics=topics)
    take(store, ask(store, "Who?", topic="rights"))
    _, page = written(store)
    assert "By topic received approved taken up answered Rights 1 1 1 1 Access 0 0 0 0" in page.text
    assert page.text.count("Rights") == 2
    assert "By topic" not in written(make_database(topics=[]))[1].text


def test_the_report_contains_only_what_the_screen_may_show(recorded):
    html, _ = written(recorded)
    assert "Canary" not in html
    execute_act(recorded, "close", caller("organiser"))
    html, page = written(recorded)
    assert (
        "Canary" not in html
        and "Approved?" not in html
        and "Every question was answered, or a reason was given." in page.text
    )


def test_a_name_is_shown_only_with_its_askers_consent(store):
    take(store, ask(store, "Who?", name="Ana Sol", show_name=True))
    take(store, ask(store, "Why?", name="Ben Luz", who=caller("attendee", BEN)))
    html, _ = written(store)
    assert "Ana Sol" in html and "Ben Luz" not in html


def test_original_and_translation_are_labelled(store):
    take(store, ask(store, "Who decides?", to="moliehi"))
    execute_act(store, "translate", CHAIR, number=1, version=4, language="es", text="¿Quién decide?")
    html, page = written(store)
    assert re.search(r'<p class="voice" lang="en" dir="ltr">Who decides\?</p>', html)
    assert re.search(r'<p class="voice" lang="es" dir="ltr">¿Quién decide\?</p>', html)
    assert "corrected by a chair" in page.text and "To Moliehi" in page.text


def wording(store, number: int, text: str, **fields) -> None:
    """Edit the text of an answered question as a chair."""
    execute_act(store, "wording", CHAIR, number=number, version=4, text=text, **fields)


def article_of(html: str, number: int) -> str:
    """Return the part of the report's HTML that shows this question."""
    return html.partition(f'id="q{number}"')[2].partition("</article>")[0]


def test_an_edited_wording_is_marked_and_the_askers_words_are_below_it(store):
    take(store, ask(store, "Who decides?", name="Ana", show_name=True))
    take(store, ask(store, "Untouched?"))
    wording(store, 1, "Who decides, and when?")
    html, page = written(store)
    article = article_of(html, 1)
    assert re.findall(r'<p class="voice" lang="en" dir="ltr">(.*?)</p>', article) == [
        "Who decides, and when?",
        "Who decides?",
    ]
    assert "edited by a chair" in article and "original" not in article
    assert '<span class="source">The asker\'s own words</span>' in article
    untouched = article_of(html, 2)
    assert "original" in untouched and "edited by a chair" not in untouched and "own words" not in untouched
    assert "each as it was asked or, where this is marked, as a chair edited it." in page.text


def test_hidden_words_are_not_in_the_report(store):
    take(store, ask(store, "Canary says 555 0100?"))
    wording(store, 1, "Which number?", hide=True)
    html, _ = written(store)
    assert "Canary" not in html and "edited by a chair" in html and "own words" not in html


def test_a_question_asked_aloud_is_marked_in_the_report(store):
    for text in ("", "How many?"):
        execute_act(store, "add", CHAIR, text=text, live=True, identified=spoken("es"), group="media")
    execute_act(store, "answer", CHAIR, number=2, version=1)
    html, _ = written(store)
    first, second = (article_of(html, number) for number in (1, 2))
    assert re.findall(r'<p class="voice"[^>]*>(.*?)</p>', first) == ["Asked in the room"]
    assert "original" not in first and 'class="tag' not in first
    assert re.findall(r'<p class="voice"[^>]*>(.*?)</p>', second) == ["How many?"]
    assert "<span>asked in the room</span>" in second and "original" in second


@pytest.mark.parametrize("zone", ["-05:00", "America/Bogota"])
def test_date_and_times_are_in_the_sessions_zone(zone):
    store = make_database(starts="2026-12-09T01:30:00.000Z", time_zone=zone)
    for number, at in ((1, "2026-12-09T01:47:00.000Z"), (2, "2026-12-09T05:15:00.000Z")):
        execute_act(store, "approve", CHAIR, number=ask(store, f"Question {number}?"), version=1)
        execute_act(store, "take", CHAIR, number=number, version=2, at=at)
        execute_act(store, "answer", CHAIR, number=number, version=3)
    execute_act(store, "close", caller("organiser"), at="2026-12-09T05:20:00.000Z")
    execute_act(store, "translate", CHAIR, number=1, version=4, language="es", text="¿?", at="2026-12-10T12:00:00.000Z")
    _, page = written(store)
    shown = {"-05:00": "UTC−05:00", "America/Bogota": "America/Bogota (UTC−05:00)"}[zone]
    assert f"Date 8 December 2026 Time zone {shown} Languages" in page.text
    assert "taken up: 20:47" in page.text and "taken up: 9 December 2026, 00:15" in page.text
    assert "Closed: 9 December 2026, 00:20." in page.text
    _, page = written(store, "es")
    assert "8 de diciembre de 2026" in page.text and "abordada: 9 de diciembre de 2026, 00:15" in page.text


def test_without_a_start_time_the_date_is_the_day_of_the_close():
    store = make_database(time_zone="Asia/Tokyo")
    take(store, ask(store, "Who decides?"))
    execute_act(store, "close", caller("organiser"), at="2021-04-14T15:30:00.000Z")
    _, page = written(store)
    assert "Date 15 April 2021 Time zone Asia/Tokyo (UTC+09:00) Languages" in page.text
    assert "taken up: 14 April 2021, 22:49" in page.text and "Closed: 00:30." in page.text


def test_a_question_that_was_put_back_is_at_its_place_in_the_queue(store):
    for number in (1, 2, 3):
        execute_act(store, "approve", CHAIR, number=ask(store, f"Question {number}?"), version=1)
    execute_act(store, "take", CHAIR, number=2, version=2)
    execute_act(store, "put_back", CHAIR, number=2, version=3)
    _, page = written(store)
    assert [attributes["id"] for name, attributes in page.tags if name == "article"] == ["q2", "q1", "q3"]


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


@pytest.mark.parametrize(("lang", "direction"), [("es", "ltr"), ("ar", "rtl"), ("ru", "ltr"), ("zh", "ltr")])
def test_the_report_is_in_the_requested_language(recorded, lang, direction):
    html, page = written(recorded, lang)
    assert f'<html lang="{lang}" dir="{direction}">' in html
    assert ("¿A quién se escucha?" in page.text) == (lang == "es")


def test_under_the_rule_the_report_has_only_texts_in_random_order():
    store = make_database(chatham_house_rule=True)
    numbers = []
    for index in range(1, 13):
        said = {"group": "academia", "identified": spoken("en" if index % 2 else "es")}
        numbers.append(ask(store, f"Question {index:02}?", **said))
        take(store, numbers[-1])
    execute_act(store, "translate", CHAIR, number=numbers[0], version=4, language="es", text="¿Pregunta 01?")
    orders = []
    for _ in range(3):
        html, page = written(store)
        orders.append(re.findall(r"Question \d\d", html))
        assert sorted(orders[-1]) == [f"Question {number:02}" for number in range(1, 13)]
        assert (
            "academia" not in html.split("</style>")[1].split('id="main"')[1]
            and not re.search(r"13:\d\d", page.text)
            and 'id="q' not in html
        )
        assert (
            "Joyce" not in html and "Moliehi" not in html and "corrected" not in page.text and "¿Pregunta 01?" in html
        )
    assert orders[0] != orders[1] or orders[1] != orders[2]


def test_under_the_rule_an_edited_text_is_marked_and_a_question_without_text_says_so():
    store = make_database(chatham_house_rule=True)
    number = ask(store, "Canary decides?")
    take(store, number)
    wording(store, number, "Who decides?")
    added = execute_act(store, "add", CHAIR, live=True, identified=spoken("es"))["question"]["number"]
    execute_act(store, "answer", CHAIR, number=added, version=1)
    html, _ = written(store)
    articles = sorted(re.findall(r"<article.*?</article>", html, re.DOTALL), key=len)
    assert re.findall(r'<p class="voice"[^>]*>(.*?)</p>', articles[0]) == ["Asked in the room"]
    assert 'lang="' not in articles[0] and "edited" not in articles[0]
    assert "Who decides?" in articles[1] and "edited by a chair" in articles[1] and "Canary" not in html


def test_under_the_rule_the_close_is_the_time_of_the_close():
    store = make_database(chatham_house_rule=True, starts="2021-04-14T12:30:00.000Z")
    for number in range(3):
        ask(store, f"Question {number}?")
    execute_act(store, "pause", caller("organiser"), at="2021-04-14T13:10:00.000Z")
    execute_act(store, "close", caller("organiser"), at="2021-04-14T14:20:00.000Z")
    assert "Closed: 14:20." in written(store)[1].text


def test_under_the_rule_the_report_has_the_queue_if_the_stage_shows_it():
    store = make_database(chatham_house_rule=True)
    numbers = [ask(store, f"Question {index}?") for index in (1, 2, 3)]
    for number in numbers:
        execute_act(store, "approve", CHAIR, number=number, version=1)
    execute_act(store, "take", CHAIR, number=numbers[0], version=2)
    for shown in (True, False):
        execute_act(store, "set", caller("organiser"), stage_upcoming=shown)
        assert sorted(re.findall(r"Question \d", written(store)[0])) == [
            f"Question {number}" for number in ((1, 2, 3) if shown else (1,))
        ]


def in_language(store, language: str | None, *, originals_only: bool = False) -> str:
    record = reading.in_language(
        contents.contents(store, "PANEL1"), language, originals_only=originals_only, lang=language or "en"
    )
    return as_html(record).decode()


def test_the_report_in_one_language_shows_the_translation_above_the_original(store):
    take(store, ask(store, "Who decides?"))
    take(store, ask(store, "And when?"))
    execute_act(store, "translate", CHAIR, number=1, version=4, language="es", text="¿Quién decide?")
    html = in_language(store, "es")
    first, second = article_of(html, 1), article_of(html, 2)
    said = r'<p class="voice" lang="(..)" dir="ltr">(.*?)</p>'
    assert re.findall(said, first) == [("es", "¿Quién decide?"), ("en", "Who decides?")]
    assert first.index("corregida por la presidencia") < first.index('<span class="source">original</span>')
    assert re.findall(said, second) == [("en", "And when?")]
    assert "original · sin traducción" in second and "sin traducción" not in first
    assert '<html lang="es"' in html
    assert "Cada una figura en el idioma de esta acta" in html and "tal como se hizo o" not in html


def test_the_report_names_the_engine_of_a_machine_translation(store):
    take(store, ask(store, "Who decides?"))
    execute_act(store, "translate", CHAIR, number=1, version=4, language="es", text="¿Quién decide?")
    store.execute("UPDATE translations SET source = 'machine', engine = 'deepl-pro'")
    for html in (in_language(store, "es"), in_language(store, None)):
        assert "DeepL Pro</bdi>" in article_of(html, 1)


def test_the_report_with_the_originals_only_has_no_translation(store):
    take(store, ask(store, "Who decides?"))
    execute_act(store, "translate", CHAIR, number=1, version=4, language="es", text="¿Quién decide?")
    for language in (None, "es"):
        html = in_language(store, language, originals_only=True)
        assert "Who decides?" in html and "¿Quién decide?" not in html and "sin traducción" not in html


def test_under_the_rule_the_report_in_one_language_has_one_text_for_each_question():
    store = make_database(chatham_house_rule=True)
    number = ask(store, "Who decides?")
    take(store, number)
    take(store, ask(store, "¿Y cuándo?", identified=spoken("es")))
    execute_act(store, "translate", CHAIR, number=number, version=4, language="es", text="¿Quién decide?")
    html = in_language(store, "es")
    assert html.count('<article class="question unmarked">') == 2
    assert "¿Quién decide?" in html and "Who decides?" not in html and "¿Y cuándo?" in html
    assert "cada uno en el idioma de esta acta" in html and "en todos los idiomas en que existen" not in html
    assert "original" not in html.partition('<section class="questions">')[2].partition("</section>")[0]
