/** What this chair has half written, over a switch of the page's language. A translation belongs to the language it was begun in. */

import { page } from "../../shared/page.js";
import { keepDrafts, takeDrafts } from "../../shared/drafts.js";
import { ui } from "../model/ui.js";

const idle = (editor) => editor && { ...editor, sending: false };

/** Brings back what was half written when this tab last left the page, and keeps it when it leaves again. Call before the first drawing. */
export function rememberDrafts() {
  const kept = takeDrafts() ?? {};
  const corrections = kept.corrections ?? {};
  Object.assign(ui, {
    correcting: corrections[page.lang] ?? null,
    wording: kept.wording ?? null,
    adding: kept.adding ?? null,
    lineText: kept.lineText ?? "",
  });
  keepDrafts(() => ({
    corrections: { ...corrections, [page.lang]: idle(ui.correcting) },
    wording: idle(ui.wording),
    adding: ui.adding,
    lineText: ui.lineText,
  }));
}
