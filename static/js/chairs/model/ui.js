/** The state of the dashboard: the stream's state and this page's own state, with the functions that change both. */

/** @import { ChairsQuestion, StatusName, StreamState, UndoPreview } from "../../shared/contracts.d.ts" */
/** @import { Link } from "../../shared/stream/wire.js" */
/** @import { CorrectionDraft as SharedDraft } from "../../shared/view/correction.js" */
/** @import { Addition } from "./aloud.js" */
/** @import { Filter } from "./filter.js" */
/** @import { Remain } from "./lists.js" */
/** @import { Awaited } from "./waiting.js" */

import { empty } from "../../shared/stream/reducer.js";
import { noFilter } from "./filter.js";

/** @typedef {Omit<StreamState, "questions"> & {questions: Record<number, ChairsQuestion>}} ChairsState */
/** @typedef {"live" | "next" | "incoming" | "queue" | "history"} ListName */
/** @typedef {{list: ListName, number: number}} RowKey */

/**
 * The subject of an act or a message: a question's number, or the name of a part of the page ("advance", "undo",
 * "screen", "add", "notes", "decline", "acknowledge 3").
 * @typedef {number | string} Subject
 */

/**
 * The open editor of a translation. `seen` is the translation at the time when the editor was opened or the correction
 * was last refused.
 * @typedef {SharedDraft & {version: number, seen: string}} CorrectionDraft
 */

/**
 * The open editor of a wording. `seen` identifies the question's words at the time when the editor was opened or the
 * wording was last refused.
 * @typedef {object} WordingDraft
 * @property {number} number
 * @property {number} version
 * @property {string} seen
 * @property {string} text
 * @property {boolean} hide
 * @property {boolean} sending
 * @property {string} error
 */

/**
 * The open dialog "for which reason?".
 * @typedef {object} DeclineDialog
 * @property {ChairsQuestion[]} views
 * @property {string | null} reason the chosen reason, if it needs the number of another question
 * @property {string} [preview] the reason whose text for the asker is shown
 * @property {number} [other] the number typed so far
 * @property {boolean} [mute] true: the dialog mutes the asker of the question
 */

/** @typedef {{view: ChairsQuestion, search: string, active: number | null}} MergeDialog */

/**
 * The open history panel. `from` is the current row before the panel was opened.
 * @typedef {object} History
 * @property {RowKey | null} from
 * @property {StatusName} status
 * @property {ChairsQuestion[]} questions
 * @property {boolean} more
 * @property {boolean} reading
 * @property {boolean} failed
 */

/**
 * @typedef {object} Ui
 * @property {ChairsState} state the stream's state; its epoch is null before the first snapshot
 * @property {Link} link
 * @property {string | null} since the time when the connection was lost
 * @property {() => void} catchUp reads the stream now
 * @property {RowKey | null} current the row that the keys act on
 * @property {boolean} byPointer true if the chair last used a pointer, not a key; then a row opens only by a click
 * @property {{incoming: Remain[], queue: Remain[]}} remains
 * @property {Map<number, {list: "incoming" | "queue", index: number, view: ChairsQuestion}>} left the rows that this
 *   chair's own act removed; key: question number
 * @property {Set<number>} admitted pending questions that are already on the screen
 * @property {boolean} holding new pending questions wait for the button "Show … new"
 * @property {Map<Subject, Awaited | null>} busy null until the answer arrives, afterwards the position to wait for
 * @property {Map<Subject, string>} messages
 * @property {Set<Subject>} unsent subjects whose message says that there is no connection
 * @property {Map<number, string>} readers the seat of the other chair, if that chair is reading a question; key: the
 *   question's number
 * @property {string} announcement the latest message, for screen readers
 * @property {(UndoPreview & {act: string, numbers: number[]}) | null} undo the act that `undo` would take back
 * @property {Filter} filter
 * @property {boolean} finding the find bar is open
 * @property {boolean} selecting
 * @property {Set<number>} selected
 * @property {DeclineDialog | null} decline
 * @property {RowKey | null} menu the row whose menu is open
 * @property {CorrectionDraft | null} correcting
 * @property {WordingDraft | null} wording
 * @property {MergeDialog | null} merge
 * @property {Set<number>} together leads whose followers are shown
 * @property {boolean} addOpen
 * @property {Addition | null} adding the draft of a question asked in the room
 * @property {boolean} notesOpen
 * @property {string} noteText the draft of a chair note
 * @property {boolean} keysOpen
 * @property {boolean} keysOn keyboard shortcuts are on
 * @property {History | null} older
 * @property {number | null} notNow the suggested question that this chair has hidden with "Not now"
 * @property {string} tab the list that a narrow screen shows
 * @property {"group" | "language" | "region"} share the dimension of the balance
 */

/** @type {Ui} */
export const ui = {
  state: /** @type {ChairsState} */ (empty()),
  link: "connecting",
  since: null,
  catchUp: () => {},
  current: null,
  byPointer: false,
  remains: { incoming: [], queue: [] },
  left: new Map(),
  admitted: new Set(),
  holding: false,
  busy: new Map(),
  messages: new Map(),
  unsent: new Set(),
  readers: new Map(),
  announcement: "",
  undo: null,
  filter: { ...noFilter },
  finding: false,
  selecting: false,
  selected: new Set(),
  decline: null,
  menu: null,
  correcting: null,
  wording: null,
  merge: null,
  together: new Set(),
  addOpen: false,
  adding: null,
  notesOpen: false,
  noteText: "",
  keysOpen: false,
  keysOn: true,
  older: null,
  notNow: null,
  tab: "incoming",
  share: "group",
};

/** Return whether the session is closed. Then a chair can only correct texts. */
export const isClosed = () => ui.state.settings.phase === "closed";

/**
 * Return whether this is the current row.
 * @param {ListName} list
 * @param {number | null} number
 */
export const isCurrentRow = (list, number) => ui.current?.list === list && ui.current.number === number;

let redraw = () => {};
let isScheduled = false;

/**
 * Set the function that draws the page.
 * @param {() => void} draw
 */
export function drawWith(draw) {
  redraw = draw;
}

/**
 * Store the new values and draw the page in the next microtask. All calls before this microtask cause one drawing.
 * @param {Partial<Ui>} values
 */
export function change(values = {}) {
  Object.assign(ui, values);
  if (isScheduled) return;
  isScheduled = true;
  queueMicrotask(() => {
    isScheduled = false;
    redraw();
  });
}

/**
 * Show a message at its subject and announce it to screen readers.
 * @param {Subject} subject
 * @param {string} sentence
 */
export function showMessage(subject, sentence) {
  ui.messages.set(subject, sentence);
  announce(subject, sentence);
  change();
}

/** @param {Subject} subject */
export function hideMessage(subject) {
  ui.messages.delete(subject);
  change();
}

/**
 * Announce a sentence to screen readers. If the subject is a question, announce its number first.
 * @param {Subject} subject
 * @param {string} sentence
 */
export function announce(subject, sentence) {
  ui.announcement = typeof subject === "number" ? `${subject}: ${sentence}` : sentence;
}
