/**
 * The display of texts that do not fit on the screen together. The stage shows the pages of a long text one after
 * another, for TURN ms each. If there are several texts, the stage shows the pages of the first text, then the pages of
 * the second text, and so on.
 */

/** @import {Reading} from "../shared/reading.js" */

const TURN = 12_000; // ms

/** @type {ReturnType<typeof setTimeout> | undefined} */
let pageTimer;
/** @type {{element: HTMLElement, text: string | null, since: number} | null} */
let turning = null;

/**
 * Stop turning pages, and remove the fixed height of the element, so that its natural height can be measured. Call this
 * function before each drawing.
 */
export function stopTurning() {
  clearTimeout(pageTimer);
  turning?.element.style.removeProperty("block-size");
  turning?.element.classList.remove("turning");
}

/**
 * Return the total height, in px, of all elements in the box `room` except `element`.
 * @param {Element} room
 * @param {HTMLElement} element
 */
function heightBeside(room, element) {
  const parts = /** @type {HTMLElement[]} */ ([...room.children]);
  const whole = parts.reduce((sum, part) => sum + part.offsetHeight, 0);
  return whole - element.offsetHeight;
}

/**
 * Show the text of `element` page by page. A page consists of the whole lines that fit into the enclosing `data-fit`
 * box. If the text has not changed since the last call, continue at the present page. Return the number of pages.
 * @param {HTMLElement} element
 */
export function turnPages(element) {
  const text = element.textContent;
  const lineHeight = parseFloat(getComputedStyle(element).lineHeight);
  const room = element.closest("[data-fit]");
  const space = room ? room.clientHeight - heightBeside(room, element) : 0;
  const page = Math.max(1, Math.floor(space / lineHeight)) * lineHeight;
  element.classList.add("turning");
  element.style.setProperty("block-size", `${page}px`);
  turning = { element, text, since: text === turning?.text ? turning.since : Date.now() };
  const count = Math.max(1, Math.ceil((element.scrollHeight - 1) / page));
  showPage(turning, page, count);
  return count;
}

/**
 * Scroll to the page that is due now, and plan the change to the next page.
 * @param {{element: HTMLElement, since: number}} shown
 * @param {number} page the height of a page in px
 * @param {number} count of pages
 */
function showPage(shown, page, count) {
  const elapsed = Date.now() - shown.since;
  shown.element.scrollTop = (Math.floor(elapsed / TURN) % count) * page;
  pageTimer = setTimeout(() => showPage(shown, page, count), TURN - (elapsed % TURN));
}

/**
 * `number`: the question whose texts are shown in turn; `place`: the index of the group of texts that is shown now;
 * `since`: when this group appeared (ms).
 */
let turns = { number: -1, place: 0, since: 0 };

/**
 * If a new question is live, begin with the first group of its texts. Call before each drawing.
 * @param {number} number
 */
export function startTurns(number) {
  if (turns.number !== number) turns = { number, place: 0, since: Date.now() };
}

/**
 * Forget which group of texts is shown. The next question whose texts are shown in turn then begins with its first
 * group. Call when all texts of a question fit on the screen together.
 */
export function endTurns() {
  turns = { number: -1, place: 0, since: 0 };
}

/**
 * Return the group of texts to show now. `awaitTurn` changes to the next group.
 * @param {Reading[][]} groups not empty
 */
export const inTurn = (groups) => groups[turns.place % groups.length];

/** @type {ReturnType<typeof setTimeout> | undefined} */
let turnTimer;

/**
 * Plan the change from the shown group of texts to the next group. The change comes when all pages of the shown group
 * have been visible for `TURN` ms each. Then call `redraw`. A call replaces the change that was planned before. If
 * `redraw` is null, plan no change.
 * @param {(() => void) | null} redraw
 * @param {number} [pages] the number of pages of the shown group
 */
export function awaitTurn(redraw, pages = 1) {
  clearTimeout(turnTimer);
  if (!redraw) return;
  const next = () => {
    turns = { ...turns, place: turns.place + 1, since: Date.now() };
    redraw();
  };
  turnTimer = setTimeout(next, Math.max(0, turns.since + pages * TURN - Date.now()));
}
