/** The dashboard of the two co-chairs: wiring only. */

import { render } from "lit/html.js";
import { forgetUnsent, readUndo, settle } from "./chairs/acts.js";
import { noteDepartures, tidy } from "./chairs/departures.js";
import { listenToDrags } from "./chairs/drag.js";
import { keepFocus } from "./chairs/focus.js";
import { listen } from "./chairs/keyboard.js";
import { refreshOlder } from "./chairs/older.js";
import { setOpen } from "./chairs/popover.js";
import { hearPresence, keepSaying, sayReading } from "./chairs/presence.js";
import { admitAll, allViews, shownViews } from "./chairs/shown.js";
import { keepAside } from "./chairs/suggestion.js";
import { keepTicking, tick } from "./chairs/ticking.js";
import { change, drawWith, ui } from "./chairs/ui.js";
import { redrawWith } from "./elements/original.js";
import { chairsPage } from "./elements/chairs-page.js";
import { chairsTop } from "./elements/chairs-top.js";
import { themeSwitch } from "./lib/theme.js";
import { follow } from "./wire.js";

const top = document.querySelector("#chair-top");
const root = document.querySelector("#main");
const AGES = 10_000;

/** The button a popover belongs to: that act in the current row, else in whatever part names the number. */
function anchor(act, number) {
  const holders = document.querySelectorAll(`[data-list] [data-number="${number}"], [data-list][data-number="${number}"]`);
  for (const holder of holders) {
    const button = holder.querySelector(`[data-act="${act}"]`) ?? holder.querySelector('[data-act="menu"]');
    if (button) return button;
  }
  return null;
}

/** New rows wait while the list is scrolled or a row of it has the focus; an empty list takes them at once. */
function isHolding() {
  const rows = document.querySelector('[data-list="incoming"] [data-rows]');
  if (!rows) return false;
  return rows.scrollTop > 8 || rows.contains(document.activeElement);
}

function draw() {
  if (!ui.state) return;
  if (ui.menu && !ui.state.questions[ui.menu.number]) ui.menu = null;
  ui.holding = isHolding();
  if (!ui.holding || !shownViews("incoming").length) admitAll();
  // Closed before their content goes, or the browser could not give the focus back.
  if (!ui.menu) setOpen(document.getElementById("chair-menu"), false);
  if (!ui.decline) setOpen(document.getElementById("decline"), false);
  if (!ui.keysOpen) setOpen(document.getElementById("keys-help"), false);
  const giveBack = keepFocus(root);
  render(chairsTop(), top);
  render(chairsPage(), root);
  giveBack();
  tick(root);
  showPopovers();
  sayReading();
}

function showPopovers() {
  const { menu, decline, keysOpen } = ui;
  if (menu) setOpen(document.getElementById("chair-menu"), true, anchor("menu", menu.number));
  if (decline) {
    const [view, ...others] = decline.views;
    const from = others.length ? document.querySelector('[data-act="decline_selected"]') : anchor("decline", view.number);
    setOpen(document.getElementById("decline"), true, from);
  }
  if (keysOpen) setOpen(document.getElementById("keys-help"), true, document.querySelector(".foot-help"));
}

function questionsMoved(before, after) {
  const was = Object.keys(before.questions);
  return was.length !== Object.keys(after.questions).length || was.some((number) => !after.questions[number]);
}

function takeState(state) {
  const before = ui.state;
  if (before && before.epoch === state.epoch) {
    noteDepartures(before, state);
    if (questionsMoved(before, state)) refreshOlder();
  } else {
    ui.admitted = new Set(allViews("incoming", state).map((view) => view.number));
    ui.remains = { incoming: [], queue: [] };
  }
  keepAside(state);
  change({ state });
  settle(state);
}

drawWith(draw);
redrawWith(() => change());
listen(document.body);
listenToDrags(root);
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
