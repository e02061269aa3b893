/** The dialog for a question asked aloud or on paper. A draft survives closing the dialog. */

/** @import { Addition } from "../model/aloud.js" */

import { page } from "../../shared/page-data.js";
import { bodyOf, emptyAddition } from "../model/aloud.js";
import { change, ui } from "../model/ui.js";
import { add } from "./acts.js";

/** Return the draft, or an empty form if the chair has written nothing. */
export const addition = () => ui.adding ?? emptyAddition();

export const openAdd = () => change({ addOpen: true, adding: addition() });
export const closeAdd = () => change({ addOpen: false });

/**
 * Store the fields that the chair has changed.
 * @param {Partial<Addition>} values
 */
export function writeAdd(values) {
  ui.messages.delete("add");
  change({ adding: { ...addition(), ...values } });
}

/**
 * Add the question to the queue or, if `live`, show it on the screen immediately. After a refusal the dialog stays
 * open.
 * @param {boolean} live
 */
export async function sendAdd(live) {
  const answer = await add(bodyOf(addition(), page.lang, live));
  if (answer.ok) change({ adding: null, addOpen: false });
}
