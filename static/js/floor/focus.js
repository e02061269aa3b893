/* The keyboard focus, which must not be lost when rows change or leave a list. */

const ROWS = ".own-row, .public-row, .similar-row";
const LISTS = "#own, #list, #similar, #turn";

/**
 * Run `draw`. If the focused element disappears, focus another element: the heading or the text of a row, or a heading
 * of the page. Otherwise the browser would move the focus to the body of the page.
 *
 * Choose the first of these elements that exists:
 * - the row that contained the focused element;
 * - the row that is now in the place of that row;
 * - the last row of the list;
 * - the heading of the list;
 * - the heading of the attendee's questions;
 * - the heading of the page.
 * @param {() => void} draw
 */
export function keepFocus(draw) {
  const focused = document.activeElement;
  const list = focused?.closest(LISTS);
  const row = focused?.closest(ROWS);
  const index = list && row ? rowsOf(list).indexOf(row) : 0;
  draw();
  if (!focused || focused === document.body || isShown(focused)) return;
  const place = row && isShown(row) ? row : list && (rowsOf(list)[index] ?? rowsOf(list).at(-1));
  const target =
    place?.querySelector("h3, .voice") ?? list?.querySelector("h2") ?? document.querySelector("#own h2, #main h1");
  if (!(target instanceof HTMLElement)) return;
  target.tabIndex = -1;
  target.focus();
}

/** @param {Element} list */
const rowsOf = (list) => [...list.querySelectorAll(ROWS)];

/** @param {Element} element */
const isShown = (element) => element.isConnected && !element.closest("[hidden]");
