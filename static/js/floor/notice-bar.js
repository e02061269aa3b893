/* The ink bar under the masthead: no connection, or a phase in which one cannot ask. */
import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { statusMark } from "../shared/view/marks.js";

const PHASES = {
  rehearsal: () => _("Rehearsal: everything written now is deleted before the session opens."),
  paused: () => _("Questions are paused."),
  closed: () => _("The session is closed. Thank you for your questions."),
};

/** `since`: a time of day when the link is lost, else null. */
export function bar({ phase, since }) {
  return html`${
    since
      ? html`<p class="notice-bar" data-offline>${statusMark("saved")}
      <span>${_("No connection: this is what we knew at %(time)s. What you write is kept here.", { time: since })}</span></p>`
      : nothing
  }
    ${PHASES[phase] ? html`<p class="notice-bar" data-phase=${phase}>${PHASES[phase]()}</p>` : nothing}`;
}
