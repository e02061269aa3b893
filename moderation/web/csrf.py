"""Reject state-changing requests that come from another origin's page."""

from __future__ import annotations

from flask import request

from ..core.refusals import Refusal
from .config import Config


def check_origin(config: Config) -> None:
    """Reject a command from a page of another origin or without the X-Open-Floor header. Refuses `request.origin`.

    Browsers let no page of another origin add that header without a preflight request, which the server does not grant.
    """
    check_form_origin(config)
    if request.headers.get("X-Open-Floor") != "1":
        raise Refusal("request.origin")


def check_form_origin(config: Config) -> None:
    """Reject a plain form from a page of another origin. Refuses `request.origin`.

    A form cannot add headers, and old browsers send no Origin: a missing Origin is accepted.
    """
    origin = request.headers.get("Origin")
    if origin is not None and origin not in config.origins:
        raise Refusal("request.origin")
