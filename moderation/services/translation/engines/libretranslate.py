"""A LibreTranslate of the organiser's own: text and key in the body, never in the address."""

from __future__ import annotations

from ..engine import EngineError
from .labels import LABELS
from .web import Session

_CODES = {"zh": "zh-Hans"}


class LibreTranslate:
    """Asks the server once for its languages, then a request for each text."""

    label = LABELS["libretranslate"]
    third_party = False

    def __init__(self, name: str, settings: dict):
        if not settings.get("url"):
            raise EngineError("refused", "OPEN_FLOOR_TRANSLATION_URL is not set")
        self.name = name
        self._url = settings["url"].rstrip("/")
        self._key = settings.get("key")
        self._session = Session()
        self._session.seconds = settings.get("seconds", self._session.seconds)
        self._codes: dict[tuple[str, str], tuple[str, str]] | None = None

    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(self._known())

    def translate(self, text: str, source: str, target: str) -> str:
        codes = self._known().get((source, target))
        if codes is None:
            raise EngineError("unsupported", f"{source} to {target}")
        asked = {"q": text, "source": codes[0], "target": codes[1], "format": "text"}
        if self._key:
            asked["api_key"] = self._key
        answer = _json(self._session.post(f"{self._url}/translate", json=asked))
        translated = answer.get("translatedText") if isinstance(answer, dict) else None
        if not isinstance(translated, str):
            raise EngineError("garbage", "no translatedText")
        return translated

    def close(self) -> None:
        self._session.close()

    def _known(self) -> dict[tuple[str, str], tuple[str, str]]:
        if self._codes is None:
            listed = _json(self._session.get(f"{self._url}/languages"))
            try:
                self._codes = {
                    (_tag(entry["code"]), _tag(code)): (entry["code"], code)
                    for entry in listed
                    for code in entry["targets"]
                    if code != entry["code"]
                }
            except (TypeError, KeyError, AttributeError):
                raise EngineError("garbage", "no list of languages") from None
        return self._codes


def _tag(code: str) -> str:
    return next((tag for tag, named in _CODES.items() if code == named), code)


def _json(response):
    try:
        return response.json()
    except ValueError:
        raise EngineError("garbage", "not JSON") from None
