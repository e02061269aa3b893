/* The floor page: puts the form, one's own questions, the public list and the wire together. */
import { render } from "lit/html.js";
import { askForm } from "./floor/ask-form.js";
import { announcer } from "./floor/announce.js";
import { bar } from "./floor/notice-bar.js";
import { olderQuestions } from "./floor/answered-list.js";
import { redrawWith } from "./shared/view/original.js";
import { ownList } from "./floor/my-questions.js";
import { nowBlock, publicList } from "./floor/public-list.js";
import { similarOffers } from "./floor/similar-offer.js";
import { consult } from "./shared/stream/http.js";
import { formatTime } from "./shared/i18n.js";
import { closeMenus } from "./floor/menus.js";
import { page } from "./shared/page.js";
import { showArrivals } from "./floor/motion.js";
import { steady } from "./shared/steady.js";
import { keepJson, keptJson } from "./shared/storage.js";
import { themeSwitch } from "./shared/theme.js";
import { outbox } from "./floor/outbox.js";
import { empty, reduce } from "./shared/stream/reducer.js";
import { offersOf, similarTo } from "./floor/similar-lookup.js";
import { command, follow, newKey } from "./shared/stream/wire.js";

const part = (id) => document.getElementById(id);
const OUTBOX = `of-outbox-${page.session.code}`;
let state = reduce(empty(), page.state);
let own = page.own;
let link = "connecting";
let known = page.now; // when we last heard of the server
let wire;
const busy = new Map(); // number → the act under way
const notes = new Map(); // number → why an act was refused

let found = []; // what is like the draft
let putAside = new Set(); // numbers not to be offered again beside this draft

const announce = announcer(part("announce"));
const isAsking = () => ["open", "rehearsal"].includes(state.settings.phase);
const similar = similarTo({
  ask: async ({ text, language, hint }, signal) =>
    isAsking() ? consult("similar", { text, language, hint }, signal) : { similar: [] },
  onFound(views) {
    found = views;
    announce.similar(offers().length);
    draw();
  },
});
function written(body) {
  if (!body.text.trim()) putAside = new Set();
  part("similar").toggleAttribute("data-room", similar.written(body));
}
const offers = () =>
  offersOf(
    found.filter(({ number }) => !putAside.has(number)),
    state,
    own,
  );
const form = askForm(part("ask"), (act, body) => box.add(act, body, newKey(), new Date().toISOString()), written);
const box = outbox({
  send: command,
  load: () => keptJson(OUTBOX, []),
  save: (entries) => keepJson(OUTBOX, entries.length ? entries : null),
  onChange() {
    box?.settle(own.questions.map(({ number }) => number));
    draw();
  },
  onRefused(entry, answer) {
    if (!form.isEmpty()) return; // something new is being written: the refused one stays in the list, with its reason
    box.remove(entry.key);
    form.write(entry.body, entry.body.number);
    form.refuse(answer);
  },
});

/** One act of one's own; the answer's effect comes by the wire, a refusal is said in the row. */
async function act(name, number) {
  busy.set(number, name);
  notes.delete(number);
  draw();
  const answer = await command(name, { number });
  if (!answer.ok) {
    notes.set(number, answer.message);
    busy.delete(number);
    draw();
  }
  // On a socket the notice comes by itself; polling, or with a notice lost, one's own are read now.
  if (document.documentElement.dataset.link !== "live" || answer.already) await wire.catchUp();
  busy.delete(number);
  draw();
}

const acts = {
  withdraw: (number) => act("withdraw", number),
  reword: (view) =>
    form.write(
      {
        text: view.text,
        language: "",
        group: view.group ?? "undisclosed",
        to: view.to ?? "",
        name: view.name ?? "",
        region: view.region ?? "",
        show_name: view.show_name,
      },
      view.number,
    ),
  busy: (number) => busy.get(number) === "withdraw",
  note: (number) => notes.get(number),
  edit(entry) {
    box.remove(entry.key);
    form.write(entry.body, entry.body.number);
  },
  forget: (entry) => box.remove(entry.key),
};
const joining = {
  join: (number) => !busy.has(number) && act("vote", number),
  busy: (number) => busy.has(number),
  note: (number) => notes.get(number),
  keep() {
    for (const { number } of found) putAside.add(number);
    form.focus();
    draw();
  },
  discard() {
    form.clear();
    draw();
  },
};
const votes = (number) => ({
  voted: own.votes.includes(number),
  busy: /vote/.test(busy.get(number) ?? ""),
  mine: own.questions.some((question) => [question.number, question.lead].includes(number)), // merged into it is asked too
  frozen: !isAsking(),
});

let waiting = false;
/** Draws once for all that happens in one turn. */
function draw() {
  if (waiting) return;
  waiting = true;
  queueMicrotask(() => {
    waiting = false;
    steady(() => {
      const { phase } = state.settings;
      form.follow(state.settings, own.questions.length > 0);
      render(similarOffers(offers(), joining), part("similar"));
      render(bar({ phase, since: link === "offline" ? formatTime(known) : null }), part("bar"));
      render(nowBlock(state), part("now"));
      render(
        ownList({
          entries: box.entries(),
          questions: own.questions,
          state,
          paused: phase === "paused",
          online: ["live", "polling"].includes(link),
          acts,
        }),
        part("own"),
      );
      render(
        publicList(state, votes, (number, wish) => act(wish, number)),
        part("list"),
      );
    }, ".own-row, .public-row, #ask");
  });
}

// The server's drawing makes way for ours, which is the same, in one turn: nothing flickers.
for (const id of ["bar", "now", "own", "list"]) part(id).replaceChildren();

wire = follow({
  onState(next) {
    const before = state.settings.phase;
    state = next;
    if (isAsking() && before !== next.settings.phase) box.flush();
    draw();
  },
  onOwn(next) {
    announce.own(own.questions, next.questions, state);
    own = next;
    box.settle(own.questions.map(({ number }) => number));
    draw();
  },
  onLink(next) {
    if (["live", "polling"].includes(link) && next !== link) known = new Date().toISOString();
    announce.link(link, next);
    link = next;
    if (next === "live" || next === "polling") box.flush();
    draw();
  },
});
redrawWith(draw);
olderQuestions(part("older"));
closeMenus();
themeSwitch(document.querySelector("[data-theme-switch]"));
box.settle(own.questions.map(({ number }) => number));
box.flush();
draw();
queueMicrotask(() => [part("own"), part("list")].forEach(showArrivals));
