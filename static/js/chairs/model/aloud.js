/** The form for a question that was asked aloud or on paper. Pure. */

/**
 * The form as the chair filled it in. An empty string means "not given".
 * @typedef {object} Addition
 * @property {string} text
 * @property {string} language a language tag; empty: the server detects it
 * @property {string} group
 * @property {string} region
 * @property {string} topic
 * @property {string} to a panellist's key; empty: the whole panel
 */

/** The key of the group for a question whose asker named no group, or whose group the chair does not know. */
const UNDISCLOSED = "undisclosed";

/**
 * Return the form with its default values.
 * @returns {Addition} an empty form
 */
export const emptyAddition = () => ({ text: "", language: "", group: UNDISCLOSED, region: "", topic: "", to: "" });

/**
 * Build the body of the command `add`. Leave out empty fields.
 * @param {Addition} addition
 * @param {string} hint the language to assume if the server cannot detect the language
 * @param {boolean} live whether to show the question on the screen immediately
 */
export function bodyOf(addition, hint, live) {
  /** @type {Record<string, string | true>} */
  const body = { group: addition.group, hint };
  for (const name of /** @type {const} */ (["text", "language", "region", "topic", "to"])) {
    const value = addition[name].trim();
    if (value) body[name] = value;
  }
  if (live) body.live = true;
  return body;
}
