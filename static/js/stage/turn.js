/**
 * Texts that do not fit as a whole: the stage shows their pages, or their translations, one after another, for some
 * seconds each.
 */

/** @import {Reading} from "../shared/reading.js" */

const TURN = 12_000; // ms

/** @type {number | undefined} */
let pageTimer;
/** @type {{element: HTMLElement, text: string | null} | null} */
let turning = null;

/** Restore the element's own height, so that it can be measured. Call it before each fitting. */
export function stopTurning() {
  clearInterval(pageTimer);
  turning?.element.style.removeProperty("block-size");
  turning?.element.classList.remove("turning");
}

/**
 * Show the text of `element` page by page within its `data-fit` box. If the text is the same as before, continue at its
 * present page.
 * @param {HTMLElement} element
 */
export function turnPages(element) {
  const text = element.textContent;
  const lineHeight = parseFloat(getComputedStyle(element).lineHeight);
  const room = element.closest("[data-fit]")?.clientHeight ?? 0;
  const page = Math.max(1, Math.floor(room / lineHeight)) * lineHeight;
  element.classList.add("turning");
  element.style.setProperty("block-size", `${page}px`);
  if (text !== turning?.text) element.scrollTop = 0;
  turning = { element, text };
  pageTimer = setInterval(() => {
    const isAtEnd = element.scrollTop + page >= element.scrollHeight - 1;
    element.scrollTop = isAtEnd ? 0 : element.scrollTop + page;
  }, TURN);
}

/** The question whose translations take turns, and the time, in ms, at which the stage first showed the question. */
let turns = { number: -1, since: 0 };

/**
 * Return the translations whose turn it is. A new question begins with its first translation.
 * @param {Reading[]} translations
 * @param {number} most the number of translations shown together: all, one or none
 * @param {number} number of the question
 */
export function inTurn(translations, most, number) {
  if (turns.number !== number) turns = { number, since: Date.now() };
  if (!most || most >= translations.length) return translations.slice(0, most);
  const count = Math.floor((Date.now() - turns.since) / TURN);
  return [translations[count % translations.length]];
}

/** @type {number | undefined} */
let turnTimer;

/**
 * Call `redraw` when the next translation's turn comes. Null cancels the call.
 * @param {(() => void) | null} redraw
 */
export function awaitTurn(redraw) {
  clearTimeout(turnTimer);
  if (redraw) turnTimer = setTimeout(redraw, TURN - ((Date.now() - turns.since) % TURN));
}
