/** Intents: names for the possible effects of a key press or a click. Pure. */

/** @import { StatusName } from "../../shared/contracts.d.ts" */

/**
 * The act of the workflow table for each intent whose name differs from its act. `select` has the statuses of
 * `approve`, because only questions that wait for a decision can be selected.
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
 * Return whether an intent applies to a question of this status. An intent without an act in the table always applies.
 * @param {string} intent
 * @param {StatusName} status
 * @param {Record<string, StatusName[]>} statuses the server's table: act → statuses
 */
export function applies(intent, status, statuses) {
  const allowed = statuses[ACTS[intent] ?? intent];
  return !allowed || allowed.includes(status);
}
