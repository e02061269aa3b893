/** Listens to the page: keys and clicks become wishes. */

import { _ } from "../../shared/i18n.js";
import { currentRow } from "./focus.js";
import { isSingleCharacter, isTyping, wishOf } from "../../shared/keys.js";
import { perform } from "./perform.js";
import { selectedViews } from "../model/shown.js";
import { change, ui } from "../model/ui.js";

const KEPT = "open-floor.chair-keys";
const ARROWS_STEP = "[data-row], [data-heading], button, body"; // elsewhere they scroll, or choose

/** Where a wish belongs: the list, number and value written around the element. */
function placeOf(element) {
  const holder = element.closest("[data-number]");
  const value = element.dataset.value;
  return {
    list: element.closest("[data-list]")?.dataset.list,
    number: holder ? Number(holder.dataset.number) : null,
    value: value !== undefined && element.dataset.numeric !== undefined ? Number(value) : value,
  };
}

function onClick(event) {
  const button = event.target.closest("[data-act]");
  if (button) {
    if (button.getAttribute("aria-disabled") === "true") return;
    // A quick approval takes the row away: opening it first would only flicker.
    const row = button.closest("[data-row]");
    if (row && button.dataset.act !== "approve") setCurrent(row);
    perform(button.dataset.act, placeOf(button));
    return;
  }
  const row = event.target.closest("[data-row]");
  if (row) setCurrent(row);
}

function setCurrent(row) {
  const { list, number } = placeOf(row);
  if (ui.current?.list === list && ui.current.number === number) return;
  change({ current: { list, number } });
  // Opened, the row is higher: its buttons must not lie below the edge of the list.
  queueMicrotask(() => row.scrollIntoView({ block: "nearest" }));
}

const TAP = 400; // ms: a touch screen sends focus and click when the finger is gone already

/** A press must not open the row under the pointer before the click has landed. */
let pointerIsDown = false;
let lifting;

function press() {
  clearTimeout(lifting);
  pointerIsDown = ui.byPointer = true;
}

function lift(event) {
  clearTimeout(lifting);
  if (event.pointerType === "mouse") pointerIsDown = false;
  else lifting = setTimeout(() => (pointerIsDown = false), TAP);
}

function type() {
  clearTimeout(lifting);
  pointerIsDown = ui.byPointer = false;
}

function onFocusIn(event) {
  const row = event.target.closest("[data-row]");
  if (row && !pointerIsDown) setCurrent(row);
}

function onKey(event) {
  if (event.defaultPrevented || isTyping(event.target)) return;
  if (event.target.closest?.("[popover]")) return;
  const wish = wishOf(event);
  if (!wish) return;
  if (!ui.keysOn && isSingleCharacter(event) && wish !== "keys") return;
  if (event.key.startsWith("Arrow") && !event.altKey && !event.target.matches(ARROWS_STEP)) return;
  if (event.repeat && !wish.startsWith("browse")) return;
  const isOfSeveral = wish === "decline" && selectedViews().length;
  if (perform(isOfSeveral ? "decline_selected" : wish, currentRow() ?? {})) event.preventDefault();
}

/** Remembers on this machine whether single keys act. */
export function setKeys(on) {
  change({ keysOn: on });
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {
    // Storage is closed to us: the choice holds for this page only.
  }
}

function keysWereOn() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

/** Attaches all listeners. */
export function listen(root) {
  ui.keysOn = keysWereOn();
  root.addEventListener("click", onClick);
  root.addEventListener("focusin", onFocusIn);
  root.addEventListener("pointerdown", press, true);
  addEventListener("pointerup", lift, true);
  addEventListener("pointercancel", lift, true);
  document.addEventListener("keydown", type, true);
  document.addEventListener("keydown", onKey);
}

/** The caps of the footer and the help, in one order: [caps, words, wish]; `wish`: what the help does when it is pressed there. */
export function keyList() {
  return [
    [["J", "K"], _("browse")],
    [["A"], _("approve")],
    [["D"], _("decline")],
    [["M"], _("merge")],
    [["N"], _("set next")],
    [["L"], _("take now")],
    [["⇧", "↵"], _("advance"), "advance"],
    [["O"], _("original")],
    [["U"], _("undo"), "undo"],
    [["S"], _("see the suggestion")],
    [["T"], _("to the top of the queue")],
    [["⇧", "J"], _("one place down")],
    [["⇧", "K"], _("one place up")],
    [["←", "→"], _("the other list")],
    [["C"], _("correct the translation")],
    [["E"], _("clearer words")],
    [["G"], _("what is asked together with it")],
    [["."], _("more for this question")],
    [["X"], _("select, to decline several")],
    [["H"], _("history"), "history"],
    [["/"], _("find"), "find"],
    [["+"], _("add a question asked in the room"), "add"],
    [["W"], _("write to the other chair"), "line"],
    [["⇧", "⌫"], ui.state?.settings.screen_cleared ? _("show the screen again") : _("clear the screen"), "screen"],
    [["1", "7"], _("the reason, while declining")],
    [["?"], _("all keys")],
  ];
}
