/** A text cut into pieces, so that acronyms and the names of the people at the table can be flagged. Pure. */

const LONGEST = 8; // a longer run of capitals is emphasis
const ACRONYM = `(?<![\\p{L}\\p{N}])\\p{Lu}{2,${LONGEST}}s?(?![\\p{L}\\p{N}])`;
const FAMILY_NAME = 4; // letters; a shorter one is too easily another word
const SHOUTED = 12; // letters from which a text in capitals is told from an acronym that stands alone

const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Whether the text is written in capitals, where they tell nothing. */
function isShouted(text) {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters > SHOUTED && (text.match(/\p{Lu}/gu)?.length ?? 0) > letters / 2;
}

/**
 * @param people [{name, note}]: found by the whole name and by the family name alone, as written
 * @returns {{text: string, kind: "plain"|"acronym"|"name", term?, note?}[]} together the text; `term` is the whole name, `note` who that is
 */
export function piecesOf(text, people = []) {
  const known = new Map();
  for (const person of people) {
    const family = person.name.split(" ").at(-1);
    for (const name of [person.name, family]) if (name.length >= FAMILY_NAME && !known.has(name)) known.set(name, person);
  }
  const names = [...known.keys()].sort((a, b) => b.length - a.length).map((name) => `(?<!\\p{L})${quoted(name)}(?!\\p{L})`);
  const patterns = [...names, ...(isShouted(text) ? [] : [ACRONYM])];
  if (!patterns.length) return [{ text, kind: "plain" }];
  return text.split(new RegExp(`(${patterns.join("|")})`, "u")).flatMap((piece, index) => {
    if (index % 2 === 0) return piece ? [{ text: piece, kind: "plain" }] : [];
    const person = known.get(piece);
    return [person ? { text: piece, kind: "name", term: person.name, note: person.note } : { text: piece, kind: "acronym" }];
  });
}
