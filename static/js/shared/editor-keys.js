/** The keys of a text editor. */

import { isComposing } from "./keys.js";

/**
 * Return a keydown listener for a text editor: Ctrl+Enter (⌘+Enter) sends, Escape closes. Other keys keep their
 * effect. The listener ignores Enter and Escape while an input method composes characters.
 * @param {{onSend: () => void, onClose: () => void}} actions
 */
export function editorKeys({ onSend, onClose }) {
  return (/** @type {KeyboardEvent} */ event) => {
    if (isComposing(event)) return;
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSend();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
