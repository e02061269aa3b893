/* What is said of a text that is not in the asker's own words, and those words, one tap away. */
import { html, nothing } from "lit/html.js";
import { engineName } from "../engines.js";
import { _, formatList, languageName } from "../i18n.js";
import { languageTag } from "./marks.js";
import { page } from "../page.js";
import { behind, reading } from "../reading.js";

// Beside the page's state, so that it survives every drawing and every move of a row.
const open = new Set();
const redraws = new Set();

/** The question as this page's reader gets it (shared/reading.js). */
export const read = (view) => reading(view, page.lang);

export const isOpen = (number) => open.has(number);

/** Shows or hides the original of this number wherever it stands. */
export function toggleOriginal(number) {
  if (!open.delete(number)) open.add(number);
  for (const redraw of redraws) redraw();
}

/** Names a function that draws again after a toggle. */
export const redrawWith = (draw) => redraws.add(draw);

/** How the text came to be, in words; "" for the asker's own in the reader's language. `brief`: where a tag stands before it. */
export function kindWords({ kind, state }, { brief = false, machine = true } = {}) {
  if (kind === "machine") return brief ? _("machine") : _("machine translation");
  if (kind === "chair") return _("corrected by a chair");
  if (kind === "booth") return _("corrected by the booth");
  if (state === "waiting") return _("translation under way");
  if (state === "failed") return _("no translation");
  // With no engine there is no translation anywhere: it need not be said of each.
  if (state === "none" && page?.session.translation)
    return machine === false ? _("the asker wants no machine") : _("no translation");
  return "";
}

/**
 * Those words as a label with the button that opens the original; nothing where there is nothing to say.
 * `edited`: says too where the words are the chairs', and opens the asker's own.
 */
export function translationLabel(view, { brief = false, tab = nothing, edited = false } = {}) {
  const got = read(view);
  // Of what was asked aloud and not written down there is nothing to translate.
  const words = view.text === "" ? "" : kindWords(got, { brief, machine: view.machine });
  const reworded = edited && view.edited;
  if (!words && !reworded) return nothing;
  const shown = isOpen(view.number);
  return html`${reworded ? html`<span class="edited">${_("edited by a chair")}</span>` : nothing}
    ${words ? html`<span class="translation" data-translation=${got.kind === "original" ? got.state : got.kind}>${words}</span>` : nothing}
    ${
      got.original || (reworded && view.asked)
        ? html`<button type="button" class="original-button" data-act="original" tabindex=${tab} aria-expanded=${String(shown)}
      @click=${(event) => {
        event.stopPropagation();
        toggleOriginal(view.number);
      }}>${shown ? _("Hide original") : _("Original")}</button>`
        : nothing
    }`;
}

/** By which engine and over which languages: what stands beside an opened original. */
function provenance({ engine, route }) {
  if (!engine) return nothing;
  const way =
    route?.length > 2
      ? _("%(engine)s, by way of %(language)s", {
          engine: engineName(engine),
          language: formatList(route.slice(1, -1).map(languageName)),
        })
      : engineName(engine);
  return html`<span class="provenance">${way}</span>`;
}

const HEADS = {
  original: (language) => _("Original, in %(language)s", { language }),
  wording: (language) => _("The chairs' words, in %(language)s", { language }),
  asked: () => _("The asker's own words"),
};

/** While it is open: what stands behind the text, each under a dashed line; with `edited` the asker's words behind the chairs' too. */
export function openedOriginal(view, { edited = false } = {}) {
  if (!isOpen(view.number)) return nothing;
  const got = read(view);
  return behind(edited ? view : { ...view, edited: false }, page.lang).map(
    ({ what, text, lang, dir }) => html`<div class="original" data-behind=${what}>
    <p class="original-head">${lang ? languageTag(lang) : nothing}<span>${HEADS[what](languageName(view.language))}</span>
      ${view.language_source === "detected" ? html`<span class="provenance">${_("language recognised, not chosen")}</span>` : nothing} ${what === "asked" ? nothing : provenance(got)}</p>
    <p class="voice" lang=${lang || nothing} dir=${dir}>${text}</p>
  </div>`,
  );
}
