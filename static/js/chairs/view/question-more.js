/** Under a question's lines, on every part of the dashboard: the words behind it, its open editors, and whom it speaks for. */

import { html } from "lit/html.js";
import { correctionOf } from "./correction.js";
import { togetherOf } from "./together.js";
import { openedWords } from "./question-words.js";
import { wordingOf } from "./wording.js";
import { openedOriginal } from "../../shared/view/original.js";

/** `tab`: for the buttons in it, where the row is not the current one. */
export function questionMore(view, tab) {
  return html`${openedOriginal(view)}${openedWords(view)}${correctionOf(view)}${wordingOf(view)}${togetherOf(view, tab)}`;
}
