/**
 * Protection against a second press of a key or button that changes the projected screen. Until this chair can have
 * seen the effect of the previous act, a press does nothing. Otherwise, the press could mark a question as answered
 * that was never read out.
 */

/** @import { ChairsState } from "../model/ui.js" */

import { _ } from "../../shared/i18n.js";
import { uniqueView } from "../model/lists.js";
import { change } from "../model/ui.js";
import { sayNothingDone } from "./aim.js";
import { isUnderWay } from "./send.js";

/** The time in ms that a person needs to notice a change of the screen. */
const SEEN = 700;

/** The acts that show a question on the screen or remove a question from the screen. */
const SCREEN_ACTS = ["advance", "take", "answer", "put_back", "bring_back"];

/** The acts whose undo changes the screen or Next. */
const UNDONE = new Set([...SCREEN_ACTS, "set_next", "add", "clear_screen", "restore_screen", "set_stage_languages"]);

/** The intents that mark the live question as answered. */
const ANSWERING = new Set(["advance", "take", "answer", "add_live"]);

/** For *Now* and *Next*: the time in ms at which the page last replaced the question in this part. */
const changedAt = { live: -Infinity, next: -Infinity };
/** @type {Set<"live" | "next">} */
const toDraw = new Set();
let undone = { at: -Infinity, isScreen: false };

/**
 * Record whether the change puts another question into *Now* or *Next*. Call before drawing.
 * @param {ChairsState} before
 * @param {ChairsState} after
 */
export function recordScreen(before, after) {
  if (before.epoch === null) return;
  for (const part of /** @type {const} */ (["live", "next"]))
    if (uniqueView(before, part)?.number !== uniqueView(after, part)?.number) toDraw.add(part);
}

/**
 * Store the present time as the time of the latest changes of *Now* and *Next*. Call after drawing, because the chair
 * cannot see a change before it is drawn.
 */
export function recordDrawn() {
  if (!toDraw.size) return;
  for (const part of toDraw) changedAt[part] = performance.now();
  toDraw.clear();
  setTimeout(change, SEEN);
}

/**
 * Return whether less than SEEN ms have passed since this time.
 * @param {number} time
 */
const isRecent = (time) => performance.now() - time < SEEN;

/**
 * Return whether any seat has just changed the question in *Now*, or an act of this chair on the screen is under way.
 */
export const isScreenUnsettled = () =>
  toDraw.has("live") || isRecent(changedAt.live) || SCREEN_ACTS.some((act) => isUnderWay(act));

/** Return whether any seat has just changed the question in *Next*, or `set_next` of this chair is under way. */
export const isNextUnsettled = () => toDraw.has("next") || isRecent(changedAt.next) || isUnderWay("set_next");

/**
 * Return whether the intent would act on *Now* or *Next*, and this part has just changed.
 * @param {string} intent
 */
function isTooSoon(intent) {
  if (ANSWERING.has(intent)) return isScreenUnsettled();
  return intent === "set_next" && isNextUnsettled();
}

/**
 * Return whether the page must ignore this press, because the chair cannot have seen the current screen. If so, tell
 * the chair in the footer.
 * @param {string} intent
 */
export function isSecondPress(intent) {
  if (!isTooSoon(intent)) return false;
  sayNothingDone(_("The screen has just changed: this press did nothing. Press again if you mean it."));
  return true;
}

/**
 * Record that this chair has undone an act.
 * @param {string} act
 */
export function recordUndone(act) {
  undone = { at: performance.now(), isScreen: UNDONE.has(act) };
  setTimeout(change, SEEN);
}

/**
 * Return true if the chair cannot have seen the effect of the previous undo, so that an undo of `act` would come too
 * soon. Return false if neither of the two undos changes the screen or *Next*.
 * @param {string} act the act that would be undone
 */
export const isUndoUnsettled = (act) => isRecent(undone.at) && (undone.isScreen || UNDONE.has(act));

/**
 * Return whether the page must ignore this undo (`isUndoUnsettled`). If so, tell the chair in the footer.
 * @param {string} act the act that would be undone
 */
export function isSecondUndo(act) {
  if (!isUndoUnsettled(act)) return false;
  sayNothingDone(_("The screen has just changed: this press did nothing. Press again if you mean it."));
  return true;
}
