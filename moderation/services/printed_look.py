"""The institution's branding for a self-contained printed document, such as the cards with entry codes."""

from __future__ import annotations

import base64
from typing import TypedDict

from ..core.contracts import Texts
from ..core.model import Session
from ..store import logos
from ..store.connection import Connection


class PrintedLogo(TypedDict):
    """A logo as a data URL of a PNG file. `width`, `height`: in pixels."""

    url: str
    width: int
    height: int


class PrintedLook(TypedDict):
    """The name, the accent colour and the logo for light paper; each may be None."""

    name: Texts | str | None
    accent: str | None
    logo: PrintedLogo | None


def printed_look(connection: Connection, session: Session) -> PrintedLook | None:
    """Return the branding of the session with the content of its logo, or None if the session has none."""
    look = session.definition.get("look")
    if not look:
        return None
    return {"name": look["name"], "accent": look["accent"], "logo": _logo(connection, session, look["logo"])}


def _logo(connection: Connection, session: Session, named: str | None) -> PrintedLogo | None:
    size = logos.size(connection, session, named) if named else None
    content = logos.content(connection, named) if named and size else None
    if size is None or content is None:
        return None
    url = f"data:image/png;base64,{base64.b64encode(content).decode()}"
    return {"url": url, "width": size[0], "height": size[1]}
