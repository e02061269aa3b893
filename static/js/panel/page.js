/** A panellist's page: *Now*, *Next*, the questions to this panellist, and the rest of the queue. */

import { html, nothing } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { questionLabels, questionText } from "../shared/view/question.js";
import { _, formatNumber } from "../shared/i18n.js";
import { statusMark } from "../shared/view/marks.js";
import { page } from "../shared/page-data.js";
import { programme } from "../shared/programme.js";

/** @import {QuestionView, StreamState} from "../shared/contracts.d.ts" */
/** @import {Flags} from "./flags.js" */

/**
 * @typedef {{view: QuestionView, place: number | null}} Row `place`: the place in the queue, starting with 1; null if
 *   the question is not in the queue
 */

const me = page.seat.split(".")[1];
const isMine = (/** @type {QuestionView} */ view) => view.to === me;

/**
 * Return the button "I'll take it" (the flag) for the next question or a question of the queue; nothing for other
 * questions. The chairs see a set flag with this panellist's name.
 * @param {QuestionView} view
 * @param {Flags} flags
 */
function flagButton({ number, status }, flags) {
  if (status !== "next" && status !== "approved") return nothing;
  const isFlagged = flags.has(number);
  const refusal = flags.refusal(number);
  return html`<p class="take">
      <button type="button" class="button" data-flag=${number} aria-pressed=${String(isFlagged)} aria-busy=${String(flags.isBusy(number))}
        @click=${() => flags.toggle(number)}>${isFlagged ? statusMark("approved") : nothing}<span>${_("I'll take it")}</span><span class="visually-hidden">, ${_("Question number")} ${number}</span></button>
      ${isFlagged ? html`<span>${_("The chairs see this.")}</span>` : nothing}
    </p>
    ${refusal ? html`<p class="error" role="alert">${refusal}</p>` : nothing}`;
}

/**
 * Return a question with its labels and the button "I'll take it".
 * @param {Row} row
 * @param {Flags} flags
 */
function question({ view, place }, flags) {
  // A row with a place is under the heading "Asked of you, in order". Such a row needs no label "Asked of you".
  const needsLabel = isMine(view) && !place;
  return html`<li class="item" data-number=${view.number} data-status=${view.status} ?data-mine=${isMine(view)}>
    ${
      needsLabel || place
        ? html`<p class="item-top">
      ${needsLabel ? html`<strong class="mine">${_("Asked of you")}</strong>` : nothing}
      ${place ? html`<span>${_("Place %(place)s in the queue", { place: formatNumber(place) })}</span>` : nothing}
    </p>`
        : nothing
    }
    ${questionText(view)} ${questionLabels(isMine(view) ? { ...view, to: null } : view)} ${flagButton(view, flags)}
  </li>`;
}

/**
 * Return a part of the page: its heading and its questions.
 * @param {"live" | "next" | "mine" | "queue"} name
 * @param {string} heading
 * @param {Row[]} rows
 * @param {string} empty the sentence for a part without rows
 * @param {{flags: Flags, glyph?: string, notice?: string}} options
 */
function part(name, heading, rows, empty, { flags, glyph, notice }) {
  return html`<section class="part part-${name}" aria-labelledby=${`part-${name}`}>
    <h2 id=${`part-${name}`}>${glyph ? statusMark(glyph) : nothing}<span>${heading}</span></h2>
    ${notice ? html`<p class="cleared">${notice}</p>` : nothing}
    ${
      rows.length
        ? html`<ol>${repeat(
            rows,
            ({ view }) => view.number,
            (row) => question(row, flags),
          )}</ol>`
        : html`<p class="voice empty">${empty}</p>`
    }
  </section>`;
}

/**
 * Return the queue: first the questions to this panellist, then the rest.
 * @param {Row[]} rows
 * @param {Flags} flags
 */
function queueParts(rows, flags) {
  const mine = rows.filter(({ view }) => isMine(view));
  const others = rows.filter(({ view }) => !isMine(view));
  const heading = mine.length ? _("The others, in order") : _("After that, in order");
  const empty = rows.length ? _("No other question yet.") : _("No question approved yet.");
  return html`${mine.length ? part("mine", _("Asked of you, in order"), mine, "", { flags }) : nothing}
    ${part("queue", heading, others, empty, { flags })}`;
}

/**
 * Return the content of a panellist's page.
 * @param {StreamState} state
 * @param {Flags} flags
 */
export function panelPage(state, flags) {
  const { live, next, queue } = programme(state);
  const { phase, screen_cleared: isCleared, stage_upcoming: isQueueShown } = state.settings;
  const single = (/** @type {QuestionView | null} */ view) => (view ? [{ view, place: null }] : []);
  const notice =
    live && isCleared ? _("The chairs have cleared the screen: the room sees the call for questions.") : "";
  const nowPart = part("live", _("Now"), single(live), _("Nothing is on the screen."), {
    flags,
    glyph: "live",
    notice,
  });
  if (phase === "closed") return nowPart;
  const rows = queue.map((view, index) => ({ view, place: index + 1 }));
  return html`${nowPart}
    ${part("next", _("Next"), single(next), _("The first in the queue will come up."), { flags, glyph: "next" })}
    ${
      isQueueShown === false
        ? html`<p class="voice empty">${_("The questions after Next are not shown.")}</p>`
        : queueParts(rows, flags)
    }`;
}
