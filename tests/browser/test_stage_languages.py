"""Tests of the languages of the stage: the chairs' choice, the languages in a stage link, space for every language."""

from __future__ import annotations

from itertools import combinations

import pytest
from playwright.sync_api import Page, expect

from moderation.web.language_choice import INTERFACE
from tests.browser.example_session import advance, done
from tests.browser.interface_text import sentence
from tests.browser.six_languages import GERMAN, LANGUAGES, QUESTIONS, THAI, ask_translated, fill, repeated
from tests.browser.watched_pages import LIVE, LOST, WatchedPages
from tests.web.served_session import ServedSession, make_served_session

pytestmark = pytest.mark.browser

WINDOWS = ((1920, 1080), (1024, 768))
LIMITS = {"text": 2000, "text_bytes": 12_000, "burst": 100_000, "waiting": 100_000}
OVERFLOWS = """() => {
  const stage = document.querySelector("#stage");
  const problems = [];
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) problems.push("the page scrolls");
  for (const box of stage.querySelectorAll("[data-fit]"))
    if (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1) problems.push(box.className);
  const walker = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest(".turning, .visually-hidden, svg, .lost")) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const cut = element.closest(".next[data-cut] .said")?.getBoundingClientRect();
    for (const { left, right, top, bottom } of range.getClientRects()) {
      if (cut && top >= cut.bottom - 1) continue; // The lines after the first ones are hidden.
      const line = element.closest(".aloud.words");
      if (!line && (left < -1 || right > innerWidth + 1 || top < -1 || bottom > innerHeight + 1))
        problems.push(`outside: ${walker.currentNode.data.slice(0, 40)}`);
    }
  }
  const shown = [...stage.querySelectorAll(".top, .rail, .now, .rule, .foot, .list, .welcome, .coming")]
    .map((box) => [box.className, box.getBoundingClientRect()]);
  for (const [name, { right, bottom, left }] of shown)
    if (right > innerWidth + 1 || bottom > innerHeight + 1 || left < -1) problems.push(`outside: ${name}`);
  return problems;
}"""
"""A script that returns the problems of the stage: elements outside the window, and boxes that overflow."""


SIZES = "(({ scrollHeight, clientHeight }) => [scrollHeight, clientHeight])(document.querySelector('.turning'))"


def six_languages(running_server, **changes) -> ServedSession:
    return make_served_session(
        running_server, languages=list(LANGUAGES), translation="none", limits=LIMITS, terms=[], **changes
    )


@pytest.fixture
def server(running_server):
    return six_languages(running_server)


def texts_on(stage: Page):
    return stage.locator("[data-status=live] .said")


def open_stage(watched, query: str = "", size=WINDOWS[0], **options) -> Page:
    page = watched.enter("stage", viewport={"width": size[0], "height": size[1]}, **options)
    if query:
        page.goto(f"{page.url}?{query}")
        page.wait_for_selector(LIVE)
    page.evaluate("document.fonts.ready")
    return page


def test_the_stage_has_the_direction_of_its_first_language_not_of_the_browser(watched, server):
    fill(server)
    advance(server.client("chair/a"), 4)  # question 4, in Arabic
    arabic = QUESTIONS[3]["ar"]
    page = open_stage(watched, lang="ar")
    stage = page.locator("#stage")
    for query, lang, direction in (
        ("", "en", "ltr"),
        ("languages=ar,en", "ar", "rtl"),
        ("languages=zh,ar", "zh", "ltr"),
    ):
        page.goto(f"{page.url.split('?')[0]}?{query}")
        page.wait_for_selector(LIVE)
        expect(stage).to_have_attribute("lang", lang)
        expect(stage).to_have_attribute("dir", direction)
        expect(page.locator("html")).to_have_attribute("dir", direction)
        text = texts_on(page).filter(has_text=arabic)
        assert text.evaluate("(said) => getComputedStyle(said).direction") == "rtl"
        side = page.evaluate(
            "document.querySelector('.rail').getBoundingClientRect().left < innerWidth / 2 ? 'left' : 'right'"
        )
        assert side == ("left" if direction == "rtl" else "right")


