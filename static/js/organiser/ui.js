/**
 * The state of the organiser's page, and the functions that change it. The page shows only the values that the server
 * has sent, never the values of the page's own request.
 */

import { _, now } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { CURRENT_WITHIN } from "../shared/page-life.js";
import { reloadOnce } from "../shared/stream/reload.js";
import { command, enterSeat, read } from "../shared/stream/http.js";

/** @import {OrganiserState, ScheduledAct} from "../shared/contracts.d.ts" */
/** @import {ReadError} from "../shared/stream/http.js" */

/**
 * @typedef {object} Plan The values of the form for scheduled acts; "" for a value that was not chosen.
 * @property {ScheduledAct["act"] | ""} act
 * @property {ScheduledAct["anchor"] | ""} anchor
 * @property {string} minutes
 * @property {string} localTime
 * @property {string} text
 */

/**
 * @typedef {object} Ui
 * @property {OrganiserState | null} state
 * @property {number} reads the number of times the state was read
 * @property {string} readAt ISO time of the last successful read
 * @property {string | null} since the value of `readAt` if the latest read failed or is late; otherwise null
 * @property {string | null} openStep the name of the two-step button that is open
 * @property {string | null} busy the name of the button whose command has no answer yet
 * @property {string} outcome the outcome of the last command, as a sentence
 * @property {string} refusal the reason why the last command was refused
 * @property {string | null} revealed the id of the copy button whose link the page shows, because the browser refused
 *   to copy the link
 * @property {string} draft the unsent note to the chairs
 * @property {number | null} replyTo the chair's note that the draft answers
 * @property {Plan} plan the act that the organiser is about to schedule
 * @property {string} newName the typed name of the person who takes over a seat; sent when the seat's link is renewed
 * @property {string} entryNumber the typed number of an entry code
 * @property {string[]} linkLanguages the languages of the stage's link
 * @property {string} recordLanguage the language of the questions in the files of the record; "": as asked
 * @property {boolean} originalsOnly whether the files of the record have no translations
 */

/** @type {Ui} */
export const ui = {
  state: null,
  reads: 0,
  readAt: new Date(now()).toISOString(),
  since: null,
  openStep: null,
  busy: null,
  outcome: "",
  refusal: "",
  revealed: null,
  draft: "",
  replyTo: null,
  plan: { act: "", anchor: "", minutes: "", localTime: "", text: "" },
  newName: "",
  entryNumber: "",
  linkLanguages: [],
  recordLanguage: "",
  originalsOnly: false,
};

let redraw = () => {};

/**
 * Set the function that draws the page.
 * @param {() => void} draw
 */
export function drawWith(draw) {
  redraw = draw;
}

/**
 * Change the state and redraw.
 * @param {Partial<Ui>} values
 */
export function change(values) {
  Object.assign(ui, values);
  redraw();
}

/**
 * Open or close a two-step button. Scroll until the second button of the opened two-step button is visible.
 * @param {string} name
 */
export function toggleStep(name) {
  change({ openStep: ui.openStep === name ? null : name, outcome: "", refusal: "", newName: "" });
  // The opened text can contain the number of waiting questions, and the page's number can be out of date. Therefore
  // request the current state.
  if (ui.openStep) refresh();
  restoreFocus(`[data-name="${name}"]`);
  document.querySelector(".two-step[data-open] .confirm")?.scrollIntoView({ block: "nearest" });
}

/**
 * If the focused button no longer exists, focus the element that matches `selector`. Otherwise keyboard users would
 * have to start again at the top of the page.
 * @param {string} selector
 */
function restoreFocus(selector) {
  if (document.activeElement !== document.body) return;
  /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus();
}

/**
 * Read the state from the server. If the read fails, keep the earlier state, and show the time of the last successful
 * read. If the server no longer knows the session, show the session as purged. If the server no longer knows the seat,
 * reload the page.
 */
export async function refresh() {
  try {
    change({ state: await read("state"), readAt: new Date(now()).toISOString(), since: null, reads: ui.reads + 1 });
  } catch (error) {
    const { code } = /** @type {ReadError} */ (error);
    if (code === "session.unknown" && ui.state) return change({ state: { ...ui.state, phase: "purged" }, since: null });
    if (code === "seat.unknown") reloadOnce();
    change({ since: ui.readAt });
  }
}

/**
 * Read the state after the page is shown again. If the answer takes more than CURRENT_WITHIN ms, show the time of the
 * last successful read.
 */
export async function refreshShownAgain() {
  const late = setTimeout(() => change({ since: ui.readAt }), CURRENT_WITHIN);
  await refresh();
  clearTimeout(late);
}

/**
 * Send one command and show its outcome. Return whether the command was accepted. While another command is being sent,
 * send nothing and return false.
 * @param {string} name of the button
 * @param {string} act
 * @param {Record<string, unknown>} body
 * @param {string} done the sentence after the command was accepted
 */
export async function executeAct(name, act, body, done) {
  if (ui.busy) return false;
  change({ busy: name, outcome: "", refusal: "", revealed: null });
  const answer = await command(act, body);
  const shown = answer.ok ? { outcome: done } : { refusal: answer.message ?? _("This was not possible.") };
  change({ busy: null, openStep: null, ...shown });
  restoreFocus(".outcome");
  if (answer.ok && answer.link && act === "renew" && body.seat === page.seat) await enterAgain(answer.link);
  await refresh();
  return answer.ok;
}

/**
 * Exchange the new link of the organiser's seat for a cookie, because the old cookie is no longer valid.
 * @param {string} link
 */
async function enterAgain(link) {
  if (await enterSeat(link.split("#")[1])) return;
  // The page got no cookie. Load the link: the entry page tries the secret again and removes the secret from the
  // address.
  history.replaceState(null, "", link);
  location.reload();
}
