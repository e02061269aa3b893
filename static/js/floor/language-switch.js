/* The language switch on the floor page. */

/**
 * Make the buttons of the language switch submit the form of the switch. In the HTML from the server, the buttons
 * submit the ask form instead: in a browser without scripts, the typed text is thus sent too, and is not lost.
 *
 * A button submits to the address in its attribute `data-own-action`. If the attribute is missing or empty, the button
 * submits to the address of the form.
 */
export function keepOwnForm() {
  const buttons = /** @type {NodeListOf<HTMLButtonElement>} */ (
    document.querySelectorAll("[data-switch] button[form]")
  );
  for (const button of buttons) {
    for (const name of ["form", "formaction", "formnovalidate"]) button.removeAttribute(name);
    if (button.dataset.ownAction) button.setAttribute("formaction", button.dataset.ownAction);
  }
}
