"""What every answer carries: no inline code, no other host, nothing kept by caches in between; and compression."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

from . import metrics
from .config import Config
from .snapshots import SMALLEST


def content_security_policy(config: Config, framed_by: str = "'none'") -> str:
    """Only our own files; sockets to our own origins by name, since some browsers do not count ws: as 'self'.

    `framed_by` says whose frames may show the page. A policy cannot name an IPv6 address: there 'self' must do.
    """
    sockets = " ".join(sorted(origin.replace("http", "ws", 1) for origin in config.origins if "[" not in origin))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self' {sockets}; form-action 'self'; base-uri 'none'; frame-src 'self'; frame-ancestors {framed_by}; manifest-src 'self'"
    )


def install(app: Flask, config: Config) -> None:
    """Set the headers on every answer of the app, and compress what is worth it."""
    fixed = {
        "Content-Security-Policy": content_security_policy(config),
        "X-Content-Type-Options": "nosniff",
        # Not no-referrer: browsers would then send "Origin: null" with the plain forms.
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    }
    if config.secure:
        fixed["Strict-Transport-Security"] = "max-age=31536000"
        # Browsers heed it over https alone, and complain of it elsewhere.
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
    """Gzip HTML and JSON. The one secret in a page, the form's token, is worth nothing without the HttpOnly cookie and our Origin."""
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
