"""An allow-list of hosts for a worker process, enforced by an audit hook of the interpreter.

The hook is called for every connection through Python's sockets, including the connections of libraries. The hook
cannot be removed.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterable
from typing import Any


class Forbidden(PermissionError):
    """The exception for a host name or an address that `guard` does not allow. No connection is opened."""


def guard(allowed: Iterable[str]) -> None:
    """Restrict this process to the host names in `allowed` and to their addresses. The restriction cannot be removed.

    Resolving another name or connecting to another address raises Forbidden.
    """
    names = frozenset(name.lower().rstrip(".") for name in allowed)
    addresses: set[object] = set()
    resolve = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        entries = resolve(host, *args, **kwargs)
        if _text(host) in names:
            addresses.update(entry[4][0] for entry in entries)
        return entries

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("socket.getaddrinfo", "socket.gethostbyname"):
            if _text(arguments[0]) not in names:
                raise Forbidden(f"not on the list of hosts: {arguments[0]!r}")
        elif event == "socket.gethostbyaddr":
            raise Forbidden("reverse look-ups are not allowed")
        elif event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"):
            address = arguments[1]
            if not isinstance(address, tuple) or not address or address[0] not in addresses:
                raise Forbidden(f"not on the list of hosts: {address!r}")

    socket.getaddrinfo = getaddrinfo
    sys.addaudithook(hook)


def _text(host: object) -> str:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    return name.lower().rstrip(".")
