/** How large Now may be, and how many translations stand under it, from the most wanted down. Pure. */

/**
 * [size in vh, whether the rail stays]. The rail, and with it the code, stays as long as the text is no smaller
 * than 5.4; without it the text takes what room there is, and 4.5 is the least that the last row reads.
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
/** The same above translations: the asked language leads by its size, but not so far that the others are small. */
const ABOVE = [
  [10.4, 7.4, true],
  [8.8, 6.3, true],
  [7.4, 5.4, true],
  [6.3, 4.6, true],
  [5.4, 4.5, true],
  [5.4, 4.5, false],
  [4.5, 4.5, false],
];

/** Under the Rule every language has one size, since the larger one would be taken for the one asked in. */
const ALIKE = [
  [8.8, true],
  [7.4, true],
  [6.3, true],
  [5.4, true],
  [4.9, true],
  [5.4, false],
  [4.9, false],
  [4.5, false],
];

/** The same for `count` texts of one size, all at once, else one at a time in full width. */
export function settingsAlike(count) {
  const one = count > 1 ? ALONE.filter(([, rail]) => !rail).map((sizes) => [...sizes, 1]) : [];
  return [...ALIKE.map((sizes) => [...sizes, count]), ...one].map(([size, rail, at_once]) => ({
    size,
    second: size,
    rail,
    at_once,
  }));
}

/**
 * @param count of translations, 0 to 2
 * @returns {{size, second, rail, at_once}[]} `at_once`: so many translations at a time; first all, then one, then none
 */
export function settingsFor(count) {
  const above = [];
  for (let at_once = count; at_once > 0; at_once -= 1) {
    // Fewer at a time only where all do not fit even in full width.
    const sizes = at_once === count ? ABOVE : ABOVE.filter(([, , rail]) => !rail);
    above.push(...sizes.map(([size, second, rail]) => ({ size, second, rail, at_once })));
  }
  const alone = count ? ALONE.filter(([, rail]) => !rail) : ALONE;
  return [...above, ...alone.map(([size, rail]) => ({ size, second: size, rail, at_once: 0 }))];
}
