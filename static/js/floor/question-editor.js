/*
 * The editor in the row of one of the attendee's own questions. When a chair has acted on the question, the attendee
 * can still copy the edited text, but can no longer send it.
 */

import { html, nothing } from "lit/html.js";
import { graphemes } from "../shared/graphemes.js";
import { _ } from "../shared/i18n.js";
import { page } from "../shared/page-data.js";
import { chevron, groupMark } from "../shared/view/marks.js";
import { overtaken } from "./my-question-words.js";

/** @import {AskerView} from "../shared/contracts.d.ts" */
/** @import {QuestionBody} from "./ask-form.js" */
/** @import {Edit} from "./edits.js" */

/**
 * @typedef {object} EditActs The acts of the editor.
 * @property {(question: AskerView) => void} open opens the editor
 * @property {(number: number, values: QuestionBody) => void} write stores the current values of the fields
 * @property {(number: number) => void} keep sends the stored values
 * @property {(number: number) => void} close closes the editor and deletes the stored values
 * @property {(field: HTMLTextAreaElement) => void} copy copies the text of the field
 */

/** @param {HTMLFormElement} form @returns {QuestionBody} */
function valuesIn(form) {
  const data = new FormData(form);
  const text = (/** @type {string} */ name) => String(data.get(name) ?? "").trim();
  const name = text("name");
  /** @type {Partial<QuestionBody>} */
  const chosen = {};
  for (const field of /** @type {const} */ (["language", "region", "topic", "to"]))
    if (text(field)) chosen[field] = text(field);
  return {
    text: String(data.get("text")),
    group: text("group"),
    ...chosen,
    ...(name && { name, show_name: data.has("show_name") }),
    ...(data.has("no_machine") && { machine: false }),
  };
}

/**
 * Return the reason why these values cannot be sent, or "".
 * @param {QuestionBody} values
 */
export function faultOf({ text }) {
  const [length, limit] = [graphemes(text.trim()), page.session.limits.text];
  if (!length) return _("Please write your question first.");
  return length > limit
    ? _("This text is too long: %(length)s of at most %(limit)s characters.", { length, limit })
    : "";
}

/**
 * Return a labelled select box of the editor.
 * @param {string} id
 * @param {string} name
 * @param {string} label
 * @param {string | undefined} value
 * @param {[string, string][]} options [value, label]
 * @param {unknown} [mark]
 */
function select(id, name, label, value, options, mark = nothing) {
  return html`<div class="ask-row"><label for=${id}>${label}</label>
    <span class="quiet-select">${mark}<select id=${id} name=${name}>
      ${options.map(([key, words]) => html`<option value=${key} ?selected=${key === (value ?? "")}>${words}</option>`)}
    </select>${chevron()}</span></div>`;
}

/**
 * @param {{key: string, label: string | null}[]} entries
 * @returns {[string, string][]} the options of a select
 */
const labelled = (entries) => entries.map(({ key, label }) => [key, label ?? key]);

/**
 * @param {Edit} edit
 * @param {boolean} isRule whether the Chatham House Rule applies
 */
function choices({ number, first, values }, isRule) {
  const {
    groups,
    regions,
    topics,
    chairs_set_topics: isSetByChairs,
    panellists,
    languages,
    translation,
  } = page.session;
  const id = (/** @type {string} */ name) => `edit-${name}-${number}`;
  return html`
    ${select(id("group"), "group", _("I ask as"), first.group, labelled(groups), groupMark(values.group))}
    ${
      regions.length
        ? select(id("region"), "region", _("Region you work in"), first.region ?? "undisclosed", labelled(regions))
        : nothing
    }
    ${
      topics.length && !isSetByChairs
        ? select(id("topic"), "topic", _("Topic"), first.topic, [["", _("Choose a topic")], ...labelled(topics)])
        : nothing
    }
    ${
      panellists.length
        ? select(id("to"), "to", _("To"), first.to, [
            ["", _("The whole panel")],
            ...panellists.map(({ key, name }) => /** @type {[string, string]} */ ([key, name])),
          ])
        : nothing
    }
    ${select(id("language"), "language", _("Language of your question"), first.language, [
      ["", _("Detect language")],
      ...languages.map(({ code, name }) => /** @type {[string, string]} */ ([code, name])),
      ["und", _("Another language")],
    ])}
    ${
      isRule
        ? nothing
        : html`<label class="label" for=${id("name")}>${_("Name, if you wish")}</label>
      <input class="field" id=${id("name")} name="name" autocomplete="name" dir="auto" .defaultValue=${first.name ?? ""}>
      <label class="tick"><input type="checkbox" name="show_name" ?checked=${first.show_name === true}>
        ${_("Show my name to everybody; otherwise only the chairs see it")}</label>`
    }
    ${
      translation?.third_party || first.machine === false
        ? html`<label class="tick"><input type="checkbox" name="no_machine" ?checked=${first.machine === false}>
        ${_("Do not machine-translate my question")}</label>`
        : nothing
    }`;
}

/**
 * @param {AskerView} question
 * @param {Edit} edit
 * @param {boolean} isRule
 * @param {EditActs} acts
 */
export function questionEditor(question, edit, isRule, acts) {
  const { number } = edit;
  const canEdit = question.can_edit === true;
  const onInput = (/** @type {Event & {currentTarget: HTMLFormElement}} */ { currentTarget }) => {
    if (canEdit) acts.write(number, valuesIn(currentTarget));
  };
  const onSubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (canEdit) acts.keep(number);
  };
  const onCopy = (/** @type {Event & {currentTarget: HTMLButtonElement}} */ { currentTarget }) =>
    acts.copy(/** @type {HTMLTextAreaElement} */ (currentTarget.form?.elements.namedItem("text")));
  const length = graphemes(edit.values.text.trim());
  const { text: limit } = page.session.limits;
  // Bind the initial values, not the current values: a binding that changes while a person types would move the caret.
  // If a chair has acted on the question, the text can no longer be sent. Even then, draw the same text area, only
  // read-only; a new element would not have the focus.
  return html`<form class="own-edit" data-edit-form=${number} ?data-kept=${!canEdit} novalidate aria-busy=${edit.isSending ? "true" : "false"}
      @input=${onInput} @submit=${onSubmit}>
    <p class="remark" id=${`edit-hint-${number}`} role="status">${
      !canEdit || edit.isStale
        ? html`${overtaken(question)} <br>${_("These words were not sent:")}`
        : _("Your words keep their number. The chairs are told that you changed them.")
    }</p>
    <label class="visually-hidden" for=${`edit-text-${number}`}>${_("New words")}</label>
    <textarea class="field voice" id=${`edit-text-${number}`} name="text" rows="3" dir="auto" ?readonly=${!canEdit}
      aria-describedby=${`edit-hint-${number}`} .defaultValue=${edit.first.text}></textarea>
    ${
      canEdit
        ? html`<p class="count" ?data-over=${length > limit}>${_("%(length)s of %(limit)s", { length, limit })}</p>
      ${choices(edit, isRule)}`
        : nothing
    }
    ${edit.message ? html`<p class="error" role="alert">${edit.message}</p>` : nothing}
    <div class="own-acts">
      ${
        canEdit
          ? html`<button class="button main">${_("Save")}</button>
        <button type="button" class="button quiet" @click=${() => acts.close(number)}>${_("Leave as it was")}</button>`
          : html`<button type="button" class="button" @click=${onCopy}>${_("Copy my new words")}</button>
        <button type="button" class="button quiet" @click=${() => acts.close(number)}>${_("Close")}</button>`
      }
    </div>
  </form>`;
}
