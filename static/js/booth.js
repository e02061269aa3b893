/** The interpreters' page: wiring only. It shows what is coming, says when Now or Next changes, and never makes a sound. */

import { render } from "lit/html.js";
import { correctWith } from "./booth/correction.js";
import { departures, LINGER } from "./booth/departures.js";
import { keyLegend, lastSaid } from "./booth/footer.js";
import { listen } from "./booth/keys.js";
import { boothPage } from "./booth/page.js";
import { choose, sides } from "./booth/sides.js";
import { sayGone, signal } from "./booth/signal.js";
import { textSize } from "./booth/size.js";
import { wordedWith } from "./booth/worded.js";
import { formatTime, now } from "./shared/i18n.js";
import { themeSwitch } from "./shared/theme.js";
import { lostSince, notices } from "./shared/view/notices.js";
import { follow, read } from "./shared/stream/wire.js";

const ANSWERED = 5;
const shown = { state: null, since: null, answered: [], departed: [], fresh: new Map(), said: [] };

function draw() {
  if (!shown.state) return;
  const typing = document.activeElement?.closest("[data-correction]");
  render(notices(shown.state.settings, shown.since), document.querySelector("#bar"));
  render(boothPage(shown, onChoose), document.querySelector("#booth"));
  render(lastSaid(shown.said), document.querySelector("#said"));
  render(keyLegend(draw), document.querySelector("#keys"));
  // The question under the pen has moved to another list: its editor is a new element there.
  if (typing && !typing.isConnected) document.querySelector("[data-correction] textarea")?.focus();
}

function onChoose(values) {
  choose(values);
  draw();
}

correctWith(draw);
wordedWith(draw);

/** The last few that were answered; true when they could be read. */
async function readAnswered() {
  try {
    const { questions } = await read("questions", { status: "answered" });
    shown.answered = questions.slice(0, ANSWERED);
    return questions;
  } catch {
    return null; // the next change asks again
  }
}

async function noteDepartures(gone) {
  const answered = new Set((await readAnswered())?.map(({ number }) => number));
  const struck = gone.filter(({ view }) => !answered.has(view.number) && !shown.state.questions[view.number]);
  shown.departed.push(...struck);
  sayGone(shown, struck, draw);
  draw();
  if (struck.length)
    setTimeout(() => {
      shown.departed = shown.departed.filter((one) => !struck.includes(one));
      draw();
    }, LINGER);
}

follow({
  onState(state) {
    const before = shown.state;
    shown.state = state;
    const sameEpoch = before?.epoch === state.epoch;
    // Another epoch may mean that less may be seen: nothing of the old state is kept.
    if (!sameEpoch) shown.departed = [];
    shown.departed = shown.departed.filter(({ view }) => !state.questions[view.number]);
    if (before) signal(before, state, shown, sides().into, draw);
    const gone = sameEpoch ? departures(before, state) : [];
    if (gone.length) noteDepartures(gone);
    else if (!sameEpoch) readAnswered().then(draw);
    draw();
  },
  onLink(link) {
    shown.since = lostSince(link, shown.since);
    draw();
  },
});

function showTime() {
  document.querySelector("#clock").textContent = formatTime(new Date(now()).toISOString());
}
showTime();
setInterval(showTime, 5_000);
const resize = textSize(document.querySelector("#smaller"), document.querySelector("#larger"));
listen(() => shown.state, resize);
themeSwitch(document.querySelector("[data-theme-switch]"));
