/** The chair notes: the button in the masthead, the strip with the first unread note, and the dialog. */

/** @import { ChairNote } from "../../shared/contracts.d.ts" */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatList, formatTime, ngettext } from "../../shared/i18n.js";
import { isComposing } from "../../shared/keys.js";
import { page } from "../../shared/page-data.js";
import {
  addressBooths,
  addressOrganiser,
  answerNone,
  closeNotes,
  sendWrittenNote,
  writeNote,
} from "../control/notes.js";
import { isBooths, isOrganisers, receipts, unread } from "../model/receipts.js";
import { boothSeats } from "../../shared/seat-name.js";
import { joinSentences } from "../../shared/sentences.js";
import { letterOf, nameOf } from "../model/sentences.js";
import { ui } from "../model/ui.js";
import { onSubmit, onTick, onValue } from "./events.js";
import { popover, popoverHeader } from "./popover.js";
import { cap } from "./row-parts.js";
import { describedBy, fieldFoot } from "./wording.js";

const unreadNotes = () => unread(ui.state.notes, page.seat);

/** Return the button of the masthead, with the number of unread notes. */
export function notesButton() {
  const count = unreadNotes().length;
  return html`<button type="button" class="button quiet notes-button" data-act="notes" aria-haspopup="dialog" aria-keyshortcuts="W">
    <span class="notes-word">${_("Notes")}</span>${count ? html`<b class="notes-count" aria-hidden="true">${count}</b><span class="visually-hidden">${ngettext("%(n)s unread", "%(n)s unread", count)}</span>` : nothing}
  </button>`;
}

/**
 * Return the name of the note's author and the time of the note.
 * @param {ChairNote} note
 */
function author(note) {
  const letter =
    isOrganisers(note) || isBooths(note)
      ? nothing
      : html`<span class="seat" aria-hidden="true">${letterOf(note.seat)}</span>`;
  return html`<span class="note-from">${letter}<b>${note.seat === page.seat ? _("You") : nameOf(note.seat)}</b>
    <time datetime=${note.at}>${formatTime(note.at)}</time></span>`;
}

/**
 * Return the button that marks a note as read.
 * @param {ChairNote} note
 */
function readButton({ note }, isFirst = false, kind = "", words = _("I have read it")) {
  const isBusy = ui.busy.has(`acknowledge ${note}`);
  return html`<button type="button" class="button ${kind}" data-act="acknowledge" data-value=${note} data-numeric ?data-first=${isFirst} aria-busy=${isBusy ? "true" : nothing}>${words}</button>`;
}

/**
 * Return the strip with an unread note and its buttons.
 * @param {ChairNote} note
 * @param {number} others the number of all other unread notes
 */
function strip(note, others) {
  const error = ui.messages.get(`acknowledge ${note.note}`);
  return html`<div class="note-strip" data-note=${note.note} data-organiser=${isOrganisers(note) ? "" : nothing} data-booth=${isBooths(note) ? "" : nothing}>
    ${author(note)}
    <p class="voice" dir="auto" tabindex="0">${note.text}</p>
    <span class="note-acts">
      ${error ? html`<span class="error">${error}</span>` : nothing}
      <button type="button" class="button quiet" data-act="notes" aria-haspopup="dialog">${others ? ngettext("%(n)s more", "%(n)s more", others) : _("Answer")}</button>
      ${readButton(note, false, "text", _("Seen"))}
    </span>
  </div>`;
}

export const hasUnreadNote = () => unreadNotes().length > 0;

/**
 * Return the strip with the first unread note. The strip is below the lists, so that no row moves when the strip
 * appears.
 */
export function noteStrip() {
  const [first, ...others] = unreadNotes();
  const isUrgent = first && (isOrganisers(first) || isBooths(first));
  const shown = first ? strip(first, others.length) : nothing;
  return html`<div role="alert">${isUrgent ? shown : nothing}</div><div role="status">${isUrgent ? nothing : shown}</div>`;
}

/**
 * Return the names of the note's recipients in two groups: recipients who have read the note, and recipients who have
 * not.
 * @param {ChairNote} note
 */
