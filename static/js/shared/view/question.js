/* A question as people read it: the text first, who asked it after. For every page's script. */
import { html, nothing } from "lit/html.js";
import { _, formatNumber, ngettext } from "../i18n.js";
import { groupMark, languageTag } from "./marks.js";
import { page } from "../page.js";
import { translationsOf } from "../reading.js";
import { openedOriginal, read, translationLabel } from "./original.js";

/** The text in the reader's language, else in the asker's words; with the language and direction that it has. */
export function questionText(view, kind = "") {
  // Asked aloud, and nobody has written it down.
  if (view.text === "") return html`<p class="voice ${kind}">${_("Asked in the room")}</p>`;
  return plainText(read(view), kind);
}

/** One text as shared/reading.js gives it. */
export function plainText({ text, lang, dir }, kind = "") {
  return html`<p class="voice ${kind}" lang=${lang || nothing} dir=${dir}>${text}</p>`;
}

/** The group's shape and short name; nothing where this audience may not see it. */
export function questionGroup(view) {
  const group = page.session.groups.find(({ key }) => key === view.group);
  return group ? html`<span class="group">${groupMark(group.key)}${group.short ?? group.label}</span>` : nothing;
}

/** To which panellist it is addressed, in words; nothing where to none. */
export function questionTo(view) {
  const panellist = page.session.panellists.find(({ key }) => key === view.to);
  return panellist ? html`<span class="to">${_("To %(name)s", { name: panellist.name })}</span>` : nothing;
}

/** For how many others it speaks and, where groups are shown, whose; "not said" says nothing here. */
export function alsoAsked({ merged }) {
  if (!merged) return nothing;
  return html`<p class="labels also"><span>${ngettext("also asked by %(n)s other", "also asked by %(n)s others", merged.count, { n: formatNumber(merged.count) })}</span>
    ${page.session.groups.filter(({ key }) => merged.groups?.includes(key) && key !== "undisclosed").map(({ key }) => questionGroup({ group: key }))}
  </p>`;
}

/** Number, group, name, panellist, language asked, what is said of the translation or wording, who asked it too; under them the original while it is open. */
export function questionLabels(view, { number = true } = {}) {
  return html`<p class="labels">
    ${number ? html`<span class="number"><span class="visually-hidden">${_("Question number")} </span>${view.number}</span>` : nothing}
    ${questionGroup(view)}
    ${view.text !== "" && view.language && view.language !== page.lang ? languageTag(view.language) : nothing}
    ${translationLabel(view, { edited: true })}
    ${view.name ? html`<span class="by" dir="auto">${view.name}</span>` : nothing}
    ${questionTo(view)}
  </p>
  ${alsoAsked(view)}
  ${openedOriginal(view, { edited: true })} ${inOtherLanguages(view)}`;
}

/** Under the Rule, where no text is the original: the others, one tap away. */
function inOtherLanguages(view) {
  const others = view.texts
    ? translationsOf(view, Object.keys(view.texts)).filter(({ lang }) => lang !== read(view).lang)
    : [];
  return others.length
    ? html`<details class="original-fold"><summary>${_("In other languages")}</summary>${others.map((got) => plainText(got))}</details>`
    : nothing;
}
