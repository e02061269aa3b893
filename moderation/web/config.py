"""Settings from the environment (README, "Settings"), read once."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ..paths import ROOT, default_data_dir

ORIGIN = re.compile(r"(?P<scheme>https?)://([a-z0-9]([a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:(?P<port>[0-9]{1,5}))?")
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Config:
    """The settings of one server: addresses, folders, files, and the concurrency mode."""

    host: str
    port: int
    public_url: str
    trusted_proxies: int
    data_dir: Path
    session_file: Path
    links_file: Path | None
    concurrency: str
    metrics: bool

    @property
    def secure(self) -> bool:
        """Return whether browsers reach the server by https. If so, cookies are marked Secure."""
        return self.public_url.startswith("https://")

    @property
    def origins(self) -> frozenset[str]:
        """Return the origins whose pages may send commands: the public URL's origin.

        If the public URL is a loopback URL, return the origins of all loopback names.
        """
        parts = urlsplit(self.public_url)
        public = f"{parts.scheme}://{parts.netloc}"
        name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        if name not in LOOPBACK_NAMES:
            return frozenset({public})
        port = f":{parts.port}" if parts.port else ""
        return frozenset({public, *(f"{parts.scheme}://{loopback}{port}" for loopback in LOOPBACK_NAMES)})

    @property
    def warning(self) -> str | None:
        """Return the warning about an unprotected network address, or None."""
        try:
            local = ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            local = self.host == "localhost"
        if local or self.secure:
            return None
        return (
            f"WARNING: listening on {self.host} without https."
            " Anyone on the network can read questions and links on their way."
            " Put a TLS proxy in front and set PUBLIC_URL=https://… (deploy/README.md)."
        )


def from_environment(environment: Mapping[str, str]) -> Config:
    """Read PORT, HOST, PUBLIC_URL, TRUSTED_PROXIES, DATA_DIR, SESSION_FILE, LINKS_FILE, CONCURRENCY and METRICS.

    Raises ValueError with the name of the variable if a value is wrong.
    """
    host = environment.get("HOST") or "127.0.0.1"
    port = _integer(environment, "PORT", 5000, 65535, minimum=1)
    url_host = f"[{host}]" if ":" in host else host
    public_url = _public_url(environment.get("PUBLIC_URL") or f"http://{url_host}:{port}")
    concurrency = environment.get("CONCURRENCY") or "eventlet"
    if concurrency not in ("eventlet", "threading"):
        raise ValueError(f"CONCURRENCY must be eventlet or threading: {concurrency}")
    links_file = environment.get("LINKS_FILE")
    return Config(
        host=host,
        port=port,
        public_url=public_url,
        trusted_proxies=_integer(environment, "TRUSTED_PROXIES", 0, 10),
        data_dir=Path(environment.get("DATA_DIR") or default_data_dir()),
        session_file=Path(environment.get("SESSION_FILE") or ROOT / "data" / "sessions" / "cybercrime-2021.toml"),
        links_file=Path(links_file) if links_file else None,
        concurrency=concurrency,
        metrics=_integer(environment, "METRICS", 0, 1) == 1,
    )


def _public_url(given: str) -> str:
    """Return the URL in the form of an Origin header: lower case, without default port and final slash.

    Raises ValueError if the URL contains more than an origin, for example a path.
    """
    url = given.lower().rstrip("/")
    match = ORIGIN.fullmatch(url)
    if not match or int(match["port"] or 1) not in range(1, 65536):
        raise ValueError(f"PUBLIC_URL must be like https://floor.example, without a path: {given}")
    return url.removesuffix({"http": ":80", "https": ":443"}[match["scheme"]])


def _integer(environment: Mapping[str, str], name: str, default: int, maximum: int, minimum: int = 0) -> int:
    value = environment.get(name) or str(default)
    if not re.fullmatch("[0-9]{1,9}", value) or not minimum <= int(value) <= maximum:
        raise ValueError(f"{name} must be a number from {minimum} to {maximum}: {value}")
    return int(value)
