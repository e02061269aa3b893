/**
 * The dialog "several at once": acts on all waiting questions of one kind, and the switch "new phones wait". A kind is
 * a set of questions with a common property (chairs/model/kinds.js).
 */

/** @import { ChairsQuestion } from "../../shared/contracts.d.ts" */
/** @import { KindChoice } from "../model/kinds.js" */

import { markDeliberate } from "../../shared/held-field.js";
import { page } from "../../shared/page-data.js";
import { read } from "../../shared/stream/http.js";
import { kindsOf, kindsOfMeter, meterOf } from "../model/kinds.js";
import { change, ui } from "../model/ui.js";
import { openOlder } from "./history.js";
import { send } from "./send.js";

/**
 * Open the dialog from a question. It offers the kinds (sets of questions) that `kindsOf` returns for this question,
 * for example all questions of its asker.
 * @param {ChairsQuestion} view
 */
export const openKinds = (view) => open(view, kindsOf(view));

/**
 * Open the history panel with the questions that wait for release. On a phone, also switch to the queue's tab, because
 * it contains the panel.
 */
export function showHeld() {
  change({ tab: "queue", kinds: null });
  openOlder("held");
}

/** Open the dialog with the kinds of `kindsOfMeter`: questions of new phones, and questions that wait for release. */
export const openMeterKinds = () => open(null, kindsOfMeter(meterOf(ui.state)));

export const closeKinds = () => change({ kinds: null });

/**
 * Open the dialog with these kinds, and read the number of questions of each kind.
 * @param {ChairsQuestion | null} view
 * @param {KindChoice[]} choices
 */
function open(view, choices) {
  ui.messages.delete("kind");
  const reason = page.session.reasons[0]?.key ?? "";
  change({ kinds: { view, choices, chosen: 0, reason }, menu: null });
  readPreviews();
}

/** Read the number of questions of each kind in the dialog, with one request at a time. */
async function readPreviews() {
  const places = ui.kinds?.choices.keys() ?? [];
  for (const place of places) {
    const choice = ui.kinds?.choices[place];
    if (!choice) return;
    const { kind, number, since } = choice;
    try {
      const preview = await read("kind", { kind, number: number ?? null, since: since ?? null });
      const { kinds } = ui;
      if (kinds?.choices[place]?.kind !== kind || kinds.choices[place].number !== number) return;
      change({
        kinds: { ...kinds, choices: kinds.choices.map((other, at) => (at === place ? { ...other, preview } : other)) },
      });
    } catch {
      return; // After a failed request, the preview stays null, and `actOnKind` then does nothing.
    }
  }
}

/**
 * Choose the kind at this index of the dialog's list.
 * @param {number} place
 */
export function chooseKind(place) {
  if (ui.kinds) change({ kinds: { ...ui.kinds, chosen: place } });
}

/**
 * Choose the reason for declining the questions of the chosen kind.
 * @param {string} reason
 */
export function chooseKindReason(reason) {
  if (ui.kinds) change({ kinds: { ...ui.kinds, reason } });
}

/**
 * Decline the questions of the chosen kind, or release those that wait for release. The command contains the number of
 * questions that the dialog shows for this kind. If the kind now contains more questions, the server refuses the act.
 * The dialog then shows the new number.
 * @param {"decline_kind" | "release_kind"} act
 */
export async function actOnKind(act) {
  const dialog = ui.kinds;
  const choice = dialog?.choices[dialog.chosen];
  if (!dialog || !choice?.preview) return;
  const { kind, number, since, preview } = choice;
  const isDecline = act === "decline_kind";
  const count = isDecline ? preview.incoming + preview.held : preview.held;
  if (!count) return;
  const body = { kind, number, since, upto: preview.upto, count, ...(isDecline ? { reason: dialog.reason } : {}) };
  const answer = await send(act, body, ["kind"]);
  markDeliberate();
  if (answer.ok) closeKinds();
  else if (answer.code === "kind.grown") readPreviews();
}

/**
 * Release a question that waits for release.
 * @param {ChairsQuestion} view
 */
export function release({ number }) {
  ui.admitted.add(number);
  return send("release_kind", { kind: "question", number, upto: number, count: 1 }, [number]);
}

/**
 * Switch "new phones wait" on or off.
 * @param {boolean} isOn
 * @param {string} [since] a minute; phones that arrived in this minute or later must wait; default: the current minute
 */
export function holdNewcomers(isOn, since) {
  return send(isOn ? "hold_newcomers" : "admit_newcomers", since ? { since } : {}, ["newcomers"]);
}
