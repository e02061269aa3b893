/** The dashboard of the two co-chairs: the connection between the stream, the listeners and the drawing. */

/** @import { ChairsQuestion } from "./shared/contracts.d.ts" */
/** @import { ChairsState } from "./chairs/model/ui.js" */

import { render } from "lit/html.js";
import { compareBand, compareTarget, pointedTarget, watchAim } from "./chairs/control/aim.js";
import { recordDepartures, tidy } from "./chairs/control/departures.js";
import { listenToDrags } from "./chairs/control/drag.js";
import { rememberDrafts } from "./chairs/control/drafts.js";
import { keepFocus } from "./chairs/control/focus.js";
import { refreshOlder } from "./chairs/control/history.js";
import { listen } from "./chairs/control/listeners.js";
import { showNewestNote } from "./chairs/control/notes.js";
import { closePopovers, showPopovers } from "./chairs/control/popovers.js";
import { keepPresence, sendReading, takePresence } from "./chairs/control/presence.js";
import { recordClearing } from "./chairs/control/screen.js";
import { forgetUnsent, settle } from "./chairs/control/send.js";
import { movePending } from "./chairs/control/steps.js";
import { keepTicking, tick } from "./chairs/control/ticking.js";
import { readUndo, renewOffer } from "./chairs/control/undo-offer.js";
import { admitAll, allViews, shownViews, viewOf } from "./chairs/model/shown.js";
import { endNotNow } from "./chairs/model/suggestion.js";
import { change, drawWith, ui } from "./chairs/model/ui.js";
import { chairsTop } from "./chairs/view/masthead.js";
import { chairsPage } from "./chairs/view/page.js";
import { follow } from "./shared/stream/wire.js";
import { themeSwitch } from "./shared/theme.js";
import { redrawWith } from "./shared/view/original.js";

const top = /** @type {HTMLElement} */ (document.querySelector("#chair-top"));
const root = /** @type {HTMLElement} */ (document.querySelector("#main"));
/** The interval, in ms, at which the ages of the questions are drawn again. */
const AGES = 10_000;
/** Maximum scroll position, in CSS pixels, at which a list counts as not scrolled. */
const SCROLLED = 8;

/**
 * Return whether new pending questions wait for the button "Show … new": they do while Incoming is scrolled or has the
 * focus.
 */
function isHolding() {
  const rows = document.querySelector('[data-list="incoming"] [data-rows]');
  return rows !== null && (rows.scrollTop > SCROLLED || rows.contains(document.activeElement));
}

function draw() {
  if (ui.menu && !viewOf(ui.menu)) ui.menu = null;
  ui.holding = isHolding();
  if (!ui.holding || !shownViews("incoming").length) admitAll();
  closePopovers();
  const target = pointedTarget();
  const restoreFocus = keepFocus(root);
  render(chairsTop(), top);
  render(chairsPage(), root);
  restoreFocus();
  compareTarget(target);
  tick(root);
  showPopovers();
  showNewestNote();
  sendReading();
  movePending();
}

/**
 * Return whether the history may be out of date: a question left or joined the stream, or was merged or split off.
 * @param {ChairsState} before
 * @param {ChairsState} after
 */
function isHistoryOutdated(before, after) {
  const numbers = Object.keys(before.questions).map(Number);
  /** @param {ChairsQuestion | undefined} view */
  const isMerged = (view) => view?.status === "merged";
  return (
    numbers.length !== Object.keys(after.questions).length ||
    numbers.some((number) => {
      const [old, present] = [before.questions[number], after.questions[number]];
      return !present || isMerged(old) !== isMerged(present);
    })
  );
}

/** @param {ChairsState} state */
function takeState(state) {
  const before = ui.state;
  if (before.epoch === state.epoch) {
    renewOffer(before, state);
    recordDepartures(before, state);
    compareBand(before, state);
    if (isHistoryOutdated(before, state)) refreshOlder();
  } else {
    ui.admitted = new Set(allViews("incoming", state).map((view) => view.number));
    ui.remains = { incoming: [], queue: [] };
  }
  recordClearing(before, state);
  endNotNow(state);
  change({ state });
  settle(state);
}

rememberDrafts();
drawWith(draw);
redrawWith(() => change());
listen(document.body);
listenToDrags(root);
watchAim();
keepPresence();
document.addEventListener("focusout", () => setTimeout(tidy, 0));
document.addEventListener("pointerover", tidy);
setInterval(() => change(), AGES);
keepTicking(root);

const stream = follow({
  onState: (state) => takeState(/** @type {ChairsState} */ (state)),
  onPresence: takePresence,
  onLink(link) {
    const since = link === "offline" ? (ui.since ?? new Date().toISOString()) : null;
    if (link === "live" || link === "polling") forgetUnsent();
    change({ link, since });
  },
});
ui.catchUp = stream.catchUp;
draw();
themeSwitch(/** @type {HTMLElement} */ (root.querySelector("[data-theme-switch]")));
readUndo();
