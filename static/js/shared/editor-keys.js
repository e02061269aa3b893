/**
 * Return a keydown listener for a text editor: Ctrl+Enter (⌘+Enter) sends, Escape closes. Other keys keep their
 * effect. A key that ends an input method's composition is ignored.
 * @param {{onSend: () => void, onClose: () => void}} actions
 */
export function editorKeys({ onSend, onClose }) {
  return (/** @type {KeyboardEvent} */ event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSend();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
