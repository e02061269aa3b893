"""A check that no sentence of the interface is cut, leaves its box, or makes a page wider than its window."""

from __future__ import annotations

from playwright.sync_api import Page

SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
UNCHECKED = ".skip, .voice, .foot-keys, .phase .rule-button, option, noscript, script, style, title"
"""Elements whose text is not checked. Three of them may be cut:

- the texts of questions in lists
- on a phone, the button with the name of the Chatham House Rule; a press of the button shows the whole name
- the key hints of the footer, which leaves out hints that do not fit; a dialog lists all keys
"""
FAULTS = """(letter) => {
  const UNCHECKED = "%s";
  const isOurs = new RegExp(letter), root = document.documentElement, faults = new Set();
  if (root.scrollWidth > innerWidth) faults.add(`the page is ${root.scrollWidth} px wide`);
  const isHidden = (part) => {
    for (let box = part; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box), { width, height } = box.getBoundingClientRect();
      if (style.clipPath !== "none" || box.matches(UNCHECKED)) return true;
      if ((width <= 1 || height <= 1) && style.overflow !== "visible") return true;
    }
    return !part.checkVisibility({ visibilityProperty: true });
  };
  // A layer above the page, such as a popover, a menu or a bar that stays while the page scrolls
  const isAbove = (cover, part) => {
    for (let box = cover; box && !box.contains(part); box = box.parentElement) {
      if (getComputedStyle(box).position !== "static") return true;
    }
    return false;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  while (walker.nextNode()) {
    const text = walker.currentNode, part = text.parentElement;
    if (!isOurs.test(text.data) || isHidden(part)) continue;
    range.selectNodeContents(text);
    for (const { left, right, top, bottom, width } of range.getClientRects()) {
      if (width < 1) continue;
      const add = (fault, box) => faults.add(`${fault}: "${text.data.trim().slice(0, 40)}" in ` +
        `${box.tagName.toLowerCase()}.${box.className || part.className || part.parentElement.className}`);
      const x = (left + right) / 2, y = (top + bottom) / 2;
      let isScrolled = false, isFirst = true, isOut = false;
      for (let box = part; box; box = box.parentElement) {
        const style = getComputedStyle(box);
        if (/^inline$|^contents$/.test(style.display)) continue;
        const frame = box === root || box === document.body
          ? { left: 0, right: innerWidth, top: 0, bottom: innerHeight } : box.getBoundingClientRect();
        const isClipping = style.overflowX !== "visible" || box === root;
        const isBeside = left < frame.left - 1.5 || right > frame.right + 1.5;
        if ((isFirst || isClipping) && isBeside) add("beside its box", box);
        if (!isScrolled && /hidden|clip/.test(style.overflowY) && (top < frame.top - 3 || bottom > frame.bottom + 3)) {
          add("cut", box);
        }
        isOut ||= style.overflowY !== "visible" && (y < frame.top || y > frame.bottom);
        isScrolled ||= /auto|scroll/.test(style.overflowY) || style.position === "fixed";
        isFirst = false;
      }
      const cover = isOut ? null : document.elementFromPoint(x, y);
      if (cover && !cover.contains(part) && !part.contains(cover) && !isAbove(cover, part)) add("covered", cover);
    }
  }
  return [...faults];
}""".replace("%s", UNCHECKED)
"""A script that returns the faults. `letter`: a pattern of a letter that only sentences of the interface contain.

The script finds three kinds of faults:

- Beside its box: the text crosses the left or right edge of its block, of a box that cuts its content, or of the
  window.
- Cut: the text crosses the top or bottom edge of a box that hides its overflow and does not scroll.
- Covered: another part of the page covers the text. A layer above the page, such as a dialog, does not count.
"""


def faults(page: Page, letter: str) -> list[str]:
    """Return the faults of the page in its current window, as FAULTS finds them. `letter`: the argument of FAULTS."""
    page.evaluate(SETTLED)
    return page.evaluate(FAULTS, letter)
