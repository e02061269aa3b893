"""Tests of the worker process: its answers, its end, and its standard output, which contains only the protocol."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.services.translation.loopback import TRANSLATED, FakeTranslationService

ROOT = Path(__file__).resolve().parents[3]
FAKE = """
import os, sys, threading
from moderation.services.translation import worker
from moderation.services.translation.engine import EngineError

class Engine:
    name, label, third_party = "fake", "Fake", True
    def __init__(self, name, settings): self.settings = settings
    def pairs(self): return frozenset({("es", "en"), ("en", "es")})
    def translate(self, text, source, target):
        print("a library that talks")
        os.write(1, b"even in C")
        if text == "break": return {}["x"]
        if text == "odd": return "\\ud800"
        if text == "hang": threading.Event().wait()
        if text == "throttle": raise EngineError("throttled", "slowly", 7.0)
        if text == "connect":
            import socket
            socket.create_connection(("127.0.0.1", self.settings["port"]))
        return f"{text} {source} {target}"
    def close(self): os.write(2, b"closed")

worker.GRACE = 0.5
worker.main("fake", Engine)
"""
READY = {"ready": {"name": "fake", "label": "Fake", "third_party": True, "pairs": [["en", "es"], ["es", "en"]]}}


def run(
    jobs: list[dict], settings: dict | None = None, command: list[str] | None = None, environment: dict | None = None
):
    lines = "".join(json.dumps(line) + "\n" for line in [settings or {}, *jobs])
    done = subprocess.run(
        command or [sys.executable, "-c", FAKE],
        input=lines,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
    )
    return [json.loads(line) for line in done.stdout.splitlines()], done


def job(number: int, text: str) -> dict:
    return {"id": number, "text": text, "source": "en", "target": "es"}


def test_worker_answers_in_order_and_ends_with_its_input():
    said, done = run([job(1, "a"), job(2, '¿b?\n"c"')])
    assert said == [READY, {"id": 1, "text": "a en es"}, {"id": 2, "text": '¿b?\n"c" en es'}]
    assert done.returncode == 0
    assert "closed" in done.stderr and "even in C" in done.stderr


def test_error_in_one_text_does_not_affect_the_next():
    said, _ = run([job(1, "break"), job(2, "throttle"), job(3, "odd"), job(4, "a")])
    assert said[1:] == [
        {"id": 1, "error": "malformed", "detail": "KeyError", "retry_after": None},
        {"id": 2, "error": "throttled", "detail": "slowly", "retry_after": 7.0},
        {"id": 3, "text": "\ud800"},
        {"id": 4, "text": "a en es"},
    ]


def test_worker_ends_inside_a_text_when_its_input_ends():
    started = time.monotonic()
    said, done = run([job(1, "hang")])
    assert said == [READY] and done.returncode == 1
    assert time.monotonic() - started < 20


def test_host_outside_the_list_is_not_reached():
    with FakeTranslationService("google", "good") as service:
        said, _ = run([job(1, "connect")], {"port": int(service.url.rsplit(":", 1)[1].split("/")[0])})
        assert said[1] == {"id": 1, "error": "malformed", "detail": "Forbidden", "retry_after": None}
        assert service.asked == []


def test_unknown_engine_is_an_error():
    said, _ = run([], command=[sys.executable, "-m", "moderation.services.translation.worker", "nobody"])
    assert said == [{"error": "unsupported", "detail": "no engine is called nobody", "retry_after": None}]


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"])
def test_proxy_of_the_environment_is_not_used(variable):
    with (
        FakeTranslationService("libretranslate", "good") as service,
        FakeTranslationService("libretranslate", "good") as proxy,
    ):
        said, _ = run(
            [job(1, "Who?")],
            {"url": service.url},
            [sys.executable, "-m", "moderation.services.translation.worker", "libretranslate"],
            {variable: proxy.url},
        )
        assert said[1] == {"id": 1, "text": TRANSLATED}
        assert proxy.asked == []
