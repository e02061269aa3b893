/** Pure functions that convert the values of a session file into the values of the set-up page's fields, and back. */

import { minutesIn, zoneOf } from "../shared/zone.js";

/** @typedef {Record<string, string>} Texts Key: a language; value: the text in this language. */

/**
 * Return whether two JSON values are equal. Objects with the same keys in another order are not equal.
 * @param {unknown} first
 * @param {unknown} second
 */
export const isEqual = (first, second) => JSON.stringify(first ?? null) === JSON.stringify(second ?? null);

/**
 * Return the texts for a value's fields, one field for each language. The field of a language is empty if its text
 * equals the text of the first language.
 * @param {string | Texts | null | undefined} value
 * @param {string[]} languages
 * @returns {Texts}
 */
export function toTexts(value, languages) {
  const [first] = languages;
  if (!value) return {};
  if (typeof value === "string") return { [first]: value };
  const firstText = value[first];
  return Object.fromEntries(Object.entries(value).filter(([lang, text]) => lang === first || text !== firstText));
}

/**
 * Convert the texts of the fields to the value in a session file. Fill an empty field with the text of the first
 * language. If only the first language has a text, return this text as the text for all languages. Return null if no
 * language has a text.
 * @param {Texts} texts
 * @param {string[]} languages
 * @param {boolean} [isByLanguage] whether the value must have a text for each language
 * @param {boolean} [mayLack] true if an empty field means that the value has no text in this language, as in a term
 * @returns {string | Texts | null}
 */
export function fromTexts(texts, languages, isByLanguage = false, mayLack = false) {
  const [first, ...others] = languages;
  const firstText = texts[first] ?? "";
  const isOnlyFirst = others.every((lang) => !texts[lang]?.trim());
  if (isOnlyFirst && !firstText.trim() && !isByLanguage) return null;
  if (isOnlyFirst && !isByLanguage) return firstText;
  if (mayLack)
    return Object.fromEntries(languages.filter((lang) => texts[lang]?.trim()).map((lang) => [lang, texts[lang]]));
  return Object.fromEntries(languages.map((lang) => [lang, texts[lang]?.trim() ? texts[lang] : firstText]));
}

/**
 * Return the value with a text for each of these languages. If the value is a text for all languages, return it
 * unchanged.
 * @param {string | Texts} value
 * @param {string[]} languages
 * @param {string[]} before the languages of the session before the change; a new first language gets the text of the
 *   old first language
 */
function withLanguages(value, languages, before) {
  if (typeof value === "string") return value;
  const fallback = value[languages[0]] ?? value[before[0]] ?? Object.values(value)[0];
  return Object.fromEntries(languages.map((lang) => [lang, value[lang] ?? fallback]));
}

/**
 * Return whether a term has no text in at least one of these languages. The page does not fill in the missing texts of
 * such a term.
 * @param {string | Texts} value
 * @param {string[]} languages
 */
export const isPartial = (value, languages) => typeof value !== "string" && languages.some((lang) => !(lang in value));

const LISTS = /** @type {const} */ ({
  group: ["label", "short"],
  region: ["label"],
  topic: ["label"],
  chair: ["role"],
  panellist: ["role"],
  term: ["term"],
  document: ["title"],
  programme: ["title"],
});

/**
 * Return the values of a session file with each text in each of these languages. Three kinds of values are unchanged:
 * - values that are not texts;
 * - a single text for all languages, except the title of the session, which gets a text for each language;
 * - a term without a text in one of the earlier languages (`before`).
 * @param {Record<string, any>} values
 * @param {string[]} languages
 * @param {string[]} [before] the languages of the session before the change
 * @returns {Record<string, any>}
 */
export function inLanguages(values, languages, before = languages) {
  const changed = { ...values };
  if (typeof values.title === "string") changed.title = { [before[0]]: values.title };
  for (const key of ["title", "description", "organisers"]) {
    if (changed[key]) changed[key] = withLanguages(changed[key], languages, before);
  }
  if (values.look?.name) changed.look = { ...values.look, name: withLanguages(values.look.name, languages, before) };
  for (const [list, names] of Object.entries(LISTS)) {
    if (!values[list]) continue;
    changed[list] = values[list].map((/** @type {Record<string, any>} */ entry) => ({
      ...entry,
      ...Object.fromEntries(
        names
          .filter((name) => entry[name] && !(list === "term" && isPartial(entry[name], before)))
          .map((name) => [name, withLanguages(entry[name], languages, before)]),
      ),
    }));
  }
  return changed;
}

