"""Tests of a session for invited people: the sheet of codes, the field on the phone, and a revoked code."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_axe import AXE, RUN
from tests.browser.test_main_path import ask, my_question
from tests.browser.watched_pages import LIVE
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 320, "height": 640}, "reduced_motion": "reduce"}
REFUSED = ("status of 403", "status of 409")
TEXT = "Who may ask here?"

IS_UNCOVERED = """() => {
  const error = document.querySelector("#entry_code-error");
  const { left, bottom } = error.getBoundingClientRect();
  return error.contains(document.elementFromPoint(left + 5, bottom - 5));
}"""
"""A script that returns whether the end of the error message is visible. The Send button, for example, must not cover
it.
"""


@pytest.fixture
def server(running_server):
    return make_served_session(running_server, entry_codes="ask_and_vote")


def has_no_violation(page):
    page.evaluate(AXE.read_text("utf-8") + "; undefined")
    assert [fault for theme in ("light", "dark") for fault in page.evaluate(RUN, theme)] == []


def test_invited_people_ask_and_vote_with_their_codes(watched, server):
    organiser = watched.enter("organiser", reduced_motion="reduce")
    organiser.get_by_label("Number of new codes").fill("3")
    with organiser.expect_popup() as opened:
        organiser.get_by_role("button", name="Make and print").click()
    sheet = opened.value
    codes = [code.inner_text() for code in sheet.locator(".code").all()]
    assert len(set(codes)) == 3 and sheet.locator(".qr svg").count() == 3
    assert sheet.locator(".card").first.evaluate("card => getComputedStyle(card).borderTopStyle") == "dashed"
    has_no_violation(sheet)
    sheet.close()
    expect(organiser.locator("[data-entry-count=created]")).to_have_text("3")

    # The refused question stays in the form. After the code is accepted, the page sends the question.
    ana = watched.enter(allow=REFUSED, **PHONE)
    code = ana.get_by_label("Your entry code")
    ask(ana, TEXT)
    expect(code).to_be_focused()
    expect(ana.locator("#entry_code-error")).to_contain_text("Please enter your entry code.")
    expect(ana.locator("#text")).to_have_value(TEXT)
    assert ana.evaluate("document.documentElement.scrollWidth") == 320
    has_no_violation(ana)
    code.fill("AAAAA AAAAA")
    ana.get_by_role("button", name="Enter the code").click()
    expect(ana.locator("#entry_code-error")).to_contain_text("This is not an entry code of this session.")
    code.fill(codes[0].lower().replace("-", " "))
    ana.get_by_role("button", name="Enter the code").click()
    expect(my_question(ana)).to_contain_text(TEXT)
    expect(code).to_be_hidden()
    expect(ana.locator("#text")).to_have_value("")
    server.act("approve", 1)

    # Ben votes before he enters a code. The page sends his vote after the server has accepted his code.
    ben = watched.enter(allow=REFUSED, **PHONE)
    ben.locator("[data-vote='1']").click()
    code = ben.get_by_label("Your entry code")
    expect(code).to_be_focused()
    code.fill(codes[0])
    code.press("Enter")
    expect(ben.locator("#entry_code-error")).to_contain_text("already used on another phone")
    code.fill(codes[1])
    code.press("Enter")
    expect(ben.locator("[data-vote='1']")).to_have_attribute("aria-pressed", "true")

    # The address in the QR code has the entry code in its fragment. The page removes the fragment.
    carol = watched.person(allow=REFUSED, **PHONE).new_page()
    carol.goto(f"{watched.link('attendee')}#entry={codes[0]}")
    expect(carol.locator("#entry_code-error")).to_contain_text("already used on another phone")
    carol.wait_for_function(IS_UNCOVERED)
    carol.goto(f"{watched.link('attendee')}#entry={codes[2]}")
    carol.wait_for_selector(LIVE)
    expect(carol.locator("#entry-done")).to_have_text("Your code is accepted. You can ask and vote now.")
    assert carol.url == watched.link("attendee")
    ask(carol, "And who may not?")
    expect(my_question(carol, 2)).to_be_visible()

    # After the organiser has revoked Carol's code, her phone asks for a code again.
    organiser.get_by_label("Number on the card").fill("3")
    organiser.get_by_role("button", name="Revoke this code").click()
    organiser.get_by_role("button", name="Revoke now").click()
    expect(organiser.locator(".outcome")).to_contain_text("Code No. 3 is revoked.")
    expect(organiser.locator("[data-entry-count=revoked]")).to_have_text("1")
    has_no_violation(organiser)
    ask(carol, "Once more?")
    expect(carol.get_by_label("Your entry code")).to_be_focused()
    expect(carol.locator("#text")).to_have_value("Once more?")
