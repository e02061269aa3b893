"""Tests of panellists' flags, and of the stage: merged and reworded questions, and a cleared screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.example_session import done, version
from tests.browser.interface_text import sentence
from tests.browser.watched_pages import LIVE, LOST

pytestmark = pytest.mark.browser

STAGE = {"viewport": {"width": 1920, "height": 1080}}
TEXT = "Who decides which organisations may enter the room?"


@pytest.fixture
def chair(server):
    return server.client("chair/a")


def ask(server, text: str = TEXT, **values) -> int:
    return done(server.client().command("ask", {"text": text} | values))["question"]["number"]


def act(chair, name: str, number: int, **values) -> None:
    done(chair.command(name, {"number": number, "version": version(chair, number), **values}))


def view_of(chair, number: int) -> dict:
    return next(view for view in done(chair.read("snapshot"))["put"] if view["number"] == number)


def flag_button(page: Page, number: int):
    return page.locator(f'[data-flag="{number}"]')


def test_a_panellist_flags_questions(watched, server, chair):
    for number, values in ((1, {}), (2, {"to": "fatafta"})):
        ask(server, f"{TEXT} {number}", **values)
        act(chair, "approve", number)
    panel = watched.enter("panel/fatafta", lang="fr", allow=LOST, viewport={"width": 390, "height": 844})
    expect(panel.locator(".part-mine [data-number]")).to_have_attribute("data-number", "2")
    flag_button(panel, 2).click()
    expect(flag_button(panel, 2)).to_have_attribute("aria-pressed", "true")
    assert (view_of(chair, 1)["flags"], view_of(chair, 2)["flags"]) == ([], ["fatafta"])

    panel.reload()
    panel.wait_for_selector(LIVE)
    expect(flag_button(panel, 2)).to_have_attribute("aria-pressed", "true")
    expect(flag_button(panel, 1)).to_have_attribute("aria-pressed", "false")

    done(server.client("panel/fatafta").command("flag", {"number": 1}))  # the panellist acts on another device
    panel.context.set_offline(True)
    expect(panel.locator("#bar [data-offline]")).to_be_visible()
    panel.context.set_offline(False)
    expect(flag_button(panel, 1)).to_have_attribute("aria-pressed", "true")

    flag_button(panel, 2).click()
    expect(flag_button(panel, 2)).to_have_attribute("aria-pressed", "false")
    assert (view_of(chair, 1)["flags"], view_of(chair, 2)["flags"]) == (["fatafta"], [])
    act(chair, "take", 1)
    expect(panel.locator(".part-live [data-number='1']")).to_be_visible()
    expect(flag_button(panel, 1)).to_have_count(0)
    done(chair.command("clear_screen"))
    expect(panel.locator(".cleared")).to_have_text(
        sentence("fr", "The chairs have cleared the screen: the room sees the call for questions.")
    )


def test_a_cleared_screen_shows_the_invitation_and_no_question(watched, server, chair):
    for number in (1, 2, 3):
        ask(server, f"{TEXT} {number}")
        act(chair, "approve", number)
    act(chair, "take", 1)
    act(chair, "set_next", 2)
    stage = watched.enter("stage", allow=LOST, **STAGE)
    expect(stage.locator('[data-status=live][data-number="1"]')).to_be_visible()
    done(chair.command("clear_screen"))
    expect(stage.locator("#stage")).to_have_attribute("data-view", "idle")
    expect(stage.locator("[data-number]")).to_have_count(0)
    expect(stage.get_by_text(TEXT)).to_have_count(0)
    expect(stage.locator(".numbers")).to_have_count(0)
    assert stage.locator(".qr").bounding_box()["height"] >= 0.44 * STAGE["viewport"]["height"]
    stage.context.set_offline(True)
    expect(stage.locator(".lost")).to_be_visible()
    expect(stage.locator(".title")).to_be_visible()
    stage.context.set_offline(False)
    stage.wait_for_selector(LIVE)
    stage.goto(f"{stage.url}?view=queue")
    stage.wait_for_selector(LIVE)
    expect(stage.locator("#stage")).to_have_attribute("data-view", "idle")
    done(chair.command("restore_screen"))
    expect(stage.locator('[data-status=live][data-number="1"]')).to_contain_text(f"{TEXT} 1")


def test_the_stage_shows_all_groups_of_a_merged_and_reworded_question(watched, server, chair):
    lead = ask(server, group="academia")
    for group in ("civil_society", "academia", "undisclosed"):
        act(chair, "merge", ask(server, group=group), into=lead)
    act(chair, "approve", lead)
    act(chair, "wording", lead, text="Who lets organisations in?", hide=True)
    act(chair, "take", lead)
    stage = watched.enter("stage", **STAGE)
    about = stage.locator(".now > .about")
    expect(about).to_contain_text("asked by 4")
    expect(about).to_contain_text("edited by a chair")
    expect(about.locator(".about-group")).to_have_text(["Civil society", "Academia"])
    expect(stage.locator(".mark-civil_society, .mark-academia")).to_have_count(2)
    done(server.client("organiser").command("set", {"chatham_house_rule": True}))
    expect(stage.locator(".rule")).to_be_visible()
    expect(stage.locator(".about-group")).to_have_count(0)
    expect(about.locator(".spoken").last.locator("span")).to_have_count(
        len({sentence(lang, "asked by %(count)s") for lang in ("en", "es", "fr")})
    )
