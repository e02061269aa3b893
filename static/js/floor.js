/*
 * The script of the floor page, which connects the ask form, the attendee's own questions, the public list and the
 * stream.
 */

import { questionActs } from "./floor/acts.js";
import { announcer } from "./floor/announce.js";
import { answeredList } from "./floor/answered-list.js";
import { askForm } from "./floor/ask-form.js";
import { tabDrafts } from "./floor/drafts.js";
import { copyWords } from "./floor/copy-words.js";
import { questionEdits, valuesOf } from "./floor/edits.js";
import { keepFocus } from "./floor/focus.js";
import { closeMenus } from "./floor/menus.js";
import { showArrivals } from "./floor/motion.js";
import { myQuestionsList } from "./floor/my-questions.js";
import { keepOwnForm } from "./floor/language-switch.js";
import { myTurn } from "./floor/my-turn.js";
import { markCut } from "./floor/now-fold.js";
import { noticeBar } from "./floor/notice-bar.js";
import { nowBlock, publicList } from "./floor/public-list.js";
import { faultOf } from "./floor/question-editor.js";
import { offersOf, similarLookup } from "./floor/similar-lookup.js";
import { similarOffers } from "./floor/similar-offer.js";
import { unsentWords } from "./floor/unsent-words.js";
import { withdrawnWords } from "./floor/withdrawn-words.js";
import { _, formatTimeAndZone, now } from "./shared/i18n.js";
import { page } from "./shared/page-data.js";
import { programme } from "./shared/programme.js";
import { render } from "./shared/render.js";
import { anchorScroll } from "./shared/scroll-anchor.js";
import { guardLeaving } from "./shared/leave-guard.js";
import { hasUnstored, readStored, writeStored } from "./shared/storage.js";
import { command, findSimilar, newKey } from "./shared/stream/http.js";
import { empty, reduce } from "./shared/stream/reducer.js";
import { follow } from "./shared/stream/wire.js";
import { themeSwitch } from "./shared/theme.js";
import { redrawWith } from "./shared/view/original.js";

/** @import {Change, MyQuestions, QuestionView} from "./shared/contracts.d.ts" */
/** @import {Link} from "./shared/stream/wire.js" */
/** @import {Edit} from "./floor/edits.js" */
/** @import {QuestionBody} from "./floor/ask-form.js" */

const CODE = page.session.code;
const EDITS = `edits-${CODE}`;
const ONLINE = ["live", "polling"];
const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

const hasUnsavedWords = () => hasUnstored("outbox-", "draft-", "edits-");

let state = reduce(empty(), /** @type {Change} */ (page.state));
let myQuestions = /** @type {MyQuestions} */ (page.own);
/** @type {Link} */
let link = "connecting";
let lastContact = page.now; // ISO 8601
/** @type {QuestionView[]} The questions that are similar to the draft. */
let similar = [];
/** @type {Set<number>} The numbers of the offers that the attendee has dismissed for this draft. */
let declinedOffers = new Set();
let hasAnswered = page.any_answered === true;
let isDrawPlanned = false;

const about = part("about");
/**
 * Load about.js and show the current parts of the page that the server renders: "About this session", the countdown and
 * the branding.
 */
const followAbout = () => import(/** @type {string} */ (about.dataset.module)).then(({ show }) => show(now));
const announce = announcer(part("announce"));
const turn = myTurn(part("turn"), part("notify"), draw);
const isAsking = () => ["open", "rehearsal"].includes(state.settings.phase);
const myNumbers = () => myQuestions.questions.map(({ number }) => number);
const offers = () =>
  offersOf(
    similar.filter(({ number }) => !declinedOffers.has(number)),
    state,
    myQuestions,
  );

const lookup = similarLookup({
  ask: async ({ text, language, hint }, signal) =>
    isAsking() ? findSimilar({ text, language, hint }, signal) : { similar: [] },
  onFound(views) {
    similar = views;
    announce.similar(offers().length);
    draw();
  },
});

/**
 * Search for questions that are similar to the changed draft, and redraw if necessary.
 * @param {QuestionBody} body
 */
function onWrite(body) {
  if (!body.text.trim()) declinedOffers = new Set();
  part("similar").toggleAttribute("data-room", lookup.update(body));
  if (hasUnsavedWords()) draw();
}
const drafts = tabDrafts(CODE, draw);
const form = askForm(
  /** @type {HTMLFormElement} */ (part("ask")),
  drafts,
  (act, body) => box.add(act, body, newKey(), new Date().toISOString()),
  onWrite,
);

