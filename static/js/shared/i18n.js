/*
 * Sentences, times, numbers and language names in the page's language. The msgids are English sentences. The catalogue
 * is the JSON block `#messages` of the page.
 */

import { block, page } from "./page-data.js";
import { formatIn, offsetForReader, zoneOf } from "./zone.js";

/**
 * @typedef {Record<string, string | string[]> | null} Catalogue the translations by msgid: a text, or the plural forms
 *   in the order of gettext
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
 * Return the functions `_` and `ngettext` for one catalogue. If a sentence has no translation, the functions return the
 * English sentence.
 * @param {Catalogue} messages
 * @param {string} locale for the plural forms
 */
export function translator(messages, locale) {
  const rules = new Intl.PluralRules(locale);
  const categories = /** @type {string[]} */ (rules.resolvedOptions().pluralCategories);
  const order = CATEGORIES.filter((name) => categories.includes(name));

  /**
   * Return the translation of a sentence, with its placeholders filled.
   * @param {string} msgid
   * @param {Values} [values]
   */
  function _(msgid, values) {
    const translation = messages?.[msgid];
    return fill((Array.isArray(translation) ? translation[0] : translation) || msgid, values);
  }
  /**
   * Return the translation of a sentence with a number, in the plural form for `n`.
   * @param {string} singular
   * @param {string} plural
   * @param {number} n chooses the plural form; also the value of `%(n)s` if `values` has no `n`
   * @param {Values} [values]
   */
  function ngettext(singular, plural, n, values = {}) {
    const forms = messages?.[singular];
    let text = n === 1 ? singular : plural;
    // For Spanish and French, CLDR has the plural category "many" (millions). The gettext catalogue has no form for
    // this category. Therefore use the last form.
    if (Array.isArray(forms)) text = forms[Math.min(order.indexOf(rules.select(n)), forms.length - 1)] || text;
    return fill(text, { n, ...values });
  }
  return { _, ngettext };
}

const locale = page?.intl_locale ?? "en";
export const { _, ngettext } = translator(block("messages"), locale);

const westernDigits = `${locale}-u-nu-latn`;
const skew = page?.now ? Date.parse(page.now) - Date.now() : 0;

/** Return an estimate of the server's time in ms, based on the time at which the server rendered the page. */
export const now = () => Date.now() + skew;

/** Return the server's current time as ISO 8601. */
export const nowIso = () => new Date(now()).toISOString();
let zone = zoneOf(page?.session);

/** Read the session's time zone from the page data again. Call when the definition on the page has changed. */
export const followZone = () => {
  zone = zoneOf(page?.session);
};

/**
 * Return the time of day as "14:22", in the session's time zone and with western digits.
 * @param {string} iso
 */
export function formatTime(iso) {
  return formatIn(iso, westernDigits, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, zone);
}

/**
 * Return the time of day in the session's time zone. If the reader's device has another offset, add the session's
 * offset: "14:22 UTC−5". Use this function on pages without a clock. On all other pages, the clock shows the session's
 * time, so that no offset is necessary.
 * @param {string} iso
 */
export function formatTimeAndZone(iso) {
  return [formatTime(iso), offsetForReader(iso, zone)].filter(Boolean).join(" ");
}

/**
 * Return the date as "14 May 2024", in the page's language and the session's time zone.
 * @param {string} iso
 */
export function formatDate(iso) {
  return formatIn(
    iso,
    locale === "en" ? "en-GB" : westernDigits,
    { day: "numeric", month: "long", year: "numeric" },
    zone,
  );
}

/**
 * Return a number with its unit in the page's language.
 * @param {number} n
 * @param {"second" | "minute" | "hour" | "day"} unit
 */
function formatUnit(n, unit) {
  return new Intl.NumberFormat(westernDigits, { style: "unit", unit, unitDisplay: "short" }).format(n);
}

/**
 * An age of at least this number of hours is shown in days. A question can be some days old if it was imported.
 */
const HOURS_BEFORE_DAYS = 48;

/**
 * Return the time that has passed since `iso`, in the page's language: "40 s", "4 min", "2 h", "3 days".
 * @param {string} iso
 */
export function formatAge(iso) {
  const seconds = Math.max(0, Math.round((now() - Date.parse(iso)) / 1000));
  if (seconds < 60) return formatUnit(seconds, "second");
  if (seconds < 3600) return formatUnit(Math.floor(seconds / 60), "minute");
  const hours = Math.floor(seconds / 3600);
  return hours < HOURS_BEFORE_DAYS ? formatUnit(hours, "hour") : formatUnit(Math.floor(hours / 24), "day");
}

/**
 * Return whole minutes in the page's language: "23 min".
 * @param {number} n
 */
export const formatMinutes = (n) => formatUnit(n, "minute");

/**
 * Join names into one list in the page's language: "Technical and Media".
 * @param {Iterable<string>} names
 */
export const formatList = (names) => new Intl.ListFormat(locale, { type: "conjunction" }).format(names);

/**
 * Return a number in the page's language with western digits: "1,234".
 * @param {number} n
 */
export const formatNumber = (n) => new Intl.NumberFormat(westernDigits).format(n);

/**
 * Return a language's name in the page's language. The code `und` means an unknown language, or a language outside the
 * session's languages.
 * @param {string | null | undefined} code
 */
export function languageName(code) {
  if (!code || code === "und") return _("another language");
  try {
    const name = new Intl.DisplayNames([locale], { type: "language" }).of(code);
    if (name && name !== code) return name;
  } catch {
    /* Older browsers have no `DisplayNames`. Use the language's own name. */
  }
  return page?.session?.languages.find((language) => language.code === code)?.name ?? code;
}
