/**
 * The drafts of the booth's translations: the draft in the open editor, and the drafts of editors closed with Escape.
 */

/** @import {QuestionView} from "../shared/contracts.d.ts" */
/** @import {CorrectionDraft} from "../shared/view/correction.js" */
/** @import {Part} from "./departures.js" */

import { keepDrafts, takeDrafts } from "../shared/drafts.js";
import { differences } from "../shared/seen-words.js";

/**
 * A draft of a translation. `part`: the part of the page in which the editor was opened. The editor stays in this part,
 * even if the question leaves it (kept.js). `index`: the question's last position in this part. `view`: the question as
 * last seen in this part. `isGone`: whether the question has left the stream.
 * @typedef {CorrectionDraft & {language: string, part: Part, index: number, view: QuestionView, isGone: boolean}}
 *   BoothDraft
 */
/**
 * The drafts that the tab stores when it leaves the page.
 * @typedef {{draft?: BoothDraft | null, aside?: Record<string, BoothDraft>}} StoredDrafts
 */

/**
 * Return a stored draft with all fields. An earlier version of the page may have stored it without some of the fields.
 * @param {BoothDraft | null | undefined} draft
 * @returns {BoothDraft | null}
 */
function restored(draft) {
  if (!draft) return null;
  const words = { before: "", seen: { text: "", translation: "" } };
  return Object.assign({ ...words, part: "approved", index: 0, left: "", isGone: false }, draft);
}

/**
 * Return the stored drafts in the present form. An earlier version of the page stored only the draft of the open
 * editor.
 */
function stored() {
  const drafts = takeDrafts();
  return /** @type {StoredDrafts} */ (drafts && "number" in drafts ? { draft: drafts } : (drafts ?? {}));
}

const { draft, aside = {} } = stored();

/**
 * The drafts and refusals of translations. `draft`: the draft in the open editor. `aside`: the drafts of editors closed
 * with Escape; key: see `asideKey`. `refusals`: {question number: the server's message about the last refused request
 * for a machine translation}. `refused`: the number of the question whose editor could not be opened, because the open
 * editor has unsaved words; otherwise null.
 * @type {{draft: BoothDraft | null, aside: Record<string, BoothDraft>, refusals: Map<number, string>, refused: number |
 *   null}}
 */
export const correcting = { draft: restored(draft), aside, refusals: new Map(), refused: null };

keepDrafts(() => ({
  draft: correcting.draft && { ...correcting.draft, sending: false },
  aside: correcting.aside,
}));

/**
 * Return the key of a draft in `correcting.aside`.
 * @param {{number: number, language: string}} draft
 */
export const asideKey = ({ number, language }) => `${number} ${language}`;

/**
 * Return whether the draft contains unsaved words: whether it has changed since it was last saved or, before the first
 * save, since the editor was opened.
 * @param {BoothDraft} draft
 */
export const isUnsaved = ({ text, before }) => text.trim() !== before.trim();

/**
 * Return the draft in `correcting.aside` for this question and language, or undefined. If the question's text or
 * translation has changed since the draft was written, the field `newer` contains the current version.
 * @param {QuestionView} view
 * @param {string} language
 */
export function draftAside(view, language) {
  const setAside = correcting.aside[asideKey({ number: view.number, language })];
  const newer = setAside && differences(setAside.seen, view, language);
  return setAside && { ...setAside, sending: false, ...(Object.keys(newer).length ? { newer } : {}) };
}
