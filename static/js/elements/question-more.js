/** Under a question's lines, on every part of the dashboard: the words behind it, its open editors, and whom it speaks for. */

import { html } from "lit/html.js";
import { correctionOf } from "./chair-correction.js";
import { togetherOf } from "./chair-together.js";
import { openedWords } from "./chair-words.js";
import { wordingOf } from "./chair-wording.js";
import { openedOriginal } from "./original.js";

/** `tab`: for the buttons in it, where the row is not the current one. */
export function questionMore(view, tab) {
  return html`${openedOriginal(view)}${openedWords(view)}${correctionOf(view)}${wordingOf(view)}${togetherOf(view, tab)}`;
}
