"""Reject state-changing requests that come from another origin's page."""

from __future__ import annotations

from flask import request

from ..core.refusals import Refusal


def check_origin(config) -> None:
    """A command must come from our own page or from no page at all. Refuses `request.origin`."""
    check_form_origin(config)
    if request.headers.get("X-Open-Floor") != "1":
        raise Refusal("request.origin")


def check_form_origin(config) -> None:
    """A plain form cannot send a header of ours: its Origin must be ours, or absent in old browsers. Refuses `request.origin`."""
    origin = request.headers.get("Origin")
    if origin is not None and origin not in config.origins:
        raise Refusal("request.origin")
