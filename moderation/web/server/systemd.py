"""The messages to the service manager: ready, alive, stopping (sd_notify(3)). Without systemd, nothing is sent."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping


def notify(state: str, environment: Mapping[str, str] = os.environ) -> None:
    """Send a state such as `READY=1` to the socket in the variable NOTIFY_SOCKET.

    Ignore a missing or unusable socket.
    """
    address = environment.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    name = "\0" + address[1:] if address.startswith("@") else address
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as manager:
            manager.sendto(state.encode(), name)
    except OSError:
        return


def watchdog_seconds(environment: Mapping[str, str] = os.environ) -> float | None:
    """Return half of the service manager's time limit between two keep-alive messages, in seconds.

    If there is no limit, return None.
    """
    given = environment.get("WATCHDOG_USEC", "")
    is_ours = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    return int(given) / 2e6 if given.isdecimal() and int(given) and is_ours else None


def keep_alive(is_well: Callable[[], bool], sleep: Callable[[float], None], seconds: float) -> None:
    """In an endless loop, send a keep-alive message every `seconds` if `is_well()` returns True.

    The service manager restarts a server that sends no keep-alive messages, for example because its writer hangs.
    """
    while True:
        if is_well():
            notify("WATCHDOG=1")
        sleep(seconds)
