"""The names of the translation engines as people know them, by the engine's key."""

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
"""Every key of `registry.NAMES`. Shown on the pages and sent by a worker with its engine's description."""
