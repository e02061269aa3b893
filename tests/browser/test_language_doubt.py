"""Tests of the dashboard's remarks on a question's language: not a language of the session, or not certain."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_main_path import row

pytestmark = pytest.mark.browser

SWAHILI = "Waziri wa elimu anafanya nini kwa ajili ya shule katika mwaka huu?"
HAUSA = "Wane gini ne mafi tsaho a duniya?"
TEXTS = ((SWAHILI, {}), (SWAHILI, {"language": "en"}), (HAUSA, {}), ("GGE OEWG?", {}), ("Who decides?", {}))
LANGUAGES = ["English", "Español", "Français"]


@pytest.fixture(autouse=True)
def asked(server):
    for text, choice in TEXTS:
        assert server.client().command("ask", {"text": text, "group": "media"} | choice)[0] == 201


def test_the_chairs_read_the_name_of_a_language_outside_the_session(watched, server):
    views = {view["number"]: view for view in server.client("chair/a").read("snapshot")[1]["put"]}
    assert [(views[number]["language"], views[number]["unsure"]) for number in range(1, 6)] == [
        ("und", False),
        ("en", True),
        ("und", True),
        ("en", True),
        ("en", False),
    ]
    page = watched.enter("chair/a")
    name = row(page, "incoming", 1).locator(".meta-likely")
    expect(name).to_have_text("Swahili, not a language of this session")
    expect(row(page, "incoming", 1).locator(".doubt")).to_have_count(0)
    for number, choices in ((2, LANGUAGES), (3, [*LANGUAGES, "Another language"]), (4, LANGUAGES)):
        expect(row(page, "incoming", number).locator(".doubt > span").first).to_have_text("language not certain")
        expect(row(page, "incoming", number).locator(".doubt button")).to_have_text(choices)
        expect(row(page, "incoming", number).locator(".meta-likely")).to_have_count(0)
    expect(row(page, "incoming", 5).locator(".doubt")).to_have_count(0)
    row(page, "incoming", 3).get_by_role("button", name="Another language").click()
    expect(row(page, "incoming", 3).locator(".doubt")).to_have_count(0)


def test_the_name_is_in_the_language_of_the_interface(watched):
    page = watched.enter("chair/a", lang="fr-FR")
    name = row(page, "incoming", 1).locator(".meta-likely")
    expect(name).to_have_text("swahili\u00a0: ne fait pas partie des langues de cette séance")
