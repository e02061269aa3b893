"""Protection against cross-site request forgery (CSRF): commands and forms from pages of other origins are rejected."""

from __future__ import annotations

from flask import request

from ..core.refusals import Refusal
from .config import Config


def check_origin(config: Config) -> None:
    """Refuse `request.origin` if a command comes from a page of another origin or has no X-Open-Floor header.

    In browsers, a page of another origin can add this header only after a successful preflight request. The server
    rejects all preflight requests.
    """
    check_form_origin(config)
    if request.headers.get("X-Open-Floor") != "1":
        raise Refusal("request.origin")


def check_form_origin(config: Config) -> None:
    """Refuse `request.origin` if a plain form comes from a page of another origin.

    A form cannot add headers. A missing Origin header is accepted, because old browsers do not send this header.
    """
    origin = request.headers.get("Origin")
    if origin is not None and origin not in config.origins:
        raise Refusal("request.origin")
