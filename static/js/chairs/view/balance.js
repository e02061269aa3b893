/** Who was heard, while choosing: one mark is one question, fuller the further it came. */

import { html, nothing, svg } from "lit/html.js";
import { shares } from "../model/share.js";
import { ui } from "../model/ui.js";
import { _, formatList } from "../../shared/i18n.js";
import { groupMark, languageTag } from "../../shared/view/marks.js";
import { page } from "../../shared/page.js";
import { suggestion } from "./suggestion.js";

const WIDE = 8;
const HIGH = 10;
const STEP = 10;
const BAR = 130;

/** The rows of each way to look: [{key, name, short, mark}]. */
function rowsOf(by) {
  if (by === "language") {
    const known = page.session.languages.map(({ code, name }) => ({ key: code, name, mark: languageTag(code) }));
    return [...known, { key: "und", name: _("Other languages"), mark: languageTag("und") }];
  }
  if (by === "region") return page.session.regions.map(({ key, label }) => ({ key, name: label, mark: nothing }));
  return page.session.groups.map(({ key, label, short }) => ({
    key,
    name: short ?? label,
    title: label,
    mark: groupMark(key),
  }));
}

function oneMark(kind, x) {
  return svg`<g transform="translate(${x} 0)"><rect class="mark-line" x=".5" y=".5" width=${WIDE - 1} height=${HIGH - 1}></rect>${
    kind === "heard"
      ? svg`<rect width=${WIDE} height=${HIGH}></rect>`
      : kind === "half"
        ? svg`<rect y=${HIGH / 2} width=${WIDE} height=${HIGH / 2}></rect>`
        : nothing
  }</g>`;
}

function marks({ heard, half, empty }) {
  const kinds = [...Array(heard).fill("heard"), ...Array(half).fill("half"), ...Array(empty).fill("empty")];
  return html`<svg class="marks" width=${Math.max(1, kinds.length * STEP)} height=${HIGH} aria-hidden="true">
    ${kinds.map((kind, place) => oneMark(kind, place * STEP))}
  </svg>`;
}

function bar({ heard, half, received }, most) {
  const scale = BAR / most;
  return html`<svg class="marks" width=${Math.max(2, received * scale)} height=${HIGH} aria-hidden="true">
    <rect class="mark-line" x=".5" y=".5" width=${Math.max(1, received * scale - 1)} height=${HIGH - 1}></rect>
    <rect width=${heard * scale} height=${HIGH}></rect>
    <rect x=${heard * scale} y=${HIGH / 2} width=${half * scale} height=${HIGH / 2}></rect>
  </svg>`;
}

function row(entry, share, all) {
  const isMissing = missing(share, all);
  const words = _("%(heard)s heard of %(received)s received, %(half)s more approved", {
    heard: share.heard,
    received: share.received,
    half: share.half,
  });
  return html`<li class="share" data-group=${ui.share === "group" ? entry.key : nothing} data-key=${entry.key} ?data-missing=${isMissing}>
    <span class="share-mark">${entry.mark}</span>
    <span class="share-name" title=${entry.title ?? entry.name}>${entry.name}</span>
    <span class="share-figures"><span aria-hidden="true"><b>${share.heard}</b> / ${share.received}</span><span class="visually-hidden">${words}</span></span>
    <span class="share-marks">
      ${share.received ? (all.asBars ? bar(share, all.most) : marks(share)) : nothing}
      ${isMissing ? html`<b class="missing">${_("not yet heard")}</b><b class="missing-short" aria-hidden="true">${_("not yet")}</b>` : nothing}
    </span>
  </li>`;
}

function chooser() {
  const ways = [
    ["group", _("Group")],
    ["language", _("Language")],
  ];
  if (page.session.regions?.length) ways.push(["region", _("Region")]);
  return html`<div class="ways" role="group" aria-label=${_("Balance by")}>
    ${ways.map(
      ([way, words]) =>
        html`<button type="button" class="way" data-act="share" data-value=${way} aria-pressed=${String(ui.share === way)}>${words}</button>`,
    )}
  </div>`;
}

function legend(kind, words) {
  return html`<span><svg width=${WIDE} height=${HIGH} aria-hidden="true">${oneMark(kind, 0)}</svg>${words}</span>`;
}

/** "not yet heard" of everybody would tell nothing. */
const missing = (share, all) => share.notYetHeard && all.heard > 0;

/** The panel in two sentences, for those who listen. */
function summary(entries, all) {
  const names = entries.filter((entry, place) => missing(all.rows[place], all)).map(({ title, name }) => title ?? name);
  return html`<p class="visually-hidden">
    ${_("%(heard)s heard of %(received)s received.", { heard: all.heard, received: all.received })}
    ${names.length ? _("Not yet heard: %(names)s.", { names: formatList(names) }) : nothing}
  </p>`;
}

/** The panel: a column, below 1200 a strip. */
export function balance() {
  const entries = rowsOf(ui.share);
  const counts = ui.state.counts?.[ui.share] ?? {};
  const all = shares(
    entries.map((entry) => entry.key),
    counts,
  );
  const shown = entries.filter((entry, place) => entry.key !== "und" || all.rows[place].received);
  return html`<section class="panel balance" data-panel="balance" aria-labelledby="heading-balance">
    <header class="part-head">
      <h2 id="heading-balance">${_("Balance")}</h2>
      <p class="balance-unit">${_("heard / received")}</p>
      ${chooser()}
    </header>
    <div class="balance-body" role="group" aria-labelledby="heading-balance" tabindex="0">
      ${summary(entries, all)}
      <p class="legend" aria-hidden="true">
        ${legend("heard", _("heard"))} ${legend("half", _("approved"))} ${legend("empty", _("received"))}
        <span class="legend-sum"><b>${all.heard}</b> / ${all.received}</span>
      </p>
      ${all.received ? nothing : html`<p class="empty">${_("No question yet.")}</p>`}
      <ul class="shares" ?data-bars=${all.asBars}>
        ${shown.map((entry) => row(entry, all.rows[entries.indexOf(entry)], all))}
      </ul>
    </div>
    ${suggestion()}
  </section>`;
}
