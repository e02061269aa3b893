/** The planned end of the session, the time left, and the two buttons that move the end. */

import { html, nothing } from "lit/html.js";
import { remaining } from "../shared/clock.js";
import { _, formatDate, formatMinutes, formatTimeAndZone, now, nowIso } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { executeAct, ui } from "./ui.js";

/** @import {OrganiserState, PhaseName} from "../shared/contracts.d.ts" */

/** If the session is opened more than this time, in ms, before its start, the opening counts as early. */
const EARLY = 3_600_000;
const HOURS_BEFORE_DAYS = 48;

const STEP = 5; // minutes for one click, as on the server (moderation/services/acts/scheduling.py)

/**
 * Return the time of day. If the date is not today's date, put the date before the time.
 * @param {string} iso
 */
export function timeOf(iso) {
  const date = formatDate(iso);
  return date === formatDate(nowIso()) ? formatTimeAndZone(iso) : `${date} ${formatTimeAndZone(iso)}`;
}

/**
 * Return the sentence that asks for confirmation before an early opening. The sentence contains the start of the
 * session and the time until the start. Return "" if the start is at most EARLY ms away, or if no start is set.
 * @param {string | null} starts
 */
export function earlyOpening(starts) {
  const left = starts ? Date.parse(starts) - now() : 0;
  if (!starts || left <= EARLY) return "";
  const hours = Math.round(left / 3_600_000);
  const format = new Intl.RelativeTimeFormat(`${page?.intl_locale ?? "en"}-u-nu-latn`);
  const distance =
    hours < HOURS_BEFORE_DAYS ? format.format(hours, "hour") : format.format(Math.round(hours / 24), "day");
  const values = { date: formatDate(starts), time: formatTimeAndZone(starts), distance };
  return _("The session starts on %(date)s at %(time)s (%(distance)s). Open it now?", values);
}

/**
 * Return the time left in words. Return null if `remaining` (shared/clock.js) returns null, for example because the
 * session is closed.
 * @param {string} ends
 * @param {PhaseName} phase
 */
function timeLeft(ends, phase) {
  const left = remaining(ends, now(), phase);
  if (!left) return null;
  const time = formatMinutes(left.minutes);
  const overTime = left.minutes ? _("%(time)s over time", { time }) : _("time is up");
  return { kind: left.kind, words: left.kind === "over" ? overTime : _("%(time)s left", { time }) };
}

/**
 * Return the button that moves the end of the session by STEP minutes.
 * @param {string} ends
 * @param {boolean} later
 */
function moveButton(ends, later) {
  const name = later ? "end-later" : "end-earlier";
  const minutes = formatMinutes(STEP);
  const wanted = new Date(Date.parse(ends) + (later ? STEP : -STEP) * 60_000).toISOString();
  const done = _("The session now ends at %(time)s.", { time: timeOf(wanted) });
  const label = later ? _("End %(minutes)s later", { minutes }) : _("End %(minutes)s earlier", { minutes });
  return html`<button type="button" class="button" data-name=${name} aria-busy=${String(ui.busy === name)} @click=${() => executeAct(name, "move_end", { later, ends }, done)}>${label}</button>`;
}

/**
 * Return the planned times, the time left and the buttons that move the end. Return nothing if no time is planned or if
 * the session is purged.
 * @param {OrganiserState} state
 */
export function times({ starts, ends, phase }) {
  if (phase === "purged" || !(starts || ends)) return nothing;
  const left = ends ? timeLeft(ends, phase) : null;
  const isOneDay = starts && ends && formatDate(starts) === formatDate(ends);
  const canMove = ends && phase !== "closed";
  return html`<div class="times">
    <p class="time-left" data-kind=${left?.kind ?? nothing}>${left ? html`<strong>${left.words}</strong> ` : nothing}<span>${
      starts && ends
        ? _("planned from %(start)s until %(end)s", {
            start: timeOf(starts),
            end: isOneDay ? formatTimeAndZone(ends) : timeOf(ends),
          })
        : ends
          ? _("planned until %(end)s", { end: timeOf(ends) })
          : _("planned from %(start)s", { start: timeOf(starts ?? "") })
    }</span></p>
    ${canMove ? html`<div class="acts">${moveButton(ends, false)} ${moveButton(ends, true)}</div>` : nothing}
  </div>`;
}
