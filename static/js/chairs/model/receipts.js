/** The receipts of the chair notes: the seats that have read each note. Pure. */

/** @import { ChairNote } from "../../shared/contracts.d.ts" */

import { isBooth } from "../../shared/seat-name.js";

/**
 * Return whether the organiser wrote the note.
 * @param {ChairNote} note
 */
export const isOrganisers = (note) => note.seat === "organiser";

/**
 * Return whether a booth wrote the note.
 * @param {ChairNote} note
 */
export const isBooths = (note) => isBooth(note.seat);

/**
 * Return the notes that `seat` has not acknowledged: first the organiser's notes, then the booths' notes, then the
 * chairs' notes. In each group, the oldest note is first.
 * @param {ChairNote[]} notes
 * @param {string} seat
 */
export function unread(notes, seat) {
  const waiting = notes.filter((note) => note.seat !== seat && !note.acknowledged.includes(seat));
  const rank = (/** @type {ChairNote} */ note) => (isOrganisers(note) ? 0 : isBooths(note) ? 1 : 2);
  return [...waiting].sort((a, b) => rank(a) - rank(b));
}

/**
 * Return the note to which the new note replies when the chair opens the dialog. This is the first note of `unread`. If
 * no note is unread, it is the newest note, but only if the organiser or a booth wrote the newest note. Otherwise,
 * return null.
 * @param {ChairNote[]} notes
 * @param {string} seat
 */
export function noteToAnswer(notes, seat) {
  const newest = notes.at(-1);
  return unread(notes, seat)[0] ?? (newest && (isOrganisers(newest) || isBooths(newest)) ? newest : null);
}

/**
 * Return `read`, the seats that have read a note, and `waiting`, the seats that have not read it. Both contain only the
 * readers of the note:
 * - the chairs except the author,
 * - the organiser, if the note is for the organiser,
 * - the booths, if the note is for the booths.
 * Exception: booths need not read the note of another booth. For such a note, `waiting` contains no booths.
 * @param {ChairNote} note
 * @param {string[]} chairs seats
 * @param {string[]} [booths] seats
 */
export function receipts(note, chairs, booths = []) {
  const awaited = note.to_booths && !isBooths(note) ? booths : [];
  const others = note.to_booths ? note.acknowledged.filter((seat) => isBooth(seat) && !awaited.includes(seat)) : [];
  const readers = [
    ...chairs.filter((seat) => seat !== note.seat),
    ...(note.to_organiser ? ["organiser"] : []),
    ...awaited,
    ...others,
  ];
  /** @param {string} seat */
  const hasRead = (seat) => note.acknowledged.includes(seat);
  return { read: readers.filter(hasRead), waiting: readers.filter((seat) => !hasRead(seat)) };
}
