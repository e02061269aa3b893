"""Tests of the effects that the organiser's acts have on every open page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.dashboard_steps import fill
from tests.browser.test_main_path import ask, my_question

pytestmark = pytest.mark.browser


def test_a_pause_keeps_a_half_written_question(watched, server):
    phone, chair = watched.enter(viewport={"width": 390, "height": 844}), watched.enter("chair/a")
    organiser = server.client("organiser")
    phone.locator("#text").fill("Half a quest")
    assert organiser.command("pause")[0] == 200
    expect(phone.locator("#bar [data-phase=paused]")).to_be_visible()
    expect(phone.locator("#ask .send")).to_be_disabled()
    expect(phone.locator("#text")).to_have_value("Half a quest")
    expect(chair.locator(".phase")).to_have_attribute("data-phase", "paused")
    assert organiser.command("open")[0] == 200
    expect(phone.locator("#ask .send")).to_be_enabled()
    ask(phone, "Half a question, and the other half?")
    expect(my_question(phone)).to_have_attribute("data-status", "pending")


def test_a_renewed_link_ends_the_access_of_open_pages(watched, server):
    page = watched.enter("chair/a", allow=("status of 401",))
    status, answer = server.client("organiser").command("renew", {"seat": "chair.a"})
    assert status == 200
    expect(page.locator('main[data-enter] [data-part="missing"]')).to_be_visible()
    assert page.locator("[data-list]").count() == 0
    page.goto(answer["link"])
    expect(page.locator("[data-list=incoming]")).to_be_visible()


def test_a_replaced_chair_gets_a_new_link_and_name_in_one_step(watched, server):
    old = watched.enter("chair/a", allow=("status of 401",))
    page = watched.enter("organiser", viewport={"width": 320, "height": 800})
    row = page.locator('[data-seat="chair.a"]')
    expect(row.locator("[data-openings]")).to_have_text(re.compile(r"^Opened \d\d:\d\d.* · 1 browser$"))
    expect(page.locator('[data-seat="stage"] [data-openings]')).to_have_text("Not opened yet")
    row.get_by_role("button", name="New link").click()
    expect(row.locator(".confirm")).to_contain_text("The old link and every page opened with it stop at once.")
    row.get_by_label("If another person takes this seat, their name:").fill(" Ana Ruiz ")
    row.get_by_role("button", name="Make a new link").click()
    expect(row.locator(".seat-name")).to_contain_text("Ana Ruiz")
    expect(row.locator("[data-openings]")).to_have_text("Not opened yet")
    expect(old.locator('main[data-enter] [data-part="missing"]')).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_end_of_a_session_declines_pending_questions_with_a_reason(watched, server):
    phone = watched.enter(viewport={"width": 390, "height": 844})
    ask(phone, "Will there be time for this?")
    expect(my_question(phone)).to_have_attribute("data-status", "pending")
    assert server.client("organiser").command("close")[0] == 200
    expect(my_question(phone)).to_have_attribute("data-status", "declined")
    expect(my_question(phone).locator(".status")).to_contain_text("No time left")
    expect(phone.locator("#ask")).to_be_hidden()


READ_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


def test_a_note_to_the_chairs_names_its_readers(watched, server):
    page = watched.enter("organiser", allow=("status of 400",))
    page.locator("#note").fill("Ten minutes left.\nPlease take the last round.")
    page.get_by_role("button", name="Send to the chairs").click()
    note = page.locator(".notes .note")
    expect(note.locator(".note-text")).to_have_text("Ten minutes left.\nPlease take the last round.")
    expect(page.locator("#note")).to_have_value("")
    expect(note).to_contain_text("not yet read by Joyce Hakmeh and Patryk Pawlak")
    notes = server.client("chair/b").read("snapshot")[1]["notes"]
    assert [(chair_note["seat"], chair_note["text"]) for chair_note in notes] == [
        ("organiser", "Ten minutes left.\nPlease take the last round.")
    ]
    for seat, words in (
        ("chair/b", "read by Patryk Pawlak · not yet read by Joyce Hakmeh"),
        ("chair/a", "read by Joyce Hakmeh and Patryk Pawlak"),
    ):
        assert server.client(seat).command("acknowledge", {"note": notes[0]["note"]})[0] == 200
        page.evaluate(READ_AGAIN)
        expect(note).to_contain_text(words)
    expect(note).to_have_attribute("data-read", "")

    page.locator("#note").fill("   ")
    page.get_by_role("button", name="Send to the chairs").click()
    expect(page.locator(".outcome [role=alert]")).not_to_be_empty()
    expect(page.locator("#note")).to_have_value("   ")


def test_the_close_mentions_the_screen_only_if_a_question_is_on_it(watched, server):
    words = "The question on the screen will be marked answered."
    fill(server, 1, approved=1)
    page = watched.enter("organiser")
    page.get_by_role("button", name="Close the session").click()
    expect(page.locator(".confirm")).not_to_contain_text(words)
    server.client("chair/a").command("advance", {"live": None, "next": None})
    page.evaluate(READ_AGAIN)
    expect(page.locator("[data-count=live]")).to_have_text("1")
    expect(page.locator(".confirm")).to_contain_text(words)


def test_an_opened_question_is_scrolled_into_view(watched):
    page = watched.enter("organiser", viewport={"width": 1280, "height": 560})
    page.get_by_role("button", name="Close the session").click()
    expect(page.locator(".confirm")).to_be_in_viewport(ratio=1)


def test_a_half_written_note_survives_an_update_of_the_page(watched, server):
    page = watched.enter("organiser")
    page.locator("#note").fill("Half a no")
    reads = page.locator("html").get_attribute("data-read")
    page.evaluate(READ_AGAIN)
    expect(page.locator("html")).not_to_have_attribute("data-read", reads)
    expect(page.locator("#note")).to_have_value("Half a no")
    expect(page.locator("#note")).to_be_focused()


def test_every_phase_is_shown_and_the_current_one_marked(watched):
    page = watched.enter("organiser")
    # The demo session is open from the start, so the page shows no step for the rehearsal.
    expect(page.locator(".step")).to_have_count(4)
    for name, confirm, phase in (
        ("pause", "Pause now", "paused"),
        ("resume", "Open again", "open"),
        ("close", "Close now", "closed"),
    ):
        page.locator(f"[data-name={name}]").click()
        page.locator(".confirm").get_by_role("button", name=confirm).click()
        expect(page.locator(".step[aria-current=step]")).to_have_attribute("data-step", phase)
    expect(page.locator("[data-name=reopen]")).to_be_visible()


@pytest.mark.parametrize(
    ("time", "words"), [("14T14:07:10Z", "23 min left"), ("14T14:34:00Z", "4 min over time"), ("15T09:00:00Z", None)]
)
def test_the_time_left_is_shown_on_the_day(watched, time, words):
    def set_time(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'"now": ?"[^"]+"', f'"now": "2021-04-{time}"', answer.text()))

    context = watched.person()
    context.route("**/organiser", set_time)
    page = context.new_page()
    page.goto(watched.link("organiser"))
    page.wait_for_selector("html[data-read]:not([data-read='0'])")
    if words:
        expect(page.locator(".time-left")).to_have_text(f"{words} planned from 13:00 until 14:30")
    else:
        expect(page.locator(".time-left")).to_have_text("planned from 14 April 2021 13:00 until 14:30")


def test_chair_and_organiser_answer_each_other(watched):
    chair, page = watched.enter("chair/a"), watched.enter("organiser")
    chair.locator('[data-act="notes"]').first.click()
    chair.get_by_label("The organiser reads it too").check()
    chair.locator("#note-text").fill("Five more minutes?")
    chair.keyboard.press("Enter")
    expect(chair.locator(".chair-note .note-receipt")).to_contain_text("The organiser")
    page.evaluate(READ_AGAIN)
    note = page.locator(".notes .note[data-from-chair]")
    expect(note.locator(".note-text")).to_have_text("Five more minutes?")
    note.get_by_role("button", name="Answer").click()
    expect(page.locator("#note")).to_be_focused()
    expect(page.locator(".note-answer")).to_contain_text("Five more minutes?")
    page.locator("#note").fill("Yes.")
    page.get_by_role("button", name="Send to the chairs").click()
    expect(note).to_have_attribute("data-read", "")
    answer = chair.locator(".chair-note").last
    expect(answer.locator(".note-quote")).to_have_text("Answer to your note Five more minutes?")
    expect(answer.locator(".voice")).to_have_text("Yes.")


def test_an_act_is_set_and_cancelled_and_the_end_moves_by_five_minutes(watched, server):
    page = watched.enter("organiser", viewport={"width": 390, "height": 844})
    page.get_by_label("What to do").select_option("note")
    page.get_by_label("Time", exact=True).select_option("time")
    page.get_by_label("Date and time in UTC").fill("2999-12-08T14:00")
    page.get_by_label("Note to the chairs").fill("Ten minutes left")
    page.get_by_role("button", name="Set the time").click()
    row = page.locator(".scheduled")
    expect(row).to_contain_text("Remind the chairs 8 December 2999 14:00")
    expect(row.locator(".note-text")).to_have_text("Ten minutes left")
    row.get_by_role("button", name="Cancel").click()
    expect(row).to_have_count(0)
    expect(page.locator(".times")).to_contain_text("14:30")
    page.get_by_role("button", name=re.compile("End 5.min later")).click()
    expect(page.locator(".times")).to_contain_text("14:35")
    assert server.client("stage").read("definition?lang=en")[1]["session"]["ends"] == "2021-04-14T14:35:00.000Z"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
