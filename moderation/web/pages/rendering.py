"""The rendering of templates with the variables of every page, and the holes in cached HTML that each request fills."""

from __future__ import annotations

import secrets
from typing import Any

from flask import render_template, request
from markupsafe import Markup

from ...core.contracts import LookView, PageData
from ...core.model import direction_of
from .. import messages
from . import page_data
from .assets import asset
from .organised_sessions import organised_sessions

EDGE = secrets.token_hex(16)
"""The text before and after the name of a hole. The text is random, so that no text from a person can contain it."""


def hole(name: str) -> Markup:
    """Return the text that marks a hole. A hole is a place in cached HTML that gets a new value for each request."""
    return Markup(f"{EDGE}{name}{EDGE}")


TOKENS = {"token": hole("token"), "key": hole("key")}
"""Two holes in the cached HTML of forms: the form token and the idempotency key. Each response fills both."""


def address_of_page() -> str:
    """Return the path and query of the request. After a change of the language, the browser returns to this address."""
    return request.full_path.rstrip("?")


def render(template: str, **context: Any) -> str:
    """Return a page from a template, with `context` and the variables that every page needs."""
    lang = messages.choose_language()
    look = _look(context)
    return render_template(
        template,
        **{
            "lang": lang,
            "dir": messages.INTERFACE[lang][1],
            "asset": asset,
            "direction_of": direction_of,
            "language_list": lambda codes: page_data.language_list(codes, lang),
            "messages": page_data.messages(lang, template),
            "interface": [{"code": code, "name": name} for code, (name, _) in messages.INTERFACE.items()],
            "theme": theme(),
            "back": address_of_page(),
            "page": None,
            "look": look,
            "product": (look and look["name"]) or "Open Floor",
            "organised": lambda: organised_sessions(context["session"]),
        }
        | context,
    )


def _look(context: dict[str, Any]) -> LookView | None:
    """Return the template's variable `look`.

    If the variable is absent, return the branding of the page's session. Only the attendee page and the stage have a
    branding.
    """
    if "look" in context:
        given: LookView | None = context["look"]
        return given
    page: PageData | None = context.get("page")
    return page["session"]["look"] if page is not None and page["seat"] in ("attendee", "stage") else None


def theme() -> str | None:
    """Return the theme in the link, or the theme in the cookie. None means that the browser's preference applies."""
    requested = (request.args.get("theme"), request.cookies.get("of-theme"))
    return next((theme for theme in requested if theme in ("dark", "light")), None)
