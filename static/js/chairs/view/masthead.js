/** The masthead's own part here: the phase, both chairs and what the colleague reads; the bar when the link is lost. */

import { html, nothing } from "lit/html.js";
import { remaining } from "../../shared/clock.js";
import { letterOf, phaseLabel } from "../model/sentences.js";
import { ui } from "../model/ui.js";
import { _, formatMinutes, formatTime, now } from "../../shared/i18n.js";
import { statusMark } from "../../shared/view/marks.js";
import { page } from "../../shared/page.js";
import { lineButton } from "./notes.js";

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

function remainingWords({ kind, minutes }) {
  if (kind === "over") return minutes ? _("%(time)s over time", { time: formatMinutes(minutes) }) : _("time is up");
  return _("%(time)s left", { time: formatMinutes(minutes) });
}

/** The hour, and how long until the session ends; what is left is told to those who listen at five minutes, at one and at none. */
function clock() {
  const at = now();
  const left = remaining(page.session.ends, at, ui.state.settings.phase);
  const isTold = left && (left.kind === "over" ? left.minutes === 0 : left.minutes === 5 || left.minutes === 1);
  return html`<p class="clock">
      <time>${formatTime(new Date(at).toISOString())}</time>
      ${left?.kind === "over" || !left ? nothing : html`<span class="clock-ends">${_("until %(time)s", { time: formatTime(page.session.ends) })}</span>`}
      ${left && left.kind !== "far" ? html`<span class="clock-left" data-kind=${left.kind}>${remainingWords(left)}</span>` : nothing}
    </p>
    <span class="visually-hidden" role="status">${isTold ? remainingWords(left) : nothing}</span>`;
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
    ? _("No connection since %(time)s. You see the state of then; nothing you do is sent until it is back.", {
        time: formatTime(ui.since),
      })
    : _("No connection. Nothing you do is sent until it is back.");
  return html`<div role="status"><p class="notice-bar">${statusMark("saved")}<span>${words}</span></p></div>`;
}
