/** The one or two texts of a question that the booth reads. Pure. */

import { asAsked, reading } from "../shared/reading.js";
import { AS_ASKED } from "./sides.js";

/**
 * @param sides {from, into} as booth/sides.js has them
 * @returns {{kind: "silent"|"own"|"alone"|"pair", from: reading, into: reading}} each as shared/reading.js gives it.
 *   `silent`: asked aloud, nobody wrote it down; `own`: asked in the booth's language, nothing to translate;
 *   `alone`: no translation is there or on its way; `pair`: both texts, or one and a translation under way
 */
export function textsOf(view, { from, into }) {
  const asked = { ...asAsked(view), kind: "original", state: null, original: null, engine: null, route: null };
  const texts = { from: from === AS_ASKED ? asked : reading(view, from), into: reading(view, into) };
  if (!view.text) return { kind: "silent", from: asked, into: asked };
  if (view.language === into) return { kind: "own", from: asked, into: asked };
  const isThere = texts.into.original || texts.into.state === "waiting";
  return { kind: isThere ? "pair" : "alone", ...texts };
}
