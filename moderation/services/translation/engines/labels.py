"""The product names of the translation engines, by the engine's key."""

from __future__ import annotations

LABELS = {
    "neural": "Firefox Translations",
    "apertium": "Apertium",
    "libretranslate": "LibreTranslate",
    "google": "Google Translate",
    "deepl": "DeepL",
    "deepl-pro": "DeepL",
    "microsoft": "Microsoft Translator",
    "mymemory": "MyMemory",
    "qcri": "QCRI",
    "yandex": "Yandex",
    "papago": "Papago",
    "baidu": "Baidu",
}
"""{engine's key: product name} for every key of `registry.NAMES`. The pages and the workers use these names."""
