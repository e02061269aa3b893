/**
 * The parts that a chair can open under a question: the original text, the asker's own words, and the followers (merged
 * questions).
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { Tab } from "./row-parts.js" */

import { html } from "lit/html.js";
import { openedOriginal } from "../../shared/view/original.js";
import { openedWords } from "./question-words.js";
import { togetherOf } from "./together.js";

/**
 * Return the parts under a question that are open now.
 * @param {ChairsQuestion} view
 * @param {Tab} [tab] the tabindex of the buttons: -1 in all rows except the current row
 */
export function questionMore(view, tab) {
  return html`${openedOriginal(view)}${openedWords(view)}${togetherOf(view, tab)}`;
}
