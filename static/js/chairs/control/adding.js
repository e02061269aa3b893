/** The dialog for a question asked aloud or on paper. When the chair closes the dialog, the page keeps the draft. */

/** @import { Addition } from "../model/aloud.js" */

import { markDeliberate } from "../../shared/held-field.js";
import { page } from "../../shared/page-data.js";
import { bodyOf, emptyAddition } from "../model/aloud.js";
import { change, ui } from "../model/ui.js";
import { add } from "./acts.js";
import { isSecondPress } from "./screen-guard.js";

/** Return the draft. If the chair has written nothing, return an empty form. */
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
 * Return the words that the chair has added during the request: the part of `text` after the sent words. If `text` does
 * not begin with the sent words, return the whole `text`.
 * @param {string} sent
 * @param {string} text
 */
export const newText = (sent, text) => (text.startsWith(sent) ? text.slice(sent.length).trimStart() : text);

/**
 * Add the question to the queue or, if `live` is true, bring it to the screen immediately. After success, close the
 * dialog. Exception: if the chair has added words during the request, keep the dialog open with only these words.
 * @param {boolean} live
 */
export async function sendAdd(live) {
  const sent = addition();
  if (live && isSecondPress("add_live")) return;
  const answer = await add(bodyOf(sent, page.reading, live));
  if (!answer.ok) return;
  markDeliberate();
  if (ui.adding === sent) change({ adding: null, addOpen: false });
  else change({ adding: { ...addition(), text: newText(sent.text, addition().text) } });
}