/** The keys of a session file whose values contain texts. */
const WITH_TEXTS = ["title", "description", "organisers", "look", ...Object.keys(LISTS)];

/**
 * Return the values of a session file that change when the session gets these languages: the list of the languages, and
 * each value with texts, with the texts that `inLanguages` gives it.
 * @param {Record<string, any>} values
 * @param {string[]} languages
 * @returns {Record<string, any>}
 */
export function changeLanguages(values, languages) {
  const texts = Object.fromEntries(WITH_TEXTS.filter((key) => values[key]).map((key) => [key, values[key]]));
  return { languages, ...inLanguages(texts, languages, values.languages) };
}

/**
 * Return the time zone of the session: the name of the zone, or the UTC offset that the start time of the session
 * contains.
 * @param {Record<string, any>} values
 * @returns {string}
 */
export function zoneOfValues({ time_zone: zone, starts }) {
  const offset = /[+-]\d\d:\d\d$/.exec(starts ?? "")?.[0];
  return zone ?? (offset && offset !== "+00:00" ? offset : "UTC");
}

/**
 * Return a time from a session file in the form of a field's value: "2027-03-11T10:30" for "2027-03-11T10:30:00+08:00".
 * @param {string | null | undefined} at
 */
export const toLocal = (at) => at?.slice(0, 16) ?? "";

/**
 * Return the local time of a field in the form of a session file, with the UTC offset that the zone has at this time.
 * Return null for an empty field.
 * @param {string} local such as "2027-03-11T10:30"
 * @param {string} zone an IANA name, an offset or "UTC"
 */
export function fromLocal(local, zone) {
  if (!local) return null;
  const wanted = Date.parse(`${local}Z`) / 60_000;
  if (Number.isNaN(wanted)) return local;
  const zoned = zoneOf({ time_zone: zone, utc_offset: 0 });
  let offset = 0;
  // Compute the offset twice, because the offset depends on the time, and the time depends on the offset. Near a change
  // of the clocks, the second round corrects the offset.
  for (const _round of [1, 2]) {
    const instant = new Date((wanted - offset) * 60_000).toISOString();
    offset = minutesIn(instant, zoned) - Math.floor(Date.parse(instant) / 60_000);
  }
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) =>
    String(part).padStart(2, "0"),
  );
  return `${local}:00${offset < 0 ? "-" : "+"}${hours}:${minutes}`;
}

/**
 * Return a key for a new entry of a list, such as "local_businesses". The key differs from all keys in `taken`.
 * @param {string} label
 * @param {string[]} taken
 * @param {string} kind the beginning of the key if the label has no Latin letters
 */
export function newKey(label, taken, kind) {
  const plain = label
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 24);
  const base = plain || kind;
  let [key, count] = [base, 2];
  while (taken.includes(key)) key = `${base}_${count++}`;
  return key;
}

/**
 * Return the list with one entry moved by `steps` places.
 * @template Entry
 * @param {Entry[]} list
 * @param {number} index
 * @param {number} steps
 */
export function moved(list, index, steps) {
  const rest = list.filter((_entry, place) => place !== index);
  rest.splice(index + steps, 0, list[index]);
  return rest;
}

/**
 * Return the first pair of languages that no booth of the list has. If each pair has a booth, return the first two
 * languages.
 * @param {{languages: string[]}[]} list
 * @param {string[]} languages
 */
export function freePair(list, languages) {
  const pairs = languages.flatMap((first, place) => languages.slice(place + 1).map((second) => [first, second]));
  const taken = new Set(list.map((booth) => [...booth.languages].sort().join(" ")));
  return pairs.find((pair) => !taken.has([...pair].sort().join(" "))) ?? languages.slice(0, 2);
}
