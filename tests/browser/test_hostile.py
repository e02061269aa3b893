"""Tests of hostile texts in the browser.

Every accepted text is shown as plain text. An accepted text runs no script and causes no request to another server.
"""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watched_pages import LIVE, WatchedPages, cookies_of
from tests.servers import ROOT, Client
from tests.web.served_session import ServedSession, make_served_session

ROWS = ROOT / "tests" / "data" / "hostile.jsonl"
BURST = 5
ON_STAGE = 20
NOTES = 24

READ = """selector => Object.fromEntries([...document.querySelectorAll(selector)].map((text) => [
  text.closest("[data-number]").dataset.number,
  {text: text.textContent, elements: text.querySelectorAll(':not(.flag)').length},
]))"""
"""A script that returns {question number: {text, elements}}.

`elements`: the number of HTML elements inside the text. The elements with which the booth marks words do not count.
"""
NAMES = """selector => Object.fromEntries([...document.querySelectorAll(selector)].map((name) =>
  [name.closest("[data-number]").dataset.number, name.textContent]))"""

ACTIVE_CONTENT = ", ".join(
    f"main {element}"
    for element in ("script", "iframe:not(.own-frame)", "object", "embed", "img:not(.qr)", "[onerror]", "[onload]")
)

pytestmark = pytest.mark.browser


class StoredQuestions:
    """The stored texts and names of a session's questions, by question number.

    The rate limit allows BURST questions per attendee. After BURST questions, a new attendee asks the next questions.
    """

    def __init__(self, session: ServedSession):
        self.session = session
        self.texts: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.asker: Client = session.client()
        self.asker_numbers: list[str] = []

    def ask(self, text: str) -> None:
        """Ask a question with this text, and with the same text as the asker's public name.

        If the text is too long for a name, ask without a name. Record the stored text and name. If the server refuses
        the question, check the code of the refusal.
        """
        if len(self.asker_numbers) == BURST:
            self.asker, self.asker_numbers = self.session.client(), []
        status, answer = self.asker.command("ask", {"text": text, "name": text, "show_name": True})
        if status >= 400 and answer["code"] == "name.too_long":
            status, answer = self.asker.command("ask", {"text": text})
        if status >= 400:
            assert answer["code"] in ("text.empty", "text.too_long", "request.too_large", "request.json"), answer
            return
        question = answer["question"]
        self.texts[str(question["number"])] = question["text"]
        self.asker_numbers.append(str(question["number"]))
        if question["name"]:
            self.names[str(question["number"])] = question["name"]


@pytest.fixture(scope="module")
def pending(running_server):
    """Create a session and ask a question with the text of each hostile row. The accepted questions are pending."""
    questions = StoredQuestions(make_served_session(running_server, limits={}))
    for line in ROWS.read_text("utf-8").splitlines():
        questions.ask(json.loads(line)["text"])
    assert len(questions.texts) > 550
    return questions


@pytest.fixture(scope="module")
def approved(pending):
    """Approve all questions of the fixture `pending`. Return these questions."""
    chair = pending.session.client("chair/a")
    for number in pending.texts:
        assert chair.command("approve", {"number": int(number), "version": 1})[0] == 200
    return pending


def check(page: Page, selector: str, texts: dict[str, str], names: dict[str, str] | None = None, by: str = "") -> None:
    """Check that the page shows exactly these questions, as plain text without HTML elements inside.

    `texts`, `names`: {question number: text}, {question number: name}. `selector`: the CSS selector of the question
    texts. `by`: the CSS selector of the names; if it is "", the names are not checked.
    """
    expect(page.locator(selector)).to_have_count(len(texts))
    shown = page.evaluate(READ, selector)
    assert {number: question["text"] for number, question in shown.items()} == texts
    assert not any(question["elements"] for question in shown.values())
    if by:
        assert page.evaluate(NAMES, by) == {number: name for number, name in names.items() if number in texts}
    assert page.locator(ACTIVE_CONTENT).count() == 0


def test_hostile_texts_are_plain_text_in_the_list_of_incoming_questions(browser, pending):
    with WatchedPages(browser, pending.session) as watched:
        check(watched.enter("chair/a"), "[data-list=incoming] .asked", pending.texts)


def test_hostile_texts_are_plain_text_in_the_list_of_the_asker(browser, pending):
    texts = {number: pending.texts[number] for number in pending.asker_numbers}
    with WatchedPages(browser, pending.session) as watched:
        for scripted in (True, False):
            person = watched.person(java_script_enabled=scripted)
            person.add_cookies(cookies_of(pending.asker))
            page = person.new_page()
            page.goto(watched.link("attendee") if scripted else f"{watched.link('attendee')}/own")
            check(page, "main .own-row .voice:not(textarea, dd *)", texts)


@pytest.mark.parametrize(
    ("seat", "selector", "by"),
    [
        ("attendee", "#list .voice", "#list .by"),
        ("chair/a", "[data-list=queue] .asked", ""),
        ("booth", ".part-approved .voice", ""),
        ("panel/socco", ".part-queue .voice", ".part-queue .by"),
    ],
)
def test_hostile_texts_are_plain_text_in_the_queue(browser, approved, seat, selector, by):
    with WatchedPages(browser, approved.session) as watched:
        check(watched.enter(seat), selector, approved.texts, approved.names, by)


