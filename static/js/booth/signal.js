/**
 * The signals of a change: a tinted row, words beside the row, sentences in the footer, and the page's title. There is
 * no sound.
 */

import { _, formatTime, nowIso } from "../shared/i18n.js";
import { programme } from "../shared/programme.js";
import { changes } from "./changes.js";

/** @import {QuestionView, StreamState} from "../shared/contracts.d.ts" */
/** @import {BoothChange} from "./changes.js" */
/** @import {Departure} from "./departures.js" */

/**
 * @typedef {{words: string, at: string, isFresh: boolean}} Sentence `at`: the time of day; `isFresh`: added within the
 *   last FRESH ms.
 */
/**
 * @typedef {object} Shown The content of the booth's page.
 * @property {StreamState | null} state
 * @property {string | null} since ISO time at which the connection was lost
 * @property {QuestionView[]} answered
 * @property {Departure[]} departed
 * @property {Map<number, BoothChange["kind"]>} fresh key: question number; value: the question's change within the last
 *   FRESH ms
 * @property {Sentence[]} sentences oldest first
 */

const FRESH = 15_000; // ms
const MOST_SENTENCES = 4; // maximum number of sentences in the footer, because the questions need the space
const title = document.title;

/**
 * Return the sentence about a change. For a change without a sentence, return "".
 * @param {BoothChange} change
 */
function sentenceOf({ part, number, kind }) {
  if (kind === "came" && part === "live") return _("Now: question %(number)s", { number });
  if (kind === "came" && part === "next") return _("Next: question %(number)s", { number });
  if (kind === "empty" && part === "live") return _("Nothing is on the screen.");
  if (kind === "wording") return _("Question %(number)s has been reworded", { number });
  if (kind === "corrected") return _("The translation of question %(number)s was corrected", { number });
  if (kind === "cleared") return _("The chairs have cleared the screen");
  if (kind === "restored") return _("The screen shows the question again");
  return "";
}

/**
 * Return the words beside a question that has just changed. For a question without a change, return "".
 * @param {BoothChange["kind"] | undefined} kind
 */
export function freshWords(kind) {
  if (kind === "came") return _("just came up");
  if (kind === "wording") return _("reworded");
  if (kind === "translated") return _("translation just came");
  return kind === "corrected" ? _("translation just corrected") : "";
}

/**
 * Join the sentences, and add them as one entry to `shown.sentences`, the footer's list. Remove the entry after FRESH
 * ms. Exception: the last entry of the list stays until a new entry is added.
 * @param {Shown} shown
 * @param {string[]} sentences
 * @param {() => void} redraw
 */
function say(shown, sentences, redraw) {
  const words = sentences.filter(Boolean).join(". ");
  if (!words) return;
  const sentence = { words, at: formatTime(nowIso()), isFresh: true };
  shown.sentences = [...shown.sentences.filter(({ isFresh }) => isFresh), sentence].slice(-MOST_SENTENCES);
  setTimeout(() => {
    sentence.isFresh = false;
    shown.sentences = shown.sentences.filter(({ isFresh }, index, all) => isFresh || index === all.length - 1);
    redraw();
  }, FRESH);
}

/**
 * Compare two states, and add the changes to `shown.fresh` and `shown.sentences`. Show the number of the live question
 * in the page's title.
 * @param {StreamState} before
 * @param {StreamState} after
 * @param {Shown} shown
 * @param {string} target the booth's language
 * @param {() => void} redraw called FRESH ms later, when the changes are no longer marked
 */
export function signalChanges(before, after, shown, target, redraw) {
  const list = changes(before, after, target);
  for (const { number, kind } of list) if (number !== null) shown.fresh.set(number, kind);
  if (list.some(({ number }) => number !== null))
    setTimeout(() => {
      for (const { number, kind } of list)
        if (number !== null && shown.fresh.get(number) === kind) shown.fresh.delete(number);
      redraw();
    }, FRESH);
  say(shown, list.map(sentenceOf), redraw);
  const { live } = programme(after);
  document.title = live ? `${live.number} · ${title}` : title;
}

/**
 * Add a sentence about new terms of the glossary to the footer.
 * @param {Shown} shown
 * @param {string} terms the terms as words; "" if there are no new terms
 * @param {() => void} redraw
 */
export function signalTerms(shown, terms, redraw) {
  say(shown, [terms && _("New in the glossary: %(terms)s", { terms })], redraw);
}

/**
 * For each departed question, add a sentence to the footer. If the question was merged into another question (`into`),
 * the sentence says that the two are asked together. Otherwise, it says that the question was removed from the queue.
 * @param {Shown} shown
 * @param {Departure[]} departed
 * @param {() => void} redraw
 */
export function signalDepartures(shown, departed, redraw) {
  const sentences = departed.map(({ view: { number }, into }) =>
    into
      ? _("Question %(number)s is asked together with question %(lead)s", { number, lead: into })
      : _("Removed from the queue: question %(number)s", { number }),
  );
  say(shown, sentences, redraw);
}
