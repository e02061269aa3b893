"""Tests of the stage: the phases paused and closed, a lost connection, the language of Next, questions asked aloud."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.example_session import advance, done, typical, version
from tests.browser.interface_text import sentence
from tests.browser.test_axe import AXE, RUN
from tests.browser.watched_pages import LIVE, LOST, WatchedPages, cookies_of
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser


def in_long_runs(fill):
    """Mark a test parameter as `long`. `fill`: the parameter, a function that creates the questions on the stage."""
    return pytest.param(fill, marks=pytest.mark.long)


WINDOWS = ((1920, 1080), (1024, 768))
LANGUAGES = ("en", "es", "fr")
OFFLINE = "html[data-link=offline]"
SHOWN = """() => {
  const stage = document.querySelector("#stage").cloneNode(true);
  stage.querySelector(".lost")?.remove();
  const boxes = [...document.querySelectorAll("#stage .said, #stage .figure, #stage .numbers")]
    .map((element) => Object.values(element.getBoundingClientRect().toJSON()));
  return [stage.outerHTML, boxes];
}"""
"""A script that returns two values.

The first value is the HTML of the stage without the line about the lost connection. The second value contains the
position and size of each text.
"""


def open_stage(watched, size=WINDOWS[0], lang: str = "en", view: str = "") -> Page:
    page = watched.enter("stage", lang, allow=LOST, viewport={"width": size[0], "height": size[1]})
    if view:
        page.goto(f"{page.url}?view={view}")
        page.wait_for_selector(LIVE)
    page.evaluate("document.fonts.ready")
    return page


def approved(server, text: str, language: str) -> int:
    number = done(server.client().command("ask", {"text": text, "language": language}))["question"]["number"]
    chair = server.client("chair/a")
    done(chair.command("approve", {"number": number, "version": version(chair, number)}))
    return number


def only_next(server) -> None:
    """Create a long question and give it the status `next`. Create no live question."""
    number, chair = approved(server, "Who decides? " * 15, "en"), server.client("chair/a")
    done(chair.command("set_next", {"number": number, "version": version(chair, number)}))


def wide(server) -> None:
    """Create a live question that needs the full width, and a next question of the same length."""
    for _ in range(2):
        approved(
            server, ("Which commitments, with dates and responsible persons, will the States enter? " * 5)[:295], "en"
        )
    advance(server.client("chair/a"), 1)


def paused(server) -> None:
    typical(server)
    set_phase(server, "pause")


def set_phase(server, act: str) -> None:
    done(server.client("organiser").command(act))


def expect_announced(page: Page, english: str) -> None:
    words = page.locator("[data-announced] .word")
    expect(words).to_have_text([sentence(lang, english) for lang in LANGUAGES])
    expect(page.locator(".qr")).to_have_count(0)
    expect(page.get_by_text(page.url.split("/")[2])).to_have_count(0)


@pytest.mark.parametrize("view", ["", "queue"])
def test_a_pause_is_announced_and_the_way_to_join_is_removed(watched, server, view):
    stage = open_stage(watched, view=view)
    expect(stage.locator(".qr")).to_be_visible()
    set_phase(server, "pause")
    expect_announced(stage, "Questions are paused.")
    set_phase(server, "open")
    expect(stage.locator(".qr")).to_be_visible()
    typical(server)
    expect(stage.locator("[data-status=next] .said")).to_be_visible()
    set_phase(server, "pause")
    expect_announced(stage, "Questions are paused.")
    for status in ("live", "next"):
        expect(stage.locator(f"[data-status={status}] .said")).to_be_visible()
    set_phase(server, "open")
    expect(stage.locator("[data-announced]")).to_have_count(0)
    expect(stage.locator(".code, .join-line strong")).to_have_text(server.code)


def test_a_pause_is_announced_below_a_question_of_full_width(watched, server):
    wide(server)
    stage = open_stage(watched, WINDOWS[1])
    expect(stage.locator("#stage")).to_have_attribute("data-view", "wide")
    set_phase(server, "pause")
    expect_announced(stage, "Questions are paused.")


@pytest.mark.parametrize("view", ["", "queue"])
def test_the_closing_is_announced_and_the_way_to_join_is_removed(watched, server, view):
    typical(server)
    stage = open_stage(watched, view=view)
    set_phase(server, "close")
    expect(stage.locator("#stage")).to_have_attribute("data-view", "idle")
    expect_announced(stage, "The session is closed. Thank you for your questions.")


def test_a_session_whose_languages_have_no_catalogue_announces_a_pause_in_the_pages_language(running_server, browser):
    session = make_served_session(running_server, languages=["it", "sw"])
    set_phase(session, "pause")
    with WatchedPages(browser, session) as watched:
        stage = open_stage(watched, lang="fr")
        expect(stage.locator("[data-announced] .word")).to_have_text([sentence("fr", "Questions are paused.")])
        expect(stage.locator("[data-announced] .word")).to_have_attribute("lang", "fr")


@pytest.mark.parametrize("fill", [in_long_runs(typical), in_long_runs(paused), wide, only_next])
def test_a_lost_connection_takes_no_space_from_the_questions(watched, server, fill):
    fill(server)
    stages = [open_stage(watched, size, view=view) for size in WINDOWS for view in ("", "queue")]
    for stage in stages:
        expect(stage.locator(".lost")).to_be_hidden()
    before = [stage.evaluate(SHOWN) for stage in stages]
    for stage in stages:
        stage.context.set_offline(True)
    for stage in stages:
        stage.wait_for_selector(OFFLINE)
        expect(stage.locator(".lost")).to_be_visible()
    assert [stage.evaluate(SHOWN) for stage in stages] == before
    if fill in (typical, paused):
        for stage in stages:
            expect(stage.locator("[data-status=next] .said")).to_be_visible()


def test_the_rail_shows_the_first_lines_of_a_long_next_question(watched, server):
    for text in ("Who pays?", "Which commitments, with dates and persons, will the States enter? " * 4, "And then?"):
        approved(server, text.strip(), "en")
    advance(server.client("chair/a"), 1)
    for size in WINDOWS:
        stage = open_stage(watched, size)
        expect(stage.locator("#stage")).to_have_attribute("data-view", "now")
        text = stage.locator(".rail [data-status=next] .said")
        expect(text).to_be_visible()
        shown, whole, line = text.evaluate(
            "(said) => [said.clientHeight, said.scrollHeight, parseFloat(getComputedStyle(said).lineHeight)]"
        )
        assert 3 <= round(shown / line) < round(whole / line)
        room = stage.locator(".rail-room")
        assert room.evaluate("({ scrollHeight, clientHeight }) => scrollHeight - clientHeight") <= 1
        expect(stage.locator(".rail .numbers span")).to_have_text(["3"])


@pytest.mark.parametrize("view", ["", "queue"])
def test_next_is_in_the_language_of_now_if_it_exists_in_that_language(watched, server, view):
    approved(server, "¿Quién decide?", "es")
    number = approved(server, "Qui écoute la salle ?", "fr")
    booth = server.client("booth")
    for language, text in (("en", "Who listens to the room?"), ("es", "¿Quién escucha a la sala?")):
        done(booth.command("translate", {"number": number, "language": language, "text": text}))
    advance(server.client("chair/a"), 1)
    stage = open_stage(watched, view=view)
    following = stage.locator("[data-status=next]")
    expect(following.locator(".said")).to_have_text("¿Quién escucha a la sala?")
    expect(following.locator(".said")).to_have_attribute("lang", "es")
    expect(following.locator(".about-kind")).to_have_text(sentence("es", "corrected by the booth"))
    if not view:
        expect(following.locator("h2 .word")).to_have_text([sentence("es", "Next")])


def test_the_number_of_next_has_a_label_in_the_language_of_now_if_next_exists_in_it(watched, server):
    approved(server, ("¿Qué compromisos, con fechas y responsables, asumirán los Estados? " * 5)[:295], "es")
    number = approved(server, "Qui écoute la salle ?", "fr")
    fields = {"number": number, "language": "es", "text": "¿Quién escucha a la sala?"}
    done(server.client("booth").command("translate", fields))
    advance(server.client("chair/a"), 1)
    stage = open_stage(watched, WINDOWS[1])
    expect(stage.locator(".foot .heading-next .word").first).to_have_text(sentence("es", "Next"))


def test_next_is_in_the_stages_language_if_it_does_not_exist_in_the_language_of_now(watched, server):
    approved(server, "¿Quién decide?", "es")
    number = approved(server, "Qui écoute la salle ?", "fr")
    english = "Who listens to the room?"
    done(server.client("booth").command("translate", {"number": number, "language": "en", "text": english}))
    advance(server.client("chair/a"), 1)
    stage = open_stage(watched)
    expect(stage.locator("[data-status=next] .said")).to_have_text("Who listens to the room?")
    expect(stage.locator("[data-status=next] h2 .word")).to_have_text(["Next"])


@pytest.mark.parametrize("size", WINDOWS)
@pytest.mark.parametrize("view", ["", "queue"])
def test_a_spoken_question_is_one_short_line(watched, server, size, view):
    done(server.client("chair/a").command("add", {"text": "", "language": "fr", "live": True}))
    context = watched.person(bypass_csp=True, viewport={"width": size[0], "height": size[1]})
    context.add_init_script(path=AXE)
    context.add_cookies(cookies_of(server.client("stage")))
    stage = context.new_page()
    stage.goto(f"{server.url}/s/{server.code}/stage" + (f"?view={view}" if view else ""))
    stage.wait_for_selector(LIVE)
    line = stage.locator(".said.live")
    expect(line).to_have_count(1)
    expect(line.locator(".word").first).to_have_text(sentence("fr", "Asked in the room"))
    box, first = line.bounding_box(), line.locator(".word").first.bounding_box()
    assert box["height"] <= 0.07 * size[1] and abs(first["height"] - box["height"]) <= 1
    assert first["x"] >= box["x"] and first["x"] + first["width"] <= box["x"] + box["width"]
    assert stage.evaluate(RUN, "light") + stage.evaluate(RUN, "dark") == []


def test_a_spoken_next_question_is_announced_in_the_language_of_now(watched, server):
    approved(server, "¿Quién decide?", "es")
    chair = server.client("chair/a")
    done(chair.command("add", {"text": "", "language": "fr"}))
    advance(chair, 1)
    stage = open_stage(watched)
    expect(stage.locator("[data-status=next] .said")).to_have_text(sentence("es", "Asked in the room"))
    phone = watched.enter()
    done(chair.command("advance", {"live": 1, "next": 2}))
    expect(phone.locator("#now .voice")).to_have_text("Asked in the room")


@pytest.mark.parametrize("act", ["pause", "close"])
def test_the_announcements_have_no_accessibility_fault(watched, server, act):
    typical(server)
    set_phase(server, act)
    context = watched.person(bypass_csp=True, allow=LOST, viewport={"width": 1920, "height": 1080})
    context.add_init_script(path=AXE)
    context.add_cookies(cookies_of(server.client("stage")))
    stage = context.new_page()
    stage.goto(f"{server.url}/s/{server.code}/stage")
    stage.wait_for_selector(LIVE)
    context.set_offline(True)
    stage.wait_for_selector(OFFLINE)
    assert stage.evaluate(RUN, "light") + stage.evaluate(RUN, "dark") == []
