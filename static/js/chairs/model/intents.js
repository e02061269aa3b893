/** Intents: names for the possible effects of a key press or a click. Pure. */

/** @import { StatusName } from "../../shared/contracts.d.ts" */

/**
 * {intent: act}. An intent is possible for the same statuses as its act (`applies`). The table contains the intents
 * whose name is not the name of an act. `select` performs no act. Its entry means that the chair can select the
 * questions that can be approved.
 * @type {Record<string, string>}
 */
const ACTS = {
  approve_top: "approve",
  approve_after: "approve",
  select: "approve",
  to_top: "move",
  move_to: "move",
  move_up: "move",
  move_down: "move",
};

/**
 * Return whether an intent is possible for a question of this status. If the table does not contain its act, the intent
 * is always possible.
 * @param {string} intent
 * @param {StatusName} status
 * @param {Record<string, StatusName[]>} statuses the server's table: act → statuses
 */
export function applies(intent, status, statuses) {
  const allowed = statuses[ACTS[intent] ?? intent];
  return !allowed || allowed.includes(status);
}