def test_hostile_texts_are_plain_text_in_the_queue_without_javascript(browser, approved):
    with WatchedPages(browser, approved.session) as watched:
        page = watched.enter(java_script_enabled=False)
        page.locator("#list .more a").click()
        check(page, "#list .voice", approved.texts, approved.names, "#list .by")


def test_hostile_texts_are_plain_text_on_the_screen(browser, approved):
    chair = approved.session.client("chair/a")
    with WatchedPages(browser, approved.session) as watched:
        stage, as_list = watched.enter("stage"), watched.person().new_page()
        as_list.goto(watched.link("stage"))
        as_list.wait_for_selector(LIVE)
        as_list.goto(f"{approved.session.url}/s/{approved.session.code}/stage?view=queue")
        as_list.wait_for_selector(LIVE)
        for number in sample(approved.texts):
            assert chair.command("take", {"number": int(number), "version": 2})[0] == 200
            for page in (stage, as_list):
                text = page.locator(f'[data-status=live][data-number="{number}"] .said.live')
                text.wait_for()
                assert text.text_content() == approved.texts[number]
                assert text.locator("*").count() == 0
                assert page.locator("#stage script, #stage iframe, #stage img:not(.qr)").count() == 0


def sample(texts: dict[str, str]) -> list[str]:
    """Return the keys of at most 2 × ON_STAGE texts, texts with markup first.

    Choose only texts of at most 100 characters, so that the whole text fits on one page of the stage.
    """
    short = [number for number, text in texts.items() if len(text) <= 100]
    markup = [number for number in short if "<" in texts[number]]
    plain = [number for number in short if "<" not in texts[number]]
    return [
        *markup[:: max(1, len(markup) // ON_STAGE)][:ON_STAGE],
        *plain[:: max(1, len(plain) // ON_STAGE)][:ON_STAGE],
    ]


@pytest.fixture(scope="module")
def staff_texts(running_server):
    """Return (questions, notes) of a session in which the staff have entered a sample of the hostile texts.

    All questions are in the queue. The chair's wordings hide the askers' texts. The chair added some questions as asked
    aloud. The organiser sent the notes.
    """
    session = make_served_session(running_server, limits={})
    chair, organiser, questions = session.client("chair/a"), session.client("organiser"), StoredQuestions(session)
    raw = {str(index): json.loads(line)["text"] for index, line in enumerate(ROWS.read_text("utf-8").splitlines())}
    notes = []
    for index, key in enumerate(sample(raw)):
        status, answer = chair.command("add", {"text": raw[key] or " ", "language": "en"})
        if status == 201:
            questions.texts[str(answer["question"]["number"])] = answer["question"]["text"]
        questions.ask(f"An asker's own words {index}")
        number = int(questions.asker_numbers[-1])
        del questions.texts[str(number)], questions.names[str(number)]
        status, answer = chair.command("wording", {"number": number, "version": 1, "text": raw[key], "hide": True})
        if status == 200:
            assert chair.command("approve", {"number": number, "version": 2})[0] == 200
            questions.texts[str(number)] = answer["question"]["text"]
        if index < NOTES and organiser.command("note", {"text": raw[key]})[0] == 200:
            notes = chair.read("snapshot")[1]["notes"]
    assert len(questions.texts) > 3 * ON_STAGE and len(notes) > NOTES // 2
    return questions, [note["text"] for note in notes]


@pytest.mark.parametrize(
    ("seat", "selector"),
    [
        ("attendee", "#list .voice"),
        ("chair/a", "[data-list=queue] .asked"),
        ("booth", ".part-approved .voice"),
        ("panel/socco", ".part-queue .voice"),
    ],
)
def test_hostile_rewordings_and_added_questions_are_plain_text(browser, staff_texts, seat, selector):
    questions, _ = staff_texts
    with WatchedPages(browser, questions.session) as watched:
        check(watched.enter(seat), selector, questions.texts)


def test_hostile_rewordings_are_plain_text_on_the_screen(browser, staff_texts):
    questions, _ = staff_texts
    chair = questions.session.client("chair/a")
    reworded = [view for view in chair.read("snapshot")[1]["put"] if view["edited"] and len(view["text"]) <= 100]
    with WatchedPages(browser, questions.session) as watched:
        stage = watched.enter("stage")
        for view in reworded[:: max(1, len(reworded) // 6)]:
            assert chair.command("take", {"number": view["number"], "version": view["version"]})[0] == 200
            text = stage.locator(f'[data-status=live][data-number="{view["number"]}"] .said.live')
            text.wait_for()
            assert text.text_content() == view["text"] and text.locator("*").count() == 0
            assert stage.locator("#stage script, #stage iframe, #stage img:not(.qr)").count() == 0
            questions.texts.pop(str(view["number"]), None)


def test_hostile_notes_of_the_organiser_are_plain_text(browser, staff_texts):
    questions, notes = staff_texts
    with WatchedPages(browser, questions.session) as watched:
        chair, organiser = watched.enter("chair/a"), watched.enter("organiser")
        chair.locator("[data-act=notes]").first.click()
        for page, selector, texts in (
            (chair, "#chair-notes .chair-note .voice", notes),
            (organiser, ".notes .note-text", notes[::-1]),
        ):
            expect(page.locator(selector)).to_have_count(len(texts))
            assert page.locator(selector).all_text_contents() == texts
            assert page.locator(f"{selector} *").count() == 0
            assert page.locator(ACTIVE_CONTENT).count() == 0
            assert page.locator("main iframe").count() == 0
