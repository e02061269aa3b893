/* Words, times and names of languages in the page's language. English msgids; the catalogue stands in #messages. */
import { block, page } from "./page.js";

const CATEGORIES = ["zero", "one", "two", "few", "many", "other"];

/** `%(name)s` is replaced by values.name; an unknown name stays as it is. */
export function fill(text, values = {}) {
  return text.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** {_, ngettext} for one catalogue: {msgid: text or [plural forms in the order of gettext]}. Missing: the msgid. */
export function translator(messages, lang) {
  const rules = new Intl.PluralRules(lang);
  const order = CATEGORIES.filter((name) => rules.resolvedOptions().pluralCategories.includes(name));

  function _(msgid, values) {
    const found = messages?.[msgid];
    return fill((Array.isArray(found) ? found[0] : found) || msgid, values);
  }
  function ngettext(one, many, n, values = {}) {
    const forms = messages?.[one];
    let text = n === 1 ? one : many;
    // CLDR knows "many" in Spanish and French (millions), gettext does not: the last form serves.
    if (Array.isArray(forms)) text = forms[Math.min(order.indexOf(rules.select(n)), forms.length - 1)] || text;
    return fill(text, { n, ...values });
  }
  return { _, ngettext };
}

const lang = page?.lang ?? "en";
export const { _, ngettext } = translator(block("messages"), lang);

const western = `${lang}-u-nu-latn`;
const skew = page?.now ? Date.parse(page.now) - Date.now() : 0;

/** The server's time now, in milliseconds, as well as this machine can know it. */
export const now = () => Date.now() + skew;

/** "14:22" in the reader's time zone, Western digits. */
export function formatTime(iso) {
  return new Intl.DateTimeFormat(western, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    new Date(iso),
  );
}

/** "14 May 2024" in the page's language and the reader's time zone. */
export function formatDate(iso) {
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : western, {
    day: "numeric",
    month: "long",
    year: "numeric",
  }).format(new Date(iso));
}

/** How long ago: "40 s", "4 min", "2 h", in the page's language. */
export function formatAge(iso) {
  const seconds = Math.max(0, Math.round((now() - Date.parse(iso)) / 1000));
  const [n, unit] =
    seconds < 60
      ? [seconds, "second"]
      : seconds < 3600
        ? [Math.floor(seconds / 60), "minute"]
        : [Math.floor(seconds / 3600), "hour"];
  return new Intl.NumberFormat(western, { style: "unit", unit, unitDisplay: "short" }).format(n);
}

/** "23 min" in the page's language, of whole minutes. */
export const formatMinutes = (n) =>
  new Intl.NumberFormat(western, { style: "unit", unit: "minute", unitDisplay: "short" }).format(n);

/** "Technical, Media" with the words of the page's language between them. */
export const formatList = (names) => new Intl.ListFormat(lang, { type: "conjunction" }).format(names);

/** 1234 as the page's language writes it, Western digits. */
export const formatNumber = (n) => new Intl.NumberFormat(western).format(n);

/** A language's name in the page's language; `und`: none of the session's. */
export function languageName(code) {
  if (!code || code === "und") return _("another language");
  try {
    const name = new Intl.DisplayNames([lang], { type: "language" }).of(code);
    if (name && name !== code) return name;
  } catch {
    /* an old browser: its own name serves */
  }
  return page?.session?.languages.find((language) => language.code === code)?.name ?? code;
}
