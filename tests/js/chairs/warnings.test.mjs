/** Tests of the warnings that a chair sees before a question is projected. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { warningsOf } from "../../../static/js/chairs/model/warnings.js";

const TABLE = ["Amina Haddad", "Prof. José Ñúñez", "Chair A", "李伟"];

/** @param {string} text @param {string | null} [name] */
const warned = (text, name = null) => warningsOf(text, name, TABLE);

/** @param {string[]} texts @param {string[]} expected */
function each(texts, expected) {
  for (const text of texts) assert.deepEqual(warned(text), expected, text);
}

test("an address of a page is a link, with or without its scheme", () => {
  each(
    [
      "See https://example.org/a",
      "hxxp://bad",
      "www.example.de",
      "read example.com now",
      "t.me/channel",
      "bit.ly/3xY",
      "Mire EJEMPLO.ORG.",
      "пример.com",
      "см. пример.рф/а",
      "انظر example.org؟",
    ],
    ["link"],
  );
});

test("an abbreviation, a file number or a missing space is no link", () => {
  each(
    [
      "Who is it, e.g. the U.N. or i.e. us?",
      "the end.The next",
      "art. 5.2/3",
      "and/or",
      "A/RES/79/243",
      "v2.0/3.1",
      "N.B.",
      "node.communication",
    ],
    [],
  );
});

test("a mail address is one warning", () => {
  each(["write to ana.b+x@example.ngo please", "ana＠example.fr"], ["mail"]);
  assert.deepEqual(warned("ana@example.org"), ["mail"]);
  each(["ask @ana at the UN", "3 @ 5"], []);
});

test("a telephone number is found in every usual form and every script's digits", () => {
  each(
    [
      "call +962 6 555 0100",
      "00 33 1 23 45 67 89",
      "600 123 456",
      "(020) 7946 0958",
      "06.12.34.56.78",
      "612-555-0100",
      "اتصل +٩٦٢ ٦ ٥٥٥ ٠١٠٠",
      "+34600123456",
      "0612345678",
    ],
    ["telephone"],
  );
});

test("years, dates, amounts and numbers of documents are no telephone numbers", () => {
  each(
    [
      "2024-2025",
      "2024 - 2025",
      "on 2024-12-24 and 24.12.2024",
      "1 000 000 000 dollars",
      "250.000.000 euros",
      "3,500,000,000",
      "A/RES/79/243",
      "resolution 75/282",
      "ISO 3166",
      "CVE2024123456789",
      "12345678901234567890",
    ],
    [],
  );
});

test("an asker's name that looks like a name at the table is marked", () => {
  for (const name of [
    "Amina Haddad",
    "amina haddad",
    "HADDAD",
    "Dr Amina Haddad (UN)",
    "Аminа Hаddаd",
    "prof. jose nunez",
    "李伟",
  ])
    assert.ok(warned("Why?", name).includes("table_name"), name);
  for (const name of ["Amina", "A", "Haddadi", "Ana", "", null])
    assert.deepEqual(warned("Why?", name), [], String(name));
});

test("Latin letters mixed with their lookalikes in one word are marked", () => {
  each(["Is pаypal safe?", "the ΑBC", "GооgΙe"], ["mixed_scripts"]);
  assert.deepEqual(warned("Why?", "Mаria"), ["mixed_scripts"]);
  each(["какова роль UN?", "μm", "β-test", "Wi‑Fi в ООН", "الـUN", "IT技術"], []);
});

test("mostly capitals, or three exclamation marks, are shouting", () => {
  each(
    ["WHY DOES NOBODY LISTEN TO US HERE", "Why!!!", "¡¡¡Basta!", "ПОЧЕМУ НИКТО НЕ СЛУШАЕТ НАС СЕЙЧАС", "Why! ! !"],
    ["shouting"],
  );
  each(["UNODC, ITU and OHCHR: who decides?", "NATO UNODC OHCHR UNESCO?", "¡Sí!", "Really?!"], []);
});

test("several warnings have a fixed order", () => {
  assert.deepEqual(warned("CALL +44 20 7946 0958 NOW OR WRITE TO a@example.org, www.example.org!!!"), [
    "link",
    "mail",
    "telephone",
    "shouting",
  ]);
});

test("none of the sample's real questions is marked wrongly", () => {
  const file = new URL("../../data/questions-sample.jsonl", import.meta.url);
  const texts = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).text);
  const marked = texts.filter((text) => warned(text).length);
  assert.ok(texts.length > 1700);
  assert.deepEqual(marked, []);
});

test("hostile and very long texts get an answer", () => {
  const file = new URL("../../data/hostile.jsonl", import.meta.url);
  for (const line of readFileSync(file, "utf8").trim().split("\n")) {
    const { text } = JSON.parse(line);
    assert.ok(Array.isArray(warned(String(text), String(text))));
  }
  for (const piece of ["a.", "a-", "1 ", "@", "1-", "+", "a@", "!", "A", "aа", "("])
    warned(piece.repeat(100_000), piece);
});
