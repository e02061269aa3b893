/**
 * The acts that the server performs at set times: the list of these acts, and the form that adds an act to the list.
 */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatMinutes, ngettext } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { joinSentences } from "../shared/sentences.js";
import { statusMark } from "../shared/view/marks.js";
import { timeOf } from "./times.js";
import { change, executeAct, ui } from "./ui.js";

/** @import {OrganiserState, ScheduledAct} from "../shared/contracts.d.ts" */
/** @import {Plan} from "./ui.js" */

/** @type {Record<ScheduledAct["act"], () => string>} */
const ACTS = {
  open: () => _("Open the session"),
  close: () => _("Close the session"),
  note: () => _("Remind the chairs"),
};

/**
 * Return the anchors that are possible in this session. An anchor is the point to which the time of an act refers: the
 * start or the end of the session, or a fixed time. The usual anchor of the act comes first.
 * @param {OrganiserState} state
 * @param {ScheduledAct["act"]} act
 * @returns {ScheduledAct["anchor"][]}
 */
export function anchorsOf({ starts, ends }, act) {
  /** @type {ScheduledAct["anchor"][]} */
  const all = act === "open" ? ["start", "end", "time"] : ["end", "start", "time"];
  return all.filter((anchor) => anchor === "time" || (anchor === "start" ? starts : ends));
}

/**
 * Return the form's values. Replace each missing or impossible value by its default.
 * @param {OrganiserState} state
 * @param {Plan} plan
 */
export function completePlan(state, plan) {
  const offered = offeredActs(state);
  const act = plan.act && offered.includes(plan.act) ? plan.act : offered[0];
  const anchors = anchorsOf(state, act);
  const anchor = plan.anchor && anchors.includes(plan.anchor) ? plan.anchor : anchors[0];
  return { ...plan, act, anchor, minutes: plan.minutes || (act === "note" ? "10" : "0") };
}

/**
 * Return the acts that can be scheduled in the present phase.
 * @param {OrganiserState} state
 * @returns {ScheduledAct["act"][]}
 */
function offeredActs({ phase }) {
  return phase === "rehearsal" ? ["open", "close", "note"] : ["close", "note"];
}

/**
 * Return the body of the command `schedule`.
 * @param {ReturnType<typeof completePlan>} plan
 */
export function bodyOf({ act, anchor, minutes, localTime, text }) {
  return {
    planned_act: act,
    anchor,
    ...(anchor === "time" ? { local_time: localTime } : { minutes: Math.max(0, Math.floor(Number(minutes) || 0)) }),
    ...(act === "note" ? { text } : {}),
  };
}

/**
 * Return a text that says when the act is due. The text contains the time of day. For an act before the start or the
 * end of the session, the text also contains the number of minutes before this point.
 * @param {ScheduledAct} entry
 */
function when({ anchor, minutes, at }) {
  if (!at) return _("The session has no such time any more.");
  const time = timeOf(at);
  if (anchor === "time") return time;
  const before = { minutes: formatMinutes(minutes), time };
  if (anchor === "start")
    return minutes ? _("%(time)s, %(minutes)s before the start", before) : _("%(time)s, at the start", before);
  return minutes ? _("%(time)s, %(minutes)s before the end", before) : _("%(time)s, at the end", before);
}

/**
 * Return the row of a scheduled act, with its outcome and the button that cancels it.
 * @param {ScheduledAct} entry
 */
function row(entry) {
  const { scheduled, act, text, outcome, done_at: doneAt, reason } = entry;
  const name = `unschedule:${scheduled}`;
  const label = ACTS[act]();
  const done = outcome ? _("Removed from the list.") : _("Cancelled: %(act)s", { act: label });
  const isDone = outcome === "done";
  return html`<li class="scheduled" data-scheduled=${scheduled} data-outcome=${outcome}>
    <div>
      <p><strong>${label}</strong> <span>${when(entry)}</span></p>
      ${text ? html`<p class="note-text" dir="auto">${text}</p>` : nothing}
      ${
        doneAt
          ? html`<p class="hint note-foot">${statusMark(isDone ? "approved" : "declined")}<span>${isDone ? _("Done at %(time)s", { time: timeOf(doneAt) }) : html`<strong>${_("Not done")}</strong> ${reason}`}</span></p>`
          : nothing
      }
    </div>
    <button type="button" class="button quiet" data-name=${name} aria-busy=${String(ui.busy === name)} @click=${() => executeAct(name, "unschedule", { scheduled }, done)}>${outcome ? _("Remove") : _("Cancel")}<span class="visually-hidden"> ${label}</span></button>
  </li>`;
}

