"""Tests of the topics (agenda items) from the set-up page to the phone, the dashboard and the stage."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.watched_pages import WatchedPages
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser


@pytest.fixture
def server(running_server):
    """Create a session in rehearsal."""
    return make_served_session(running_server, limits={}, demo=False)


def test_topics_from_the_set_up_to_the_dashboard(watched: WatchedPages, server):
    phone, chair, stage = watched.enter(), watched.enter("chair/a"), watched.enter("stage")
    expect(phone.locator("#topic")).to_be_hidden()
    setup = watched.enter("organiser")
    setup.goto(setup.url.replace("/organiser", "/setup"))
    for number, label in enumerate(("Human rights", "Trade"), 1):
        setup.locator("#block-topics [data-add]").click()
        setup.locator(f"#topic-{number}-label-en").fill(label)
        setup.locator(f"#topic-{number}-label-en").blur()

    # Open pages offer the topics without a reload.
    expect(phone.locator("#topic option")).to_have_text(["Choose a topic", "Human rights", "Trade"])
    expect(phone.locator(".about-topics li")).to_have_text(["Human rights", "Trade"])
    phone.locator("#text").fill("Who decides?")
    phone.locator("#topic").select_option("topic")
    phone.locator(".send").click()
    row = chair.locator('.incoming [data-number="1"]')
    expect(row.locator(".meta-topic")).to_have_text("Human rights")
    expect(phone.locator("#topic")).to_have_value("")
    expect(phone.locator(".facts")).to_contain_text("Human rights")

    # A chair changes the question's topic. The filter and the balance then use the new topic.
    row.locator(".voice").first.click()
    row.locator("[data-act=menu]").click()
    chair.locator('#chair-menu [data-topic="topic_2"]').click()
    expect(row.locator(".meta-topic")).to_have_text("Trade")
    expect(chair.get_by_text("You changed the topic of No. 1")).to_be_visible()
    chair.locator("[data-act=share][data-value=topic]").click()
    expect(chair.locator('.share[data-key="topic_2"] .share-figures')).to_contain_text("0 / 1")
    chair.keyboard.press("/")
    chair.locator("#find-topic").select_option(label="Human rights")
    expect(row).to_have_count(0)
    chair.locator("#find-topic").select_option(label="Trade")
    expect(row).to_have_count(1)

    server.act("approve", 1)
    server.act("take", 1)
    expect(stage.locator(".about-topic")).to_have_text("Trade")
    expect(phone.locator(".now .topic")).to_have_text("Trade")

    # If only the chairs set topics, the phone's form does not offer them.
    setup.locator("#chairs_set_topics").click()
    expect(phone.locator("#topic")).to_be_hidden()
