/** What this page shows beside the stream's state, and the one way to change it. */

import { noFilter } from "./filter.js";

export const ui = {
  state: null,
  link: "connecting",
  catchUp: () => {}, // reads the stream now
  since: null, // when the link was last good, for the sentence under the masthead
  current: null, // {list, number}: the row this chair is on
  byPointer: false, // the hand is on the mouse: no row is opened by itself
  remains: { incoming: [], queue: [] }, // rows the colleague took away while this chair was there
  left: new Map(), // number → {list, index, view} of rows that left while this chair's own act was under way
  admitted: new Set(), // pending numbers already on screen
  holding: false, // the incoming list is scrolled or has the focus
  busy: new Map(), // number or "advance", "undo", "screen", … → seq awaited, or null while the answer is awaited
  notes: new Map(), // number or "advance", "undo", "decline", "add", … → sentence
  unsent: new Set(), // where a note says that there is no connection
  readers: new Map(), // number → seat of the colleague reading it
  said: "", // the last note, for those who listen
  undo: null, // {act, numbers, at}
  filter: { ...noFilter },
  finding: false,
  selecting: false,
  selected: new Set(),
  decline: null, // {views, reason, mute}: the open popover; with `mute` its asker is stopped too
  menu: null, // {list, number}
  correcting: null, // {number, version, seen, text, sending}: the open editor of a translation
  wording: null, // {number, version, seen, text, hide, sending, error}: the open editor of clearer words
  merge: null, // {view, search, active}: the open finder of whom to ask it together with
  together: new Set(), // leads beneath which the others stand open
  addOpen: false,
  adding: null, // {text, language, group, region, to}: a question asked in the room, being written down
  lineOpen: false, // the private line
  lineText: "",
  keysOpen: false,
  keysOn: true,
  older: null, // {from, status, questions, more, reading, failed}: the history panel; `from`: the current row before it
  notNow: null, // number of the suggestion that this chair has put aside
  tab: "incoming",
  share: "group",
};

/** Whether everybody has had a last word: only texts may still be corrected. */
export const isClosed = () => ui.state.settings.phase === "closed";

let redraw = () => {};
let drawing = false;

/** Names the function that draws; called at most once a frame. */
export function drawWith(draw) {
  redraw = draw;
}

/** Takes the new values and draws soon. */
export function change(values = {}) {
  Object.assign(ui, values);
  if (drawing) return;
  drawing = true;
  queueMicrotask(() => {
    drawing = false;
    redraw();
  });
}

/** Sets or (with a falsy sentence) removes the note at a number or place. */
export function note(where, sentence) {
  if (sentence) {
    ui.notes.set(where, sentence);
    say(where, sentence);
  } else ui.notes.delete(where);
  change();
}

/** Has a sentence read out, with its number where it has one. */
export function say(where, sentence) {
  ui.said = typeof where === "number" ? `${where}: ${sentence}` : sentence;
}
