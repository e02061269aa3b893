/** The choice of the stage's view, and the drawing of this view in sizes that fit the window. It is never blank. */

import { render } from "lit/html.js";
import { firstThatFits } from "./fit.js";
import { idle } from "./idle.js";
import { list } from "./list.js";
import { now } from "./now.js";
import { onScreen } from "../shared/programme.js";
import { settingsFor, unmarkedSettings } from "./sizes.js";
import { awaitTurn, inTurn, stopTurning, turnPages } from "./turn.js";
import { translationsBelow, unmarkedTexts } from "./words.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */
/** @import {Programme} from "../shared/programme.js" */
/** @import {Reading} from "../shared/reading.js" */
/** @import {Room, Shown} from "./parts.js" */
/** @import {Setting} from "./sizes.js" */

/** @typedef {Programme & {live: QuestionView}} LiveProgramme */

const isList = new URLSearchParams(location.search).get("view") === "queue";

const MOST_LINES = 6; // Browsers ignore `text-wrap: balance` for texts with more lines than this.
const MOST_WHOLE = 8;
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
 * Return the settings of the programme that show Next as text. Each setting shows fewer questions of the queue as text
 * than the setting before it.
 * @param {number} most
 * @returns {Room[]}
 */
const roomsWithNext = (most) =>
  Array.from({ length: most + 1 }, (_, index) => ({ nextWhole: true, whole: most - index }));

/**
 * Draw the live question. Return whether it fits.
 * @param {HTMLElement} root
 * @param {Shown} shown
 * @param {LiveProgramme} items
 */
function drawNow(root, shown, items) {
  const unmarked = unmarkedTexts(items.live);
  const texts = unmarked.length ? unmarked : translationsBelow(items.live);
  const settings = unmarked.length ? unmarkedSettings(unmarked.length) : settingsFor(texts.length);
  let setting = settings[0];
  /** @type {Reading[]} */
  let current = [];
  /** @param {Setting} tried */
  const show = (tried) => {
    setting = tried;
    current = inTurn(texts, setting.atOnce, items.live.number);
    setSizes(root, setting.size, setting.second);
    root.dataset.view = setting.rail ? "now" : "wide";
    root.dataset.words = setting === settings.at(-1) ? "broken" : "whole";
    render(now(shown, items, { rail: setting.rail, nextWhole: false, whole: 0 }, current), root);
  };
  const isWhole = firstThatFits(root, settings, show);
  markLongTexts(root);
  if (setting.rail) fitRail(root, shown, items, current);
  if (current.length && current.length < texts.length) awaitTurn(() => draw(root, shown));
  return isWhole;
}

/** @param {HTMLElement} root */
function markLongTexts(root) {
  for (const text of root.querySelectorAll(".said.live")) {
    const lineHeight = parseFloat(getComputedStyle(text).lineHeight);
    text.toggleAttribute("data-long", text.clientHeight > (MOST_LINES + 0.5) * lineHeight);
  }
}

/**
 * Draw as much of the programme in the rail as fits. Showing fewer numbers is better than hiding Next.
 * @param {HTMLElement} root
 * @param {Shown} shown
 * @param {LiveProgramme} items
 * @param {Reading[]} texts of the live question
 */
function fitRail(root, shown, items, texts) {
  const most = shown.state.settings.chatham_house_rule ? 0 : Math.min(MOST_WHOLE, items.queue.length);
  const withFewerNumbers = [12, 6].map((limit) => ({ nextWhole: true, whole: 0, limit }));
  const rooms = [...roomsWithNext(most), ...withFewerNumbers, { nextWhole: false, whole: 0 }];
  firstThatFits(root, rooms, (room) => render(now(shown, items, { rail: true, ...room }, texts), root));
}

/**
 * Draw the list. Return whether it fits. A smaller Now is better than hiding Next: the setting without Next is tried
 * last.
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
 * Draw the view without a live question. Return whether it fits.
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
 * @param {HTMLElement} root
 * @param {number} size
 * @param {number} second
 */
function setSizes(root, size, second) {
  root.style.setProperty("--size", String(size));
  root.style.setProperty("--second", String(second));
}

/**
 * Return the programme if it has a live question, otherwise null.
 * @param {Programme} items
 */
const asLive = (items) => (items.live ? /** @type {LiveProgramme} */ (items) : null);

/**
 * Draw the view that `shown` needs. Return whether it fits.
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
 * Draw the stage. If the live question does not fit, show its text page by page.
 * @param {HTMLElement} root
 * @param {Shown} shown
 */
export function draw(root, shown) {
  root.dataset.phase = shown.state.settings.phase ?? "";
  stopTurning();
  awaitTurn(null);
  if (drawView(root, shown)) return;
  const text = /** @type {HTMLElement | null} */ (root.querySelector(".said.live"));
  if (text) turnPages(text);
}
