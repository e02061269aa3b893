/** Tests of the text search, with the same examples as in the server's tests. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { fold, matchesWords } from "../../../static/js/shared/fold.js";

const EXAMPLES = JSON.parse(readFileSync(new URL("../../data/fold.json", import.meta.url), "utf8"));

for (const { why, text, folded } of EXAMPLES)
  test(`fold: ${why}`, () => {
    assert.equal(fold(text), folded);
    assert.equal(fold(folded), folded);
  });

test("every word must occur, in any order and in any text", () => {
  assert.equal(matchesWords("EAU l'air", ["“l’air”", null, "L’eau"]), true);
  assert.equal(matchesWords("eau feu", ["l’eau"]), false);
  assert.equal(matchesWords(" ", []), true);
});
