/**
 * Drafts that survive a reload of the page in the same tab, for example after a change of the page's language. The page
 * restores the draft of a translation only if the reading language is the same.
 */

import { keepDrafts, takeDrafts, wasWriting } from "../../shared/drafts.js";
import { page } from "../../shared/page-data.js";
import { emptyAddition } from "../model/aloud.js";
import { ui } from "../model/ui.js";

/** @import { Addition } from "../model/aloud.js" */
/** @import { CorrectionDraft, WordingDraft } from "../model/ui.js" */

/**
 * @typedef {object} Drafts The drafts that the tab stores when it leaves the page.
 * @property {Record<string, CorrectionDraft | null>} [corrections] by reading language
 * @property {WordingDraft | null} [wording]
 * @property {Record<string, Record<number, CorrectionDraft>>} [asideCorrections] by reading language, then by question
 *   number
 * @property {Record<number, WordingDraft>} [asideWordings] by question number
 * @property {Addition | null} [adding]
 * @property {string} [noteText]
 * @property {boolean} [noteToOrganiser]
 */

/**
 * Return the draft with `sending` set to false.
 * @template {{sending: boolean}} T
 * @param {T | null} draft
 */
const idle = (draft) => draft && { ...draft, sending: false };

/**
 * Return a restored draft. An earlier version of this page stored drafts without `before` and without the fields of
 * `EditorPlace` (`list`, `index` and `left`). Add default values for missing fields.
 * @template {CorrectionDraft | WordingDraft} T
 * @param {T | null | undefined} draft
 * @returns {T | null}
 */
const restored = (draft) => (draft ? Object.assign({ list: "incoming", index: 0, left: "", before: "" }, draft) : null);

/**
 * Return a restored draft of a translation. An earlier version of this page stored `seen` in another form. Replace this
 * form by empty texts.
 * @param {CorrectionDraft | null | undefined} draft
 */
function restoredCorrection(draft) {
  const seen = typeof draft?.seen === "object" ? draft.seen : { text: "", translation: "" };
  return draft ? restored({ ...draft, seen }) : null;
}

/**
 * Restore the drafts that this tab stored when it last left the page. Store the drafts again when the tab leaves the
 * page. Call before the first drawing.
 */
export function rememberDrafts() {
  const drafts = /** @type {Drafts} */ (takeDrafts() ?? {});
  const { corrections = {}, asideCorrections = {} } = drafts;
  Object.assign(ui, {
    keysRest: wasWriting(),
    correcting: restoredCorrection(corrections[page.reading]),
    wording: restored(drafts.wording),
    aside: { correcting: asideCorrections[page.reading] ?? {}, wording: drafts.asideWordings ?? {} },
    // Add the fields that an earlier version of the page did not store.
    adding: drafts.adding ? { ...emptyAddition(), ...drafts.adding } : null,
    noteText: drafts.noteText ?? "",
    noteToOrganiser: drafts.noteToOrganiser ?? false,
  });
  keepDrafts(() => ({
    corrections: { ...corrections, [page.reading]: idle(ui.correcting) },
    wording: idle(ui.wording),
    asideCorrections: { ...asideCorrections, [page.reading]: ui.aside.correcting },
    asideWordings: ui.aside.wording,
    adding: ui.adding,
    noteText: ui.noteText,
    noteToOrganiser: ui.noteToOrganiser,
  }));
}
