/* What is half written survives the page being loaded anew (a language switch, a slip of the hand): in this tab, until it is taken back. */

const name = () => `open-floor.drafts:${location.pathname}`;

/** @returns what `keepDrafts` kept when this tab last left this page, or null; it is not kept any longer */
export function takeDrafts(storage = sessionStorage) {
  try {
    const text = storage.getItem(name());
    storage.removeItem(name());
    return text ? JSON.parse(text) : null;
  } catch {
    return null; // Storage is closed to us, or what stands there is not ours.
  }
}

/** Keeps what `drafts()` gives when the page is left; null or undefined for nothing. */
export function keepDrafts(drafts, storage = sessionStorage) {
  addEventListener("pagehide", () => {
    const value = drafts();
    try {
      if (value != null) storage.setItem(name(), JSON.stringify(value));
    } catch {
      // Full or closed: then it is lost, as it would be without us.
    }
  });
}
