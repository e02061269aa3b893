/** The masthead's own part here: the phase, both chairs and what the colleague reads; the bar when the link is lost. */

import { html, nothing } from "lit/html.js";
import { letterOf, phaseLabel } from "../chairs/sentences.js";
import { ui } from "../chairs/ui.js";
import { _, formatTime, now } from "../lib/i18n.js";
import { statusMark } from "../lib/marks.js";
import { page } from "../lib/page.js";
import { lineButton } from "./line.js";

const HALF_A_DAY = 12 * 3600 * 1000;

/** One chair: letter, name, what is being read. */
function chair({ seat, name }) {
  const isMe = seat === page.seat;
  const reads = [...ui.readers].find(([, reader]) => reader === seat)?.[0];
  return html`<li class="chair" ?data-me=${isMe}>
    <span class="seat" aria-hidden="true">${letterOf(seat)}</span>
    <span class="chair-name">${isMe ? _("%(name)s, you", { name }) : name}</span>
    ${reads ? html`<b class="chair-reads">${_("reads No. %(number)s", { number: reads })}</b>` : nothing}
  </li>`;
}

/** The hour, and until when where the session ends within half a day. */
function clock() {
  const at = now();
  const ends = page.session.ends && Date.parse(page.session.ends);
  const isNear = ends > at && ends - at < HALF_A_DAY;
  return html`<p class="clock">
    <time>${formatTime(new Date(at).toISOString())}</time>
    ${isNear ? html`<span class="clock-ends">${_("until %(time)s", { time: formatTime(page.session.ends) })}</span>` : nothing}
  </p>`;
}

/** Inside the masthead, before the language switch. */
export function chairsTop() {
  const { phase, chatham_house_rule: rule } = ui.state.settings;
  return html`<h1 class="session-title">${page.session.title}</h1>
    <p class="phase" data-phase=${phase} role="status">
      <b>${phaseLabel(phase)}</b>${rule ? html`<span>${_("Chatham House Rule")}</span>` : nothing}
    </p>
    <ul class="seats">
      ${page.session.chairs.map(chair)}
    </ul>
    ${lineButton()} ${clock()}`;
}

/** What the phase means for the chairs, where it is not the usual one. */
function phaseWords() {
  return {
    rehearsal: _("Rehearsal: these questions and votes are deleted when the session opens."),
    paused: _("Paused: nobody can ask or vote. You can go on."),
    closed: _("Closed: everybody has an answer. Nothing more can be approved."),
  }[ui.state.settings.phase];
}

/** Under the masthead: the phase, or since when the page stands still, and what that means. */
export function linkBar() {
  if (ui.link !== "offline") {
    const words = phaseWords();
    return html`<div role="status">${words ? html`<p class="phase-bar">${words}</p>` : nothing}</div>`;
  }
  const words = ui.since
    ? _("No connection since %(time)s. You see the state of then; nothing you do is sent until it is back.", { time: formatTime(ui.since) })
    : _("No connection. Nothing you do is sent until it is back.");
  return html`<div role="status"><p class="notice-bar">${statusMark("saved")}<span>${words}</span></p></div>`;
}
