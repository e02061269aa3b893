/** Sends what a chair wants. The screen changes when the stream says so, never here. */

import { page } from "../../shared/page.js";
import { command, newKey, read } from "../../shared/stream/wire.js";
import { advancePlan } from "../model/lists.js";
import { refreshOlder } from "./history.js";
import { refusal } from "./refusal.js";
import { change, note, ui } from "../model/ui.js";

/** Numbers this chair is acting on: their leaving needs no explanation. */
const mine = new Set();

/** The refusal of the last undo, where another's act stood in its way: {number, null for the screen}; else null. */
let overtaken = null;
/** Done when every act sent so far has its answer. */
let answered = Promise.resolve();
/** The latest look at what `undo` would take back; the answers of earlier ones count no more. */
let look = null;

/** True when this chair moved the question, by the views of `state` or by a command under way. */
export function isMine(number, state) {
  return mine.has(number) || state.questions[number]?.by === page.seat;
}

/** Numbers whose question has arrived as wished are no longer waited for. */
export function settle(state) {
  for (const [where, awaited] of ui.busy) {
    if (awaited !== null && (awaited.epoch !== state.epoch || awaited.seq <= state.seq)) {
      ui.busy.delete(where);
      mine.delete(where);
    }
  }
}

function waitFor(answer) {
  const seq = answer.seq?.chairs ?? 0;
  return { epoch: ui.state.epoch, seq: answer.already ? 0 : seq };
}

/** The colleague was faster and the row has gone: what was refused is said where it stood. */
function keepPlace(number, sentence) {
  const gone = ui.left.get(number);
  if (gone) ui.remains[gone.list].push({ number, index: gone.index, view: gone.view, sentence });
}

function send(...wish) {
  const sent = sendNow(...wish);
  answered = Promise.allSettled([answered, sent]);
  return sent;
}

/**
 * Sends one act and marks `wheres` busy until its change is here.
 * A refusal is said at the question that it names, else at the first of them; `before` and `other` are the question, and a second one
 * that the act is about, as this chair saw them. Resolves to the answer.
 */
async function sendNow(act, body, wheres, before = null, other = null) {
  if (wheres.some((where) => ui.busy.has(where))) return { ok: false, code: "busy" };
  for (const where of wheres) {
    ui.busy.set(where, null);
    ui.notes.delete(where);
    ui.left.delete(where);
    mine.add(where);
  }
  change();
  const answer = await command(act, body, { key: newKey() });
  for (const where of wheres) {
    if (answer.ok) ui.busy.set(where, waitFor(answer));
    else {
      ui.busy.delete(where);
      mine.delete(where);
    }
  }
  if (answer.ok) {
    ui.notes.delete("undo");
    settle(ui.state);
    // Without a socket the next look would be seconds away, and the row busy until then.
    if (ui.link !== "live") ui.catchUp();
    change();
    readUndo();
    if (wheres.some((where) => ui.older?.questions.some((view) => view.number === where))) refreshOlder();
  } else {
    const sentence = refusal(answer, before, other);
    const number = answer.question?.number;
    const where = wheres.includes(number) ? number : wheres[0];
    keepPlace(where, sentence);
    note(where, sentence);
    if (answer.code === "network") ui.unsent.add(where);
  }
  return answer;
}

/** The network is back: what was said of it is over. */
export function forgetUnsent() {
  for (const where of ui.unsent) ui.notes.delete(where);
  ui.unsent.clear();
}

/** Any act on one question as this chair saw it. */
export function act(name, view, more = {}) {
  return send(name, { number: view.number, version: view.version, ...more }, [view.number], view);
}

/** Moves a question of the queue behind `after` (0 for the top). */
export function move(number, after) {
  return send("move", { number, after }, [number], ui.state.questions[number]);
}

/** Asks the machine once more for this language; it has no version, since it changes no question. */
export function retranslate(view, language) {
  return send("retranslate", { number: view.number, language }, [view.number], view);
}

/** Declines one or several, all or none. */
export function decline(views, reason, reasonNumber) {
  const why = reasonNumber ? { reason, reason_number: reasonNumber } : { reason };
  if (views.length === 1) return act("decline", views[0], why);
  const questions = views.map(({ number, version }) => ({ number, version }));
  return send(
    "decline",
    { questions, ...why },
    views.map((view) => view.number),
  );
}

/** Asks a question together with `lead`, which speaks for both. */
export function merge(view, lead) {
  return send("merge", { number: view.number, version: view.version, into: lead.number }, [view.number], view, lead);
}

/** Stops the asker of a question (what they have pending is declined for the reason), or lets them ask again. */
export function mute(view, reason) {
  return send("mute", { number: view.number, reason }, [view.number], view);
}

export function unmute(view) {
  return send("unmute", { number: view.number }, [view.number], view);
}

/** Puts in a question asked aloud or on paper. `body`: chairs/model/aloud.js. */
export function add(body) {
  return send("add", body, ["add"]);
}

/** Empties the projected screen, or shows it again. */
export function clearScreen(wished) {
  return send(wished ? "clear_screen" : "restore_screen", {}, ["screen"]);
}

/** Writes on the private line. */
export function sendNote(text) {
  return send("note", { text }, ["line"]);
}

/** "I have read it." */
export function acknowledge(note) {
  return send("acknowledge", { note }, [`line ${note}`]);
}

export function advance() {
  const plan = advancePlan(ui.state);
  return send("advance", plan.seen, ["advance"]);
}

/** Takes back what the footer offers; right after an act, what it is about to offer. */
export async function undo() {
  await answered;
  await look;
  if (!ui.undo) return null;
  const { numbers } = ui.undo;
  for (const number of numbers) ui.busy.delete(number); // The act itself is done, if not yet seen.
  const answer = await send("undo", {}, ["undo", ...numbers]);
  if (answer.ok) {
    for (const number of numbers) ui.admitted.add(number);
  } else if (answer.code === "undo.superseded") {
    overtaken = answer;
    look = null;
    change({ undo: null }); // the same again would be refused again
  }
  return answer;
}

/** Once what stood in the way of `undo` has changed again, it may be possible: the footer offers it anew. */
export function noteOvertaken(before, after) {
  if (!overtaken) return;
  const standing = ({ questions, settings }) =>
    overtaken.number ? questions[overtaken.number] : settings.screen_cleared;
  if (standing(before) === standing(after)) return;
  overtaken = null;
  ui.notes.delete("undo");
  readUndo();
}

/** Asks what `undo` would take back, for the footer. */
export function readUndo() {
  const mine = read("undo").then(
    (undoable) => look === mine && change({ undo: undoable?.act ? undoable : null }),
    () => {}, // The footer keeps what it says; the next act asks again.
  );
  look = mine;
  return mine;
}
