/** The script of the chairs' dashboard, which connects the stream, the listeners and the drawing. */

/** @import { ChairsQuestion } from "./shared/contracts.d.ts" */
/** @import { ChairsState, RowKey } from "./chairs/model/ui.js" */

import { compareBand, compareTarget, compareThumb, pointedTarget, watchAim } from "./chairs/control/aim.js";
import { recordDepartures } from "./chairs/control/departures.js";
import { listenToDrags } from "./chairs/control/drag.js";
import { rememberDrafts } from "./chairs/control/drafts.js";
import { recordEditors } from "./chairs/control/editors.js";
import { keepFocus } from "./chairs/control/focus.js";
import { isHeldOutdated, refreshOlder } from "./chairs/control/history.js";
import { runWaiting } from "./chairs/control/held.js";
import { watchLayout } from "./chairs/control/layout.js";
import { listen } from "./chairs/control/listeners.js";
import { showNewestNote } from "./chairs/control/notes.js";
import { closeGaps, keepPlaces } from "./chairs/control/places.js";
import { closePopovers, showPopovers } from "./chairs/control/popovers.js";
import { keepPresence, sendReading, takePresence } from "./chairs/control/presence.js";
import { watchField } from "./chairs/control/rest.js";
import { recordDrawn, recordScreen } from "./chairs/control/screen-guard.js";
import { recordClearing } from "./chairs/control/screen.js";
import { forgetUnsent, settle } from "./chairs/control/send.js";
import { movePending } from "./chairs/control/steps.js";
import { keepTicking, tick } from "./chairs/control/ticking.js";
import { showUnread } from "./chairs/control/unread.js";
import { readUndo, renewOffer } from "./chairs/control/undo-offer.js";
import { admitAll, allViews, shownViews } from "./chairs/model/shown.js";
import { endNotNow } from "./chairs/model/suggestion.js";
import { change, drawWith, ui } from "./chairs/model/ui.js";
import { chairsTop } from "./chairs/view/masthead.js";
import { chairsPage } from "./chairs/view/page.js";
import { render } from "./shared/render.js";
import { follow } from "./shared/stream/wire.js";
import { mustDrawAgain } from "./shared/steady-rows.js";
import { keepLogin } from "./shared/login.js";
import { themeSwitch } from "./shared/theme.js";
import { lostSince } from "./shared/view/notices.js";
import { redrawWith } from "./shared/view/original.js";

const top = /** @type {HTMLElement} */ (document.querySelector("#chair-top"));
const root = /** @type {HTMLElement} */ (document.querySelector("#main"));
/** The interval, in ms, at which the page draws the ages of the questions again. */
const AGES = 10_000;
/** Maximum scroll position, in CSS pixels, at which a list counts as not scrolled. */
const SCROLLED = 8;

/**
 * Return whether new pending questions must wait for the button "Show … new". They wait while the list Incoming is
 * scrolled or has the focus.
 */
function isHolding() {
  const rows = document.querySelector('[data-list="incoming"] [data-rows]');
  return rows !== null && (rows.scrollTop > SCROLLED || rows.contains(document.activeElement));
}

/**
 * Return whether the question of a row is still in the row's list. If not, `draw` closes the row's menu. Reason: when
 * the question leaves the list, the entries of its menu change, and the chair could press a wrong entry.
 * @param {RowKey} row
 */
const isListed = ({ list, number }) => allViews(list).some((view) => view.number === number);

function draw() {
  const checkField = watchField();
  if (ui.menu && !isListed(ui.menu)) ui.menu = null;
  ui.holding = isHolding();
  if (!ui.holding || !shownViews("incoming").length) admitAll();
  closePopovers();
  const target = pointedTarget();
  const restoreFocus = keepFocus(root);
  const restorePlaces = keepPlaces();
  render(chairsTop(), top);
  render(chairsPage(), root);
  if (mustDrawAgain()) render(chairsPage(), root);
  restoreFocus();
  restorePlaces();
  compareTarget(target);
  compareThumb();
  tick(root);
  showPopovers();
  checkField();
  recordDrawn();
  showNewestNote();
  sendReading();
  movePending();
  runWaiting();
  showUnread();
  // Before this drawing, new questions had to wait, because Incoming was scrolled or had the focus (`isHolding`). If
  // the drawing has ended this state, for example by removing the focused row, draw again to show the new questions.
  if (ui.holding && !isHolding()) change();
}

/**
 * Return whether only the sequence number of the state has changed.
 * @param {ChairsState} before
 * @param {ChairsState} after
 */
function hasNoEffect(before, after) {
  const sections = /** @type {const} */ (["queue", "counts", "settings", "notes"]);
  const views = Object.values(after.questions);
  return (
    before.seq !== after.seq &&
    sections.every((section) => before[section] === after[section]) &&
    views.every((view) => before.questions[view.number] === view)
  );
}

/**
 * Return whether the history panel may be out of date. It may be out of date in three cases:
 * - A question has joined or left the stream.
 * - A question was merged or split.
 * - Only the sequence number has changed. A possible reason: an asker has withdrawn a declined question. Such a
 *   question is in the panel but not in the state.
 * @param {ChairsState} before
 * @param {ChairsState} after
 */
function isHistoryOutdated(before, after) {
  const numbers = Object.keys(before.questions).map(Number);
  /** @param {ChairsQuestion | undefined} view */
  const isMerged = (view) => view?.status === "merged";
  return (
    hasNoEffect(before, after) ||
    numbers.length !== Object.keys(after.questions).length ||
    numbers.some((number) => {
      const [old, present] = [before.questions[number], after.questions[number]];
      return !present || isMerged(old) !== isMerged(present);
    })
  );
}

/**
 * Show a new state of the stream. Before, compare it with the previous state: for example, record the rows that have
 * left a list, and read the history panel again if it may be out of date.
 * @param {ChairsState} state
 */
function takeState(state) {
  const before = ui.state;
  if (before.epoch === state.epoch) {
    renewOffer(before, state);
    recordDepartures(before, state);
    compareBand(before, state);
    if (isHistoryOutdated(before, state) || isHeldOutdated(before, state)) refreshOlder();
  } else {
    ui.admitted = new Set(allViews("incoming", state).map((view) => view.number));
    ui.handled = { incoming: [], queue: [] };
  }
  recordEditors(before, state);
  recordScreen(before, state);
  recordClearing(before, state);
  endNotNow(state);
  change({ state });
  settle(state);
}

rememberDrafts();
drawWith(draw);
redrawWith(() => change());
watchLayout();
listen(document.body);
listenToDrags(root);
watchAim();
keepPresence();
document.addEventListener("pointerover", closeGaps);
document.addEventListener("pointerleave", closeGaps);
document.addEventListener("visibilitychange", () => change());
setInterval(() => change(), AGES);
keepTicking(root);

const stream = follow({
  onState: (state) => takeState(/** @type {ChairsState} */ (state)),
  onPresence: takePresence,
  onLink(link, lastContact) {
    const since = lostSince(link, lastContact);
    if (link === "live" || link === "polling") forgetUnsent();
    change({ link, since });
  },
  onDefinition: () => change(),
});
ui.catchUp = stream.catchUp;
draw();
keepLogin();
themeSwitch(/** @type {HTMLElement} */ (root.querySelector("[data-theme-switch]")));
readUndo();
