/** The parts under a question in every list: its source texts, its open editors and its followers. */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Tab } from "./row-parts.js" */

import { html } from "lit/html.js";
import { openedOriginal } from "../../shared/view/original.js";
import { correctionOf } from "./correction.js";
import { openedWords } from "./question-words.js";
import { togetherOf } from "./together.js";
import { wordingOf } from "./wording.js";

/**
 * @param {ChairsQuestion} view
 * @param {Tab} [tab] the tabindex of the buttons; -1 unless the row is the current row
 */
export function questionMore(view, tab) {
  return html`${openedOriginal(view)}${openedWords(view)}${correctionOf(view)}${wordingOf(view)}${togetherOf(view, tab)}`;
}
