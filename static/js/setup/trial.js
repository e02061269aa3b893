/** The form with which the organiser tries the translation engine on a sentence. The server stores nothing. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { _, languageName } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { directionOf } from "../shared/reading.js";
import { choices } from "./rules.js";
import { present, redrawNow, setup } from "./store.js";

/** @import {TranslationTrial} from "../shared/contracts.d.ts" */

const LONGEST = 300; // maximum number of graphemes, as on the server (moderation/web/api/translation_trial.py)

const trial = {
  text: "",
  source: "",
  target: "",
  isBusy: false,
  error: "",
  /** @type {(TranslationTrial & {target: string}) | null} */
  answer: null,
};

const sessionLanguages = () => /** @type {string[]} */ (setup.state?.values.languages ?? []);

/**
 * Return the source and the target language. If the chosen source is no longer a language of the session, return the
 * first language of the session as the source. If the chosen target is no longer a language of the session, or equals
 * the source, return the first language that differs from the source as the target.
 */
function chosenLanguages() {
  const codes = sessionLanguages();
  const source = codes.includes(trial.source) ? trial.source : codes[0];
  const others = codes.filter((code) => code !== source);
  return { source, target: others.includes(trial.target) ? trial.target : others[0] };
}

/**
 * Change the state of the form and redraw.
 * @param {Partial<typeof trial>} values
 */
function change(values) {
  Object.assign(trial, values);
  redrawNow();
}

async function send() {
  if (trial.isBusy) return;
  const { source, target } = chosenLanguages();
  change({ isBusy: true, error: "", answer: null });
  try {
    const response = await fetch(`/api/s/${page.session.code}/organiser/try-translation`, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-Open-Floor": "1" },
      body: JSON.stringify({ text: trial.text, source, target }),
    });
    const answer = await response.json();
    change({ isBusy: false, ...(response.ok ? { answer: { ...answer, target } } : { error: answer.message }) });
  } catch {
    change({ isBusy: false, error: _("The server did not answer. Please try again.") });
  }
}

/**
 * Return a select box of the session's languages.
 * @param {string} id
 * @param {string} label
 * @param {string} chosen
 * @param {string[]} codes
 * @param {(code: string) => void} take
 */
function languageSelect(id, label, chosen, codes, take) {
  const onChange = (/** @type {Event} */ event) => take(/** @type {HTMLSelectElement} */ (event.target).value);
  return html`<div><label class="label" for=${id}>${label}</label>
    <select class="field" id=${id} .value=${live(chosen)} @change=${onChange}>${codes.map((code) => html`<option value=${code} ?selected=${code === chosen}>${languageName(code)}</option>`)}</select></div>`;
}

/**
 * Return the translation, the name of the engine, and the route of the translation (the languages from the source to
 * the target). After a failure, return the reason why there is no translation.
 */
function result() {
  const { answer, error, isBusy } = trial;
  if (isBusy) return html`<p class="hint">${_("The engine translates …")}</p>`;
  if (error) return html`<p class="error">${error}</p>`;
  if (!answer) return nothing;
  const route = answer.route.map(languageName).join(" → ");
  return html`<p class="voice" lang=${answer.target} dir=${directionOf(answer.target)}>${answer.text}</p>
    <p class="hint">${_("machine translation")} · ${answer.engine_label} · <bdi>${route}</bdi></p>`;
}

/**
 * Return the form. Return nothing if the session has one language or no engine, or if the server does not offer the
 * trial.
 */
export function translationTrial() {
  const codes = sessionLanguages();
  if (!choices.has_trial || codes.length < 2 || present().translation === "none") return nothing;
  const { source, target } = chosenLanguages();
  const onInput = (/** @type {Event} */ event) => {
    trial.text = /** @type {HTMLInputElement} */ (event.target).value;
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    send();
  };
  // The form is inside a block of the definition, and a change event saves the block. The fields of the form do not
  // belong to the definition, so their change events must not reach the block.
  const stop = (/** @type {Event} */ event) => event.stopPropagation();
  return html`<div class="trial" role="group" aria-labelledby="trial-label" @change=${stop}>
    <p class="label" id="trial-label">${_("Try this sentence")}</p>
    <input class="field voice" id="trial-text" aria-labelledby="trial-label" maxlength=${LONGEST} autocomplete="off" lang=${source} dir=${directionOf(source)} .value=${live(trial.text)} @input=${onInput} @keydown=${onKey} />
    <div class="trial-languages">
      ${languageSelect("trial-source", _("From"), source, codes, (code) => change({ source: code }))}
      ${languageSelect(
        "trial-target",
        _("Into"),
        target,
        codes.filter((code) => code !== source),
        (code) => change({ target: code }),
      )}
      <button type="button" class="button" data-trial aria-busy=${String(trial.isBusy)} @click=${send}>${_("Translate")}</button>
    </div>
    <div role="status" data-trial-result>${result()}</div>
  </div>`;
}
