"""The outermost WSGI layer: what must be settled before Flask or Socket.IO see a request, and servers that write no log of people."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from email.message import Message

from ..realtime.engine_socket import HANDLER, RECORD

INERT = [
    ("Content-Security-Policy", "default-src 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
]
"""What the answers of Socket.IO carry, which Flask does not see."""


class Silence:
    """A log that keeps nothing: request lines hold addresses."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        pass


class DetachedConnection:
    """In place of a connection that is somebody else's now."""

    @property
    def fd(self) -> DetachedConnection:
        return self

    def shutdown(self, how: int) -> None:
        pass

    def close(self) -> None:
        pass


def guard(app: Callable) -> Callable:
    """Refuse JSONP, and take no offer of WebSocket compression (it costs 100 KiB a phone)."""
    silence = Silence()

    def guarded(environ: dict, start_response: Callable) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        # The WebSocket library writes addresses there when a socket breaks; our own failures go by web/failures.
        environ["wsgi.errors"] = silence
        # Nothing here is large enough to be fetched in parts.
        environ.pop("HTTP_RANGE", None)
        if not environ.get("PATH_INFO", "").startswith("/socket.io"):
            return app(environ, start_response)

        def start_inert(status: str, headers: list, *error) -> Callable:
            return start_response(status, headers + INERT, *error)

        environ[RECORD] = environ
        if "j=" in environ.get("QUERY_STRING", ""):
            start_inert("400 Bad Request", [("Content-Type", "text/plain")])
            return [b"no JSONP"]
        try:
            return app(environ, start_inert)
        except Exception:
            # A frame that is no packet ends here. Hang up: a server's own log would quote it.
            raise ConnectionAbortedError from None

    return guarded


def without_request_log(handler: type) -> type:
    """A request handler (of http.server's family) that logs nobody's address and words, and names no versions."""

    class WithoutRequestLog(handler):
        def log_message(self, *said) -> None:
            pass

        def log(self, *said) -> None:
            pass

        def version_string(self) -> str:
            return "Open Floor"

        def get_environ(self) -> dict:
            return super().get_environ() | {HANDLER: self}

        def finish(self) -> None:
            try:
                super().finish()
            finally:
                self.environ = None  # It knows its handler: as a knot it would stay until the next look at everything.

        def detach(self) -> None:
            """The request has become a socket of its own: its buffers (24 KiB) and headers are needed no more, and its end must not close the connection."""
            self.connection = self.conn_state[1] = DetachedConnection()
            self.rfile.close()
            self.wfile.close()
            self.rfile, self.wfile, self.headers = io.BytesIO(), io.BytesIO(), Message()
            self.raw_requestline, self.requestline = b"", ""

    return WithoutRequestLog
