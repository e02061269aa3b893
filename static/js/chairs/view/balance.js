/**
 * The balance: for each group, language, region or topic, the number of questions that were received, approved and
 * heard.
 */

/** @import { Share, Shares } from "../model/share.js" */

import { html, nothing, svg } from "lit/html.js";
import { _, formatList } from "../../shared/i18n.js";
import { page } from "../../shared/page-data.js";
import { joinSentences } from "../../shared/sentences.js";
import { groupMark, languageTag } from "../../shared/view/marks.js";
import { shares } from "../model/share.js";
import { ui } from "../model/ui.js";
import { suggestion } from "./suggestion.js";

/**
 * Sizes in CSS pixels: width and height of a mark, distance between the left edges of two marks, length of the longest
 * bar.
 */
const WIDTH = 6;
const HEIGHT = 10;
const STEP = 8;
const BAR = 120;

/** If a row has at most this number of marks, there is space for the words "not yet heard" after the marks. */
const BESIDE = 14;

/** @typedef {"heard" | "half" | "empty"} Mark `half`: approved but not heard; `empty`: only received. */
/**
 * The label of a row. `name`: the displayed name. `title`: the full name. If `title` is missing, `name` is the full
 * name.
 * @typedef {{key: string, name: string | null, title?: string | null, mark: unknown}} Entry
 */

/**
 * Return the entries of a dimension (group, language, region or topic), in fixed order.
 * @param {string} dimension
 * @returns {Entry[]}
 */
function entriesOf(dimension) {
  const { languages, regions, topics, groups } = page.session;
  if (dimension === "language") {
    const known = languages.map(({ code, name }) => ({ key: code, name, mark: languageTag(code) }));
    return [...known, { key: "und", name: _("Other languages"), mark: languageTag("und") }];
  }
  if (dimension === "region") return regions.map(({ key, label }) => ({ key, name: label, mark: nothing }));
  if (dimension === "topic") return topics.map(({ key, label }) => ({ key, name: label, mark: nothing }));
  return groups.map(({ key, label, short }) => ({ key, name: short ?? label, title: label, mark: groupMark(key) }));
}

/**
 * Return a mark at the horizontal position `x`.
 * @param {Mark} kind
 * @param {number} x
 */
function markAt(kind, x) {
  const fill = {
    heard: svg`<rect width=${WIDTH} height=${HEIGHT}></rect>`,
    half: svg`<rect y=${HEIGHT / 2} width=${WIDTH} height=${HEIGHT / 2}></rect>`,
    empty: nothing,
  }[kind];
  return svg`<g transform="translate(${x} 0)"><rect class="mark-line" x=".5" y=".5" width=${WIDTH - 1} height=${HEIGHT - 1}></rect>${fill}</g>`;
}

/**
 * Return the marks of a row, one for each received question.
 * @param {Share} share
 */
function marks({ heard, half, empty }) {
  /** @type {Mark[]} */
  const kinds = [...Array(heard).fill("heard"), ...Array(half).fill("half"), ...Array(empty).fill("empty")];
  return html`<svg class="marks" width=${Math.max(1, kinds.length * STEP)} height=${HEIGHT} aria-hidden="true">
    ${kinds.map((kind, place) => markAt(kind, place * STEP))}
  </svg>`;
}

/**
 * Return the bar of a row.
 * @param {Share} share
 * @param {number} most the number of received questions in the row with the longest bar
 */
function bar({ heard, half, received }, most) {
  const scale = BAR / most;
  return html`<svg class="marks" width=${Math.max(2, received * scale)} height=${HEIGHT} aria-hidden="true">
    <rect class="mark-line" x=".5" y=".5" width=${Math.max(1, received * scale - 1)} height=${HEIGHT - 1}></rect>
    <rect width=${heard * scale} height=${HEIGHT}></rect>
    <rect x=${heard * scale} y=${HEIGHT / 2} width=${half * scale} height=${HEIGHT / 2}></rect>
  </svg>`;
}

/**
 * Return whether the row is marked as "not yet heard". No row is marked before the first question has been heard.
 * @param {Share} share
 * @param {Shares} all
 */
const isMissing = (share, all) => share.notYetHeard && all.heard > 0;

/**
 * Return the counts of heard and received questions, with the first count in bold, for example "2 / 9". The words or
 * signs between the counts are a part of the translation.
 * @param {{heard: number, received: number}} counts
 */
