/**
 * The effect of every intent. An intent comes from a key press, or from a click on an element with the attribute
 * `data-act`.
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { ListName, OlderStatus, Ui } from "../model/ui.js" */

import { page } from "../../shared/page-data.js";
import { toggleOriginal } from "../../shared/view/original.js";
import { isKeptRow } from "../model/editors.js";
import { applies } from "../model/intents.js";
import { viewOf } from "../model/shown.js";
import { change, ui } from "../model/ui.js";
import * as acts from "./acts.js";
import { openAdd } from "./adding.js";
import { isBandMoving } from "./aim.js";
import { browseDown, clearFind, dismiss, openFind, seeSuggestion, showNew, toggleTogether } from "./browsing.js";
import { openCorrection } from "./correction.js";
import { declineSelected, openDecline, openMute, toggleSelected, toggleSelecting } from "./declining.js";
import { cross, step } from "./focus.js";
import { closeOlder, openOlder, readMore } from "./history.js";
import { isHeld } from "./held.js";
import { holdNewcomers, openKinds, openMeterKinds, release, showHeld } from "./kinds.js";
import { setDensity } from "./layout.js";
import { openMerge } from "./merging.js";
import { closeNotes, openNotes } from "./notes.js";
import { asksToSave, saveFirstWith } from "./save-first.js";
import { isSecondPress } from "./screen-guard.js";
import { clear, restore, toggleScreen } from "./screen.js";
import { openStageLanguages } from "./stage-languages.js";
import { moveBy } from "./steps.js";
import { openTerm } from "./terms.js";
import { openWording } from "./wording.js";

/**
 * The row of an intent (`list` and `number`), and the value of the clicked button.
 * @typedef {{list?: ListName, number?: number, value?: string | number}} IntentTarget
 */
/**
 * The target of an intent on a question. `view`: the question.
 * @typedef {{list: ListName | undefined, value: string | number | undefined, view: ChairsQuestion}} QuestionTarget
 */

/**
 * Return the function that sends an act whose command needs only the question and its version.
 * @param {string} name
 * @returns {(target: QuestionTarget) => unknown}
 */
const plain =
  (name) =>
  ({ view }) =>
    acts.act(name, view);

/**
 * Return the function that sends an act of this name, which brings a question back to Incoming. The question appears
 * there immediately, without the button "Show … new".
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
  take: ({ view }) => acts.take(view),
  approve_top: ({ view }) => acts.act("approve", view, { after: 0 }),
  approve_after: ({ view, value }) => acts.act("approve", view, { after: value }),
  reconsider: shownAtOnce("reconsider"),
  to_top: ({ view }) => acts.move(view.number, 0),
  move_to: ({ view, value }) => acts.move(view.number, Number(value)),
  move_up: ({ view }) => moveBy(view.number, -1),
  move_down: ({ view }) => moveBy(view.number, 1),
  set_language: ({ view, value }) => acts.act("set_language", view, { language: value }),
  set_topic: ({ view, value }) => acts.act("set_topic", view, { topic: value || null }),
  original: ({ view }) => toggleOriginal(view.number),
  correct: ({ view, list }) => openCorrection(view, list),
  retranslate: ({ view }) => acts.retranslate(view, page.reading),
  decline: ({ view }) => openDecline([view]),
  kinds: ({ view }) => openKinds(view),
  release: ({ view }) => release(view),
  merge: ({ view, value }) => openMerge(view, value === undefined ? null : Number(value)),
  split: shownAtOnce("split"),
  together: ({ view }) => view.merged && toggleTogether(view.number),
  wording: ({ view, list }) => openWording(view, list),
  mute: ({ view }) => openMute(view),
  unmute: ({ view }) => acts.unmute(view),
  menu: ({ view, list }) => list && change({ menu: { list, number: view.number } }),
  select: ({ view }) => toggleSelected(view.number),
};

const toggleNotes = () => (ui.notesOpen ? closeNotes() : openNotes());

/** The only intents that are possible on a question that waits for release. The server refuses all other acts on it. */
const ON_HELD = new Set(["release", "kinds", "original", "mute", "unmute"]);

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
  older: ({ value }) => openOlder(/** @type {OlderStatus} */ (value)),
  more: readMore,
  density: ({ value }) => setDensity(/** @type {Ui["density"]} */ (value)),
  tab: ({ value }) => change({ tab: String(value) }),
  share: ({ value }) => change({ share: /** @type {Ui["share"]} */ (value) }),
  see_suggestion: seeSuggestion,
  not_now: ({ number }) => change({ notNow: number ?? null }),
  now_again: () => change({ notNow: null }),
  selecting: toggleSelecting,
  decline_selected: declineSelected,
  dismiss: ({ number, value = number }) => value !== undefined && dismiss(value),
  add: openAdd,
  term: openTerm,
  notes: toggleNotes,
  acknowledge: ({ value }) => acts.acknowledge(Number(value)),
  screen: toggleScreen,
  meter_kinds: openMeterKinds,
  show_held: showHeld,
  hold_newcomers: ({ value }) => holdNewcomers(true, String(value ?? "")),
  admit_newcomers: () => holdNewcomers(false),
  clear_screen: clear,
  restore_screen: restore,
  stage_languages: openStageLanguages,
};

/**
 * Return whether the intent needs no question, for example `find`. All other intents act on the question in a row.
 * @param {string} intent
 */
export const isOfPage = (intent) => intent in onPage;

/**
 * Perform an intent. Return false if the intent has no effect. For an intent in `onPage`, this is the case if its
 * function returns false. For an intent on a question, this is the case if:
 * - This page does not have the question.
 * - The question has left the list, and its row remains only for its open editor.
 * - The act does not apply to the question's status.
 * - The question waits for release, and the intent is not in `ON_HELD`.
 * Otherwise, return true, even if the page ignores the intent as a second press, performs it later, or first opens the
 * dialog "save first?".
 * @param {string} intent
 * @param {IntentTarget} [target]
 */
export function perform(intent, target = {}) {
  if (onPage[intent]) return isSecondPress(intent) || asksToSave(intent, target) || onPage[intent](target) !== false;
  const view = viewAt(target);
  if (view?.held && !ON_HELD.has(intent)) return false;
  // Acts without an entry in `onQuestion`, such as `approve`, need only the question and its version.
  const run = onQuestion[intent] ?? (page.statuses?.[intent] ? plain(intent) : null);
  if (!run || !view || !applies(intent, view.status, page.statuses ?? {})) return false;
  if (isSecondPress(intent) || isHeld(view.number, intent, () => perform(intent, target))) return true;
  if (asksToSave(intent, target)) return true;
  ui.occupied = null;
  run({ list: target.list, value: target.value, view });
  return true;
}

saveFirstWith(perform);

/**
 * Return the question in the target's row. If the question has left the list and its row remains only for its open
 * editor, return null. If this page does not have the question, return undefined.
 * @param {IntentTarget} target
 */
function viewAt({ list, number }) {
  return isKeptRow({ list, number }) ? null : viewOf({ list, number });
}
