/* The edits that an attendee makes to their own pending questions. This tab keeps the edited text until the server has
   accepted the text, or until the person closes the editor. */

import { _ } from "../shared/i18n.js";

/** @import {AskerView} from "../shared/contracts.d.ts" */
/** @import {CommandAnswer} from "../shared/stream/http.js" */
/** @import {QuestionBody} from "./ask-form.js" */

/**
 * @typedef {object} Edit An open edit of one of the attendee's own questions.
 * @property {number} number
 * @property {number} version the version of the question that the person saw
 * @property {QuestionBody} first the values that the fields had when the editor was opened or, after a reload, when the
 *   page was loaded
 * @property {QuestionBody} values the current values
 * @property {string} key the idempotency key of the last attempt to send
 * @property {string} sent the body of the last attempt, as JSON
 * @property {boolean} isSending
 * @property {boolean} isStale true if the question has changed since the editor was opened
 * @property {string} message the reason why the last attempt failed, or ""
 */

/** The refusal codes which mean that the question has changed. */
const CHANGED = new Set(["question.stale", "question.acted_on", "act.not_allowed"]);

/**
 * Return the words and choices of a question as the values of the editor's fields.
 * @param {AskerView} question
 * @returns {QuestionBody} the question's values, as the editor shows them
 */
export function valuesOf({
  text,
  group,
  language,
  language_source: source,
  region,
  topic,
  to,
  name,
  show_name,
  machine,
}) {
  return {
    text,
    group,
    ...(source === "chosen" && { language }),
    ...(region && { region }),
    ...(topic && { topic }),
    ...(to && { to }),
    ...(name && { name, show_name }),
    ...(!machine && { machine }),
  };
}

/**
 * Return the functions that open, change, send and close edits.
 * @param {object} options
 * @param {(act: string, body: object, options: {key: string}) => Promise<CommandAnswer>} options.send
 * @param {() => string} options.newKey
 * @param {string} options.hint the interface language
 * @param {(values: QuestionBody) => string} options.check returns the reason why these values cannot be sent, or ""
 * @param {() => Edit[]} options.load
 * @param {(edits: Edit[]) => void} options.save
 * @param {(question: AskerView) => void} options.onQuestion called with the current question after a refusal
 * @param {() => Promise<void>} options.catchUp reads the stream and the attendee's questions
 * @param {() => void} options.onChange
 */
export function questionEdits({ send, newKey, hint, check, load, save, onQuestion, catchUp, onChange }) {
  // Continue with the edits that the page stored before it was reloaded. No edit is being sent now, because the reload
  // has ended the requests. Keep `key` and `sent`: if the same body is sent again, it is sent with the same key.
  const edits = new Map(load().map((edit) => [edit.number, { ...edit, first: edit.values, isSending: false }]));

  function changed() {
    save([...edits.values()]);
    onChange();
  }
  /**
   * Change an open edit, and store all edits. Do nothing if the question has no open edit.
   * @param {number} number
   * @param {Partial<Edit>} values
   */
  function update(number, values) {
    const edit = edits.get(number);
    if (!edit) return;
    edits.set(number, { ...edit, ...values });
    changed();
  }

  return {
    /** @param {number} number */
    find: (number) => edits.get(number),
    /**
     * Open the editor of a question.
     * @param {AskerView} question
     */
    open(question) {
      const values = valuesOf(question);
      const { number, version } = question;
      const none = { key: "", sent: "", isSending: false, isStale: false, message: "" };
      edits.set(number, { number, version, first: values, values, ...none });
      changed();
    },
    /**
     * @param {number} number
     * @param {QuestionBody} values
     */
    write: (number, values) => update(number, { values, message: "" }),
    /**
     * Close the editor of a question and discard the changes made in it.
     * @param {number} number
     */
    close(number) {
      edits.delete(number);
      changed();
    },
    /**
     * Send the edited question. After a refusal or a lost answer, the editor keeps the edit.
     * @param {number} number
     */
    async keep(number) {
      const edit = edits.get(number);
      if (!edit || edit.isSending) return;
      const message = check(edit.values);
      if (message) return update(number, { message });
      const body = { number, version: edit.version, hint, ...edit.values };
      const sent = JSON.stringify(body);
      // If the body is the same as in the last attempt, use the key of the last attempt too, so that the server does
      // not execute the edit twice.
      const key = sent === edit.sent ? edit.key : newKey();
      update(number, { key, sent, isSending: true, message: "" });
      const answer = await send("edit", body, { key });
      if (answer.ok) {
        edits.delete(number);
        changed();
      } else if (CHANGED.has(answer.code)) {
        const question = /** @type {AskerView | undefined} */ (answer.question);
        if (question) onQuestion(question);
        update(number, { isSending: false, isStale: true, version: question?.version ?? edit.version });
      } else {
        // If the answer is lost, the page does not know whether the server has accepted the edited text. Therefore the
        // editor keeps this text.
        const lost = _("No answer from the server. Your new words are kept here: please try again.");
        update(number, { isSending: false, message: answer.code === "network" ? lost : answer.message });
      }
      if (!answer.ok || answer.already || document.documentElement.dataset.link !== "live") await catchUp();
    },
  };
}
