/** The private line: what the other chair and the organiser write, until it is said to have been read. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { closeLine, sendLine, writeLine } from "../control/notes.js";
import { isOrganisers, receipts, unread } from "../model/receipts.js";
import { letterOf, nameOf } from "../model/sentences.js";
import { ui } from "../model/ui.js";
import { _, formatList, formatTime, ngettext } from "../../shared/i18n.js";
import { page } from "../../shared/page.js";
import { cap } from "./row-parts.js";
import { counter } from "./wording.js";

const waiting = () => unread(ui.state.notes, page.seat);

/** The masthead's button, with how many notes wait. */
export function lineButton() {
  const count = waiting().length;
  return html`<button type="button" class="button quiet line-button" data-act="line" aria-haspopup="dialog" aria-keyshortcuts="W">
    ${_("Notes")}${count ? html`<b class="line-count" aria-hidden="true">${count}</b><span class="visually-hidden">${ngettext("%(n)s not read", "%(n)s not read", count)}</span>` : nothing}
  </button>`;
}

function from(note) {
  return html`<span class="line-from">${isOrganisers(note) ? nothing : html`<span class="seat" aria-hidden="true">${letterOf(note.seat)}</span>`}<b>${note.seat === page.seat ? _("You") : nameOf(note.seat)}</b>
    <time datetime=${note.at}>${formatTime(note.at)}</time></span>`;
}

function readButton(note, isFirst = false) {
  const isBusy = ui.busy.has(`line ${note.note}`);
  return html`<button type="button" class="button" data-act="acknowledge" data-value=${note.note} data-numeric ?data-first=${isFirst} aria-busy=${isBusy ? "true" : nothing}>${_("I have read it")}</button>`;
}

/** Under the lists, where it pushes nothing away under one's hand: the first note that waits, until it is acknowledged. */
export function lineStrip() {
  const [first, ...others] = waiting();
  const strip = first
    ? html`<div class="line-strip" data-note=${first.note} data-organiser=${isOrganisers(first) ? "" : nothing}>
        ${from(first)}
        <p class="voice" dir="auto" tabindex="0">${first.text}</p>
        <span class="line-acts">
          ${others.length ? html`<button type="button" class="button text" data-act="line">${ngettext("%(n)s more", "%(n)s more", others.length)}</button>` : nothing}
          ${ui.notes.get(`line ${first.note}`) ? html`<span class="error">${ui.notes.get(`line ${first.note}`)}</span>` : nothing}
          ${readButton(first)}
        </span>
      </div>`
    : nothing;
  const isUrgent = first && isOrganisers(first);
  return html`<div role="alert">${isUrgent ? strip : nothing}</div><div role="status">${first && !isUrgent ? strip : nothing}</div>`;
}

/** Who has read it, and who has not. */
function receiptOf(note) {
  const { read, waiting: not } = receipts(
    note,
    page.session.chairs.map(({ seat }) => seat),
  );
  const others = (seats) => formatList(seats.filter((seat) => seat !== page.seat).map(nameOf));
  const done = others(read);
  const open = others(not);
  return html`${done ? html`<span>${_("read by %(names)s", { names: done })}</span>` : nothing}
    ${open ? html`<b>${_("not yet read by %(names)s", { names: open })}</b>` : nothing}`;
}

function entry(note, isFirst) {
  const isWaiting = note.seat !== page.seat && !note.acknowledged.includes(page.seat);
  return html`<li class="line-note" data-note=${note.note} ?data-waiting=${isWaiting}>
    <p class="line-head">${from(note)} <span class="line-receipt">${receiptOf(note)}</span></p>
    <p class="voice" dir="auto">${note.text}</p>
    ${isWaiting ? readButton(note, isFirst) : nothing}
  </li>`;
}

function onKey(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  sendLine();
}

function content() {
  const [first] = waiting();
  const wrong = ui.notes.get("line");
  const submit = (event) => {
    event.preventDefault();
    sendLine();
  };
  const other = page.session.chairs.find(({ seat }) => seat !== page.seat);
  return html`<header>
      <h2 id="line-title">${_("Notes")}</h2>
      <button type="button" class="button quiet" @click=${closeLine}>${_("Close")}${cap(_("Esc"))}</button>
    </header>
    <p class="hint">${_("Only the two chairs read this. The organiser can write to both of you.")}</p>
    <div class="line-notes" role="log" aria-label=${_("Notes")} tabindex="0">
      <ol>${repeat(
        ui.state.notes,
        ({ note }) => note,
        (note) => entry(note, note === first),
      )}</ol>
    </div>
    ${ui.state.notes.length ? nothing : html`<p class="empty">${_("No notes yet.")}</p>`}
    <form class="line-form" novalidate aria-busy=${ui.busy.has("line") ? "true" : nothing} @submit=${submit}>
      <label for="line-text">${_("To %(name)s", { name: other?.name ?? "" })}</label>
      <textarea id="line-text" class="field voice" rows="2" dir="auto" ?data-first=${!first} data-fallback aria-describedby="line-count${wrong ? " line-error" : ""}" aria-invalid=${wrong ? "true" : nothing}
        .value=${live(ui.lineText)} @input=${(event) => writeLine(event.currentTarget.value)} @keydown=${onKey}></textarea>
      <div class="field-foot">${wrong ? html`<p class="error" id="line-error" role="alert">${wrong}</p>` : nothing}${counter(ui.lineText, page.session.limits.note, "line-count")}</div>
      <div class="line-send"><button class="button main">${_("Send")}${cap(_("Enter"))}</button></div>
    </form>`;
}

/** The popover; empty while closed. */
export function linePopover() {
  return html`<div
    id="line"
    class="popover line"
    popover
    role="dialog"
    aria-labelledby="line-title"
    @toggle=${(event) => event.newState === "closed" && ui.lineOpen && closeLine()}
  >${ui.lineOpen ? content() : nothing}</div>`;
}
