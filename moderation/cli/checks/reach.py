"""Checks of the connection between phones and the server: PUBLIC_URL, TLS certificate, number of proxies."""

from __future__ import annotations

import json
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from ...store.folder import Announcement
from ...web.api import operation
from ...web.api.operation import ServerStatus
from ...web.config import Config
from .finding import Finding, ok, unknown, wrong

SECONDS = 5.0
"""Time-out of a connection, in seconds."""
DAY = 86_400.0
CERTIFICATE_DAYS = 14
"""Minimum number of days until the certificate expires. With fewer days, the check reports a fault, because certbot
should have renewed the certificate 30 days before it expires."""

Read = Callable[[str, str], Mapping[str, Any]]


def public_url(config: Config, server: ServerStatus | None) -> Finding:
    """Check that PUBLIC_URL is a public https address, and that the running server has the same PUBLIC_URL."""
    url = config.public_url
    if server and server["public_url"] != url:
        return wrong(
            "PUBLIC_URL",
            f"{url}, but the server uses {server['public_url']}",
            "correct the file and restart the server",
        )
    if is_local(config):
        return wrong("PUBLIC_URL", f"{url} leads to this machine only", "set PUBLIC_URL=https://… in the settings file")
    if not config.secure:
        return wrong("PUBLIC_URL", f"{url} has no TLS", "put a TLS proxy in front (deploy/README.md)")
    return ok("PUBLIC_URL", url)


def is_local(config: Config) -> bool:
    """Return whether PUBLIC_URL is a loopback address."""
    return len(config.origins) > 1


def certificate(
    config: Config, now: float, connect: Callable[[str, int], Mapping[str, Any]] | None = None
) -> Finding | None:
    """Check the TLS certificate of PUBLIC_URL. Return None if PUBLIC_URL is not https. `now`: seconds since 1970.

    `connect(host, port)` verifies the certificate and returns the result of `ssl.SSLSocket.getpeercert`.
    """
    if not config.secure:
        return None
    parts = urlsplit(config.public_url)
    host = parts.hostname or ""
    try:
        details = (connect or _certificate)(host, parts.port or 443)
    except ssl.SSLCertVerificationError as problem:
        return wrong("TLS", f"{host}: {problem.verify_message}", "renew the certificate and reload the proxy")
    except ssl.SSLError as problem:
        reason = getattr(problem, "reason", None) or "no handshake"
        return wrong("TLS", f"{host} does not speak TLS ({reason})", "check the proxy's configuration")
    except socket.gaierror:
        return wrong("TLS", f"{host} has no address", "create the DNS entry, or correct PUBLIC_URL")
    except OSError as problem:
        return unknown(
            "TLS",
            f"{host} cannot be reached from this machine ({problem.strerror or 'time-out'})",
            "try it from a phone",
        )
    days = int((ssl.cert_time_to_seconds(details["notAfter"]) - now) / DAY)
    if days < CERTIFICATE_DAYS:
        return wrong("TLS", f"the certificate ends in {days} days", "check `certbot renew` and the proxy's reload")
    return ok("TLS", f"the certificate is valid for {days} days")


def _certificate(host: str, port: int) -> Mapping[str, Any]:
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), SECONDS) as connection,
        context.wrap_socket(connection, server_hostname=host) as secured,
    ):
        return secured.getpeercert() or {}


def proxies(
    config: Config, announcement: Announcement | None, server: ServerStatus | None, read: Read | None = None
) -> Finding:
    """Check that TRUSTED_PROXIES is the number of proxies before the server.

    Each proxy adds an address to the header X-Forwarded-For of a request. `read(url, token)` sends a request to
    PUBLIC_URL; the server's answer contains the number of addresses that have arrived. If PUBLIC_URL is https, also
    check that the proxy forwards the scheme https.
    """
    if server is None or announcement is None:
        return unknown("proxies", "no server answers", "start the server and run `doctor` again")
    token = operation.proxies_token(announcement["token"])
    try:
        answer = (read or _forwarding)(config.public_url, token)
        forwarded, https = int(answer["forwarded"]), bool(answer["https"])
    except urllib.error.HTTPError as problem:
        return wrong(
            "proxies",
            f"{config.public_url} answers with status {problem.code}",
            "it leads to another server, or the proxy does not reach Open Floor",
        )
    except OSError:
        return unknown("proxies", f"{config.public_url} cannot be reached from this machine", "try it from a phone")
    except (ValueError, KeyError, TypeError):
        return wrong("proxies", f"{config.public_url} leads to another server", "correct DNS, proxy or PUBLIC_URL")
    trusted = server["trusted_proxies"]
    fact = f"{forwarded} forwarded addresses arrive, TRUSTED_PROXIES={trusted}"
    if forwarded > trusted:
        return wrong(
            "proxies",
            fact,
            f"set TRUSTED_PROXIES={forwarded}: otherwise all phones count as one network for the rate limits",
        )
    if forwarded < trusted:
        return wrong("proxies", fact, f"set TRUSTED_PROXIES={forwarded}: otherwise a phone can choose its own address")
    if config.secure and not https:
        return wrong(
            "proxies", "the proxy does not forward the scheme https", "let it set X-Forwarded-Proto (deploy/nginx.conf)"
        )
    return ok("proxies", fact)


def _forwarding(url: str, token: str) -> Mapping[str, Any]:
    call = urllib.request.Request(f"{url}/api/forwarded", headers={"Authorization": f"Bearer {token}"})
    # Ignore the proxies in the environment variables, because phones do not use these proxies.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(call, timeout=SECONDS) as answer:
        result: Mapping[str, Any] = json.load(answer)
        return result
