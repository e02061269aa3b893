"""A test of the traffic of an idle asker's phone: the bytes that it sends and receives per minute on a real socket.

The bytes of TCP and TLS are not counted. A frame from the server has a header of 2 bytes, or of 4 bytes if its text has
at least 126 bytes. A frame from the phone has 4 additional bytes for the mask.
"""

from __future__ import annotations

import json

from moderation.web.server.loops import HEARTBEAT_SECONDS
from tests.web.socket_client import PATH, WebSocket

MOST = 1024
PING_SECONDS = 25
CHECKS = 1
"""The number of times per minute that the page checks whether the asker's own questions have changed
(static/js/shared/stream/wire.js).
"""


def frame(text: str, *, masked: bool = False) -> int:
    """Return the size in bytes of the frame that contains this text."""
    length = len(text.encode())
    return length + (2 if length < 126 else 4) + (4 if masked else 0)


def test_an_idle_asker_uses_at_most_a_kilobyte_a_minute(served):
    served.ask()
    client = served["ana"]
    headers = [*client.headers.items(), ("Cookie", client.cookie)]
    socket = WebSocket(int(client.server.url.rsplit(":", 1)[1]), PATH, headers)
    socket.send("40")
    body = {"session": served.code, "seat": "attendee", "lang": "en"}
    request = "420" + json.dumps(["subscribe", body], separators=(",", ":"))
    heads, acknowledgements = [], []
    while not acknowledgements:
        if (message := socket.receive()).startswith("430["):
            acknowledgements.append(message)
        elif message.startswith("40"):
            socket.send(request)
    while not heads:
        if (message := socket.receive()).startswith('42["head"'):
            heads.append(message)
    socket.close()
    pings = 60 / PING_SECONDS * (frame("2") + frame("3", masked=True))
    check = frame(request, masked=True) + frame(acknowledgements[0])
    total = 60 / HEARTBEAT_SECONDS * frame(heads[0]) + pings + CHECKS * check
    print(f"idle asker: {total:.0f} bytes per minute")
    assert json.loads(acknowledgements[0][3:])[0]["counter"] == 1
    assert total <= MOST
