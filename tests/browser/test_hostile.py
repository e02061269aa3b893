"""Every hostile row that the API accepts is plain text on every page: nothing runs, nothing is asked of another address."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watched_pages import LIVE, WatchedPages, cookies_of
from tests.servers import ROOT, Client, Server

ROWS = ROOT / "tests" / "data" / "hostile.jsonl"
BURST = 5
ON_STAGE = 20
NOTES = 24

# Text by number, and whatever inside a question is no text; the booth flags acronyms there.
READ = """selector => Object.fromEntries([...document.querySelectorAll(selector)].map((text) =>
  [text.closest("[data-number]").dataset.number, {text: text.textContent, elements: text.querySelectorAll(':not(.flag)').length}]))"""
NAMES = """selector => Object.fromEntries([...document.querySelectorAll(selector)].map((name) =>
  [name.closest("[data-number]").dataset.number, name.textContent]))"""

pytestmark = pytest.mark.browser


class Asked:
    """The server, with the texts and names that it stored by number; `last` asked the newest of them."""

    def __init__(self, server: Server):
        self.server = server
        self.texts: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.last: Client = server.client()
        self.own: list[str] = []

    def ask(self, text: str) -> None:
        """Ask, with the text as one's shown name too; refused names and texts have a code."""
        if len(self.own) == BURST:
            self.last, self.own = self.server.client(), []
        status, answer = self.last.command("ask", {"text": text, "name": text, "show_name": True})
        if status >= 400 and answer["code"] == "name.too_long":
            status, answer = self.last.command("ask", {"text": text})
        if status >= 400:
            assert answer["code"] in ("text.empty", "text.too_long", "request.too_large", "request.json"), answer
            return
        question = answer["question"]
        self.texts[str(question["number"])] = question["text"]
        self.own.append(str(question["number"]))
        if question["name"]:
            self.names[str(question["number"])] = question["name"]


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """Every row sent in; those that are stored wait for the chairs."""
    server = Server(tmp_path_factory.mktemp("hostile")).start()
    asked = Asked(server)
    for line in ROWS.read_text("utf-8").splitlines():
        asked.ask(json.loads(line)["text"])
    assert len(asked.texts) > 550
    yield asked
    server.stop()
    assert "Traceback" not in server.log()


@pytest.fixture(scope="module")
def approved(asked):
    """All of them in the queue."""
    chair = asked.server.client("chair/a")
    for number in asked.texts:
        assert chair.command("approve", {"number": int(number), "version": 1})[0] == 200
    return asked


def check(page: Page, selector: str, texts: dict[str, str], names: dict[str, str] | None = None, by: str = "") -> None:
    """These questions, and no element inside their words."""
    expect(page.locator(selector)).to_have_count(len(texts))
    seen = page.evaluate(READ, selector)
    assert {number: one["text"] for number, one in seen.items()} == texts
    assert not any(one["elements"] for one in seen.values())
    if by:
        assert page.evaluate(NAMES, by) == {number: name for number, name in names.items() if number in texts}
    assert (
        page.locator(
            "main script, main iframe:not(.own-frame), main object, main embed, main img:not(.qr), main [onerror], main [onload]"
        ).count()
        == 0
    )


def test_before_the_chairs(browser, asked):
    with WatchedPages(browser, asked.server) as watched:
        check(watched.enter("chair/a"), "[data-list=incoming] .asked", asked.texts)


def test_with_the_asker(browser, asked):
    texts = {number: asked.texts[number] for number in asked.own}
    with WatchedPages(browser, asked.server) as watched:
        for scripted in (True, False):
            person = watched.person(java_script_enabled=scripted)
            person.add_cookies(cookies_of(asked.last))
            page = person.new_page()
            page.goto(watched.link("attendee") if scripted else f"{watched.link('attendee')}/own")
            check(page, "main .own-row .voice", texts)


@pytest.mark.parametrize(
    "seat, selector, by",
    [
        ("attendee", "#list .voice", "#list .by"),
        ("chair/a", "[data-list=queue] .asked", ""),
        ("booth", ".part-approved .voice", ""),
        ("panel/socco", ".part-queue .voice", ".part-queue .by"),
    ],
)
def test_in_the_queue(browser, approved, seat, selector, by):
    with WatchedPages(browser, approved.server) as watched:
        check(watched.enter(seat), selector, approved.texts, approved.names, by)


def test_in_the_queue_without_javascript(browser, approved):
    with WatchedPages(browser, approved.server) as watched:
        page = watched.enter(java_script_enabled=False)
        page.locator("#list .more a").click()
        check(page, "#list .voice", approved.texts, approved.names, "#list .by")


