/** The undo offer in the footer: the act that `undo` would take back. */

/** @import { RefusedAct } from "./send.js" */
/** @import { ChairsState } from "../model/ui.js" */

import { read } from "../../shared/stream/http.js";
import { change, ui } from "../model/ui.js";

/**
 * The latest read. The results of earlier reads are ignored.
 * @type {Promise<void> | null}
 */
let latestRead = null;

/**
 * The refusal of the last `undo`, if a later act of another seat prevented it.
 * @type {RefusedAct | null}
 */
let superseded = null;

/** Return a promise that is settled when the latest read has its result. */
export const offerRead = () => latestRead;

/** Read which act `undo` would take back, and offer it in the footer. */
export function readUndo() {
  const current = read("undo").then(
    ({ act, numbers = [], at }) => {
      if (latestRead === current) change({ undo: act ? { act, numbers, at } : null });
    },
    () => {}, // Keep the current offer. The next act reads the offer again.
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
 * Read the offer again when the question (or the screen) that prevented the undo has changed.
 * @param {ChairsState} before
 * @param {ChairsState} after
 */
export function renewOffer(before, after) {
  if (!superseded) return;
  const { number } = superseded;
  /** @param {ChairsState} state */
  const obstacle = ({ questions, settings }) => (number ? questions[number] : settings.screen_cleared);
  if (obstacle(before) === obstacle(after)) return;
  superseded = null;
  ui.messages.delete("undo");
  readUndo();
}
