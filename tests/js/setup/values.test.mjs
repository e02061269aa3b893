// Tests of the conversions between session files and the fields of the set-up page.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  changeLanguages,
  fromLocal,
  fromTexts,
  freePair,
  inLanguages,
  isPartial,
  moved,
  newKey,
  toLocal,
  toTexts,
  zoneOfValues,
} from "../../../static/js/setup/values.js";

const LANGUAGES = ["en", "es", "fr"];

test("a field is empty if its readers see the text of the first language", () => {
  assert.deepEqual(toTexts({ en: "Water", es: "Agua", fr: "Water" }, LANGUAGES), { en: "Water", es: "Agua" });
  assert.deepEqual(toTexts("GAC", LANGUAGES), { en: "GAC" });
  assert.deepEqual(toTexts(null, LANGUAGES), {});
});

test("an empty field gets the text of the first language", () => {
  assert.deepEqual(fromTexts({ en: "Water", es: "Agua", fr: " " }, LANGUAGES), {
    en: "Water",
    es: "Agua",
    fr: "Water",
  });
  assert.equal(fromTexts({ en: "GAC" }, LANGUAGES), "GAC");
  assert.deepEqual(fromTexts({ en: "GAC" }, LANGUAGES, true), { en: "GAC", es: "GAC", fr: "GAC" });
  assert.equal(fromTexts({ en: " " }, LANGUAGES), null);
  assert.deepEqual(fromTexts({}, LANGUAGES, true), { en: "", es: "", fr: "" });
});

test("a new language gets a text everywhere, and a text for all languages stays", () => {
  const values = {
    languages: ["en"],
    title: "Water",
    organisers: "Us",
    chair: [{ seat: "a", name: "Al", role: { en: "Judge" } }],
    group: [{ key: "gac", label: "GAC" }],
    term: [{ term: { en: "river" }, note: { en: "wet" } }],
  };
  assert.deepEqual(changeLanguages(values, ["de", "en"]), {
    languages: ["de", "en"],
    title: { de: "Water", en: "Water" },
    organisers: "Us",
    chair: [{ seat: "a", name: "Al", role: { de: "Judge", en: "Judge" } }],
    group: [{ key: "gac", label: "GAC" }],
    term: [{ term: { de: "river", en: "river" }, note: { en: "wet" } }],
  });
});

test("a term in some languages stays so; an empty field is no text", () => {
  const values = { languages: ["en", "es"], term: [{ term: { es: "ONU" } }] };
  assert.deepEqual(changeLanguages(values, ["en", "es", "fr"]).term, [{ term: { es: "ONU" } }]);
  assert.equal(isPartial({ es: "ONU" }, ["en", "es"]), true);
  assert.equal(isPartial({ es: "ONU", en: "UN" }, ["en", "es"]), false);
  assert.equal(isPartial("UN", ["en", "es"]), false);
  assert.deepEqual(fromTexts({ en: " ", es: "ONU", fr: "Onu" }, LANGUAGES, false, true), { es: "ONU", fr: "Onu" });
});

test("a draft gets the languages that another person has added", () => {
  const draft = { panellist: [{ key: "cy", name: "Cy", role: { en: "Author" } }], organisers: "Us", group: null };
  assert.deepEqual(inLanguages(draft, ["en", "ar"]), {
    panellist: [{ key: "cy", name: "Cy", role: { en: "Author", ar: "Author" } }],
    organisers: "Us",
    group: null,
  });
  assert.deepEqual(inLanguages({ title: "Water" }, ["en", "de"], ["en"]), { title: { en: "Water", de: "Water" } });
});

test("a local time has the offset of its zone at this time", () => {
  assert.equal(fromLocal("2027-01-20T18:15", "Europe/Berlin"), "2027-01-20T18:15:00+01:00");
  assert.equal(fromLocal("2027-07-20T18:15", "Europe/Berlin"), "2027-07-20T18:15:00+02:00");
  assert.equal(fromLocal("2027-03-28T01:30", "Europe/Berlin"), "2027-03-28T01:30:00+01:00");
  assert.equal(fromLocal("2027-03-28T03:30", "Europe/Berlin"), "2027-03-28T03:30:00+02:00");
  assert.equal(fromLocal("2027-01-20T18:15", "America/Bogota"), "2027-01-20T18:15:00-05:00");
  assert.equal(fromLocal("2027-01-20T18:15", "+05:30"), "2027-01-20T18:15:00+05:30");
  assert.equal(fromLocal("2027-01-20T18:15", "UTC"), "2027-01-20T18:15:00+00:00");
  assert.equal(fromLocal("", "UTC"), null);
  assert.equal(toLocal("2027-01-20T18:15:00+01:00"), "2027-01-20T18:15");
});

test("a session without the name of a zone has the offset of its start", () => {
  assert.equal(zoneOfValues({ time_zone: "Europe/Berlin", starts: "2027-01-20T18:15:00+01:00" }), "Europe/Berlin");
  assert.equal(zoneOfValues({ starts: "2027-01-20T18:15:00-05:00" }), "-05:00");
  assert.equal(zoneOfValues({ starts: "2027-01-20T18:15:00+00:00" }), "UTC");
  assert.equal(zoneOfValues({}), "UTC");
});

test("each new entry gets its own key", () => {
  assert.equal(newKey("Vereine & Bürger", [], "group"), "vereine_burger");
  assert.equal(newKey("", ["group", "group_2"], "group"), "group_3");
  assert.equal(newKey("水", [], "group"), "group");
});

test("an entry moves", () => {
  assert.deepEqual(moved(["a", "b", "c"], 2, -1), ["a", "c", "b"]);
  assert.deepEqual(moved(["a", "b", "c"], 0, 1), ["b", "a", "c"]);
});

test("a new language gets the texts of the look and of the programme", () => {
  const values = {
    languages: ["en"],
    title: { en: "T" },
    look: { name: { en: "Institute" }, accent: "#00586B" },
    programme: [{ at: "15:10", title: { en: "Opening" } }],
  };
  assert.deepEqual(changeLanguages(values, ["en", "fr"]), {
    languages: ["en", "fr"],
    title: { en: "T", fr: "T" },
    look: { name: { en: "Institute", fr: "Institute" }, accent: "#00586B" },
    programme: [{ at: "15:10", title: { en: "Opening", fr: "Opening" } }],
  });
});

test("a new booth has the first pair of languages that no booth has, in either order", () => {
  const booths = (...pairs) => pairs.map((languages) => ({ languages }));
  assert.deepEqual(freePair([], ["en", "es", "fr"]), ["en", "es"]);
  assert.deepEqual(freePair(booths(["es", "en"]), ["en", "es", "fr"]), ["en", "fr"]);
  assert.deepEqual(freePair(booths(["en", "es"], ["en", "fr"], ["fr", "es"]), ["en", "es", "fr"]), ["en", "es"]);
});
