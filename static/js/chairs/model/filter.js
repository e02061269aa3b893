/** Which questions a chair wants to see. Pure. */

export const noFilter = Object.freeze({ text: "", language: "", group: "", status: "" });

/** True when the filter hides anything. */
export function isFiltering(filter) {
  return Boolean(filter.text.trim() || filter.language || filter.group || filter.status);
}

/** Lower case without accents, so that "resolucion" finds "Resolución" in any alphabet that has them. */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase("und").replace(/\s+/gu, " ").trim();
}

/** True when the words of `search` all stand in the text or name; "12" and "#12" also find number 12. */
export function matchesText(view, search) {
  const wanted = fold(search);
  if (!wanted) return true;
  const number = /^(?:#|no\.?\s?|nº\s?|n°\s?)?(\d+)$/u.exec(wanted);
  if (number && Number(number[1]) === view.number) return true;
  const translated = Object.values(view.translations ?? {}).map(({ text }) => text ?? "");
  const inside = fold([view.text, view.asked, view.name, ...translated].filter(Boolean).join(" "));
  return wanted.split(" ").every((word) => inside.includes(word));
}

/** True when the question passes every part of the filter that is set. */
export function matches(view, filter) {
  return (
    (!filter.language || view.language === filter.language) &&
    (!filter.group || view.group === filter.group) &&
    (!filter.status || view.status === filter.status) &&
    matchesText(view, filter.text)
  );
}
