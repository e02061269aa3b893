/** The find bar, which contains the search and the filters. The bar stays open while a filter is set. */

/** @import { StatusName } from "../../shared/contracts.d.ts" */

import { html, nothing } from "lit/html.js";
import { _ } from "../../shared/i18n.js";
import { isComposing } from "../../shared/keys.js";
import { page } from "../../shared/page-data.js";
import { enterFirst } from "../control/focus.js";
import { closeOlder, OLDER, openOlder } from "../control/history.js";
import { perform } from "../control/perform.js";
import { NO_TOPIC } from "../model/filter.js";
import { statusLabel } from "../model/sentences.js";
import { filtering } from "../model/shown.js";
import { change, ui } from "../model/ui.js";
import { onValue } from "./events.js";

/** @typedef {[key: string, words: string | null]} Option the value and the label of an option in a `select` */

/** @param {"text" | "language" | "group" | "topic"} name */
const onFilter = (name) => onValue((value) => change({ filter: { ...ui.filter, [name]: value } }));

/**
 * If the chosen status is a status of the history panel (`OLDER`), open the panel. Otherwise, filter the lists by the
 * status.
 */
const onStatus = onValue((value) => {
  const older = OLDER.find((status) => status === value);
  change({ filter: { ...ui.filter, status: older ? "" : value } });
  if (older) openOlder(older);
  else if (ui.older) closeOlder();
});

/**
 * Return a labelled select box of the bar.
 * @param {string} id
 * @param {string} label
 * @param {string} value
 * @param {Option[]} options
 * @param {(event: Event) => void} onChange
 */
function choice(id, label, value, options, onChange) {
  return html`<label class="find-choice" for=${id}>
    <span class="visually-hidden">${label}</span>
    <select id=${id} class="field" @change=${onChange}>
      ${options.map(([key, words]) => html`<option value=${key} ?selected=${key === value}>${words}</option>`)}
    </select>
  </label>`;
}

/**
 * Close the bar on Escape. On Enter in the text field, go to the first matching question.
 * @param {KeyboardEvent} event
 */
function onKey(event) {
  if (isComposing(event)) return;
  const isInText = event.target instanceof HTMLElement && event.target.id === "find-text";
  if (event.key === "Escape") perform("clear_find");
  else if (event.key === "Enter" && isInText) enterFirst();
  else return;
  event.preventDefault();
}

function languageChoice() {
  /** @type {Option[]} */
  const languages = page.session.languages.map(({ code, name }) => [code, name]);
  /** @type {Option[]} */
  const options = [["", _("All languages")], ...languages, ["und", _("Other languages")]];
  return choice("find-language", _("Language"), ui.filter.language, options, onFilter("language"));
}

function groupChoice() {
  /** @type {Option[]} */
  const groups = page.session.groups.map(({ key, short, label }) => [key, short ?? label]);
  return choice("find-group", _("Group"), ui.filter.group, [["", _("All groups")], ...groups], onFilter("group"));
}

function topicChoice() {
  const { topics } = page.session;
  if (!topics.length) return nothing;
  /** @type {Option[]} */
  const options = [
    ["", _("All topics")],
    ...topics.map(({ key, label }) => /** @type {Option} */ ([key, label])),
    [NO_TOPIC, _("No topic")],
  ];
  return choice("find-topic", _("Topic"), ui.filter.topic, options, onFilter("topic"));
}

function statusChoice() {
  /** @type {StatusName[]} */
  const statuses = ["pending", "approved", ...OLDER];
  /** @type {Option[]} */
  const labels = statuses.map((status) => [status, statusLabel(status)]);
  const chosen = ui.older ? ui.older.status : ui.filter.status;
  return choice("find-status", _("Status"), chosen, [["", _("All open questions")], ...labels], onStatus);
}

/** Return the template of the bar, or `nothing` if the bar is closed. */
export function findBar() {
  if (!ui.finding && !filtering()) return nothing;
  return html`<search class="find" @keydown=${onKey}>
    <label for="find-text" class="visually-hidden">${_("Find by words or number")}</label>
    <input id="find-text" class="field" type="search" autocomplete="off" placeholder=${_("Words or number")} .value=${ui.filter.text} @input=${onFilter("text")} />
    ${languageChoice()} ${groupChoice()} ${topicChoice()} ${statusChoice()}
    <button type="button" class="button quiet" data-act="clear_find">${_("Clear and close")}</button>
  </search>`;
}
