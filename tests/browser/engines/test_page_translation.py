"""Tests of pages whose text nodes a translation program replaces, as the page translation of browsers does."""

from __future__ import annotations

import pytest

from tests.browser.engines.page import wait_until
from tests.browser.engines.scenario import CHROMIUM_FIRST, IS_CURRENT, ask

pytestmark = [pytest.mark.browser, CHROMIUM_FIRST]

# A script that executes WRAP for each text node. It skips text nodes in elements that an earlier call has added.
EACH_TEXT = """() => {
  const font = (...nodes) => {
    const element = document.createElement("font");
    element.append(...nodes);
    return element;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    if (text.parentElement.closest("script, style, svg, textarea, EXCLUDED")) continue;
    WRAP
  }
}"""


def each_text(wrap: str, excluded: str = "font") -> str:
    return EACH_TEXT.replace("WRAP", wrap).replace("EXCLUDED", excluded)


REPLACE = each_text("text.replaceWith(font(font(text.data)));")
MOVE = "const outer = font(); text.parentNode.insertBefore(outer, text); outer.append(text);"
SURROUND_CONTENTS = """() => {
  for (const element of document.querySelectorAll("h1, h2, h3, p, li > *, button, time, span")) {
    if (element.closest("svg, .visually-hidden") || element.querySelector("font")) continue;
    if (!element.innerText?.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(element);
    range.surroundContents(document.createElement("font"));
  }
}"""
COPY_CONTENTS = """() => {
  for (const element of document.querySelectorAll("p, button, time, span")) {
    if (element.closest("svg") || element.children.length || !element.innerText?.trim()) continue;
    const font = document.createElement("font");
    font.append(element.textContent);
    element.replaceChildren(font);
  }
}"""
MOVE_AFTER_EACH_MUTATION = """() => {
  const move = MOVE;
  new MutationObserver(move).observe(document.body, { childList: true, characterData: true, subtree: true });
  move();
}""".replace("MOVE", each_text(MOVE))
REMOVE_COMMENTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.remove();
}"""
WAYS = {
    "replaced": REPLACE,
    "replaced, comments removed": f"() => {{ ({REPLACE})(); ({REMOVE_COMMENTS})(); }}",
    "moved": each_text(MOVE),
    "moved in one step": each_text("const outer = font(); text.replaceWith(outer); outer.append(text);"),
    "moved two levels": each_text(
        "const inner = font(), outer = font(inner); text.parentNode.insertBefore(outer, text); inner.append(text);"
    ),
    "moved and translated": each_text(f"{MOVE} text.data = text.data + 'x';"),
    "moved twice": each_text(MOVE, excluded="font font"),
    "beside": each_text("text.before(font(text.data));"),
    "copied in pieces": each_text(
        "const half = text.length >> 1; text.replaceWith(font(text.data.slice(0, half)), font(text.data.slice(half)));"
    ),
    "split and moved": each_text(
        "const rest = text.splitText(text.length >> 1);"
        " for (const piece of [text, rest]) { const outer = font(); piece.replaceWith(outer); outer.append(piece); }"
    ),
    "half moved": each_text(
        "const rest = text.splitText(text.length >> 1);"
        " const outer = font(); rest.replaceWith(outer); outer.append(rest);"
    ),
    "moved after each mutation": MOVE_AFTER_EACH_MUTATION,
    "siblings surrounded": SURROUND_CONTENTS,
    "siblings copied": COPY_CONTENTS,
}
# Replace times, because they differ between two pages. Remove spaces: the simulated translation replaces text nodes by
# elements, and this may change the spaces in `innerText`.
TEXTS = r"""(selector) => [...document.querySelectorAll(selector)].map(({ innerText }) =>
  innerText.replace(/\s/g, "").replace(/\d+(s|sec|min|hr)(?=\D)/g, "AGE").replace(/\d+:\d\d/g, "TIME"))"""
DASHBOARD = "#chair-top, .stage-part, .advance, :is([data-list=queue], [data-list=incoming]) [data-row], .balance"
LIVE_PARTS = {
    "attendee": "#bar, #now, #own, #list",
    "chair/a": DASHBOARD,
    "chair/b": DASHBOARD,
    # Compare only the texts (`.voice`) of the rows, not the marks of changed rows. The test compares the translated
    # page with a newly opened page, and a newly opened page marks no row as changed.
    "booth": "#bar, .part-heading, .part .row:not([data-status=departed]) .voice",
    "stage": "#stage",
    "panel/fatafta": "#bar, #panel",
    "organiser": "#organiser",
}
GROUPS = {
    "in every engine": [("attendee", way) for way in ("replaced", "moved", "copied in pieces")],
    "in every engine, with a chair": [("attendee", "replaced, comments removed"), ("chair/a", "replaced")],
    "steps": [("attendee", way) for way in ("moved in one step", "moved two levels", "moved and translated")],
    "twice or beside": [("attendee", way) for way in ("moved twice", "beside", "moved after each mutation")],
    "halves": [("attendee", way) for way in ("split and moved", "half moved")],
    "siblings": [("attendee", way) for way in ("siblings surrounded", "siblings copied")],
    "staff": [
        *((seat, "replaced") for seat in ("booth", "stage", "panel/fatafta", "organiser")),
        ("chair/a", "moved"),
        ("stage", "moved after each mutation"),
    ],
}
"""The pages of each test: {group: [(seat, way)]}. `way` is the way in which the simulated translation wraps the texts.

