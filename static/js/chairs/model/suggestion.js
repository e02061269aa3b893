/** The server's suggestion as it may be shown: only while its question is in the queue. */

import { ui } from "./ui.js";

/** {view, reasons, groups, since} (docs/wire.md, `suggestion`), or null. Pure. */
export function suggestionOf(state) {
  const { number, ...why } = state.counts?.suggestion ?? {};
  const view = state.questions[number];
  return view?.status === "approved" && state.queue.includes(number) ? { view, ...why } : null;
}

/** The suggestion, unless this chair has put it aside. */
export function shownSuggestion() {
  const found = suggestionOf(ui.state);
  return found && found.view.number !== ui.notNow ? found : null;
}

/** "Not now" holds until the server suggests another. */
export function keepAside(state) {
  if (state.counts?.suggestion?.number !== ui.notNow) ui.notNow = null;
}
