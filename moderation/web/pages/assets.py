"""The built browser files: URLs with content hashes, and the route. Files are precompressed and cached for a year."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_from_directory

from ...paths import ROOT

BUILT = ROOT / "static" / "built"
blueprint = Blueprint("assets", __name__)


def _manifest() -> dict[str, str]:
    try:
        return _read_manifest((BUILT / "manifest.json").stat().st_mtime_ns)
    except FileNotFoundError:
        raise RuntimeError("the browser files are not built: run `make setup`") from None


@lru_cache(maxsize=1)
def _read_manifest(_built_at: int) -> dict[str, str]:
    manifest: dict[str, str] = json.loads((BUILT / "manifest.json").read_text("utf-8"))
    return manifest


def asset(name: str) -> str:
    """Return the URL of a built file. Raises KeyError if the manifest does not contain the file."""
    return f"/static/{_manifest()[name]}"


@blueprint.get("/static/<name>")
def static(name: str) -> Response:
    """Send a built file, or its .gz file if the browser accepts gzip."""
    if Path(name).suffix not in _KINDS or not (BUILT / name).is_file():
        abort(404)
    compressed = name + ".gz"
    if "gzip" in request.headers.get("Accept-Encoding", "") and (BUILT / compressed).is_file():
        response = send_from_directory(BUILT, compressed, mimetype=_kind(name))
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = send_from_directory(BUILT, name, mimetype=_kind(name))
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


_KINDS = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


def _kind(name: str) -> str:
    return _KINDS[Path(name).suffix]
