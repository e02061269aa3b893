"""Test of the import page, used with the keyboard. The topics: a refused file, the columns and names, bad rows saved as
a file, the list of imports, undo.
"""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_entry_codes import has_no_violation
from tests.services.imports import files

pytestmark = pytest.mark.browser

REFUSED = ("status of 400", "status of 409")


def payload(content: bytes, name: str) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_file_is_chosen_imported_and_taken_back(watched, server):
    page = watched.enter("organiser", allow=REFUSED, reduced_motion="reduce", bypass_csp=True)
    page.get_by_role("link", name="Import questions").click()
    expect(page.get_by_text("There is no import yet.")).to_be_visible()
    has_no_violation(page)

    # The page refuses a file that contains no questions, and names the reason.
    people = files.as_csv([["User Name (Original Name)", "Join Time"], ["Ana Sol", "13:00"]])
    page.locator("#file").set_input_files(payload(people, "attendees.csv"))
    expect(page.locator(".columns .message.error")).to_have_text(
        "attendees.csv: This report lists people, and no questions."
    )

    # The page proposes the columns for the import. It leaves the column of names out, and shows no name.
    rows = [*files.ZOOM, ["4", "x" * 2500, "Cem", "cem@example.org", "", "04/29/2024 13:08:30", ""]]
    page.locator("#file").set_input_files(payload(files.as_csv(rows, ";", "cp1252"), "report.csv"))
    expect(page.locator("#columns-heading")).to_have_text("An export of Zoom with 4 rows")
    expect(page.locator("#columns-heading")).to_be_focused()
    expect(page.locator("[data-names]")).to_contain_text("Names and email addresses are not imported.")
    assert "Ana Sol" not in page.content()
    expect(page.locator("[data-count]")).to_have_text("3 questions go to Incoming.")
    expect(page.locator("[data-bad]")).to_have_text("1 row cannot be imported.")
    has_no_violation(page)

    # Choose the column of names with the keyboard; the page explains the effect. A choice that the server refuses
    # changes nothing.
    name = page.locator("[data-column='2']")
    name.focus()
    page.keyboard.type("Na")
    expect(page.locator("[data-names]")).to_contain_text("You have chosen to import names or email addresses.")
    expect(name).to_be_focused()
    expect(page.locator("tbody td", has_text="Ana Sol")).to_be_visible()
    page.get_by_text("Is this read wrongly?").click()
    page.locator("[data-header]").fill("99")
    page.locator("[data-header]").press("Tab")
    expect(page.locator(".columns .message.error")).to_have_text("Line 99 of the file is empty or does not exist.")
    expect(page.locator("[data-header]")).to_have_value("6")
    expect(page.locator("tbody td", has_text="Ana Sol")).to_be_visible()
    name.select_option("")
    expect(page.locator("[data-names]")).to_contain_text("Names and email addresses are not imported.")

    # If an import is refused, the page keeps the file and the choices.
    page.get_by_label("Source shown with the questions").fill("Webinar")
    server.client("organiser").command("close")
    page.get_by_role("button", name="Import 3 questions").press("Enter")
    expect(page.locator(".columns .message.error")).to_have_text("The session is closed.")
    server.client("organiser").command("reopen")
    expect(page.get_by_label("Source shown with the questions")).to_have_value("Webinar")
    page.get_by_role("button", name="Import 3 questions").press("Enter")
    expect(page.locator("#result-heading")).to_be_focused()
    expect(page.locator("[data-figure=added]")).to_have_text("3")
    expect(page.locator("[data-problems] tbody tr")).to_have_count(1)
    with page.expect_download() as saved:
        page.locator("[data-download]").press("Enter")
    with open(saved.value.path(), encoding="utf-8-sig", newline="") as bad_rows:
        [row] = csv.DictReader(bad_rows)
    assert (row["line"], row["code"], row["text"]) == ("11", "text.too_long", "x" * 2500)
    has_no_violation(page)

    # The list names the import. The page asks for a confirmation before it undoes the import.
    entry = page.locator("[data-import-number='1']")
    expect(entry).to_contain_text(re.compile(r"report\.csv, Webinar"))
    expect(entry.locator("[data-facts]")).to_have_text("3 questions · 3 in Incoming")
    entry.locator("[data-undo]").press("Enter")
    expect(entry.locator(".confirm")).to_contain_text("Take back 3 questions?")
    has_no_violation(page)
    entry.locator("[data-undo-now]").press("Enter")
    expect(page.locator(".list .message").first).to_have_text("3 questions were taken back.")
    expect(entry.locator("[data-facts]")).to_have_text("No question of this import is left.")

    # Import pasted questions on a phone.
    page.set_viewport_size({"width": 320, "height": 640})
    page.get_by_role("button", name="Import another file").click()
    page.get_by_text("Or paste questions").click()
    page.get_by_label("One question in each line").fill("Who pays for this?\n\nWho decides then?")
    page.get_by_role("button", name="Read these questions").click()
    assert fits(page)
    page.get_by_role("button", name="Import 2 questions").click()
    expect(page.locator("[data-figure=added]")).to_have_text("2")
    assert fits(page)

    # The page shows a new token only when it is made: after a reload, the page does not contain it. Then the token is
    # revoked.
    page.get_by_role("button", name="Make a token").press("Enter")
    expect(page.get_by_label("Token. It is shown only now: copy it.")).to_be_focused()
    token = page.locator("#token").input_value()
    assert len(token) == 32 and fits(page)
    has_no_violation(page)
    page.reload()
    expect(page.locator("[data-created-at]")).to_contain_text("There is a token, made")
    assert token not in page.content()
    page.get_by_role("button", name="Revoke the token").press("Enter")
    expect(page.get_by_text("The token is revoked.")).to_be_visible()
    expect(page.get_by_role("button", name="Make a token")).to_be_visible()
