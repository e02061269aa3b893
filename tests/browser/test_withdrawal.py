"""Tests of a withdrawal in the browser. All pages remove the text; for ten seconds, the asker can ask the question
again.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.interface_text import sentence
from tests.browser.test_asker import TEXT, ask_by_phone
from tests.browser.test_main_path import my_question

pytestmark = pytest.mark.browser


def withdraw(phone, number=1):
    my_question(phone, number).locator("details.confirm summary").click()
    phone.locator(f'[data-withdraw="{number}"]').click()
    expect(my_question(phone, number)).to_have_attribute("data-status", "withdrawn")


def test_the_asker_can_ask_the_words_again_for_ten_seconds(watched, server):
    phone = ask_by_phone(watched)
    phone.clock.install()
    withdraw(phone)
    row = my_question(phone, 1)
    expect(row).to_contain_text("The words are erased.")
    expect(row).not_to_contain_text(TEXT)
    row.get_by_role("button", name="Ask it again").click()
    expect(my_question(phone, 2)).to_contain_text(TEXT)
    expect(my_question(phone, 2)).to_have_attribute("data-status", "pending")
    expect(row.get_by_role("button")).to_have_count(0)
    asked = {view["number"]: (view["status"], view["text"], view["group"]) for view in map(server.seen, (1, 2))}
    assert asked == {1: ("withdrawn", "", asked[2][2]), 2: ("pending", TEXT, asked[1][2])}


def test_the_phone_forgets_the_words_after_ten_seconds(watched, server):
    phone = ask_by_phone(watched)
    phone.clock.install()
    withdraw(phone)
    button = my_question(phone, 1).get_by_role("button", name="Ask it again")
    phone.clock.fast_forward(9_000)
    expect(button).to_be_visible()
    phone.clock.fast_forward(2_000)
    expect(button).to_have_count(0)
    assert TEXT not in phone.content()
    assert TEXT not in phone.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


@pytest.mark.parametrize("lang", ["en", "es", "fr", "ar", "ru"])
def test_the_history_of_the_chairs_shows_no_words(watched, server, lang):
    server.ask(TEXT)
    server.act("decline", 1, reason="off_topic")
    chair = watched.enter("chair/a", lang=lang)
    chair.keyboard.press("h")
    panel = chair.locator('[data-list="history"]')
    panel.locator('[data-value="declined"]').click()
    expect(panel.locator('[data-number="1"]')).to_contain_text(TEXT)
    assert server["ana"].command("withdraw", {"number": 1})[0] == 200
    expect(panel.locator('[data-number="1"]')).to_have_count(0)
    panel.locator('[data-value="withdrawn"]').click()
    expect(panel.locator('[data-number="1"]')).to_contain_text(sentence(lang, "The words are erased."))
    assert TEXT not in chair.content()


@pytest.mark.parametrize("is_header_sent", [True, False], ids=["header", "script"])
def test_forget_me_leaves_nothing_in_the_browser(watched, server, is_header_sent):
    """Check that the header Clear-Site-Data deletes the browser's data. Without this header, the page's script must
    delete the data.
    """

    def without_header(route):
        answer = route.fetch()
        headers = {name: value for name, value in answer.headers.items() if name != "clear-site-data"}
        route.fulfill(response=answer, headers=headers)

    phone = ask_by_phone(watched)
    phone.locator("#text").fill("A draft about treaties")
    stored = "Object.keys({...localStorage, ...sessionStorage}).filter(key => key.startsWith('open-floor.draft'))"
    phone.wait_for_function(f"() => {stored}.length > 0")
    if not is_header_sent:
        phone.route("**/forget", without_header)
    phone.get_by_text("Forget me on this phone").click()
    phone.get_by_role("button", name="Withdraw my questions and forget me").click()
    expect(phone.get_by_role("heading", name="This phone is forgotten.")).to_be_visible()
    phone.wait_for_function("() => localStorage.length + sessionStorage.length === 0")
    assert [cookie["name"] for cookie in phone.context.cookies() if server.code in cookie["name"]] == []
    assert server.seen(1)["text"] == ""
    phone.goto(f"{server.url}/s/{server.code}")
    expect(phone.locator("#text")).to_have_value("")
    expect(phone.locator("#own .own-row")).to_have_count(0)


def test_forget_me_keeps_the_words_of_other_sessions(watched, server):
    phone = ask_by_phone(watched)
    phone.context.add_cookies([{"name": "of-OTHER1-attendee", "value": "x", "url": server.url}])
    phone.evaluate(
        """code => {
          const names = [`outbox-${code}`, `draft-${code}`, `draft-${code}1`, "outbox-OTHER1", "draft-OTHER1"];
          for (const name of names.map((name) => `${name}/k`)) localStorage.setItem(`open-floor.${name}`, "{}");
          sessionStorage.setItem(`open-floor.edits-${code}`, "[]");
        }""",
        server.code,
    )
    phone.get_by_text("Forget me on this phone").click()
    phone.get_by_role("button", name="Withdraw my questions and forget me").click()
    expect(phone.get_by_role("heading", name="This phone is forgotten.")).to_be_visible()
    phone.wait_for_function(f"() => !('open-floor.draft-{server.code}/k' in localStorage)")
    others = [f"draft-{server.code}1/k", "draft-OTHER1/k", "outbox-OTHER1/k"]
    assert phone.evaluate("Object.keys(localStorage).sort()") == [f"open-floor.{name}" for name in sorted(others)]
    assert phone.evaluate("Object.keys(sessionStorage)") == ["open-floor.tab"]
