/** The dashboard's part of the masthead (the phase, the chairs and the clock), and the bar for a lost connection. */

/** @import { ChairView, PhaseName } from "../../shared/contracts.d.ts" */

import { html, nothing } from "lit/html.js";
import { remaining } from "../../shared/clock.js";
import { _, formatMinutes, formatTime, now } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { statusMark } from "../../shared/view/marks.js";
import { letterOf, phaseLabel } from "../model/sentences.js";
import { ui } from "../model/ui.js";
import { notesButton } from "./notes.js";
import { ruleBar, ruleButton } from "./rule.js";

/**
 * Return the entry of a chair: the letter of the seat, the name, and the question that the chair is reading.
 * @param {ChairView} view
 */
function chair({ seat, name }) {
  const isMe = seat === page.seat;
  const number = [...ui.readers].find(([, reader]) => reader === seat)?.[0];
  return html`<li class="chair" ?data-me=${isMe}>
    <span class="seat" aria-hidden="true">${letterOf(seat)}</span>
    <span class="chair-name">${isMe ? _("%(name)s, you", { name }) : name}</span>
    ${number ? html`<b class="chair-reads">${_("reads No. %(number)s", { number })}</b>` : nothing}
  </li>`;
}

/**
 * Return the time left, or the time since the planned end, in words.
 * @param {NonNullable<ReturnType<typeof remaining>>} left
 */
function remainingWords({ kind, minutes }) {
  if (kind === "over") return minutes ? _("%(time)s over time", { time: formatMinutes(minutes) }) : _("time is up");
  return _("%(time)s left", { time: formatMinutes(minutes) });
}

/**
 * Return the time of day and the time left in the session. Screen readers announce the time left at 5 minutes, at 1
 * minute and at the end.
 */
function clock() {
  const at = now();
  const { ends } = page.session;
  const left = remaining(ends, at, ui.state.settings.phase);
  const isOver = left?.kind === "over";
  const isAnnounced = left && (isOver ? left.minutes === 0 : left.minutes === 5 || left.minutes === 1);
  const words = left ? remainingWords(left) : "";
  return html`<p class="clock">
      <time>${formatTime(new Date(at).toISOString())}</time>
      ${left && ends && !isOver ? html`<span class="clock-ends">${_("until %(time)s", { time: formatTime(ends) })}</span>` : nothing}
      ${left && left.kind !== "far" ? html`<span class="clock-left" data-kind=${left.kind}>${words}</span>` : nothing}
    </p>
    <span class="visually-hidden" role="status">${isAnnounced ? words : nothing}</span>`;
}

/**
 * Return the part of the masthead that precedes the language menu in the markup: title, phase, seats, notes and clock.
 */
export function chairsTop() {
  const { phase, chatham_house_rule: isUnderRule } = ui.state.settings;
  return html`<h1 class="session-title" lang=${page.session.title_lang ?? nothing} dir="auto">${page.session.title}</h1>
    <p class="phase" data-phase=${phase} role="status">
      <b>${phaseLabel(phase)}</b>${isUnderRule ? ruleButton() : nothing}
    </p>
    <ul class="seats">
      ${page.session.chairs.map(chair)}
    </ul>
    ${notesButton()} ${clock()}`;
}

/** Return the meaning of the phase for the chairs; undefined in the phase `open`. */
function phaseWords() {
  /** @type {Partial<Record<PhaseName, string>>} */
  const words = {
    rehearsal: _("Rehearsal: these questions and votes are deleted when the session opens."),
    paused: _("Paused: nobody can ask or vote. You can go on."),
    closed: _("Closed: everyone has been told what became of their question. Nothing more can be approved."),
  };
  return words[ui.state.settings.phase];
}

/**
 * Return the block under the masthead. While there is a connection, the block explains the phase and contains the bar
 * about the Chatham House Rule (`ruleBar`). While there is no connection, the block contains a notice. If the page
 * knows when the connection was lost, the notice contains this time.
 */
export function linkBar() {
  if (ui.link !== "offline") {
    const words = phaseWords();
    return html`<div role="status">${words ? html`<p class="phase-bar">${words}</p>` : nothing}${ruleBar()}</div>`;
  }
  const words = ui.since
    ? _(
        "No connection since %(time)s. You see the questions as they were then. Nothing you do is sent until the connection is back.",
        { time: formatTime(ui.since) },
      )
    : _("No connection. Nothing you do is sent until it is back.");
  return html`<div role="status"><p class="notice-bar">${statusMark("saved")}<span>${words}</span></p></div>`;
}
