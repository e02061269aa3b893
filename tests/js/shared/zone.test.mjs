/** Tests of times in the session's time zone, including the code for old browsers. */

import assert from "node:assert/strict";
import test from "node:test";
import { formatIn, offsetForReader, zoneOf } from "../../../static/js/shared/zone.js";

const AT = "2026-12-09T01:30:00.000Z";
const BOTH = { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const format = (session, at = AT) => formatIn(at, "en-GB", BOTH, zoneOf(session));

test("a time is shown in the session's zone, whether it is a name, an offset or UTC", () => {
  assert.equal(format({ time_zone: "America/Bogota", utc_offset: -300 }), "8 December at 20:30");
  assert.equal(format({ time_zone: "-05:00", utc_offset: -300 }), "8 December at 20:30");
  assert.equal(format({ time_zone: "+05:45", utc_offset: 345 }), "9 December at 07:15");
  assert.equal(format({ time_zone: "UTC", utc_offset: 0 }), "9 December at 01:30");
  assert.equal(format({ time_zone: "Europe/Paris", utc_offset: 60 }, "2026-07-01T10:00:00Z"), "1 July at 12:00");
});

test("a browser that does not know the zone's name uses the offset of the page data", () => {
  assert.deepEqual(zoneOf({ time_zone: "Europe/Newtown", utc_offset: 120 }), { timeZone: "UTC", shift: 120 });
  assert.equal(format({ time_zone: "Europe/Newtown", utc_offset: -300 }), "8 December at 20:30");
});

test("an offset is never passed to Intl, because older browsers refuse it", () => {
  assert.deepEqual(zoneOf({ time_zone: "+02:00", utc_offset: 0 }), { timeZone: "UTC", shift: 120 });
});

test("without a session, the reader's own zone is used", () => {
  assert.deepEqual(zoneOf(undefined), { timeZone: undefined, shift: 0 });
});

test("only a reader in another zone reads the offset", () => {
  const offset = (time_zone, reader, at = AT) => offsetForReader(at, zoneOf({ time_zone, utc_offset: 0 }), reader);
  assert.equal(offset("America/Bogota", "America/Lima"), "");
  assert.equal(offset("-05:00", "America/Lima"), "");
  assert.equal(offset("-05:00", "Europe/Paris"), "UTC−5");
  assert.equal(offset("+05:45", "Europe/Paris"), "UTC+5:45");
  assert.equal(offset("UTC", "Europe/Paris"), "UTC");
  assert.equal(offset("Europe/London", "UTC"), "");
  assert.equal(offset("Europe/London", "UTC", "2026-07-01T10:00:00Z"), "UTC+1");
});
