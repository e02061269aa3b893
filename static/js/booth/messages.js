/**
 * The messages between the booths and the chairs: the panel with all messages, and the card with the first unread
 * message. The panel also has ready-made phrases and a text field. Panel and card cover a part of the page, so that no
 * question moves.
 */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatList, formatNumber, formatTime, ngettext } from "../shared/i18n.js";
import { isComposing } from "../shared/keys.js";
import { page } from "../shared/page-data.js";
import { nameOf } from "../shared/seat-name.js";
import { joinSentences } from "../shared/sentences.js";
import { command } from "../shared/stream/http.js";
import { addPanel, openPanel, openPanelName } from "./panels.js";

/** @import {ChairNote} from "../shared/contracts.d.ts" */

const NAME = "messages";
const LONG = 0.8; // from this share of the maximum length on, the page shows the length of a message

const line = {
  /** @type {ChairNote[]} oldest first */
  notes: [],
  text: "",
  /** @type {number | null} the message that the draft answers */
  replyTo: null,
  /** @type {Set<string>} the requests without an answer */
  busy: new Set(),
  error: "",
};
let redraw = () => {};

/** The ready-made phrases. One press of a button sends a phrase. @type {(() => string)[]} */
const PHRASES = [
  () => _("Slower, please."),
  () => _("Into the microphone, please."),
  () => _("We hear nothing in the booth."),
  () => _("One speaker at a time, please."),
  () => _("Please repeat the last sentence."),
];

/**
 * Return the messages of other seats that the seat `seat` has not acknowledged, oldest first. Pure.
 * @param {ChairNote[]} notes
 * @param {string} seat
 */
export const unreadOf = (notes, seat) =>
  notes.filter((note) => note.seat !== seat && !note.acknowledged.includes(seat));

const unread = () => unreadOf(line.notes, page.seat);

/**
 * Send a message. After success, delete the sent words from the field. Keep the words that the interpreter typed during
 * the request.
 * @param {string} text
 */
async function send(text) {
  if (!text.trim() || line.busy.has("send")) return;
  const answered = line.replyTo;
  line.busy.add("send");
  line.error = "";
  redraw();
  const answer = await command("note", answered === null ? { text } : { text, reply_to: answered });
  line.busy.delete("send");
  if (answer.ok) {
    if (line.text === text) line.text = "";
    line.replyTo = null;
    if (answered !== null && unread().some(({ note }) => note === answered)) acknowledge(answered);
  } else line.error = answer.message;
  redraw();
}

/**
 * Acknowledge a message: mark it as read by this booth.
 * @param {number} note
 */
async function acknowledge(note) {
  const name = `read ${note}`;
  if (line.busy.has(name)) return;
  line.busy.add(name);
  line.error = "";
  redraw();
  const answer = await command("acknowledge", { note });
  line.busy.delete(name);
  if (!answer.ok) line.error = answer.message;
  redraw();
}

/**
 * Open the panel for an answer to this message. With null, open it for a new message.
 * @param {number | null} note
 */
function answerTo(note) {
  line.replyTo = note;
  openPanel(NAME);
}

/**
 * Return the line above a message, with the author and the time of the message.
 * @param {ChairNote} note
 */
function head({ seat, at }) {
  return html`<p class="message-head"><b>${seat === page.seat ? _("You") : nameOf(seat)}</b> <time datetime=${at}>${formatTime(at)}</time></p>`;
}

/**
 * For a message of this booth, return two lists: the chairs that have read it, and the chairs that have not read it.
 * @param {ChairNote} note
 */
function receipt({ seat, acknowledged }) {
  if (seat !== page.seat) return nothing;
  const names = (/** @type {boolean} */ hasRead) =>
    formatList(
      page.session.chairs.filter((chair) => acknowledged.includes(chair.seat) === hasRead).map(({ name }) => name),
    );
  const [read, waiting] = [names(true), names(false)];
  return html`<p class="message-receipt">${read ? html`<span>${_("read by %(names)s", { names: read })}</span>` : nothing}
    ${waiting ? html`<b>${_("not yet read by %(names)s", { names: waiting })}</b>` : nothing}</p>`;
}

/**
 * Return the beginning of the answered message. If the page does not have this message, return `nothing`.
 * @param {number | null} answered
 */
function quote(answered) {
  const note = line.notes.find((candidate) => candidate.note === answered);
  return note
    ? html`<p class="message-quote"><span>${joinSentences(_("Answer to:"), nameOf(note.seat))}</span> <q dir="auto">${note.text}</q></p>`
    : nothing;
}

/**
 * Return the button that marks a message as read.
 * @param {ChairNote} note
 * @param {string} words
 */
function readButton({ note, text }, words) {
  return html`<button type="button" class="button main" data-read=${note} aria-busy=${line.busy.has(`read ${note}`) ? "true" : nothing} @click=${() => acknowledge(note)}>${words}<span class="visually-hidden"> ${text}</span></button>`;
}

/**
 * Return a message in the panel, with its buttons and its readers.
 * @param {ChairNote} note
 */
