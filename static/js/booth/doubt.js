/** The sentence about a question whose language is uncertain, or is not a language of the session. */

import { _, languageName } from "../shared/i18n.js";
import { isOfSession } from "../shared/page-data.js";

/** @import {QuestionView} from "../shared/contracts.d.ts" */

/**
 * Return whether the text may be in another language than `view.language`. In this case, the page must not say that
 * there is nothing to translate. Pure.
 * @param {QuestionView} view
 */
export const isDoubtful = ({ unsure, looks_like: likely }) => unsure === true || likely != null;

/**
 * Return the sentence about an uncertain language, or a language outside the session. If there is a guess, the sentence
 * names the guessed language. If the language is certain, return "".
 * @param {QuestionView} view
 */
export function doubtWords({ language, unsure, looks_like: likely }) {
  if (!likely) return unsure ? _("language not certain") : "";
  const name = languageName(likely);
  return language === "und" && !unsure && !isOfSession(likely)
    ? _("%(language)s, not a language of this session", { language: name })
    : _("text looks like %(language)s", { language: name });
}
