"""A fake translation service on the loopback interface, with the protocols of all real services.

The argument `way` selects the kind of answers:
- `good`: correct answers; `slow`: late correct answers
- a key of `BAD`: a failure
- `absurd`: well-formed answers that are no translations
- `marking`: answers in which each canary names the target language (see `_marking`)

`url`: the address of the service. `asked`: the requests, as (method, path, query, body, headers).
"""

from __future__ import annotations

import contextlib
import itertools
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

BAD = {
    # {`way` of a bad answer: the kind of EngineError that an engine must raise for this answer}
    "broken": "malformed",
    "empty": "malformed",
    "throttling": "throttled",
    "failing": "unavailable",
    "forbidding": "refused",
    "redirecting": "refused",
    "html": "malformed",
    "huge": "malformed",
    "hanging": "timeout",
    "dripping": "timeout",
    "stalling": "timeout",
    "cutting": "unavailable",
    "cutting_chunks": "unavailable",
}
TRANSLATED = "¿Quién decide?"
ABSURD = ("", "<html><body><h1>Sign in</h1></body></html>", "la la " * 500, "500 Internal Server Error", "谁来决定")
_GOOD = {
    "libretranslate": {"translatedText": TRANSLATED},
    "deepl": {"translations": [{"text": TRANSLATED}]},
    "deepl-pro": {"translations": [{"text": TRANSLATED}]},
    "microsoft": [{"translations": [{"text": TRANSLATED, "to": "es"}]}],
    "mymemory": {"responseData": {"translatedText": TRANSLATED}, "matches": []},
    "qcri": {"translatedText": TRANSLATED},
    "yandex": {"code": 200, "text": [TRANSLATED]},
    "papago": {"message": {"result": {"translatedText": TRANSLATED}}},
    "baidu": {"trans_result": [{"src": "x", "dst": TRANSLATED}]},
}
_PATHS = {
    "libretranslate": "",
    "google": "/m",
    "qcri": "/api/v1/{endpoint}?",
    "yandex": "/api/{version}/{endpoint}",
    "deepl": "/v2/",
    "deepl-pro": "/v2/",
}
_CODES = ("en", "es", "fr", "pb", "zh-Hans", "zt")
_LANGUAGES = [{"code": code, "targets": _CODES} for code in _CODES]


class FakeTranslationService:
    def __init__(self, engine: str, way: str, elsewhere: str = "http://127.0.0.2:9/"):
        self.engine, self.way, self.elsewhere = engine, way, elsewhere
        self.asked: list[tuple] = []
        self.ended = threading.Event()
        self._absurdities = itertools.cycle(ABSURD)
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                service.answer(self)

            do_POST = do_GET  # noqa: N815 (the name that BaseHTTPRequestHandler calls)

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}{_PATHS.get(engine, '/x')}"

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        address = urlsplit(request.path)
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0)).decode()
        self.asked.append((request.command, address.path, parse_qs(address.query), body, dict(request.headers)))
        request.body = body
        if address.path == "/languages":
            _send(request, 200, json.dumps(_LANGUAGES).encode())
        else:
            getattr(self, "_" + self.way)(request)

    def _good(self, request):
        if self.engine == "google":
            _send(
                request,
                200,
                f'<html><div class="result-container">{TRANSLATED}</div></html>'.encode(),
                "text/html; charset=utf-8",
            )
        else:
            _send(request, 200, json.dumps(_GOOD[self.engine]).encode())

    def _marking(self, request):
        """Answer in the format of LibreTranslate, with the original text as its translation.

        Only the canaries (`tests/stream_clients.py`) change: for the target `es`, `txt07z` becomes `tes07z`.
        """
        asked = json.loads(request.body)
        marked = re.sub(r"\b(?:txt|wrd)(?=\d\dz)", "t" + asked["target"], asked["q"])
        _send(request, 200, json.dumps({"translatedText": marked}).encode())

    def _absurd(self, request):
        _send(request, 200, json.dumps({"translatedText": next(self._absurdities)}).encode())

    def _slow(self, request):
        self.ended.wait(0.4)
        self._good(request)

    def _broken(self, request):
        _send(request, 200, b'{"translatedText": "')

    def _empty(self, request):
        _send(request, 200, b"")

    def _throttling(self, request):
        _send(request, 429, b"{}", headers={"Retry-After": "7"})

    def _failing(self, request):
        _send(request, 500, b"<h1>Internal Server Error</h1>")

    def _forbidding(self, request):
        _send(request, 403, b'{"error": "api key"}')

    def _redirecting(self, request):
        _send(request, 302, b"", headers={"Location": self.elsewhere})

    def _html(self, request):
        _send(
            request, 200, b"<!doctype html><html><body><h1>Sign in to the hotel network</h1></body></html>", "text/html"
        )

    def _huge(self, request):
        _send(request, 200, b'{"translatedText": "' + b"a" * 3_000_000 + b'"}')

    def _hanging(self, request):
        self.ended.wait(30)

    def _dripping(self, request):
        request.send_response(200)
        request.send_header("Content-Length", "100000")
        request.end_headers()
        try:
            while not self.ended.wait(0.05):
                request.wfile.write(b" ")
        except OSError:
            pass  # The client has closed the connection: it does not wait for the rest of this slow answer.

    def _stalling(self, request):
        request.send_response(200)
        request.send_header("Content-Length", "100000")
        request.end_headers()
        self.ended.wait(30)

    def _cutting_chunks(self, request):
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        request.wfile.write(b'5\r\n{"tra\r\n50\r\nnsl')
        request.close_connection = True

    def _cutting(self, request):
        request.send_response(200)
        request.send_header("Content-Length", "100000")
        request.end_headers()
        request.wfile.write(b'{"transl')
        request.close_connection = True


def _send(request, status: int, body: bytes, kind: str = "application/json", headers: dict | None = None) -> None:
    request.send_response(status)
    for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
        request.send_header(name, value)
    request.end_headers()
    # The client may close the connection before it has read a large body.
    with contextlib.suppress(OSError):
        request.wfile.write(body)
