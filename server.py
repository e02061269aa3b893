"""The entry point of the server: it chooses the concurrency mode, then serves. README.md lists the settings."""

from __future__ import annotations

import logging
import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Sized
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

MODE = os.environ.get("CONCURRENCY") or "eventlet"

if MODE == "eventlet":
    # Use the system's DNS resolver, because eventlet's resolver is slow and fragile.
    os.environ["EVENTLET_NO_GREENDNS"] = "yes"
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import eventlet
        import eventlet.wsgi
    eventlet.monkey_patch()

from moderation import runtime  # noqa: E402
from moderation.core.text import one_line  # noqa: E402
from moderation.services.session_file.toml_table import SessionFileError  # noqa: E402
from moderation.store.folder import FolderInUse  # noqa: E402
from moderation.web.config import Config, from_environment  # noqa: E402
from moderation.web.server import listener, loops, serving, shutdown, wsgi_guard  # noqa: E402


def serve_eventlet(
    config: Config, app: WSGIApplication, on_ready: Callable[[], None], drain: shutdown.Drain, sockets: Sized
) -> None:
    """Serve in the eventlet mode. Requests and `sockets` share the descriptors of the process."""
    limit = serving.raise_descriptor_limit()
    requests = eventlet.GreenPool(limit)
    resilient = listener.ResilientListener(
        eventlet.greenio.GreenSocket(serving.listen(config)),
        eventlet.sleep,
        lambda: len(sockets) + requests.running() >= limit,
    )
    drain.stop_accepting = resilient.close
    deadlines = listener.Deadlines()
    eventlet.spawn(deadlines.run, eventlet.sleep)
    eventlet.spawn(on_ready)
    eventlet.wsgi.server(
        resilient,
        app,
        log=wsgi_guard.DiscardedLog(),
        log_output=False,
        debug=False,
        custom_pool=requests,
        keepalive=True,
        socket_timeout=listener.IDLE_SECONDS,
        protocol=wsgi_guard.without_request_log(listener.with_deadlines(eventlet.wsgi.HttpProtocol, deadlines)),
    )


def serve_threading(
    config: Config, app: WSGIApplication, on_ready: Callable[[], None], drain: shutdown.Drain, sockets: Sized
) -> None:
    """Serve in the threading mode: one thread for each connection. Guaranteed for at most 200 phones."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    serving.raise_descriptor_limit()
    listening = serving.listen(config)
    server = make_server(
        config.host,
        config.port,
        app,
        threaded=True,
        request_handler=wsgi_guard.without_request_log(WSGIRequestHandler),
        fd=listening.fileno(),
    )
    # Both methods would print the addresses of clients.
    server.log = server.handle_error = lambda *message: None  # type: ignore[assignment,method-assign]
    drain.stop_accepting = server.shutdown
    on_ready()
    server.serve_forever()
    listening.close()
    server.socket.close()
    threading.Event().wait()  # `drain` ends the process.


def main() -> int:
    """Start the server. Return 2 when it cannot start; otherwise the shutdown ends the process."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s", stream=sys.stderr
    )
    logging.getLogger("open_floor").setLevel(logging.INFO)
    for library in ("engineio.server", "socketio.server"):
        # Suppress lower levels, because at those levels the libraries log the text of clients' messages.
        logging.getLogger(library).setLevel(logging.CRITICAL)
    try:
        config = from_environment(os.environ)
        context, app, socketio = serving.prepare(config, runtime.use(config.concurrency))
    except (ValueError, FolderInUse, SessionFileError, OSError, sqlite3.Error) as problem:
        print(f"Open Floor did not start: {one_line(str(problem))}", file=sys.stderr)
        return 2
    serving.warm_up()
    drain = shutdown.Drain(context, socketio.server)
    shutdown.stop_on_signals(context.runtime, drain.run)
    loops.start(context, socketio)
    serve = serve_eventlet if config.concurrency == "eventlet" else serve_threading
    try:
        serve(
            config,
            drain.counting(wsgi_guard.guard(app)),
            lambda: serving.announce(context),
            drain,
            socketio.server.eio.sockets,
        )
    except OSError as problem:
        print(f"Open Floor did not start: {problem.strerror or problem} ({config.host}:{config.port})", file=sys.stderr)
        context.folder.withdraw()
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
