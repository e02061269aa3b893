"""Tests of the interpreters' page: two languages side by side, marked terms, remarks, and marks of changed texts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_axe import AXE, RUN
from tests.web.served_session import ServedSession

pytestmark = pytest.mark.browser

WIDE = {"viewport": {"width": 1440, "height": 900}}
ASKED = [
    ("es", "academia", "¿Quién decide, Sra. Fatafta, quién entra en la sala?"),
    ("en", "technical", "Who answers for the flaws that stay open, the OEWG or CSIRTs?"),
    ("fr", "civil_society", "Qui contrôle la police ?"),
    ("en", "media", "Who lets the press in?"),
]
IN_ENGLISH, IN_FRENCH = (
    "Who decides, Ms Fatafta, who enters the room?",
    "Qui décide, Mme Fatafta, qui entre dans la salle ?",
)


@pytest.fixture(autouse=True)
def asked(server):
    """Ask and approve four questions on a server without a translation engine.

    Translate No. 1 by hand into English and French.
    """
    for language, group, text in ASKED:
        assert server.client().command("ask", {"text": text, "language": language, "group": group})[0] == 201
    for number in range(1, 5):
        act(server, "approve", number)
    for language, text in (("en", IN_ENGLISH), ("fr", IN_FRENCH)):
        assert server.client("booth").command("translate", {"number": 1, "language": language, "text": text})[0] == 200


def act(server: ServedSession, act: str, number: int, **body) -> dict:
    chair = server.client("chair/a")
    version = next(view["version"] for view in chair.read("snapshot")[1]["put"] if view["number"] == number)
    status, answer = chair.command(act, {"number": number, "version": version} | body)
    assert status == 200, answer
    return answer


def row(page: Page, number: int):
    return page.locator(f'.row[data-number="{number}"]')


def test_two_texts_are_side_by_side_and_a_single_text_is_wide(watched):
    booth = watched.enter("booth", **WIDE)
    expect(row(booth, 1).locator(".as-asked .voice")).to_have_attribute("lang", "es")
    expect(row(booth, 1).locator(".into .voice")).to_have_attribute("lang", "en")
    left, right = (row(booth, 1).locator(part).bounding_box() for part in (".as-asked", ".into"))
    assert left["y"] == right["y"] and left["x"] + left["width"] <= right["x"] and left["width"] == right["width"]
    head = booth.locator(".head-sides .side").nth(1).bounding_box()
    assert abs(head["x"] - right["x"]) < 1
    for number, words in ((2, "asked in English, nothing to translate"), (3, "Translate")):
        expect(row(booth, number).locator(".into")).to_have_count(0)
        expect(row(booth, number).locator(".labels")).to_contain_text(words)
    wide = row(booth, 2).locator(".as-asked").bounding_box()
    assert wide["x"] + wide["width"] == right["x"] + right["width"]
    expect(row(booth, 1).locator(".as-asked .seconds")).to_have_text("4 seconds to read")
    expect(row(booth, 1).locator(".into .seconds")).to_have_text("3 seconds to read")


def test_the_choice_of_two_languages_survives_a_reload(watched):
    booth = watched.enter("booth", lang="fr-FR", **WIDE)
    expect(row(booth, 1).locator(".into .voice")).to_contain_text("Mme Fatafta")
    booth.locator("[data-side=into]").select_option("en")
    booth.locator("[data-side=from]").select_option("fr")
    for _ in range(2):
        expect(row(booth, 1).locator(".as-asked .voice").first).to_have_attribute("lang", "fr")
        expect(row(booth, 1).locator(".into .voice")).to_have_attribute("lang", "en")
        expect(row(booth, 3).locator(".into")).to_have_count(0)
        booth.reload()
    row(booth, 1).locator("[data-remark=original] button").click()
    expect(row(booth, 1).locator(".voice.original[lang=es]")).to_have_text(ASKED[0][2])
    # Select, for the right side, the language that the left side has. The two sides never show the same language, so
    # the page must change the left side.
    booth.locator("[data-side=into]").select_option("fr")
    expect(booth.locator("[data-side=from]")).to_have_value("asked")


def test_a_translation_is_in_the_language_of_the_second_column(watched, server):
    booth = watched.enter("booth", **WIDE)
    booth.locator("[data-side=into]").select_option("es")
    row(booth, 3).get_by_role("button", name="Translate").click()
    editor = row(booth, 3).locator(".into textarea")
    expect(editor).to_be_focused()
    expect(editor).to_have_attribute("lang", "es")
    editor.fill("¿Quién controla")
    act(server, "set_next", 3)
    expect(booth.locator(".part-next .row")).to_have_attribute("data-number", "3")
    expect(editor).to_be_focused()
    booth.keyboard.type(" a la policía?")
    booth.keyboard.press("Control+Enter")
    expect(booth.locator(".part-next .into .voice")).to_have_text("¿Quién controla a la policía?")
    views = server.client("booth").read("snapshot")[1]["put"]
    assert next(view for view in views if view["number"] == 3)["translations"]["es"]["source"] == "booth"


def test_names_and_acronyms_are_marked_and_explained_in_the_margin(watched):
    booth = watched.enter("booth", **WIDE)
    expect(row(booth, 1).locator("[data-flag=name]")).to_have_text(["Fatafta", "Fatafta"])
    expect(row(booth, 1).locator("sup.figure")).to_have_text(["1", "1"])
    expect(row(booth, 1).locator(".margin-term")).to_have_text(["Marwa Fatafta"])
    expect(row(booth, 1).locator(".margin-note")).to_have_text(["MENA Policy Manager, Access Now"])
    expect(row(booth, 2).locator("[data-flag=term]")).to_have_text("OEWG")
    expect(row(booth, 2).locator(".margin-note")).to_have_text("open-ended working group")
    expect(row(booth, 2).locator("[data-flag=acronym]")).to_have_text("CSIRTs")
    expect(row(booth, 2).locator(".margin li")).to_have_count(1)
    body, margin = (row(booth, 1).locator(part).bounding_box() for part in (".row-body", ".margin"))
    assert margin["x"] >= body["x"] + body["width"] and margin["width"] == 232


def test_reworded_merged_and_spoken_questions_have_remarks(watched, server):
    booth = watched.enter("booth", **WIDE)
    act(server, "wording", 2, text="Who answers for open flaws?")
    act(server, "wording", 4, text="Who lets journalists in?", hide=True)
    act(server, "merge", 3, into=1)
    assert server.client("chair/a").command("add", {"group": "igo"})[0] == 201
    edited = row(booth, 2).locator("[data-remark=asked]")
    expect(row(booth, 2).locator(".voice")).to_have_text("Who answers for open flaws?")
    expect(edited).to_contain_text("edited by a chair")
    edited.get_by_role("button", name="The asker's own words").click()
    expect(row(booth, 2).locator(".voice.original")).to_have_text(ASKED[1][2])
    expect(row(booth, 4).locator("[data-remark=asked]")).to_contain_text("edited by a chair")
    expect(row(booth, 4).locator("[data-remark=asked] button")).to_have_count(0)
    expect(row(booth, 1).locator("[data-remark=merged]")).to_contain_text("also asked by 1 other")
    expect(row(booth, 1).locator("[data-remark=merged] .group")).to_have_text("Civil society")
    expect(row(booth, 3).locator(".departed-words")).to_have_text("Asked together with No. 1")
    expect(row(booth, 5)).to_contain_text("Asked in the room")
    expect(row(booth, 5).get_by_role("button")).to_have_count(0)


def test_a_change_is_marked_and_announced_and_moves_no_text(watched, server):
    booth = watched.enter("booth", **WIDE)
    act(server, "set_next", 1)
    expect(booth.locator(".part-next .row")).to_have_attribute("data-fresh", "came")
    expect(booth.locator(".part-next .fresh-words")).to_have_text("just came up")
    expect(booth.locator("#said .sentence[data-fresh]")).to_contain_text("Next: question 1")
    act(server, "take", 1)
    expect(booth.locator(".part-live .row")).to_have_attribute("data-fresh", "came")
    expect(booth.locator("#said")).to_contain_text("Now: question 1")
    expect(booth).to_have_title(
        "1 · Booth · \u2068Paths for multi-stakeholder engagement in the fight against cybercrime\u2069 · Open Floor"
    )
    place = booth.locator(".part-live .voice").first.bounding_box()
    assert server.client("chair/a").command("clear_screen")[0] == 200
    expect(booth.locator(".part-live .part-notice")).to_have_text(
        "The chairs have cleared the screen: the room sees the call for questions."
    )
    expect(booth.locator("#said")).to_contain_text("The chairs have cleared the screen")
    assert booth.locator(".part-live .voice").first.bounding_box() == place
    assert server.client("chair/a").command("restore_screen")[0] == 200
    expect(booth.locator(".part-live .part-notice")).to_have_count(0)
    act(server, "decline", 4, reason="off_topic")
    expect(row(booth, 4).locator("del")).to_have_text(ASKED[3][2])
    expect(booth.locator("#said")).to_contain_text("Removed from the queue: question 4")
    assert booth.evaluate("document.getAnimations().length") == 0


def test_the_mark_of_a_change_disappears(watched, server):
    context = watched.person(**WIDE)
    context.clock.install()
    booth = context.new_page()
    booth.goto(watched.link("booth"))
    booth.wait_for_selector("html[data-link=live]")
    act(server, "set_next", 1)
    act(server, "decline", 4, reason="off_topic")
    expect(booth.locator(".row[data-fresh]")).to_have_count(1)
    expect(row(booth, 4)).to_have_attribute("data-status", "departed")
    context.clock.fast_forward(16_000)
    expect(booth.locator("[data-fresh]")).to_have_count(0)
    expect(booth.locator("#said .sentence")).to_have_count(1)
    expect(row(booth, 4)).to_have_attribute("data-status", "departed")
    context.clock.fast_forward(15_000)
    expect(row(booth, 4)).to_have_count(0)


def test_keys_browse_resize_and_can_be_switched_off(watched):
    booth = watched.enter("booth", **WIDE)
    booth.keyboard.press("j")
    expect(row(booth, 1)).to_be_focused()
    booth.keyboard.press("j")
    expect(row(booth, 2)).to_be_focused()
    booth.keyboard.press("k")
    booth.keyboard.press("c")
    expect(row(booth, 1).locator("textarea")).to_be_focused()
    booth.keyboard.type("jc+")
    expect(row(booth, 1).locator("textarea")).to_have_value(IN_ENGLISH + "jc+")
    booth.keyboard.press("Escape")
    expect(row(booth, 1)).to_be_focused()

    size = "parseFloat(getComputedStyle(document.querySelector('.row .voice')).fontSize)"
    before = booth.evaluate(size)
    booth.keyboard.press("+")
    assert booth.evaluate(size) > before
    booth.reload()
    expect(row(booth, 1)).to_be_visible()
    assert booth.evaluate(size) > before
    booth.keyboard.press("-")
    assert booth.evaluate(size) == before

    booth.get_by_label("Keyboard shortcuts").uncheck()
    booth.locator("#main").focus()
    for key in ("j", "+", "c"):
        booth.keyboard.press(key)
    expect(booth.locator(".row:focus, textarea")).to_have_count(0)
    assert booth.evaluate(size) == before


def test_very_large_texts_are_one_below_the_other(watched):
    booth = watched.enter("booth", **WIDE)
    for _ in range(5):
        booth.locator("#larger").click()
    left, right = (row(booth, 1).locator(part).bounding_box() for part in (".as-asked", ".into"))
    assert left["x"] == right["x"] and left["y"] + left["height"] <= right["y"]
    assert booth.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_booth_is_dark_by_default(watched):
    booth = watched.enter("booth", color_scheme="light")
    expect(booth.locator("html")).to_have_attribute("data-theme", "dark")


def test_opened_parts_have_no_accessibility_violation(watched, server):
    """Check the booth while four elements are visible: an open editor, the asker's original words, deleted text and a
    newly changed row.
    """
    context = watched.person(bypass_csp=True, reduced_motion="reduce", **WIDE)
    context.add_init_script(path=AXE)
    booth = context.new_page()
    booth.goto(watched.link("booth"))
    booth.wait_for_selector("html[data-link=live]")
    act(server, "wording", 2, text="Who answers for open flaws?")
    act(server, "merge", 3, into=1)
    act(server, "set_next", 1)
    row(booth, 2).locator("[data-remark=asked] button").click()
    booth.locator(".part-next .row").get_by_role("button", name="Correct").click()
    expect(booth.locator(".part-next textarea, .voice.original, del, .part-next .row[data-fresh]")).to_have_count(4)
    assert booth.evaluate(RUN, "light") + booth.evaluate(RUN, "dark") == []


def test_the_booth_can_translate_a_text_in_a_language_outside_the_session(watched, server):
    swahili = "Waziri wa elimu anafanya nini kwa ajili ya shule katika mwaka huu?"
    french = "Quel est le rôle de la société civile ?"
    for text, choice in ((swahili, {}), (swahili, {"language": "en"}), (french, {"language": "en"}), ("GGE OEWG?", {})):
        assert server.client().command("ask", {"text": text, "group": "media"} | choice)[0] == 201
    for number in range(5, 9):
        act(server, "approve", number)
    views = {view["number"]: view for view in server.client("booth").read("snapshot")[1]["put"]}
    assert [tuple(views[number][key] for key in ("language", "unsure", "looks_like")) for number in range(5, 9)] == [
        ("und", False, "sw"),
        ("en", True, None),
        ("en", False, "fr"),
        ("en", True, None),
    ]
    booth = watched.enter("booth", **WIDE)
    for number, words in (
        (5, "Swahili, not a language of this session"),
        (6, "language not certain"),
        (7, "text looks like French"),
        (8, "language not certain"),
    ):
        expect(row(booth, number).locator(".language-doubt")).to_have_text(words)
        expect(row(booth, number)).not_to_contain_text("nothing to translate")
    expect(row(booth, 5).get_by_role("button", name="Translate")).to_be_visible()
    expect(row(booth, 4)).to_contain_text("asked in English, nothing to translate")
    # After the chair has set the language, the booth shows no doubt about the language.
    act(server, "set_language", 8, language="en")
    expect(row(booth, 8)).to_contain_text("asked in English, nothing to translate")
    expect(row(booth, 8).locator(".language-doubt")).to_have_count(0)
