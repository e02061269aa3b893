/** The bars that booth and panellists read: no connection, and what the phase or the Rule means for them. */

import { html, nothing } from "lit/html.js";
import { _, formatTime } from "../i18n.js";
import { statusMark } from "./marks.js";

/** When the link was lost: kept while it stays lost, null otherwise. */
export function lostSince(link, before) {
  return link === "offline" ? (before ?? new Date().toISOString()) : null;
}

const PHASES = {
  rehearsal: () => _("Rehearsal: everything written now is deleted before the session opens."),
  paused: () => _("The session is paused."),
  closed: () => _("The session is closed."),
};

/** @param since ISO time when the link was lost, or null */
export function notices({ phase, chatham_house_rule: rule }, since) {
  return html`${since ? html`<p class="notice-bar" data-offline>${statusMark("saved")}<span>${_("No connection since %(time)s. You see the state of then.", { time: formatTime(since) })}</span></p>` : nothing}
    ${PHASES[phase] ? html`<p class="notice-bar" data-phase=${phase}>${PHASES[phase]()}</p>` : nothing}
    ${rule ? html`<p class="rule-line">${_("The Chatham House Rule applies")}</p>` : nothing}`;
}
