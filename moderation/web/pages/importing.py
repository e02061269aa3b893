"""The organiser's page for the import of questions."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from .organiser_pages import organiser_page

blueprint = Blueprint("importing", __name__)


@blueprint.get("/s/<code>/import")
def import_page(code: str) -> ResponseReturnValue:
    """Return the import page. If the request has no valid cookie of the organiser, redirect to the organiser's page."""
    return organiser_page(code, "import", "imports.html")
