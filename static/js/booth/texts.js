/** The one or two texts of a question that the booth shows. Pure. */

import { originalReading, reading } from "../shared/reading.js";
import { isDoubtful } from "./doubt.js";
import { AS_ASKED } from "./sides.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */
/** @import {Reading} from "../shared/reading.js" */
/** @import {Sides} from "./sides.js" */

/**
 * @typedef {object} BoothTexts
 * @property {"silent" | "same" | "doubtful" | "alone" | "pair"} kind `silent`: asked aloud and not written down;
 *   `same`: asked in the booth's language; `doubtful`: perhaps asked in the booth's language; `alone`: no translation
 *   exists, and no engine is working on one; `pair`: a translation exists, or an engine is working on one
 * @property {Reading} from the left text
 * @property {Reading} into the right text
 */

/**
 * Return the texts of a question for the two chosen languages.
 * @param {QuestionView} view
 * @param {Sides} sides
 * @returns {BoothTexts}
 */
export function textsOf(view, { from, into }) {
  const asked = originalReading(view);
  if (!view.text) return { kind: "silent", from: asked, into: asked };
  if (view.language === into) return { kind: isDoubtful(view) ? "doubtful" : "same", from: asked, into: asked };
  const target = reading(view, into);
  const hasTranslation = target.original || target.state === "waiting";
  return {
    kind: hasTranslation ? "pair" : "alone",
    from: from === AS_ASKED ? asked : reading(view, from),
    into: target,
  };
}
