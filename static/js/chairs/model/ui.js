/** The state of the dashboard (the stream's state and this page's own state), and the functions that change it. */

/** @import { ChairsQuestion, StatusName, StreamState, UndoPreview } from "../../shared/contracts.d.ts" */
/** @import { Link } from "../../shared/stream/wire.js" */
/** @import { TermDraft } from "../../shared/term-draft.js" */
/** @import { CorrectionDraft as SharedDraft } from "../../shared/view/correction.js" */
/** @import { Addition } from "./aloud.js" */
/** @import { Filter } from "./filter.js" */
/** @import { KindChoice } from "./kinds.js" */
/** @import { Awaited } from "./waiting.js" */

import { empty } from "../../shared/stream/reducer.js";
import { noFilter } from "./filter.js";

/**
 * The state of the chairs' stream.
 * @typedef {Omit<StreamState, "questions"> & {questions: Record<number, ChairsQuestion>}} ChairsState
 */
/**
 * The name of a list of questions on the page.
 * @typedef {"live" | "next" | "incoming" | "queue" | "history"} ListName
 */
/**
 * A row, identified by its list and its question's number.
 * @typedef {{list: ListName, number: number}} RowKey
 */
/**
 * The density of the rows: how much space is around their text.
 * @typedef {"compact" | "comfortable"} Density
 */

/**
 * A line about a question that has left the list. The page shows this line above the list for a few seconds. The line
 * says that another seat removed the question, or why this chair's act on the question was refused. `status`: the
 * question's new status; null for a refusal, or if the server did not return the question.
 * @typedef {{number: number, status: StatusName | null, sentence: string}} Handled
 */

/**
 * The subject of an act or a message: a question's number, or one of these names: "advance", "undo", "press", "screen",
 * "stage languages", "add", "notes", "decline", "kind", "newcomers", "acknowledge 3" (3: the note's id).
 * @typedef {number | string} Subject
 */

/**
 * The place of an open editor. An editor stays in the list in which it was opened, even if its question leaves the
 * list. Reason: moving an editor in the document would lose the caret and the characters that an input method is
 * composing.
 * @typedef {object} EditorPlace
 * @property {ListName} list
 * @property {number} index the last position of the question's row in the list, from 0
 * @property {ChairsQuestion} view the question as last seen in the list
 * @property {string} left the reason why the question is no longer in the list; empty while it is in the list
 */

/**
 * The draft in an editor of a translation, with the editor's place.
 * @typedef {SharedDraft & EditorPlace} CorrectionDraft
 */

/**
 * The draft in an editor of a wording.
 * - `seen`: the `wordsId` of the question when the chair last saw it in the editor.
 * - `before` and `hideBefore`: the values of `text` and `hide` when the editor was opened or the draft was last saved.
 * - `newer`: the question's current text, only if it has changed while the editor is open.
 * @typedef {object} WordingFields
 * @property {number} number
 * @property {number} version
 * @property {string} seen
 * @property {string} before
 * @property {boolean} hideBefore
 * @property {string} text
 * @property {boolean} hide
 * @property {boolean} sending
 * @property {string} error
 * @property {string} [newer]
 */

/**
 * The draft in an editor of a wording, with the editor's place.
 * @typedef {WordingFields & EditorPlace} WordingDraft
 */

/**
 * The open dialog "save first?". The chair has requested `intent`, an act that would show a question to the room. The
 * chair's `editor` contains unsaved words for this question.
 * @typedef {object} SaveFirst
 * @property {"correcting" | "wording"} editor
 * @property {string} intent
 * @property {{list?: ListName, number?: number, value?: string | number}} target
 * @property {boolean} wasAside true if the page has opened the editor again after the chair had closed it with Escape
 */

/**
 * The open dialog "for which reason?".
 * @typedef {object} DeclineDialog
 * @property {ChairsQuestion[]} views
 * @property {string | null} reason the chosen reason while the dialog waits for the number of another question;
 *   otherwise null, because any other reason is applied at once
 * @property {string} [preview] the reason whose text for the asker the dialog shows; if it is missing, the dialog shows
 *   the text of the first reason
 * @property {number} [other] the number of the other question, as typed so far
 * @property {boolean} [mute] true: the dialog mutes the asker; otherwise it declines `views`
 */

/**
 * The open dialog "several at once". `view`: the question from which the chair opened the dialog; null if the chair
 * opened the dialog from the bar of new phones.
 * @typedef {{view: ChairsQuestion | null, choices: KindChoice[], chosen: number, reason: string}} KindsDialog
 */

/**
 * The open merge dialog for the question `view`. `active`: the number of the chosen candidate (the question to merge
 * into).
 * @typedef {{view: ChairsQuestion, search: string, active: number | null}} MergeDialog
 */

/** @typedef {StatusName | "held"} OlderStatus `held`: the questions that wait for release */

/**
 * The open history panel. `from`: the row that was the current row before the panel was opened.
 * @typedef {object} History
 * @property {RowKey | null} from
 * @property {OlderStatus} status
 * @property {ChairsQuestion[]} questions
 * @property {boolean} more whether the server has more questions of this status
 * @property {boolean} reading true while a page of questions is being read
 * @property {boolean} failed true if the last read failed
 */

