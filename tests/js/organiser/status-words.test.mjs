/* Tests of the numbers of questions on the organiser's page: the words of the statuses, in the plural. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { givePage } from "../shared/page-data.mjs";

const PO = new URL("../../../moderation/translations/es/LC_MESSAGES/messages.po", import.meta.url);

/** Return the translations of the Spanish catalogue that have the context `many`, as the browser gets them. */
function plurals() {
  const entries = readFileSync(PO, "utf8").matchAll(/msgctxt "many"\nmsgid "(.+)"\nmsgstr "(.+)"/g);
  return Object.fromEntries([...entries].map(([, msgid, translation]) => [`many\u0004${msgid}`, translation]));
}

givePage({ lang: "es", intl_locale: "es", session: {} }, null, plurals());
const { STATUSES } = await import("../../../static/js/organiser/status-words.js");

test("several questions have a plural word", () =>
  assert.deepEqual(Object.fromEntries(STATUSES.map(([status, label]) => [status, label()])), {
    pending: "Incoming",
    approved: "Aprobadas",
    next: "Next",
    live: "Now",
    answered: "Respondidas",
    merged: "Unidas",
    declined: "Descartadas",
    withdrawn: "Retiradas",
  }));
