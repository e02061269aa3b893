"""The engine LibreTranslate on the organiser's server.

The text and the API key are sent in the request body, never in the URL.
"""

from __future__ import annotations

from typing import Any

import requests

from ..engine import EngineError, Settings
from .labels import LABELS
from .web import BoundedSession

_CODES = {"zh": "zh-Hans", "zh-Hant": "zt", "pt-BR": "pb"}
"""LibreTranslate's code of each language whose code differs from its BCP 47 tag."""


class LibreTranslate:
    """The LibreTranslate engine. It requests the list of languages once, then sends one request for each text."""

    label = LABELS["libretranslate"]
    third_party = False

    def __init__(self, name: str, settings: Settings):
        if not settings.get("url"):
            raise EngineError("refused", "OPEN_FLOOR_TRANSLATION_URL is not set")
        self.name = name
        self._url = settings["url"].rstrip("/")
        self._key = settings.get("key")
        self._session = BoundedSession()
        self._session.seconds = settings.get("seconds", self._session.seconds)
        self._codes: dict[tuple[str, str], tuple[str, str]] | None = None

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return the (source, target) pairs that the server offers. Raise EngineError on failure."""
        return frozenset(self._codes_of_pairs())

    def translate(self, text: str, source: str, target: str) -> str:
        """Return the translation. Raise EngineError on failure."""
        codes = self._codes_of_pairs().get((source, target))
        if codes is None:
            raise EngineError("unsupported", f"{source} to {target}")
        body = {"q": text, "source": codes[0], "target": codes[1], "format": "text"}
        if self._key:
            body["api_key"] = self._key
        answer = _json(self._session.post(f"{self._url}/translate", json=body))
        translated = answer.get("translatedText") if isinstance(answer, dict) else None
        if not isinstance(translated, str):
            raise EngineError("malformed", "no translatedText")
        return translated

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _codes_of_pairs(self) -> dict[tuple[str, str], tuple[str, str]]:
        """Return {pair of BCP 47 tags: pair of LibreTranslate's codes}. Each pair is (source, target)."""
        if self._codes is None:
            entries = _json(self._session.get(f"{self._url}/languages"))
            try:
                self._codes = {
                    (_tag(entry["code"]), _tag(code)): (entry["code"], code)
                    for entry in entries
                    for code in entry["targets"]
                    if code != entry["code"]
                }
            except (TypeError, KeyError, AttributeError):
                raise EngineError("malformed", "no list of languages") from None
        return self._codes


def _tag(code: str) -> str:
    return next((tag for tag, named in _CODES.items() if code == named), code)


def _json(response: requests.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        raise EngineError("malformed", "not JSON") from None
