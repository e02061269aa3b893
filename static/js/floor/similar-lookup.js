/*
 * The search "Asked already?". While a person writes, the page searches for questions that are similar to the draft.
 * The timers are options, so that tests can replace the timers.
 */

import { _ } from "../shared/i18n.js";
import { graphemes } from "../shared/graphemes.js";
import { comingUp } from "./public-list.js";

/** @import {MyQuestions, QuestionView, SimilarAnswer, StreamState} from "../shared/contracts.d.ts" */
/** @import {ReadError} from "../shared/stream/http.js" */

/**
 @typedef {{text: string, language?: string, hint?: string}} SimilarBody the draft, as in QuestionBody */
/**
 * @typedef {object} Offer A question that is similar to the draft. The attendee can vote for this question instead of
 *   sending the draft.
 * @property {QuestionView} view
 * @property {string} where the question's place in the programme, in words
 * @property {boolean} isMine whether the attendee has asked the question
 * @property {boolean} isVoted whether the attendee has voted for the question
 * @property {boolean} mayVote whether the attendee can vote for the question now
 */

const MOST_OFFERS = 3;
const LEAST_WORDS = 4;
const LEAST_LETTERS = 8; // minimum length in graphemes of a text in scripts without spaces between words
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/gu;

/**
 * Return whether a text is long enough to be compared with the questions.
 * @param {string} text
 */
export function isEnough(text) {
  const letters = (text.match(UNSPACED) ?? []).join("");
  return text.trim().split(/\s+/).length >= LEAST_WORDS || graphemes(letters) >= LEAST_LETTERS;
}

/**
 * Return a lookup that requests similar questions from the server when the person stops writing. If the server refuses
 * the request or does not answer in time, the lookup reports no similar questions. After a status 404, the lookup sends
 * no more requests, because the server does not have the route.
 * @param {object} options
 * @param {(body: SimilarBody, signal: AbortSignal) => Promise<SimilarAnswer>} options.ask
 * @param {(views: QuestionView[]) => void} options.onFound
 * @param {(run: () => void, ms: number) => number} [options.later]
 * @param {(timer: number | undefined) => void} [options.cancel]
 * @param {number} [options.pause] ms
 * @param {number} [options.timeout] ms
 */
export function similarLookup({
  ask,
  onFound,
  later = setTimeout,
  cancel = clearTimeout,
  pause = 1_000,
  timeout = 4_000,
}) {
  let text = "";
  /** @type {number | undefined} */
  let timer;
  /** @type {AbortController | null} The request whose answer is awaited. */
  let current = null;
  let isOff = false;
  let isEmpty = true;

  /**
   * Report the similar questions. Do not report an empty list twice in succession.
   * @param {QuestionView[]} views
   */
  function report(views) {
    if (!views.length && isEmpty) return;
    isEmpty = !views.length;
    onFound(views);
  }

  /**
   * Request the similar questions of a draft, and report them.
   * @param {SimilarBody} body
   */
  async function lookUp(body) {
    const request = new AbortController();
    current = request;
    const late = later(() => request.abort(), timeout);
    /** @type {QuestionView[]} */
    let views = [];
    try {
      views = (await ask(body, request.signal)).similar.slice(0, MOST_OFFERS);
    } catch (error) {
      isOff ||= /** @type {ReadError} */ (error).status === 404;
    }
    cancel(late);
    if (current === request) report(views);
  }

  return {
    /**
     * Handle a change of the draft. If its text has changed, cancel the request for the previous text. If the new text
     * is long enough, request its similar questions after `pause` ms. If it is too short, report no similar questions.
     * @param {SimilarBody} body
     * @returns {boolean} whether similar questions can be found: the text is long enough, and the server has not
     *   answered with status 404
     */
    update(body) {
      const isLongEnough = !isOff && isEnough(body.text);
      if (body.text.trim() === text) return isLongEnough;
      text = body.text.trim();
      cancel(timer);
      current?.abort();
      current = null;
      if (isLongEnough) timer = later(() => lookUp(body), pause);
      else report([]);
      return isLongEnough;
    },
  };
}

/**
 * Return in words where the question is in the programme.
 * @param {QuestionView} view
 * @param {number} place the place in the public list, starting with 1; used only for an approved question
 */
function placeWords({ status }, place) {
  if (status === "next") return _("Next");
  if (status === "live") return _("Now");
  return status === "approved" ? _("Number %(place)s in the list", { place }) : _("Answered");
}

/**
 * Return the similar questions to offer. If the stream has one of them, take it from there, because the stream is newer
 * than the answer to the search. Leave out approved and next questions that are no longer in the public list.
 * @param {QuestionView[]} similar
 * @param {StreamState} state
 * @param {MyQuestions} mine
 * @returns {Offer[]}
 */
export function offersOf(similar, state, mine) {
  const list = comingUp(state).map(({ number }) => number);
  const isAsking = ["open", "rehearsal"].includes(state.settings.phase);
  return similar.flatMap((received) => {
    const view = state.questions[received.number] ?? received;
    const place = list.indexOf(view.number) + 1;
    const isListed = view.status === "next" || view.status === "approved";
    if (isListed && !place) return [];
    const isMine = mine.questions.some(({ number, lead }) => number === view.number || lead === view.number);
    const isVoted = mine.votes.includes(view.number);
    return [{ view, where: placeWords(view, place), isMine, isVoted, mayVote: isListed && isAsking && !isMine }];
  });
}
