"""The checks before the library reads a packet from an Engine.IO connection, for both concurrency modes.

Without these checks, the library would collect the attachments of a binary event without limit. Its answer to an
unknown namespace would also quote the whole namespace, even a very long one. This module depends on private names of
the library: docs/library-internals.md.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from engineio.socket import Socket

from .socket_limits import Owner, SocketLimits

CLOSE, PONG = "1", "3"
MESSAGE = re.compile(r"\A4[012](?P<namespace>/[^,]*)?,?[0-9]{0,9}(?!\d)")
"""The Socket.IO packets that a client may send: CONNECT, DISCONNECT and EVENT, with an id of at most nine digits.

The library would also accept a packet type in the digits of other scripts, such as Arabic digits.
"""
SUBSCRIBE = re.compile(r'42[0-9]{0,9}\["subscribe"')
MOST_BRACKETS = 20
"""Maximum number of opening brackets in a message. A valid `subscribe` needs two, for a list and an object. The limit
saves memory: the JSON parser uses stack memory for each level of nesting, and the thread never frees this memory.
"""
MOST_UNHANDLED, MOST_UNHANDLED_BYTES = 50, 64 * 1024
"""The maximum number of a client's waiting messages, and their maximum memory in bytes.

A message waits until the server handles it. A page never reaches these limits: besides pongs, it sends only a few
messages.
"""
MOST_QUOTED = 64
"""Maximum number of characters of a client's namespace that an error quotes."""
TOO_MANY = {"status": "429 TOO MANY REQUESTS", "headers": [("Content-Type", "text/plain")], "response": b""}
"""The answer to a handshake that is rejected because its owner already has the maximum number of sockets.

Used only for a handshake with exactly one valid seat cookie (`SocketLimits.open`).
"""


class LimitedSocket(Socket):  # type: ignore[misc]  # The library has no types.
    """An Engine.IO connection with limits. `fanout.install` or `fanout.install_threaded` sets `limits`.

    `retry_after`: if the latest `subscribe` exceeded the rate limit, the seconds to wait; otherwise 0. `is_refused`:
    whether the connection ends after the answer to the current message.
    """

    limits: SocketLimits
    owners: tuple[Owner, ...] = ()
    counted: tuple[Owner, ...] = ()
    is_counted = False
    messages = 0
    retry_after = 0
    is_refused = False

    def admitted(self, payload: str | bytes) -> str | None:
        """Check a client's message. Return the text for the library, or None if the connection must end now.

        If the message is a `subscribe` that exceeds the rate limit, set `retry_after` and `is_refused`, and return the
        text. The handler of `subscribe` then answers with a refusal, and the connection ends after the answer. Cut a
        long namespace to `MOST_QUOTED` characters.
        """
        if not isinstance(payload, str):
            return None
        if payload == CLOSE:
            return payload
        known = MESSAGE.match(payload)
        if known is None or payload.count("{") + payload.count("[") > MOST_BRACKETS:
            return None
        if SUBSCRIBE.match(payload):
            self.retry_after = math.ceil(self.limits.wait_for_subscribe(self))
            self.is_refused = self.retry_after > 0
        elif self.limits.wait_for_message(self):
            return None
        namespace = known["namespace"]
        if namespace is not None and len(namespace) > MOST_QUOTED:
            payload = payload[:2] + namespace[:MOST_QUOTED] + payload[known.end("namespace") :]
        return payload

    def _upgrade_websocket(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Run the handshake. If the handshake fails or is refused, remove the connection from the library's list."""
        try:
            if not self.limits.open(self, self.limits.identify(environ)):
                return TOO_MANY
            return self._shake_hands(environ, start_response)
        finally:
            if not self.upgraded:
                self.close(wait=False, abort=True)
                self.server.sockets.pop(self.sid, None)

    def _shake_hands(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        return super()._upgrade_websocket(environ, start_response)
