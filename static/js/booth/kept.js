/**
 * An editor that stays open when its question moves to another part of the page or leaves the stream. The editor keeps
 * its place on the page and its text, and says where the question is now.
 */

/** @import {StreamState} from "../shared/contracts.d.ts" */
/** @import {Part, Row} from "./departures.js" */

import { _, formatTime, now } from "../shared/i18n.js";
import { programme } from "../shared/programme.js";
import { differences } from "../shared/seen-words.js";
import { correcting } from "./drafts.js";
import { restKeys } from "./rest.js";

/**
 * Return `{part, index, view}`: the part that contains the question, the question's position in this part, and the
 * question's view. Return undefined if no part contains the question.
 * @param {number} number
 * @param {StreamState} state
 */
function placeOf(number, state) {
  const { live, next, queue } = programme(state);
  /** @type {[Part, (typeof queue)][]} */
  const parts = [
    ["live", live ? [live] : []],
    ["next", next ? [next] : []],
    ["approved", queue],
  ];
  for (const [part, views] of parts) {
    const index = views.findIndex((view) => view.number === number);
    if (index >= 0) return { part, index, view: views[index] };
  }
  return undefined;
}

/**
 * Return the sentence that says in which part of the page the editor's question is now.
 * @param {Part | undefined} part
 */
function wordsOf(part) {
  if (part === "live") return _("This question is on the screen now.");
  if (part === "next") return _("This question is next now.");
  if (part === "approved") return _("This question is back in the queue.");
  return _("This question left the list at %(time)s.", { time: formatTime(new Date(now()).toISOString()) });
}

/**
 * Update the draft of the open editor after a change of the stream. If the question has moved to another part or has
 * left the stream, store in `draft.left` a sentence that says so.
 * @param {StreamState | null} before null: the page has just been opened, perhaps with a restored draft
 * @param {StreamState} state
 */
export function recordEditor(before, state) {
  const { draft } = correcting;
  if (!draft) return;
  const place = placeOf(draft.number, state);
  const isFirst = before === null;
  if (place && (isFirst || place.part === draft.part)) {
    Object.assign(draft, place, { left: "", isGone: false });
    const newer = differences(draft.seen, place.view, draft.language);
    if (!draft.sending && Object.keys(newer).length) draft.newer = newer;
    return;
  }
  const old = before && placeOf(draft.number, before);
  if (draft.left && old?.part === place?.part) return;
  const isWriting = document.activeElement?.closest("[data-correction]");
  Object.assign(draft, { left: wordsOf(place?.part), isGone: !place });
  if (isWriting) restKeys();
}

/**
 * If `answered` contains the editor's question, and this question has left the stream, say in the editor that it has
 * been answered.
 * @param {Set<number>} answered
 */
export function recordAnswered(answered) {
  const { draft } = correcting;
  if (draft?.isGone && answered.has(draft.number)) draft.left = _("This question has been answered.");
}

/**
 * Return the rows of a part. If the editor's question has left the part that contains the open editor, add a row for
 * the editor.
 * @param {Row[]} rows
 * @param {string} part
 * @returns {Row[]}
 */
export function withEditor(rows, part) {
  const { draft } = correcting;
  if (!draft?.view || draft.part !== part || !draft.left) return rows;
  const others = rows.filter(({ view }) => view.number !== draft.number);
  const index = part === "approved" ? Math.min(draft.index, others.length) : others.length;
  others.splice(index, 0, { view: draft.view, isDeparted: false, isKept: true });
  return others;
}
