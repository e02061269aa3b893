/** The contrast of an accent colour, computed as in moderation/core/colour.py. */

/** The minimum contrast that the server accepts. */
export const LEAST = 4.5;
const PAPER = ["#FAF7F0", "#FFFEFB", "#F1EDE2"];
const BUTTON_TEXT = "#FFFFFF";

/**
 * Return the relative luminance of a colour, from 0 to 1 (WCAG 2.2).
 * @param {string} colour such as "#00586B"
 */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5]
    .map((place) => Number.parseInt(colour.slice(place, place + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * Return the contrast of two colours, from 1 to 21 (WCAG 2.2).
 * @param {string} first
 * @param {string} second
 */
export function contrast(first, second) {
  const [dark, light] = [luminance(first), luminance(second)].sort((left, right) => left - right);
  return (light + 0.05) / (dark + 0.05);
}

/**
 * Return two contrasts of an accent colour. `link`: the lowest contrast between a link in this colour and the light
 * backgrounds of the pages. `button`: the contrast between a button in this colour and the button's white text. Return
 * null if `accent` is not a colour.
 * @param {string} accent
 */
export function ratios(accent) {
  if (!/^#[0-9a-f]{6}$/i.test(accent)) return null;
  return {
    link: Math.min(...PAPER.map((background) => contrast(accent, background))),
    button: contrast(accent, BUTTON_TEXT),
  };
}
