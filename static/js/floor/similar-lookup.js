/* "Asked already?": while one writes, what the floor has that is like it. Pure but for the clock, which tests replace. */
import { _ } from "../shared/i18n.js";
import { graphemes } from "../shared/graphemes.js";
import { comingUp } from "./public-list.js";

const MOST = 3;
const WORDS = 4;
const LETTERS = 8; // of a script that writes without blanks
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/gu;

/** Whether a text says enough to be like another. */
export function isEnough(text) {
  return text.trim().split(/\s+/).length >= WORDS || graphemes((text.match(UNSPACED) ?? []).join("")) >= LETTERS;
}

/**
 * `ask(body, signal)` → promise of {similar: [views]}. A refusal, no answer or a late one is the same as nothing similar;
 * a server without this route is not asked again. Gives {written(body)}, to be called with the draft at each change of it:
 * after a pause it is asked about, and what was under way for an older text is dropped. `onFound(views)`.
 */
export function similarTo({
  ask,
  onFound,
  later = setTimeout,
  cancel = clearTimeout,
  pause = 1_000,
  patience = 4_000,
}) {
  let text = "";
  let timer;
  let under; // the request under way
  let isOff = false;
  let found = [];

  function say(views) {
    if (!views.length && !found.length) return;
    found = views;
    onFound(views);
  }

  async function look(body) {
    const mine = (under = new AbortController());
    const late = later(() => mine.abort(), patience);
    let views = [];
    try {
      views = (await ask(body, mine.signal)).similar.slice(0, MOST);
    } catch (error) {
      isOff ||= error.status === 404;
    }
    cancel(late);
    if (under === mine) say(views);
  }

  return {
    /** Gives whether an answer may come, so that room can be kept for it. */
    written(body) {
      const worth = !isOff && isEnough(body.text);
      if (body.text.trim() === text) return worth;
      text = body.text.trim();
      cancel(timer);
      under?.abort();
      under = null;
      if (worth) timer = later(() => look(body), pause);
      else say([]);
      return worth;
    },
  };
}

/**
 * What may be offered of what was found, as the floor has it now.
 * @param own as GET own gives it
 * @returns {{view, where: string, isMine, isVoted, mayVote}[]} `where` it stands, in words
 */
export function offersOf(found, state, own) {
  const list = comingUp(state).map(({ number }) => number);
  const isAsking = ["open", "rehearsal"].includes(state.settings.phase);
  return found.flatMap((came) => {
    const view = state.questions[came.number] ?? came;
    const place = list.indexOf(view.number) + 1;
    const isListed = view.status === "next" || view.status === "approved";
    if (isListed && !place) return []; // it has left the list since
    const isMine = own.questions.some(({ number, lead }) => [number, lead].includes(view.number));
    const where =
      view.status === "next"
        ? _("Next")
        : view.status === "live"
          ? _("Now")
          : view.status === "approved"
            ? _("Number %(place)s in the list", { place })
            : _("Answered");
    return [
      { view, where, isMine, isVoted: own.votes.includes(view.number), mayVote: isListed && isAsking && !isMine },
    ];
  });
}
