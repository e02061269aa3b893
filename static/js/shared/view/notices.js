/**
 * The notice bars on the pages of booth, panellists and organiser: lost connection, phase, Chatham House Rule. The
 * stage and the dashboard use only `lostSince`.
 */

import { html, nothing } from "lit/html.js";
import { _, formatTime } from "../i18n.js";
import { page } from "../page-data.js";
import { ruleSentences } from "../rule-words.js";
import { joinSentences } from "../sentences.js";
import { statusMark } from "./marks.js";

/** @import {SettingsView} from "../contracts.d.ts" */
/** @import {Link} from "../stream/wire.js" */

/**
 * Return the time of the last contact with the server if the page is offline, otherwise null.
 * @param {Link} link
 * @param {string} lastContact ISO time
 */
export const lostSince = (link, lastContact) => (link === "offline" ? lastContact : null);

/** @type {Record<string, () => string>} */
const PHASES = {
  rehearsal: () => _("Rehearsal: everything written now is deleted before the session opens."),
  paused: () => _("The session is paused."),
  closed: () => _("The session is closed."),
};

/**
 * Return the notice bars.
 * @param {Partial<SettingsView>} settings
 * @param {string | null} since ISO time at which the connection was lost
 */
export function notices({ phase = "open", chatham_house_rule: rule }, since) {
  return html`${since ? html`<p class="notice-bar" data-offline>${statusMark("saved")}<span>${_("No connection since %(time)s. You see this page as it was then.", { time: formatTime(since) })}</span></p>` : nothing}
    ${PHASES[phase] ? html`<p class="notice-bar" data-phase=${phase}>${PHASES[phase]()}</p>` : nothing}
    ${rule ? html`<p class="rule-line">${page.seat === "booth" ? joinSentences(_("The Chatham House Rule applies."), ...ruleSentences()) : _("The Chatham House Rule applies")}</p>` : nothing}`;
}
