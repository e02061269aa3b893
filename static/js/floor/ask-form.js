/* The script of the ask form: draft, counter, group mark, errors. The server renders the form; the script never
   replaces it. */

import { _ } from "../shared/i18n.js";
import { graphemes } from "../shared/graphemes.js";
import { page } from "../shared/page-data.js";
import { readStored, writeStored } from "../shared/storage.js";
import { groupShape } from "../shared/view/marks.js";
import { askErrors } from "./ask-errors.js";

/** @import {RefusedAnswer, SettingsView} from "../shared/contracts.d.ts" */

/**
 * @typedef {object} QuestionBody The body of `ask` and `reword` (docs/wire.md).
 * @property {string} text
 * @property {string} group
 * @property {string} [hint]
 * @property {string} [language]
 * @property {string} [region]
 * @property {string} [to]
 * @property {string} [name]
 * @property {boolean} [show_name]
 * @property {boolean} [machine]
 * @property {number} [number] the number of the declined question that is reworded
 */
/** @typedef {Partial<QuestionBody> & {reword?: string}} Draft The values of the form's fields. */
/** @typedef {"text" | "language" | "group" | "region" | "to" | "name" | "reword"} FieldName */

const DRAFT = `draft-${page.session.code}`;
const DOUBLE_TAP = 1_000; // ms
/** @type {FieldName[]} */
const FIELDS = ["text", "language", "group", "region", "to", "name", "reword"];
/** @type {("language" | "region" | "to" | "name")[]} */
const OPTIONAL = ["language", "region", "to", "name"];

/**
 * @param {HTMLFormElement} form
 * @param {(act: "ask" | "reword", body: QuestionBody) => void} onAsk called with a valid question
 * @param {(body: QuestionBody) => void} onWrite called with the current draft at each change
 */
export function askForm(form, onAsk, onWrite) {
  // The code uses only members that inputs, selects and text areas have in common.
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

  /** Update the counter and the other parts of the page that depend on the draft, and store the draft. */
  function onChange() {
    show();
    store();
  }
  function show() {
    const length = graphemes(text.value.trim());
    counter.textContent = length
      ? _("%(length)s of %(limit)s", { length, limit })
      : _("at most %(limit)s characters", { limit });
    counter.toggleAttribute("data-over", length > limit);
    const mark = part("[data-group-mark] svg");
    mark.setAttribute("class", `mark mark-${group.value}`);
    mark.firstElementChild?.setAttribute("href", groupShape(group.value));
    part("[data-reword-hint]").hidden = !reword.value;
    onWrite(body());
  }
  function store() {
    /** @type {Draft} */
    const draft = {};
    for (const name of FIELDS) {
      const element = field(name);
      if (element) draft[name] = element.value;
    }
    if (showName?.checked) draft.show_name = true;
    if (noMachine?.checked) draft.machine = false;
    writeStored(DRAFT, text.value.trim() || draft.reword ? draft : null);
  }
  /** @param {Draft} values */
  function put(values) {
    for (const name of FIELDS) {
      const element = field(name);
      const value = values[name];
      if (!element || value == null) continue;
      const before = element.value;
      element.value = value;
      if (element.value !== value) element.value = before; // The session no longer has this option.
    }
    if (showName && values.show_name != null) showName.checked = values.show_name;
    if (noMachine && values.machine === false) noMachine.checked = true;
    if (values.to || values.name) folded?.setAttribute("open", "");
    onChange();
  }

  /** @returns {QuestionBody} */
  function body() {
    /** @type {QuestionBody} */
    const question = { text: text.value, hint: page.lang, group: group.value };
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
   * Empty the form after sending. Keep the group for the next question; name and panellist must be chosen each time.
   */
  function reset() {
    text.value = "";
    reword.value = "";
    for (const name of ["language", "to", "name"]) {
      const element = field(name);
      if (element) element.value = "";
    }
    if (showName) showName.checked = false;
    // `no_machine` stays ticked: a text that was sent to a third party by mistake cannot be taken back.
    folded?.removeAttribute("open");
    onChange();
  }
  /** @param {SubmitEvent} event */
  function onSubmit(event) {
    event.preventDefault();
    errors.clear();
    const length = graphemes(text.value.trim());
    // The second tap of a double tap finds an empty field; this is no mistake.
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

  const draft = readStored(DRAFT, /** @type {Draft | null} */ (null));
  if (draft && !text.value) put(draft);
  else show();

  return {
    isEmpty: () => !text.value.trim(),
    /** Delete the written text, and focus the empty field. */
    clear() {
      put({ text: "", reword: "" });
      text.focus();
    },
    focus: () => text.focus(),
    /**
     * Put a question into the form to be edited.
     * @param {QuestionBody} question
     * @param {number} [number] the number of the declined question that is reworded
     */
    write(question, number) {
      put({ ...question, language: question.language ?? "", reword: number ? String(number) : "" });
      text.focus();
    },
    /** @param {Pick<RefusedAnswer, "field" | "message">} answer */
    refuse: ({ field: name = "text", message }) => errors.show(name, message),
    /**
     * Show the parts of the form that the phase and the Chatham House Rule allow.
     * @param {SettingsView} settings
     * @param {boolean} hasAsked true hides the notice, which is meant for people who have not asked
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
