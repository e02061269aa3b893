/** Who has read which note of the private line. Pure. */

/** True for a note of the organiser's. */
export const isOrganisers = (note) => note.seat === "organiser";

/** The notes that `seat` has not yet said to have read: the organiser's first, then the oldest. */
export function unread(notes, seat) {
  const waiting = notes.filter((note) => note.seat !== seat && !note.acknowledged.includes(seat));
  return [...waiting.filter(isOrganisers), ...waiting.filter((note) => !isOrganisers(note))];
}

/** Which of the two chairs have read a note and which are still to: {read: [seats], waiting: [seats]}; its author is neither. */
export function receipts(note, chairs) {
  const readers = chairs.filter((seat) => seat !== note.seat);
  const has = (seat) => note.acknowledged.includes(seat);
  return { read: readers.filter(has), waiting: readers.filter((seat) => !has(seat)) };
}
