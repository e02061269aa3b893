/* The texts of the session's definition that the server has written into a page: title, organisers, names, choices. */

import { page } from "./page-data.js";
import { directionOf } from "./reading.js";

/** @import {SessionView} from "./contracts.d.ts" */

/**
 * Write the current definition into the page: the elements with `data-defined`, the options of the select boxes with
 * `data-choices`, and the title of the window.
 * @param {SessionView} before the earlier definition
 */
export function showDefinition(before) {
  const { session } = page;
  if (before.title && session.title) document.title = document.title.replace(before.title, session.title);
  for (const element of elements("[data-defined]")) showText(element);
  for (const element of elements("select[data-choices]")) showChoices(/** @type {HTMLSelectElement} */ (element));
}

/** @param {string} selector */
const elements = (selector) => /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector));

/** Return the texts, each with its language. Key: the value of `data-defined`. */
function texts() {
  const { session, seat } = page;
  const panellist = session.panellists.find(({ key }) => seat === `panel.${key}`);
  return /** @type {Record<string, [string | null | undefined, string | null | undefined]>} */ ({
    title: [session.title, session.title_lang],
    organisers: [session.organisers, session.organisers_lang],
    name: [panellist?.name, null],
    role: [panellist?.role, panellist?.lang],
  });
}

/**
 * Write the current text into an element with `data-defined`. Hide the element if there is no text.
 * @param {HTMLElement} element
 */
function showText(element) {
  const [text, lang] = texts()[element.dataset.defined ?? ""] ?? [];
  element.hidden = !text;
  element.textContent = text ?? "";
  if (lang) element.lang = lang;
  else element.removeAttribute("lang");
  element.dir = lang ? directionOf(lang) : "auto";
}

/**
 * Write the groups, regions, topics, panellists or languages into a select box. Hide the select box of the topics if
 * the session has no topics or only chairs set topics. Keep the options "no choice" and "another language", and the
 * person's choice. If the session no longer has this choice, keep its option until the person chooses another option.
 * If the person sends the form with this choice, the server refuses the form and sends the reason.
 * @param {HTMLSelectElement} select
 */
function showChoices(select) {
  const { groups, regions, topics, chairs_set_topics: isHidden, panellists, languages } = page.session;
  const entries = { groups, regions, topics, panellists, languages }[select.dataset.choices ?? ""];
  if (!entries) return;
  if (entries === topics) select.closest(".ask-row")?.toggleAttribute("hidden", isHidden || !topics.length);
  const chosen = select.value;
  const all = [...select.options];
  const options = entries.map((entry) => {
    const isLanguage = "code" in entry;
    const key = isLanguage ? entry.code : entry.key;
    const lang = isLanguage ? key : "label" in entry && entry.lang;
    const option = new Option("label" in entry ? (entry.label ?? "") : entry.name, key);
    if (lang && lang !== page.lang) option.lang = lang;
    return option;
  });
  const isKnown = (/** @type {HTMLOptionElement} */ { value }) => options.some((option) => option.value === value);
  const remaining = all.filter(
    (option) => option.value === "und" || (option.selected && option.value && !isKnown(option)),
  );
  select.replaceChildren(...all.filter(({ value }) => !value), ...options, ...remaining);
  select.value = chosen;
}
