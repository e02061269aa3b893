/** The dashboard's keys, with their effects in words. The footer and the help contain this list. */

import { _ } from "../../shared/i18n.js";
import { ui } from "../model/ui.js";

/**
 * A line of the list. `keys`: the labels of the keys. `words`: the effect of the keys. `intent`: the intent of the
 * line's button in the help. Acts on a question have no such button, because they need a row.
 * @typedef {[keys: string[], words: string, intent?: string]} KeyLine
 */

/**
 * Return the lines of the list of keys.
 * @returns {KeyLine[]} the most frequently used keys first; the footer shows only the first lines
 */
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
    [["S"], _("go to the suggestion")],
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
    [["W"], _("write a note"), "notes"],
    [["⇧", "⌫"], ui.state.settings.screen_cleared ? _("show the screen again") : _("clear the screen"), "screen"],
    [["1–7"], _("the reason, while declining")],
    [["?"], _("all keys")],
  ];
}
