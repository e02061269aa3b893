/**
 * The state of the organiser's page, and the functions that change it. The page shows only values that were read from
 * the server, never the values of a request.
 */

import { _ } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { lostSince } from "../shared/view/notices.js";
import { reloadOnce } from "../shared/stream/reload.js";
import { command, read } from "../shared/stream/http.js";

/** @import {OrganiserState} from "../shared/contracts.d.ts" */
/** @import {ReadError} from "../shared/stream/http.js" */

/**
 * @typedef {object} Ui
 * @property {OrganiserState | null} state
 * @property {number} reads the number of times the state was read
 * @property {string | null} since ISO time of the first failed read since the last successful read
 * @property {string | null} openStep the two-step button that is open
 * @property {string | null} busy the button whose answer is awaited
 * @property {string} outcome of the last command
 * @property {string} refusal why the last command was refused
 * @property {string | null} revealed the copy button whose link is shown because the browser has no clipboard
 * @property {string} draft the unsent note to the chairs
 */

/** @type {Ui} */
export const ui = {
  state: null,
  reads: 0,
  since: null,
  openStep: null,
  busy: null,
  outcome: "",
  refusal: "",
  revealed: null,
  draft: "",
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
 * Open or close a two-step button.
 * @param {string} name
 */
export function toggleStep(name) {
  change({ openStep: ui.openStep === name ? null : name, outcome: "", refusal: "" });
  if (ui.openStep) refresh(); // Read the state, because the consequence contains current numbers of questions.
  restoreFocus(`[data-name="${name}"]`);
}

/**
 * Focus the element that matches `selector` if the focused button no longer exists. Otherwise keyboard users would
 * start again at the top of the page.
 * @param {string} selector
 */
function restoreFocus(selector) {
  if (document.activeElement !== document.body) return;
  /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus();
}

/** Read the state. Without a connection, keep the last state and the time at which the connection was lost. */
export async function refresh() {
  try {
    change({ state: await read("state"), since: null, reads: ui.reads + 1 });
  } catch (error) {
    const { code } = /** @type {ReadError} */ (error);
    if (code === "session.unknown" && ui.state) return change({ state: { ...ui.state, phase: "purged" }, since: null });
    if (code === "seat.unknown") reloadOnce();
    change({ since: lostSince("offline", ui.since) });
  }
}

/**
 * Send one command and show its outcome. Return whether the command was accepted. Return false without sending it while
 * another command is being sent.
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
  if (answer.ok && answer.link && act === "renew" && body.seat === page.seat) enterAgain(answer.link);
  else await refresh();
  return answer.ok;
}

/**
 * Load the page again with its new link.
 * @param {string} link
 */
function enterAgain(link) {
  history.replaceState(null, "", link);
  location.reload();
}
