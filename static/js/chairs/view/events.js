/** Functions that return event listeners for templates. */

/**
 * Return a listener that calls `take` with the value of the listener's field.
 * @param {(value: string) => void} take
 */
export const onValue = (take) => {
  /** @param {Event} event */
  return (event) => take(/** @type {HTMLInputElement} */ (event.currentTarget).value);
};

/**
 * Return a listener that calls `take` with true if the listener's check box is ticked, otherwise false.
 * @param {(isTicked: boolean) => void} take
 */
export const onTick = (take) => {
  /** @param {Event} event */
  return (event) => take(/** @type {HTMLInputElement} */ (event.currentTarget).checked);
};

/**
 * Return a listener that calls `send` with the form, instead of letting the browser submit the form.
 * @param {(form: HTMLFormElement) => void} send
 */
export const onSubmit = (send) => {
  /** @param {Event} event */
  return (event) => {
    event.preventDefault();
    send(/** @type {HTMLFormElement} */ (event.currentTarget));
  };
};
