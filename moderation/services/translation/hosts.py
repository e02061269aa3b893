"""No connection to any host that is not on the list: an audit hook of the interpreter, so for worker processes only.

A hook sees every connection that goes through Python's sockets, whatever library makes it, and cannot be taken out again.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterable


class Forbidden(PermissionError):
    """A connection to a host outside the list; it was not opened."""


def guard(allowed: Iterable[str]) -> None:
    """From now on this process resolves only `allowed` names and connects only to what they resolved to."""
    names = frozenset(name.lower().rstrip(".") for name in allowed)
    addresses: set[str] = set()
    resolve = socket.getaddrinfo

    def getaddrinfo(host, *args, **kwargs):
        found = resolve(host, *args, **kwargs)
        if _text(host) in names:
            addresses.update(entry[4][0] for entry in found)
        return found

    def hook(event: str, arguments: tuple) -> None:
        if event in ("socket.getaddrinfo", "socket.gethostbyname"):
            if _text(arguments[0]) not in names:
                raise Forbidden(f"not on the list of hosts: {arguments[0]!r}")
        elif event == "socket.gethostbyaddr":
            raise Forbidden("names are not looked up")
        elif event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"):
            address = arguments[1]
            if not isinstance(address, tuple) or not address or address[0] not in addresses:
                raise Forbidden(f"not on the list of hosts: {address!r}")

    socket.getaddrinfo = getaddrinfo
    sys.addaudithook(hook)


def _text(host: object) -> str:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    return name.lower().rstrip(".")
