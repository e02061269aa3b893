"""Tests of the marks (symbols) of groups. Each page also shows the marks of groups that a session file defines.

All marks must look different in black and white.
"""

from __future__ import annotations

import base64
import re
from itertools import combinations

import pytest
from playwright.sync_api import Page, expect

from moderation.core import marks
from moderation.paths import ROOT
from tests.browser.example_session import done, version
from tests.browser.watched_pages import WatchedPages
from tests.web.served_session import make_served_session

pytestmark = pytest.mark.browser

OWN = [f"own_{index}" for index in range(9)]
KEYS = [*OWN, "government", "undisclosed"]
SHOWN = {f"#mark-{mark}" for key, mark in marks.marks_of(KEYS).items() if key != "undisclosed"}
LEAST_DIFFERENCE = 0.17
"""Minimum difference between two marks (`difference_of`).

It is slightly below the smallest difference between two standard marks: 0.178, between government and civil society.
"""
SIZE, PITCH = 13, 20
INK = """async (png) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  return [...context.getImageData(0, 0, image.width, image.height).data].filter((_, index) => index % 4 === 0);
}"""


@pytest.fixture
def own_groups(running_server, browser):
    """Return (session, pages). Nine questions are merged into the live question. All ten questions have different
    groups: nine groups that only this session defines, and `government`.
    """
    labels = {key: {"en": f"Group {key}", "es": f"Grupo {key}", "fr": f"Groupe {key}"} for key in KEYS}
    groups = [{"key": key, "label": label, "short": label} for key, label in labels.items()]
    session = make_served_session(running_server, groups=groups)
    chair = session.client("chair/a")
    for key in KEYS[:-1]:
        done(session.client().command("ask", {"text": f"Who decides for {key}?", "language": "en", "group": key}))
    for number in range(2, len(KEYS)):
        done(chair.command("merge", {"number": number, "version": version(chair, number), "into": 1}))
    for act in ("approve", "take"):
        done(chair.command(act, {"number": 1, "version": version(chair, 1)}))
    with WatchedPages(browser, session) as pages:
        yield session, pages


def marks_on(page: Page, part: str) -> set[str]:
    """Return the symbols of all marks in this part of the page. Check that each mark is drawn."""
    symbols = page.locator(f"{part} .mark use").evaluate_all(
        "uses => uses.map((use) => [use.getAttribute('href'), use.getBoundingClientRect().width > 0])"
    )
    assert all(is_drawn for _, is_drawn in symbols)
    return {href for href, _ in symbols}


@pytest.mark.parametrize(
    ("seat", "part", "options"),
    [
        ("attendee", "#now", {}),
        ("attendee", "#now", {"java_script_enabled": False}),
        ("stage", ".now", {"viewport": {"width": 1920, "height": 1080}}),
        ("panel/fatafta", "#main", {}),
        ("booth", "#main", {"viewport": {"width": 1280, "height": 800}}),
        ("chair/a", "#main", {"viewport": {"width": 1440, "height": 900}}),
    ],
)
def test_every_page_shows_the_marks_of_own_groups(own_groups, seat, part, options):
    _, pages = own_groups
    page = pages.enter(seat, **options)
    expect(page.locator(f"{part} .mark").first).to_be_visible()
    assert marks_on(page, part) - {"#mark-undisclosed"} == SHOWN


def test_the_ask_form_shows_the_mark_of_the_chosen_group(own_groups):
    _, pages = own_groups
    page = pages.enter()
    for key in (OWN[8], "government", OWN[1]):
        page.locator("#ask select[name=group]").select_option(key)
        assert marks_on(page, "[data-group-mark]") == {f"#mark-{marks.marks_of(KEYS)[key]}"}


def test_ledger_and_report_show_the_marks_of_own_groups(own_groups):
    session, pages = own_groups
    context = pages.person()
    page = context.new_page()
    page.goto(f"{session.url}/s/{session.code}/ledger")
    assert marks_on(page, '[data-margin="group"]') == SHOWN | {"#mark-undisclosed"}
    status, _, report = session.client("organiser").raw("GET", f"/api/s/{session.code}/organiser/export?format=html")
    assert status == 200
    page = context.new_page()
    page.set_content(report.decode())
    assert marks_on(page, '[data-margin="group"]') == SHOWN | {"#mark-undisclosed"}
    assert marks_on(page, ".questions") == {"#mark-house-solid"}


def test_all_marks_are_distinct_at_their_smallest_size_in_black_and_white(browser):
    sprite = re.sub(r"\{#.*?#\}", "", (ROOT / "templates" / "_sprite.html").read_text("utf-8"), flags=re.DOTALL)
    names = [*marks.STANDARD, *marks.OWN]
    drawn = "".join(
        f'<svg width="{SIZE}" height="{SIZE}" style="position: absolute; left: {index * PITCH}px; top: 0; '
        f'fill: currentColor"><use href="#mark-{name}"></use></svg>'
        for index, name in enumerate(names)
    )
    page = browser.new_page(viewport={"width": PITCH * len(names), "height": 40})
    page.set_content(f'<body style="margin: 0; background: #fff; color: #000">{sprite}{drawn}')
    width = PITCH * len(names)
    png = page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": SIZE})
    red = page.evaluate(INK, base64.b64encode(png).decode())
    page.close()
    ink = {
        name: [1 - red[y * width + index * PITCH + x] / 255 for y in range(SIZE) for x in range(SIZE)]
        for index, name in enumerate(names)
    }
    alike = {
        (first, second): difference
        for first, second in combinations(names, 2)
        if (difference := difference_of(ink[first], ink[second])) < LEAST_DIFFERENCE
    }
    assert alike == {}


def difference_of(first: list[float], second: list[float]) -> float:
    """Return the difference of two marks; 0 if the marks are equal.

    The arguments are the pixels of the marks (0: white, 1: black). Add the differences of all pixels, and divide the
    sum by the sum of the darker mark's pixels.
    """
    return sum(abs(a - b) for a, b in zip(first, second)) / max(sum(first), sum(second))
