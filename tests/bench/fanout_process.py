"""One process of the fan-out benchmark: the fan-out of the product with real sockets, but without a server.

Arguments: the data file of a store, the URL of Redis ("-": the only process, no Redis), the descriptors of the sockets.
The process reads commands from standard input. "publish SEQ" publishes changes up to this sequence number. "wait SEQ"
waits until these changes have been sent. After each command, the process prints the processor seconds that it has used
since it started.
"""

from __future__ import annotations

import os
import socket
import sys
import time
import warnings
from itertools import count
from pathlib import Path
from types import SimpleNamespace

if __name__ == "__main__":
    os.environ["EVENTLET_NO_GREENDNS"] = "yes"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import eventlet
        import eventlet.tpool
    eventlet.monkey_patch()

from socketio import packet

from moderation import runtime
from moderation.store import sessions
from moderation.store.reader import Reader
from moderation.web.realtime.fanout import FanOut
from moderation.web.realtime.frame_sender import FrameSender
from moderation.web.realtime.redis_fanout import RedisFanOut
from moderation.web.realtime.rooms import stream_room

STREAM, TEXT = "floor.en", "x" * 480
"""This text gives a change of about 600 bytes."""
EVERY = 0.2
"""Seconds between two changes."""


class Phone(FrameSender):
    """The server's side of a phone's connection. It sends frames and never reads."""

    closed = False

    def __init__(self, descriptor: int):
        super().__init__()
        self._green = socket.socket(fileno=descriptor)
        self._green.setblocking(True)
        self._write = self._green.fd.send


def main(data: Path, url: str, descriptors: list[int]) -> None:
    """Start the fan-out with the sockets as phones that have subscribed to a stream. Then execute commands until the
    end of the input.

    `data`, `url`, `descriptors`: the arguments of the program. The module's docstring describes the commands.
    """
    loop, reader = runtime.use("eventlet"), Reader(data)
    FrameSender.runtime = loop
    with reader.transaction() as connection:
        (session,) = sessions.every(connection)
    fan_out = FanOut(loop) if url == "-" else RedisFanOut(loop, url, "bench")
    phones = {str(descriptor): Phone(descriptor) for descriptor in descriptors}
    fan_out.server = SimpleNamespace(
        packet_class=packet.Packet,
        eio=SimpleNamespace(sockets=phones, generate_id=map(str, count()).__next__),
        logger=None,
    )
    if isinstance(fan_out, RedisFanOut):
        context = SimpleNamespace(
            runtime=loop, reader=reader, key=b"k" * 32, clear_caches=lambda: None, forget=print, write_links=print
        )
        fan_out.start(context)
    for name in phones:
        fan_out.enter_room(fan_out.connect(name, "/"), "/", stream_room(session.id, STREAM))
    seq = 0
    print("ready", flush=True)
    while line := eventlet.tpool.execute(sys.stdin.readline):
        command, last = line.split()
        while command == "publish" and seq < int(last):
            seq += 1
            put = [{"number": seq, "text": TEXT}]
            body = {"epoch": session.epoch, "after": seq - 1, "seq": seq, "at": "", "put": put, "drop": []}
            fan_out.emit("change", [STREAM, body], "/", to=stream_room(session.id, STREAM))
            loop.sleep(EVERY)
        while command == "wait" and fan_out.streams.positions[stream_room(session.id, STREAM)].seq < int(last):
            loop.sleep(EVERY)
        print(time.process_time(), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], [int(word) for word in sys.argv[3].split(",")])
