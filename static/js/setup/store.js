/**
 * The state of the set-up page: the definition on the server, and the organiser's new values that the server does not
 * have yet.
 *
 * The fields of the page are in blocks. One act `redefine` saves a block. The page keeps an entered value until the
 * server has accepted the value. The page also keeps the value after a refusal, without a connection, and after another
 * person's change of the value.
 */

import { _, nowIso } from "../shared/i18n.js";
import { command, read } from "../shared/stream/http.js";
import { reloadOnce } from "../shared/stream/reload.js";
import { inLanguages, isEqual } from "./values.js";

/** @import {SetupState} from "../shared/contracts.d.ts" */
/** @import {ReadError} from "../shared/stream/http.js" */

/** @typedef {Record<string, any>} Values The values of a session file, under the file's keys. */
/**
 * An error of a value: its stable code, and a sentence for the reader.
 * @typedef {{code: string, message: string, values?: Record<string, string | number>}} Fault
 */

const AFTER_TYPING = 800; // ms
const POLL_EVERY = 5_000; // ms
const MOST_TRIES = 5;

export const setup = {
  state: /** @type {SetupState | null} */ (null),
  /** The values that the organiser has entered. Key: a block (group of fields). @type {Map<string, Values>} */
  drafts: new Map(),
  /**
   * The faults. Outer key: a block. Inner key: the path of the faulty value; "" means the whole block.
   * @type {Map<string, Map<string, Fault>>}
   */
  faults: new Map(),
  /**
   * The blocks with a conflict: the organiser has entered a value that is not saved yet, and another person has changed
   * the same value.
   * @type {Set<string>}
   */
  conflicts: new Set(),
  saving: 0,
  savedAt: /** @type {string | null} */ (null),
  offlineSince: /** @type {string | null} */ (null),
  /** The message after an undo, or after a new person has taken over a seat. */
  outcome: "",
};

let drawPage = () => {};
/** Draw the page again. */
export const redraw = () => drawPage();
/** @type {Map<string, ReturnType<typeof setTimeout>>} */
const timers = new Map();
/** The number of saves since the page was loaded. */
let saves = 0;
/** @type {Promise<unknown>} */
let queue = Promise.resolve();

/**
 * Set the function that draws the page.
 * @param {() => void} draw
 */
export function drawWith(draw) {
  drawPage = draw;
}

/** Draw the page again. For modules whose state is not in `setup`, such as the trial of the translation engine. */
export const redrawNow = () => redraw();

/**
 * Return whether the rehearsal is over. From then on, people use the other pages and see each saved change. Therefore
 * the set-up page saves texts only when the organiser asks for it.
 */
export const isLive = () => setup.state?.phase !== "rehearsal";

/**
 * Return the values of the definition. A value that the organiser has entered replaces the stored value.
 * @returns {Values}
 */
export function present() {
  return Object.assign({}, setup.state?.values, ...setup.drafts.values());
}

/** The names of the fields that must not be empty in an entry of a list. */
const NEEDED = ["name", "label", "title", "term"];

/**
 * Return whether these changes add an entry without text to a list. The server would refuse such an entry before the
 * person has typed anything.
 * @param {Values} changes
 */
const addsEmptyEntry = (changes) =>
  Object.entries(changes).some(
    ([key, list]) =>
      Array.isArray(list) &&
      list.length > (present()[key]?.length ?? 0) &&
      NEEDED.some((field) => list.at(-1)?.[field] === ""),
  );

/**
 * Keep the values that the organiser has entered in a block. If `isImmediate` is true, save them now. Otherwise, save
 * them when the organiser stops typing, but only in the rehearsal. Exception: if the change adds an entry without text
 * to a list, do not save the values yet; the next change saves them.
 * @param {string} block
 * @param {Values} changes
 * @param {{isImmediate?: boolean}} [options]
 */
export function edit(block, changes, { isImmediate = false } = {}) {
  const isEmpty = addsEmptyEntry(changes);
  setup.drafts.set(block, { ...setup.drafts.get(block), ...changes });
  clearTimeout(timers.get(block));
  if (isImmediate) save(block);
  else if (!isLive() && !isEmpty) timers.set(block, setTimeout(save, AFTER_TYPING, block));
  redraw();
}

/**
 * Save a block now, for example when the person leaves a field. Do nothing if the block has no entered values, or if
 * another person has changed the same values.
 * @param {string} block
 * @param {string[]} [replaced] the seats that the change gives to other people
 */
export function save(block, replaced = []) {
  clearTimeout(timers.get(block));
  if (!setup.drafts.has(block) || setup.conflicts.has(block)) return;
  setup.saving += 1;
  saves += 1;
  redraw();
  queue = queue
    .then(() => send(block, replaced))
    .finally(() => {
      setup.saving -= 1;
      redraw();
    });
}

