/*
 * Text search with the rules of the server (moderation/core/search.py): convert both texts by `fold`, then compare the
 * results. Pure.
 */

const SINGLE_QUOTES = /[\u2018\u2019\u201a\u201b\u2039\u203a\u02b9\u02bb-\u02bf\u2032\u0060\u00b4\uff07]/gu;
const DOUBLE_QUOTES = /[\u201c-\u201f\u00ab\u00bb\u2033\u301d\u301e\uff02]/gu;
const DASHES = /[\u2010-\u2015\u2212]/gu;
/** @type {Record<string, string>} {lower-case letter or sign: what people type for it} */
const SIGNS = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ħ: "h",
  ŧ: "t",
  ı: "i",
  ς: "σ",
  // Persian and Arabic keyboards produce different characters for the same letter. Replace these characters by a single
  // character.
  ی: "ي",
  ى: "ي",
  ې: "ي",
  ک: "ك",
  ة: "ه",
  ە: "ه",
  ہ: "ه",
  "؟": "?",
  "،": ",",
  "؛": ";",
  "٫": ".",
  "٬": "'",
};
// The digit zero of each script. In Unicode, the digits one to nine come directly after the zero.
const ZEROS =
  "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0e50\u0ed0\u0f20\u1040\u17e0\u1810";
for (const zero of ZEROS)
  for (let digit = 0; digit < 10; digit++) SIGNS[String.fromCharCode(zero.charCodeAt(0) + digit)] = String(digit);
const SIGN = new RegExp(`[${Object.keys(SIGNS).join("")}]`, "gu");
const UNSEEN = /[\p{M}\p{Cf}\u0640]+/gu;
const SPACE = /[\p{Z}\p{Cc}]+/gu;
const GROUPED = /(^|[^0-9])([0-9]{1,3})((?:[ '][0-9]{3})+)(?![0-9])/gu;

/**
 * Replace all quotation marks and dashes by their ASCII forms.
 * @param {string} text
 */
const straight = (text) => text.replace(SINGLE_QUOTES, "'").replace(DOUBLE_QUOTES, '"').replace(DASHES, "-");

/**
 * Return the text without the differences that a search ignores:
 * - upper and lower case, accents;
 * - invisible characters, tatweel, separators of thousands;
 * - the shapes of quotation marks, dashes and digits;
 * - the number and kind of spaces.
 * @param {string} text
 */
export function fold(text) {
  const trimmed = text
    .replace(/([«‹])\p{Z}+/gu, "$1")
    .replace(/\p{Z}+([»›]?)/gu, (spaces, closing) => closing || spaces)
    .replace(UNSEEN, "");
  // Replace quotation marks and dashes before NFKD, because NFKD would decompose some of these characters. Replace them
  // after NFKD too, because NFKD can turn another character into a quotation mark or dash.
  return straight(straight(trimmed).normalize("NFKD"))
    .replace(UNSEEN, "")
    .toLowerCase()
    .replace(SIGN, (sign) => SIGNS[sign])
    .replace(SPACE, " ")
    .trim()
    .replace(GROUPED, (_number, before, first, rest) => before + first + rest.replace(/[ ']/gu, ""));
}

/**
 * Return whether the texts contain every word of the search. A word can also be a part of a longer word. The search and
 * the texts are folded before the comparison.
 * @param {string} search
 * @param {(string | null | undefined)[]} texts
 */
export function matchesWords(search, texts) {
  const searched = fold(texts.filter(Boolean).join(" "));
  return fold(search)
    .split(" ")
    .every((word) => searched.includes(word));
}

/**
 * Return the number of a question from a search such as "12", "#12", "No. 12", "nº 12", "١٢"; null for other searches.
 * @param {string} search
 */
export function numberIn(search) {
  const number = /^(?:#|no\.? ?|n° ?)?([0-9]+)$/u.exec(fold(search));
  return number && Number(number[1]);
}
