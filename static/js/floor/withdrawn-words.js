/*
 * The words of questions that the asker has withdrawn. The words stay in memory for ten seconds. During this time, the
 * asker can ask the question again.
 */

/** @import {AskerView} from "../shared/contracts.d.ts" */
/** @import {QuestionBody} from "./ask-form.js" */

const HELD_MS = 10_000;

/**
 * Return the body of a command `ask` that asks this question again, with the same words and the same choices (for
 * example group and topic).
 * @param {AskerView} question
 * @param {string} hint the language of the interface
 */
export function bodyOf(question, hint) {
  /** @type {QuestionBody} */
  const body = { text: question.text, hint, group: question.group };
  if (question.language_source === "chosen") body.language = question.language;
  if (question.region) body.region = question.region;
  if (question.topic) body.topic = question.topic;
  if (question.to) body.to = question.to;
  if (question.name) body.name = question.name;
  if (question.name && question.show_name) body.show_name = true;
  if (!question.machine) body.machine = false;
  return body;
}

/**
 * Return three functions. `hold` keeps a question's words in memory for ten seconds. `has` returns whether the words
 * are still in memory. `take` returns the words and deletes them.
 * @param {object} options
 * @param {string} options.hint the language of the interface
 * @param {() => void} options.onChange called when words are deleted after ten seconds
 * @param {typeof setTimeout} [options.timer]
 */
export function withdrawnWords({ hint, onChange, timer = setTimeout }) {
  /** @type {Map<number, QuestionBody>} */
  const held = new Map();
  return {
    /**
     * Keep the words of a question in memory for ten seconds.
     * @param {AskerView | undefined} question
     */
    hold(question) {
      if (!question) return;
      held.set(question.number, bodyOf(question, hint));
      timer(() => held.delete(question.number) && onChange(), HELD_MS);
    },
    /** @param {number} number */
    has: (number) => held.has(number),
    /**
     * Return the words and delete them; undefined if the ten seconds are over.
     * @param {number} number
     */
    take(number) {
      const body = held.get(number);
      held.delete(number);
      return body;
    },
  };
}
