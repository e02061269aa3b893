/**
 * The buttons that copy links to the stage with a query. With these links, the stage is in dark colours, shows the
 * queue as a list, or has its own languages.
 */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { _ } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { joinSentences } from "../shared/sentences.js";
import { copyButton } from "./copy-button.js";
import { change, ui } from "./ui.js";

/**
 * Return the link with a query, inserted before the fragment. The fragment contains the secret.
 * @param {string} link
 * @param {string} query
 */
const withQuery = (link, query) => link.replace("#", `?${query}#`);

/** The maximum number of languages of a stage. */
const MOST_LANGUAGES = 3;

/**
 * Add a language to the stage's link; if the link already has this language, remove the language.
 * @param {string} code
 */
function toggleLanguage(code) {
  const chosen = ui.linkLanguages;
  change({ linkLanguages: chosen.includes(code) ? chosen.filter((other) => other !== code) : [...chosen, code] });
}

/**
 * Return the fields that choose the languages of a stage, and the button that copies the link with these languages. A
 * stage that was opened with this link ignores the chairs' choice of languages.
 * @param {string} link
 * @param {string} seat the result of `seatLabel`
 */
function languagesLink(link, seat) {
  const chosen = ui.linkLanguages.filter((code) => page.session.languages.some((language) => language.code === code));
  const isFull = chosen.length >= MOST_LANGUAGES;
  return html`<details class="older stage-link"><summary>${_("A screen in its own languages")}</summary>
    <fieldset><legend class="hint">${joinSentences(_("Choose up to three languages."), _("A projector whose link names its languages keeps them."))}</legend>
      ${page.session.languages.map(({ code, name, dir }) => html`<label class="tick"><input type="checkbox" data-link-language=${code} .checked=${live(chosen.includes(code))} ?disabled=${isFull && !chosen.includes(code)} @change=${() => toggleLanguage(code)} /> <bdi lang=${code} dir=${dir}>${name}</bdi></label>`)}
    </fieldset>
    ${chosen.length ? copyButton("stage-languages", withQuery(link, `languages=${chosen.join(",")}`), _("Copy link, in these languages"), seat) : nothing}
  </details>`;
}

/**
 * Return three buttons that copy variants of the stage's link: with dark colours, with the queue as a list, or with
 * chosen languages. The query of the link selects the variant.
 * @param {string} link
 * @param {string} seat the result of `seatLabel`
 */
export function stageButtons(link, seat) {
  return html`${copyButton("stage-dark", withQuery(link, "theme=dark"), _("Copy link, dark"), seat)}
    ${copyButton("stage-list", withQuery(link, "view=queue"), _("Copy link, as a list"), seat)}
    ${page.session.languages.length > 1 ? languagesLink(link, seat) : nothing}`;
}
