/** A question on the stage: Now, large, and the rail with what follows; or full width without the rail. */

import { html, nothing } from "lit/html.js";
import { masthead } from "./masthead.js";
import { about, alike, heading, join, joinLine, lost, numbers, rule, said, saidHere, translated } from "./parts.js";
import { word } from "./words.js";

function nextPart(view, whole) {
  return html`<section class="next" data-status="next" data-number=${view.number}>
    ${heading("next", view, { glyph: "next", most: 1, here: true })} ${whole ? html`${saidHere(view)} ${about(view)}` : nothing}
  </section>`;
}

function thenPart(queue, { whole, limit }) {
  if (!queue.length) return nothing;
  return html`<section class="then">
    ${heading("then", null)}
    <ol class="then-list">${queue.slice(0, whole).map((view) => html`<li data-number=${view.number}><span class="figure">${view.number}</span>${saidHere(view)}</li>`)}</ol>
    ${numbers(queue.slice(whole), limit)}
  </section>`;
}

function rail(shown, { next, queue }, { nextWhole, ...room }) {
  return html`<aside class="rail">
    <div class="rail-room" data-fit>${next ? nextPart(next, nextWhole) : nothing} ${thenPart(queue, room)}</div>
    ${lost(shown)} ${join()}
  </aside>`;
}

function foot(shown, { next }) {
  return html`<footer class="foot">
    ${next ? heading("next", next, { glyph: "next" }) : html`<span></span>`} ${lost(shown)} ${joinLine()}
  </footer>`;
}

/**
 * @param room {rail, nextWhole, whole, limit}: whether the rail stands, how many of the following are in it as text, how many as numbers
 * @param also the translations that stand under the text, as shared/reading.js gives them; under the Rule the texts themselves
 */
export function now(shown, items, room, also = []) {
  const { live } = items;
  return html`${room.rail ? masthead(shown.state) : nothing} ${rule(shown.state)}
    <section class="now" data-status="live" data-number=${live.number}>
      ${heading("now", live, { glyph: "live" })}
      ${
        live.texts
          ? html`<div class="now-room" data-fit>${also.map(alike)}</div> ${about(live, { kind: "" })}`
          : also.length
            ? html`<div class="now-room" data-fit>${said(live, "live")} ${about(live, { kind: live.edited ? "" : word("original", live.language) })} ${also.map(translated)}</div>`
            : html`<div class="now-room" data-fit>${said(live, "live")}</div> ${about(live, { kind: "" })}`
      }
    </section>
    ${room.rail ? rail(shown, items, room) : foot(shown, items)}`;
}
