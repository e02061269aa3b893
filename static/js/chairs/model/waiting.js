/** The wait between an accepted act and the change that shows its effect on this page. Pure. */

/** @import { Answer } from "../../shared/contracts.d.ts" */
/** @import { ChairsState } from "./ui.js" */

/**
 * The first position in the chairs' stream at which the effect of an act is visible.
 * @typedef {{epoch: string | null, seq: number}} Awaited
 */

/**
 * Return the position in the chairs' stream at which the page shows the effect of an accepted act. If the answer has no
 * `seq` (sequence number), there is nothing to wait for: the act changed nothing, or the server repeats an earlier
 * answer. In this case, return position 0, which every state has already reached.
 * @param {Answer} answer
 * @param {string | null} epoch the epoch of the page's state
 * @returns {Awaited}
 */
export function awaitedBy(answer, epoch) {
  return { epoch, seq: answer.seq?.chairs ?? 0 };
}

/**
 * Return whether the page's state shows the effect of the act. Also return true after a change of the epoch, because
 * the page then has a newer snapshot.
 * @param {Awaited} awaited
 * @param {Pick<ChairsState, "epoch" | "seq">} state
 */
export function hasArrived(awaited, state) {
  return awaited.epoch !== state.epoch || awaited.seq <= state.seq;
}
