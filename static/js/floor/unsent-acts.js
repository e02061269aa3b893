/* The acts on words that the server does not have yet: edit, delete, cancel, copy. */

import { _ } from "../shared/i18n.js";
import { copyText } from "../shared/copy-text.js";

/** @import {UnsentActs} from "./unsent-rows.js" */

/** The id of the form's draft in the list of unsent words. This draft is in the list only while the form is hidden. */
export const FORM_DRAFT = "form";

/**
 * Return the acts in the rows of drafts and outbox entries.
 * @param {object} options
 * @param {Pick<UnsentActs, "edit" | "remove" | "cancel">} options.box
 * @param {(id: string) => void} options.editDraft
 * @param {(id: string) => void} options.removeDraft
 * @param {(sentence: string) => void} options.say announces a sentence
 * @param {() => void} options.onChange
 * @returns {UnsentActs}
 */
export function unsentActs({ box, editDraft, removeDraft, say, onChange }) {
  let copied = "";
  return {
    edit: (key) => void box.edit(key),
    remove(key) {
      box.remove(key);
      onChange();
    },
    cancel: (key) => void box.cancel(key),
    editDraft(id) {
      editDraft(id);
      onChange();
    },
    removeDraft(id) {
      removeDraft(id);
      onChange();
    },
    async copy(id, text, element) {
      const isCopied = await copyText(text);
      if (!isCopied && element) getSelection()?.selectAllChildren(element);
      copied = isCopied ? id : "";
      say(isCopied ? _("Copied") : _("The text is selected. Copy it with your browser."));
      onChange();
    },
    isCopied: (id) => id === copied,
  };
}
