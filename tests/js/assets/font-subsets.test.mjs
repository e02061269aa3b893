// Tests that the build keeps only the wanted subsets of the stage's fonts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { wantedFaces, wantedSubsets } from "../../../static/font-subsets.mjs";

const face = (/** @type {string} */ name) =>
  `@font-face {\n  src: url(./files/${name}-wght-normal.woff2) format('woff2-variations');\n}`;

/** @type {(family: string, subsets: string[]) => string[]} */
function wantedOf(family, subsets) {
  const css = subsets.map((subset) => `/* ${subset} */\n${face(`${family}-${subset}`)}`).join("\n\n");
  return [...wantedFaces(family, css).matchAll(/files\/(\S+)-wght/g)].map(([, name]) => name.slice(family.length + 1));
}

test("only the subsets with characters of the language are built", () => {
  const latin = ["cyrillic", "vietnamese", "latin-ext", "latin"];
  assert.deepEqual(wantedOf("noto-naskh-arabic", ["arabic", "math", "symbols", ...latin]), ["arabic"]);
  assert.deepEqual(wantedOf("noto-serif-sc", ["4", "119", ...latin]), ["4", "119"]);
  assert.deepEqual(wantedOf("noto-serif-tc", ["0", "103", "104", "123", ...latin]), ["104", "123"]);
  assert.deepEqual(wantedOf("noto-serif-jp", ["59", "60", "119", ...latin]), ["60", "119"]);
  assert.deepEqual(wantedOf("noto-serif-kr", ["1", "2", "65", "66", "93", "94", ...latin]), ["2", "65", "94"]);
});

test("a package whose files have other names is not built without its characters", () => {
  assert.throws(() => wantedOf("noto-serif-jp", ["japanese", "latin"]), /noto-serif-jp has no wanted subset/);
});

test("the plugin reads the style sheets of these packages only", async () => {
  /** @type {any} */
  let options;
  /** @type {any} */
  let load;
  const css = face("noto-serif-tc-104");
  wantedSubsets(async () => css).setup({ onLoad: (/** @type {any} */ ...given) => ([options, load] = given) });
  const folder = "/a/node_modules/@fontsource-variable";
  assert.ok(!options.filter.test(`${folder}/noto-serif/index.css`));
  assert.ok(options.filter.test(`${folder}/noto-serif-tc/index.css`));
  assert.deepEqual(await load({ path: `${folder}/noto-serif-tc/index.css` }), { contents: `${css}\n`, loader: "css" });
});
