/**
 * The organiser's notes to both chairs, each with the names of the chairs that have read it. Only the chairs and the
 * organiser see these notes.
 */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatList, formatTime } from "../shared/i18n.js";
import { statusMark } from "../shared/view/marks.js";
import { page } from "../shared/page-data.js";
import { change, executeAct, ui } from "./ui.js";

/** @import {ChairNote, ChairView, OrganiserState} from "../shared/contracts.d.ts" */

const SHOWN = 3; // Older notes are in a collapsed section.

/**
 * Return in words which chairs have read a note and which have not.
 * @param {string[]} acknowledged seats
 * @param {ChairView[]} chairs
 * @returns {{words: string, isRead: boolean}} `isRead`: every chair has read it
 */
export function receipt(acknowledged, chairs) {
  const names = (/** @type {boolean} */ hasRead) =>
    chairs.filter(({ seat }) => acknowledged.includes(seat) === hasRead).map(({ name }) => name);
  const [read, unread] = [names(true), names(false)];
  const words = [
    read.length ? _("read by %(names)s", { names: formatList(read) }) : "",
    unread.length ? _("not yet read by %(names)s", { names: formatList(unread) }) : "",
  ];
  return { words: words.filter(Boolean).join(" · "), isRead: !unread.length };
}

/** @param {ChairNote} note */
function noteRow({ text, at, acknowledged }) {
  const { words, isRead } = receipt(acknowledged, page.session.chairs);
  return html`<li class="note" ?data-read=${isRead}>
    <p class="note-text" dir="auto">${text}</p>
    <p class="hint note-foot">${statusMark(isRead ? "approved" : "pending")}<span>${formatTime(at)} · ${words}</span></p>
  </li>`;
}

/** @param {ChairNote[]} notes */
const noteList = (notes) => html`<ul class="notes">${repeat(notes, ({ note }) => note, noteRow)}</ul>`;

/** @param {Event} event */
async function send(event) {
  event.preventDefault();
  const text = ui.draft;
  const isSent = await executeAct("note", "note", { text }, _("Sent to the chairs."));
  // Do not empty the field if the person has changed the text before the answer arrived.
  if (isSent && ui.draft === text) change({ draft: "" });
}

/** @param {Event & {currentTarget: HTMLTextAreaElement}} event */
function onInput(event) {
  ui.draft = event.currentTarget.value;
}

/** @param {OrganiserState} state */
export function chairNotesSection({ notes = [] }) {
  const newest = [...notes].reverse();
  return html`<section class="part" aria-labelledby="chair-notes-heading">
    <h2 id="chair-notes-heading">${_("Write to the chairs")}</h2>
    <form class="chair-notes" novalidate aria-busy=${String(ui.busy === "note")} @submit=${send}>
      <label class="hint" for="note">${_("Both chairs see it on their page, nobody else. They say when they have read it.")}</label>
      <textarea id="note" class="field" rows="2" dir="auto" .value=${live(ui.draft)} @input=${onInput}></textarea>
      <button class="button" data-name="note">${_("Send to both chairs")}</button>
    </form>
    ${newest.length ? noteList(newest.slice(0, SHOWN)) : nothing}
    ${newest.length > SHOWN ? html`<details class="older"><summary>${_("Earlier notes")}</summary>${noteList(newest.slice(SHOWN))}</details>` : nothing}
  </section>`;
}
