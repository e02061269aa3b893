"""Security headers, cache headers and compression of every HTTP response."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

from . import metrics
from .config import Config
from .snapshots import SMALLEST


def content_security_policy(config: Config, framed_by: str = "'none'") -> str:
    """Return a policy that allows only the server's own files and WebSockets to its own origins.

    The policy names the WebSocket origins, because some browsers do not include ws: in 'self'. IPv6 addresses are left
    out, because a policy cannot contain them. `framed_by` is the value of `frame-ancestors`.
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
        # Do not use no-referrer: browsers would then send "Origin: null" with the plain forms.
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    }
    if config.secure:
        fixed["Strict-Transport-Security"] = "max-age=31536000"
        # Send this header only with https: without https, browsers ignore it and log a warning.
        fixed["Cross-Origin-Opener-Policy"] = "same-origin"

    @app.after_request
    def finish(response: Response) -> Response:
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        response = _compress(response)
        metrics.answered(response.status_code, response.calculate_content_length() or 0)
        return response


def _compress(response: Response) -> Response:
    """Compress HTML, JSON and SVG bodies of at least `SMALLEST` bytes with gzip if the browser accepts gzip.

    Compression may reveal a secret in the page (the BREACH attack). The only secret in a page is the form token. An
    attacker cannot use this token without the HttpOnly cookie and an allowed Origin.
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
        response.set_data(gzip.compress(body, 5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.add("Vary", "Accept-Encoding")
    return response