/** @param {Partial<Plan>} values */
const setPlan = (values) => change({ plan: { ...ui.plan, ...values } });

/**
 * @param {keyof Plan} name
 * @returns {(event: Event) => void}
 */
const onValue = (name) => (event) => setPlan({ [name]: /** @type {HTMLInputElement} */ (event.currentTarget).value });

/**
 * Schedule the act in the form. After success, empty the form.
 * @param {Event} event
 * @param {ReturnType<typeof completePlan>} plan
 */
async function submit(event, plan) {
  event.preventDefault();
  const done = _("Set: %(act)s", { act: ACTS[plan.act]() });
  if (await executeAct("schedule", "schedule", bodyOf(plan), done))
    setPlan({ act: "", anchor: "", minutes: "", localTime: "", text: "" });
}

/**
 * Return a labelled select box of the form.
 * @param {string} name
 * @param {string} label
 * @param {string} chosen
 * @param {[value: string, label: string][]} options
 */
function select(name, label, chosen, options) {
  return html`<div><label for=${`plan-${name}`}>${label}</label>
    <select class="field" id=${`plan-${name}`} .value=${live(chosen)} @change=${onValue(/** @type {keyof Plan} */ (name))}>${options.map(
      ([value, words]) => html`<option value=${value} ?selected=${value === chosen}>${words}</option>`,
    )}</select></div>`;
}

/**
 * Return the form that schedules an act.
 * @param {OrganiserState} state
 */
function form(state) {
  const plan = completePlan(state, ui.plan);
  const { starts, ends } = state;
  const labels = {
    start: starts ? _("Start, %(time)s", { time: timeOf(starts) }) : "",
    end: ends ? _("End, %(time)s", { time: timeOf(ends) }) : "",
    time: _("Another time"),
  };
  const acts = offeredActs(state).map((act) => /** @type {[string, string]} */ ([act, ACTS[act]()]));
  const anchors = anchorsOf(state, plan.act).map(
    (anchor) => /** @type {[string, string]} */ ([anchor, labels[anchor]]),
  );
  return html`<form class="plan" novalidate aria-busy=${String(ui.busy === "schedule")} @submit=${(/** @type {Event} */ event) => submit(event, plan)}>
    <div class="plan-fields">
      ${select("act", _("What to do"), plan.act, acts)}
      ${select("anchor", _("Time"), plan.anchor, anchors)}
      ${
        plan.anchor === "time"
          ? html`<div><label for="plan-time">${_("Date and time in %(zone)s", { zone: page.session.time_zone })}</label>
        <input class="field" id="plan-time" type="datetime-local" .value=${live(plan.localTime)} @input=${onValue("localTime")} /></div>`
          : html`<div><label for="plan-minutes">${_("Minutes before")}</label>
        <input class="field" id="plan-minutes" type="number" inputmode="numeric" min="0" max="1440" .value=${live(plan.minutes)} @input=${onValue("minutes")} /></div>`
      }
    </div>
    ${
      plan.act === "note"
        ? html`<div><label for="plan-text">${_("Note to the chairs")}</label>
      <input class="field" id="plan-text" dir="auto" autocomplete="off" maxlength=${page.session.limits.note} .value=${live(plan.text)} @input=${onValue("text")} /></div>`
        : nothing
    }
    ${plan.act === "open" ? html`<p class="hint">${_("Opening deletes everything that was tried in the rehearsal.")}</p>` : nothing}
    <button class="button" data-name="schedule">${_("Set the time")}</button>
  </form>`;
}

/** @param {OrganiserState} state */
export function scheduleSection(state) {
  const { schedule, phase } = state;
  const hasForm = phase !== "closed" && phase !== "purged";
  if (!hasForm && !schedule.length) return nothing;
  const waiting = schedule.filter(({ outcome }) => !outcome).length;
  const number = waiting ? ngettext("%(n)s action is scheduled.", "%(n)s actions are scheduled.", waiting) : "";
  return html`<section class="part" aria-labelledby="schedule-heading">
    <h2 id="schedule-heading">${_("Scheduled actions")}</h2>
    <p class="hint">${joinSentences(_("The server does this by itself, also while this page is closed."), number)}</p>
    <ul class="schedule">${repeat(schedule, ({ scheduled }) => scheduled, row)}</ul>
    ${hasForm ? form(state) : nothing}
  </section>`;
}