/**
 * @typedef {object} Ui The state of the dashboard.
 * @property {ChairsState} state the stream's state; its epoch is null before the first snapshot
 * @property {Link} link the state of the connection
 * @property {string | null} since the time when the connection was lost
 * @property {() => void} catchUp the function that reads the stream immediately
 * @property {RowKey | null} current the row that the keys act on
 * @property {boolean} byPointer true if the chair last used a pointer, not a key; then only a click makes a row current
 * @property {{list: "incoming" | "queue", index: number} | null} vacated the position of the former current row, if
 *   another seat has removed this row; the next arrow key starts at this position
 * @property {{incoming: Handled[], queue: Handled[]}} handled the lines above the lists
 * @property {Map<number, {list: "incoming" | "queue", index: number, view: ChairsQuestion}>} left the rows that this
 *   chair's own act removed; key: question number
 * @property {Set<number>} admitted pending questions that are already on the screen
 * @property {boolean} holding true while new pending questions wait for the button "Show … new"
 * @property {Map<Subject, Awaited | null>} busy the subjects that wait for the effect of an act; value: null until the
 *   answer arrives, then the position in the stream at which the effect is visible
 * @property {Map<Subject, string>} messages the message at each subject
 * @property {Set<Subject>} unsent subjects whose message says that the server did not answer
 * @property {Map<number, string>} readers the seat of the other chair who is reading a question; key: the question's
 *   number
 * @property {string} announcement the latest message, for screen readers
 * @property {(UndoPreview & {act: string, numbers: number[]}) | null} undo the act that `undo` would reverse
 * @property {Filter} filter
 * @property {boolean} finding true while the find bar is open
 * @property {boolean} selecting true in selection mode
 * @property {Set<number>} selected
 * @property {DeclineDialog | null} decline
 * @property {KindsDialog | null} kinds
 * @property {string[] | null} stageLanguages the draft in the open dialog "Languages of the screen"
 * @property {RowKey | null} menu the row whose menu is open
 * @property {CorrectionDraft | null} correcting
 * @property {WordingDraft | null} wording
 * @property {{correcting: Record<number, CorrectionDraft>, wording: Record<number, WordingDraft>}} aside the drafts
 *   that Escape has set aside; key: question number
 * @property {SaveFirst | null} saveFirst
 * @property {"correcting" | "wording" | null} occupied the open editor, if its unsaved words have prevented the opening
 *   of another editor
 * @property {boolean} keysRest true while no key acts until the chair chooses a row (chairs/control/rest.js)
 * @property {MergeDialog | null} merge
 * @property {Set<number>} together the leads whose followers (merged questions) are shown
 * @property {boolean} addOpen
 * @property {Addition | null} adding the draft of a question asked in the room
 * @property {boolean} termOpen
 * @property {TermDraft | null} term the draft of a new glossary term
 * @property {boolean} notesOpen
 * @property {string} noteText the draft of a chair note
 * @property {boolean} noteToOrganiser whether the organiser reads the note too
 * @property {boolean} noteToBooths whether the booths read the note too
 * @property {number | null} noteReplyTo the note that the draft answers
 * @property {boolean} keysOpen true while the help for the keys is open
 * @property {boolean} keysOn whether the chair's switch for keyboard shortcuts is on
 * @property {History | null} older
 * @property {number | null} notNow the suggested question that this chair has hidden with "Not now"
 * @property {Density} density of the rows
 * @property {boolean} isPhone true if the window shows one list
 * @property {boolean} isForTouch true if the rows have buttons that are large enough for fingers
 * @property {number | null} whole the live question whose whole text is shown on a phone
 * @property {string} tab the list that a narrow screen shows
 * @property {"group" | "language" | "region" | "topic"} share the dimension of the balance
 */

/** @type {Ui} */
export const ui = {
  state: /** @type {ChairsState} */ (empty()),
  link: "connecting",
  since: null,
  catchUp: () => {},
  current: null,
  byPointer: false,
  vacated: null,
  handled: { incoming: [], queue: [] },
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
  kinds: null,
  stageLanguages: null,
  menu: null,
  correcting: null,
  wording: null,
  aside: { correcting: {}, wording: {} },
  saveFirst: null,
  occupied: null,
  keysRest: false,
  merge: null,
  together: new Set(),
  addOpen: false,
  adding: null,
  termOpen: false,
  term: null,
  notesOpen: false,
  noteText: "",
  noteToOrganiser: false,
  noteToBooths: false,
  noteReplyTo: null,
  keysOpen: false,
  keysOn: true,
  older: null,
  notNow: null,
  density: "compact",
  isPhone: false,
  isForTouch: false,
  whole: null,
  tab: "incoming",
  share: "group",
};

/** Return whether the session is closed. In a closed session, a chair can only correct texts. */
export const isClosed = () => ui.state.settings.phase === "closed";

/**
 * Return whether this is the current row.
 * @param {ListName} list
 * @param {number | null} number
 */
export const isCurrentRow = (list, number) => ui.current?.list === list && ui.current.number === number;

/** Return whether the current row shows its buttons on a separate line. */
export const isOpening = () => ui.isForTouch || ui.density === "comfortable";

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
 * Store the new values and redraw the page in the next microtask. All calls before this microtask cause only one
 * redraw.
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

/**
 * Remove the message at a subject.
 * @param {Subject} subject
 */
export function hideMessage(subject) {
  ui.messages.delete(subject);
  change();
}

/**
 * Set the sentence that screen readers announce after the next redraw. If the subject is a question, the announcement
 * begins with the question's number.
 * @param {Subject} subject
 * @param {string} sentence
 */
export function announce(subject, sentence) {
  ui.announcement = typeof subject === "number" ? `${subject}: ${sentence}` : sentence;
}
