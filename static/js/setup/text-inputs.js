/** A text in each language of the session, side by side. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { _, languageName } from "../shared/i18n.js";
import { graphemes } from "../shared/graphemes.js";
import { idOf } from "./faults.js";
import { choices } from "./rules.js";
import { present } from "./store.js";
import { fromTexts, toTexts } from "./values.js";

/** @import {BlockFaults} from "./faults.js" */

/** @param {string} lang */
const directionOf = (lang) => choices.languages.find(({ code }) => code === lang)?.dir ?? "auto";

/**
 * Return a field for each language of the session. As its placeholder, an empty field shows the text that readers of
 * this language see: the text of the first language.
 * @param {object} options
 * @param {string} options.path of the value, such as "title" or "chair[1].role"
 * @param {string} options.label
 * @param {string | Record<string, string> | null | undefined} options.value
 * @param {(value: string | Record<string, string> | null) => void} options.onInput
 * @param {BlockFaults} options.faults
 * @param {number} [options.rows] number of lines of a field for long texts; by default, the field has one line
 * @param {number} [options.most] maximum number of graphemes
 * @param {boolean} [options.isByLanguage] true if each language needs its own text
 * @param {boolean} [options.isOptional]
 * @param {boolean} [options.mayLack] true if an empty field means that the value has no text in this language, as in a
 *   term
 */
export function textInputs({ path, label, value, onInput, faults, rows, most, isByLanguage, isOptional, mayLack }) {
  /** @type {string[]} */
  const languages = present().languages;
  const texts = toTexts(value, languages);
  const [first] = languages;
  const isOne = typeof value === "string";
  /**
   * Return the field of the text in one language.
   * @param {string} lang
   */
  const field = (lang) => {
    // If the value is one text for all languages, show its error at the field of the first language.
    const place = isOne && lang === first ? path : `${path}.${lang}`;
    const id = idOf(`${path}.${lang}`);
    const { invalid, describedBy } = faults.marks(place);
    // A text that equals the text of the first language counts as missing. Exception: the person is typing this text
    // now.
    const typing = /** @type {HTMLInputElement | null} */ (document.activeElement);
    const isTyped = typing?.id === id && typing.value === texts[first];
    const text = isTyped ? typing.value : (texts[lang] ?? "");
    const isMissing = !mayLack && lang !== first && !text && Boolean(texts[first]);
    const write = (/** @type {Event} */ event) => {
      const typed = /** @type {HTMLInputElement} */ (event.target).value;
      onInput(fromTexts({ ...texts, [lang]: typed }, languages, isByLanguage, mayLack));
    };
    const name = `${label}, ${languageName(lang)}`;
    const placeholder = isMissing ? texts[first] : "";
    return html`<div class="text-input" ?data-missing=${isMissing}>
      ${languages.length > 1 ? html`<p class="text-language"><span class="tag" aria-hidden="true">${lang.toUpperCase()}</span> ${languageName(lang)}${isMissing ? html`<strong>${_("missing")}</strong>` : nothing}</p>` : nothing}
      ${
        rows
          ? html`<textarea class="field voice" id=${id} rows=${rows} lang=${lang} dir=${directionOf(lang)} aria-label=${name} placeholder=${placeholder} aria-invalid=${invalid} aria-describedby=${describedBy} .value=${live(text)} @input=${write}></textarea>`
          : html`<input class="field" id=${id} lang=${lang} dir=${directionOf(lang)} aria-label=${name} placeholder=${placeholder} aria-invalid=${invalid} aria-describedby=${describedBy} .value=${live(text)} @input=${write}>`
      }
      ${most && graphemes(text) > most * 0.8 ? html`<p class="hint">${_("%(length)s of %(limit)s characters", { length: graphemes(text), limit: most })}</p>` : nothing}
      ${isMissing && rows ? html`<p class="hint">${_("Readers of %(language)s see the text in %(other)s.", { language: languageName(lang), other: languageName(first) })}</p>` : nothing}
      ${faults.at(place)}
    </div>`;
  };
  return html`<div class="text-inputs" role="group" aria-label=${isOptional ? _("%(name)s, if you wish", { name: label }) : label}>${languages.map(field)}</div>`;
}
