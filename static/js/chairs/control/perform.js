/** From a wish (a click on [data-act] or a key) to what is done about it: one way for both. */

import * as acts from "./acts.js";
import { openAdd } from "./adding.js";
import { isBandMoving } from "./aim.js";
import { closeCorrection, openCorrection, sendCorrection } from "./correction.js";
import { noFilter } from "../model/filter.js";
import { cross, currentRow, goTo, step } from "./focus.js";
import { closeLine, openLine } from "./notes.js";
import { openMerge } from "./merging.js";
import { closeOlder, openOlder, readMore } from "./history.js";
import { clear, restore, toggleScreen } from "./screen.js";
import { admitAll, filtering, selectedViews, shownViews, viewOf, waitingCount } from "../model/shown.js";
import { moveBy } from "./steps.js";
import { suggestionOf } from "../model/suggestion.js";
import { openWording } from "./wording.js";
import { toggleOriginal } from "../../shared/view/original.js";
import { page } from "../../shared/page.js";
import { change, note, ui } from "../model/ui.js";

/** Statuses in which a wish makes sense; elsewhere a key does nothing. */
const APPLIES = {
  approve: ["pending"],
  approve_top: ["pending"],
  approve_after: ["pending"],
  decline: ["pending", "approved", "next", "live"],
  set_next: ["approved"],
  take: ["approved", "next"],
  put_back: ["live", "next"],
  answer: ["live"],
  reconsider: ["declined"],
  bring_back: ["answered"],
  to_top: ["approved"],
  move_up: ["approved"],
  move_down: ["approved"],
  move_to: ["approved"],
  merge: ["pending", "approved"],
  split: ["merged"],
  select: ["pending"],
};

const plain =
  (name) =>
  ({ view }) =>
    acts.act(name, view);

/** What this chair brings back to Incoming does not wait there behind "new". */
function shownAtOnce(name) {
  return ({ view }) => {
    ui.admitted.add(view.number);
    acts.act(name, view);
  };
}

const onQuestion = {
  approve: plain("approve"),
  approve_top: ({ view }) => acts.act("approve", view, { after: 0 }),
  approve_after: ({ view, value }) => acts.act("approve", view, { after: value }),
  set_next: plain("set_next"),
  take: plain("take"),
  put_back: plain("put_back"),
  answer: plain("answer"),
  reconsider: shownAtOnce("reconsider"),
  bring_back: plain("bring_back"),
  to_top: ({ view }) => acts.move(view.number, 0),
  move_to: ({ view, value }) => acts.move(view.number, value),
  move_up: ({ view }) => moveBy(view.number, -1),
  move_down: ({ view }) => moveBy(view.number, 1),
  set_language: ({ view, value }) => acts.act("set_language", view, { language: value }),
  original: ({ view }) => toggleOriginal(view.number),
  correct: ({ view }) => openCorrection(view),
  correct_send: ({ view }) => sendCorrection(view),
  correct_close: closeCorrection,
  retranslate: ({ view }) => acts.retranslate(view, page.lang),
  decline: ({ view }) => openDecline(view),
  merge: ({ view, value }) => openMerge(view, value),
  split: shownAtOnce("split"),
  together: ({ view }) => view.merged && toggleTogether(view.number),
  wording: ({ view }) => openWording(view),
  mute: ({ view }) => openMute(view),
  unmute: ({ view }) => acts.unmute(view),
  menu: ({ view, list }) => change({ menu: { list, number: view.number } }),
  select: ({ view }) => toggleSelected(view.number),
};

const onPage = {
  undo: acts.undo,
  advance: () => isBandMoving() || acts.advance(),
  browse_down: browseDown,
  browse_up: () => step(-1),
  browse_left: () => cross(-1),
  browse_right: () => cross(1),
  show_new: showNew,
  find: openFind,
  clear_find: clearFind,
  keys: () => change({ keysOpen: !ui.keysOpen }),
  history: () => (ui.older ? closeOlder() : openOlder()),
  older: ({ value }) => openOlder(value),
  more: readMore,
  tab: ({ value }) => change({ tab: value }),
  share: ({ value }) => change({ share: value }),
  see_suggestion: seeSuggestion,
  not_now: ({ number }) => change({ notNow: number }),
  now_again: () => change({ notNow: null }),
  selecting: () => change({ selecting: !ui.selecting, selected: new Set() }),
  decline_selected: () => openDecline(),
  dismiss: ({ number }) => dismiss(number),
  add: openAdd,
  line: () => (ui.lineOpen ? closeLine() : openLine()),
  acknowledge: ({ value }) => acts.acknowledge(value),
  screen: toggleScreen,
  clear_screen: clear,
  restore_screen: restore,
};

/**
 * Does what was wished. `at`: {list, number, value}. Nothing happens where the wish makes no sense:
 * no row, a row that has left, or a status without that act. Returns whether it was meant.
 */
export function perform(wish, at = {}) {
  if (onPage[wish]) return onPage[wish](at) !== false;
  const view = viewAt(at);
  if (!onQuestion[wish] || !view) return false;
  if (APPLIES[wish] && !APPLIES[wish].includes(view.status)) return false;
  onQuestion[wish]({ ...at, view });
  return true;
}

function viewAt({ list, number }) {
  const isRemain = ui.remains[list]?.some((remain) => remain.number === number);
  return isRemain ? null : viewOf({ list, number });
}

function openDecline(view) {
  const views = view ? [view] : selectedViews();
  if (!views.length) return;
  ui.notes.delete("decline");
  change({ decline: { views, reason: null }, menu: null });
}

/** The reason is for what its asker has waiting. */
function openMute(view) {
  if (!view.aloud) change({ decline: { views: [view], reason: null, mute: true }, menu: null });
}

function toggleTogether(number) {
  const together = new Set(ui.together);
  if (!together.delete(number)) together.add(number);
  change({ together });
}

/** The first one selected begins the selecting. */
function toggleSelected(number) {
  const selected = new Set(ui.selected);
  if (!selected.delete(number)) selected.add(number);
  change({ selecting: true, selected });
}

function browseDown() {
  if (step(1) || ui.current?.list !== "incoming" || !waitingCount()) return;
  showNew();
}

function showNew() {
  const before = new Set(shownViews("incoming").map((view) => view.number));
  admitAll();
  const first = shownViews("incoming").find((view) => !before.has(view.number));
  if (first) goTo("incoming", first.number);
  else change();
}

function openFind() {
  change({ finding: true });
  queueMicrotask(() => document.getElementById("find-text")?.focus());
}

/** Everything is there again, the current row in sight. False where nothing is sought. */
function clearFind() {
  if (!ui.finding && !filtering()) return false;
  change({ finding: false, filter: { ...noFilter } });
  const here = currentRow();
  if (here) goTo(here.list, here.number);
  return true;
}

/** Goes to its row, which opens with everything that can be done about it. */
function seeSuggestion() {
  const found = suggestionOf(ui.state);
  if (!found) return;
  if (ui.older) closeOlder();
  if (!shownViews("queue").includes(found.view)) clearFind();
  change({ tab: "queue" });
  goTo("queue", found.view.number);
}

function dismiss(number) {
  for (const list of ["incoming", "queue"]) {
    ui.remains[list] = ui.remains[list].filter((remain) => remain.number !== number);
  }
  note(number, null);
}