function figures({ heard, received }) {
  const [before, after] = _("%(heard)s / %(received)s", { heard: "\u0000", received }).split("\u0000");
  return html`${before}<b>${heard}</b>${after}`;
}

/**
 * Return a row of the balance.
 * @param {Entry} entry
 * @param {Share} share
 * @param {Shares} all
 */
function shareRow(entry, share, all) {
  const missing = isMissing(share, all);
  // If the marks leave no space for the words "not yet heard", show these words beside the figures instead.
  const isLong = share.received > BESIDE;
  const missingWords = missing ? html`<b class="missing">${_("not yet heard")}</b>` : nothing;
  const words = _("%(heard)s heard of %(received)s received, %(half)s more approved", {
    heard: share.heard,
    received: share.received,
    half: share.half,
  });
  return html`<li class="share" data-group=${ui.share === "group" ? entry.key : nothing} data-key=${entry.key} ?data-missing=${missing}>
    <span class="share-mark">${entry.mark}</span>
    <span class="share-name" title=${entry.title ?? entry.name ?? nothing}>${entry.name}</span>
    <span class="share-figures">${isLong ? missingWords : nothing} <span aria-hidden="true">${figures(share)}</span><span class="visually-hidden">${words}</span></span>
    <span class="share-marks">
      ${share.received ? (all.asBars ? bar(share, all.most) : marks(share)) : nothing}
      ${isLong ? nothing : missingWords} ${missing ? html`<b class="missing-short" aria-hidden="true">${_("not yet")}</b>` : nothing}
    </span>
  </li>`;
}

function chooser() {
  const dimensions = [
    ["group", _("Group")],
    ["language", _("Language")],
  ];
  if (page.session.regions.length) dimensions.push(["region", _("Region")]);
  if (page.session.topics.length) dimensions.push(["topic", _("Topic")]);
  return html`<div class="ways" role="group" aria-label=${_("Balance by")}>
    ${dimensions.map(
      ([dimension, words]) =>
        html`<button type="button" class="way" data-act="share" data-value=${dimension} aria-pressed=${String(ui.share === dimension)}>${words}</button>`,
    )}
  </div>`;
}

/**
 * Return the explanation of a kind of mark.
 * @param {Mark} kind
 * @param {string} words
 */
function legend(kind, words) {
  return html`<span><svg width=${WIDTH} height=${HEIGHT} aria-hidden="true">${markAt(kind, 0)}</svg>${words}</span>`;
}

/**
 * Return a summary of the balance in one or two sentences, for screen readers.
 * @param {Entry[]} entries
 * @param {Shares} all
 */
function summary(entries, all) {
  const missing = entries.filter((_entry, place) => isMissing(all.rows[place], all));
  const names = missing.map(({ title, name }) => title ?? name ?? "");
  return html`<p class="visually-hidden">${joinSentences(
    _("%(heard)s heard of %(received)s received.", { heard: all.heard, received: all.received }),
    names.length ? _("Not yet heard: %(names)s.", { names: formatList(names) }) : "",
  )}</p>`;
}

/**
 * Return the part of the page with the balance and the suggestion. The style sheets show this part as a column. In
 * windows narrower than 1200 pixels, the part is a strip; on a phone, it is a tab.
 */
export function balance() {
  const entries = entriesOf(ui.share);
  const all = shares(
    entries.map((entry) => entry.key),
    ui.state.counts?.[ui.share],
  );
  const rows = entries.map((entry, place) => ({ entry, share: all.rows[place] }));
  const shown = rows.filter(({ entry, share }) => entry.key !== "und" || share.received);
  return html`<section class="panel balance" data-panel="balance" aria-labelledby="heading-balance">
    <header class="part-head">
      <h2 id="heading-balance">${_("Balance")}</h2>
      ${chooser()}
    </header>
    <div class="balance-body" role="group" aria-labelledby="heading-balance" tabindex="0">
      ${summary(entries, all)}
      <p class="legend" aria-hidden="true">
        ${legend("heard", _("heard"))} ${legend("half", _("approved"))} ${legend("empty", _("received"))}
        <span class="legend-sum">${figures(all)}</span>
      </p>
      ${all.received ? nothing : html`<p class="empty">${_("No question yet.")}</p>`}
      <ul class="shares" ?data-bars=${all.asBars}>
        ${shown.map(({ entry, share }) => shareRow(entry, share, all))}
      </ul>
    </div>
    ${suggestion()}
  </section>`;
}
