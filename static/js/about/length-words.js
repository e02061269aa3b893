/** The text for a length of time. */

const UNITS = /** @type {[string, number][]} */ ([
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
]);

/**
 * Return a length of time as its two largest units, such as "4 hr 15 min". From one minute on, leave out the seconds.
 * @param {number} seconds a positive integer
 * @param {string} lang
 */
export function lengthWords(seconds, lang) {
  const rounded = seconds > 60 ? Math.ceil(seconds / 60) * 60 : seconds;
  const first = UNITS.findIndex(([, size]) => rounded >= size);
  const numbers = UNITS.slice(first, first + 2).map(([unit, size], index) => {
    const larger = index ? UNITS[first][1] : Infinity;
    return /** @type {[string, number]} */ ([unit, Math.floor((rounded % larger) / size)]);
  });
  const parts = numbers.filter(([, number]) => number > 0).map(([unit, number]) => inUnit(number, unit, lang));
  return new Intl.ListFormat(lang, { type: "unit", style: "narrow" }).format(parts);
}

/**
 * Return a number with its unit in the language `lang`, with western digits.
 * @param {number} number
 * @param {string} unit
 * @param {string} lang
 */
const inUnit = (number, unit, lang) =>
  new Intl.NumberFormat(`${lang}-u-nu-latn`, { style: "unit", unit, unitDisplay: "short" }).format(number);
