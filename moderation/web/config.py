"""Settings from the environment (README, "Settings"), read once."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from ..paths import default_data_dir

ORIGIN = re.compile(r"(?P<scheme>https?)://([a-z0-9]([a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:(?P<port>[0-9]{1,5}))?")
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Config:
    """The settings of one server: addresses, folders, files, and the concurrency mode.

    - `session_file`: the file of a session to create at the start; None for no session
    - `database_url`: the connection URL of PostgreSQL; None for the SQLite file in the data folder
    - `redis_url`: the connection URL of Redis; None for no Redis
    - `redis_prefix`: the first part of the names of all Redis channels and keys

    Both URLs may contain a password, so `repr` omits them.
    """

    host: str
    port: int
    public_url: str
    trusted_proxies: int
    data_dir: Path
    session_file: Path | None
    links_file: Path | None
    concurrency: str
    metrics: bool
    log_format: str = "text"
    hsts_subdomains: bool = True
    embeddings: bool = True
    database_url: str | None = field(default=None, repr=False)
    redis_url: str | None = field(default=None, repr=False)
    redis_prefix: str = "open-floor"
    secret_key_file: Path | None = None

    @property
    def is_cluster(self) -> bool:
        """Return whether several processes may serve the same sessions. This needs PostgreSQL as the database."""
        return self.database_url is not None

    @property
    def secure(self) -> bool:
        """Return whether browsers reach the server by https. If so, cookies are marked Secure."""
        return self.public_url.startswith("https://")

    @property
    def origins(self) -> frozenset[str]:
        """Return the origins whose pages may send commands.

        The result contains the origin of the public URL. If the public URL is a loopback URL, the result also contains
        the origins of all loopback names.
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
        """Return a warning if the server listens on a network address without https; otherwise return None."""
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
    """Return the settings from the environment variables.

    The variables are PORT, HOST, PUBLIC_URL, TRUSTED_PROXIES, DATA_DIR, SESSION_FILE, LINKS_FILE, CONCURRENCY, METRICS,
    LOG_FORMAT, HSTS_SUBDOMAINS, OPEN_FLOOR_EMBEDDINGS, DATABASE_URL, REDIS_URL, REDIS_PREFIX and SECRET_KEY_FILE.
    Raises ValueError with the name of the variable if a value is wrong.
    """
    host = environment.get("HOST") or "127.0.0.1"
    port = _integer(environment, "PORT", 5000, 65535, minimum=1)
    url_host = f"[{host}]" if ":" in host else host
    public_url = _public_url(environment.get("PUBLIC_URL") or f"http://{url_host}:{port}")
    concurrency = environment.get("CONCURRENCY") or "eventlet"
    if concurrency not in ("eventlet", "threading"):
        raise ValueError(f"CONCURRENCY must be eventlet or threading: {concurrency}")
    log_format = environment.get("LOG_FORMAT") or "text"
    if log_format not in ("text", "json"):
        raise ValueError(f"LOG_FORMAT must be text or json: {log_format}")
    links_file, session_file = environment.get("LINKS_FILE"), environment.get("SESSION_FILE")
    database_url, redis_url, key_file = _cluster(environment)
    return Config(
        host=host,
        port=port,
        public_url=public_url,
        trusted_proxies=_integer(environment, "TRUSTED_PROXIES", 0, 10),
        data_dir=Path(environment.get("DATA_DIR") or default_data_dir()),
        session_file=Path(session_file) if session_file else None,
        links_file=Path(links_file) if links_file else None,
        concurrency=concurrency,
        metrics=_integer(environment, "METRICS", 0, 1) == 1,
        log_format=log_format,
        hsts_subdomains=_integer(environment, "HSTS_SUBDOMAINS", 1, 1) == 1,
        database_url=database_url,
        redis_url=redis_url,
        redis_prefix=environment.get("REDIS_PREFIX") or "open-floor",
        secret_key_file=Path(key_file) if key_file else None,
        embeddings=_integer(environment, "OPEN_FLOOR_EMBEDDINGS", 1, 1) == 1,
    )


def _cluster(environment: Mapping[str, str]) -> tuple[str | None, str | None, str | None]:
    """Return DATABASE_URL, REDIS_URL and SECRET_KEY_FILE.

    The message of a ValueError omits the value, which may be a secret.
    """
    database, redis = environment.get("DATABASE_URL") or None, environment.get("REDIS_URL") or None
    key = environment.get("SECRET_KEY_FILE") or None
    if database and not database.startswith(("postgresql://", "postgres://")):
        raise ValueError("DATABASE_URL must begin with postgresql://")
    if redis and not redis.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("REDIS_URL must begin with redis://, rediss:// or unix://")
    if database and not key:
        raise ValueError("DATABASE_URL needs SECRET_KEY_FILE: all processes must have the same key")
    if database and (environment.get("CONCURRENCY") or "eventlet") != "eventlet":
        raise ValueError("DATABASE_URL needs CONCURRENCY=eventlet")
    if redis and not database:
        raise ValueError("REDIS_URL needs DATABASE_URL: processes with SQLite files share no data")
    return database, redis, key


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
