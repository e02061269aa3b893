"""The entry point of the server: it chooses the concurrency mode, then serves. README.md lists the settings."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Sized
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

MODE = os.environ.get("CONCURRENCY") or "eventlet"
LINKS_OPTION = "--links"
"""The option that prints the links even if the standard output is not a terminal."""

if MODE == "eventlet":
    # Use the system's DNS resolver, because eventlet's resolver is slow and fragile.
    os.environ["EVENTLET_NO_GREENDNS"] = "yes"
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import eventlet
        import eventlet.hubs
        import eventlet.wsgi
    # Patched, psycopg2 would block the loop in the thread of the writer. The store makes its connections green itself.
    eventlet.monkey_patch(psycopg=False)

from moderation import runtime  # noqa: E402
from moderation.core.text import one_line  # noqa: E402
from moderation.services.session_file.problems import SessionFileError  # noqa: E402
from moderation.store.backup import BackupError  # noqa: E402
from moderation.store.errors import DatabaseError  # noqa: E402
from moderation.store.folder import FolderInUse  # noqa: E402
from moderation.store.schema import NewerSchema  # noqa: E402
from moderation.web.config import Config, from_environment  # noqa: E402
from moderation.web.realtime.limited_socket import LimitedSocket  # noqa: E402
from moderation.web.server import listener, logs, loops, serving, shutdown, turns, wsgi_guard  # noqa: E402
from moderation.web.server.staff_first import Rounds, Task, staff_first  # noqa: E402
from moderation.web.server.strict_requests import strict_requests  # noqa: E402


class EventletLoop:
    """The event loop of eventlet, as `staff_first.Loop` describes it."""

    def call_later(self, function: Callable[[], None]) -> object:
        return eventlet.hubs.get_hub().schedule_call_global(0, function)

    def current(self) -> Task:
        task: Task = eventlet.getcurrent()
        return task

    def wait(self) -> None:
        eventlet.hubs.get_hub().switch()


def serve_eventlet(
    config: Config, app: WSGIApplication, on_ready: Callable[[], None], drain: shutdown.Drain, sockets: Sized
) -> None:
    """Serve in the eventlet mode. Requests and `sockets` share the descriptors of the process."""
    LimitedSocket.limits.descriptors = limit = serving.raise_descriptor_limit()
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
        staff_first(app, Rounds(EventletLoop())),
        log=wsgi_guard.DiscardedLog(),
        log_output=False,
        debug=False,
        custom_pool=requests,
        keepalive=True,
        socket_timeout=listener.IDLE_SECONDS,
        protocol=turns.with_turns(
            wsgi_guard.without_request_log(
                listener.with_deadlines(strict_requests(eventlet.wsgi.HttpProtocol), deadlines)
            ),
            eventlet.sleep,
        ),
    )


def serve_threading(
    config: Config, app: WSGIApplication, on_ready: Callable[[], None], drain: shutdown.Drain, sockets: Sized
) -> None:
    """Serve in the threading mode: one thread for each connection. Guaranteed for at most 200 phones."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    from moderation.web.server import threaded_listener

    LimitedSocket.limits.descriptors = serving.raise_descriptor_limit()
    listening = serving.listen(config)
    deadlines = listener.Deadlines(most=threaded_listener.MOST_UNFINISHED)
    threading.Thread(target=deadlines.run, args=(time.sleep,), daemon=True).start()
    server = make_server(
        config.host,
        config.port,
        app,
        threaded=True,
        request_handler=turns.with_turns(
            wsgi_guard.without_request_log(
                threaded_listener.with_deadlines(strict_requests(WSGIRequestHandler), deadlines)
            ),
            time.sleep,
        ),
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
    logs.configure(os.environ.get("LOG_FORMAT") == "json")
    serving.forbid_core_dumps()
    # Other users of the machine must not read the server's files.
    os.umask(0o077)
    try:
        config = from_environment(os.environ)
        mode = runtime.use(config.concurrency)
        logs.write_in_loop(mode)
        context, app, socketio = serving.prepare(config, mode)
    except (ValueError, BackupError, FolderInUse, NewerSchema, SessionFileError, OSError, DatabaseError) as problem:
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
            lambda: serving.announce(context, prints_links=sys.stdout.isatty() or LINKS_OPTION in sys.argv[1:]),
            drain,
            socketio.server.eio.sockets,
        )
    except OSError as problem:
        print(f"Open Floor did not start: {problem.strerror or problem} ({config.host}:{config.port})", file=sys.stderr)
        if not config.is_cluster:
            context.folder.withdraw()
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
