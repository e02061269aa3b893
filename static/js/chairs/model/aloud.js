/** What a chair writes down of a question asked aloud or on paper. Pure. */

/** The group of those who do not say. */
const UNSAID = "undisclosed";

/** Nothing written yet. */
export const emptyAddition = () => ({ text: "", language: "", group: UNSAID, region: "", to: "" });

/** The body of the command `add`; what was left out is not sent. `hint`: the language where nothing else tells it; `live`: to the screen at once. */
export function bodyOf(draft, hint, live) {
  const body = { group: draft.group, hint };
  for (const name of ["text", "language", "region", "to"]) {
    const value = draft[name].trim();
    if (value) body[name] = value;
  }
  return live ? { ...body, live } : body;
}
