/**
 * The QR code, address and code with which people join the session. While nobody can ask, the stage shows the reason
 * instead.
 */

import { html, nothing } from "lit/html.js";
import { page } from "../shared/page-data.js";
import { words } from "./words.js";

/** @import {StreamState} from "../shared/contracts.d.ts" */

/**
 * If nobody can ask in the current phase, return this phase for the stage's announcement. Otherwise return null.
 * @param {StreamState} state
 */
export function announced({ settings: { phase } }) {
  return phase === "paused" || phase === "closed" ? phase : null;
}

/**
 * Return the announcement of a phase in which nobody can ask.
 * @param {"paused" | "closed"} phase
 */
const announcement = (phase) => html`<p class="words announced" data-announced=${phase}>${words(phase)}</p>`;

/**
 * If people can ask, return the QR code on white, the address and the join code. Otherwise, return the announcement of
 * the phase.
 * @param {StreamState} state
 * @param {unknown} beside content for the place beside the QR code or below the announcement
 */
export function joinBox(state, beside = nothing) {
  const phase = announced(state);
  if (phase) return html`${announcement(phase)} ${beside}`;
  return html`<div class="join">
    <img class="qr" src=${`/s/${page.session.code}/qr.svg`} alt=${page.session.join_url} />
    ${beside}
    <p class="join-words"><span class="host">${page.session.join_host}</span> <strong class="code">${page.session.code}</strong></p>
  </div>`;
}

/**
 * If people can ask, return the address and the join code in one line, without the QR code. Otherwise, return the
 * announcement of the phase.
 * @param {StreamState} state
 */
export function joinLine(state) {
  const phase = announced(state);
  if (phase) return announcement(phase);
  return html`<p class="join-line">${page.session.join_host} <strong>${page.session.code}</strong></p>`;
}
