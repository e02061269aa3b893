/* The reader of an attendee's own questions and votes. It also says when a read from the server is necessary. */

import { page } from "../page-data.js";
import { hasSentCommand, read } from "./http.js";

/** @import {AskerView, MyQuestions, StreamState} from "../contracts.d.ts" */

/** @param {AskerView} question */
const isInQueue = ({ fate }) => fate === "approved";

/**
 * Return a reader of the attendee's own questions and votes. On the pages of other seats, the reader does nothing.
 * @param {(mine: MyQuestions) => void} onMyQuestions called after each read
 */
export function myQuestionsReader(onMyQuestions) {
  const isAttendee = page.seat === "attendee";
  let counter = page.own?.counter ?? -1;
  let isQueued = page.own?.questions.some(isInQueue) ?? false;
  return {
    /**
     * Return whether the attendee can have questions or votes. This is true if this page has sent a command, or if the
     * counter of the attendee's own changes is not 0. If the result is false, the page does not request the questions
     * and votes. Most attendees only listen, so this saves a request each minute on most phones.
     */
    isNeeded: () => isAttendee && (hasSentCommand() || counter !== 0),
    /** @param {number | undefined} newest the attendee's counter in the server's last message */
    isOutdated: (newest) => isAttendee && newest !== counter,
    /**
     * Return whether one of the attendee's questions is in a queue that is not public. The page must read such a
     * question at intervals: no message tells the page about a change of the question's place.
     * @param {StreamState} state
     */
    isOutsideStream: ({ settings }) => isQueued && settings.list_public === false,
    /** Read the questions and votes now. Reject if the read fails. */
    async read() {
      if (!isAttendee) return;
      const mine = await read("own");
      counter = mine.counter;
      isQueued = mine.questions.some(isInQueue);
      onMyQuestions(mine);
    },
  };
}
