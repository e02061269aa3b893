"""Tests of each engine that uses an external service.

The engine runs in a worker. A fake service answers correctly, late, or with one of the faults in `BAD`.
"""

from __future__ import annotations

from urllib.parse import unquote, urlencode

import pytest

from moderation.runtime import use
from moderation.services.translation.engine import EngineError
from moderation.services.translation.engines.registry import NAMES, THIRD_PARTY
from moderation.services.translation.pool import Pool, command
from moderation.services.translation.routes import route
from tests.services.translation.loopback import BAD, TRANSLATED, FakeTranslationService

SERVICES = [name for name in NAMES if name not in ("neural", "apertium")]
PAIR = {"qcri": ("en", "ar")}
TEXT = "Who decides? secret-question"
RUNTIME = use("threading")


def ask(service: FakeTranslationService, seconds: float = 20, limit: float = 1.0, target: str | None = None) -> str:
    settings = {"url": service.url, "key": "the-key", "account": "the-account", "seconds": limit}
    pool = Pool(RUNTIME, command(service.engine), 1, settings)
    try:
        pairs = pool.about(20)["pairs"]
        way = route(map(tuple, pairs), "en", target) if target else PAIR.get(service.engine, ("en", "es"))
        return pool.translate(TEXT, *way, seconds)
    finally:
        pool.close()


@pytest.mark.parametrize("way", ["good", "slow"])
@pytest.mark.parametrize("name", SERVICES)
def test_good_or_slow_service_translates(name, way):
    with FakeTranslationService(name, way) as service:
        # The time-out is long: a slow answer must not count as a failure.
        assert ask(service, limit=10.0) == TRANSLATED
        assert len([asked for asked in service.asked if asked[1] != "/languages"]) == 1


@pytest.mark.parametrize("way", BAD)
@pytest.mark.parametrize("name", ["libretranslate", "google", "microsoft"])
def test_each_bad_answer_is_an_error(name, way):
    with FakeTranslationService(name, way) as service, FakeTranslationService(name, "good") as elsewhere:
        service.elsewhere = elsewhere.url
        with pytest.raises(EngineError) as refused:
            ask(service)
        assert refused.value.kind == BAD[way]
        assert refused.value.retry_after == (7.0 if way == "throttling" else None)
        assert elsewhere.asked == []


@pytest.mark.parametrize("name", [name for name in SERVICES if name not in ("libretranslate", "google", "microsoft")])
@pytest.mark.parametrize("way", ["broken", "throttling", "hanging", "redirecting"])
def test_other_services_fail_in_the_same_way(name, way):
    with FakeTranslationService(name, way) as service, pytest.raises(EngineError) as refused:
        ask(service)
    assert refused.value.kind == BAD[way]


@pytest.mark.parametrize(
    ("name", "target", "code"),
    [
        ("google", "de", "tl=de&"),
        ("google", "he", "tl=iw&"),
        ("google", "pt-BR", "tl=pt&"),
        ("google", "zh-Hans", "tl=zh-CN&"),
        ("google", "zh-Hant", "tl=zh-TW&"),
        ("microsoft", "pt-BR", "to=pt"),
        ("microsoft", "zh-Hant", "to=zh-hant"),
        ("mymemory", "pt-BR", "langpair=en-GB|pt-BR"),
        ("yandex", "hi", "lang=en-hi"),
        ("baidu", "ja", "to=jp"),
        ("papago", "zh-Hant", "target=zh-TW"),
        ("deepl", "uk", "target_lang=uk"),
        ("libretranslate", "pt-BR", '"target": "pb"'),
        ("libretranslate", "zh", '"target": "zh-Hans"'),
        ("libretranslate", "zh-Hant", '"target": "zt"'),
    ],
)
def test_a_language_is_requested_by_the_service_s_code(name, target, code):
    with FakeTranslationService(name, "good") as service:
        ask(service, limit=10.0, target=target)
        _, path, query, body, _ = service.asked[-1]
    assert code in f"{path}?{urlencode(query, doseq=True, safe='|')}&{unquote(body)}&"


def test_libretranslate_keeps_text_and_key_out_of_the_address():
    with FakeTranslationService("libretranslate", "good") as service:
        ask(service, limit=10.0)
    method, path, query, body, headers = service.asked[-1]
    assert (method, path, query) == ("POST", "/translate", {})
    assert "secret-question" in body and "the-key" in body
    assert "secret-question" not in str(headers) and "the-key" not in str(headers)


@pytest.mark.parametrize("name", sorted(THIRD_PARTY - {"google", "mymemory"}))
def test_missing_key_is_refused_without_a_request(name):
    pool = Pool(RUNTIME, command(name), 1, {})
    with pytest.raises(EngineError) as refused:
        pool.about(20)
    pool.close()
    assert refused.value.kind == "refused"
    assert "OPEN_FLOOR_TRANSLATION_KEY" in refused.value.detail


def test_libretranslate_needs_an_address():
    pool = Pool(RUNTIME, command("libretranslate"), 1, {})
    with pytest.raises(EngineError) as refused:
        pool.about(20)
    pool.close()
    assert refused.value.kind == "refused"
    assert refused.value.detail == "OPEN_FLOOR_TRANSLATION_URL is not set"


def test_third_parties_are_asked_over_https_without_the_setting_url(monkeypatch):
    from deep_translator import constants

    from moderation.services.translation.engines import deep, web

    monkeypatch.setattr(web, "install", lambda seconds: None)
    before = dict(constants.BASE_URLS)
    try:
        for name in THIRD_PARTY:
            deep.Deep(name, {"key": "k", "account": "a"})
        used = {deep._SERVICES[name].base_url for name in THIRD_PARTY}
        assert {base: constants.BASE_URLS[base].split(":")[0] for base in used} == dict.fromkeys(used, "https")
    finally:
        constants.BASE_URLS.update(before)
