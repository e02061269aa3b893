/**
 * The interpreters' page. The page shows *Now*, *Next*, the queue and the last answers. It signals each change of *Now*
 * and *Next* without sound.
 */

import { correctWith } from "./booth/correction.js";
import { departures, LINGER } from "./booth/departures.js";
import { addDocumentsPanel } from "./booth/documents.js";
import { keyLegend, lastChanges } from "./booth/footer.js";
import { listen } from "./booth/keys.js";
import { addMessagesPanel, showMessages, takeMessages, unreadCard } from "./booth/messages.js";
import { recordAnswered, recordEditor } from "./booth/kept.js";
import { boothPage } from "./booth/page.js";
import { keepPresence, sendOpen, takePresence } from "./booth/presence.js";
import { markOpenPanel, openedPanel, panelsWith } from "./booth/panels.js";
import { foldWith } from "./booth/remarks.js";
import { wakeWith, watchField } from "./booth/rest.js";
import { choose, sides } from "./booth/sides.js";
import { signalChanges, signalDepartures, signalTerms } from "./booth/signal.js";
import { textSize } from "./booth/size.js";
import { addTermPanel } from "./booth/term-panel.js";
import { watchDeliberate } from "./shared/held-field.js";
import { _, formatTime, nowIso } from "./shared/i18n.js";
import { render } from "./shared/render.js";
import { read } from "./shared/stream/http.js";
import { follow } from "./shared/stream/wire.js";
import { mustDrawAgain } from "./shared/steady-rows.js";
import { keepLogin } from "./shared/login.js";
import { page } from "./shared/page-data.js";
import { newTermWords } from "./shared/term-draft.js";
import { themeSwitch } from "./shared/theme.js";
import { lostSince, notices } from "./shared/view/notices.js";

/** @import {Departure} from "./booth/departures.js" */
/** @import {Sides} from "./booth/sides.js" */
/** @import {Shown} from "./booth/signal.js" */

const ANSWERED = 5;
const CLOCK_EVERY = 5_000; // ms
/** @type {Shown} */
const shown = { state: null, since: null, answered: [], departed: [], fresh: new Map(), sentences: [] };
const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

function draw() {
  if (!shown.state) return;
  const checkField = watchField();
  render(notices(shown.state.settings, shown.since), part("#bar"));
  render(boothPage(shown, onChoose), part("#booth"));
  if (mustDrawAgain()) render(boothPage(shown, onChoose), part("#booth"));
  render(lastChanges(shown.sentences), part("#said"));
  render(keyLegend(draw), part("#keys"));
  render(openedPanel(), part("#panel"));
  render(unreadCard(), part("#message-card"));
  markOpenPanel();
  showMessages();
  sendOpen();
  if (checkField()) render(keyLegend(draw), part("#keys"));
}

/**
 * Choose the languages of the columns and redraw.
 * @param {Partial<Sides>} values
 */
function onChoose(values) {
  choose(values);
  draw();
}

let terms = page.session.terms ?? [];

correctWith(draw);
addTermPanel(draw);
addMessagesPanel(draw);
addDocumentsPanel();
panelsWith(draw);
foldWith(draw);

/**
 * Read the answered questions from the server, and show the most recent ones. Return the numbers of all questions in
 * the server's answer. After a failure, return an empty set.
 */
async function readAnswered() {
  try {
    const { questions } = await read("questions", { status: "answered" });
    shown.answered = questions.slice(0, ANSWERED);
    return new Set(questions.map(({ number }) => number));
  } catch {
    return new Set(); // Ignore the failure: later reads follow.
  }
}

/**
 * Strike out departed questions (questions that have left the stream) for LINGER ms. Leave out a question that has been
 * answered, and a question that is in the stream again. The stream does not say why a question has left it. Therefore,
 * first read the answered questions from the server.
 * @param {Departure[]} departed
 */
async function strikeOut(departed) {
  const answered = await readAnswered();
  recordAnswered(answered);
  const struck = departed.filter(({ view: { number } }) => !answered.has(number) && !shown.state?.questions[number]);
  shown.departed.push(...struck);
  signalDepartures(shown, struck, draw);
  draw();
  if (struck.length)
    setTimeout(() => {
      shown.departed = shown.departed.filter((departure) => !struck.includes(departure));
      draw();
    }, LINGER);
}

follow({
  onState(state) {
    const before = shown.state;
    shown.state = state;
    takeMessages(state.booth_notes);
    recordEditor(before, state);
    const isSameEpoch = before?.epoch === state.epoch;
    // In a new epoch, the server may hide more questions from the booth. Therefore, hide the departed questions of the
    // old epoch.
    if (!isSameEpoch) shown.departed = [];
    shown.departed = shown.departed.filter(({ view }) => !state.questions[view.number]);
    if (before) signalChanges(before, state, shown, sides().into, draw);
    const departed = before && isSameEpoch ? departures(before, state) : [];
    if (departed.length) strikeOut(departed);
    else if (!isSameEpoch) readAnswered().then(draw);
    draw();
  },
  onPresence(readers) {
    takePresence(readers);
    draw();
  },
  onLink(link, lastContact) {
    shown.since = lostSince(link, lastContact);
    draw();
  },
  onDefinition() {
    signalTerms(shown, newTermWords(terms, page.session.terms ?? []), draw);
    terms = page.session.terms ?? [];
    part("h1").textContent = page.session.booths?.find(({ seat }) => seat === page.seat)?.name ?? _("Booth");
    draw();
  },
});

function showTime() {
  part("#clock").textContent = formatTime(nowIso());
}
showTime();
setInterval(showTime, CLOCK_EVERY);
const resize = textSize(part("#smaller"), part("#larger"));
watchDeliberate();
keepPresence();
wakeWith(draw);
listen(() => shown.state, resize);
keepLogin();
themeSwitch(part("[data-theme-switch]"));
