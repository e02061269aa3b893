/* The script of the ask form: it stores the draft, counts the characters, draws the mark of the chosen stakeholder
   group, and shows errors. The server renders the form. The script changes the form but never replaces it. */

import { _ } from "../shared/i18n.js";
import { graphemes } from "../shared/graphemes.js";
import { groupShape } from "../shared/view/marks.js";
import { askErrors } from "./ask-errors.js";

/** @import {RefusedAnswer, SettingsView} from "../shared/contracts.d.ts" */

/**
 * @typedef {object} QuestionBody The body of `ask` and `reword` (docs/wire.md).
 * @property {string} text
 * @property {string} group
 * @property {string} [hint] the language in which the person probably writes
 * @property {string} [language] only if the person has chosen it
 * @property {string} [region]
 * @property {string} [topic]
 * @property {string} [to] a panellist's key; missing: the whole panel
 * @property {string} [name]
 * @property {boolean} [show_name]
 * @property {boolean} [machine] false: no machine translation
 * @property {number} [number] the number of the declined question that is reworded
 */
/**
 * @typedef {Partial<QuestionBody> & {reword?: string}} Draft The values of the form's fields. `reword`: the number of
 *   the declined question that the draft replaces, or "".
 */
/**
 * @typedef {object} DraftStore The stored drafts (drafts.js).
 * @property {(isEmpty: boolean) => Draft | null} load returns the draft for the form; `isEmpty`: whether the form is
 *   empty
 * @property {(draft: Draft | null) => void} store null deletes the draft
 * @property {(draft: Draft) => void} setAside stores a draft that the form does not show
 */
/**
 * The name of a field of the form.
 * @typedef {"text" | "language" | "group" | "region" | "topic" | "to" | "name" | "reword"} FieldName
 */

const DOUBLE_TAP = 1_000; // ms
/** @type {FieldName[]} */
const FIELDS = ["text", "language", "group", "region", "topic", "to", "name", "reword"];
/** @type {("language" | "region" | "topic" | "to" | "name")[]} */
const OPTIONAL = ["language", "region", "topic", "to", "name"];

/**
 * Attach the script to the form, and put the stored draft into the form. Return functions that read and change the
 * form.
 * @param {HTMLFormElement} form
 * @param {DraftStore} drafts
 * @param {(act: "ask" | "reword", body: QuestionBody) => void} onAsk called with a valid question
 * @param {(body: QuestionBody) => void} onWrite called with the current draft at each change
 */
