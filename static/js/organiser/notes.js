/** The line to the chairs: a note goes to both, and here stands who has acknowledged it. Only chairs and organiser ever see it. */

import { html, nothing } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatList, formatTime } from "../shared/i18n.js";
import { statusMark } from "../shared/view/marks.js";
import { page } from "../shared/page.js";
import { act, change, ui } from "./ui.js";

const SHOWN = 3; // the others are folded

/**
 * Who has said that they read it, in words; by whom not yet.
 * @param acknowledged [seats]; @param chairs [{seat, name}]
 * @returns {{words: string, isRead: boolean}} `isRead`: every chair has
 */
export function receipt(acknowledged, chairs) {
  const names = (wanted) => chairs.filter(({ seat }) => acknowledged.includes(seat) === wanted).map(({ name }) => name);
  const [read, unread] = [names(true), names(false)];
  const words = [
    read.length ? _("read by %(names)s", { names: formatList(read) }) : "",
    unread.length ? _("not yet read by %(names)s", { names: formatList(unread) }) : "",
  ];
  return { words: words.filter(Boolean).join(" · "), isRead: !unread.length };
}

function note({ text, at, acknowledged }) {
  const { words, isRead } = receipt(acknowledged, page.session.chairs);
  return html`<li class="note" ?data-read=${isRead}>
    <p class="note-text" dir="auto">${text}</p>
    <p class="hint note-foot">${statusMark(isRead ? "approved" : "pending")}<span>${formatTime(at)} · ${words}</span></p>
  </li>`;
}

async function send(event) {
  event.preventDefault();
  const text = ui.draft;
  const isSent = await act("note", "note", { text }, _("Sent to the chairs."));
  if (isSent && ui.draft === text) change({ draft: "" }); // what was written meanwhile stays
}

export function lineSection({ notes = [] }) {
  const newest = [...notes].reverse();
  const list = (some) => html`<ul class="notes">${repeat(some, (one) => one.note, note)}</ul>`;
  return html`<section class="part" aria-labelledby="line-heading">
    <h2 id="line-heading">${_("Write to the chairs")}</h2>
    <form class="line" novalidate aria-busy=${String(ui.busy === "note")} @submit=${send}>
      <label class="hint" for="note">${_("Both chairs see it on their page, nobody else. They say when they have read it.")}</label>
      <textarea id="note" class="field" rows="2" dir="auto" .value=${live(ui.draft)} @input=${(event) => (ui.draft = event.currentTarget.value)}></textarea>
      <button class="button" data-name="note">${_("Send to both chairs")}</button>
    </form>
    ${newest.length ? list(newest.slice(0, SHOWN)) : nothing}
    ${newest.length > SHOWN ? html`<details class="older"><summary>${_("Earlier notes")}</summary>${list(newest.slice(SHOWN))}</details>` : nothing}
  </section>`;
}
