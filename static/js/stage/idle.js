/** Before the start and between questions: the session's title in its languages, and how to ask. */

import { html, nothing } from "lit/html.js";
import { page } from "../shared/page.js";
import { masthead } from "./masthead.js";
import { about, heading, join, lost, numbers, rule, saidHere } from "./parts.js";
import { languages, words } from "./words.js";

/** What may be said at this phase: an invitation only while questions are taken. */
function invitation(phase) {
  if (phase === "closed") return words("closed");
  return phase === "paused" ? nothing : words("ask");
}

function titles() {
  const texts = page.session.titles ?? {};
  const said = languages().filter(({ code }) => texts[code]);
  if (!said.length) return html`<p class="title">${page.session.title}</p>`;
  const line = ({ code, dir }, index) =>
    html`<span class=${index ? "title-other" : "title"} lang=${code} dir=${dir}>${texts[code]}</span>`;
  return html`<p class="titles">${said.map(line)}</p>`;
}

/** @param room {nextWhole}: whether Next stands there as text too */
export function idle(shown, { next, queue }, { nextWhole }) {
  const { settings } = shown.state;
  return html`${masthead(shown.state, html`<p class="top-title">${page.session.organisers}</p>`)}
    ${rule(shown.state)}
    <div class="welcome" data-fit>${titles()}<p class="words invitation">${invitation(settings.phase)}</p></div>
    ${join()}
    <div class="coming" data-fit>
      ${lost(shown)}
      ${
        next
          ? html`<section class="next" data-status="next" data-number=${next.number}>
        ${heading("next", next, { glyph: "next" })} ${nextWhole ? html`${saidHere(next)} ${about(next)}` : nothing}
      </section>`
          : nothing
      }
      ${queue.length ? html`<div class="then">${heading("then", null)} ${numbers(queue)}</div>` : nothing}
    </div>`;
}
