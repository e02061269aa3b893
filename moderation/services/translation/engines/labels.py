"""The product names of the translation engines, by the engine's key."""

from __future__ import annotations

LABELS = {
    "neural": "Firefox Translations",
    "apertium": "Apertium",
    "libretranslate": "LibreTranslate",
    "google": "Google Translate",
    "deepl": "DeepL Free",
    "deepl-pro": "DeepL Pro",
    "microsoft": "Microsoft Translator",
    "mymemory": "MyMemory",
    "qcri": "QCRI",
    "yandex": "Yandex",
    "papago": "Papago",
    "baidu": "Baidu",
}
"""For each key of `registry.NAMES`, the product name of the engine. The pages and the workers use these names."""
