/** The history panel: answered, declined, merged and withdrawn questions, and questions that wait for release. */

/** @import { ChairsQuestion, StatusName } from "../../shared/contracts.d.ts" */
/** @import { ChairsState, History, OlderStatus } from "../model/ui.js" */

import { read } from "../../shared/stream/http.js";
import { meterOf } from "../model/kinds.js";
import { change, ui } from "../model/ui.js";

/**
 * The statuses that always have a button in the panel, in the order of the buttons. While questions wait for release,
 * the panel also has a button for `held`, before these buttons (chairs/view/history.js).
 * @type {StatusName[]}
 */
export const OLDER = ["answered", "declined", "merged", "withdrawn"];

/**
 * Open the panel for a status and read the newest questions of this status.
 * @param {OlderStatus} [status]
 */
export async function openOlder(status = ui.older?.status ?? "answered") {
  const questions = ui.older?.status === status ? ui.older.questions : [];
  const from = ui.older ? ui.older.from : ui.current;
  change({ older: { from, status, questions, more: false, reading: true, failed: false } });
  await readPage(status, null);
}

/** Read the next page of the panel's list: the questions after the last question in the panel. */
export async function readMore() {
  if (ui.older) await readPage(ui.older.status, ui.older.questions.at(-1)?.number ?? null);
}

/**
 * Read a page of questions into the panel. If the panel has another status when the answer arrives, ignore the answer.
 * @param {OlderStatus} status
 * @param {number | null} before the number of the last question in the panel; null: read the newest questions
 */
async function readPage(status, before) {
  /** @param {(older: History) => Partial<History>} valuesFor */
  const update = (valuesFor) => {
    const { older } = ui;
    if (older?.status === status) change({ older: { ...older, ...valuesFor(older), reading: false } });
  };
  try {
    const isHeld = status === "held";
    const { questions, more } = await (isHeld ? read("held", { before }) : read("questions", { status, before }));
    const views = /** @type {ChairsQuestion[]} */ (questions);
    update((older) => ({ questions: before === null ? views : [...older.questions, ...views], more, failed: false }));
  } catch {
    update(() => ({ failed: true }));
  }
}

/**
 * Return whether the panel has the questions that wait for release, and the number of these questions has changed.
 * @param {ChairsState} before
 * @param {ChairsState} after
 */
export function isHeldOutdated(before, after) {
  return ui.older?.status === "held" && meterOf(before)?.held !== meterOf(after)?.held;
}

/**
 * Close the panel. If the current row is in the panel, the row that was current before the panel was opened becomes the
 * current row again.
 */
export function closeOlder() {
  const current = ui.current?.list === "history" ? (ui.older?.from ?? null) : ui.current;
  change({ older: null, current });
}

/** The delay in ms between a change and the next read of the panel. A further change restarts the delay. */
const BURST = 300;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** Read the newest questions again, BURST ms after the latest call. Do nothing while the panel is closed. */
export function refreshOlder() {
  if (!ui.older) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (ui.older) openOlder();
  }, BURST);
}
