/** The dashboard of the two co-chairs: wiring only. */

import { render } from "lit/html.js";
import { forgetUnsent, noteOvertaken, readUndo, settle } from "./chairs/control/acts.js";
import { compareTarget, keepAim, noteBand, target } from "./chairs/control/aim.js";
import { noteDepartures, tidy } from "./chairs/control/departures.js";
import { rememberDrafts } from "./chairs/control/drafts.js";
import { listenToDrags } from "./chairs/control/drag.js";
import { keepFocus } from "./chairs/control/focus.js";
import { listen } from "./chairs/control/keyboard.js";
import { keepNewestInSight } from "./chairs/control/notes.js";
import { refreshOlder } from "./chairs/control/history.js";
import { closePopovers, showPopovers } from "./chairs/control/popovers.js";
import { hearPresence, keepSaying, sayReading } from "./chairs/control/presence.js";
import { noteScreen } from "./chairs/control/screen.js";
import { admitAll, allViews, shownViews, viewOf } from "./chairs/model/shown.js";
import { moveOn } from "./chairs/control/steps.js";
import { keepAside } from "./chairs/model/suggestion.js";
import { keepTicking, tick } from "./chairs/control/ticking.js";
import { change, drawWith, ui } from "./chairs/model/ui.js";
import { redrawWith } from "./shared/view/original.js";
import { chairsPage } from "./chairs/view/page.js";
import { chairsTop } from "./chairs/view/masthead.js";
import { themeSwitch } from "./shared/theme.js";
import { follow } from "./shared/stream/wire.js";

const top = document.querySelector("#chair-top");
const root = document.querySelector("#main");
const AGES = 10_000;

/** New rows wait while the list is scrolled or a row of it has the focus; an empty list takes them at once. */
function isHolding() {
  const rows = document.querySelector('[data-list="incoming"] [data-rows]');
  if (!rows) return false;
  return rows.scrollTop > 8 || rows.contains(document.activeElement);
}

function draw() {
  if (!ui.state) return;
  if (ui.menu && !viewOf(ui.menu)) ui.menu = null;
  ui.holding = isHolding();
  if (!ui.holding || !shownViews("incoming").length) admitAll();
  closePopovers();
  const aimedAt = target();
  const giveBack = keepFocus(root);
  render(chairsTop(), top);
  render(chairsPage(), root);
  giveBack();
  compareTarget(aimedAt);
  tick(root);
  showPopovers();
  keepNewestInSight();
  sayReading();
  moveOn();
}

/** True where something left or joined what the history lists. */
function questionsMoved(before, after) {
  const was = Object.keys(before.questions);
  const isMerged = (view) => view?.status === "merged";
  return (
    was.length !== Object.keys(after.questions).length ||
    was.some(
      (number) => !after.questions[number] || isMerged(before.questions[number]) !== isMerged(after.questions[number]),
    )
  );
}

function takeState(state) {
  const before = ui.state;
  if (before && before.epoch === state.epoch) {
    noteOvertaken(before, state);
    noteDepartures(before, state);
    noteBand(before, state);
    if (questionsMoved(before, state)) refreshOlder();
  } else {
    ui.admitted = new Set(allViews("incoming", state).map((view) => view.number));
    ui.remains = { incoming: [], queue: [] };
  }
  noteScreen(before, state);
  keepAside(state);
  change({ state });
  settle(state);
}

rememberDrafts();
drawWith(draw);
redrawWith(() => change());
listen(document.body);
listenToDrags(root);
keepAim();
keepSaying();
document.addEventListener("focusout", () => setTimeout(tidy, 0));
document.addEventListener("pointerover", tidy);
setInterval(() => change(), AGES);
keepTicking(root);

const stream = follow({
  onState: takeState,
  onPresence: hearPresence,
  onLink(link) {
    const since = link === "offline" ? (ui.since ?? new Date().toISOString()) : null;
    if (link === "live" || link === "polling") forgetUnsent();
    change({ link, since });
  },
});
ui.catchUp = stream.catchUp;
draw();
themeSwitch(root.querySelector("[data-theme-switch]"));
readUndo();
