/* The floor page: the connection between the ask form, the attendee's own questions, the public list and the stream. */

import { render } from "lit/html.js";
import { questionActs } from "./floor/acts.js";
import { announcer } from "./floor/announce.js";
import { answeredList } from "./floor/answered-list.js";
import { askForm } from "./floor/ask-form.js";
import { closeMenus } from "./floor/menus.js";
import { showArrivals } from "./floor/motion.js";
import { myQuestionsList } from "./floor/my-questions.js";
import { noticeBar } from "./floor/notice-bar.js";
import { outbox } from "./floor/outbox.js";
import { nowBlock, publicList } from "./floor/public-list.js";
import { offersOf, similarLookup } from "./floor/similar-lookup.js";
import { similarOffers } from "./floor/similar-offer.js";
import { formatTime } from "./shared/i18n.js";
import { page } from "./shared/page-data.js";
import { anchorScroll } from "./shared/scroll-anchor.js";
import { readStored, writeStored } from "./shared/storage.js";
import { findSimilar } from "./shared/stream/http.js";
import { empty, reduce } from "./shared/stream/reducer.js";
import { command, newKey } from "./shared/stream/http.js";
import { follow } from "./shared/stream/wire.js";
import { themeSwitch } from "./shared/theme.js";
import { redrawWith } from "./shared/view/original.js";

/** @import {Change, MyQuestions, QuestionView} from "./shared/contracts.d.ts" */
/** @import {Link} from "./shared/stream/wire.js" */
/** @import {Entry} from "./floor/outbox.js" */
/** @import {QuestionBody} from "./floor/ask-form.js" */

const OUTBOX = `outbox-${page.session.code}`;
const ONLINE = ["live", "polling"];
const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

let state = reduce(empty(), /** @type {Change} */ (page.state));
let myQuestions = /** @type {MyQuestions} */ (page.own);
/** @type {Link} */
let link = "connecting";
let lastContact = page.now; // ISO 8601
/** @type {QuestionView[]} The questions that are similar to the draft. */
let similar = [];
/** @type {Set<number>} Questions that the attendee has declined for this draft. */
let declinedOffers = new Set();
let isDrawPlanned = false;

const announce = announcer(part("announce"));
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

/** @param {QuestionBody} body */
function onWrite(body) {
  if (!body.text.trim()) declinedOffers = new Set();
  part("similar").toggleAttribute("data-room", lookup.update(body));
}
const form = askForm(
  /** @type {HTMLFormElement} */ (part("ask")),
  (act, body) => box.add(act, body, newKey(), new Date().toISOString()),
  onWrite,
);

/** @param {Entry} entry */
function editEntry(entry) {
  box.remove(entry.key);
  form.write(entry.body, entry.body.number);
}
const box = outbox({
  send: command,
  load: () => readStored(OUTBOX, /** @type {Entry[]} */ ([])),
  save: (entries) => writeStored(OUTBOX, entries.length ? entries : null),
  onChange() {
    box.settle(myNumbers());
    draw();
  },
  onRefused(entry, answer) {
    // If the person is writing another question, leave the refused question in the list with its reason.
    if (!form.isEmpty()) return;
    editEntry(entry);
    if (!answer.ok) form.refuse(answer);
  },
});

const acts = questionActs({ send: command, catchUp: () => wire.catchUp(), onChange: draw });
/** @type {Parameters<typeof myQuestionsList>[0]["acts"]} */
const myActs = {
  withdraw: (number) => acts.execute("withdraw", number),
  reword: ({ text, group, to, name, region, show_name, number }) =>
    form.write({ text, group, to: to ?? "", name: name ?? "", region: region ?? "", show_name }, number),
  isBusy: (number) => acts.current(number) === "withdraw",
  refusal: acts.refusal,
  edit: editEntry,
  remove: ({ key }) => box.remove(key),
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
/** @param {number} number */
const voteOf = (number) => ({
  isVoted: myQuestions.votes.includes(number),
  isBusy: ["vote", "unvote"].includes(acts.current(number) ?? ""),
  // The asker of a follower counts as an asker of its lead.
  isMine: myQuestions.questions.some((question) => question.number === number || question.lead === number),
  isFrozen: !isAsking(),
});

function drawNow() {
  const { phase } = state.settings;
  const { questions } = myQuestions;
  form.follow(state.settings, questions.length > 0);
  render(similarOffers(offers(), offerActs), part("similar"));
  render(noticeBar({ phase, since: link === "offline" ? formatTime(lastContact) : null }), part("bar"));
  render(nowBlock(state), part("now"));
  const [isPaused, isOnline] = [phase === "paused", ONLINE.includes(link)];
  render(myQuestionsList({ entries: box.entries(), questions, state, isPaused, isOnline, acts: myActs }), part("own"));
  render(
    publicList(state, voteOf, (number, act) => acts.execute(act, number)),
    part("list"),
  );
}
/** Redraw once for all changes in one turn of the event loop. */
function draw() {
  if (isDrawPlanned) return;
  isDrawPlanned = true;
  queueMicrotask(() => {
    isDrawPlanned = false;
    anchorScroll(drawNow, ".own-row, .public-row, #ask");
  });
}

// Remove the lists that the server rendered. The script draws the same lists in the same turn of the event loop, so
// that the page does not flicker.
for (const id of ["bar", "now", "own", "list"]) part(id).replaceChildren();

const wire = follow({
  onState(next) {
    const before = state.settings.phase;
    state = next;
    if (isAsking() && before !== next.settings.phase) box.flush();
    draw();
  },
  onMyQuestions(next) {
    announce.myQuestions(myQuestions.questions, next.questions, state);
    myQuestions = next;
    box.settle(myNumbers());
    draw();
  },
  onLink(next) {
    if (ONLINE.includes(link) && next !== link) lastContact = new Date().toISOString();
    announce.link(link, next);
    link = next;
    if (ONLINE.includes(next)) box.flush();
    draw();
  },
});
redrawWith(draw);
answeredList(part("older"));
closeMenus();
themeSwitch(/** @type {HTMLElement} */ (document.querySelector("[data-theme-switch]")));
box.settle(myNumbers());
box.flush();
draw();
queueMicrotask(() => {
  for (const id of ["own", "list"]) showArrivals(part(id));
});
