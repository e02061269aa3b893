/** The words that say whether the typed values are saved, for the bar at the bottom and for the preview. */

import { _, formatTime } from "../shared/i18n.js";
import { isLive, setup } from "./store.js";

/**
 * Return whether the typed values are saved, not yet saved, or being saved now.
 * @returns {"saving" | "no" | "yes"}
 */
export const savedState = () => (setup.saving ? "saving" : setup.drafts.size ? "no" : "yes");

/** Return the sentence that says whether the typed values are saved; "" before the first change. */
export function savedWords() {
  if (setup.offlineSince)
    return _("Not saved: no connection since %(time)s. What you type stays here.", {
      time: formatTime(setup.offlineSince),
    });
  if (setup.saving) return _("Saving");
  if (setup.faults.size) return _("Not saved: please correct the marked fields.");
  if (setup.drafts.size) return _("Not saved yet");
  return setup.savedAt ? _("Saved %(time)s", { time: formatTime(setup.savedAt) }) : "";
}

/** Return the sentence above the preview: the preview shows the saved values, not the typed values. */
export function previewWords() {
  if (savedState() === "no" && isLive() && !setup.faults.size && !setup.offlineSince)
    return _("Your change is not shown yet. The preview shows the old values.");
  return savedWords() || _("Saved");
}