def test_on_the_screen(browser, approved):
    chair = approved.server.client("chair/a")
    with WatchedPages(browser, approved.server) as watched:
        stage, as_list = watched.enter("stage"), watched.person().new_page()
        as_list.goto(watched.link("stage"))
        as_list.wait_for_selector(LIVE)
        as_list.goto(f"{approved.server.url}/s/{approved.server.code}/stage?view=queue")
        as_list.wait_for_selector(LIVE)
        for number in sample(approved.texts):
            assert chair.command("take", {"number": int(number), "version": 2})[0] == 200
            for page in (stage, as_list):
                said = page.locator(f'[data-status=live][data-number="{number}"] .said.live')
                said.wait_for()
                assert said.text_content() == approved.texts[number]
                assert said.locator("*").count() == 0
                assert page.locator("#stage script, #stage iframe, #stage img:not(.qr)").count() == 0


def sample(texts: dict[str, str]) -> list[str]:
    """Numbers to bring to the screen: short enough for one page, markup first."""
    short = [number for number, text in texts.items() if len(text) <= 100]
    markup = [number for number in short if "<" in texts[number]]
    others = [number for number in short if "<" not in texts[number]]
    return [
        *markup[:: max(1, len(markup) // ON_STAGE)][:ON_STAGE],
        *others[:: max(1, len(others) // ON_STAGE)][:ON_STAGE],
    ]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A sample of the rows as chairs' wordings that hide the asker's words, as questions put in, all in the queue, and as the organiser's notes."""
    server = Server(tmp_path_factory.mktemp("written")).start()
    chair, organiser, written = server.client("chair/a"), server.client("organiser"), Asked(server)
    raw = {str(index): json.loads(line)["text"] for index, line in enumerate(ROWS.read_text("utf-8").splitlines())}
    notes = []
    for index, key in enumerate(sample(raw)):
        status, answer = chair.command("add", {"text": raw[key] or " ", "language": "en"})
        if status == 201:
            written.texts[str(answer["question"]["number"])] = answer["question"]["text"]
        written.ask(f"An asker's own words {index}")
        number = int(written.own[-1])
        del written.texts[str(number)], written.names[str(number)]
        status, answer = chair.command("wording", {"number": number, "version": 1, "text": raw[key], "hide": True})
        if status == 200:
            assert chair.command("approve", {"number": number, "version": 2})[0] == 200
            written.texts[str(number)] = answer["question"]["text"]
        if index < NOTES and organiser.command("note", {"text": raw[key]})[0] == 200:
            notes = chair.read("snapshot")[1]["notes"]
    assert len(written.texts) > 3 * ON_STAGE and len(notes) > NOTES // 2
    yield written, [note["text"] for note in notes]
    server.stop()
    assert "Traceback" not in server.log()


@pytest.mark.parametrize(
    "seat, selector",
    [
        ("attendee", "#list .voice"),
        ("chair/a", "[data-list=queue] .asked"),
        ("booth", ".part-approved .voice"),
        ("panel/socco", ".part-queue .voice"),
    ],
)
def test_wordings_and_questions_put_in(browser, written, seat, selector):
    with WatchedPages(browser, written[0].server) as watched:
        check(watched.enter(seat), selector, written[0].texts)


def test_wordings_on_the_screen(browser, written):
    chair, worded = (
        written[0].server.client("chair/a"),
        [
            view
            for view in written[0].server.client("chair/a").read("snapshot")[1]["put"]
            if view["edited"] and len(view["text"]) <= 100
        ],
    )
    with WatchedPages(browser, written[0].server) as watched:
        stage = watched.enter("stage")
        for view in worded[:: max(1, len(worded) // 6)]:
            status, answer = chair.command("take", {"number": view["number"], "version": view["version"]})
            assert status == 200
            said = stage.locator(f'[data-status=live][data-number="{view["number"]}"] .said.live')
            said.wait_for()
            assert said.text_content() == view["text"] and said.locator("*").count() == 0
            assert stage.locator("#stage script, #stage iframe, #stage img:not(.qr)").count() == 0
            written[0].texts.pop(str(view["number"]), None)


def test_notes_of_the_organiser(browser, written):
    with WatchedPages(browser, written[0].server) as watched:
        chair, organiser = watched.enter("chair/a"), watched.enter("organiser")
        chair.locator("[data-act=notes]").first.click()
        for page, selector, notes in (
            (chair, "#chair-notes .chair-note .voice", written[1]),
            (organiser, ".notes .note-text", written[1][::-1]),
        ):
            expect(page.locator(selector)).to_have_count(len(notes))
            assert page.locator(selector).all_text_contents() == notes
            assert page.locator(f"{selector} *").count() == 0
            assert (
                page.locator(
                    "main script, main iframe, main object, main img:not(.qr), main [onerror], main [onload]"
                ).count()
                == 0
            )
