// Tests of outdated files. A file is kept for 30 days after the first build that does not contain it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sortOutdated } from "../../../static/outdated.mjs";

const DAY = 24 * 3600 * 1000;
const then = new Date("2021-12-08T14:00:00.000Z");
const later = (days) => new Date(then.getTime() + days * DAY);

test("a file of the build before stays, and goes 30 days later, however old it is", () => {
  const built = new Set(["floor.NEW.js", "manifest.json"]);
  const first = sortOutdated(["floor.NEW.js", "floor.OLD.js", "manifest.json"], built, {}, then);
  assert.deepEqual(first, { remove: [], dropped: { "floor.OLD.js": then.toISOString() } });
  assert.deepEqual(sortOutdated(["floor.OLD.js"], built, first.dropped, later(30)), first);
  assert.deepEqual(sortOutdated(["floor.OLD.js"], built, first.dropped, later(31)), {
    remove: ["floor.OLD.js"],
    dropped: {},
  });
});

test("a file that is built again is not outdated, and its time begins anew", () => {
  const record = { "floor.OLD.js": then.toISOString() };
  const again = sortOutdated(["floor.OLD.js"], new Set(["floor.OLD.js"]), record, later(20));
  assert.deepEqual(again, { remove: [], dropped: {} });
  assert.deepEqual(sortOutdated(["floor.OLD.js"], new Set(), again.dropped, later(40)).dropped, {
    "floor.OLD.js": later(40).toISOString(),
  });
});
