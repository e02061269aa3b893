"""A minimal Flask handler with the product's group commit.

The handler inserts one row into SQLite and sends its answer after the COMMIT.
"""

from __future__ import annotations

import os
import sys
import warnings
from functools import partial

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import eventlet
    import eventlet.wsgi

    eventlet.monkey_patch()

from flask import Flask, jsonify, request

from moderation import runtime
from moderation.store.schema import connect
from moderation.store.sqlite.database import SqliteFile
from moderation.store.writer import LONGEST_QUEUE

app = Flask("group_commit")
loop = runtime.use("eventlet")
queue = loop.make_queue(LONGEST_QUEUE)


def write() -> None:
    connection = connect(sys.argv[1])
    connection.execute("CREATE TABLE IF NOT EXISTS questions (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
    while True:
        batch = queue.get_batch(SqliteFile.largest_batch)
        connection.execute("BEGIN IMMEDIATE")
        ids = [connection.execute("INSERT INTO questions (text) VALUES (?)", [text]).lastrowid for text, _ in batch]
        connection.execute("COMMIT")
        loop.post(partial(settle, batch, ids))


def settle(batch: list, ids: list[int]) -> None:
    for (_, future), number in zip(batch, ids, strict=True):
        future.set_result(number)


@app.put("/<path:anything>")
def put(anything: str):
    future = loop.make_future()
    queue.try_put((request.get_json()["text"], future))
    return jsonify({"ok": True, "number": future.wait()}), 201


if __name__ == "__main__":
    loop.start_thread(write)
    listening = eventlet.listen(("127.0.0.1", int(os.environ["PORT"])), backlog=4096)
    print("ready", flush=True)
    eventlet.wsgi.server(listening, app, log_output=False, max_size=65_536)
