"""Protection against cross-site request forgery (CSRF): commands and forms from pages of other origins are rejected."""

from __future__ import annotations

from flask import request

from ..core.refusals import Refusal
from .config import Config


def check_origin(config: Config) -> None:
    """Reject a command from a page of another origin or without the X-Open-Floor header. Refuses `request.origin`.

    In browsers, a page of another origin can add this header only after a successful preflight request. The server
    rejects all preflight requests.
    """
    check_form_origin(config)
    if request.headers.get("X-Open-Floor") != "1":
        raise Refusal("request.origin")


def check_form_origin(config: Config) -> None:
    """Reject a plain form from a page of another origin. Refuses `request.origin`.

    A form cannot add headers. A missing Origin header is accepted, because old browsers do not send this header.
    """
    origin = request.headers.get("Origin")
    if origin is not None and origin not in config.origins:
        raise Refusal("request.origin")
