/** The choice of the stage's view, and the drawing of this view in sizes that fit the window. */

import { firstThatFits, fits } from "./fit.js";
import { idle } from "./idle.js";
import { languages, takeChoice } from "./languages.js";
import { list } from "./list.js";
import { now, readingsOf } from "./now.js";
import { onScreen } from "../shared/programme.js";
import { render } from "../shared/render.js";
import { inWholeWordsFirst, settingsFor, unmarkedSettings } from "./sizes.js";
import { awaitTurn, endTurns, inTurn, startTurns, stopTurning, turnPages } from "./turn.js";
import { translationsBelow, unmarkedTexts } from "./words.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */
/** @import {Programme} from "../shared/programme.js" */
/** @import {LiveProgramme} from "./now.js" */
/** @import {Reading} from "../shared/reading.js" */
/** @import {Room, Shown} from "./parts.js" */
/** @import {Setting} from "./sizes.js" */

const isList = new URLSearchParams(location.search).get("view") === "queue";

const MOST_LINES = 6; // Chromium ignores `text-wrap: balance` for a text of more than this number of lines.
const MOST_WHOLE = 8;
/** The numbers of lines to which the rail cuts a long text of Next. */
const NEXT_LINES = [12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
/** @type {[size: number, second: number][]} vh */
const LIST_SIZES = [
  [5.4, 3.9],
  [4.5, 3.5],
  [4.5, 2.75],
];
/** @type {[size: number, second: number][]} vh */
const IDLE_SIZES = [
  [6.3, 4.6],
  [5.4, 3.9],
  [4.5, 3.3],
  [3.5, 2.75],
  [2.75, 2.6],
];

/**
 * Return layouts of the rail or the list. Each layout shows the text of the next question. The first layout also shows
 * the texts of `most` questions of the queue; each further layout shows one text fewer.
 * @param {number} most
 * @returns {Room[]}
 */
const roomsWithNext = (most) =>
  Array.from({ length: most + 1 }, (_, index) => ({ nextWhole: true, whole: most - index }));

/** True while the stage shows the texts of the question one after another. */
let isInTurn = false;

/**
 * Divide the texts of the live question into groups for this setting. The stage shows one group after another. If the
 * setting shows all of `texts` together (`atOnce`), return one group with all of them. Otherwise, each text is a group
 * of its own. If `atOnce` is 0, the question as asked is the first group.
 * @param {Setting} setting
 * @param {QuestionView} live
 * @param {Reading[]} texts the texts to show with the question: its translations, or all texts under the Rule
 */
function groupsOf({ atOnce }, live, texts) {
  if (!texts.length || atOnce >= texts.length) return [texts];
  const inTurns = atOnce ? texts : readingsOf(live);
  return inTurns.map((text) => [text]);
}

/**
 * Draw the live question. Return whether the question fits. If the stage shows the texts of the question in turn, each
 * of these texts must fit in the chosen setting. Otherwise the layout would change with each turn.
 * @param {HTMLElement} root
 * @param {Shown} shown
 * @param {LiveProgramme} items
 */
function drawNow(root, shown, items) {
  const unmarked = unmarkedTexts(items.live);
  const texts = unmarked.length ? unmarked : translationsBelow(items.live);
  const settings = inWholeWordsFirst(unmarked.length ? unmarkedSettings(unmarked.length) : settingsFor(texts.length));
  let setting = settings[0];
  startTurns(items.live.number);
  const groups = () => groupsOf(setting, items.live, texts);
  const room = () => ({ rail: setting.rail, nextWhole: false, whole: 0, isAlone: !setting.atOnce && texts.length > 0 });
  const draw = (/** @type {Reading[]} */ group) => render(now(shown, items, room(), group), root);
  /**
   * Try a setting: draw the live question with the sizes and the rail of this setting.
   * @param {typeof setting} tried
   */
  const show = (tried) => {
    setting = tried;
    setSizes(root, setting.size, setting.second);
    root.dataset.view = setting.rail ? "now" : "wide";
    root.dataset.words = setting.words;
    draw(inTurn(groups()));
  };
  const isFitting = () => {
    const current = inTurn(groups());
    if (!fits(root)) return false;
    const others = groups().filter((group) => group[0] !== current[0]);
    const fitsAll = others.every((group) => {
      draw(group);
      return fits(root);
    });
    if (others.length) draw(current);
    return fitsAll;
  };
  const isWhole = firstThatFits(root, settings, show, isFitting);
  markLongTexts(root);
  if (setting.rail) fitRail(root, shown, items, inTurn(groups()));
  isInTurn = groups().length > 1;
  return isWhole;
}

/**
 * Mark each text of the live question that has more than MOST_LINES lines.
 * @param {HTMLElement} root
 */
function markLongTexts(root) {
  for (const text of root.querySelectorAll(".said.live")) {
    const lineHeight = parseFloat(getComputedStyle(text).lineHeight);
    text.toggleAttribute("data-long", text.clientHeight > (MOST_LINES + 0.5) * lineHeight);
  }
}

/**
 * Draw the live question with the rail, which shows the programme. While the rail does not fit, shorten it in this
 * order:
 * 1. Show the text of fewer questions in the queue. For the other questions, show only the numbers.
 * 2. Show fewer numbers.
 * 3. Show only the first lines of the text of Next.
 * 4. Hide the text of Next.
 * @param {HTMLElement} root
 * @param {Shown} shown
 * @param {LiveProgramme} items
 * @param {Reading[]} texts the texts of the live question to show now
 */
function fitRail(root, shown, items, texts) {
  const most = shown.state.settings.chatham_house_rule ? 0 : Math.min(MOST_WHOLE, items.queue.length);
  const withFewerNumbers = [12, 6].map((limit) => ({ nextWhole: true, whole: 0, limit }));
  const withFewerLines = NEXT_LINES.map((nextLines) => ({ nextWhole: true, nextLines, whole: 0, limit: 6 }));
  /** @type {Room[]} */
  const rooms = [...roomsWithNext(most), ...withFewerNumbers, ...withFewerLines, { nextWhole: false, whole: 0 }];
  firstThatFits(root, rooms, (room) => {
    root.style.setProperty("--next-lines", String(room.nextLines ?? "none"));
    render(now(shown, items, { rail: true, ...room }, texts), root);
  });
}

/**
 * Draw the list. Return whether the list fits. While the list does not fit, take these steps in this order:
 * 1. Show the text of fewer questions in the queue.
 * 2. Make all texts smaller, and try step 1 again.
 * 3. At the smallest size, hide the text of Next.
 * @param {HTMLElement} root
 * @param {Shown} shown
 * @param {Programme} items
 */
function drawList(root, shown, items) {
  root.dataset.view = "list";
  root.dataset.words = "broken";
  const rooms = roomsWithNext(Math.min(MOST_WHOLE, items.queue.length));
  const settings = LIST_SIZES.flatMap((sizes) => rooms.map((room) => ({ sizes, ...room })));
  settings.push({ sizes: LIST_SIZES[LIST_SIZES.length - 1], nextWhole: false, whole: 0 });
  return firstThatFits(root, settings, ({ sizes, ...room }) => {
    setSizes(root, ...sizes);
    render(list(shown, items, room), root);
  });
}

/**
 * Draw the view that the stage shows while no question is live. Return whether the view fits.
 * @param {HTMLElement} root
 * @param {Shown} shown
 * @param {Programme} items
 */
function drawIdle(root, shown, items) {
  root.dataset.view = "idle";
  root.dataset.words = "broken";
  const settings = [
    ...IDLE_SIZES.slice(0, 3).map((sizes) => ({ sizes, nextWhole: true })),
    ...IDLE_SIZES.map((sizes) => ({ sizes, nextWhole: false })),
  ];
  return firstThatFits(root, settings, ({ sizes, nextWhole }) => {
    setSizes(root, ...sizes);
    render(idle(shown, items, { nextWhole }), root);
  });
}

/**
 * Set the sizes of the question and of its translations, in vh.
 * @param {HTMLElement} root
 * @param {number} size
 * @param {number} second
 */
function setSizes(root, size, second) {
  root.style.setProperty("--size", String(size));
  root.style.setProperty("--second", String(second));
}

/**
 * Return the programme if it has a live question (as the type LiveProgramme), otherwise null.
 * @param {Programme} items
 */
const asLive = (items) => (items.live ? /** @type {LiveProgramme} */ (items) : null);

/**
 * Draw the list if the page's address selects the list, and the list is not empty and fits. Otherwise draw the live
 * question or, if no question is live, the idle view. Return whether the drawn view fits.
 * @param {HTMLElement} root
 * @param {Shown} shown
 */
function drawView(root, shown) {
  const items = onScreen(shown.state);
  const withLive = asLive(items);
  const hasAny = withLive || items.next || items.queue.length;
  if (isList && hasAny && drawList(root, shown, items)) return true;
  return withLive ? drawNow(root, shown, withLive) : drawIdle(root, shown, items);
}

/**
 * Give the stage the language and direction of the first shown language. The server chose the direction of the page by
 * the browser's language, which may be Arabic although the session has no Arabic.
 * @param {HTMLElement} root
 */
function setLanguage(root) {
  const [{ code, dir }] = languages();
  root.lang = code;
  root.dir = dir;
  document.documentElement.dir = dir;
}

/**
 * Draw the stage. If the texts of the live question do not fit on the screen together, show them in turn. If a single
 * text does not fit, show it page by page.
 * @param {HTMLElement} root
 * @param {Shown} shown
 */
export function draw(root, shown) {
  root.dataset.phase = shown.state.settings.phase ?? "";
  takeChoice(shown.state.settings);
  setLanguage(root);
  stopTurning();
  awaitTurn(null);
  isInTurn = false;
  const text = drawView(root, shown) ? null : /** @type {HTMLElement | null} */ (root.querySelector(".said.live"));
  const pages = text ? turnPages(text) : 1;
  if (isInTurn) awaitTurn(() => draw(root, shown), pages);
  else endTurns();
}
