/**
 * The settings of Now: the size of the text and the number of translations below it, the preferred setting first. Pure.
 */

/**
 * @typedef {object} Setting
 * @property {number} size of Now, in vh
 * @property {number} second size of the translations, in vh
 * @property {boolean} rail whether the rail with the join code is shown
 * @property {number} atOnce the number of translations that are shown together
 */

/**
 * [size in vh, rail]. The rail is shown while the text is at least 5.4 vh; without the rail, the text takes the full
 * width. 4.5 vh is the smallest size that is legible in the last row.
 * @type {[number, boolean][]}
 */
const ALONE = [
  [12.4, true],
  [10.4, true],
  [8.8, true],
  [7.4, true],
  [6.3, true],
  [5.4, true],
  [7.4, false],
  [6.3, false],
  [5.4, false],
  [4.5, false],
];

/**
 * [question size in vh, translation size in vh, rail] when translations are shown below the question. The original is
 * larger, but the translations stay legible.
 * @type {[number, number, boolean][]}
 */
const ABOVE = [
  [10.4, 7.4, true],
  [8.8, 6.3, true],
  [7.4, 5.4, true],
  [6.3, 4.6, true],
  [5.4, 4.5, true],
  [5.4, 4.5, false],
  [4.5, 4.5, false],
];

/**
 * [size, rail] under the Chatham House Rule: all languages have the same size, because a larger text would reveal the
 * original.
 * @type {[number, boolean][]}
 */
const UNMARKED = [
  [8.8, true],
  [7.4, true],
  [6.3, true],
  [5.4, true],
  [4.9, true],
  [5.4, false],
  [4.9, false],
  [4.5, false],
];

const withoutRail = ALONE.filter(([, rail]) => !rail);

/**
 * Return the settings for `count` texts of one size: all texts together or, if they do not fit, one text at a time in
 * full width.
 * @param {number} count
 * @returns {Setting[]}
 */
export function unmarkedSettings(count) {
  const all = UNMARKED.map(([size, rail]) => ({ size, second: size, rail, atOnce: count }));
  if (count <= 1) return all;
  return [...all, ...withoutRail.map(([size, rail]) => ({ size, second: size, rail, atOnce: 1 }))];
}

/**
 * Return the settings for a question shown in its original language, in order of preference: with all translations
 * together, with fewer translations, without translations.
 * @param {number} count of translations, 0 to 2
 * @returns {Setting[]}
 */
export function settingsFor(count) {
  /** @type {Setting[]} */
  const settings = [];
  for (let atOnce = count; atOnce > 0; atOnce -= 1) {
    // Show fewer translations only if all translations do not fit even in full width.
    const sizes = atOnce === count ? ABOVE : ABOVE.filter(([, , rail]) => !rail);
    settings.push(...sizes.map(([size, second, rail]) => ({ size, second, rail, atOnce })));
  }
  const alone = count ? withoutRail : ALONE;
  return [...settings, ...alone.map(([size, rail]) => ({ size, second: size, rail, atOnce: 0 }))];
}