function receiptOf(note) {
  const { read, waiting } = receipts(
    note,
    page.session.chairs.map(({ seat }) => seat),
    boothSeats(),
  );
  /** @param {string[]} seats */
  const names = (seats) => formatList(seats.filter((seat) => seat !== page.seat).map(nameOf));
  const readers = names(read);
  const others = names(waiting);
  return html`${readers ? html`<span>${_("read by %(names)s", { names: readers })}</span>` : nothing}
    ${others ? html`<b>${_("not yet read by %(names)s", { names: others })}</b>` : nothing}`;
}

/**
 * Return a quotation of the note to which another note replies. Return nothing if the page no longer has the quoted
 * note.
 * @param {number} answered the id of the quoted note
 */
function quote(answered) {
  const note = ui.state.notes.find((candidate) => candidate.note === answered);
  if (!note) return nothing;
  return html`<p class="note-quote"><span>${note.seat === page.seat ? _("Answer to your note") : joinSentences(_("Answer to:"), nameOf(note.seat))}</span> <q dir="auto">${note.text}</q></p>`;
}

/**
 * Return a note in the dialog, with its readers and its buttons.
 * @param {ChairNote} note
 * @param {boolean} isFirst whether this is the first unread note
 */
function entry(note, isFirst) {
  const isUnread = note.seat !== page.seat && !note.acknowledged.includes(page.seat);
  return html`<li class="chair-note" data-note=${note.note} ?data-waiting=${isUnread}>
    <p class="note-head">${author(note)} <span class="note-receipt">${receiptOf(note)}</span></p>
    ${note.reply_to === null ? nothing : quote(note.reply_to)}
    <p class="voice" dir="auto">${note.text}</p>
    ${isUnread ? readButton(note, isFirst) : nothing}
  </li>`;
}

/**
 * Send the note on Enter. Shift+Enter inserts a line break.
 * @param {KeyboardEvent} event
 */
function onKey(event) {
  if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
  event.preventDefault();
  sendWrittenNote();
}

/**
 * Return the form that writes a note.
 * @param {boolean} isFirst whether the field has the focus when the dialog opens
 */
function writingForm(isFirst) {
  const error = ui.messages.get("notes");
  const names = page.session.chairs.filter(({ seat }) => seat !== page.seat).map(({ name }) => name);
  const answered = ui.noteReplyTo;
  return html`<form class="notes-form" novalidate aria-busy=${ui.busy.has("notes") ? "true" : nothing} @submit=${onSubmit(sendWrittenNote)}>
    ${answered === null ? nothing : html`<div class="note-answer">${quote(answered)}<button type="button" class="button quiet" @click=${answerNone}>${_("Write a new note instead")}</button></div>`}
    <label for="note-text">${_("To %(name)s", { name: names.length ? formatList(names) : nameOf("organiser") })}</label>
    ${names.length ? html`<label class="tick"><input type="checkbox" .checked=${live(ui.noteToOrganiser)} @change=${onTick(addressOrganiser)} /> ${_("The organiser reads it too")}</label>` : nothing}
    <label class="tick"><input type="checkbox" data-to-booths .checked=${live(ui.noteToBooths)} @change=${onTick(addressBooths)} /> ${_("The booths read it too")}</label>
    <textarea id="note-text" class="field voice" rows="2" dir="auto" ?data-first=${isFirst} data-fallback aria-describedby=${describedBy("note", error)} aria-invalid=${error ? "true" : nothing}
      .value=${live(ui.noteText)} @input=${onValue(writeNote)} @keydown=${onKey}></textarea>
    ${fieldFoot("note", ui.noteText, page.session.limits.note, error)}
    <div class="notes-send"><button class="button main">${_("Send")}${cap(_("Enter"))}</button></div>
  </form>`;
}

function content() {
  const { notes } = ui.state;
  const [first] = unreadNotes();
  return html`${popoverHeader("chair-notes-title", _("Notes"), closeNotes)}
    <p class="hint">${_("Only the chairs read this. The organiser and the booths read the notes that are for them.")}</p>
    <div class="notes-log" role="log" aria-label=${_("Notes")} tabindex="0">
      <ol>${repeat(
        notes,
        ({ note }) => note,
        (note) => entry(note, note === first),
      )}</ol>
    </div>
    ${notes.length ? nothing : html`<p class="empty">${_("No notes yet.")}</p>`}
    ${writingForm(!first)}`;
}

export function notesPopover() {
  const isOpen = () => ui.notesOpen;
  return popover({ id: "chair-notes", labelledBy: "chair-notes-title", isOpen, content, close: closeNotes });
}
