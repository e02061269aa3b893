/** The dialog "Languages of the screen": the draft of the choice, and the act that applies the choice. */

import { markDeliberate } from "../../shared/held-field.js";
import { change, ui } from "../model/ui.js";
import { send } from "./send.js";

/** The maximum number of languages, as on the server. */
export const MOST = 3;

/** Open the dialog with the present choice. */
export function openStageLanguages() {
  ui.messages.delete("stage languages");
  change({ stageLanguages: ui.state.settings.stage_languages ?? [] });
}

export const closeStageLanguages = () => change({ stageLanguages: null });

/**
 * Add a language to the draft, or remove it.
 * @param {string} code
 */
export function toggleStageLanguage(code) {
  const draft = ui.stageLanguages;
  if (!draft) return;
  change({ stageLanguages: draft.includes(code) ? draft.filter((other) => other !== code) : [...draft, code] });
}

/**
 * Show the screen in these languages. If the list is empty, the screen shows the session's first languages, as it does
 * without a choice. If the server accepts the act, close the dialog.
 * @param {string[]} languages
 */
export async function applyStageLanguages(languages) {
  const answer = await send("set_stage_languages", { languages }, ["stage languages"]);
  markDeliberate();
  if (answer.ok) closeStageLanguages();
}
