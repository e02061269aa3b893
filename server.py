"""Start Open Floor: choose the concurrency mode, then serve. `make run` calls this; settings are in the README."""

import logging
import os
import sqlite3
import sys
import threading

MODE = os.environ.get("CONCURRENCY") or "eventlet"

if MODE == "eventlet":
    # Name look-ups by eventlet's own resolver are slow and fragile; we make none that matter.
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
from moderation.web.server import listener, malloc, serving, shutdown, wsgi_guard  # noqa: E402


def serve_eventlet(config: Config, app, ready, drain: shutdown.Drain, phones) -> None:
    """One loop for everything; as many connections as there are descriptors for, requests and `phones` (a socket each) together."""
    most = serving.raise_descriptor_limit()
    requests = eventlet.GreenPool(most)
    door = listener.ResilientListener(
        eventlet.greenio.GreenSocket(serving.listen(config)),
        eventlet.sleep,
        lambda: len(phones) + requests.running() >= most,
    )
    drain.stop_accepting = door.close
    deadlines = listener.Deadlines()
    eventlet.spawn(deadlines.run, eventlet.sleep)
    eventlet.spawn(ready)
    eventlet.wsgi.server(
        door,
        app,
        log=wsgi_guard.Silence(),
        log_output=False,
        debug=False,
        custom_pool=requests,
        keepalive=True,
        socket_timeout=listener.IDLE_SECONDS,
        protocol=wsgi_guard.without_request_log(listener.with_deadlines(eventlet.wsgi.HttpProtocol, deadlines)),
    )


def serve_threading(config: Config, app, ready, drain: shutdown.Drain, phones) -> None:
    """A thread for each connection: the fallback, promised for 200 phones."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    serving.raise_descriptor_limit()
    door = serving.listen(config)
    server = make_server(
        config.host,
        config.port,
        app,
        threaded=True,
        request_handler=wsgi_guard.without_request_log(WSGIRequestHandler),
        fd=door.fileno(),
    )
    # Both would print addresses.
    server.log = server.handle_error = lambda *said: None
    drain.stop_accepting = server.shutdown
    ready()
    server.serve_forever()
    door.close()
    server.socket.close()
    threading.Event().wait()  # The drain ends the process.


def main() -> int:
    malloc.share()
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s", stream=sys.stderr
    )
    logging.getLogger("open_floor").setLevel(logging.INFO)
    for library in ("engineio.server", "socketio.server"):
        # They quote what strangers sent.
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
    serving.start_loops(context, socketio)
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
