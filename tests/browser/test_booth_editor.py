"""Tests of the booth's editor. The text in an editor may become a translation only of the question for which the editor
was opened.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.served_session import ServedSession

pytestmark = pytest.mark.browser

WIDE = {"viewport": {"width": 1440, "height": 900}}
REST = "courts check all cases, and judges?"
"""The end of the sentence that the tests type. If no editor has the focus, two of its letters are shortcuts:

J goes to another question, and C opens the editor.
"""


@pytest.fixture(autouse=True)
def asked(server):
    """Ask and approve four questions in Spanish. No. 1 is live, No. 2 is next. No. 1 has an English translation."""
    for number in range(1, 5):
        text = f"¿Quién paga la medida {number}?"
        assert server.client().command("ask", {"text": text, "language": "es"})[0] == 201
        act(server, "approve", number)
    assert server.client("chair/a").command("advance", {"live": None, "next": None})[0] == 200
    translate(server, 1, "Who pays for measure 1?")


def act(server: ServedSession, name: str, number: int, **fields) -> None:
    chair = server.client("chair/a")
    version = next(view["version"] for view in chair.read("snapshot")[1]["put"] if view["number"] == number)
    answer = chair.command(name, {"number": number, "version": version, **fields})
    assert answer[0] == 200, answer


def advance(server: ServedSession, live: int, following: int) -> None:
    answer = server.client("chair/b").command("advance", {"live": live, "next": following})
    assert answer[0] == 200, answer


def translate(server: ServedSession, number: int, text: str) -> None:
    answer = server.client("chair/b").command("translate", {"number": number, "language": "en", "text": text})
    assert answer[0] == 200, answer


def translations(server: ServedSession) -> dict[int, str | None]:
    """Return {number: English translation, or None} of all questions in the chairs' stream."""
    views = server.client("chair/b").read("snapshot")[1]["put"]
    return {view["number"]: view["translations"].get("en", {}).get("text") for view in views}


def open_editor(page: Page, part: str, number: int):
    page.locator(f'.part-{part} .row[data-number="{number}"]').focus()
    page.keyboard.press("c")
    editor = page.locator(f".part-{part} [data-correction]")
    expect(editor.locator("textarea")).to_be_focused()
    return editor


def test_words_for_now_are_never_published_under_the_next_question(watched, server):
    booth = watched.enter("booth", **WIDE)
    editor = open_editor(booth, "live", 1)
    booth.keyboard.press("Control+a")
    booth.keyboard.type("Who ")
    advance(server, 1, 2)
    expect(booth.locator('.part-live .row[data-number="2"]')).to_be_visible()
    expect(editor.locator(".left-bar")).to_contain_text("This question has been answered.")
    booth.keyboard.type(REST)
    booth.keyboard.press("Control+Enter")
    expect(editor.locator("textarea")).to_have_value("Who " + REST)
    expect(booth.locator("[data-correction]")).to_have_count(1)
    editor.get_by_role("button", name="Close").click()
    expect(editor).to_have_count(0)
    booth.keyboard.type(REST)
    expect(booth.locator("[data-correction]")).to_have_count(0)
    expect(booth.locator(".keys-rest")).to_have_text("Shortcuts are off until you choose a question")
    assert {text for text in translations(server).values() if text} <= {"Who pays for measure 1?"}
    booth.locator('.part-live .row[data-number="2"]').click()
    booth.keyboard.press("c")
    expect(booth.locator('.part-live .row[data-number="2"] textarea')).to_be_focused()


def test_words_for_next_are_published_under_their_question_when_it_is_live(watched, server):
    booth = watched.enter("booth", **WIDE)
    editor = open_editor(booth, "next", 2)
    booth.keyboard.type("Who pays ")
    advance(server, 1, 2)
    expect(editor.locator(".left-bar")).to_contain_text("This question is on the screen now.")
    booth.keyboard.type("for it?")
    booth.keyboard.press("Control+Enter")
    expect(booth.locator('.part-live .row[data-number="2"] .into')).to_contain_text("Who pays for it?")
    expect(editor).to_have_count(0)
    assert {number: text for number, text in translations(server).items() if text} == {2: "Who pays for it?"}


