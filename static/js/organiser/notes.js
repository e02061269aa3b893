/**
 * The notes between the organiser and the chairs. For each note of the organiser, the page names the chairs that have
 * read the note.
 */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatList, formatTimeAndZone } from "../shared/i18n.js";
import { statusMark } from "../shared/view/marks.js";
import { page } from "../shared/page-data.js";
import { change, executeAct, ui } from "./ui.js";

/** @import {ChairNote, ChairView, OrganiserState} from "../shared/contracts.d.ts" */

const SHOWN = 4; // number of notes outside the collapsed section "Earlier notes"

/**
 * Return a sentence with the names of the chairs who have read a note, and of the chairs who have not.
 * @param {string[]} acknowledged the seats that have read the note
 * @param {ChairView[]} chairs
 * @returns {{words: string, isRead: boolean}} `isRead`: true if every chair has read the note
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

/**
 * Return the quotation above a reply: the text of the note that the reply answers. Return nothing if `notes` does not
 * contain this note.
 * @param {ChairNote[]} notes
 * @param {number | null} answered
 */
function quote(notes, answered) {
  const note = notes.find((candidate) => candidate.note === answered);
  return note ? html`<p class="hint note-quote">${_("Answer to:")} <q dir="auto">${note.text}</q></p>` : nothing;
}

/**
 * Return a note in the list: a note of the organiser with the names of its readers, a note of a chair with its buttons.
 * @param {ChairNote} note
 * @param {ChairView[]} chairs
 * @param {ChairNote[]} notes
 */
function noteRow(note, chairs, notes) {
  const { text, at, acknowledged, seat } = note;
  const isOwn = seat === page.seat;
  const { words, isRead } = receipt(acknowledged, chairs);
  const hasRead = isOwn ? isRead : acknowledged.includes(page.seat);
  return html`<li class="note" data-note=${note.note} ?data-read=${hasRead} ?data-from-chair=${!isOwn}>
    ${isOwn ? nothing : html`<p class="note-from"><strong><bdi>${chairs.find((chair) => chair.seat === seat)?.name ?? seat}</bdi></strong></p>`}
    ${quote(notes, note.reply_to)}
    <p class="note-text" dir="auto">${text}</p>
    <p class="hint note-foot">${statusMark(hasRead ? "approved" : "pending")}<span>${formatTimeAndZone(at)}${isOwn ? ` · ${words}` : nothing}</span></p>
    ${isOwn ? nothing : noteActs(note, hasRead)}
  </li>`;
}

/**
 * Return the buttons of a chair's note.
 * @param {ChairNote} note
 * @param {boolean} hasRead
 */
function noteActs({ note, text }, hasRead) {
  const name = `acknowledge:${note}`;
  return html`<div class="acts">
    <button type="button" class="button" data-name=${`reply:${note}`} @click=${() => reply(note)}>${_("Answer")}<span class="visually-hidden"> ${text}</span></button>
    ${hasRead ? nothing : html`<button type="button" class="button text" data-name=${name} aria-busy=${String(ui.busy === name)} @click=${() => executeAct(name, "acknowledge", { note }, _("Marked as read."))}>${_("I have read it")}<span class="visually-hidden"> ${text}</span></button>`}
  </div>`;
}

/**
 * Begin to answer a note.
 * @param {number} note
 */
function reply(note) {
  change({ replyTo: note });
  document.getElementById("note")?.focus();
}

/**
 * Return a list of notes.
 * @param {ChairNote[]} shown
 * @param {ChairView[]} chairs
 * @param {ChairNote[]} all
 */
const noteList = (shown, chairs, all) =>
  html`<ul class="notes">${repeat(
    shown,
    ({ note }) => note,
    (note) => noteRow(note, chairs, all),
  )}</ul>`;

/**
 * Send the note. An answer also marks the answered note as read.
 * @param {Event} event
 */
async function send(event) {
  event.preventDefault();
  const { draft: text, replyTo } = ui;
  const body = replyTo === null ? { text } : { text, reply_to: replyTo };
  const isSent = await executeAct("note", "note", body, _("Sent to the chairs."));
  if (!isSent) return;
  // Do not empty the field if the organiser has changed the text since sending.
  change({ replyTo: null, ...(ui.draft === text ? { draft: "" } : {}) });
  const answered = ui.state?.notes.find(({ note }) => note === replyTo);
  if (answered && !answered.acknowledged.includes(page.seat))
    await executeAct("note", "acknowledge", { note: answered.note }, _("Sent to the chairs."));
}

/**
 * Store the text that the organiser has typed.
 * @param {Event & {currentTarget: HTMLTextAreaElement}} event
 */
function onInput(event) {
  ui.draft = event.currentTarget.value;
}

/**
 * Return the section with the notes between the organiser and the chairs.
 * @param {OrganiserState} state
 */
export function chairNotesSection({ notes = [], seats }) {
  const newest = [...notes].reverse();
  const answered = ui.replyTo;
  // Take the chairs' names from the state, not from the page data. A chair may have been replaced after the page was
  // loaded.
  const chairs = seats
    .filter(({ seat }) => seat.startsWith("chair."))
    .map(({ seat, name }) => ({ seat, name: name ?? seat }));
  return html`<section class="part" aria-labelledby="chair-notes-heading">
    <h2 id="chair-notes-heading">${_("Write to the chairs")}</h2>
    <form class="chair-notes" novalidate aria-busy=${String(ui.busy === "note")} @submit=${send}>
      <label class="hint" for="note">${_("The chairs see it on their page, nobody else. They say when they have read it, and can answer.")}</label>
      ${answered === null ? nothing : html`<div class="note-answer">${quote(notes, answered)} <button type="button" class="button text" data-name="reply-stop" @click=${() => change({ replyTo: null })}>${_("Write a new note instead")}</button></div>`}
      <textarea id="note" class="field" rows="2" dir="auto" .value=${live(ui.draft)} @input=${onInput}></textarea>
      <button class="button" data-name="note">${_("Send to the chairs")}</button>
    </form>
    ${newest.length ? noteList(newest.slice(0, SHOWN), chairs, notes) : nothing}
    ${newest.length > SHOWN ? html`<details class="older"><summary>${_("Earlier notes")}</summary>${noteList(newest.slice(SHOWN), chairs, notes)}</details>` : nothing}
  </section>`;
}
