/** Search and filters for everything on the dashboard; open while anything is filtered. */

import { html, nothing } from "lit/html.js";
import { filtering } from "../model/shown.js";
import { closeOlder, OLDER, openOlder } from "../control/history.js";
import { enterFirst } from "../control/focus.js";
import { perform } from "../control/perform.js";
import { statusLabel } from "../model/sentences.js";
import { change, ui } from "../model/ui.js";
import { _ } from "../../shared/i18n.js";
import { page } from "../../shared/page.js";

const set = (name) => (event) => change({ filter: { ...ui.filter, [name]: event.currentTarget.value } });

/** Statuses on screen are a filter; the older ones open the history. */
function setStatus(event) {
  const status = event.currentTarget.value;
  const isOlder = OLDER.includes(status);
  change({ filter: { ...ui.filter, status: isOlder ? "" : status } });
  if (isOlder) openOlder(status);
  else if (ui.older) closeOlder();
}

function choice(id, label, value, options, onChange) {
  return html`<label class="find-choice" for=${id}>
    <span class="visually-hidden">${label}</span>
    <select id=${id} class="field" @change=${onChange}>
      ${options.map(([key, words]) => html`<option value=${key} ?selected=${key === value}>${words}</option>`)}
    </select>
  </label>`;
}

/** Escape closes; Enter goes from the words to the first question that they find. */
function onKey(event) {
  if (event.isComposing) return;
  if (event.key === "Escape") perform("clear_find");
  else if (event.key === "Enter" && event.target.id === "find-text") enterFirst();
  else return;
  event.preventDefault();
}

/** The bar, or nothing while neither asked for nor filtering. */
export function findBar() {
  if (!ui.finding && !filtering()) return nothing;
  const statuses = ["pending", "approved", ...OLDER];
  return html`<search class="find" @keydown=${onKey}>
    <label for="find-text" class="visually-hidden">${_("Find by words or number")}</label>
    <input id="find-text" class="field" type="search" autocomplete="off" placeholder=${_("Words or number")} .value=${ui.filter.text} @input=${set("text")} />
    ${choice("find-language", _("Language"), ui.filter.language, [["", _("All languages")], ...page.session.languages.map(({ code, name }) => [code, name]), ["und", _("Other languages")]], set("language"))}
    ${choice("find-group", _("Group"), ui.filter.group, [["", _("All groups")], ...page.session.groups.map(({ key, short, label }) => [key, short ?? label])], set("group"))}
    ${choice("find-status", _("Status"), ui.older ? ui.older.status : ui.filter.status, [["", _("All in play")], ...statuses.map((one) => [one, statusLabel(one)])], setStatus)}
    <button type="button" class="button quiet" data-act="clear_find">${_("Clear and close")}</button>
  </search>`;
}
