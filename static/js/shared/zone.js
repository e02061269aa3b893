/* The time zone of the session, in which the pages show all times. */

/** @typedef {{ time_zone: string, utc_offset: number }} Zoned The zone's fields in the page data. */
/**
 * @typedef {{ timeZone: string | undefined, shift: number }} Zone `timeZone`: the zone for `Intl`; undefined means the
 *   reader's zone. `shift`: the number of minutes to add to a time before `Intl` formats this time.
 */

const OFFSET = /^([+-])(\d\d):(\d\d)$/;
const TO_THE_MINUTE = /** @type {const} */ ({
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  hourCycle: "h23",
});

/**
 * Return the zone of a session. If there is no session, return the reader's zone.
 *
 * The zone of a session is a name, or an offset such as "+05:30". The result is UTC, and `shift` contains the offset,
 * in these cases:
 * - The zone is an offset. Older browsers do not accept an offset as a zone.
 * - The browser does not know the name of the zone. The offset then comes from `utc_offset` in the page data.
 * @param {Zoned | null | undefined} session
 * @returns {Zone}
 */
export function zoneOf(session) {
  if (!session?.time_zone) return { timeZone: undefined, shift: 0 };
  const offset = OFFSET.exec(session.time_zone);
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3]);
    return { timeZone: "UTC", shift: offset[1] === "-" ? -minutes : minutes };
  }
  try {
    new Intl.DateTimeFormat("en", { timeZone: session.time_zone });
    return { timeZone: session.time_zone, shift: 0 };
  } catch {
    return { timeZone: "UTC", shift: session.utc_offset };
  }
}

/**
 * Return a time as text, formatted by `Intl` for the zone.
 * @param {string} iso
 * @param {string} locale
 * @param {Intl.DateTimeFormatOptions} options
 * @param {Zone} zone
 */
export function formatIn(iso, locale, options, { timeZone, shift }) {
  const at = new Date(Date.parse(iso) + shift * 60_000);
  return new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(at);
}

/**
 * Return the zone's offset at this time, such as "UTC−5" or "UTC+5:45". Return "" if the reader's zone has the same
 * offset.
 * @param {string} iso
 * @param {Zone} zone
 * @param {string} [readerZone] default: the zone of the device
 */
export function offsetForReader(iso, zone, readerZone) {
  const readerMinutes = minutesIn(iso, { timeZone: readerZone, shift: 0 });
  const sessionMinutes = minutesIn(iso, zone);
  if (readerMinutes === sessionMinutes) return "";
  const offset = sessionMinutes - Math.floor(Date.parse(iso) / 60_000);
  if (offset === 0) return "UTC";
  const hours = Math.floor(Math.abs(offset) / 60);
  const minutes = Math.abs(offset) % 60;
  return `UTC${offset < 0 ? "−" : "+"}${hours}${minutes ? `:${String(minutes).padStart(2, "0")}` : ""}`;
}

/**
 * Return the local date and time in the zone, as minutes since the start of 1970.
 * @param {string} iso
 * @param {Zone} zone
 */
export function minutesIn(iso, { timeZone, shift }) {
  const at = new Date(Date.parse(iso) + shift * 60_000);
  const parts = new Intl.DateTimeFormat("en-u-nu-latn", { ...TO_THE_MINUTE, timeZone }).formatToParts(at);
  /** @param {string} type */
  const value = (type) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(value("year"), value("month") - 1, value("day"), value("hour"), value("minute")) / 60_000;
}
