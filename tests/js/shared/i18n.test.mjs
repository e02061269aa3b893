import assert from "node:assert/strict";
import { test } from "node:test";
import { graphemes } from "../../../static/js/shared/graphemes.js";
import { fill, formatAge, translator } from "../../../static/js/shared/i18n.js";

test("placeholders are filled by name; unknown ones stay", () => {
  assert.equal(fill("%(n)s of %(limit)s, %(other)s", { n: 1, limit: 300 }), "1 of 300, %(other)s");
  assert.equal(fill("$& %(x)s", { x: "$&" }), "$& $&");
});

test("an age is in the unit that people use, and in days from two days on", () => {
  const hour = 3600;
  const ages = [5, 125, 2 * hour, 47 * hour, 48 * hour, 95 * hour];
  assert.deepEqual(
    ages.map((seconds) => formatAge(new Date(Date.now() - seconds * 1000).toISOString())),
    ["5 sec", "2 min", "2 hr", "47 hr", "2 days", "3 days"],
  );
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
  ["pt-PT", ["%(n)s voto", "%(n)s votos"], { 0: "0 votos", 1: "1 voto", 2: "2 votos", 1000000: "1000000 votos" }],
  ["fr", ["%(n)s voix une", "%(n)s voix"], { 0: "0 voix une", 1: "1 voix une", 2: "2 voix" }],
  [
    "ru",
    ["%(n)s голос", "%(n)s голоса", "%(n)s голосов"],
    {
      0: "0 голосов",
      1: "1 голос",
      2: "2 голоса",
      4: "4 голоса",
      5: "5 голосов",
      11: "11 голосов",
      12: "12 голосов",
      14: "14 голосов",
      21: "21 голос",
      22: "22 голоса",
      25: "25 голосов",
      101: "101 голос",
      111: "111 голосов",
      1000000: "1000000 голосов",
    },
  ],
  ["ar", ["z", "o", "t", "f", "m", "x"], { 0: "z", 1: "o", 2: "t", 5: "f", 12: "m", 100: "x" }],
  ["zh", ["%(n)s票"], { 0: "0票", 1: "1票", 2: "2票", 21: "21票", 1000000: "1000000票" }],
]) {
  test(`plural forms: ${lang}`, () => {
    const { ngettext } = translator({ "%(n)s vote": forms }, lang);
    for (const [n, expected] of Object.entries(cases))
      assert.equal(ngettext("%(n)s vote", "%(n)s votes", Number(n)), expected);
  });
}

test("the only form is used for one, and contains the number that the English singular omits", () => {
  const { ngettext } = translator({ "A question": ["%(n)s个问题"] }, "zh");
  assert.equal(ngettext("A question", "%(n)s questions", 1), "1个问题");
});

test("an empty plural form falls back to the English form of the number", () => {
  const { ngettext } = translator({ "%(n)s vote": ["", "%(n)s голоса", ""] }, "ru");
  assert.deepEqual(
    [1, 2, 5].map((n) => ngettext("%(n)s vote", "%(n)s votes", n)),
    ["1 vote", "2 голоса", "5 votes"],
  );
});

test("lengths are counted in graphemes", () => {
  assert.equal(graphemes("e\u0301"), 1);
  assert.equal(graphemes("👩‍👩‍👧"), 1);
  assert.equal(graphemes("سؤال"), 4);
  assert.equal(graphemes(""), 0);
});
