"""The app factory: it assembles the WSGI app and the Socket.IO server, and turns exceptions into responses."""

from __future__ import annotations

import contextlib
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
from ..services.language_tags import name_in
from . import cookies, headers, messages
from .api import administration as administration_api
from .api import (
    bridge,
    commands,
    control,
    entry_code,
    health,
    imports,
    kinds,
    logos,
    organiser_state,
    reads,
    similar,
    translation_trial,
)
from .config import Config
from .context import AppContext, app_context
from .failures import log_failure
from .pages import (
    about,
    administration,
    assets,
    definition,
    entering,
    events,
    export,
    forms,
    handout,
    importing,
    joining,
    leaving,
    ledger,
    look,
    poster,
    routes,
    sentences,
    setup,
)
from .realtime import fanout, sockets
from .realtime.redis_fanout import RedisFanOut

LARGEST_BODY = 16 * 1024


class JSONProvider(DefaultJSONProvider):
    """JSON in UTF-8. The keys are not sorted; they keep the order of the dict."""

    ensure_ascii = False
    sort_keys = False


def make_socketio(config: Config, runtime: Runtime) -> SocketIO:
    """Return the Socket.IO server.

    The server uses only WebSocket, without compression. It accepts only allowed origins, and handles the events of each
    client in order. `realtime/fanout.py` applies the limits of `SocketLimits`. In the eventlet mode,
    `realtime/fanout.py` also sends the events to the clients of a room.
    """
    manager: dict[str, Any] = {}
    if runtime.mode == "eventlet":
        fan_out = fanout.install(cast(LoopRuntime, runtime))
        if config.redis_url:
            fan_out = RedisFanOut(cast(LoopRuntime, runtime), config.redis_url, config.redis_prefix)
        manager = {"client_manager": fan_out, "monitor_clients": False}
    else:
        fanout.install_threaded(runtime)
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
    app.request_class = cookies.Request
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    # Do not merge doubled slashes. Otherwise the app would redirect to the host in the Host header, and any client can
    # choose this host.
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
    messages.install_gettext(app)
    sentences.install(app.jinja_env)
    app.jinja_env.globals["name_in"] = name_in
    # In a shared database, deleted data stay in the files, because the store cannot overwrite them (store/scrubbing).
    # Therefore the templates tell the attendees that deleted texts can remain in the files.
    app.jinja_env.globals["keeps_traces"] = context.reader.is_shared
    headers.install(app, config)
    # Read the manifest of the built files at the start, not in the first request. If the files were not built, the
    # server starts nevertheless, and each page answers with an error.
    with contextlib.suppress(RuntimeError):
        assets.manifest()
    pages = (about, look, administration, events, assets, definition, export, forms, entering, joining, leaving, ledger)
    organisers_pages = (handout, importing, poster, setup)
    reading = (health, reads, organiser_state, kinds, similar)
    acting = (administration_api, commands, control, entry_code, imports, bridge, logos, translation_trial)
    for module in (*acting, *reading, *pages, *organisers_pages, routes):
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
