/* One's own questions: what waits on this phone, then what the server has. */
import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { _, formatNumber } from "../shared/i18n.js";
import { statusMark } from "../shared/view/marks.js";
import { ownQuestion } from "./my-question.js";
import { inOrder } from "./my-question-words.js";

const FIRST = { live: 0, next: 1 };
const words = {
  saved: () => _("Saved on this phone"),
  sending: () => _("Sending"),
  received: () => _("Received, waiting"),
  refused: () => _("Not sent"),
};
const glyphs = { saved: "saved", sending: "sending", received: "pending", refused: "declined" };

/** `acts`: {edit(entry), forget(entry)}. `online`: what is kept here goes out at the server's pace; nothing stands in its way. */
function waiting(entry, { paused, online, acts }) {
  const state = entry.state === "saved" && online && !paused && !entry.message ? "sending" : entry.state;
  const remark =
    entry.message ??
    (state !== "saved"
      ? ""
      : paused
        ? _("It will be sent by itself, once, when questions open again.")
        : _("It will be sent by itself, once, when there is a connection."));
  return html`<li class="own-row" data-key=${entry.key} data-status=${entry.state}>
    <h3 class="status">${statusMark(glyphs[state])}<span>${words[state]()}</span></h3>
    <p class="voice reminder" dir="auto">${entry.body.text}</p>
    ${remark ? html`<p class="remark">${remark}</p>` : nothing}
    ${
      entry.state === "saved" || entry.state === "refused"
        ? html`<div class="own-acts">
      <button type="button" class="button text" @click=${() => acts.edit(entry)}>${_("Edit")}</button>
      <button type="button" class="button quiet" @click=${() => acts.forget(entry)}>${_("Delete")}</button>
    </div>`
        : nothing
    }
  </li>`;
}

/** `entries` of the outbox, `questions` as GET own gives them. Nothing of one's own: nothing here. */
export function ownList({ entries, questions, state, paused, online, acts }) {
  const count = entries.length + questions.length;
  if (!count) return nothing;
  const order = inOrder(questions);
  const urgent = order.filter(({ fate }) => fate in FIRST);
  const rest = order.filter(({ fate }) => !(fate in FIRST));
  const row = (view) => ownQuestion(view, state, acts);
  return html`
    <div class="section-row"><h2 id="own-heading">${_("Your questions")}</h2>
      <span class="count" aria-hidden="true">${formatNumber(count)}</span>
      ${state.settings.phase === "closed" ? nothing : html`<a class="another" href="#text">${_("Ask another")}</a>`}</div>
    <ul class="own" aria-labelledby="own-heading">
      ${repeat(urgent, ({ number }) => number, row)}
      ${repeat(
        entries,
        ({ key }) => key,
        (entry) => waiting(entry, { paused, online, acts }),
      )}
      ${repeat(rest, ({ number }) => number, row)}
    </ul>`;
}
