"""The outermost WSGI layer: it cleans requests for Flask and Socket.IO, and keeps client addresses out of the logs."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from email.message import Message
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from ..realtime.engine_socket import ORIGINAL_ENVIRON, REQUEST_HANDLER

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

SOCKET_HEADERS = [
    ("Content-Security-Policy", "default-src 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
]
"""Headers of Socket.IO's responses, which do not pass through Flask."""
MOST_QUERY = 256
"""Maximum number of characters in the query of a Socket.IO handshake."""


class DiscardedLog:
    """A log file that discards all lines, because its lines would contain client addresses."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        pass


class DetachedConnection:
    """A substitute for a request handler's connection, after this connection has become a WebSocket.

    Its methods do nothing.
    """

    @property
    def fd(self) -> DetachedConnection:
        return self

    def shutdown(self, how: int) -> None:
        pass

    def close(self) -> None:
        pass


def guard(app: WSGIApplication) -> WSGIApplication:
    """Return a WSGI app that ignores range requests and negotiates no compression of WebSocket messages.

    Compression would need 100 KiB of memory for each connection. The app rejects Socket.IO requests with JSONP, a `sid`
    or a long query. Only polling needs a `sid`, and the server offers no polling. The library would also repeat an
    unknown `sid` in its response.
    """
    discarded = DiscardedLog()

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        # Discard this log: the WebSocket library writes the client's address into it when a socket breaks. Exceptions
        # are logged by web/failures.py.
        environ["wsgi.errors"] = discarded
        # Ignore range requests, because all responses are small.
        environ.pop("HTTP_RANGE", None)
        if not environ.get("PATH_INFO", "").startswith("/socket.io"):
            return app(environ, start_response)

        def start_with_headers(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            return start_response(status, headers + SOCKET_HEADERS, *error)

        environ[ORIGINAL_ENVIRON] = environ
        query = environ.get("QUERY_STRING", "")
        if len(query) > MOST_QUERY or {"j", "sid"} & parse_qs(query, keep_blank_values=True).keys():
            start_with_headers("400 Bad Request", [("Content-Type", "text/plain")])
            return [b"no JSONP and no polling"]
        try:
            return app(environ, start_with_headers)
        except Exception:
            # Drop the exception. The HTTP server would log it, and the exception may quote an invalid packet.
            raise ConnectionAbortedError from None

    return guarded


def without_request_log(handler: Any) -> Any:
    """Return a subclass of a request handler that writes no log and sends no version names.

    `handler`: the request handler of http.server, eventlet or Werkzeug. When the connection becomes a WebSocket, the
    subclass also frees the request's buffers (docs/library-internals.md).
    """

    class HandlerWithoutRequestLog(handler):  # type: ignore[misc]  # The base class is chosen at run time.
        def log_message(self, *message: object) -> None:
            pass

        def log(self, *message: object) -> None:
            pass

        def version_string(self) -> str:
            return "Open Floor"

        def get_environ(self) -> dict[str, Any]:
            environ: dict[str, Any] = super().get_environ()
            return environ | {REQUEST_HANDLER: self}

        def finish(self) -> None:
            try:
                super().finish()
            finally:
                # Break the reference cycle of handler and environ. Otherwise, both live until the next full collection.
                self.environ = None

        def detach(self) -> None:
            """Free the buffers (24 KiB) and the headers of the request that has opened the WebSocket.

            Replace the handler's connection by a `DetachedConnection`. Otherwise, the handler would close the WebSocket
            at the end of the request.
            """
            self.connection = self.conn_state[1] = DetachedConnection()
            self.rfile.close()
            self.wfile.close()
            self.rfile: Any = io.BytesIO()
            self.wfile: Any = io.BytesIO()
            self.headers = Message()
            self.raw_requestline, self.requestline = b"", ""

    return HandlerWithoutRequestLog
