/**
 * The programme in a stream's state: the live question, the next question and the queue. Pure. All pages with a stream
 * use this module, except the dashboard.
 */

/** @import {QuestionView, StreamState} from "./contracts.d.ts" */

/**
 * The programme of a state.
 * @typedef {{live: QuestionView | null, next: QuestionView | null, queue: QuestionView[]}} Programme
 */

/**
 * Return the live question, the next question and the queue in order.
 * @param {Pick<StreamState, "questions" | "queue">} state
 * @returns {Programme}
 */
export function programme({ questions, queue }) {
  const views = Object.values(questions);
  return {
    live: views.find(({ status }) => status === "live") ?? null,
    next: views.find(({ status }) => status === "next") ?? null,
    queue: (queue ?? []).map((number) => questions[number]).filter(Boolean),
  };
}

/**
 * Return the programme that the stage shows. After a chair has cleared the screen, this programme is empty.
 * @param {StreamState} state
 * @returns {Programme}
 */
export function onScreen(state) {
  return state.settings.screen_cleared ? { live: null, next: null, queue: [] } : programme(state);
}
