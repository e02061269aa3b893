/* An attendee's own questions and votes: the page reads both only when the server may have changes. */

import { page } from "../page-data.js";
import { hasSentCommand, read } from "./http.js";

/** @import {MyQuestions} from "../contracts.d.ts" */

/**
 * Return a reader of the attendee's own questions; on the pages of other seats, the reader does nothing.
 * @param {(mine: MyQuestions) => void} onMyQuestions called after each reading
 */
export function myQuestionsReader(onMyQuestions) {
  const isAttendee = page.seat === "attendee";
  let counter = page.own?.counter ?? -1;
  return {
    /**
     * Return whether the attendee may have questions or votes to read. Before the server announces a change, a person
     * who has neither asked nor voted has no data to read. In a full room most people only listen; this saves their
     * phones one read per minute.
     */
    isNeeded: () => isAttendee && (hasSentCommand() || counter !== 0),
    /** @param {number | undefined} newest the counter that the server has sent */
    isOutdated: (newest) => isAttendee && newest !== counter,
    /** Reject when the reading fails. */
    async read() {
      if (!isAttendee) return;
      const mine = await read("own");
      counter = mine.counter;
      onMyQuestions(mine);
    },
  };
}
