/** The look of a session: the name, the logos and the accent colour of the institution. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { _, formatNumber } from "../shared/i18n.js";
import { LEAST, ratios } from "./contrast.js";
import { logoUpload } from "./logo-upload.js";
import { edit, isLive, present, setup } from "./store.js";
import { textInputs } from "./text-inputs.js";

/** @import {BlockFaults} from "./faults.js" */
/** @import {Field} from "./fields.js" */

/** The accent colour of Open Floor, which is the default for a session. */
const PRODUCT = "#233E90";

/**
 * The table [look] of a session file.
 * @typedef {{name?: string | Record<string, string> | null, accent?: string | null, logo?: string | null, logo_dark?: string | null}} Look
 */

/**
 * Return the fields of the institution's branding.
 * @param {Field} field
 * @param {BlockFaults} faults
 */
export function lookInputs({ id }, faults) {
  /** @type {Look} */
  const look = present().look ?? {};
  /**
   * @param {Look} values
   * @param {{isImmediate?: boolean}} [options]
   */
  const put = (values, options) => {
    const next = { .../** @type {Look} */ (present().look ?? {}), ...values };
    edit(id, { look: Object.values(next).some(Boolean) ? next : null }, options);
  };
  return html`<div class="look-name"><p class="label">${_("Name of the institution")} <span class="hint">${_("Shown if there is no logo. If there is one, screen readers read it out.")}</span></p>
    ${textInputs({ path: "look.name", label: _("Name of the institution"), value: look.name, onInput: (name) => put({ name }), faults, most: 80, isOptional: true })}</div>
    <div class="look-logos">
      ${logoUpload("logo", _("Logo"), look.logo, (logo) => put({ logo }, { isImmediate: true }))}
      ${logoUpload("logo_dark", _("Logo for dark pages"), look.logo_dark, (logo) => put({ logo_dark: logo }, { isImmediate: true }))}
    </div>
    <p class="hint">${_("PNG, up to 1 MB. A wide logo with a transparent background works best.")}</p>
    ${accentInput(look.accent ?? "", (accent, options) => put({ accent: accent || null }, options), faults)}
    <p class="hint">${_("Name, logo and colour are on the join page, phone, stage, report, ledger and printed sheets. %(product)s becomes a line at their end.", { product: "Open Floor" })}</p>`;
}

/**
 * Return the field of the accent colour, with the contrasts of the colour.
 * @param {string} accent
 * @param {(accent: string, options?: {isImmediate?: boolean}) => void} onInput
 * @param {BlockFaults} faults
 */
function accentInput(accent, onInput, faults) {
  const { invalid, describedBy } = faults.marks("look.accent");
  const fault = setup.faults.get("look")?.get("look.accent");
  const nearest = fault?.values?.nearest;
  const contrasts = ratios(accent);
  const typed = (/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).value.trim();
  return html`<div class="accent">
      <div><label class="label" for="look-accent">${_("Accent colour")}</label>
        <span class="accent-field"><input type="color" aria-label=${_("Choose the accent colour")} .value=${live(contrasts ? accent : PRODUCT)} @change=${(/** @type {Event} */ event) => onInput(typed(event).toUpperCase())}>
        <input class="field" id="look-accent" dir="ltr" spellcheck="false" autocomplete="off" maxlength="7" placeholder=${PRODUCT} aria-invalid=${invalid} aria-describedby=${describedBy} .value=${live(accent)} @input=${(/** @type {Event} */ event) => onInput(typed(event))}></span>
        ${faults.at("look.accent")}</div>
      ${
        contrasts
          ? html`<dl class="ratios">${ratioRow(_("Links on paper"), contrasts.link)}${ratioRow(_("White on the button"), contrasts.button)}</dl>`
          : html`<p class="hint">${_("For “Now”, links and the main button. Empty: the blue of %(product)s.", { product: "Open Floor" })}</p>`
      }
    </div>
    ${
      typeof nearest === "string"
        ? html`<p class="nearest"><svg class="swatch" viewBox="0 0 24 24" aria-hidden="true"><rect width="24" height="24" fill=${nearest}></rect></svg>
          <span>${_("%(colour)s is the nearest colour that can be read.", { colour: nearest })} <span class="hint">${_("The same hue, darker.")}</span></span>
          <button type="button" class=${isLive() ? "button" : "button main"} data-nearest @click=${() => onInput(nearest, { isImmediate: true })}>${_("Use %(colour)s", { colour: nearest })}</button></p>`
        : nothing
    }`;
}

/**
 * Return a contrast with its label. If the contrast is too low, also return the words that name the minimum.
 * @param {string} label
 * @param {number} ratio
 */
function ratioRow(label, ratio) {
  // Round down, so that 4.49 (too low) does not appear as 4.5.
  const shown = formatNumber(Math.floor(ratio * 10) / 10);
  return html`<div ?data-low=${ratio < LEAST}><dt>${label}</dt><dd><strong>${shown} : 1</strong> ${ratio < LEAST ? _("at least %(least)s is needed", { least: formatNumber(LEAST) }) : nothing}</dd></div>`;
}
