"""The app factory: it assembles the WSGI app and the Socket.IO server, and turns exceptions into responses."""

from __future__ import annotations

from typing import Any, cast

from flask import Flask, request
from flask.json.provider import DefaultJSONProvider
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_socketio import SocketIO
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from ..concurrency import LoopRuntime, Runtime
from ..core.refusals import Refusal
from ..paths import ROOT, TRANSLATIONS
from . import headers, messages
from .api import commands, control, health, reads, similar
from .config import Config
from .context import AppContext, app_context
from .failures import log_failure
from .pages import assets, export, forms, ledger, routes
from .realtime import fanout, sockets

LARGEST_BODY = 16 * 1024


class JSONProvider(DefaultJSONProvider):
    """JSON in UTF-8. The keys are not sorted: they stay in the order in which the dict was built."""

    ensure_ascii = False
    sort_keys = False


def make_socketio(config: Config, runtime: Runtime) -> SocketIO:
    """Return the Socket.IO server: WebSocket only, no compression, only allowed origins, events of a client in order.

    In the eventlet mode, the Socket.IO server uses the fan-out of `realtime/fanout.py`.
    """
    manager: dict[str, Any] = {}
    if runtime.mode == "eventlet":
        manager = {"client_manager": fanout.install(cast(LoopRuntime, runtime)), "monitor_clients": False}
    return SocketIO(
        **manager,
        async_mode=config.concurrency,
        cors_allowed_origins=sorted(config.origins),
        transports=["websocket"],
        async_handlers=False,
        manage_session=False,
        ping_interval=25,
        ping_timeout=20,
        max_http_buffer_size=4096,
        http_compression=False,
        allow_upgrades=False,
    )


def create_app(context: AppContext, socketio: SocketIO) -> Flask:
    """Return the WSGI app that serves this context, with the Socket.IO server attached."""
    config = context.config
    app = Flask("moderation", static_folder=None, template_folder=str(ROOT / "templates"))
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    # Do not merge doubled slashes: the redirect would go to the host in the Host header, which a client may choose.
    app.url_map.merge_slashes = False
    app.json = JSONProvider(app)
    app.extensions["open_floor"] = context
    if config.trusted_proxies:
        proxies = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]
    Babel(
        app,
        locale_selector=messages.choose_language,
        default_translation_directories=str(TRANSLATIONS),
    )
    headers.install(app, config)
    for module in (health, assets, commands, control, export, forms, reads, ledger, similar, routes):
        app.register_blueprint(module.blueprint)
    app.before_request(_reject_while_draining)
    app.register_error_handler(Exception, failed)
    socketio.init_app(app)
    sockets.install(socketio, context)
    return app


def _reject_while_draining() -> None:
    """Reject new requests with `server.busy` while the server drains. Health checks are still answered."""
    if app_context().is_draining and request.blueprint != health.blueprint.name:
        raise Refusal("server.busy", retry_after=2)


def failed(error: Exception) -> ResponseReturnValue:
    """Return the response for an exception: JSON for API paths, otherwise a page. Log unexpected exceptions."""
    refusal = _as_refusal(error)
    if request.path.startswith("/api/"):
        return commands.refused(refusal)
    return routes.error_page(refusal)


def _as_refusal(error: Exception) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, HTTPException):
        code = {404: "request.not_found", 405: "request.method", 413: "request.too_large", 400: "request.json"}.get(
            error.code or 500
        )
        if code:
            return Refusal(code)
    log_failure(request.endpoint or "request", error)
    return Refusal("server.error")
