"""The built browser files: their URLs, which contain content hashes, and the route that sends the files.

Text files are compressed at build time. Browsers keep all files for a year.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_from_directory

from ...paths import ROOT

BUILT = ROOT / "static" / "built"
blueprint = Blueprint("assets", __name__)

ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""{content encoding: suffix of the compressed file}, smallest file first."""


@lru_cache(maxsize=1)
def manifest() -> dict[str, str]:
    """Return {name of a file: its built name}. Raises RuntimeError if there is no manifest.

    The server reads the manifest only once, so that a later build has no effect on a running server: the server still
    uses the files of its own build. A later build keeps these files for 30 days (static/outdated.mjs).
    """
    try:
        names: dict[str, str] = json.loads((BUILT / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        raise RuntimeError("the browser files are not built: run `make setup`") from None
    return names


def asset(name: str) -> str:
    """Return the URL of a built file.

    Raises KeyError if the manifest does not contain the file, and RuntimeError if there is no manifest.
    """
    return f"/static/{manifest()[name]}"


@blueprint.get("/static/<name>")
def static(name: str) -> Response:
    """Send a built file in the smallest form that the browser accepts: Brotli, gzip or uncompressed."""
    if Path(name).suffix not in _KINDS or not (BUILT / name).is_file():
        abort(404)
    for encoding, suffix in ENCODINGS.items():
        if request.accept_encodings[encoding] and (BUILT / (name + suffix)).is_file():
            response = send_from_directory(BUILT, name + suffix, mimetype=_kind(name))
            response.headers["Content-Encoding"] = encoding
            break
    else:
        response = send_from_directory(BUILT, name, mimetype=_kind(name))
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


_KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}


def _kind(name: str) -> str:
    return _KINDS[Path(name).suffix]