def test_the_chairs_choose_the_languages_and_every_screen_follows(watched, server):
    fill(server)
    advance(server.client("chair/a"), 5)  # question 5, which is in Russian, becomes live
    texts = QUESTIONS[4]
    first, second = open_stage(watched), open_stage(watched, size=WINDOWS[1])
    own = open_stage(watched, "languages=es,FR,xx")
    for stage in (first, second):
        expect(texts_on(stage)).to_have_text([texts["ru"], texts["en"], texts["fr"]])
    expect(texts_on(own)).to_have_text([texts["ru"], texts["es"], texts["fr"]])
    a, b = watched.enter("chair/a", viewport={"width": 1440, "height": 900}), watched.enter("chair/b", lang="fr")
    a.locator("[data-act=stage_languages]").click()
    dialog = a.locator("#stage-languages")
    expect(dialog.locator("[data-language] bdi")).to_have_text(
        ["English", "Français", "Español", "العربية", "Русский", "中文"]
    )
    for code in ("zh", "ar", "en"):
        dialog.locator(f"[data-language={code}] input").check()
    expect(dialog.locator("[data-language=es] input")).to_be_disabled()
    dialog.get_by_role("button", name="Show these languages").click()
    expect(dialog).to_be_hidden()
    for stage in (first, second):
        expect(texts_on(stage)).to_have_text([texts["ru"], texts["zh"], texts["ar"], texts["en"]])
        expect(stage.locator(".heading-now .word")).to_have_text([sentence(lang, "Now") for lang in ("zh", "ar", "en")])
        expect(stage.locator("[data-status=next] .said")).to_have_text(QUESTIONS[5]["en"])
    expect(texts_on(own)).to_have_text([texts["ru"], texts["es"], texts["fr"]])
    for chair in (a, b):
        expect(chair.locator("[data-act=stage_languages] .stage-codes bdi")).to_have_text(["ZH", "AR", "EN"])
    expect(a.locator(".foot-undo, footer").get_by_text("You changed the languages of the screen")).to_be_visible()
    a.locator("[data-act=undo]").first.click()
    for stage in (first, second):
        expect(texts_on(stage)).to_have_text([texts["ru"], texts["en"], texts["fr"]])
    b.locator("[data-act=stage_languages]").click()
    b.locator("#stage-languages [data-language=es] input").check()
    b.get_by_role("button", name=sentence("fr", "Show these languages")).click()
    expect(texts_on(first)).to_have_text([texts["ru"], texts["es"]])
    b.locator("[data-act=stage_languages]").click()
    b.get_by_role("button", name=sentence("fr", "As usual: the first languages")).click()
    expect(texts_on(first)).to_have_text([texts["ru"], texts["en"], texts["fr"]])


def test_the_link_of_a_projector_keeps_its_languages(watched, server):
    link = watched.link("stage").replace("#", "?languages=ar,zh#")
    stage = watched.person().new_page()
    stage.goto(link)
    stage.wait_for_selector(LIVE)
    expect(stage.locator(".invitation .word")).to_have_text(
        [sentence(lang, "Ask your question") for lang in ("ar", "zh")]
    )
    assert "#" not in stage.url and stage.url.endswith("?languages=ar,zh")
    done(server.client("chair/a").command("set_stage_languages", {"languages": ["ru"]}))
    fill(server)
    advance(server.client("chair/a"), 1)
    expect(texts_on(stage)).to_have_text([QUESTIONS[0][lang] for lang in ("en", "ar", "zh")])


def test_the_organiser_copies_a_link_with_languages(watched, server):
    organiser = watched.enter("organiser", lang="fr", permissions=["clipboard-read", "clipboard-write"])
    organiser.get_by_text(sentence("fr", "A screen in its own languages")).click()
    for code in ("zh", "ar", "en"):
        organiser.locator(f"[data-link-language={code}]").check()
    expect(organiser.locator("[data-link-language=es]")).to_be_disabled()
    organiser.locator("[data-copy=stage-languages]").click()
    expect(organiser.locator("[role=status]").filter(has_text=sentence("fr", "Stage")).first).to_be_visible()
    link = organiser.evaluate("navigator.clipboard.readText()")
    assert link == watched.link("stage").replace("#", "?languages=zh,ar,en#")


