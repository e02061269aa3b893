"""Public translation services through deep-translator. Texts are sent to third parties, usually in the request URL.

deep-translator has no time-out and follows every redirect; `web.install` adds a time-out and forbids redirects. The
translator objects of deep-translator have state, so each call creates a new object.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import deep_translator as deep
from babel import Locale
from deep_translator import constants, exceptions

from ...language_tags import standard_tag
from ...words import languages
from ..engine import EngineError, Settings
from . import web
from .labels import LABELS

_REGION = {"zh-CN": "zh", "zh-TW": "zh-Hant"}
"""The codes of Chinese with a region, and their BCP 47 tags."""
_LISTED = tuple(tag for tag in languages() if "-" not in tag)
"""The languages of data/words/languages.toml whose tags have no script or region. Microsoft and Yandex translate all of
them.
"""


def _by_tag(codes: Iterable[str], **others: str) -> dict[str, str]:
    """Return {BCP 47 tag: the service's code} for all `codes` of the service.

    `others`: {tag: code} for the codes that are not BCP 47 tags, for example `he="iw"`.
    """
    tags = {_REGION.get(code) or standard_tag(code): code for code in codes if code not in others.values()}
    return {tag: code for tag, code in (tags | others).items() if tag}


_GOOGLE = _by_tag(constants.GOOGLE_LANGUAGES_TO_CODES.values(), he="iw", jv="jw")
_MYMEMORY = {
    tag: code
    for tag in _LISTED
    if (code := constants.MY_MEMORY_LANGUAGES_TO_CODES.get(Locale("en").languages[tag].lower()))
} | {"bn": "bn-IN", "pt-BR": "pt-BR", "zh": "zh-CN", "zh-Hant": "zh-TW"}
_MICROSOFT = {**{tag: tag for tag in _LISTED}, "zh": "zh-hans", "zh-Hant": "zh-hant", "pt": "pt-pt", "pt-BR": "pt"}
_YANDEX = {tag: tag for tag in _LISTED}
_DEEPL = _by_tag(constants.DEEPL_LANGUAGE_TO_CODE.values())
_QCRI = _by_tag(constants.QCRI_LANGUAGE_TO_CODE.values())
_PAPAGO = _by_tag(constants.PAPAGO_LANGUAGE_TO_CODE)
_BAIDU = {tag: tag for tag in ("cs", "de", "el", "en", "hu", "it", "nl", "pl", "pt", "ru", "th", "zh", "yue")}
_BAIDU |= {"ar": "ara", "bg": "bul", "da": "dan", "es": "spa", "et": "est", "fi": "fin", "fr": "fra", "ja": "jp"}
_BAIDU |= {"ko": "kor", "ro": "rom", "sl": "slo", "sv": "swe", "vi": "vie", "zh-Hant": "cht"}


class _Microsoft(deep.MicrosoftTranslator):  # type: ignore[misc]  # deep-translator has no types
    """The library's Microsoft class, but the list of languages comes from `_MICROSOFT`. The original constructor would
    request the list from Microsoft.
    """

    def _get_supported_languages(self) -> dict[str, str]:
        return {code: code for code in _MICROSOFT.values()}


class _Papago(deep.PapagoTranslator):  # type: ignore[misc]  # deep-translator has no types
    """The library's Papago class, but the language codes do not change. The original class would replace the codes by
    the English names of the languages.
    """

    def _map_language_to_code(self, *languages: str) -> list[str]:
        return list(languages)


class _Service(NamedTuple):
    """The parameters with which deep-translator calls a service.

    - `codes`: {BCP 47 tag: the service's code}
    - `base_url`: the key of the service in the library's table of URLs
    - `credentials`: the names of the constructor's arguments for the key and the account
    - `options`: additional arguments of the constructor
    """

    translator: Any
    codes: dict[str, str]
    base_url: str
    credentials: tuple[str, ...] = ()
    options: Mapping[str, Any] = MappingProxyType({})


_SERVICES = {
    "google": _Service(deep.GoogleTranslator, _GOOGLE, "GOOGLE_TRANSLATE"),
    "deepl": _Service(deep.DeeplTranslator, _DEEPL, "DEEPL_FREE", ("api_key",), {"use_free_api": True}),
    "deepl-pro": _Service(deep.DeeplTranslator, _DEEPL, "DEEPL", ("api_key",), {"use_free_api": False}),
    "microsoft": _Service(_Microsoft, _MICROSOFT, "MICROSOFT_TRANSLATE", ("api_key",)),
    "mymemory": _Service(deep.MyMemoryTranslator, _MYMEMORY, "MYMEMORY"),
    "qcri": _Service(deep.QcriTranslator, _QCRI, "QCRI", ("api_key",)),
    "yandex": _Service(deep.YandexTranslator, _YANDEX, "YANDEX", ("api_key",)),
    "papago": _Service(_Papago, _PAPAGO, "PAPAGO_API", ("secret_key", "client_id")),
    "baidu": _Service(deep.BaiduTranslator, _BAIDU, "BAIDU", ("appkey", "appid")),
}
_ACCOUNT_CREDENTIALS = ("client_id", "appid")
"""The names of the credentials that get the value of the setting `account`. All other credentials get the value of the
setting `key`.
"""
_ERRORS = (
    ((exceptions.TooManyRequests,), "throttled"),
    ((exceptions.LanguageNotSupportedException, exceptions.InvalidSourceOrTargetLanguage), "unsupported"),
    (
        (
            exceptions.AuthorizationException,
            exceptions.ApiKeyException,
            exceptions.NotValidLength,
            exceptions.NotValidPayload,
            exceptions.MicrosoftAPIerror,
            exceptions.BaiduAPIerror,
        ),
        "refused",
    ),
    ((exceptions.ServerException, exceptions.RequestError), "unavailable"),
)
"""Pairs (exceptions of the library, kind of the EngineError that replaces them). For any other exception, the kind is
`malformed`.
"""


class Deep:
    """The engine for a service of `_SERVICES`. The constructor raises EngineError `refused` for missing credentials."""

    third_party = True

    def __init__(self, name: str, settings: Settings):
        self.name = name
        self.label = LABELS[name]
        self._service = _SERVICES[name]
        credentials, unset = {}, []
        for credential in self._service.credentials:
            setting = "account" if credential in _ACCOUNT_CREDENTIALS else "key"
            credentials[credential] = settings.get(setting)
            if not credentials[credential]:
                unset.append(f"OPEN_FLOOR_TRANSLATION_{setting.upper()}")
        if unset:
            raise EngineError("refused", f"not set: {', '.join(unset)}")
        self._options = {**self._service.options, **credentials}
        if name == "microsoft" and settings.get("region"):
            self._options["region"] = settings["region"]
        base_url = self._service.base_url
        if settings.get("url"):
            constants.BASE_URLS[base_url] = settings["url"]
        elif base_url == "MYMEMORY":
            # Replace HTTP in the library's URL by HTTPS. With HTTP, the question would be sent unencrypted.
            constants.BASE_URLS[base_url] = constants.BASE_URLS[base_url].replace("http://", "https://")
        web.install(settings.get("seconds", web.SECONDS))

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return every (source, target) pair of the service's languages."""
        return frozenset(itertools.permutations(self._service.codes, 2))

    def translate(self, text: str, source: str, target: str) -> str:
        """Return the translation. Raise EngineError on failure."""
        if (source, target) not in self.pairs():
            raise EngineError("unsupported", f"{source} to {target}")
        codes = self._service.codes
        try:
            translator = self._service.translator(source=codes[source], target=codes[target], **self._options)
            answer = translator.translate(text, **({"domain": "general"} if self.name == "qcri" else {}))
        except EngineError:
            raise
        except Exception as problem:  # Catch every exception: the library also raises, for example, KeyError.
            raise EngineError(_kind(problem), type(problem).__name__) from None
        if self.name == "yandex" and isinstance(answer, list):
            answer = " ".join(map(str, answer))
        if not isinstance(answer, str):
            raise EngineError("malformed", "no text")
        return answer

    def close(self) -> None:
        """Do nothing, because no connection stays open between two texts."""


def _kind(problem: Exception) -> str:
    return next((kind for errors, kind in _ERRORS if isinstance(problem, errors)), "malformed")
