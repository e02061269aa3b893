/*
 * The dark bars below the masthead. The bars report a lost connection, a missing cookie, or one of the phases
 * rehearsal, paused and closed.
 */

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
 * Return the bars that apply to the state.
 * @param {object} state
 * @param {PhaseName} state.phase
 * @param {string | null} state.since the time of day of the last contact; null while there is a connection
 * @param {boolean} state.keepsWords false if the browser has refused to store words of this page
 * @param {boolean} state.hasCookie false if the server does not recognise this browser
 */
export function noticeBar({ phase, since, keepsWords, hasCookie }) {
  const words = PHASES[phase]?.();
  return html`${
    since
      ? html`<p class="notice-bar" data-offline>${statusMark("saved")}
      <span>${
        keepsWords
          ? _("No connection. You see this page as it was at %(time)s. What you write is kept here.", { time: since })
          : _(
              "No connection. You see this page as it was at %(time)s. Keep it open: this browser cannot save what you write.",
              { time: since },
            )
      }</span></p>`
      : nothing
  }${
    hasCookie
      ? nothing
      : html`<p class="notice-bar" data-no-cookie>${_("This page needs a cookie to recognise your questions. Please allow cookies for this site, then load the page again.")}</p>`
  }
    ${words ? html`<p class="notice-bar" data-phase=${phase}>${words}</p>` : nothing}`;
}
