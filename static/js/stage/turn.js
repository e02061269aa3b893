/** What does not stand whole on the stage is shown by turns, cut over every few seconds; nothing of it is lost. */

const SECONDS = 12;
let timer = null;
let turned = null; // {element, text}

/** Gives the element its own height back, so that it can be measured; call before each fitting. */
export function stopTurning() {
  clearInterval(timer);
  turned?.element.style.removeProperty("block-size");
  turned?.element.classList.remove("turning");
}

/** Turns the pages of `element` within the box around it. The same text goes on where it was. */
export function turnPages(element, text) {
  const line = parseFloat(getComputedStyle(element).lineHeight);
  const page = Math.max(1, Math.floor(element.closest("[data-fit]").clientHeight / line)) * line;
  element.classList.add("turning");
  element.style.setProperty("block-size", `${page}px`);
  if (text !== turned?.text) element.scrollTop = 0;
  turned = { element, text };
  timer = setInterval(() => {
    const atEnd = element.scrollTop + page >= element.scrollHeight - 1;
    element.scrollTop = atEnd ? 0 : element.scrollTop + page;
  }, SECONDS * 1000);
}

let since = { number: null, at: 0 };

/** Those of `translations` whose turn it is, `most` at a time; `number` of the question: each begins with the first. */
export function showOneByOne(translations, most, number) {
  if (since.number !== number) since = { number, at: Date.now() };
  if (!most || most >= translations.length) return translations.slice(0, most);
  const turns = Math.floor((Date.now() - since.at) / (SECONDS * 1000));
  return [translations[turns % translations.length]];
}

let next = null;

/** Draws again when the next translation's turn comes; without `redraw` nothing waits for a turn. */
export function awaitTurn(redraw) {
  clearTimeout(next);
  if (redraw) next = setTimeout(redraw, SECONDS * 1000 - ((Date.now() - since.at) % (SECONDS * 1000)));
}
