"""Tests of the set-up page, and of open pages that show a changed definition."""

from __future__ import annotations

import re
import tomllib

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watched_pages import WatchedPages
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser

TITLE = {"en": "Who decides?", "es": "¿Quién decide?", "fr": "Qui décide ?"}
NOT_RELOADED = "window.isSame = true"
IS_SAME = "window.isSame === true"


@pytest.fixture
def server(running_server):
    """Create a session in rehearsal."""
    return make_served_session(running_server, limits={}, demo=False)


def open_setup(watched: WatchedPages, **options) -> Page:
    page = watched.enter("organiser", **options)
    page.goto(page.url.replace("/organiser", "/setup"))
    expect(page.locator("#title-en")).to_be_visible()
    return page


def test_changes_are_saved_shown_on_open_pages_and_undone(watched, server):
    phone, chair, stage = watched.enter(), watched.enter("chair/a"), watched.enter("stage")
    panellist = watched.enter("panel/socco")
    pages = (phone, chair, stage, panellist)
    for page in pages:
        page.evaluate(NOT_RELOADED)
    phone.locator("#text").fill("Half a quest")
    phone.locator("details[data-more] summary").click()
    phone.locator("#to").select_option("socco")
    chair.keyboard.press("n")
    # Allow ERR_FAILED: later, this test aborts the page's requests for its state.
    setup = open_setup(watched, allow=("status of 400", "status of 409", "ERR_FAILED"))

    said = setup.locator("[data-preview-saved]")
    expect(said).to_have_text("Saved")
    setup.locator("#title-en").fill("Who decides?")
    expect(said).to_have_text("Not saved yet")
    setup.locator("#title-en").blur()
    expect(setup.locator("[data-saved]")).to_contain_text("Saved")
    expect(said).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))
    for frame in ("phone", "stage"):
        expect(setup.frame_locator(f".preview-{frame} iframe").locator("body")).to_contain_text("Who decides?")
    for page in pages:
        expect(page.locator("h1, .title, .session-title").filter(has_text="Who decides?").first).to_be_attached()
    # While the organiser edits the title in French, the preview of the phone is in French.
    setup.locator("#title-fr").fill("Qui décide ?")
    expect(setup.frame_locator(".preview-phone iframe").locator("h1")).to_have_text("Qui décide ?")
    setup.locator("#title-fr").blur()
    expect(setup.locator("[data-saved]")).to_have_attribute("data-saved", "yes")
    name = setup.locator('[data-person="socco"] [id$="-name"]')
    name.fill("Michaela Socco")
    name.blur()
    expect(panellist.locator("h1")).to_have_text("Michaela Socco")
    expect(phone.locator('#to option[value="socco"]')).to_have_text("Michaela Socco")
    expect(phone.locator("#to")).to_have_value("socco")
    expect(phone.locator("#text")).to_have_value("Half a quest")
    assert all(page.evaluate(IS_SAME) for page in pages)
    assert "Who decides?" in phone.title()

    # The page shows an error beside the field. The wrong value stays in the field; the session keeps the previous valid
    # value.
    ends = setup.locator("#ends")
    ends.fill("2021-04-14T12:00")
    expect(setup.locator("#ends-error")).to_have_text("The end is before the start.")
    expect(setup.locator("#ends-error")).to_have_attribute("data-code", "end")
    expect(ends).to_have_attribute("aria-invalid", "true")
    expect(ends).to_have_value("2021-04-14T12:00")
    state = server.client("organiser").read("setup")[1]
    assert (state["values"]["ends"], state["undo"]["fields"]) == ("2021-04-14T14:30:00+00:00", ["panellists"])
    ends.fill("2021-04-14T15:00")
    expect(setup.locator("#ends-error")).to_have_count(0)
    expect(setup.locator("[data-saved]")).to_contain_text("Saved")

    # Another person changes the same text. The organiser's own text stays in the field until the organiser chooses one
    # of the two texts.
    setup.route("**/organiser/setup", lambda route: route.abort())
    organisers = setup.locator("#organisers-en")
    organisers.press_sequentially("!")
    server.client("organiser").command("redefine", {"changes": {"organisers": "Somebody else"}})
    setup.unroute("**/organiser/setup")
    organisers.blur()
    conflict = setup.locator("#block-organisers .conflict")
    expect(conflict).to_contain_text("Somebody else")
    expect(organisers).to_have_value("Chatham House and the European Union Institute for Security Studies (EUISS)!")
    conflict.get_by_role("button", name="Take the other text").click()
    expect(organisers).to_have_value("Somebody else")

    with setup.expect_download() as download:
        setup.locator("[data-download]").click()
    values = tomllib.loads(download.value.path().read_text("utf-8"))
    assert (values["organisers"], values["title"]["en"]) == ("Somebody else", "Who decides?")

    setup.locator("[data-undo]").click()
    expect(organisers).not_to_have_value("Somebody else")


