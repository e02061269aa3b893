/** The effect of every intent. An intent comes from a key press or from a click on [data-act]. */

/** @import { ChairsQuestion, StatusName } from "../../shared/contracts.d.ts" */
/** @import { ListName, Ui } from "../model/ui.js" */

import { page } from "../../shared/page-data.js";
import { toggleOriginal } from "../../shared/view/original.js";
import { applies } from "../model/intents.js";
import { remainsOf, viewOf } from "../model/shown.js";
import { change, ui } from "../model/ui.js";
import * as acts from "./acts.js";
import { openAdd } from "./adding.js";
import { isBandMoving } from "./aim.js";
import { browseDown, clearFind, dismiss, openFind, seeSuggestion, showNew, toggleTogether } from "./browsing.js";
import { closeCorrection, openCorrection, sendCorrection } from "./correction.js";
import { declineSelected, openDecline, openMute, toggleSelected, toggleSelecting } from "./declining.js";
import { cross, step } from "./focus.js";
import { closeOlder, openOlder, readMore } from "./history.js";
import { openMerge } from "./merging.js";
import { closeNotes, openNotes } from "./notes.js";
import { clear, restore, toggleScreen } from "./screen.js";
import { moveBy } from "./steps.js";
import { openWording } from "./wording.js";

/**
 * The row and the value for an intent. `value` is the choice of the clicked button.
 * @typedef {{list?: ListName, number?: number, value?: string | number}} IntentTarget
 */
/** @typedef {{list: ListName | undefined, value: string | number | undefined, view: ChairsQuestion}} QuestionTarget */

/**
 * @param {string} name
 * @returns {(target: QuestionTarget) => unknown}
 */
const plain =
  (name) =>
  ({ view }) =>
    acts.act(name, view);

/**
 * Return the effect of an act that brings a question back to Incoming. The question does not wait for the button "Show
 * … new".
 * @param {string} name
 * @returns {(target: QuestionTarget) => unknown}
 */
const shownAtOnce =
  (name) =>
  ({ view }) => {
    ui.admitted.add(view.number);
    acts.act(name, view);
  };

/** @type {Record<string, (target: QuestionTarget) => unknown>} */
const onQuestion = {
  approve_top: ({ view }) => acts.act("approve", view, { after: 0 }),
  approve_after: ({ view, value }) => acts.act("approve", view, { after: value }),
  reconsider: shownAtOnce("reconsider"),
  to_top: ({ view }) => acts.move(view.number, 0),
  move_to: ({ view, value }) => acts.move(view.number, Number(value)),
  move_up: ({ view }) => moveBy(view.number, -1),
  move_down: ({ view }) => moveBy(view.number, 1),
  set_language: ({ view, value }) => acts.act("set_language", view, { language: value }),
  original: ({ view }) => toggleOriginal(view.number),
  correct: ({ view }) => openCorrection(view),
  correct_send: ({ view }) => sendCorrection(view),
  correct_close: closeCorrection,
  retranslate: ({ view }) => acts.retranslate(view, page.lang),
  decline: ({ view }) => openDecline([view]),
  merge: ({ view, value }) => openMerge(view, value === undefined ? null : Number(value)),
  split: shownAtOnce("split"),
  together: ({ view }) => view.merged && toggleTogether(view.number),
  wording: ({ view }) => openWording(view),
  mute: ({ view }) => openMute(view),
  unmute: ({ view }) => acts.unmute(view),
  menu: ({ view, list }) => list && change({ menu: { list, number: view.number } }),
  select: ({ view }) => toggleSelected(view.number),
};

const toggleNotes = () => (ui.notesOpen ? closeNotes() : openNotes());

/** @type {Record<string, (target: IntentTarget) => unknown>} */
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
  older: ({ value }) => openOlder(/** @type {StatusName} */ (value)),
  more: readMore,
  tab: ({ value }) => change({ tab: String(value) }),
  share: ({ value }) => change({ share: /** @type {Ui["share"]} */ (value) }),
  see_suggestion: seeSuggestion,
  not_now: ({ number }) => change({ notNow: number ?? null }),
  now_again: () => change({ notNow: null }),
  selecting: toggleSelecting,
  decline_selected: declineSelected,
  dismiss: ({ number }) => number !== undefined && dismiss(number),
  add: openAdd,
  notes: toggleNotes,
  acknowledge: ({ value }) => acts.acknowledge(Number(value)),
  screen: toggleScreen,
  clear_screen: clear,
  restore_screen: restore,
};

/**
 * Perform an intent. Do nothing without a row, on a row that has left, or in a status to which the act does not apply.
 * Return whether the intent was performed.
 * @param {string} intent
 * @param {IntentTarget} [target]
 */
export function perform(intent, target = {}) {
  if (onPage[intent]) return onPage[intent](target) !== false;
  const view = viewAt(target);
  // Acts without an entry, such as `approve`, need only the question and its version.
  const run = onQuestion[intent] ?? (page.statuses?.[intent] ? plain(intent) : null);
  if (!run || !view || !applies(intent, view.status, page.statuses ?? {})) return false;
  run({ list: target.list, value: target.value, view });
  return true;
}

/** @param {IntentTarget} target */
function viewAt({ list, number }) {
  const isRemain = remainsOf(list).some((remain) => remain.number === number);
  return isRemain ? null : viewOf({ list, number });
}
