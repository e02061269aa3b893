/**
 * Drafts that survive a change of the page's language. A translation's draft is restored only on a page of the same
 * language.
 */

import { keepDrafts, takeDrafts } from "../../shared/drafts.js";
import { page } from "../../shared/page-data.js";
import { ui } from "../model/ui.js";

/** @import { Addition } from "../model/aloud.js" */
/** @import { CorrectionDraft, WordingDraft } from "../model/ui.js" */

/**
 * @typedef {object} Drafts
 * @property {Record<string, CorrectionDraft | null>} [corrections] by the language of the page
 * @property {WordingDraft | null} [wording]
 * @property {Addition | null} [adding]
 * @property {string} [noteText]
 */

/**
 * Return the draft with `sending` set to false.
 * @template {{sending: boolean}} T
 * @param {T | null} draft
 */
const idle = (draft) => draft && { ...draft, sending: false };

/**
 * Restore the drafts that this tab stored when it last left the page. When the tab leaves the page again, store the
 * drafts. Call before the first drawing.
 */
export function rememberDrafts() {
  const drafts = /** @type {Drafts} */ (takeDrafts() ?? {});
  const corrections = drafts.corrections ?? {};
  Object.assign(ui, {
    correcting: corrections[page.lang] ?? null,
    wording: drafts.wording ?? null,
    adding: drafts.adding ?? null,
    noteText: drafts.noteText ?? "",
  });
  keepDrafts(() => ({
    corrections: { ...corrections, [page.lang]: idle(ui.correcting) },
    wording: idle(ui.wording),
    adding: ui.adding,
    noteText: ui.noteText,
  }));
}
