"""The institution's branding on public pages: the name, the logos and the accent colour of a session."""

from __future__ import annotations

from flask import Blueprint, Response

from ...core.contracts import LogoView, LookView
from ...core.model import Session
from ...core.refusals import Refusal
from ...store import administration, logos, sessions
from ...store.connection import Connection
from ..context import AppContext, app_context
from ..head_cache import SERVER
from .accent import accent_style
from .texts import language_of, pick

blueprint = Blueprint("look", __name__)

HASH_LENGTH = 64
_LOGO_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


def look_view(connection: Connection, session: Session, lang: str) -> LookView | None:
    """Return the branding for a reader of the language `lang`. If the session has no branding, return None.

    If the store does not have the logo that the definition names, the logo is None.
    """
    look = session.definition.get("look")
    if not look:
        return None
    return {
        "name": pick(look["name"], lang),
        "name_lang": language_of(look["name"], lang),
        "stylesheet": f"/look/{look['accent'][1:]}.css" if look["accent"] else None,
        "logo": _logo_view(connection, session, look["logo"]),
        "logo_dark": _logo_view(connection, session, look["logo_dark"]),
    }


def _logo_view(connection: Connection, session: Session, named: str | None) -> LogoView | None:
    size = logos.size(connection, session, named) if named else None
    return {"url": f"/logo/{named}.png", "width": size[0], "height": size[1]} if size else None


def common_look(context: AppContext, lang: str, codes: frozenset[str] | None = None) -> LookView | None:
    """Return the branding that all sessions have in common. If the sessions differ in their branding, return None.

    Leave out archived sessions. `codes`: compare only the sessions with these codes. None: compare all sessions.
    """
    with context.reader.transaction() as connection:
        head = sessions.versions(connection)
        archived = administration.archived(connection)

        def make() -> LookView | None:
            chosen = [
                session
                for session in sessions.every(connection)
                if session.id not in archived and (codes is None or session.code in codes)
            ]
            looks = [session.definition.get("look") for session in chosen]
            if not looks or any(look != looks[0] for look in looks):
                return None
            return look_view(connection, chosen[0], lang)

        key = ("look", lang, codes, frozenset(archived))
        common: LookView | None = context.frames.get(SERVER, key, (str(head), 0), make)
    return common


@blueprint.get("/look/<accent>.css")
def style_sheet(accent: str) -> Response:
    """Return the style sheet of an accent colour, such as `00586B`.

    Refuses with `request.not_found` if no session of the server has this accent.
    """
    if f"#{accent}" not in _accents(app_context()):
        raise Refusal("request.not_found")
    response = Response(accent_style(f"#{accent}"), mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _accents(context: AppContext) -> frozenset[str]:
    """Return the accent colours of all sessions that are not purged."""
    with context.reader.transaction() as connection:
        head = str(sessions.versions(connection))

        def make() -> frozenset[str]:
            looks = (session.definition.get("look") for session in sessions.every(connection))
            return frozenset(look["accent"] for look in looks if look and look["accent"])

        accents: frozenset[str] = context.frames.get(SERVER, "accents", (head, 0), make)
    return accents


@blueprint.get("/logo/<digest>.png")
def logo(digest: str) -> Response:
    """Return a logo. `digest`: the hash of its content. Refuses with `request.not_found`."""
    if not (len(digest) == HASH_LENGTH and digest.isascii() and digest.isalnum()):
        raise Refusal("request.not_found")
    context = app_context()

    def read() -> bytes:
        with context.reader.transaction() as connection:
            content = logos.content(connection, digest)
        if content is None:
            raise Refusal("request.not_found")
        return content

    # A cached logo is never outdated, because its key is the hash of its content. A purge deletes the cached logos.
    content: bytes = context.frames.get(SERVER, ("logo", digest), ("", 0), read)
    response = Response(content, mimetype="image/png")
    response.headers["Content-Security-Policy"] = _LOGO_POLICY
    # Let browsers and proxies keep the logo for one day only. After a purge of the session, it must disappear from
    # their caches.
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
