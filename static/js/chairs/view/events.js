/** Functions that return event listeners for templates. */

/**
 * Return a listener that passes on the value of the field that it is attached to.
 * @param {(value: string) => void} take
 */
export const onValue = (take) => {
  /** @param {Event} event */
  return (event) => take(/** @type {HTMLInputElement} */ (event.currentTarget).value);
};

/**
 * Return a listener that passes on whether the check box that it is attached to is ticked.
 * @param {(isTicked: boolean) => void} take
 */
export const onTick = (take) => {
  /** @param {Event} event */
  return (event) => take(/** @type {HTMLInputElement} */ (event.currentTarget).checked);
};

/**
 * Return a listener that runs `send` instead of the browser's submission of a form. It passes on the form.
 * @param {(form: HTMLFormElement) => void} send
 */
export const onSubmit = (send) => {
  /** @param {Event} event */
  return (event) => {
    event.preventDefault();
    send(/** @type {HTMLFormElement} */ (event.currentTarget));
  };
};
