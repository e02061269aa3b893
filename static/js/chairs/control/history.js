/** The history panel: answered, declined, merged and withdrawn questions, read by page. */

import { read } from "../../shared/stream/wire.js";
import { change, ui } from "../model/ui.js";

export const OLDER = ["answered", "declined", "merged", "withdrawn"];

/** Opens the panel at a status and reads its newest page; `from` is the row that the hand was on before. */
export async function openOlder(status = ui.older?.status ?? "answered") {
  const questions = ui.older?.status === status ? ui.older.questions : [];
  const from = ui.older ? ui.older.from : ui.current;
  change({ older: { from, status, questions, more: false, reading: true, failed: false } });
  await readPage(status, null);
}

/** Reads the page after the last question shown. */
export async function readMore() {
  const { status, questions } = ui.older;
  await readPage(status, questions.at(-1)?.number ?? null);
}

async function readPage(status, before) {
  try {
    const found = await read("questions", before === null ? { status } : { status, before });
    if (ui.older?.status !== status) return;
    const questions = before === null ? found.questions : [...ui.older.questions, ...found.questions];
    change({ older: { ...ui.older, questions, more: found.more, reading: false, failed: false } });
  } catch {
    if (ui.older?.status === status) change({ older: { ...ui.older, reading: false, failed: true } });
  }
}

/** The queue is there again, and the hand where it was before, unless it is elsewhere by now. */
export function closeOlder() {
  const current = ui.current?.list === "history" ? ui.older.from : ui.current;
  change({ older: null, current });
}

let timer = 0;

/** Something moved: the panel reads its first page again, once for a burst of changes. */
export function refreshOlder() {
  if (!ui.older) return;
  clearTimeout(timer);
  timer = setTimeout(() => ui.older && openOlder(), 300);
}