const acts = questionActs({ send: command, catchUp: () => wire.catchUp(), onChange: draw });
const words = unsentWords({
  code: CODE,
  form,
  drafts,
  phase: () => state.settings.phase,
  async lookUp(key) {
    await wire.readMyQuestions();
    return myQuestions.keys?.[key];
  },
  editReceived(number) {
    const question = myQuestions.questions.find((view) => view.number === number);
    if (question?.can_edit) myActs.edits.open(question);
    else announce.say(_("It has arrived already. It is in the list of your questions."));
  },
  onKept: acts.refuse,
  say: announce.say,
  onChange: draw,
});
const { box } = words;
const { hint = page.lang } = part("ask").dataset;
const erasedWords = withdrawnWords({ hint, onChange: draw });
const edits = questionEdits({
  send: command,
  newKey,
  hint,
  check: faultOf,
  load: () => readStored(EDITS, /** @type {Edit[]} */ ([]), "sessionStorage"),
  save: (open) => writeStored(EDITS, open.length ? open : null, "sessionStorage"),
  onQuestion: (present) => {
    const questions = myQuestions.questions.map((question) =>
      question.number === present.number ? present : question,
    );
    takeMyQuestions({ ...myQuestions, questions });
  },
  catchUp: () => wire.catchUp(),
  onChange: draw,
});
/** @type {Parameters<typeof myQuestionsList>[0]["acts"]} */
const myActs = {
  editOf: edits.find,
  edits: {
    ...edits,
    open(question) {
      edits.open(question);
      queueMicrotask(() => {
        const field = /** @type {HTMLTextAreaElement | null} */ (part(`edit-text-${question.number}`));
        field?.focus();
        field?.setSelectionRange(field.value.length, field.value.length);
      });
    },
    copy: async (field) => announce.copied(await copyWords(field)),
  },
  withdraw(number) {
    erasedWords.hold(myQuestions.questions.find((question) => question.number === number));
    return acts.execute("withdraw", number);
  },
  canAskAgain: erasedWords.has,
  askAgain(number) {
    const body = erasedWords.take(number);
    if (body) box.add("ask", body, newKey(), new Date().toISOString());
  },
  reword: (question) => form.write(valuesOf(question), question.number),
  isBusy: (number) => acts.current(number) === "withdraw" || box.isDeleted(number),
  refusal: acts.refusal,
  keyOf: box.keyOf,
  ...words.acts,
};
/** @type {Parameters<typeof similarOffers>[1]} */
const offerActs = {
  vote: (number) => !acts.current(number) && acts.execute("vote", number),
  isBusy: (number) => Boolean(acts.current(number)),
  refusal: acts.refusal,
  keep() {
    for (const { number } of similar) declinedOffers.add(number);
    form.focus();
    draw();
  },
  discard() {
    form.clear();
    draw();
  },
};
/**
 * Return the state of the attendee's vote for a question.
 * @param {number} number
 */
const voteOf = (number) => ({
  isVoted: myQuestions.votes.includes(number),
  isBusy: ["vote", "unvote"].includes(acts.current(number) ?? ""),
  // If the attendee's question was merged into this question, the attendee is also an asker of this question.
  isMine: myQuestions.questions.some((question) => question.number === number || question.lead === number),
  isFrozen: !isAsking(),
  refusal: acts.refusal(number),
});

/**
 * Store the attendee's questions and votes, announce their changes and redraw.
 * @param {MyQuestions} next
 */
function takeMyQuestions(next) {
  announce.myQuestions(myQuestions.questions, next.questions, state);
  myQuestions = next;
  acts.confirm(next);
  box.settle(myNumbers(), myQuestions.keys);
  draw();
}

function drawNow() {
  const { phase } = state.settings;
  const { questions } = myQuestions;
  form.follow(state.settings, questions.length > 0);
  render(similarOffers(offers(), offerActs), part("similar"));
  const since = link === "offline" ? formatTimeAndZone(lastContact) : null;
  const keepsWords = !hasUnsavedWords();
  if (!keepsWords) guardLeaving(hasUnsavedWords);
  render(noticeBar({ phase, since, keepsWords, hasCookie: link !== "unknown" }), part("bar"));
  render(nowBlock(state), part("now"));
  markCut(part("now"));
  const unsent = { entries: box.entries(), drafts: words.drafts(), isOnline: ONLINE.includes(link) };
  render(myQuestionsList({ ...unsent, questions, state, acts: myActs }), part("own"));
  turn.draw(questions, state);
  render(
    publicList(state, voteOf, (number, act) => acts.execute(act, number), hasAnswered),
    part("list"),
  );
}
/** Redraw once for all changes in one turn of the event loop. */
function draw() {
  if (isDrawPlanned) return;
  isDrawPlanned = true;
  queueMicrotask(() => {
    isDrawPlanned = false;
    anchorScroll(() => keepFocus(drawNow), ".own-row, .public-row, #ask");
  });
}

// Remove the lists that the server rendered. The script draws the same lists before the browser paints again, so that
// the page does not flicker.
for (const id of ["bar", "now", "own", "list"]) part(id).replaceChildren();

const wire = follow({
  onState(next) {
    const before = state;
    state = next;
    const { phase } = before.settings;
    const wasLive = programme(before).live;
    // Assume that a live question has been answered when it leaves the stream. Exception: the opening of the session
    // deletes the live question of the rehearsal. The assumption is wrong if a chair puts the live question back into a
    // queue that is not public: the question then leaves the stream without an answer. The page accepts this error.
    if (phase === "rehearsal" && phase !== next.settings.phase) hasAnswered = false;
    else if (wasLive && !next.questions[wasLive.number]) hasAnswered = true;
    if (phase !== next.settings.phase) {
      if (next.settings.phase !== "paused") box.flush();
      // Request the text of the countdown again, because the text depends on the phase. The random delay spreads the
      // requests of all open pages.
      if ("starts" in about.dataset) setTimeout(followAbout, Math.random() * 3_000);
    }
    draw();
  },
  onMyQuestions: takeMyQuestions,
  onLink(next, contact) {
    lastContact = contact;
    announce.link(link, next);
    link = next;
    if (ONLINE.includes(next)) box.flush();
    draw();
  },
  onDefinition() {
    draw();
    followAbout();
  },
});
about.addEventListener("toggle", followAbout);
if ("starts" in about.dataset) followAbout();
redrawWith(draw);
addEventListener("resize", () => markCut(part("now")));
answeredList(part("older"));
closeMenus();
keepOwnForm();
themeSwitch(/** @type {HTMLElement} */ (document.querySelector("[data-theme-switch]")));
box.settle(myNumbers(), myQuestions.keys);
box.flush();
draw();
queueMicrotask(() => {
  for (const id of ["own", "list"]) showArrivals(part(id));
});
