"""The routes for the administrator's cookie."""

from __future__ import annotations

from flask import Blueprint, Response

from ...core.refusals import Refusal
from .. import administrator
from ..context import app_context
from ..csrf import check_origin
from .commands import read_body

blueprint = Blueprint("administration_api", __name__)


@blueprint.post("/api/admin/enter")
def enter() -> Response:
    """Exchange the secret of the link for the cookie. If the link has a passphrase, the request must contain it too.

    Refuses with `request.field`, and with the codes of `check_origin`, `read_body` and `administrator.enter`.
    """
    context = app_context()
    check_origin(context.config)
    body = read_body()
    secret, passphrase = body.get("secret"), body.get("passphrase")
    if not isinstance(secret, str):
        raise Refusal("request.field", field="secret")
    if not isinstance(passphrase, str | None):
        raise Refusal("request.field", field="passphrase")
    response = Response(status=204)
    administrator.set_cookie(context, response, administrator.enter(context, secret, passphrase))
    return response


@blueprint.get("/api/admin/enter")
def check_cookie() -> Response:
    """Return 204. Refuses with `admin.unknown` if the browser has not sent the cookie.

    The entry page sends this request after `enter`, to find out whether the browser has stored the cookie.
    """
    administrator.check(app_context(), "page")
    return Response(status=204)
