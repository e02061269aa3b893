/*
 * Two parts of a question: the label of the text and the original. The label says how the shown text was made, for
 * example by machine translation. The reader can open the original below the shown text.
 */

import { html, nothing } from "lit/html.js";
import { _, formatList, languageName } from "../i18n.js";
import { languageTag } from "./marks.js";
import { page } from "../page-data.js";
import { reading, sourceTexts } from "../reading.js";

/** @import {QuestionView} from "../contracts.d.ts" */
/** @import {Reading} from "../reading.js" */

/**
 * @type {Set<number>} Numbers of the questions whose original is open; kept outside the state, so that redrawing does
 *   not close an original.
 */
const open = new Set();
/** @type {Set<() => void>} */
const redraws = new Set();

/**
 * Return the text in which this page shows the question, and how this text was made (`Origin` in reading.js).
 * @param {QuestionView} view
 */
export const read = (view) => reading(view, page.reading);

/**
 * Return whether the page shows the original text of this question.
 * @param {number} number
 */
export const isOpen = (number) => open.has(number);

/**
 * Show or hide the original of this question in every list.
 * @param {number} number
 */
export function toggleOriginal(number) {
  if (!open.delete(number)) open.add(number);
  for (const redraw of redraws) redraw();
}

/**
 * Register a function to be called each time an original is opened or closed.
 * @param {() => void} draw
 */
export const redrawWith = (draw) => redraws.add(draw);

/**
 * Return the label that says how a text was made, such as "machine translation". Return "" if the text needs no label,
 * for example if the question was asked in the reader's language.
 * @param {Pick<Reading, "kind" | "state" | "unserved">} reading
 * @param {{brief?: boolean, machine?: boolean}} [options] `brief`: true if the page shows a language tag beside the
 *   words; `machine`: false if the asker refused machine translation
 */
export function kindWords({ kind, state, unserved }, { brief = false, machine = true } = {}) {
  if (kind === "machine") return brief ? _("machine") : _("machine translation");
  if (kind === "chair") return _("corrected by a chair");
  if (kind === "booth") return _("corrected by the booth");
  if (state === "waiting") return _("translation under way");
  if (state === "unserved" && machine) return _("no engine for %(language)s", { language: languageName(unserved) });
  if (state === "failed") return _("no translation");
  // Without a translation engine, most questions have no translation. The label "no translation" would then only
  // distract the reader.
  if ((state === "none" || state === "unserved") && page?.session.translation)
    return machine === false ? _("the asker does not want machine translation") : _("no translation");
  return "";
}

/**
 * Return the label of the shown text. The label says how the text was made (for example "machine translation"), and has
 * a button that opens the original. Return nothing if the text needs no label.
 * @param {QuestionView} view
 * @param {{brief?: boolean, tab?: number | typeof nothing, edited?: boolean}} [options] `tab`: the button's tabindex;
 *   `edited`: also label a chair's wording, and let the button open the asker's own words
 */
export function translationLabel(view, { brief = false, tab = nothing, edited = false } = {}) {
  const shown = read(view);
  // A question without text was asked aloud and not written down. Such a question needs no label.
  const words = view.text === "" ? "" : kindWords(shown, { brief, machine: view.machine });
  const isReworded = edited && view.edited;
  if (!words && !isReworded) return nothing;
  const toggle = (/** @type {Event} */ event) => {
    event.stopPropagation();
    toggleOriginal(view.number);
  };
  const button = () => html`<button type="button" class="original-button" data-act="original" tabindex=${tab}
    aria-expanded=${String(isOpen(view.number))} @click=${toggle}>${isOpen(view.number) ? _("Hide original") : _("Original")}</button>`;
  return html`${isReworded ? html`<span class="edited">${_("edited by a chair")}</span>` : nothing}
    ${words ? html`<span class="translation" data-translation=${shown.kind === "original" ? shown.state : shown.kind}>${words}</span>` : nothing}
    ${shown.original || (isReworded && view.asked) ? button() : nothing}`;
}

/**
 * Return the name of the engine that made this machine translation, with the intermediate languages if there are any.
 * Return `nothing` if the text is not a machine translation.
 * @param {Reading} reading
 */
function provenance({ engine, route }) {
  if (!engine) return nothing;
  const label = page.engine_labels[engine] ?? engine;
  const between = route?.slice(1, -1) ?? [];
  const words = between.length
    ? _("%(engine)s, by way of %(language)s", { engine: label, language: formatList(between.map(languageName)) })
    : label;
  return html`<span class="provenance">${words}</span>`;
}

const HEADINGS = {
  original: (/** @type {string} */ language) => _("Original, in %(language)s", { language }),
  wording: (/** @type {string} */ language) => _("The chairs' words, in %(language)s", { language }),
  asked: () => _("The asker's own words"),
};

/**
 * Return the source texts of a question, each below a dashed line. Return `nothing` while the original is not open.
 * @param {QuestionView} view
 * @param {{edited?: boolean}} [options] `edited`: also return the asker's own words if the question has a chair's
 *   wording
 */
export function openedOriginal(view, { edited = false } = {}) {
  if (!isOpen(view.number)) return nothing;
  const shown = read(view);
  return sourceTexts(edited ? view : { ...view, edited: false }, page.reading).map(
    ({ role, text, lang, dir }) => html`<div class="original" data-behind=${role}>
    <p class="original-head">${lang ? languageTag(lang) : nothing}<span>${HEADINGS[role](languageName(view.language))}</span>
      ${view.language_source === "detected" ? html`<span class="provenance">${_("language recognised, not chosen")}</span>` : nothing} ${role === "asked" ? nothing : provenance(shown)}</p>
    <p class="voice" lang=${lang || nothing} dir=${dir}>${text}</p>
  </div>`,
  );
}
