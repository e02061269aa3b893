"""Tests of open editors whose question leaves its list: no typed letter triggers an act, and no word is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard_steps import expect_slot, go_to, statuses
from tests.browser.interface_text import sentence
from tests.servers import Client

pytestmark = pytest.mark.browser

REST = "judges and all the others? /.+ wnx"
"""The text that the tests type after a question has left its list.

Several of its characters are keyboard shortcuts of acts. Outside the editor, these characters must trigger no act.
"""
EDITORS = {"e": "[data-wording]", "c": "[data-correction]"}


def asked(server) -> list[Client]:
    """Ask six questions in Spanish, approve the first three; return the askers."""
    askers = [server.client() for _ in range(6)]
    for number, asker in enumerate(askers, start=1):
        assert asker.command("ask", {"text": f"¿Quién paga la medida {number}?", "language": "es"})[0] == 201
    for number in (1, 2, 3):
        assert server.client("chair/b").command("approve", {"number": number, "version": 1})[0] == 200
    return askers


def leave(server, askers: list[Client], way: str, number: int) -> None:
    """Remove a question from its list. The asker performs the act `withdraw`; chair B performs any other act."""
    if way == "withdraw":
        assert askers[number - 1].command("withdraw", {"number": number})[0] == 200
        return
    fields = {"decline": {"reason": "off_topic"}, "merge": {"into": 1}}.get(way, {})
    version = next(v for v in server.client("chair/b").read("snapshot")[1]["put"] if v["number"] == number)["version"]
    answer = server.client("chair/b").command(way, {"number": number, "version": version, **fields})
    assert answer[0] == 200, answer


def open_editor(page: Page, list_name: str, number: int, key: str):
    go_to(page, list_name, number)
    page.keyboard.press(key)
    editor = page.locator(f"[data-list={list_name}] {EDITORS[key]}")
    expect(editor.locator("textarea")).to_be_focused()
    return editor


@pytest.mark.parametrize("key", ["e", "c"])
@pytest.mark.parametrize(
    ("list_name", "number", "way", "sentence_part"),
    [
        ("incoming", 5, "withdraw", "The asker withdrew this at"),
        ("incoming", 5, "decline", "Patryk Pawlak declined this at"),
        ("incoming", 5, "approve", "Patryk Pawlak approved this at"),
        ("incoming", 5, "merge", "Patryk Pawlak merged this into No. 1 at"),
        ("queue", 2, "set_next", "Patryk Pawlak set this next at"),
        ("queue", 2, "take", "Patryk Pawlak brought this to the screen at"),
        ("queue", 2, "withdraw", "The asker withdrew this at"),
    ],
)
def test_keys_typed_after_the_question_of_an_editor_has_left_trigger_no_act(
    watched, server, key, list_name, number, way, sentence_part
):
    askers = asked(server)
    page = watched.enter("chair/a")
    editor = open_editor(page, list_name, number, key)
    before = statuses(server)
    page.keyboard.press("Control+a")
    page.keyboard.type("Who protects ")
    leave(server, askers, way, number)
    expect(editor.locator(".left-bar")).to_contain_text(sentence_part)
    after = statuses(server)
    page.keyboard.type(REST)
    expect(editor.locator("textarea")).to_have_value("Who protects " + REST)
    expect(editor.locator("textarea")).to_be_focused()
    expect(page.locator(".keys-rest")).to_have_text("Shortcuts are off until you choose a row")
    editor.get_by_role("button", name="Close").click()
    expect(editor).to_have_count(0)
    page.keyboard.type(REST)
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert statuses(server) == after
    assert {n: s for n, s in after.items() if n != number} == {n: s for n, s in before.items() if n != number}
    page.keyboard.press("ArrowDown")
    expect(page.locator(".keys-rest")).to_have_text("")
    expect(page.locator("[data-row]:focus")).to_have_count(1)


def test_the_words_of_a_question_that_left_can_be_copied(watched, server):
    askers = asked(server)
    page = watched.enter("chair/a", permissions=["clipboard-read", "clipboard-write"])
    editor = open_editor(page, "incoming", 5, "e")
    editor.locator("textarea").fill("Who pays, and when?")
    leave(server, askers, "withdraw", 5)
    expect(editor.locator(".left-bar")).to_contain_text("What you wrote stays here and is not sent.")
    expect(editor.get_by_role("button", name="Save these words")).to_have_count(0)
    editor.get_by_role("button", name="Copy the text").click()
    expect(editor.locator(".copied")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "Who pays, and when?"


def test_the_words_for_a_question_in_now_stay_after_an_advance(watched, server):
    asked(server)
    chair_b = server.client("chair/b")
    assert chair_b.command("advance", {"live": None, "next": None})[0] == 200
    page = watched.enter("chair/a")
    expect_slot(page, "live", 1)
    page.locator("[data-list=live] [data-row]").click()
    page.keyboard.press("e")
    editor = page.locator("[data-list=live] [data-wording]")
    page.keyboard.press("Control+a")
    page.keyboard.type("Who pays ")
    assert chair_b.command("advance", {"live": 1, "next": 2})[0] == 200
    expect_slot(page, "live", 2)
    expect(editor.locator(".left-bar")).to_contain_text("Patryk Pawlak marked this answered at")
    page.keyboard.type(REST)
    expect(editor.locator("textarea")).to_have_value("Who pays " + REST)
    editor.get_by_role("button", name="Close").click()
    expect(editor).to_have_count(0)
    after = statuses(server)
    page.keyboard.type(REST)
    assert statuses(server) == after
    assert after[2] == "live"


def test_a_moved_question_can_still_be_saved(watched, server):
    asked(server)
    page = watched.enter("chair/a")
    editor = open_editor(page, "incoming", 4, "e")
    page.keyboard.press("Control+a")
    page.keyboard.type("Who pays now?")
    leave(server, [], "approve", 4)
    expect(editor.locator(".left-bar")).to_contain_text("You can still save your words.")
    page.keyboard.press("Control+Enter")
    expect(page.locator('[data-list=queue] [data-row][data-number="4"] .asked')).to_have_text("Who pays now?")
    expect(editor).to_have_count(0)


def test_a_row_with_an_editor_moves_without_losing_caret_and_composition(watched, server):
    asked(server)
    chair_b = server.client("chair/b")
    page = watched.enter("chair/a")
    editor = open_editor(page, "queue", 2, "e").locator("textarea")
    page.keyboard.press("Control+a")
    page.keyboard.type("Quién?")
    page.keyboard.press("ArrowLeft")
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "にほ", "selectionStart": 2, "selectionEnd": 2})
    for number, after in ((3, 0), (1, 2), (2, 0), (1, 0)):
        answer = chair_b.command("move", {"number": number, "after": after})[1]
        expect(page.locator(f"html[data-seq='{answer['seq']['chairs']}']")).to_have_count(1)
    ime.send("Input.imeSetComposition", {"text": "にほん", "selectionStart": 3, "selectionEnd": 3})
    ime.send("Input.insertText", {"text": "日本"})
    expect(editor).to_have_value("Quién日本?")
    assert editor.evaluate("field => field.selectionStart") == len("Quién日本")
    rows = page.locator("[data-list=queue] [data-row]")
    assert rows.evaluate_all("rows => rows.map(row => row.dataset.number)") == ["1", "2", "3"]


def test_a_menu_whose_question_moves_closes_before_it_shows_other_acts(watched, server):
    asked(server)
    page = watched.enter("chair/a")
    go_to(page, "incoming", 5)
    page.keyboard.press(".")
    page.locator("#chair-menu").get_by_role("button", name="Approve, to the top of the queue").focus()
    leave(server, [], "approve", 5)
    expect(page.locator("#chair-menu")).to_be_hidden()
    before = statuses(server)
    page.keyboard.press("Enter")
    page.keyboard.type(REST)
    assert statuses(server) == before


@pytest.mark.parametrize(("key", "dialog"), [("d", "#decline"), ("m", "#merge")])
def test_a_dialog_says_what_happened_to_its_question(watched, server, key, dialog):
    asked(server)
    page = watched.enter("chair/a", allow=("status of 409",))
    go_to(page, "incoming", 5)
    page.keyboard.press(key)
    expect(page.locator(dialog)).to_be_visible()
    if key == "d":
        page.keyboard.press("Digit2")
        page.locator("#decline-number").fill("1")
    else:
        page.locator("#merge-find").fill("1")
    leave(server, [], "approve", 5)
    expect(page.locator(f"{dialog} .left-bar")).to_contain_text("No. 5 Patryk Pawlak approved this at")
    page.keyboard.press("Enter")
    message = page.locator("#decline .error") if key == "d" else page.locator('.handled-line[data-number="5"] .message')
    expect(message).to_be_visible()
    assert statuses(server)[5] == "approved"


def test_keys_have_no_effect_after_the_question_of_a_menu_has_left(watched, server):
    askers = asked(server)
    page = watched.enter("chair/a")
    go_to(page, "incoming", 5)
    page.keyboard.press(".")
    expect(page.locator("#chair-menu")).to_be_visible()
    leave(server, askers, "withdraw", 5)
    expect(page.locator("#chair-menu")).to_be_hidden()
    before = statuses(server)
    page.keyboard.type(REST)
    assert statuses(server) == before
    expect(page.locator("[popover]:popover-open")).to_have_count(0)


def test_the_editor_says_in_every_language_that_keys_have_no_effect(watched, server):
    askers = asked(server)
    page = watched.enter("chair/a", lang="ar")
    page.locator('[data-list=incoming] [data-row][data-number="5"] .asked').click()
    page.keyboard.press("e")
    editor = page.locator("[data-wording]")
    expect(editor.locator("textarea")).to_be_focused()
    leave(server, askers, "withdraw", 5)
    expect(editor.locator(".left-bar")).to_contain_text(sentence("ar", "No key acts until you choose a row."))
