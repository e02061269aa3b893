"""The outermost WSGI layer: what must be settled before Flask or Socket.IO see a request, and servers that write no log of people."""

from __future__ import annotations

from collections.abc import Callable, Iterable


class Silence:
    """A log that keeps nothing: request lines hold addresses."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        pass


def guard(app: Callable) -> Callable:
    """Refuse JSONP, and take no offer of WebSocket compression (it costs 100 KiB a phone)."""
    silence = Silence()

    def guarded(environ: dict, start_response: Callable) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        # The WebSocket library writes addresses there when a socket breaks; our own failures go by web/failures.
        environ["wsgi.errors"] = silence
        if environ.get("PATH_INFO", "").startswith("/socket.io") and "j=" in environ.get("QUERY_STRING", ""):
            start_response("400 Bad Request", [("Content-Type", "text/plain"), ("X-Content-Type-Options", "nosniff")])
            return [b"no JSONP"]
        return app(environ, start_response)

    return guarded


def quiet_handler() -> type:
    """Werkzeug's request handler without its request log."""
    from werkzeug.serving import WSGIRequestHandler

    class Quiet(WSGIRequestHandler):
        def log(self, type: str, message: str, *args) -> None:
            pass

    return Quiet
