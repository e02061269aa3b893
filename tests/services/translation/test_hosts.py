"""Tests of the allow-list of hosts. Each case runs in a new process, because a process cannot remove its allow-list."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap

import pytest

from moderation.services.translation.engines import registry
from tests.services.translation.loopback import FakeTranslationService

GUARDED = """
import json, socket, sys, urllib.request, http.client
import requests
from moderation.services.translation import hosts
allowed, url = json.loads(sys.argv[1])
port = int(url.rsplit(":", 1)[1].split("/")[0])
hosts.guard(allowed)
def attempt():
{body}
try:
    print(attempt())
except Exception as error:
    while error.__context__ is not None and not isinstance(error, hosts.Forbidden):
        error = error.__context__
    print(type(error).__name__)
"""
WAYS = {
    "requests": "return requests.get(url).status_code",
    "urllib": "return urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url).status",
    "http.client": "c = http.client.HTTPConnection('127.0.0.1', port); c.request('GET', '/');"
    " return c.getresponse().status",
    "create_connection": "socket.create_connection(('127.0.0.1', port)); return 'open'",
    "connect": "socket.socket().connect(('127.0.0.1', port)); return 'open'",
    "connect_ex": "socket.socket().connect_ex(('127.0.0.1', port)); return 'open'",
    "raw": "import _socket; _socket.socket().connect(('127.0.0.1', port)); return 'open'",
    "datagram": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', port)); return 'open'",
    "unix": "socket.socket(socket.AF_UNIX).connect('/run/nothing'); return 'open'",
    "name": "socket.getaddrinfo('localhost', port); return 'open'",
    "old name": "socket.gethostbyname('localhost'); return 'open'",
    "fresh module": "import importlib; importlib.reload(socket).create_connection(('127.0.0.1', port)); return 'open'",
}


def run(body: str, allowed: list[str], url: str) -> str:
    program = GUARDED.replace("{body}", textwrap.indent(body, "    "))
    return subprocess.run(
        [sys.executable, "-c", program, json.dumps([allowed, url])],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout.strip()


@pytest.mark.parametrize("way", WAYS)
def test_empty_list_allows_no_connection(way):
    with FakeTranslationService("google", "good") as service:
        assert run(WAYS[way], [], service.url) == "Forbidden"
        assert service.asked == []


@pytest.mark.parametrize(("way", "answer"), [("requests", "200"), ("urllib", "200"), ("create_connection", "open")])
def test_listed_address_is_reached(way, answer):
    with FakeTranslationService("google", "good") as service:
        assert run(WAYS[way], ["127.0.0.1"], service.url) == answer


def test_listed_name_is_resolved_and_reached():
    with FakeTranslationService("google", "good") as service:
        assert (
            run("return requests.get(url.replace('127.0.0.1', 'LocalHost')).status_code", ["localhost"], service.url)
            == "200"
        )


def test_redirect_to_another_host_is_refused():
    with FakeTranslationService("google", "redirecting", elsewhere="http://127.0.0.2:9/") as service:
        assert run(WAYS["requests"], ["127.0.0.1"], service.url) == "Forbidden"


def test_proxy_is_refused():
    with FakeTranslationService("google", "good") as service:
        body = f"return requests.get('http://translate.google.com/m', proxies={{'http': '{service.url}'}}).status_code"
        assert run(body, ["translate.google.com"], service.url) == "Forbidden"
        assert service.asked == []


@pytest.mark.parametrize(
    ("name", "settings", "allowed"),
    [
        ("apertium", {"url": "http://elsewhere.example/"}, set()),
        ("neural", {}, set()),
        ("libretranslate", {"url": "http://translate.our.example:5000"}, {"translate.our.example"}),
        ("libretranslate", {}, set()),
        ("google", {}, {"translate.google.com"}),
        ("deepl", {}, {"api-free.deepl.com"}),
        ("nobody", {"url": "http://elsewhere.example/"}, set()),
    ],
)
def test_hosts_of_each_engine(name, settings, allowed):
    assert registry.hosts(name, settings) == allowed
