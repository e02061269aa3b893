/** A question asked aloud or on paper. What is written stays until it is added, also while the dialog is closed. */

import { page } from "../../shared/page.js";
import { add } from "./acts.js";
import { bodyOf, emptyAddition } from "../model/aloud.js";
import { change, ui } from "../model/ui.js";

export const openAdd = () => change({ addOpen: true, adding: ui.adding ?? emptyAddition() });
export const closeAdd = () => change({ addOpen: false });

/** Takes what was written or chosen. */
export function writeAdd(values) {
  ui.notes.delete("add");
  change({ adding: { ...ui.adding, ...values } });
}

/** Into the queue, or (`live`) to the screen. A refusal is said in the dialog, which stays. */
export async function sendAdd(live) {
  const answer = await add(bodyOf(ui.adding, page.lang, live));
  if (answer.ok) change({ adding: null, addOpen: false });
}
