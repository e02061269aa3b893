/* Copies an unsent text to the clipboard. */

/**
 * Select the text of a field, and copy it to the clipboard. Return whether the text was copied. Scripts can write to
 * the clipboard only on HTTPS and localhost. Elsewhere, use the browser's command that copies the selected text.
 * @param {HTMLTextAreaElement} field
 */
export async function copyWords(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}
