/** The undo offer in the footer: the act that `undo` would reverse. */

/** @import { RefusedAct } from "./send.js" */
/** @import { ChairsState } from "../model/ui.js" */

import { read } from "../../shared/stream/http.js";
import { change, ui } from "../model/ui.js";

/**
 * The latest GET request for the offer. The page ignores the answers to earlier requests.
 * @type {Promise<void> | null}
 */
let latestRead = null;

/**
 * The refusal of the last `undo` with the code `undo.superseded`: after the act to undo, another seat has made a
 * change. Null after a new offer, and after a change that may make this undo possible again (`renewOffer`).
 * @type {RefusedAct | null}
 */
let superseded = null;

/**
 * Return a promise that is settled after the answer or the failure of the latest request. Before the first request,
 * return null.
 */
export const offerRead = () => latestRead;

/** Ask the server which act `undo` would reverse. Offer the undo of this act in the footer. */
export function readUndo() {
  const current = read("undo").then(
    ({ act, numbers = [], at }) => {
      if (latestRead !== current) return;
      if (act) superseded = null; // With a new offer, `renewOffer` has nothing to do.
      change({ undo: act ? { act, numbers, at } : null });
    },
    () => {}, // If the read fails, keep the current offer. The next act reads the offer again.
  );
  latestRead = current;
  return current;
}

/**
 * Remove the offer after the refusal `undo.superseded`, because the same undo would be refused again.
 * @param {RefusedAct} refused
 */
export function withdrawOffer(refused) {
  superseded = refused;
  latestRead = null;
  change({ undo: null });
}

/**
 * Read the offer again when the refused undo (`superseded`) may be possible again. If the refusal names a question,
 * this question must have changed. Otherwise, one of these settings must have changed: whether the screen is cleared,
 * the languages of the screen, or the switch "new phones wait".
 * @param {ChairsState} before
 * @param {ChairsState} after
 */
export function renewOffer(before, after) {
  if (!superseded) return;
  const { number } = superseded;
  /** @param {ChairsState} state */
  const obstacle = ({ questions, settings }) =>
    number
      ? questions[number]
      : `${settings.screen_cleared} ${settings.newcomers_held_from} ${settings.stage_languages}`;
  if (obstacle(before) === obstacle(after)) return;
  superseded = null;
  ui.messages.delete("undo");
  readUndo();
}
