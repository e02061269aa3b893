/* The dark bar under the masthead: lost connection, or a phase in which nobody can ask. */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { statusMark } from "../shared/view/marks.js";

/** @import {PhaseName} from "../shared/contracts.d.ts" */

/** @type {Partial<Record<PhaseName, () => string>>} */
const PHASES = {
  rehearsal: () => _("Rehearsal: everything written now is deleted before the session opens."),
  paused: () => _("Questions are paused."),
  closed: () => _("The session is closed. Thank you for your questions."),
};

/**
 * @param {{phase: PhaseName, since: string | null}} state `since`: the time of day of the last contact, while there
 *   is no connection
 */
export function noticeBar({ phase, since }) {
  const words = PHASES[phase]?.();
  return html`${
    since
      ? html`<p class="notice-bar" data-offline>${statusMark("saved")}
      <span>${_("No connection. You see this page as it was at %(time)s. What you write is kept here.", { time: since })}</span></p>`
      : nothing
  }
    ${words ? html`<p class="notice-bar" data-phase=${phase}>${words}</p>` : nothing}`;
}
