"""Protection against cross-site request forgery (CSRF): commands and forms from pages of other origins are rejected."""

from __future__ import annotations

from flask import request

from ..core.refusals import Refusal
from .config import Config


def check_origin(config: Config) -> None:
    """Refuse with `request.origin` if a command comes from a page of another origin or has no X-Open-Floor header.

    In browsers, a page of another origin can add this header only after a successful preflight request. All preflight
    requests fail, because no response allows another origin.
    """
    check_form_origin(config)
    if request.headers.get("X-Open-Floor") != "1":
        raise Refusal("request.origin")


def check_form_origin(config: Config) -> None:
    """Refuse with `request.origin` if a plain form comes from a page of another origin.

    Do not require the X-Open-Floor header, because a form cannot add headers. Accept a missing Origin header, because
    old browsers do not send it.
    """
    origin = request.headers.get("Origin")
    if origin is not None and origin not in config.origins:
        raise Refusal("request.origin")
