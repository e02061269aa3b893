/** Which text a reader gets of a question, and whose words it is. Pure. */

const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);

/** "rtl" or "ltr" by the language's tag. */
export const directionOf = (lang) => (RIGHT_TO_LEFT.has(lang.split("-")[0]) ? "rtl" : "ltr");

/** The asker's own words: {text, lang ("" where nobody knows it), dir}. */
export function asAsked({ text, language, direction }) {
  return { text, lang: !language || language === "und" ? "" : language, dir: direction ?? "auto" };
}

/** Under the Rule a question is told in all languages alike: the text in one of them, else in the session's first. */
function told({ texts }, lang) {
  const said = lang in texts ? lang : Object.keys(texts)[0];
  return {
    text: texts[said],
    lang: said,
    dir: directionOf(said),
    kind: "told",
    state: null,
    original: null,
    engine: null,
    route: null,
  };
}

/**
 * The text for a reader of `lang`: the translation where one is done, else the question as asked.
 * @returns {{text, lang, dir, kind: "original"|"told"|"machine"|"chair"|"booth", state: null|"waiting"|"failed"|"none", original, engine, route}}
 *   `told`: under the Rule, and nobody may know whose words it is;
 *   `state`: what is to be said of a translation that is not there, null where none is needed or nobody may know;
 *   `original`: as `asAsked`, only beside a translation; `engine` and `route` only of a machine's
 */
export function reading(view, lang) {
  if (view.texts) return told(view, lang);
  const original = asAsked(view);
  const plain = { ...original, kind: "original", state: null, original: null, engine: null, route: null };
  // Under the Rule no language is told: then nothing may be said of a translation either.
  if (!view.language || view.language === lang || !view.translations) return plain;
  const found = view.translations[lang];
  if (found?.state !== "done") return { ...plain, state: found?.state ?? "none" };
  const byMachine = found.source === "machine";
  return {
    text: found.text,
    lang,
    dir: directionOf(lang),
    kind: found.source,
    state: null,
    original,
    engine: byMachine ? (found.engine ?? null) : null,
    route: byMachine ? (found.route ?? null) : null,
  };
}

/**
 * What stands behind the text that `reading` gives, one tap away: what a translation was made from, and behind the
 * chairs' wording the asker's own words, where these are not hidden.
 * @returns {{what: "original"|"wording"|"asked", text, lang, dir}[]}
 */
export function behind(view, lang) {
  const { original } = reading(view, lang);
  const asked = view.edited && view.asked ? asAsked({ ...view, text: view.asked }) : null;
  return [
    ...(original ? [{ what: view.edited ? "wording" : "original", ...original }] : []),
    ...(asked ? [{ what: "asked", ...asked }] : []),
  ];
}

/** The done translations of a question in the order of `languages`, each as `reading` gives it; under the Rule every text. */
export function translationsOf(view, languages) {
  return languages.map((lang) => reading(view, lang)).filter(({ kind }) => kind !== "original");
}
