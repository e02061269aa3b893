/** The second view (`?view=queue`): Now, Next and the queue as one list, to read ahead. */

import { html, nothing } from "lit/html.js";
import { about, joinLine, lost, numbers, rule, said, saidHere } from "./parts.js";
import { statusMark } from "../shared/view/marks.js";
import { words } from "./words.js";

const known = (view) => (view.language === "und" ? undefined : view.language);

function row(view, key, glyph) {
  return html`<li class=${`row row-${key}`} data-status=${view.status} data-number=${view.number}>
    <span class="figure">${view.number}</span>
    <div class="row-body">
      ${glyph ? html`<h2 class="row-label">${statusMark(glyph)}<span class="words">${words(key, known(view))}</span></h2>` : nothing}
      ${glyph === "live" ? html`${said(view, "live")} ${about(view, { kind: "" })}` : html`${saidHere(view)} ${about(view)}`}
    </div>
  </li>`;
}

/** @param room {nextWhole, whole}: what stands as text beside Now; the others are their numbers */
export function list(shown, { live, next, queue }, { nextWhole, whole }) {
  const rest = [...(next && !nextWhole ? [next] : []), ...queue.slice(whole)];
  return html`${rule(shown.state)}
    <ol class="list" data-fit>
      ${live ? row(live, "now", "live") : html`<li class="row row-none"><p class="words">${words("idle")}</p></li>`}
      ${next && nextWhole ? row(next, "next", "next") : nothing}
      ${queue.slice(0, whole).map((view) => row(view, "then"))}
    </ol>
    <footer class="foot">${rest.length ? html`<div class="rest"><p class="words">${words("then")}</p>${numbers(rest)}</div>` : html`<span></span>`} ${lost(shown)} ${joinLine()}</footer>`;
}
