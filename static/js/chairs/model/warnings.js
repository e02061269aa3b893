/*
 * The warnings about a question, for example that its text contains a link. After a warning, a chair should check the
 * text and the asker's name before the question is projected. A warning prevents no act. The time for each check is
 * proportional to the length of the text. The functions are pure.
 */

import { fold } from "../../shared/fold.js";

/**
 * The code of a warning.
 * @typedef {"link" | "mail" | "telephone" | "table_name" | "mixed_scripts" | "shouting"} Warning
 */

// The top-level domains of addresses that people write without "https://". An address with another top-level domain
// counts as a link only if it has a path ("t.me/abc") or begins with "https://" or "www.".
const DOMAIN = "(?:com|org|net|int|edu|gov|info|biz|io|app|eu)";
const LINK = new RegExp(
  `\\bh(?:tt|xx)ps?://|\\bwww\\.[\\p{L}\\p{Nd}]|(?<![\\p{L}\\p{Nd}@.-])[\\p{L}\\p{Nd}-]{1,63}(?:\\.[\\p{L}\\p{Nd}-]{1,63}){0,4}\\.(?:${DOMAIN}(?![\\p{L}\\p{Nd}])|\\p{L}{2,10}/[\\p{L}\\p{Nd}])`,
  "iu",
);
const MAIL = /[\p{L}\p{Nd}._%+-]{1,64}[@＠][\p{L}\p{Nd}-]{1,63}\.[\p{L}\p{Nd}]{2}/u;
const NUMBER = /(?<![\p{L}\p{Nd}])(?:\+|00)?\(?\p{Nd}{1,15}(?:[\p{Zs}./()-]{1,2}\p{Nd}{1,15}){0,7}(?![\p{L}\p{Nd}])/gu;
const DIGIT = /\p{Nd}/gu;
const LEAST_DIGITS = 9;
const LEAST_DIGITS_ABROAD = 7;
const MOST_DIGITS = 15; // maximum number of digits of a telephone number in ITU-T E.164
/** Digits that are not a telephone number: two years (2024-2025) or a date (2024/12/31, 31.12.2024). */
const DATES =
  /^\(?(?:\p{Nd}{4}[\p{Zs}./-]+\p{Nd}{4}|\p{Nd}{4}([./-])\p{Nd}{1,2}\1\p{Nd}{1,2}|\p{Nd}{1,2}([./-])\p{Nd}{1,2}\2\p{Nd}{4})$/u;
const AMOUNT = /^\p{Nd}{1,3}(?:[\p{Zs}.]\p{Nd}{3})*[\p{Zs}.][0٠۰०]{3}$/u;

const WORD = /[\p{L}\p{M}]+/gu;
const LATIN = /\p{Script=Latin}/u;
// Pairs of letters that look the same: first a Cyrillic or Greek letter, then the Latin letter (Unicode Technical
// Standard 39, confusables.txt).
const LOOKALIKES =
  "аaвbсcеeнhіiјjкkмmоoрpԛqѕsтtуyѵvԝwхxАAВBСCЕEНHІIЈJКKМMОOРPЅSТTУYХXαaεeιiκkνvοoρpτtυuχxΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX";
/** @type {Map<string, string>} */
const LATIN_OF = new Map();
for (let place = 0; place < LOOKALIKES.length; place += 2) LATIN_OF.set(LOOKALIKES[place], LOOKALIKES[place + 1]);

const LEAST_CAPITALS = 24;
const LEAST_CAPITAL_WORDS = 4;
const CAPITAL_SHARE = 0.8;
const EXCLAMATIONS = /[!！¡]\s?[!！¡]\s?[!！¡]/u;

/**
 * Return the warnings about a question, in a fixed order.
 * @param {string} text the words that everybody can read if the question is projected
 * @param {string | null} name the asker's name
 * @param {string[]} atTable the names of chairs and panellists
 * @returns {Warning[]}
 */
export function warningsOf(text, name, atTable) {
  const words = name ? `${text}\n${name}` : text;
  /** @type {[Warning, boolean][]} */
  const checks = [
    ["link", LINK.test(words)],
    ["mail", MAIL.test(words)],
    ["telephone", hasTelephone(words)],
    ["table_name", isNameAtTable(name, atTable)],
    ["mixed_scripts", hasMixedScripts(words)],
    ["shouting", isShouting(text)],
  ];
  return checks.filter(([, applies]) => applies).map(([warning]) => warning);
}

/**
 * Return whether the text contains a number that looks like a telephone number.
 * @param {string} text
 */
function hasTelephone(text) {
  return (text.match(NUMBER) ?? []).some((number) => {
    const digits = number.match(DIGIT)?.length ?? 0;
    if (digits > MOST_DIGITS || DATES.test(number) || AMOUNT.test(number)) return false;
    return digits >= (/^(?:\+|00)/u.test(number) ? LEAST_DIGITS_ABROAD : LEAST_DIGITS);
  });
}

/**
 * Return a simplified name. Names that look alike have the same simplified name. Replace each letter in LOOKALIKES by
 * its Latin letter, then apply `fold`.
 * @param {string} name
 */
const appearance = (name) => fold([...name].map((letter) => LATIN_OF.get(letter) ?? letter).join(""));

/**
 * Return whether the asker's name looks like the name of a person at the table (a chair or panellist). Return true in
 * two cases: the asker's name contains the person's whole name, or equals the last word of the person's name.
 * @param {string | null} name
 * @param {string[]} atTable
 */
function isNameAtTable(name, atTable) {
  const given = name ? appearance(name) : "";
  if (!given) return false;
  return atTable.map(appearance).some((person) => {
    const isLastWord = given.length > 2 && person.includes(" ") && given === person.slice(person.lastIndexOf(" ") + 1);
    return person && (` ${given} `.includes(` ${person} `) || isLastWord);
  });
}

/**
 * Return whether a word of the text mixes Latin letters with letters that only look like Latin letters (Cyrillic or
 * Greek).
 * @param {string} text
 */
function hasMixedScripts(text) {
  return (text.match(WORD) ?? []).some((word) => LATIN.test(word) && [...word].some((letter) => LATIN_OF.has(letter)));
}

/**
 * Return whether the text has three exclamation marks in sequence, or is mostly in capitals.
 *
 * A text is mostly in capitals if it meets three conditions. It has at least LEAST_CAPITALS capitals. It has at least
 * LEAST_CAPITAL_WORDS words in capitals. Capitals make up at least CAPITAL_SHARE of its capital and small letters.
 * @param {string} text
 */
function isShouting(text) {
  if (EXCLAMATIONS.test(text)) return true;
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  if (capitals < LEAST_CAPITALS) return false;
  const small = text.match(/\p{Ll}/gu)?.length ?? 0;
  const words = text.match(/\p{Lu}{2,}/gu)?.length ?? 0;
  return words >= LEAST_CAPITAL_WORDS && capitals / (capitals + small) >= CAPITAL_SHARE;
}
