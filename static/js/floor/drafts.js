/* The drafts of the ask form. Each tab has its own draft. The draft is kept when the tab is reloaded or closed. */

import { onStoredElsewhere, readStored, storedNames, writeStored } from "../shared/storage.js";
import { newKey } from "../shared/stream/http.js";

/** @import {Draft} from "./ask-form.js" */
/**
 * @typedef {Draft & {text: string, savedAt: number, away?: "left" | "hidden", from?: string}} StoredDraft `savedAt`:
 *   the time in ms. `away`: "left" if the person has left the page, "hidden" if the tab is in the background. `from`:
 *   if this draft is a copy of a background tab's draft, the name of that tab; otherwise missing
 */
/**
 * @typedef {{id: string, draft: StoredDraft}} NamedDraft `id`: the name of the tab that stored the draft; a random key
 *   for a draft that is not in the form of any tab (`setAside`)
 */

const TAB = "tab";

/**
 * Return all stored drafts of a session, newest first. A draft can have an empty text.
 * @param {string} code
 * @returns {NamedDraft[]}
 */
function storedDrafts(code) {
  const prefix = `draft-${code}/`;
  return storedNames(prefix)
    .map((name) => ({ id: name.slice(prefix.length), draft: readStored(name, /** @type {any} */ (null)) }))
    .filter(({ draft }) => typeof draft?.text === "string")
    .sort((a, b) => b.draft.savedAt - a.draft.savedAt);
}

/**
 * Return the stored drafts of a session whose text is not blank, newest first.
 * @param {string} code
 */
export const unsentDrafts = (code) => storedDrafts(code).filter(({ draft }) => draft.text.trim());

/**
 * Delete a stored draft of the session.
 * @param {string} code
 * @param {string} id
 */
export const deleteDraft = (code, id) => void writeStored(`draft-${code}/${id}`, null);

/**
 * Return the functions for the drafts. `load` and `store` use the draft of this tab. `setAside`, `take` and `aside` use
 * the drafts that no tab shows.
 * @param {string} code the session's code
 * @param {() => void} [onChange] called when another tab has changed the drafts
 */
export function tabDrafts(code, onChange = () => {}) {
  const prefix = `draft-${code}/`;
  let id = readStored(TAB, "", "sessionStorage") || newTab();
  /** @type {Draft | null} */
  let present = null;
  let from = "";
  let isLeft = false;

  function newTab() {
    const name = newKey();
    writeStored(TAB, name, "sessionStorage");
    return name;
  }
  /**
   * Store the draft of this tab.
   * @param {"left" | "hidden"} [away] see `StoredDraft`; missing while the person sees the page
   */
  function write(away) {
    writeStored(prefix + id, present && { ...present, savedAt: Date.now(), away, from: from || undefined });
  }
  /**
   * Store the draft of this tab. If `draft` is null, delete the stored draft. If this tab took its draft as a copy from
   * a background tab, the deletion also deletes the draft of that tab.
   * @param {Draft | null} draft
   */
  function store(draft) {
    present = draft;
    write();
    if (draft || !from) return;
    deleteDraft(code, from);
    from = "";
  }
  /**
   * Store a draft that is not in the form of any tab. All tabs list it among the unsent texts.
   * @param {Draft} draft
   */
  const setAside = (draft) =>
    void writeStored(prefix + newKey(), { ...draft, savedAt: Date.now(), away: /** @type {const} */ ("left") });
  /**
   * Return a stored draft, and delete the draft from the storage. Return null if another tab has already taken the
   * draft.
   * @param {string} other the id of the draft
   */
  function take(other) {
    const draft = readStored(prefix + other, /** @type {StoredDraft | null} */ (null));
    deleteDraft(code, other);
    return draft;
  }
  /**
   * Return the draft for the form of this tab, or null.
   *
   * If this tab has a stored draft, return this draft. If the tab has no draft and the form is empty, return the first
   * of these drafts of other tabs:
   * 1. The newest draft of a tab whose page was left. Delete this draft from the storage.
   * 2. The newest draft of a background tab. Reason: a browser can close a background tab without an event, so that the
   *   tab may no longer exist.
   * @param {boolean} isEmpty whether the form is empty
   */
  function load(isEmpty) {
    const drafts = storedDrafts(code);
    const mine = drafts.find((draft) => draft.id === id);
    if (mine || !isEmpty) {
      from = mine?.draft.from ?? "";
      return mine?.draft ?? null;
    }
    const left = drafts.find(({ draft }) => draft.away === "left");
    if (left) return take(left.id);
    const hidden = drafts.find(({ draft }) => draft.away === "hidden");
    from = hidden?.id ?? "";
    return hidden?.draft ?? null;
  }

  moveDraft(code, setAside);
  addEventListener("pagehide", () => {
    isLeft = true;
    if (present) write("left");
  });
  addEventListener("pageshow", () => {
    isLeft = false;
    if (present) write();
  });
  document.addEventListener("visibilitychange", () => {
    // When a person leaves the page, "visibilitychange" follows "pagehide". The handler of "pagehide" has then stored
    // `away: "left"`. Do not replace "left" by "hidden".
    if (present && !isLeft) write(document.hidden ? "hidden" : undefined);
  });
  onStoredElsewhere(prefix, (name, _before, after) => {
    // Another tab, a duplicate of this tab, has the same name and has stored its draft. Choose a new name for this tab.
    if (name === prefix + id && after) {
      id = newTab();
      if (present) write();
    }
    onChange();
  });

  return {
    load,
    store,
    setAside,
    take,
    /** Return the drafts that no tab shows, newest first. */
    aside: () => unsentDrafts(code).filter((draft) => draft.id !== id && draft.draft.away === "left"),
  };
}

/**
 * Move the draft of an earlier version of this page, which stored one draft for all tabs. Pass the draft to `setAside`,
 * and delete the old copy.
 * @param {string} code
 * @param {(draft: Draft) => void} setAside
 */
function moveDraft(code, setAside) {
  const draft = readStored(`draft-${code}`, /** @type {Draft | null} */ (null));
  if (!draft) return;
  if (typeof draft.text === "string") setAside(draft);
  writeStored(`draft-${code}`, null);
}
