/** The institution's branding on the stage. */

import { html } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";

/**
 * Return the institution's logo. Without a logo, return the institution's name. Without both, return the name of the
 * product.
 */
export function brand() {
  const { look } = page.session;
  const light = look?.logo ?? look?.logo_dark;
  const dark = look?.logo_dark ?? look?.logo;
  if (light && dark) {
    const name = look?.name ?? _("Logo of the organisers");
    return html`<img class=${`logo logo-light ${look?.logo ? "" : "logo-plate"}`} src=${light.url} width=${light.width} height=${light.height} alt=${name}>
      <img class=${`logo logo-dark ${look?.logo_dark ? "" : "logo-plate"}`} src=${dark.url} width=${dark.width} height=${dark.height} alt=${name}>`;
  }
  if (look?.name) return html`<span class="top-name" dir="auto">${look.name}</span>`;
  return html`<svg class="wordmark-sign" aria-hidden="true" focusable="false"><use href="#wordmark"></use></svg>
    <span class="top-name">Open Floor</span>`;
}

/** If the address of the style sheet with the session's accent colour has changed, load the new style sheet. */
export function followStyleSheet() {
  const present = /** @type {HTMLLinkElement | null} */ (document.querySelector("#look"));
  const address = page.session.look?.stylesheet ?? null;
  if ((present?.getAttribute("href") ?? null) === address) return;
  present?.remove();
  if (!address) return;
  const link = document.createElement("link");
  Object.assign(link, { id: "look", rel: "stylesheet", href: address });
  document.head.append(link);
}
