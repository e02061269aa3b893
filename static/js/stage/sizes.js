/**
 * The possible settings of the block *Now* on the stage, in order of preference. The type `Setting` describes a
 * setting; stage/now.js describes the rail. The functions are pure.
 */

/**
 * @typedef {object} Setting One setting of the block *Now*.
 * @property {number} size of the question's text, in vh
 * @property {number} second size of the translations, in vh
 * @property {boolean} rail whether the rail with the join code is shown
 * @property {number} atOnce the number of translations that are shown together with the question. If it is 0, the
 *   question and its translations are shown in turn, one text at a time.
 */

/**
 * The settings of a stage that shows no translations, as [size of the text in vh, whether the rail is shown]. If the
 * text is smaller than 5.4 vh, the rail (the column with the join code) is not shown. Without the rail, the text has
 * the full width. People in the last row of the room can read a text of 4.5 vh or more.
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
 * The settings with translations below the question, as [size of the question in vh, size of the translations in vh,
 * whether the rail is shown]. A translation may be smaller than the question, but has at least 4.5 vh.
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
 * The settings under the Chatham House Rule, as [size of the texts in vh, whether the rail is shown]. The original and
 * its translations have the same size. Otherwise the size would reveal in which language the question was asked.
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
 * Return the settings for `count` texts of the same size, in order of preference. The first settings show all texts
 * together. The last settings show one text at a time in full width.
 * @param {number} count
 * @returns {Setting[]}
 */
export function unmarkedSettings(count) {
  const all = UNMARKED.map(([size, rail]) => ({ size, second: size, rail, atOnce: count }));
  if (count <= 1) return all;
  return [...all, ...withoutRail.map(([size, rail]) => ({ size, second: size, rail, atOnce: 1 }))];
}

/**
 * Return the settings for a question shown in its original language, in order of preference. The first settings show
 * all translations together. The next settings show the translations in turn below the question. The last settings show
 * the question and each translation in turn, one text at a time.
 * @param {number} count of translations, 0 to 3
 * @returns {Setting[]}
 */
export function settingsFor(count) {
  /** @type {Setting[]} */
  const settings = [];
  for (const atOnce of count > 1 ? [count, 1] : [count].filter(Boolean)) {
    // A longer text fits only into a setting later in the list. The list begins with the settings that show all
    // translations together; the last of them has no rail. Therefore all settings after them have no rail either.
    // Otherwise the rail would disappear for a long text and appear again for a still longer text.
    const sizes = atOnce === count ? ABOVE : ABOVE.filter(([, , rail]) => !rail);
    settings.push(...sizes.map(([size, second, rail]) => ({ size, second, rail, atOnce })));
  }
  const alone = count ? withoutRail : ALONE;
  return [...settings, ...alone.map(([size, rail]) => ({ size, second: size, rail, atOnce: 0 }))];
}

/**
 * Return each setting twice: first all settings with whole words, then all settings with broken words. The stage uses
 * the first setting that fits. So it breaks words only if a word is longer than the widest line.
 * @param {Setting[]} settings
 * @returns {(Setting & {words: "whole" | "broken"})[]}
 */
export const inWholeWordsFirst = (settings) =>
  /** @type {const} */ (["whole", "broken"]).flatMap((words) => settings.map((setting) => ({ ...setting, words })));