A test fills one session for its group and opens one page for each (seat, way). A group has at most four pages per seat,
because an attendee's cookie may have at most four sockets.
"""


def fill(session) -> None:
    """Ask seven questions: 1 is live, 2 is next, 3 and 4 are in the queue, 5 to 7 are pending."""
    for number in range(1, 8):
        session.ask(f"Question {number}: who decides?", who=f"person {number}", language="en", group="media")
    for number in range(1, 5):
        session.act("approve", number)
    session.chair.command("advance", {"live": None, "next": None})


def change_everything(session) -> None:
    """Change Now, Next, the queue, the pending questions, the votes, a wording, a flag, the notes and the phase."""
    session.chair.command("advance", {"live": 1, "next": 2})
    session.act("approve", 5)
    session.act("decline", 6, reason="off_topic")
    session.act("wording", 4, text="Question 4, in clearer words?", hide=False)
    session["panel/socco"].command("flag", {"number": 3})
    for person in ("one", "two"):
        session[person].command("vote", {"number": 4})
    session.ask("Question 9: what is new?", who="late", language="en", group="academia")
    session["organiser"].command("note", {"text": "Ten minutes left."})
    session["organiser"].command("pause")


def change_again(session) -> None:
    """Change the page again: the phase, Now, Next, a wording, a vote and a pending question."""
    session["organiser"].command("open")
    session.chair.command("advance", {"live": 2, "next": 3})
    session.act("wording", 4, text=None)
    session["one"].command("unvote", {"number": 4})
    session.act("approve", 7)


def open_pages(scenario, places) -> list:
    """Fill the session, open a page for each seat in `places`, and ask question 8. Return the pages in this order.

    If a seat occurs several times in `places`, its pages are tabs of one browser. The attendee asks question 8 on the
    first of the attendee's pages; if there is none, another client asks it.
    """
    fill(scenario.session)
    first, pages = {}, []
    for seat in places:
        if seat not in first:
            pages.append(scenario.phone() if seat == "attendee" else scenario.staff(seat))
            first[seat] = pages[-1], pages[-1].run("() => location.href")
            continue
        page, address = first[seat]
        pages.append(page.another_tab())
        pages[-1].open(address)
        pages[-1].wait_for(IS_CURRENT)
    if "attendee" in first:
        ask(first["attendee"][0], "Question 8: is this mine?")
        for seat, page in zip(places, pages, strict=True):
            if seat == "attendee":
                page.wait_for_text("#own .status", "Received, waiting")
    else:
        scenario.session.ask("Question 8: is this mine?", language="en")
    return pages


def wait_until_current(pages: list, seat: str) -> None:
    """Wait until the pages of this seat show the same texts as a new page of the seat."""
    fresh = pages[0].another_tab()
    fresh.open(pages[0].run("() => location.href"))
    fresh.wait_for(IS_CURRENT)
    part = LIVE_PARTS[seat]
    for page in pages:
        try:
            wait_until(lambda page=page: page.run(TEXTS, part) == fresh.run(TEXTS, part))
        except AssertionError:
            # Compare again, because the message of this assertion shows the difference; the message of `wait_until`
            # does not.
            assert page.run(TEXTS, part) == fresh.run(TEXTS, part)
            raise
    fresh.close()


@pytest.mark.parametrize("group", GROUPS)
def test_live_texts_stay_current_and_complete_for_every_way_of_wrapping(scenario, group):
    if scenario.engine.name != "chromium" and "every engine" not in group:
        pytest.skip("tested in Chromium")
    places = [seat for seat, _ in GROUPS[group]]
    pages = open_pages(scenario, places)
    for change in (change_everything, change_again):
        for (_, way), page in zip(GROUPS[group], pages, strict=True):
            page.run(WAYS[way])
            page.run(WAYS[way])
        change(scenario.session)
        for seat in dict.fromkeys(places):
            wait_until_current([page for place, page in zip(places, pages, strict=True) if place == seat], seat)


def test_the_dashboard_stays_current_while_a_row_is_chosen(scenario):
    # Check only chair B's page. Chair A performs the acts, and these acts change the current row of chair A's page. The
    # new current row depends on how many acts arrive in one change.
    (page,) = open_pages(scenario, ["chair/b"])
    page.press("j")
    page.wait_for("() => document.querySelector('[data-rows] [data-current]') !== null")
    page.run(REPLACE)
    change_everything(scenario.session)
    wait_until_current([page], "chair/b")


def test_a_translation_stays_until_its_text_changes(scenario):
    scenario.session.asked_and("approve", "take", text="Who decides?")
    page = scenario.phone()
    page.run(REPLACE)
    page.run("() => { for (const font of document.querySelectorAll('font > font')) font.textContent = 'translated'; }")
    scenario.session.ask("A pending question that this page does not show?", who="ben")
    scenario.session.asked_and("approve", text="Who checks it?", who="ben")
    page.wait_for_text("#list", "Who checks it?")
    assert [page.text("#now .status"), page.text("#now .voice")] == ["translated", "translated"]
