// The subsets of the stage's fonts that are built. Each package has about a hundred files for each script; a browser loads
// only those with the characters of the text. docs/decisions/stage-fonts.md gives the reason for each choice.

const PACKAGES = {
  "noto-naskh-arabic": (name) => name === "arabic",
  "noto-serif-sc": (_, number) => number !== null,
  // The last subsets contain the frequent characters. For most others, the stage uses Noto Serif SC.
  "noto-serif-tc": (_, number) => number >= 104,
  "noto-serif-jp": (_, number) => number >= 60,
  // All Hangul syllables and the frequent symbols, without the Han characters.
  "noto-serif-kr": (_, number) => number >= 94 || (number >= 2 && number <= 65),
};
const STYLE_SHEET = /@fontsource-variable[\\/](noto-naskh-arabic|noto-serif-(?:sc|tc|jp|kr))[\\/]index\.css$/;
const FACE = /@font-face\s*\{[^}]*\}/g;

/**
 * Return the `@font-face` rules of the wanted subsets.
 *
 * `family`: a key of PACKAGES. `css`: the package's style sheet. Fails if the style sheet has no wanted subset, for
 * example because a new version names its files differently.
 */
export function wantedFaces(family, css) {
  const faces = (css.match(FACE) ?? []).filter((face) => {
    const subset = face.match(new RegExp(`${family}-(.+?)-wght-normal\\.woff2`))?.[1] ?? "";
    return PACKAGES[family](subset, /^\d+$/.test(subset) ? Number(subset) : null);
  });
  if (!faces.length) throw new Error(`${family} has no wanted subset`);
  return `${faces.join("\n")}\n`;
}

/** The plugin of esbuild that leaves out the unwanted subsets. `read`: returns the text of a file. */
export const wantedSubsets = (read) => ({
  name: "wanted subsets of the stage's fonts",
  setup: ({ onLoad }) =>
    onLoad({ filter: STYLE_SHEET }, async ({ path }) => {
      const contents = wantedFaces(STYLE_SHEET.exec(path)[1], await read(path));
      return { contents, loader: "css" };
    }),
});
