/* The errors beside the fields of the ask form. */

const FIELDS = ["text", "language", "group", "region", "topic", "to", "name"];
const FOLDED = ["to", "name"];

/**
 * Return the functions that show and remove the errors of the form.
 * @param {HTMLFormElement} form
 */
export function askErrors(form) {
  const place = (/** @type {string} */ name) => form.querySelector(`#${name}-error`);
  const control = (/** @type {string} */ name) => /** @type {HTMLElement | null} */ (form.elements.namedItem(name));

  return {
    /**
     * Show a message at a field, and focus the field. If the form does not have this field, use the field `text`.
     * @param {string} field
     * @param {string} message
     */
    show(field, message) {
      const name = place(field) ? field : "text";
      const element = place(name);
      if (element) element.textContent = message;
      if (FOLDED.includes(name)) form.querySelector("[data-more]")?.setAttribute("open", "");
      control(name)?.setAttribute("aria-invalid", "true");
      control(name)?.focus();
    },
    clear() {
      for (const name of FIELDS) {
        const element = place(name);
        if (!element?.textContent) continue;
        element.textContent = "";
        control(name)?.removeAttribute("aria-invalid");
      }
    },
  };
}
