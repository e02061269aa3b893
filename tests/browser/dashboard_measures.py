"""Measures of the dashboard's layout: fully visible rows, cut words, and controls of insufficient size."""

from __future__ import annotations

from playwright.sync_api import Page

WHOLE_ROWS = """(list) => {
  const frame = document.querySelector(`.panel[data-list=${list}] [data-rows]`).getBoundingClientRect();
  return [...document.querySelectorAll(`.panel[data-list=${list}] [data-row]`)].filter((row) => {
    const { top, bottom, height } = row.getBoundingClientRect();
    return height > 0 && top >= frame.top - 0.5 && bottom <= Math.min(frame.bottom, innerHeight) + 0.5;
  }).map((row) => Number(row.dataset.number));
}"""
NEVER_CUT = ".meta-group, .meta-to, .meta-warning, .meta .tag, .meta .original-button, .consent"
CUT_PARTS = f"""() => [...document.querySelectorAll("{NEVER_CUT}")].filter((part) => {{
  const holder = part.closest("[data-row]");
  if (!holder || !holder.getClientRects().length) return false;
  const box = part.getBoundingClientRect(), frame = holder.getBoundingClientRect();
  const isBeside = box.width > 0 && box.left >= frame.left - 1 && box.right <= frame.right + 1;
  const inside = isBeside && box.bottom <= frame.bottom + 1;
  const isLarger = part.matches("button"); // its target area is larger than the word
  return !inside || !isLarger && part.scrollWidth > part.clientWidth + 1;
}}).map((part) => `${{part.closest("[data-row]").dataset.number}} ${{part.className}} ${{part.textContent}}`)"""
"""A script that returns each element of NEVER_CUT that is cut or outside its row."""

SMALL_TARGETS = """(least) => {
  const targets = document.querySelectorAll(
    "#main :is(button, input, select, a, summary), .masthead :is(button, a, summary)");
  return [...targets]
    .filter((target) => target.checkVisibility({ visibilityProperty: true }) && !target.closest("[popover]"))
    .map((target) => {
      const box = target.getBoundingClientRect(), after = getComputedStyle(target, "::after");
      const isLarger = after.content !== "none" && after.position === "absolute";
      const sizeOf = (side) => Math.max(box[side], isLarger ? parseFloat(after[side]) : 0);
      const words = target.getAttribute("aria-label") ?? target.textContent.trim();
      return { words, width: sizeOf("width"), height: sizeOf("height"), shown: box.width > 1 };
    })
    .filter(({ width, height, shown }) => shown && (height < least - 0.5 || width < Math.min(least, 32) - 0.5));
}"""
"""A script that returns the visible controls that are too small.

A control must be at least `least` pixels high and at least min(`least`, 32) pixels wide.
"""

CUT_CHOICES = """() => [...document.querySelectorAll(".add-form select")].map((select) => {
  const copy = select.cloneNode(false);
  copy.append(select.selectedOptions[0].cloneNode(true));
  copy.style.inlineSize = "max-content";
  select.after(copy);
  const missing = copy.offsetWidth - select.offsetWidth;
  copy.remove();
  return missing > 0 && `${select.selectedOptions[0].text}: ${missing} px`;
}).filter(Boolean)"""
"""A script that returns the chosen option of each select in the dialog Add, if the select is too narrow for it."""

BROKEN_TABS = """() => [...document.querySelectorAll(".tab")].filter((tab) => {
  const texts = document.createTreeWalker(tab, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    for (const { index, 0: word } of text.data.matchAll(/\\S+/g)) {
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const box = range.getBoundingClientRect();
      const isBroken = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
      if (isBroken || box.left < -0.5 || box.right > innerWidth + 0.5) return true;
    }
  }
  return false;
}).map((tab) => tab.textContent.trim())"""
"""A script that returns the tabs of the phone's dashboard in which a word is broken or outside the window."""

SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def resize(page: Page, width: int, height: int) -> None:
    """Resize the window and wait until the page has been drawn again."""
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(SETTLED)


def whole_rows(page: Page, list_name: str) -> list[int]:
    """Return the numbers of the questions whose whole row is visible in the list."""
    return page.evaluate(WHOLE_ROWS, list_name)


def heights(page: Page, selector: str) -> list[float]:
    return page.locator(selector).evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")


def tops(page: Page, selector: str) -> list[float]:
    return page.locator(selector).evaluate_all("all => all.map((one) => one.getBoundingClientRect().top)")


def is_wide(page: Page) -> bool:
    """Return whether the page can be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")
