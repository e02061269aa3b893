"""Tests of typing in Firefox and WebKit. A letter typed in an editor never triggers an act of a chair.

A question that an attendee writes is stored exactly once. The tests for Chromium are larger: test_open_editors.py and
test_outbox.py in tests/browser/.
"""

from __future__ import annotations

import pytest

from tests.browser.engines.page import wait_until
from tests.browser.engines.scenario import ask, my_question, row

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("engine", ["firefox", "webkit"], indirect=True)]

REST = "judges and all the others? /.+ wnx"
"""The rest of a sentence whose beginning is already in an editor.

Some of its characters are keyboard shortcuts, for example for approving and declining.
"""
TEXT, OTHER, DELETED = "Who keeps what I write here?", "Who reads it first?", "Who deletes this?"
SET_ONLINE = """(isOnline) => {
  Object.defineProperty(navigator, "onLine", { value: isOnline, configurable: true });
  dispatchEvent(new Event(isOnline ? "online" : "offline"));
}"""
COUNT = "(selector) => document.querySelectorAll(selector).length"
KEY_OF = """(text) => [...document.querySelectorAll("#own [data-key]")]
  .find((row) => row.innerText.includes(text))?.dataset.key ?? null"""
UNSENT, ROWS = "#own [data-key]", "#own .own-row"


def stored(session) -> list[str]:
    """Return the texts of the questions that the chairs see, in the order of their numbers."""
    return [view["text"] for view in session.chair.read("snapshot")[1]["put"]]


def statuses(session) -> dict[int, str]:
    return {view["number"]: view["status"] for view in session.chair.read("snapshot")[1]["put"]}


def delete(phone, row_selector: str) -> None:
    """Delete the unsent question in this row, and confirm the deletion."""
    phone.click(f"{row_selector} .confirm summary")
    phone.click(f"{row_selector} [data-delete]")


def test_keys_typed_while_the_question_of_an_editor_leaves_trigger_no_act(scenario):
    session = scenario.session
    for number in range(1, 6):
        session.ask(f"¿Quién paga la medida {number}?", who=f"person {number}", language="es")
    session.act("approve", 1)
    page = scenario.staff("chair/a")
    for number, key, editor in ((2, "e", "[data-wording]"), (3, "c", "[data-correction]")):
        field = f"{editor} textarea"
        is_in_field = f"() => document.activeElement?.matches('{field}')"
        page.press("ArrowDown")
        page.wait_for(f"() => document.activeElement?.matches('{row('incoming', number)}')")
        page.press(key)
        page.wait_for(is_in_field)
        page.press("Control+a")
        page.type("Who protects ")
        if key == "e":
            session[f"person {number}"].command("withdraw", {"number": number})
        else:
            session.act("decline", number, "chair/b", reason="off_topic")
        page.wait_for_text(f"{editor} .left-bar", "The asker withdrew" if key == "e" else "Patryk Pawlak declined")
        before = statuses(session)
        page.type(REST)
        assert page.run("(field) => document.querySelector(field).value", field) == f"Who protects {REST}"
        assert page.run(is_in_field)
        page.click(f"{editor} .correction-acts button:last-child")
        page.wait_until_gone(editor)
        page.type(REST)
        for pressed in ("Shift+Enter", "Enter"):
            page.press(pressed)
        assert page.text(".keys-rest") == "Shortcuts are off until you choose a row"
        assert statuses(session) == before


def test_two_tabs_share_one_outbox(scenario):
    first = scenario.phone()
    second = first.another_tab()
    second.open(scenario.address)
    second.wait_until_live()
    tabs = (first, second)
    scenario.network.set_offline(True)
    for tab in tabs:
        tab.run(SET_ONLINE, False)
    for tab, text in ((first, TEXT), (second, OTHER), (second, DELETED)):
        ask(tab, text)
        tab.wait_for(KEY_OF, text)
    first.wait_for(KEY_OF, DELETED)
    delete(first, f'#own [data-key="{first.run(KEY_OF, DELETED)}"]')
    for tab in tabs:
        tab.wait_for("(selector) => document.querySelectorAll(selector).length === 2", UNSENT)
        assert [bool(tab.run(KEY_OF, text)) for text in (TEXT, OTHER, DELETED)] == [True, True, False]
    scenario.network.set_offline(False)
    for tab in tabs:
        tab.run(SET_ONLINE, True)
    for tab in tabs:
        for number in (1, 2):
            tab.wait_for_text(f"{my_question(number)} .status", "Received, waiting")
        tab.wait_until_gone(UNSENT)
        assert tab.run(COUNT, ROWS) == 2
    assert sorted(stored(scenario.session)) == sorted([TEXT, OTHER])


def test_edit_and_delete_after_a_lost_answer_leave_one_row_for_each_question(scenario):
    phone, session = scenario.phone(), scenario.session
    for number, text, act in ((1, TEXT, "edit"), (2, DELETED, "delete")):
        scenario.network.lose_answers(True)
        ask(phone, text)
        phone.wait_for_text("#own [data-status=saved]", text)
        # The page says "Saved" before it sends the request, so wait until the server has stored the question.
        wait_until(lambda text=text: text in stored(session))
        if act == "edit":
            phone.click(f"{UNSENT} [data-edit]")
        else:
            delete(phone, UNSENT)
        phone.wait_for_text(f"#own [data-pending={act}]", "It may have arrived already.")
        assert phone.run(COUNT, ROWS) == number
        scenario.network.lose_answers(False)
        phone.run(SET_ONLINE, True)
        if act == "edit":
            editor = f"{my_question(1)} textarea"
            phone.wait_for("(editor, text) => document.querySelector(editor)?.value === text", editor, TEXT)
            assert phone.run(COUNT, ROWS) == 1
            phone.run("(editor) => document.querySelector(editor).select()", editor)
            phone.fill(editor, OTHER)
            phone.click(f"{my_question(1)} button.main")
            phone.wait_until_gone(editor)
            phone.wait_for_text(my_question(1), OTHER)
    phone.wait_for(
        "(selector) => document.querySelector(selector) !== null", f"{my_question(2)}[data-status=withdrawn]"
    )
    assert (phone.run(COUNT, ROWS), phone.run(COUNT, UNSENT), stored(session)) == (2, 0, [OTHER])