def test_under_the_rule_the_stage_shows_exactly_the_chosen_texts(browser, running_server):
    server = six_languages(running_server, chatham_house_rule=True)
    with WatchedPages(browser, server) as watched:
        number = ask_translated(server, QUESTIONS[3], "ar")
        chair = server.client("chair/a")
        done(chair.command("set_stage_languages", {"languages": ["ru", "en"]}))
        stage = open_stage(watched)
        advance(chair, 1)
        expect(stage.locator(f"[data-status=live][data-number='{number}']")).to_be_visible()
        expect(texts_on(stage)).to_have_text([QUESTIONS[3]["ru"], QUESTIONS[3]["en"]])
        assert QUESTIONS[3]["ar"] not in stage.inner_text("#stage")
        expect(stage.locator(".rule p")).to_have_count(2)


def test_texts_that_do_not_fit_together_have_their_turn_in_every_language(watched, server):
    texts = {lang: repeated(text, 500) for lang, text in QUESTIONS[0].items()}
    ask_translated(server, texts, "en")
    chair = server.client("chair/a")
    done(chair.command("set_stage_languages", {"languages": ["fr", "ar", "ru"]}))
    advance(chair, 1)
    context = watched.person(allow=LOST, viewport={"width": 1024, "height": 768})
    stage = context.new_page()
    stage.clock.install()
    stage.goto(watched.link("stage"))
    stage.wait_for_selector(LIVE)
    sizes = set()
    for lang in ("en", "fr", "ar", "ru", "en"):
        expect(texts_on(stage)).to_have_text([texts[lang]])
        expect(stage.locator(".turns [data-shown]")).to_have_attribute("lang", lang)
        assert stage.evaluate(OVERFLOWS) == []
        sizes.add(stage.evaluate("document.querySelector('#stage').style.getPropertyValue('--size')"))
        stage.clock.run_for(12_000)
    assert len(sizes) == 1


def test_turns_that_begin_later_begin_with_the_question(watched, server):
    texts = {lang: repeated(text, 500) for lang, text in QUESTIONS[0].items() if lang in ("en", "fr")}
    number = ask_translated(server, {"en": texts["en"]}, "en")
    advance(server.client("chair/a"), 1)
    stage = watched.person(allow=LOST, viewport={"width": 1024, "height": 768}).new_page()
    stage.clock.install()
    stage.goto(watched.link("stage"))
    stage.wait_for_selector(LIVE)
    expect(texts_on(stage)).to_have_text([texts["en"]])
    stage.clock.run_for(20_000)
    done(server.client("booth").command("translate", {"number": number, "language": "fr", "text": texts["fr"]}))
    expect(stage.locator(".turns [data-shown]")).to_have_attribute("lang", "en")
    stage.clock.run_for(11_000)
    expect(stage.locator(".turns [data-shown]")).to_have_attribute("lang", "en")
    stage.clock.run_for(1_000)
    expect(stage.locator(".turns [data-shown]")).to_have_attribute("lang", "fr")


def test_a_text_of_several_pages_has_a_turn_for_all_its_pages(watched, server):
    texts = {lang: repeated(text, 2000) for lang, text in QUESTIONS[0].items() if lang in ("en", "es")}
    ask_translated(server, texts, "en")
    chair = server.client("chair/a")
    done(chair.command("set_stage_languages", {"languages": ["es"]}))
    advance(chair, 1)
    stage = watched.person(allow=LOST, viewport={"width": 1024, "height": 768}).new_page()
    stage.clock.install()
    stage.goto(watched.link("stage"))
    stage.wait_for_selector(LIVE)
    for lang in ("en", "es", "en"):
        expect(texts_on(stage)).to_have_attribute("lang", lang)
        tops, (height, page) = [0], stage.evaluate(SIZES)
        for _ in range(20):
            stage.clock.run_for(12_000)
            if texts_on(stage).get_attribute("lang") != lang:
                break
            assert stage.evaluate(OVERFLOWS) == []
            tops.append(stage.evaluate("document.querySelector('.turning').scrollTop"))
            assert tops[-1] <= height - page
        expected = [min(page * number, height - page) for number in range(len(tops))]
        assert all(abs(top - right) <= len(tops) for top, right in zip(tops, expected, strict=True)), (tops, expected)
        assert tops[-1] == height - page > 0