function entry(note) {
  const isOwn = note.seat === page.seat;
  const isUnread = !isOwn && !note.acknowledged.includes(page.seat);
  return html`<li class="message-entry" data-note=${note.note} ?data-waiting=${isUnread} ?data-own=${isOwn}>
    ${head(note)} ${note.reply_to === null ? nothing : quote(note.reply_to)}
    <p class="message-text" dir="auto">${note.text}</p>
    ${receipt(note)}
    ${
      isOwn
        ? nothing
        : html`<p class="message-acts">${isUnread ? readButton(note, _("Seen")) : nothing}
      <button type="button" class="button" @click=${() => answerTo(note.note)}>${_("Answer")}<span class="visually-hidden"> ${note.text}</span></button></p>`
    }
  </li>`;
}

/**
 * Send the message on Enter. Shift+Enter inserts a line break.
 * @param {KeyboardEvent} event
 */
function onKey(event) {
  if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
  event.preventDefault();
  send(line.text);
}

const GAP = "…"; // the placeholder for a word in the sentence "Which sense of …?"

/** Write "Which sense of …?" into the field, and select "…", so that the interpreter can type the word. */
function askSense() {
  line.text = _("Which sense of …?");
  redraw();
  const field = /** @type {HTMLTextAreaElement | null} */ (document.querySelector("#message"));
  const start = line.text.indexOf(GAP);
  field?.focus();
  if (start >= 0) field?.setSelectionRange(start, start + GAP.length);
}

function content() {
  const { note: limit } = page.session.limits;
  const onInput = (/** @type {Event & {currentTarget: HTMLTextAreaElement}} */ event) => {
    line.text = event.currentTarget.value;
    line.error = "";
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    send(line.text);
  };
  return html`<p class="hint">${_("Only the chairs and the booths read this. It is not part of the record.")}</p>
    <div class="messages-log" role="log" aria-label=${_("Messages")} tabindex="0">
      ${line.notes.length ? html`<ol>${repeat(line.notes, ({ note }) => note, entry)}</ol>` : html`<p class="hint">${_("No messages yet.")}</p>`}
    </div>
    <div class="phrases" role="group" aria-label=${_("Send at once")}>
      ${PHRASES.map((words) => html`<button type="button" class="button" aria-disabled=${line.busy.has("send") ? "true" : nothing} @click=${() => send(words())}>${words()}</button>`)}
      <button type="button" class="button" data-sense @click=${askSense}>${_("Which sense of …?")}</button>
    </div>
    <form class="message-form" novalidate aria-busy=${line.busy.has("send") ? "true" : nothing} @submit=${submit}>
      ${line.replyTo === null ? nothing : html`<div class="message-answer">${quote(line.replyTo)}<button type="button" class="button quiet" @click=${() => answerTo(null)}>${_("Write a new message instead")}</button></div>`}
      <label class="visually-hidden" for="message">${_("Message to the chairs")}</label>
      <textarea id="message" class="field" rows="2" dir="auto" data-first placeholder=${_("Message to the chairs")} aria-invalid=${line.error ? "true" : nothing} aria-describedby=${line.error ? "message-error" : nothing} .value=${live(line.text)} @input=${onInput} @keydown=${onKey}></textarea>
      <div role="alert">${line.error ? html`<p class="error" id="message-error">${line.error}</p>` : nothing}</div>
      <div class="message-send">${line.text.length > limit * LONG ? html`<span class="hint">${_("%(length)s of %(limit)s characters", { length: line.text.length, limit })}</span>` : nothing}<button class="button main">${_("Send")}</button></div>
    </form>`;
}

/**
 * Register the panel.
 * @param {() => void} draw
 */
export function addMessagesPanel(draw) {
  redraw = draw;
  addPanel(NAME, { title: () => _("Messages"), content });
}

/**
 * Store the messages from the newest state of the stream.
 * @param {ChairNote[] | undefined} notes
 */
export function takeMessages(notes) {
  line.notes = notes ?? [];
}

let shownCount = 0;

/** Scroll the panel to a new message, and write the number of unread messages on the panel's button. */
export function showMessages() {
  const log = document.querySelector(".messages-log");
  const count = log ? line.notes.length : 0;
  if (log && count > shownCount && !log.contains(document.activeElement)) log.scrollTop = log.scrollHeight;
  shownCount = count;
  const badge = document.querySelector("[data-unread]");
  const waiting = unread().length;
  if (!badge) return;
  badge.textContent = formatNumber(waiting);
  badge.toggleAttribute("hidden", !waiting);
  const words = document.querySelector("[data-unread-words]");
  if (words) words.textContent = waiting ? ngettext("%(n)s unread", "%(n)s unread", waiting) : "";
}

/** Return the card with the first unread message. While the panel shows all messages, return `nothing`. */
export function unreadCard() {
  const [first, ...others] = unread();
  if (!first || openPanelName() === NAME) return nothing;
  return html`<div class="message-card" data-note=${first.note}>
    ${head(first)}
    <p class="message-text" dir="auto" tabindex="0">${first.text}</p>
    ${line.error ? html`<p class="error">${line.error}</p>` : nothing}
    <p class="message-acts">${readButton(first, _("Seen"))}
      <button type="button" class="button" @click=${() => answerTo(first.note)}>${_("Answer")}</button>
      ${others.length ? html`<span>${ngettext("%(n)s more", "%(n)s more", others.length)}</span>` : nothing}</p>
  </div>`;
}
