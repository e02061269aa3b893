"""The style sheets of printed documents, with the session's accent colour, and their Content-Security-Policy."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from ...core.model import Session
from ...paths import ROOT
from .accent import light_style


def style(name: str, accent: str | None) -> str:
    """Return the style sheet `static/css/NAME.css`, with the accent colour `accent` if it is not None."""
    return _file(name) + (light_style(accent) if accent else "")


def accent_of(session: Session) -> str | None:
    """Return the accent colour of the session, or None."""
    look = session.definition.get("look")
    return look["accent"] if look else None


@cache
def _file(name: str) -> str:
    return (ROOT / "static" / "css" / f"{name}.css").read_text("utf-8")


def policy(style_sheet: str, images: str = "'self'") -> str:
    """Return the Content-Security-Policy of a printed document. `images`: the CSP source expression for its logos."""
    source = base64.b64encode(hashlib.sha256(style_sheet.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{source}'; img-src {images}; base-uri 'none'; frame-ancestors 'none'"
