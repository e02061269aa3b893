/* Sentences, times, numbers and language names in the page's language. The msgids are English; the catalogue is
   the block #messages. */

import { block, page } from "./page-data.js";

/**
 * @typedef {Record<string, string | string[]> | null} Catalogue {msgid: text, or plural forms in the order of
 *   gettext}
 */
/** @typedef {Record<string, unknown>} Values The values of a sentence's placeholders, by name. */

const CATEGORIES = ["zero", "one", "two", "few", "many", "other"];

/**
 * Replace each `%(name)s` by `values.name`; leave an unknown name unchanged.
 * @param {string} text
 * @param {Values} [values]
 */
export function fill(text, values = {}) {
  return text.replace(/%\((\w+)\)s/g, (placeholder, name) => (name in values ? String(values[name]) : placeholder));
}

/**
 * Return the functions `_` and `ngettext` for one catalogue. A sentence without a translation stays English.
 * @param {Catalogue} messages
 * @param {string} lang
 */
export function translator(messages, lang) {
  const rules = new Intl.PluralRules(lang);
  const categories = /** @type {string[]} */ (rules.resolvedOptions().pluralCategories);
  const order = CATEGORIES.filter((name) => categories.includes(name));

  /**
   * @param {string} msgid
   * @param {Values} [values]
   */
  function _(msgid, values) {
    const translation = messages?.[msgid];
    return fill((Array.isArray(translation) ? translation[0] : translation) || msgid, values);
  }
  /**
   * @param {string} singular
   * @param {string} plural
   * @param {number} n chooses the form; also the value of `%(n)s` if `values` has none
   * @param {Values} [values]
   */
  function ngettext(singular, plural, n, values = {}) {
    const forms = messages?.[singular];
    let text = n === 1 ? singular : plural;
    // CLDR has the category "many" for millions in Spanish and French. gettext lacks this category for these languages:
    // use the last form.
    if (Array.isArray(forms)) text = forms[Math.min(order.indexOf(rules.select(n)), forms.length - 1)] || text;
    return fill(text, { n, ...values });
  }
  return { _, ngettext };
}

const lang = page?.lang ?? "en";
export const { _, ngettext } = translator(block("messages"), lang);

const westernDigits = `${lang}-u-nu-latn`;
const skew = page?.now ? Date.parse(page.now) - Date.now() : 0;

/** Return the server's current time in ms, estimated from the time at which the server rendered the page. */
export const now = () => Date.now() + skew;

/**
 * Return the time of day as "14:22", in the reader's time zone and with western digits.
 * @param {string} iso
 */
export function formatTime(iso) {
  return new Intl.DateTimeFormat(westernDigits, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    new Date(iso),
  );
}

/**
 * Return the date as "14 May 2024", in the page's language and the reader's time zone.
 * @param {string} iso
 */
export function formatDate(iso) {
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : westernDigits, {
    day: "numeric",
    month: "long",
    year: "numeric",
  }).format(new Date(iso));
}

/**
 * Return a number with its unit in the page's language.
 * @param {number} n
 * @param {"second" | "minute" | "hour"} unit
 */
function formatUnit(n, unit) {
  return new Intl.NumberFormat(westernDigits, { style: "unit", unit, unitDisplay: "short" }).format(n);
}

/**
 * Return the time since `iso` in the page's language: "40 s", "4 min", "2 h".
 * @param {string} iso
 */
export function formatAge(iso) {
  const seconds = Math.max(0, Math.round((now() - Date.parse(iso)) / 1000));
  if (seconds < 60) return formatUnit(seconds, "second");
  return seconds < 3600
    ? formatUnit(Math.floor(seconds / 60), "minute")
    : formatUnit(Math.floor(seconds / 3600), "hour");
}

/**
 * Return whole minutes in the page's language: "23 min".
 * @param {number} n
 */
export const formatMinutes = (n) => formatUnit(n, "minute");

/**
 * Join names by the page's language: "Technical and Media".
 * @param {Iterable<string>} names
 */
export const formatList = (names) => new Intl.ListFormat(lang, { type: "conjunction" }).format(names);

/**
 * Return a number in the page's language with western digits: "1,234".
 * @param {number} n
 */
export const formatNumber = (n) => new Intl.NumberFormat(westernDigits).format(n);

/**
 * Return a language's name in the page's language. The code `und` means a language that is not one of the session's
 * languages.
 * @param {string | null | undefined} code
 */
export function languageName(code) {
  if (!code || code === "und") return _("another language");
  try {
    const name = new Intl.DisplayNames([lang], { type: "language" }).of(code);
    if (name && name !== code) return name;
  } catch {
    /* An old browser lacks DisplayNames: use the language's own name. */
  }
  return page?.session?.languages.find((language) => language.code === code)?.name ?? code;
}
