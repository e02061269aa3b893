"""Flask-SocketIO, used as documented: eventlet and the library's client manager. `--deflate` enables compression."""

from __future__ import annotations

import os
import sys
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import eventlet

    eventlet.monkey_patch()

from flask import Flask
from flask_socketio import SocketIO, join_room

from tests.bench.comparators.update import BODY

app = Flask("stock")
socketio = SocketIO(app, async_mode="eventlet", cors_allowed_origins="*")


@socketio.on("subscribe")
def subscribe(body: dict) -> dict:
    join_room("floor")
    return {"ok": True}


@app.post("/publish")
def publish() -> str:
    socketio.emit("change", BODY, to="floor")
    return ""


def without_compression(inner):
    def outer(environ, start_response):
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return inner(environ, start_response)

    return outer


if __name__ == "__main__":
    if "--deflate" not in sys.argv:
        app.wsgi_app = without_compression(app.wsgi_app)
    eventlet.spawn_after(0.5, print, "ready", flush=True)
    # Raise the limit of connections, which is 1,024 in eventlet by default.
    socketio.run(app, "127.0.0.1", int(os.environ["PORT"]), max_size=65_536)
