"""Security and cache headers of every HTTP response, and the compression of large texts."""

from __future__ import annotations

import gzip
import time

from flask import Flask, Response, g, request

from . import metrics
from .config import Config
from .snapshots import SMALLEST

LARGE = 256 * 1024
"""A size in bytes. A larger body is compressed at the fastest level, so that the compression does not block the event
loop for long.
"""


def content_security_policy(config: Config, framed_by: str = "'none'") -> str:
    """Return a Content-Security-Policy.

    The policy allows files of this server, data URLs for images, and WebSockets to this server. It names the WebSocket
    origins, because some browsers do not include ws: in 'self'. It omits IPv6 addresses, because a policy cannot
    contain an IPv6 address. `framed_by` is the value of `frame-ancestors`.
    """
    sockets = " ".join(sorted(origin.replace("http", "ws", 1) for origin in config.origins if "[" not in origin))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self' {sockets}; form-action 'self'; base-uri 'none'; frame-src 'self'; "
        f"frame-ancestors {framed_by}; manifest-src 'self'"
    )


def install(app: Flask, config: Config) -> None:
    """Set the headers of every response of the app, compress large texts, and count the response."""
    fixed = {
        "Content-Security-Policy": content_security_policy(config),
        "X-Content-Type-Options": "nosniff",
        # Do not use no-referrer. With no-referrer, browsers send "Origin: null" with plain forms, and csrf.py rejects
        # such forms.
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    }
    if config.secure:
        # The proxy must not add a second header of this name: browsers use only the first one (RFC 6797, section 8.1).
        subdomains = "; includeSubDomains" if config.hsts_subdomains else ""
        fixed["Strict-Transport-Security"] = f"max-age=31536000{subdomains}"
        # Send this header only with https. Without https, browsers ignore the header and log a warning.
        fixed["Cross-Origin-Opener-Policy"] = "same-origin"

    @app.before_request
    def begin() -> None:
        g.began = time.monotonic()

    @app.after_request
    def finish(response: Response) -> Response:
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        response = _compress(response)
        metrics.answered(response.status_code, response.calculate_content_length() or 0)
        if "began" in g:
            metrics.requested(request.blueprint or "none", time.monotonic() - g.began)
        return response


def _compress(response: Response) -> Response:
    """Compress HTML, JSON and SVG bodies of at least `SMALLEST` bytes with gzip if the browser accepts gzip.

    Compression may reveal a secret in a page that also contains an attacker's text (the BREACH attack). The organiser's
    state, the page with the organiser's link, the hand-out and the sheet of entry codes contain secrets, but no text
    that an attacker could choose. The form token of a page is also a secret. Without the HttpOnly cookie and an allowed
    Origin, the token is useless to an attacker.
    """
    if response.direct_passthrough or response.content_encoding or response.status_code != 200:
        return response
    if (
        response.mimetype not in ("text/html", "application/json", "image/svg+xml")
        or not request.accept_encodings["gzip"]
    ):
        return response
    body = response.get_data()
    if len(body) >= SMALLEST:
        response.set_data(gzip.compress(body, 5 if len(body) < LARGE else 1, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.add("Vary", "Accept-Encoding")
    return response
