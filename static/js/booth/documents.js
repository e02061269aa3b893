/** The panel with the links to the session's documents. The server never reads these documents. */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { foreign, page } from "../shared/page-data.js";
import { addPanel } from "./panels.js";

/**
 * Return the host of an address, so that the person knows where the link leads.
 * @param {string} url
 */
export function hostOf(url) {
  try {
    const { protocol, host } = new URL(url);
    return protocol === "https:" ? host : "";
  } catch {
    return "";
  }
}

/** The documents with a valid address. */
const documents = () => (page.session.documents ?? []).filter(({ url }) => hostOf(url));

function content() {
  const list = documents();
  if (!list.length) return html`<p class="hint">${_("The organiser has listed no documents.")}</p>`;
  return html`<ul class="documents">${list.map(
    (entry, index) =>
      html`<li><a href=${entry.url} target="_blank" rel="noopener noreferrer" lang=${foreign(entry) ?? nothing} dir="auto" ?data-first=${index === 0}>${entry.title}</a>
        <span class="hint" dir="ltr">${hostOf(entry.url)}</span></li>`,
  )}</ul>
  <p class="hint">${_("Each link opens in a new tab.")}</p>`;
}

/** Register the panel. */
export function addDocumentsPanel() {
  addPanel("documents", { title: () => _("Documents"), content });
}
