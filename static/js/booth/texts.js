/** The texts of a question in the booth, at most two. Pure. */

import { originalReading, reading } from "../shared/reading.js";
import { AS_ASKED } from "./sides.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */
/** @import {Reading} from "../shared/reading.js" */
/** @import {Sides} from "./sides.js" */

/**
 * @typedef {object} BoothTexts
 * @property {"silent" | "same" | "alone" | "pair"} kind `silent`: asked aloud and not written down; `same`: asked in
 *   the booth's language; `alone`: no translation exists or is expected; `pair`: two texts, or one text and a
 *   translation that is not ready
 * @property {Reading} from
 * @property {Reading} into
 */

/**
 * @param {QuestionView} view
 * @param {Sides} sides
 * @returns {BoothTexts}
 */
export function textsOf(view, { from, into }) {
  const asked = originalReading(view);
  if (!view.text) return { kind: "silent", from: asked, into: asked };
  if (view.language === into) return { kind: "same", from: asked, into: asked };
  const target = reading(view, into);
  const hasTranslation = target.original || target.state === "waiting";
  return {
    kind: hasTranslation ? "pair" : "alone",
    from: from === AS_ASKED ? asked : reading(view, from),
    into: target,
  };
}
