/* The rows of questions that the server does not have yet: the entries of the outbox, and drafts that no form shows. */

import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { statusMark } from "../shared/view/marks.js";

/** @import {NamedDraft} from "./drafts.js" */
/** @import {ShownEntry} from "./outbox.js" */

/**
 * @typedef {object} UnsentActs The acts on unsent texts. `key`: the key of an entry in the outbox; `id`: the id of a
 *   draft or the key of an entry.
 * @property {(key: string) => void} edit
 * @property {(key: string) => void} remove
 * @property {(key: string) => void} cancel cancels the person's request to edit or delete the entry
 * @property {(id: string) => void} editDraft
 * @property {(id: string) => void} removeDraft
 * @property {(id: string, text: string, row: Element | null) => void} copy
 * @property {(id: string) => boolean} isCopied
 */
/**
 * @typedef {object} UnsentContext The state of the page that the rows depend on.
 * @property {"open" | "paused" | "closed" | "gone"} phase `open` includes the rehearsal; `gone`: the session is purged
 * @property {boolean} isOnline
 * @property {UnsentActs} acts
 */

const GLYPHS = { saved: "saved", sending: "sending", received: "pending", refused: "declined" };

/** Return the words "Not sent" with the reason: the session has closed or no longer exists. */
const notSent = (/** @type {boolean} */ isGone) =>
  isGone ? _("Not sent: this session no longer exists") : _("Not sent: the session has closed");

/**
 * Return the state that the row of an entry shows. After the purge, every entry that was not received is shown as
 * `refused`. A saved entry without a message is shown as `sending` while the phone is online and questions are not
 * paused. Reason: such an entry waits only for earlier entries or for the server's rate limit.
 * @param {ShownEntry} entry
 * @param {UnsentContext} context
 */
function shownState({ state, message }, { phase, isOnline }) {
  if (phase === "gone" && state !== "received") return "refused";
  return state === "saved" && isOnline && phase !== "paused" && !message ? "sending" : state;
}

/**
 * Return the state of an entry in words.
 * @param {ShownEntry} entry
 * @param {UnsentContext} context
 */
function statusWords(entry, context) {
  const { pending, isStored, code } = entry;
  if (pending && context.phase !== "gone") return _("Checking whether it has arrived");
  switch (shownState(entry, context)) {
    case "sending":
      return _("Sending");
    case "received":
      return _("Received, waiting");
    case "saved":
      return isStored ? _("Saved on this phone") : _("Not sent yet");
    default:
      if (context.phase === "gone" || code === "session.unknown") return notSent(true);
      return code === "phase.not_allowed" && context.phase === "closed" ? notSent(false) : _("Not sent");
  }
}

/**
 * Return the remark below an entry, such as the reason why it is not sent; "" if there is none.
 * @param {ShownEntry} entry
 * @param {UnsentContext} context
 */
function remarkOf(entry, context) {
  const { message, pending, isStored, code } = entry;
  const state = shownState(entry, context);
  if (context.phase !== "gone") {
    if (pending === "edit") return _("It may have arrived already. You can edit it as soon as there is a connection.");
    if (pending) return _("It may have arrived already. If so, it is withdrawn as soon as there is a connection.");
  }
  if (state === "refused" && code === "edit") return _("You wanted to edit it, so it was not sent.");
  if (code === "phase.not_allowed" && context.phase === "open") return _("The session was closed. It is open again.");
  if (state === "refused" && (context.phase === "gone" || code === "phase.not_allowed" || code === "session.unknown"))
    return isStored ? "" : _("This browser cannot save it. Copy it before you leave this page.");
  if (message || state !== "saved") return message ?? "";
  if (!isStored) return _("This browser cannot save it. Keep this page open until it is sent.");
  return context.phase === "paused"
    ? _("It will be sent automatically when questions open again. You need not send it again.")
    : _("It will be sent automatically when there is a connection. You need not send it again.");
}

/**
 * Return the button that copies the text of a row.
 * @param {string} id
 * @param {string} text
 * @param {UnsentActs} acts
 */
function copyButton(id, text, acts) {
  const copy = (/** @type {MouseEvent} */ event) =>
    acts.copy(id, text, /** @type {Element} */ (event.currentTarget).closest("li")?.querySelector(".voice") ?? null);
  return html`<button type="button" class="button text" data-copy @click=${copy}>${acts.isCopied(id) ? _("Copied") : _("Copy")}</button>`;
}

/**
 * Return the button "Delete", which asks before it deletes.
 * @param {() => void} onDelete
 */
function deletion(onDelete) {
  return html`<details class="confirm">
        <summary class="button quiet">${_("Delete")}</summary>
        <p>${_("Delete this question?")} <button type="button" class="button" data-delete @click=${onDelete}>${_("Delete it now")}</button></p>
      </details>`;
}

/**
 * Return the row of an entry of the outbox.
 * @param {ShownEntry} entry
 * @param {UnsentContext} context
 */
export function outboxEntry(entry, context) {
  const { key, body, state, pending } = entry;
  const { acts, phase } = context;
  const shown = shownState(entry, context);
  const remark = remarkOf(entry, context);
  const isOver = phase === "closed" || phase === "gone";
  const canEdit = !isOver && (shown === "refused" || state === "saved");
  const canDelete = shown === "refused" || state === "saved";
  return html`<li class="own-row" data-key=${key} data-status=${phase === "gone" ? shown : state} data-pending=${pending ?? nothing}>
    <h3 class="status">${statusMark(GLYPHS[shown])}<span>${statusWords(entry, context)}</span></h3>
    <p class="voice reminder" dir="auto">${body.text}</p>
    ${remark ? html`<p class="remark">${remark}</p>` : nothing}
    ${
      pending && phase !== "gone"
        ? html`<div class="own-acts">
      <button type="button" class="button text" data-cancel @click=${() => acts.cancel(key)}>${_("Cancel")}</button></div>`
        : canDelete
          ? html`<div class="own-acts">
      ${canEdit ? html`<button type="button" class="button text" data-edit @click=${() => acts.edit(key)}>${_("Edit")}</button>` : nothing}
      ${isOver ? copyButton(key, body.text, acts) : nothing}
      ${deletion(() => acts.remove(key))}
    </div>`
          : nothing
    }
  </li>`;
}

/**
 * Return the row of a draft.
 * @param {NamedDraft} draft
 * @param {UnsentContext} context
 */
export function draftRow({ id, draft }, { phase, acts }) {
  const isOver = phase === "closed" || phase === "gone";
  return html`<li class="own-row" data-draft=${id} data-status="refused">
    <h3 class="status">${statusMark("declined")}<span>${isOver ? notSent(phase === "gone") : _("Not sent: a draft")}</span></h3>
    <p class="voice reminder" dir="auto">${draft.text}</p>
    <div class="own-acts">
      ${
        isOver
          ? copyButton(id, draft.text, acts)
          : html`<button type="button" class="button text" data-edit @click=${() => acts.editDraft(id)}>${_("Edit")}</button>`
      }
      ${deletion(() => acts.removeDraft(id))}
    </div>
  </li>`;
}
