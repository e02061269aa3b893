/* The sentences for staff about the languages of questions under the Chatham House Rule. */

import { _, formatList, languageName } from "./i18n.js";
import { page } from "./page-data.js";

/**
 * Return the sentences about the languages of this session. The attendees' notice (templates/_notice.html) has the same
 * content.
 * @returns {string[]} no sentence if the session has one language
 */
export function ruleSentences() {
  const { languages, rule_languages: alike, translation } = page.session;
  if (languages.length < 2) return [];
  const sentences = [
    _("Once a question is translated, it is shown in these languages alike: %(languages)s.", {
      languages: formatList(alike.map(languageName)),
    }),
    _("Until then it is shown as it was asked, and everybody can see in which language."),
  ];
  if (!translation)
    sentences.push(_("No machine translates in this session: chairs or interpreters must write the translations."));
  const others = languages.filter(({ code }) => !alike.includes(code)).map(({ code }) => languageName(code));
  if (others.length)
    sentences.push(
      _("The machine does not translate into or from these languages: %(languages)s.", {
        languages: formatList(others),
      }),
    );
  return sentences;
}
