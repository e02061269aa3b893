"""The app factory: puts the parts together and says what happens when something goes wrong."""

from __future__ import annotations

from flask import Flask, request
from flask_babel import Babel
from flask_socketio import SocketIO
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from ..concurrency import Runtime
from ..core.refusals import Refusal
from . import headers, messages
from .api import commands, control, health, reads, similar
from .config import ROOT, Config
from .context import AppContext, app_context
from .failures import log_failure
from .pages import assets, export, forms, ledger, routes
from .realtime import fanout, sockets

LARGEST_BODY = 16 * 1024


def make_socketio(config: Config, runtime: Runtime) -> SocketIO:
    """The Socket.IO side: websocket only, no compression, our origins only, events in order; in the eventlet mode our own fan-out."""
    ours = {"client_manager": fanout.install(runtime), "monitor_clients": False} if runtime.mode == "eventlet" else {}
    return SocketIO(
        **ours,
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
    """The WSGI app around a running floor."""
    config = context.config
    app = Flask("moderation", static_folder=None, template_folder=str(ROOT / "templates"))
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    # A doubled slash is no address of ours; merging would redirect to whatever Host was sent.
    app.url_map.merge_slashes = False
    app.json.ensure_ascii = False
    app.json.sort_keys = False
    app.extensions["open_floor"] = context
    if config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.trusted_proxies, x_proto=config.trusted_proxies, x_host=0)
    Babel(
        app,
        locale_selector=messages.choose_language,
        default_translation_directories=str(ROOT / "moderation" / "translations"),
    )
    headers.install(app, config)
    for part in (health, assets, commands, control, export, forms, reads, ledger, similar, routes):
        app.register_blueprint(part.blueprint)
    app.before_request(_turn_away)
    app.register_error_handler(Exception, failed)
    socketio.init_app(app)
    sockets.install(socketio, context)
    return app


def _turn_away() -> None:
    """Whoever comes after we were asked to stop may come again. Refuses `server.busy`."""
    if app_context().is_draining and request.blueprint != health.blueprint.name:
        raise Refusal("server.busy", retry_after=2)


def failed(error: Exception):
    """Every failure as a refusal: JSON for the API, a page for people; ours are logged without what was sent."""
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
