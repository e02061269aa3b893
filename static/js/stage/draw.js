/** Decides which of the three views stands on the stage and fits it to the window. Never leaves the stage blank. */

import { render } from "lit/html.js";
import { firstThatFits } from "./fit.js";
import { idle } from "./idle.js";
import { list } from "./list.js";
import { now } from "./now.js";
import { onScreen } from "../shared/program.js";
import { settingsAlike, settingsFor } from "./sizes.js";
import { awaitTurn, showOneByOne, stopTurning, turnPages } from "./turn.js";
import { alsoSaid, toldAlike } from "./words.js";

const asList = new URLSearchParams(location.search).get("view") === "queue";

const MOST_LINES = 6; // more than this the browser does not balance
const LIST_SIZES = [
  [5.4, 3.9],
  [4.5, 3.5],
  [4.5, 2.75],
];
const IDLE_SIZES = [
  [6.3, 4.6],
  [5.4, 3.9],
  [4.5, 3.3],
  [3.5, 2.75],
  [2.75, 2.6],
];

function drawNow(root, shown, items) {
  const alike = toldAlike(items.live);
  const translations = alike.length ? alike : alsoSaid(items.live);
  const settings = alike.length ? settingsAlike(alike.length) : settingsFor(translations.length);
  let rail;
  let also;
  const show = (setting) => {
    rail = setting.rail;
    also = showOneByOne(translations, setting.at_once, items.live.number);
    setSizes(root, setting.size, setting.second);
    root.dataset.view = rail ? "now" : "wide";
    root.dataset.words = setting === settings.at(-1) ? "broken" : "whole";
    render(now(shown, items, { rail, nextWhole: false, whole: 0 }, also), root);
  };
  const whole = firstThatFits(root, settings, show);
  for (const text of root.querySelectorAll(".said.live")) {
    text.toggleAttribute(
      "data-long",
      text.clientHeight > (MOST_LINES + 0.5) * parseFloat(getComputedStyle(text).lineHeight),
    );
  }
  if (rail) {
    const most = shown.state.settings.chatham_house_rule ? 0 : Math.min(8, items.queue.length);
    const rails = Array.from({ length: most + 1 }, (_, index) => ({ nextWhole: true, whole: most - index }));
    // Rather fewer numbers than no Next.
    const numbers = [12, 6].map((limit) => ({ nextWhole: true, whole: 0, limit }));
    firstThatFits(root, [...rails, ...numbers, { nextWhole: false, whole: 0 }], (room) =>
      render(now(shown, items, { rail, ...room }, also), root),
    );
  }
  if (also.length && also.length < translations.length) awaitTurn(() => draw(root, shown));
  return whole;
}

function drawList(root, shown, items) {
  root.dataset.view = "list";
  root.dataset.words = "broken";
  const most = Math.min(8, items.queue.length);
  const texts = Array.from({ length: most + 1 }, (_, index) => ({ nextWhole: true, whole: most - index }));
  // Rather a smaller Now than no Next: the numbers alone come last.
  const rooms = LIST_SIZES.flatMap((sizes) => texts.map((room) => ({ sizes, ...room })));
  const fitting = firstThatFits(
    root,
    [...rooms, { sizes: LIST_SIZES.at(-1), nextWhole: false, whole: 0 }],
    ({ sizes, ...room }) => {
      setSizes(root, ...sizes);
      render(list(shown, items, room), root);
    },
  );
  return fitting || drawNow(root, shown, items);
}

function drawIdle(root, shown, items) {
  root.dataset.view = "idle";
  root.dataset.words = "broken";
  const rooms = [
    ...IDLE_SIZES.slice(0, 3).map((sizes) => ({ sizes, nextWhole: true })),
    ...IDLE_SIZES.map((sizes) => ({ sizes, nextWhole: false })),
  ];
  return firstThatFits(root, rooms, ({ sizes, nextWhole }) => {
    setSizes(root, ...sizes);
    render(idle(shown, items, { nextWhole }), root);
  });
}

function setSizes(root, size, second = size) {
  root.style.setProperty("--size", size);
  root.style.setProperty("--second", second);
}

const anything = ({ live, next, queue }) => Boolean(live || next || queue.length);

/** Draws what `shown` {state, since} says into `root`. */
export function draw(root, shown) {
  const items = onScreen(shown.state);
  root.dataset.phase = shown.state.settings.phase ?? "";
  const how = asList && anything(items) ? drawList : items.live ? drawNow : drawIdle;
  stopTurning();
  awaitTurn(null);
  const long = how(root, shown, items) ? null : root.querySelector(".said.live");
  if (long) turnPages(long, long.textContent);
}