def test_lists_languages_and_people_are_changed_in_the_rehearsal(watched, server):
    phone, chair = watched.enter(), watched.enter("chair/a", allow=("status of 401",))
    setup = open_setup(watched, allow=("status of 400",))
    setup.locator("#group-list").select_option("icann")
    setup.locator("#block-groups legend").click()
    expect(phone.locator('#group option[value="gac"]')).to_have_text("GAC")
    setup.locator("#add-language").select_option("ar")
    title = setup.locator("#title-ar")
    expect(title).to_have_attribute(
        "placeholder", "Paths for multi-stakeholder engagement in the fight against cybercrime"
    )
    expect(setup.locator(".text-input", has=title)).to_contain_text("missing")
    # If a language is not in the list of languages, the organiser types its language tag. Its letter case has no
    # effect.
    tag = setup.locator("#add-language-tag")
    tag.fill("sr-latn")
    tag.blur()
    expect(setup.locator("#block-languages [data-language=sr-Latn]")).to_contain_text("Serbian (Latin)")
    expect(phone.locator('#language option[value="sr-Latn"]')).to_have_text("Srpski (latinica)")
    tag.fill("esp")
    tag.blur()
    expect(setup.locator("#block-languages")).to_contain_text("A session cannot have this language: esp.")
    setup.locator("#block-languages [data-language=esp]").get_by_role("button", name="Remove").click()
    expect(setup.locator("#block-languages")).not_to_contain_text("esp")
    setup.locator("#block-panellists [data-add]").click()
    setup.locator("#panellist-6-name").fill("Ada Lovelace")
    setup.locator("#panellist-6-name").blur()
    expect(phone.locator("#to option").last).to_have_text("Ada Lovelace")
    # The error of a wrong "name in links and files" names the allowed characters.
    ada = setup.locator("#block-panellists .person").last
    ada.get_by_text("Name in links and files").first.click()
    ada.get_by_label("Name in links and files").fill("Ada L.")
    ada.get_by_label("Name in links and files").blur()
    expect(ada.locator("[data-code=key]")).to_have_text("Write only a-z 0-9 _, with a letter first.")
    ada.get_by_label("Name in links and files").fill("ada")
    ada.get_by_label("Name in links and files").blur()
    expect(setup.locator('[data-person="ada"] [data-code=key]')).to_have_count(0)
    expect(setup.locator("[data-saved]")).to_have_attribute("data-saved", "yes")
    person = setup.locator('#block-chairs [data-person="a"]')
    person.locator("summary").click()
    person.get_by_label("Name of the next person").fill("Ana Ruiz")
    person.locator("[data-replace]").click()
    expect(chair.locator('main[data-enter] [data-part="missing"]')).to_be_visible()
    expect(person.locator("#chair-1-name")).to_have_value("Ana Ruiz")
    expect(setup.locator("#foot")).to_contain_text("The old link stopped.")
    values = server.client("organiser").read("setup")[1]["values"]
    assert (values["languages"], values["title"]["ar"]) == (
        ["en", "es", "fr", "ar", "sr-Latn"],
        values["title"]["en"],
    )
    assert ([person["name"] for person in values["chair"]], values["groups"][3]) == (
        ["Ana Ruiz", "Patryk Pawlak"],
        "gac",
    )


def test_an_open_session_shows_a_change_on_request_and_locks_fixed_fields(watched, server):
    server.client("organiser").command("open")
    phone = watched.enter()
    setup = open_setup(watched)
    setup.locator("#title-en").fill("A better title")
    pending = setup.locator("#block-title .pending")
    expect(pending).to_contain_text("Not shown yet.")
    said, preview = setup.locator("[data-preview-saved]"), setup.frame_locator(".preview-phone iframe").locator("h1")
    expect(said).to_have_text("Your change is not shown yet. The preview shows the old values.")
    expect(preview).not_to_have_text("A better title")
    expect(setup.locator("#starts")).to_be_disabled()
    expect(setup.locator("#ends")).to_be_enabled()
    expect(setup.locator("#block-limits input").first).to_be_disabled()
    setup.locator(".rules summary").click()
    expect(setup.locator('[data-rule="starts"] [data-now]')).to_have_text("fixed")
    expect(phone.locator("h1")).not_to_have_text("A better title")
    pending.locator("[data-show]").click()
    expect(phone.locator("h1")).to_have_text("A better title")
    expect(preview).to_have_text("A better title")
    expect(said).to_contain_text("Saved")
    expect(pending).to_have_count(0)


@pytest.mark.parametrize("lang", ["de", "ru"])
def test_the_table_of_rules_is_not_wider_than_a_narrow_phone(watched, server, lang):
    setup = open_setup(watched, lang=lang, viewport={"width": 320, "height": 640})
    setup.locator(".rules summary").click()
    expect(setup.locator(".rules table")).to_be_visible()
    assert setup.evaluate("document.documentElement.scrollWidth") == 320