/**
 * Discard the values that the organiser has entered in a block.
 * @param {string} block
 */
export function putBack(block) {
  clearTimeout(timers.get(block));
  setup.drafts.delete(block);
  setup.faults.delete(block);
  setup.conflicts.delete(block);
  redraw();
}

/**
 * Save the values that the organiser has entered in a block, although another person has changed the same values.
 * @param {string} block
 */
export function overwrite(block) {
  setup.conflicts.delete(block);
  save(block);
}

/** Undo the latest change of the definition. */
export function undo() {
  setup.saving += 1;
  redraw();
  queue = queue.then(async () => {
    const answer = await command("undo");
    setup.outcome = answer.ok ? _("The change is taken back.") : (answer.message ?? _("This was not possible."));
    if (answer.ok) await refresh("");
    setup.saving -= 1;
    redraw();
  });
}

/**
 * Save the entered values of a block. If another change was saved first, read the definition and try again.
 * @param {string} block
 * @param {string[]} replaced
 * @param {number} [tries]
 */
async function send(block, replaced, tries = 1) {
  const draft = setup.drafts.get(block);
  if (!draft || !setup.state || setup.conflicts.has(block)) return;
  const { values, version } = setup.state;
  // A language may have been added since the organiser typed these values, in another block of the page or by another
  // person. Therefore complete the texts of the draft: a language without a text gets the text of the first language.
  // `inLanguages` names the exceptions.
  const changes = inLanguages(draft, draft.languages ?? /** @type {Values} */ (values).languages);
  if (!replaced.length && Object.entries(draft).every(([key, value]) => isEqual(value, values[key]))) {
    setup.drafts.delete(block);
    setup.faults.delete(block);
    return;
  }
  const answer = await command("redefine", { changes, version, replaced });
  if (answer.ok) {
    setup.faults.delete(block);
    setup.savedAt = nowIso();
    setup.outcome = replaced.length ? _("Saved. The old link stopped. The new link is on the page “On the day”.") : "";
    if (setup.drafts.get(block) === draft) setup.drafts.delete(block);
    await refresh(block);
  } else if (answer.code === "definition.stale" && tries < MOST_TRIES) {
    await refresh("");
    await send(block, replaced, tries + 1);
  } else if (answer.code === "network" || answer.status >= 500) {
    setup.offlineSince ??= nowIso();
    timers.set(block, setTimeout(save, POLL_EVERY, block, replaced));
  } else if (answer.code === "seat.unknown") reloadOnce();
  else setup.faults.set(block, faultsOf(answer));
}

/**
 * Return the errors of a refusal. Key: the path of the wrong value.
 * @param {import("../shared/stream/http.js").RefusedCommand} answer
 * @returns {Map<string, Fault>}
 */
function faultsOf({ code, message = "", field = "", problems }) {
  if (!problems) return new Map([[field, { code: code ?? "", message }]]);
  return new Map(
    problems.map((problem) => [
      problem.field,
      { code: problem.code, message: problem.message, values: problem.values },
    ]),
  );
}

/**
 * Read the definition from the server, and keep the entered values. If another person has changed a value that the
 * organiser has also changed, add the block of the value to `conflicts`.
 * @param {string} [own] the block that this page has just saved, or "" after another act of this page
 */
export async function refresh(own) {
  const count = saves;
  /** @type {SetupState} */
  let next;
  try {
    next = await read("setup");
  } catch (error) {
    const { code } = /** @type {ReadError} */ (error);
    if (code === "seat.unknown" || code === "session.unknown") reloadOnce();
    setup.offlineSince ??= nowIso();
    return redraw();
  }
  // Ignore the answer if this page has saved values since the read began. Otherwise the page would take its own values
  // for another person's values.
  if (own === undefined && (count !== saves || setup.saving)) return;
  const before = setup.state;
  for (const [block, draft] of setup.drafts) {
    if (!before || block === own) continue;
    // If another person has added a language, every text of the definition has changed, but this is not a conflict.
    // Therefore add the languages of the new definition to the texts of the old definition before the comparison.
    const { languages } = /** @type {Values} */ (next.values);
    const old = inLanguages(before.values, languages, /** @type {Values} */ (before.values).languages);
    const isChanged = Object.keys(draft).some(
      (key) => !isEqual(old[key], inLanguages(next.values, languages)[key]) && !isEqual(draft[key], next.values[key]),
    );
    if (isChanged) setup.conflicts.add(block);
  }
  setup.state = next;
  setup.offlineSince = null;
  redraw();
}

/** Read the definition every POLL_EVERY ms, so that the page shows the changes of other people. */
export function keepCurrent() {
  setInterval(() => {
    if (!document.hidden && !setup.saving) refresh();
  }, POLL_EVERY);
}