def test_a_correction_of_words_that_have_changed_is_refused_and_both_texts_are_shown(watched, server):
    booth = watched.enter("booth", allow=("status of 409",), **WIDE)
    editor = open_editor(booth, "live", 1)
    editor.locator("textarea").fill("Who foots the bill?")
    translate(server, 1, "Who is going to pay?")
    booth.keyboard.press("Control+Enter")
    expect(editor.locator(".error")).to_have_text("These words have changed while you were writing. Nothing was saved.")
    expect(editor.locator(".newer .voice")).to_have_text("Who is going to pay?")
    expect(editor.locator("textarea")).to_have_value("Who foots the bill?")
    assert translations(server)[1] == "Who is going to pay?"
    booth.keyboard.press("Control+Enter")
    expect(editor).to_have_count(0)
    assert translations(server)[1] == "Who foots the bill?"


def test_a_correction_of_a_question_that_has_been_reworded_is_refused(watched, server):
    booth = watched.enter("booth", allow=("status of 409",), **WIDE)
    editor = open_editor(booth, "approved", 3)
    editor.locator("textarea").fill("Who pays for measure 3?")
    act(server, "wording", 3, text="¿Quién cobra?", hide=False)
    expect(booth.locator('.row[data-number="3"] .as-asked .voice').first).to_have_text("¿Quién cobra?")
    booth.keyboard.press("Control+Enter")
    expect(editor.locator(".newer .voice")).to_have_text("¿Quién cobra?")
    expect(editor.locator(".newer .voice")).to_have_attribute("lang", "es")
    assert translations(server)[3] is None


def test_the_caret_and_a_composition_survive_every_move(watched, server):
    booth = watched.enter("booth", **WIDE)
    editor = open_editor(booth, "approved", 4).locator("textarea")
    booth.keyboard.type("ab")
    booth.keyboard.press("ArrowLeft")
    ime = booth.context.new_cdp_session(booth)
    ime.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
    chair = server.client("chair/a")
    assert chair.command("move", {"number": 4, "after": 0})[0] == 200
    rows = booth.locator(".part-approved .row")
    expect(rows.first).to_have_attribute("data-number", "4")
    act(server, "take", 4)
    expect(booth.locator('.part-live .row[data-number="4"]')).to_be_visible()
    act(server, "put_back", 4)
    expect(booth.locator(".left-bar")).to_have_count(0)
    ime.send("Input.imeSetComposition", {"text": "にほん", "selectionStart": 3, "selectionEnd": 3})
    ime.send("Input.insertText", {"text": "にほん"})
    expect(editor).to_have_value("aにほんb")
    assert editor.evaluate("field => field.selectionStart") == len("aにほん")


@pytest.mark.parametrize("way", ["key", "button"])
def test_a_second_editor_is_refused_beside_the_chosen_question(watched, way):
    booth = watched.enter("booth", **WIDE)
    editor = open_editor(booth, "live", 1)
    editor.locator("textarea").fill("Half of a sentence")
    row = booth.locator('.part-next .row[data-number="2"]')
    row.click(position={"x": 5, "y": 5})
    if way == "key":
        booth.keyboard.press("c")
        expect(row).to_be_focused()
    else:
        row.get_by_role("button", name="Translate").click()
    expect(row.locator(".error")).to_have_text("Save or close your words for No. 1 first.")
    expect(booth.locator(".keys-rest")).to_have_text("Shortcuts are off until you choose a question")
    booth.keyboard.type(REST)
    booth.keyboard.press("Space")
    expect(editor.locator("textarea")).to_have_value("Half of a sentence")
    expect(booth.locator("[data-correction]")).to_have_count(1)
    row.get_by_role("button", name="Keep writing").click()
    expect(editor.locator("textarea")).to_be_focused()
    expect(row.locator(".error")).to_have_count(0)
    editor.get_by_role("button", name="Close").click()
    row.focus()
    booth.keyboard.press("c")
    expect(row.locator("[data-correction] textarea")).to_be_focused()


def test_a_withdrawn_question_keeps_the_words_to_copy(watched, server):
    booth = watched.enter("booth", permissions=["clipboard-read", "clipboard-write"], **WIDE)
    editor = open_editor(booth, "approved", 3)
    booth.keyboard.type("Who pays ")
    act(server, "decline", 3, reason="off_topic")
    expect(editor.locator(".left-bar")).to_contain_text("What you wrote stays here and is not sent.")
    booth.keyboard.type("for this?")
    expect(editor.get_by_role("button", name="Save this translation")).to_have_count(0)
    editor.get_by_role("button", name="Copy the text").click()
    expect(editor.locator(".copied")).to_have_text("Copied")
    assert booth.evaluate("navigator.clipboard.readText()") == "Who pays for this?"
