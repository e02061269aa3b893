/** The wait between an accepted act and the change that shows its effect on this page. Pure. */

/** @import { Answer } from "../../shared/contracts.d.ts" */
/** @import { ChairsState } from "./ui.js" */

/**
 * The position of the chairs' stream that shows the effect of an act.
 * @typedef {{epoch: string | null, seq: number}} Awaited
 */

/**
 * Return the position to wait for after an accepted act. An answer without `seq` changed nothing or repeats an earlier
 * answer. For such an answer, return position 0, which every state has reached.
 * @param {Answer} answer
 * @param {string | null} epoch the epoch of the page's state
 * @returns {Awaited}
 */
export function awaitedBy(answer, epoch) {
  return { epoch, seq: answer.seq?.chairs ?? 0 };
}

/**
 * Return whether the state shows the effect. A new epoch also ends the wait, because the page then starts from a newer
 * snapshot.
 * @param {Awaited} awaited
 * @param {Pick<ChairsState, "epoch" | "seq">} state
 */
export function hasArrived(awaited, state) {
  return awaited.epoch !== state.epoch || awaited.seq <= state.seq;
}
