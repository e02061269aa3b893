/** The interpreters' page: wiring only. It shows what is coming, says when Now or Next changes, and never makes a sound. */

import { render } from "lit/html.js";
import { correctWith, listenForCorrect } from "./booth/correcting.js";
import { departures, LINGER } from "./booth/departures.js";
import { boothPage } from "./booth/page.js";
import { signal } from "./booth/signal.js";
import { textSize } from "./booth/size.js";
import { formatTime, now } from "./lib/i18n.js";
import { themeSwitch } from "./lib/theme.js";
import { lostSince, notices } from "./stage/notices.js";
import { follow, read } from "./wire.js";

const ANSWERED = 5;
const shown = { state: null, since: null, answered: [], departed: [], fresh: {} };

function draw() {
  if (!shown.state) return;
  render(notices(shown.state.settings, shown.since), document.querySelector("#bar"));
  render(boothPage(shown), document.querySelector("#booth"));
}

correctWith(draw);
listenForCorrect(() => shown.state);

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
  draw();
  if (struck.length) setTimeout(() => {
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
    if (before) signal(before, state, shown, draw);
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
textSize(document.querySelector("#smaller"), document.querySelector("#larger"));
themeSwitch(document.querySelector("[data-theme-switch]"));
