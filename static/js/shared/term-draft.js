/** The draft of a new glossary term, and the commands that add the term and undo the addition. */

import { formatList } from "./i18n.js";
import { command } from "./stream/http.js";

/**
 * @typedef {object} TermDraft
 * @property {Record<string, string>} texts {language: text}
 * @property {boolean} sending
 * @property {string} error
 * @property {{words: string, version: number} | null} added the latest added term; null if no addition can be undone;
 *   `version`: the version of the definition with the term
 */

export const LONGEST = 80; // maximum length of a term in graphemes, as in a session file
const AROUND = ".voice";

/**
 * Return an empty draft.
 * @returns {TermDraft}
 */
export const emptyTerm = () => ({ texts: {}, sending: false, error: "", added: null });

/**
 * Return a term as words: its texts without repetitions, in the order of their languages.
 * @param {Record<string, string>} texts
 */
export const termWords = (texts) => [...new Set(Object.values(texts))].join(" – ");

/**
 * Return {language: text} for the words that the person has selected in the text of a question. Return {} if no words
 * are selected, or if they are too long for a term.
 * @returns {Record<string, string>}
 */
export function selectedTerm() {
  const selection = getSelection();
  const text = selection?.toString().trim().replace(/\s+/gu, " ") ?? "";
  const node = selection?.anchorNode;
  const element = node instanceof Element ? node : node?.parentElement;
  const lang = element?.closest(AROUND)?.getAttribute("lang");
  return text && lang && text.length <= LONGEST ? { [lang]: text } : {};
}

/**
 * Return the texts that are not blank.
 * @param {Record<string, string>} texts
 */
export const givenTexts = (texts) =>
  Object.fromEntries(
    Object.entries(texts)
      .map(([lang, text]) => [lang, text.trim()])
      .filter(([, text]) => text),
  );

/**
 * Add the term in the draft to the glossary. After success, empty the draft, except texts that the person has changed
 * during the request. After a refusal, keep the draft and store the refusal's sentence in it.
 * @param {TermDraft} draft
 * @param {() => void} redraw
 */
export async function sendTerm(draft, redraw) {
  const term = givenTexts(draft.texts);
  if (draft.sending || !Object.keys(term).length) return;
  const sent = { ...draft.texts };
  Object.assign(draft, { sending: true, error: "", added: null });
  redraw();
  const answer = await command("add_term", { term });
  draft.sending = false;
  if (answer.ok) {
    for (const [lang, text] of Object.entries(sent)) if (draft.texts[lang] === text) delete draft.texts[lang];
    draft.added = { words: termWords(term), version: answer.already ? 0 : (answer.version ?? 0) };
  } else draft.error = answer.message;
  redraw();
}

/**
 * Undo the latest addition of a term. After a refusal, store the refusal's sentence in the draft.
 * @param {TermDraft} draft
 * @param {() => void} redraw
 */
export async function takeTermBack(draft, redraw) {
  const { added } = draft;
  if (draft.sending || !added?.version) return;
  Object.assign(draft, { sending: true, error: "" });
  redraw();
  const answer = await command("undo_term", { version: added.version });
  Object.assign(draft, answer.ok ? { added: null } : { error: answer.message });
  draft.sending = false;
  redraw();
}

/**
 * Return the terms of `after` that `before` does not have, as words for a sentence; "" if there are none.
 * @param {import("./contracts.d.ts").TermView[]} before
 * @param {import("./contracts.d.ts").TermView[]} after
 */
export function newTermWords(before, after) {
  const known = new Set(before.map(({ texts }) => JSON.stringify(texts)));
  const terms = after.filter(({ texts }) => !known.has(JSON.stringify(texts)));
  return formatList(terms.map(({ texts }) => termWords(texts)));
}
