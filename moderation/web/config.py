"""Settings from the environment (README, "Settings"), read once."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Config:
    """Where the server listens, what it calls itself, where its data are."""

    host: str
    port: int
    public_url: str
    trusted_proxies: int
    data_dir: Path
    session_file: Path
    links_file: Path | None
    concurrency: str

    @property
    def secure(self) -> bool:
        """Whether people reach it by https: cookies then carry Secure."""
        return self.public_url.startswith("https://")

    @property
    def origins(self) -> frozenset[str]:
        """The origins whose pages may command: the public URL's; on loopback, by each of its names."""
        parts = urlsplit(self.public_url)
        own = f"{parts.scheme}://{parts.netloc}"
        name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        if name not in LOOPBACK_NAMES:
            return frozenset({own})
        port = f":{parts.port}" if parts.port else ""
        return frozenset({own, *(f"{parts.scheme}://{loopback}{port}" for loopback in LOOPBACK_NAMES)})

    @property
    def warning(self) -> str | None:
        """What the organiser must know before going on, or None."""
        try:
            local = ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            local = self.host == "localhost"
        if local or self.secure:
            return None
        return (f"WARNING: listening on {self.host} without https. Anyone on the network can read questions and links on their way."
                " Put a TLS proxy in front and set PUBLIC_URL=https://… (deploy/README.md).")


def from_environment(environment: Mapping[str, str]) -> Config:
    """Read PORT, HOST, PUBLIC_URL, TRUSTED_PROXIES, DATA_DIR, SESSION_FILE, LINKS_FILE, CONCURRENCY. ValueError says which is wrong."""
    host = environment.get("HOST") or "127.0.0.1"
    port = _integer(environment, "PORT", 5000, 65535)
    shown = f"[{host}]" if ":" in host else host
    public_url = (environment.get("PUBLIC_URL") or f"http://{shown}:{port}").rstrip("/")
    parts = urlsplit(public_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query or parts.fragment:
        raise ValueError(f"PUBLIC_URL must be like https://floor.example, without a path: {public_url}")
    concurrency = environment.get("CONCURRENCY") or "eventlet"
    if concurrency not in ("eventlet", "threading"):
        raise ValueError(f"CONCURRENCY must be eventlet or threading: {concurrency}")
    links_file = environment.get("LINKS_FILE")
    return Config(
        host=host,
        port=port,
        public_url=public_url,
        trusted_proxies=_integer(environment, "TRUSTED_PROXIES", 0, 10),
        data_dir=Path(environment.get("DATA_DIR") or ROOT / "data" / "live"),
        session_file=Path(environment.get("SESSION_FILE") or ROOT / "data" / "sessions" / "cybercrime-2021.toml"),
        links_file=Path(links_file) if links_file else None,
        concurrency=concurrency,
    )


def _integer(environment: Mapping[str, str], name: str, default: int, most: int) -> int:
    value = environment.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or int(value) > most:
        raise ValueError(f"{name} must be a number from 0 to {most}: {value}")
    return int(value)
