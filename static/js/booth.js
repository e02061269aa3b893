/**
 * The interpreters' page. It shows the questions that come up and signals each change of Now and Next, without sound.
 */

import { render } from "lit/html.js";
import { correctWith } from "./booth/correction.js";
import { departures, LINGER } from "./booth/departures.js";
import { keyLegend, lastChanges } from "./booth/footer.js";
import { listen } from "./booth/keys.js";
import { boothPage } from "./booth/page.js";
import { foldWith } from "./booth/remarks.js";
import { choose, sides } from "./booth/sides.js";
import { signalChanges, signalDepartures } from "./booth/signal.js";
import { textSize } from "./booth/size.js";
import { formatTime, now } from "./shared/i18n.js";
import { read } from "./shared/stream/http.js";
import { follow } from "./shared/stream/wire.js";
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
  const editor = document.activeElement?.closest("[data-correction]");
  render(notices(shown.state.settings, shown.since), part("#bar"));
  render(boothPage(shown, onChoose), part("#booth"));
  render(lastChanges(shown.sentences), part("#said"));
  render(keyLegend(draw), part("#keys"));
  // If the question has moved to another list, its editor is a new element, which does not have the focus.
  if (editor && !editor.isConnected) part("[data-correction] textarea")?.focus();
}

/** @param {Partial<Sides>} values */
function onChoose(values) {
  choose(values);
  draw();
}

correctWith(draw);
foldWith(draw);

/**
 * Read the last answered questions. Return the numbers of all questions that the server sent. If the read fails, return
 * an empty set.
 */
async function readAnswered() {
  try {
    const { questions } = await read("questions", { status: "answered" });
    shown.answered = questions.slice(0, ANSWERED);
    return new Set(questions.map(({ number }) => number));
  } catch {
    return new Set(); // After the next change, the list is read again.
  }
}

/**
 * Strike out the departed questions that were not answered.
 * @param {Departure[]} departed
 */
async function strikeOut(departed) {
  const answered = await readAnswered();
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
    const isSameEpoch = before?.epoch === state.epoch;
    // Keep nothing of the old state: in another epoch, the booth may be allowed to see less.
    if (!isSameEpoch) shown.departed = [];
    shown.departed = shown.departed.filter(({ view }) => !state.questions[view.number]);
    if (before) signalChanges(before, state, shown, sides().into, draw);
    const departed = before && isSameEpoch ? departures(before, state) : [];
    if (departed.length) strikeOut(departed);
    else if (!isSameEpoch) readAnswered().then(draw);
    draw();
  },
  onLink(link) {
    shown.since = lostSince(link, shown.since);
    draw();
  },
});

function showTime() {
  part("#clock").textContent = formatTime(new Date(now()).toISOString());
}
showTime();
setInterval(showTime, CLOCK_EVERY);
const resize = textSize(part("#smaller"), part("#larger"));
listen(() => shown.state, resize);
themeSwitch(part("[data-theme-switch]"));
