/* The page of a session that no longer exists. It shows the texts on this phone that were never sent. The person can
   copy or delete these texts. */

import { render } from "../shared/render.js";
import { html, nothing } from "lit/html.js";
import { _ } from "../shared/i18n.js";
import { deleteDraft, unsentDrafts } from "./drafts.js";
import { entryStore } from "./outbox-store.js";
import { unsentActs } from "./unsent-acts.js";
import { draftRow, outboxEntry } from "./unsent-rows.js";

// A person can type the code in the address with small letters, spaces and hyphens. The names in the storage contain
// the code in capitals, without spaces and hyphens.
const code = decodeURIComponent(location.pathname.split("/")[2] ?? "")
  .replace(/[\s-]/g, "")
  .toUpperCase();
const place = /** @type {HTMLElement} */ (document.getElementById("own"));
const outcome = /** @type {HTMLElement} */ (document.getElementById("announce"));
const store = entryStore(code);

const acts = unsentActs({
  box: { edit() {}, cancel() {}, remove: store.remove },
  editDraft() {},
  removeDraft: (id) => deleteDraft(code, id),
  say(sentence) {
    outcome.textContent = sentence;
  },
  onChange: draw,
});

function draw() {
  const context = { phase: /** @type {const} */ ("gone"), isOnline: false, acts };
  const entries = store.all().filter(({ state }) => state !== "received");
  const drafts = unsentDrafts(code);
  const rows = [
    ...entries.map((entry) => outboxEntry({ ...entry, pending: null, isStored: store.isStored(entry.key) }, context)),
    ...drafts.map((draft) => draftRow(draft, context)),
  ];
  render(
    rows.length
      ? html`<div class="section-row"><h2 id="own-heading">${_("Your questions")}</h2></div>
        <ul class="own" aria-labelledby="own-heading">${rows}</ul>`
      : nothing,
    place,
  );
}
store.watch(draw);
draw();
