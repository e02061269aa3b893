/** What this page knows, and the only ways to change it. The screen follows what is read, never the wish. */

import { _ } from "../shared/i18n.js";
import { page } from "../shared/page.js";
import { lostSince } from "../shared/view/notices.js";
import { command, read, reloadOnce } from "../shared/stream/wire.js";

export const ui = {
  state: null, // as GET organiser/state
  reads: 0,
  since: null, // when reading began to fail
  armed: null, // the two-step button that is open
  busy: null, // the button whose answer is awaited
  said: "", // what the last command did
  refused: "", // why it did nothing
  revealed: null, // {seat, link}: shown because it could not be copied
  draft: "", // what is being written to the chairs
};

let redraw = () => {};

/** Names the function that draws. */
export function drawWith(draw) {
  redraw = draw;
}

/** Takes the new values and draws. */
export function change(values) {
  Object.assign(ui, values);
  redraw();
}

/** Opens or closes a two-step button. */
export function arm(name) {
  change({ armed: ui.armed === name ? null : name, said: "", refused: "" });
  if (ui.armed) refresh(); // what it will do is said of the questions as they are now
  keepFocus(`[data-name="${name}"]`);
}

/** The button that had the focus may be gone: somebody without a mouse goes on from there, not from the top. */
function keepFocus(selector) {
  if (document.activeElement === document.body) document.querySelector(selector)?.focus();
}

/** Reads the state. Without a connection the last one stays, with the time. */
export async function refresh() {
  try {
    change({ state: await read("state"), since: null, reads: ui.reads + 1 });
  } catch (error) {
    if (error.code === "session.unknown" && ui.state)
      return change({ state: { ...ui.state, phase: "purged" }, since: null });
    if (error.code === "seat.unknown") reloadOnce();
    change({ since: lostSince("offline", ui.since) });
  }
}

/** Sends one command from the button `name`; says `done` when it was accepted. Gives whether it was. */
export async function act(name, what, body, done) {
  if (ui.busy) return false;
  change({ busy: name, said: "", refused: "", revealed: null });
  const answer = await command(what, body);
  change({
    busy: null,
    armed: null,
    ...(answer.ok ? { said: done } : { refused: answer.message ?? _("This was not possible.") }),
  });
  keepFocus(".outcome");
  if (answer.ok && what === "renew" && body.seat === page.seat) enterAgain(answer.link);
  else await refresh();
  return answer.ok;
}

/** One's own link is another by now: the page enters with it. */
function enterAgain(link) {
  history.replaceState(null, "", link);
  location.reload();
}
