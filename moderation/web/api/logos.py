"""The upload of a logo by the organiser."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from ...services import logo
from ...services.acts import logos
from .authentication import authenticate
from .uploads import read_upload

blueprint = Blueprint("logos", __name__)


@blueprint.post("/api/s/<code>/organiser/logo")
def upload(code: str) -> Response:
    """Store the PNG file of the request's body after a clean-up. Return {logo: hash, width, height} of the stored logo.

    The pages show the logo after the act `redefine` has named its hash. Refuses with the codes of `authenticate` and
    `logos.add`.
    """
    context, session, _ = authenticate(code, "organiser", "export")
    stored = logos.add(
        context.writer, context.runtime.in_thread, session.code, read_upload(logo.MOST_BYTES, "logo.too_large")
    )
    return jsonify({"ok": True, "logo": stored.hash, "width": stored.width, "height": stored.height})
