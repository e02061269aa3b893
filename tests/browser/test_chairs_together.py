"""Tests of the acts merge, reword and mute: by keyboard, by mouse, and after an act of the other chair."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.dashboard_steps import expect_queue, expect_slot, fill, first_route, go_to
from tests.browser.test_main_path import row
from tests.web.served_session import ServedSession

pytestmark = pytest.mark.browser


def view_of(server: ServedSession, number: int) -> dict:
    """Return the current view of this question for the chairs."""
    views = server.client("chair/b").read("snapshot")[1]["put"]
    return next(view for view in views if view["number"] == number)


def together(page: Page, list_name: str, lead: int):
    """Return the locator of the text with the numbers of the questions that are merged into question `lead`."""
    return row(page, list_name, lead).locator(".together-line")


def follower(page: Page, list_name: str, lead: int, number: int):
    return row(page, list_name, lead).locator(f'.follower[data-number="{number}"]')


def undo(page: Page, sentence: str) -> None:
    """Check the description of the last act, then click Undo."""
    expect(page.locator(".undo")).to_contain_text(sentence)
    page.locator(".undo [data-act=undo]").click()


def test_merge_and_split_by_keyboard(watched, server):
    fill(server, 4, approved=2)
    page = watched.enter("chair/a")
    press = page.keyboard.press
    go_to(page, "incoming", 3)
    press("m")
    expect(page.locator("#merge-find")).to_be_focused()
    press("Enter")  # Enter has no effect, because no other question is chosen yet
    expect(page.locator("#merge")).to_be_visible()
    page.keyboard.type("second")
    expect(page.locator("[data-candidate]")).to_have_count(1)
    expect(page.locator("[data-candidate='2']")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".compared")).to_have_count(2)
    expect(page.locator(".merge-effect")).to_contain_text("speak for 2 questions")
    press("Enter")
    expect(page.locator("#merge")).to_be_hidden()
    expect(row(page, "incoming", 3)).to_have_count(0)
    expect(together(page, "queue", 2)).to_contain_text("No. 3")
    expect(page.locator('[data-list=incoming] [data-row][data-number="4"]')).to_be_focused()

    # With the arrow keys, choose another question to merge into. While the search field is empty, the dialog lists all
    # open questions in order.
    press("m")
    expect(page.locator("[data-candidate]")).to_have_count(2)
    press("ArrowDown")
    press("ArrowDown")
    expect(page.locator("[data-candidate='2']")).to_have_attribute("aria-selected", "true")
    press("Escape")
    expect(page.locator("#merge")).to_be_hidden()
    assert view_of(server, 4)["status"] == "pending"

    go_to(page, "queue", 2)
    press("g")
    expect(follower(page, "queue", 2, 3)).to_contain_text("Thank you all.")
    press(".")
    page.locator("#chair-menu").get_by_role("button", name="Split No. 3").focus()
    press("Enter")
    expect(row(page, "incoming", 3)).to_be_visible()
    expect(together(page, "queue", 2)).to_have_count(0)
    press("u")
    expect(together(page, "queue", 2)).to_contain_text("No. 3")
    press("u")
    expect(row(page, "incoming", 3)).to_be_visible()
    expect_queue(page, 1, 2)


def test_merge_and_split_by_mouse(watched, server):
    fill(server, 3, approved=1)
    page = watched.enter("chair/a")
    row(page, "incoming", 3).click()
    row(page, "incoming", 3).locator("[data-act=merge]").click()
    page.locator("[data-candidate='1']").click()
    page.locator("[data-merge]").click()
    expect(together(page, "queue", 1)).to_contain_text("No. 3")

    row(page, "queue", 1).click()
    row(page, "queue", 1).locator("[data-act=take]").click()
    expect_slot(page, "live", 1)
    now = page.locator("[data-list=live]")
    now.locator("[data-act=together]").click()
    expect(now.locator('.follower[data-number="3"]')).to_contain_text("Thank you all.")
    now.locator("[data-act=split]").click()
    expect(row(page, "incoming", 3)).to_be_visible()
    undo(page, "You split No. 1 and No. 3")
    expect(now.locator(".together-line")).to_contain_text("No. 3")

    page.locator("[data-act=history]").click()
    page.locator("[data-act=older][data-value=merged]").click()
    merged = page.locator('[data-list=history] [data-row][data-number="3"]')
    expect(merged).to_contain_text("merged this into No. 1")
    merged.locator("[data-act=split]").click()
    expect(merged).to_have_count(0)
    expect(row(page, "incoming", 3)).to_be_visible()


def test_a_similar_question_is_offered_for_comparison(watched, server):
    fill(server, 3, approved=2)
    person = watched.person()
    # Add a similar question to the initial page data, in the form that the server uses.
    person.add_init_script("""const parse = JSON.parse;
      JSON.parse = (text, ...rest) => {
        const value = parse(text, ...rest);
        for (const view of value?.state?.put ?? []) if (view.number === 3) view.similar = [{ number: 2, score: 0.9 }];
        return value;
      };""")
    page = person.new_page()
    page.goto(watched.link("chair/a"))
    line = row(page, "incoming", 3).locator(".close-to")
    expect(line).to_contain_text("similar to No. 2, place 2 in the queue")
    line.locator("button").click()
    expect(page.locator("[data-candidate]").first).to_have_attribute("data-candidate", "2")
    expect(page.locator(".compared").nth(1)).to_contain_text("Who checks the second?")
    page.locator("[data-merge]").click()
    expect(together(page, "queue", 2)).to_contain_text("No. 3")


def test_a_merge_into_a_lead_that_the_other_chair_has_declined(watched, server):
    fill(server, 2)
    a = watched.enter("chair/a", allow=("status of 409",))
    row(a, "incoming", 2).click()
    delayed = []
    a.route("**/merge/*", lambda route: delayed.append(route))
    a.keyboard.press("m")
    a.keyboard.type("1")
    a.keyboard.press("Enter")
    expect(row(a, "incoming", 2)).to_have_attribute("aria-busy", "true")
    assert server.client("chair/b").command("decline", {"number": 1, "version": 1, "reason": "off_topic"})[0] == 200
    first_route(a, delayed).continue_()
    message = row(a, "incoming", 2).locator(".message")
    expect(message).to_contain_text("No other question can be merged into No. 1 now")
    expect(message).to_contain_text("Patryk Pawlak declined this at")
    assert view_of(server, 2)["status"] == "pending"


def test_a_rewording_that_hides_the_askers_words(watched, server):
    fill(server, 2, approved=1)
    a, b = watched.enter("chair/a", allow=("status of 4",)), watched.enter("chair/b")
    phone = watched.enter(viewport={"width": 390, "height": 844})
    go_to(a, "queue", 1)
    a.keyboard.press("e")
    field = row(a, "queue", 1).locator("[data-wording] textarea")
    expect(field).to_be_focused()
    expect(field).to_have_value("Who pays for the first measure?")
    expect(row(a, "queue", 1).locator("[data-wording] input")).not_to_be_checked()

    field.fill("x" * 301)
    expect(row(a, "queue", 1).locator(".count[data-over]")).to_contain_text("301 of 300")
    a.keyboard.press("Control+Enter")
    expect(row(a, "queue", 1).locator("[data-wording] .error")).to_contain_text("too long")
    expect(field).to_have_value("x" * 301)

    field.fill("Who pays, and when?")
    row(a, "queue", 1).locator("[data-wording] input").check()
    row(a, "queue", 1).locator("[data-wording]").get_by_text("Save these words").click()
    expect(row(a, "queue", 1).locator("[data-wording]")).to_have_count(0)
    for chair in (a, b):
        expect(row(chair, "queue", 1).locator(".asked")).to_have_text("Who pays, and when?")
        expect(row(chair, "queue", 1).locator(".meta-edited")).to_have_text("edited by a chair")
    expect(phone.locator('#list [data-number="1"]')).to_contain_text("Who pays, and when?")
    expect(phone.get_by_text("first measure")).to_have_count(0)

    row(b, "queue", 1).click()
    expect(row(b, "queue", 1).locator(".meta-hides")).to_be_visible()
    row(b, "queue", 1).locator(".words-button").click()
    expect(row(b, "queue", 1).locator(".original")).to_contain_text("Who pays for the first measure?")

    go_to(a, "queue", 1)
    a.keyboard.press("e")
    row(a, "queue", 1).get_by_text("Back to the asker's own words").click()
    expect(row(b, "queue", 1).locator(".asked")).to_have_text("Who pays for the first measure?")
    expect(row(b, "queue", 1).locator(".meta-edited")).to_have_count(0)
    undo(a, "You changed the words of No. 1")
    expect(row(b, "queue", 1).locator(".asked")).to_have_text("Who pays, and when?")


def test_a_refused_rewording_remains_in_the_editor(watched, server):
    fill(server, 1)
    a = watched.enter("chair/a", allow=("status of 409",))
    go_to(a, "incoming", 1)
    a.keyboard.press("e")
    field = row(a, "incoming", 1).locator("[data-wording] textarea")
    field.fill("Mine?")
    assert (
        server.client("chair/b").command("wording", {"number": 1, "version": 1, "text": "Theirs?", "hide": False})[0]
        == 200
    )
    expect(row(a, "incoming", 1).locator(".asked")).to_have_text("Theirs?")
    a.keyboard.press("Control+Enter")
    expect(row(a, "incoming", 1).locator(".message")).to_contain_text("Patryk Pawlak changed")
    expect(field).to_have_value("Mine?")
    a.keyboard.press("Control+Enter")
    expect(row(a, "incoming", 1).locator(".asked")).to_have_text("Mine?")


def test_an_asker_is_muted_and_unmuted(watched, server):
    asker = server.client()
    for text in ("Read my page!", "Read my page again!"):
        assert asker.command("ask", {"text": text})[0] == 201
    assert server.client("chair/b").command("approve", {"number": 1, "version": 1})[0] == 200
    page = watched.enter("chair/a")
    go_to(page, "queue", 1)
    page.keyboard.press(".")
    page.locator("#chair-menu").get_by_text("Stop this asker").click()
    expect(page.locator("#decline-title")).to_contain_text("Stop the asker of No. 1")
    page.keyboard.press("Digit1")
    expect(row(page, "queue", 1).locator(".meta-muted")).to_be_visible()
    expect(page.locator("[data-list=incoming] [data-row]")).to_have_count(0)
    assert asker.command("ask", {"text": "Once more?"})[1]["code"] == "asker.muted"

    page.keyboard.press(".")
    page.locator("#chair-menu").get_by_text("Let this asker ask again").click()
    expect(row(page, "queue", 1).locator(".meta-muted")).to_have_count(0)
    assert asker.command("ask", {"text": "Once more?"})[0] == 201
    undo(page, "You let the asker of No. 1 ask again")
    expect(row(page, "queue", 1).locator(".meta-muted")).to_be_visible()
