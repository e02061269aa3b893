/** The stage before the start and between questions: the session's title in its languages, and how to ask. */

import { html, nothing } from "lit/html.js";
import { page } from "../shared/page-data.js";
import { masthead } from "./masthead.js";
import { about, heading, joinBox, localText, lostLine, numberList, ruleLines } from "./parts.js";
import { languages, words } from "./words.js";

/** @import {PhaseName} from "../shared/contracts.d.ts" */
/** @import {Programme} from "../shared/programme.js" */
/** @import {Room, Shown} from "./parts.js" */

/**
 * Return the call for questions. Return nothing in a phase in which attendees cannot ask.
 * @param {PhaseName} phase
 */
function invitation(phase) {
  if (phase === "closed") return words("closed");
  return phase === "paused" ? nothing : words("ask");
}

function titles() {
  const texts = page.session.titles ?? {};
  const shown = languages().filter(({ code }) => texts[code]);
  if (!shown.length) return html`<p class="title">${page.session.title}</p>`;
  return html`<p class="titles">${shown.map(
    ({ code, dir }, index) =>
      html`<span class=${index ? "title-other" : "title"} lang=${code} dir=${dir}>${texts[code]}</span>`,
  )}</p>`;
}

/**
 * @param {Shown} shown
 * @param {Programme} items
 * @param {Pick<Room, "nextWhole">} room
 */
export function idle(shown, { next, queue }, { nextWhole }) {
  const { state } = shown;
  return html`${masthead(state, page.session.organisers)}
    ${ruleLines(state)}
    <div class="welcome" data-fit>${titles()}<p class="words invitation">${invitation(state.settings.phase)}</p></div>
    ${joinBox()}
    <div class="coming" data-fit>
      ${lostLine(shown)}
      ${
        next
          ? html`<section class="next" data-status="next" data-number=${next.number}>
        ${heading("next", next, { glyph: "next" })} ${nextWhole ? html`${localText(next)} ${about(next)}` : nothing}
      </section>`
          : nothing
      }
      ${queue.length ? html`<div class="then">${heading("then", null)} ${numberList(queue)}</div>` : nothing}
    </div>`;
}
