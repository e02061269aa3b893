/** The engines' names as people know them; an unknown one is called as it calls itself. */

const NAMES = {
  neural: "Firefox Translations",
  apertium: "Apertium",
  libretranslate: "LibreTranslate",
  google: "Google",
  deepl: "DeepL",
  "deepl-pro": "DeepL",
  microsoft: "Microsoft",
  mymemory: "MyMemory",
  qcri: "QCRI",
  yandex: "Yandex",
  papago: "Papago",
  baidu: "Baidu",
};

export const engineName = (key) => NAMES[key] ?? key ?? "";
