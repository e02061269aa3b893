/** The history panel: answered, declined, merged and withdrawn questions, read page by page. */

/** @import { ChairsQuestion, StatusName } from "../../shared/contracts.d.ts" */
/** @import { History } from "../model/ui.js" */

import { read } from "../../shared/stream/http.js";
import { change, ui } from "../model/ui.js";

/**
 * The statuses of the panel, in the order of its buttons.
 * @type {StatusName[]}
 */
export const OLDER = ["answered", "declined", "merged", "withdrawn"];

/**
 * Open the panel at a status and read the newest questions of that status.
 * @param {StatusName} [status]
 */
export async function openOlder(status = ui.older?.status ?? "answered") {
  const questions = ui.older?.status === status ? ui.older.questions : [];
  const from = ui.older ? ui.older.from : ui.current;
  change({ older: { from, status, questions, more: false, reading: true, failed: false } });
  await readPage(status, null);
}

/** Read the questions after the last question shown. */
export async function readMore() {
  if (ui.older) await readPage(ui.older.status, ui.older.questions.at(-1)?.number ?? null);
}

/**
 * @param {StatusName} status
 * @param {number | null} before a question's number; null: read the newest questions
 */
async function readPage(status, before) {
  /** @param {(older: History) => Partial<History>} valuesFor */
  const update = (valuesFor) => {
    const { older } = ui;
    if (older?.status === status) change({ older: { ...older, ...valuesFor(older), reading: false } });
  };
  try {
    const { questions, more } = await read("questions", { status, before });
    const views = /** @type {ChairsQuestion[]} */ (questions);
    update((older) => ({ questions: before === null ? views : [...older.questions, ...views], more, failed: false }));
  } catch {
    update(() => ({ failed: true }));
  }
}

/**
 * Close the panel. If the current row is in the panel, go back to the row that was current before the panel was opened.
 */
export function closeOlder() {
  const current = ui.current?.list === "history" ? (ui.older?.from ?? null) : ui.current;
  change({ older: null, current });
}

/** The delay, in ms, before the panel is read again. Changes during the delay cause no additional read. */
const BURST = 300;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** Read the newest questions again, once for all changes within BURST. Do nothing while the panel is closed. */
export function refreshOlder() {
  if (!ui.older) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (ui.older) openOlder();
  }, BURST);
}
