/** Functions that make the event listeners of templates. */

/**
 * Return a listener for a field. The listener calls `take` with the field's value.
 * @param {(value: string) => void} take
 */
export const onValue = (take) => {
  /** @param {Event} event */
  return (event) => take(/** @type {HTMLInputElement} */ (event.currentTarget).value);
};

/**
 * Return a listener for a check box. The listener calls `take` with true if the box is ticked, otherwise with false.
 * @param {(isTicked: boolean) => void} take
 */
export const onTick = (take) => {
  /** @param {Event} event */
  return (event) => take(/** @type {HTMLInputElement} */ (event.currentTarget).checked);
};

/**
 * Return a listener for a form. The listener calls `send` with the form, and the browser does not submit the form.
 * @param {(form: HTMLFormElement) => void} send
 */
export const onSubmit = (send) => {
  /** @param {Event} event */
  return (event) => {
    event.preventDefault();
    send(/** @type {HTMLFormElement} */ (event.currentTarget));
  };
};
