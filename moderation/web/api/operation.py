"""The facts about the running server that the command line shows: its status, and how proxies forward requests."""

from __future__ import annotations

import hashlib
import hmac
import resource
from typing import TypedDict

from flask import current_app, request

from ... import __version__
from ...store import schema
from ..context import AppContext

WRITER_SECONDS = 5.0
"""Time-out for the writer's answer, in seconds."""


class ServerStatus(TypedDict):
    """The answer of `POST /api/control/status`.

    - `faults`: a phrase for each current fault (web/faults)
    - `descriptors`: the maximum number of open files of the process; -1 means no limit
    - `core`: the maximum size of the process's core files, in bytes; -1 means no limit
    - `pragmas`: {name: value} of the writing connection's pragmas that have a wrong value
    """

    version: str
    public_url: str
    mode: str
    phones: int
    faults: list[str]
    trusted_proxies: int
    descriptors: int
    core: int
    pragmas: dict[str, int | str]


class Forwarding(TypedDict):
    """The answer of `GET /api/forwarded`: how this request was forwarded. The answer contains no address.

    `forwarded`: the number of addresses in X-Forwarded-For. `https`: whether the client used https, according to the
    trusted proxies.
    """

    forwarded: int
    https: bool


def server_status(context: AppContext) -> ServerStatus:
    """Return the status of this process. Raises TimeoutError if the writer does not answer within WRITER_SECONDS."""
    cluster = context.config.is_cluster
    return {
        "version": __version__,
        "public_url": context.config.public_url,
        "mode": context.config.concurrency,
        "phones": len(current_app.extensions["socketio"].server.eio.sockets),
        "faults": context.faults.present(),
        "trusted_proxies": context.config.trusted_proxies,
        "descriptors": resource.getrlimit(resource.RLIMIT_NOFILE)[0],
        "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
        "pragmas": {} if cluster else context.writer.exclusive(schema.wrong_pragmas).wait(WRITER_SECONDS),
    }


def forwarding() -> Forwarding:
    """Return the number of addresses in the present request's X-Forwarded-For, and whether the client used https."""
    addresses = ",".join(request.headers.getlist("X-Forwarded-For")).split(",")
    return {"forwarded": sum(bool(address.strip()) for address in addresses), "https": request.is_secure}


def proxies_token(token: str) -> str:
    """Return the token for `GET /api/forwarded`, derived from the token in `server.json`.

    The command line sends the derived token to PUBLIC_URL, which may be the address of a foreign server by mistake. The
    derived token gives access to this route only.
    """
    return hmac.new(token.encode(), b"proxies", hashlib.sha256).hexdigest()
