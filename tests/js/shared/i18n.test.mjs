import assert from "node:assert/strict";
import { test } from "node:test";
import { graphemes } from "../../../static/js/shared/graphemes.js";
import { fill, translator } from "../../../static/js/shared/i18n.js";

test("placeholders are filled by name; unknown ones stay", () => {
  assert.equal(fill("%(n)s of %(limit)s, %(other)s", { n: 1, limit: 300 }), "1 of 300, %(other)s");
  assert.equal(fill("$& %(x)s", { x: "$&" }), "$& $&");
});

test("without a catalogue the msgid is shown", () => {
  const { _, ngettext } = translator(null, "en");
  assert.equal(_("Send"), "Send");
  assert.deepEqual(
    [0, 1, 2].map((n) => ngettext("%(n)s vote", "%(n)s votes", n)),
    ["0 votes", "1 vote", "2 votes"],
  );
});

test("a missing or empty translation falls back to the msgid", () => {
  const { _ } = translator({ Send: "" }, "es");
  assert.equal(_("Send"), "Send");
  assert.equal(_("Next"), "Next");
});

for (const [lang, forms, cases] of [
  ["es", ["%(n)s voto", "%(n)s votos"], { 0: "0 votos", 1: "1 voto", 5: "5 votos", 1000000: "1000000 votos" }],
  ["fr", ["%(n)s voix une", "%(n)s voix"], { 0: "0 voix une", 1: "1 voix une", 2: "2 voix" }],
  [
    "ru",
    ["%(n)s голос", "%(n)s голоса", "%(n)s голосов"],
    { 1: "1 голос", 3: "3 голоса", 5: "5 голосов", 21: "21 голос" },
  ],
  ["ar", ["z", "o", "t", "f", "m", "x"], { 0: "z", 1: "o", 2: "t", 5: "f", 12: "m", 100: "x" }],
  ["zh", ["%(n)s 票"], { 1: "1 票", 2: "2 票" }],
]) {
  test(`plural forms: ${lang}`, () => {
    const { ngettext } = translator({ "%(n)s vote": forms }, lang);
    for (const [n, expected] of Object.entries(cases))
      assert.equal(ngettext("%(n)s vote", "%(n)s votes", Number(n)), expected);
  });
}

test("lengths are counted in graphemes", () => {
  assert.equal(graphemes("e\u0301"), 1);
  assert.equal(graphemes("👩‍👩‍👧"), 1);
  assert.equal(graphemes("سؤال"), 4);
  assert.equal(graphemes(""), 0);
});