export function askForm(form, drafts, onAsk, onWrite) {
  // The cast to an input is also safe for a select or a text area: the code uses only properties that all three share.
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (form.querySelector(selector));
  const text = /** @type {HTMLInputElement} */ (field("text"));
  const group = /** @type {HTMLInputElement} */ (field("group"));
  const reword = /** @type {HTMLInputElement} */ (field("reword"));
  const showName = field("show_name");
  const noMachine = field("no_machine");
  const folded = form.querySelector("[data-more]");
  const counter = part("#count");
  const stopRewording = part("[data-reword-stop]");
  const limit = Number(counter.dataset.limit);
  const errors = askErrors(form);
  let sentAt = -Infinity;
  stopRewording.hidden = false;

  /** Store the draft, and update the parts of the page that depend on the draft, such as the counter. */
  function onChange() {
    store();
    show();
  }
  function show() {
    const length = graphemes(text.value);
    counter.textContent = length
      ? _("%(length)s of %(limit)s", { length, limit })
      : _("at most %(limit)s characters", { limit });
    counter.toggleAttribute("data-over", length > limit);
    const mark = part("[data-group-mark] svg");
    const shape = groupShape(group.value);
    mark.setAttribute("class", shape.name);
    mark.firstElementChild?.setAttribute("href", shape.href);
    part("[data-reword-hint]").hidden = !reword.value;
    onWrite(body());
  }
  /** Return the values of the fields; null if there is no text and no question to reword. */
  function written() {
    /** @type {Draft} */
    const draft = {};
    for (const name of FIELDS) {
      const element = field(name);
      if (element) draft[name] = element.value;
    }
    if (showName?.checked) draft.show_name = true;
    if (noMachine?.checked) draft.machine = false;
    return text.value.trim() || draft.reword ? draft : null;
  }
  const store = () => drafts.store(written());
  /**
   * Store the form's text among the unsent texts before another text replaces the form's text.
   * @param {string} [next] the text that replaces the form's text; if the two texts are equal, store nothing
   */
  function setAside(next) {
    const draft = written();
    if (draft && text.value.trim() && text.value !== next) drafts.setAside(draft);
  }
  /**
   * Write these values into the fields of the form.
   * @param {Draft} values
   */
  function put(values) {
    for (const name of FIELDS) {
      const element = field(name);
      const value = values[name];
      if (!element || value == null) continue;
      const before = element.value;
      element.value = value;
      // If a select box has no option with this value, it becomes empty. For example, the session no longer has the
      // group of an old draft. In this case, restore the option that was chosen before.
      if (element.value !== value) element.value = before;
    }
    if (showName && values.show_name != null) showName.checked = values.show_name;
    if (noMachine && values.machine === false) noMachine.checked = true;
    if (values.to || values.name) folded?.setAttribute("open", "");
    onChange();
  }

  /**
   * Return the body of the command from the values of the fields.
   * @returns {QuestionBody}
   */
  function body() {
    /** @type {QuestionBody} */
    const question = { text: text.value, hint: form.dataset.hint, group: group.value };
    for (const name of OPTIONAL) {
      const element = field(name);
      const value = element?.value.trim();
      if (value && !element?.closest("[hidden]")) question[name] = value;
    }
    if (question.name && showName?.checked) question.show_name = true;
    if (noMachine?.checked) question.machine = false;
    return question;
  }
  /**
   * Empty the form after sending, but keep the group and the region for the next question. The person must choose the
   * language, the topic, the panellist and the name again for each question.
   */
  function reset() {
    text.value = "";
    reword.value = "";
    for (const name of ["language", "topic", "to", "name"]) {
      const element = field(name);
      if (element) element.value = "";
    }
    if (showName) showName.checked = false;
    // Do not reset the box `no_machine` (no machine translation). If the person ticked it and the form cleared it, the
    // person could forget to tick it again, and the next text would go to a translation service.
    folded?.removeAttribute("open");
    onChange();
  }
  /**
   * Check the question and send it. If a field has an error, show the error instead.
   * @param {SubmitEvent} event
   */
  function onSubmit(event) {
    event.preventDefault();
    errors.clear();
    const length = graphemes(text.value);
    // After a double tap, this is the second submit: the first submit has sent the text and emptied the field. Show no
    // error for the empty field.
    if (!length && event.timeStamp - sentAt < DOUBLE_TAP) return;
    if (!length) return errors.show("text", _("Please write your question first."));
    if (length > limit)
      return errors.show(
        "text",
        _("This text is too long: %(length)s of at most %(limit)s characters.", { length, limit }),
      );
    sentAt = event.timeStamp;
    const question = body();
    const number = Number(reword.value);
    reset();
    if (number) onAsk("reword", { ...question, number });
    else onAsk("ask", question);
  }

  form.addEventListener("input", () => {
    errors.clear();
    onChange();
  });
  form.addEventListener("change", onChange);
  form.addEventListener("submit", onSubmit);
  stopRewording.addEventListener("click", () => {
    reword.value = "";
    onChange();
    text.focus();
  });

  const draft = drafts.load(!text.value);
  if (draft && (!text.value || draft.text === text.value)) put(draft);
  else {
    // If the server has filled in the form, for example with a question to reword, keep this text and do not load the
    // draft.
    if (draft) drafts.setAside(draft);
    onChange();
  }

  return {
    isEmpty: () => !text.value.trim(),
    text: () => text.value,
    /** Delete the written text, and focus the empty field. */
    clear() {
      put({ text: "", reword: "" });
      text.focus();
    },
    focus: () => text.focus(),
    /**
     * Put a question into the form, so that the person can edit the question. Before that, store the present text of
     * the form.
     * @param {QuestionBody | Draft} question
     * @param {number} [number] the number of the declined question that is reworded
     */
    write(question, number) {
      setAside(question.text);
      put({
        topic: "",
        to: "",
        name: "",
        show_name: false,
        ...question,
        language: question.language ?? "",
        reword: number ? String(number) : "",
      });
      text.focus();
    },
    /** @param {Pick<RefusedAnswer, "field" | "message">} answer */
    refuse: ({ field: name = "text", message }) => errors.show(name, message),
    /**
     * Show only those parts of the form that the phase and the Chatham House Rule allow.
     * @param {SettingsView} settings
     * @param {boolean} hasAsked if true, hide the notice, which is only for people who have not asked yet
     */
    follow({ phase, chatham_house_rule: rule }, hasAsked) {
      form.querySelector("[data-notice]")?.toggleAttribute("hidden", hasAsked);
      form.hidden = phase === "closed";
      part(".send").toggleAttribute("disabled", phase === "paused");
      part("#paused-hint").hidden = phase !== "paused";
      for (const element of document.querySelectorAll("[data-with-rule]")) element.toggleAttribute("hidden", !rule);
      for (const element of document.querySelectorAll("[data-without-rule]")) element.toggleAttribute("hidden", rule);
      const name = field("name");
      if (rule && name) {
        name.value = "";
        if (showName) showName.checked = false;
      }
    },
  };
}
