"""Public services through deep-translator, by name. The text leaves the organiser's machines, for most in the address.

deep-translator knows no time limit and follows any redirect: `web.install` gives it both limits. Its objects hold state,
so each call has its own.
"""

from __future__ import annotations

import itertools

import deep_translator as deep
from deep_translator import constants, exceptions

from ..engine import EngineError
from . import web
from .labels import LABELS

_LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
_MYMEMORY = {"ar": "ar-SA", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "ru": "ru-RU", "zh": "zh-CN"}
_BAIDU = {"ar": "ara", "en": "en", "es": "spa", "fr": "fra", "ru": "ru", "zh": "zh"}
_PAPAGO = {"en": "en", "es": "es", "fr": "fr", "zh": "zh-CN"}
_GOOGLE = {**{tag: tag for tag in _LANGUAGES}, "zh": "zh-CN"}
_MICROSOFT = {**{tag: tag for tag in _LANGUAGES}, "zh": "zh-hans"}
_QCRI = {tag: tag for tag in ("ar", "en", "es")}
_DEEPL = {tag: tag for tag in ("en", "es", "fr", "ru", "zh")}
_YANDEX = {tag: tag for tag in _LANGUAGES}


class _Microsoft(deep.MicrosoftTranslator):
    """Without the library's question for the list of languages before every text."""

    def _get_supported_languages(self):
        return {code: code for code in _MICROSOFT.values()}


class _Papago(deep.PapagoTranslator):
    """With the library's table the right way round: as it stands no code is accepted."""

    def _map_language_to_code(self, *languages):
        return list(languages)


_KINDS = {
    # name: (class, codes, key of the base address, names of key and account, further options)
    "google": (deep.GoogleTranslator, _GOOGLE, "GOOGLE_TRANSLATE", (), {}),
    "deepl": (deep.DeeplTranslator, _DEEPL, "DEEPL_FREE", ("api_key",), {"use_free_api": True}),
    "deepl-pro": (deep.DeeplTranslator, _DEEPL, "DEEPL", ("api_key",), {"use_free_api": False}),
    "microsoft": (_Microsoft, _MICROSOFT, "MICROSOFT_TRANSLATE", ("api_key",), {}),
    "mymemory": (deep.MyMemoryTranslator, _MYMEMORY, "MYMEMORY", (), {}),
    "qcri": (deep.QcriTranslator, _QCRI, "QCRI", ("api_key",), {}),
    "yandex": (deep.YandexTranslator, _YANDEX, "YANDEX", ("api_key",), {}),
    "papago": (_Papago, _PAPAGO, "PAPAGO_API", ("secret_key", "client_id"), {}),
    "baidu": (deep.BaiduTranslator, _BAIDU, "BAIDU", ("appkey", "appid"), {}),
}
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


class Deep:
    """One of the services above. EngineError `refused` when its key is missing."""

    third_party = True

    def __init__(self, name: str, settings: dict):
        self.name = name
        self.label = LABELS[name]
        self._class, self._codes, base, needed, options = _KINDS[name]
        given = dict(
            zip(
                ("api_key", "secret_key", "appkey", "client_id", "appid"),
                (settings.get("key"),) * 3 + (settings.get("account"),) * 2,
            )
        )
        if missing := [option for option in needed if not given[option]]:
            raise EngineError(
                "refused",
                f"not set: {', '.join('OPEN_FLOOR_TRANSLATION_' + ('ACCOUNT' if option in ('client_id', 'appid') else 'KEY') for option in missing)}",
            )
        self._options = {**options, **{option: given[option] for option in needed}}
        if name == "microsoft" and settings.get("region"):
            self._options["region"] = settings["region"]
        if settings.get("url"):
            constants.BASE_URLS[base] = settings["url"]
        elif base == "MYMEMORY":
            # The library's own address is plain HTTP: the question would travel in the open.
            constants.BASE_URLS[base] = constants.BASE_URLS[base].replace("http://", "https://")
        web.install(settings.get("seconds", web.SECONDS))

    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset(itertools.permutations(self._codes, 2))

    def translate(self, text: str, source: str, target: str) -> str:
        if (source, target) not in self.pairs():
            raise EngineError("unsupported", f"{source} to {target}")
        try:
            translator = self._class(source=self._codes[source], target=self._codes[target], **self._options)
            answer = translator.translate(text, **({"domain": "general"} if self.name == "qcri" else {}))
        except EngineError:
            raise
        except Exception as problem:  # The library raises bare Exception, KeyError, AttributeError and its own kinds.
            raise EngineError(_kind(problem), type(problem).__name__) from None
        if self.name == "yandex" and isinstance(answer, list):
            answer = " ".join(map(str, answer))
        if not isinstance(answer, str):
            raise EngineError("garbage", "no text")
        return answer

    def close(self) -> None:
        pass


def _kind(problem: Exception) -> str:
    return next((kind for errors, kind in _ERRORS if isinstance(problem, errors)), "garbage")