def test_a_word_longer_than_a_line_is_broken_and_does_not_hide_the_translations(browser, running_server):
    texts = {"de": GERMAN, "en": QUESTIONS[0]["en"]}
    server = make_served_session(running_server, languages=["en", "de"], translation="none", limits=LIMITS, terms=[])
    with WatchedPages(browser, server) as watched:
        ask_translated(server, texts, "de")
        advance(server.client("chair/a"), 1)
        stage = open_stage(watched, size=WINDOWS[1])
        expect(texts_on(stage)).to_have_text([texts["de"], texts["en"]])
        assert stage.evaluate(OVERFLOWS) == []


def test_the_title_on_the_stage_has_the_first_language_of_the_stage(browser, running_server):
    titles = {"en": "Water", "ar": "المياه"}
    server = make_served_session(
        running_server, languages=["en", "ar"], translation="none", limits=LIMITS, title=titles
    )
    with WatchedPages(browser, server) as watched:
        ask_translated(server, {"en": QUESTIONS[0]["en"]}, "en")
        advance(server.client("chair/a"), 1)
        for query, lang in (("", "en"), ("languages=ar", "ar")):
            title = open_stage(watched, query, lang="ar").locator(".top-title")
            expect(title).to_have_text(titles[lang])
            expect(title).to_have_attribute("lang", lang)


def test_a_long_german_word_fits_on_a_stage_that_is_written_from_right_to_left(browser, running_server):
    server = make_served_session(running_server, languages=["ar", "de"], translation="none", limits=LIMITS)
    with WatchedPages(browser, server) as watched:
        ask_translated(server, {"de": GERMAN, "ar": QUESTIONS[0]["ar"]}, "de")
        advance(server.client("chair/a"), 1)
        for size in WINDOWS:
            stage = open_stage(watched, "", size)
            expect(stage.locator("#stage")).to_have_attribute("dir", "rtl")
            assert stage.evaluate(OVERFLOWS) == []


def shapes():
    """Return the texts with which the languages need the most space: a list of {language: text}.

    Each dictionary is for one session, which has the languages of the keys.
    """
    with_german_and_thai = {"de": GERMAN, "th": THAI} | {lang: QUESTIONS[0][lang] for lang in ("en", "ar", "ru", "zh")}
    return [QUESTIONS[0], with_german_and_thai]


@pytest.mark.parametrize("texts", shapes(), ids=["un", "de-th"])
@pytest.mark.parametrize("length", [0, 300, 500, pytest.param(2000, marks=pytest.mark.long)])
def test_every_text_in_any_three_languages_fits(browser, running_server, texts, length):
    codes = list(texts)
    server = make_served_session(
        running_server, languages=codes, translation="none", limits=LIMITS, terms=[], title={codes[0]: "Water"}
    )
    long = {lang: repeated(text, length) if length else text for lang, text in texts.items()}
    with WatchedPages(browser, server) as watched:
        for asked_in in codes[:3]:
            ask_translated(server, long, asked_in)
        chair = server.client("chair/a")
        advance(chair, 1)
        stages = [open_stage(watched, query, size) for size in WINDOWS for query in ("", "view=queue")]
        for number, chosen in enumerate(combinations(codes, 3)):
            done(chair.command("set_stage_languages", {"languages": list(chosen)}))
            heading = [sentence(lang, "Now") for lang in (codes[0], *chosen) if lang in chosen and lang in INTERFACE]
            for stage in stages:
                if "queue" not in stage.url:
                    expect(stage.locator(".heading-now .word")).to_have_text(list(dict.fromkeys(heading)))
                stage.emulate_media(color_scheme="dark" if number % 2 else "light")
                assert (chosen, stage.viewport_size, stage.evaluate(OVERFLOWS)) == (chosen, stage.viewport_size, [])
        done(chair.command("clear_screen"))
        for stage in stages:
            expect(stage.locator("#stage")).to_have_attribute("data-view", "idle")
            assert stage.evaluate(OVERFLOWS) == []
