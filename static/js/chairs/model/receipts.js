/** The receipts of the chair notes: the chairs that have read each note. Pure. */

/** @import { ChairNote } from "../../shared/contracts.d.ts" */

/**
 * Return whether the organiser wrote the note.
 * @param {ChairNote} note
 */
export const isOrganisers = (note) => note.seat === "organiser";

/**
 * Return the notes that `seat` has not acknowledged: first the organiser's notes, then the chairs' notes. In each part,
 * the oldest note is first.
 * @param {ChairNote[]} notes
 * @param {string} seat
 */
export function unread(notes, seat) {
  const waiting = notes.filter((note) => note.seat !== seat && !note.acknowledged.includes(seat));
  return [...waiting.filter(isOrganisers), ...waiting.filter((note) => !isOrganisers(note))];
}

/**
 * Return the chairs that have read a note, and those that have not. The author is in neither list.
 * @param {ChairNote} note
 * @param {string[]} chairs seats
 */
export function receipts(note, chairs) {
  const readers = chairs.filter((seat) => seat !== note.seat);
  /** @param {string} seat */
  const hasRead = (seat) => note.acknowledged.includes(seat);
  return { read: readers.filter(hasRead), waiting: readers.filter((seat) => !hasRead(seat)) };
}
