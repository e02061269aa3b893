"""Tests of the connection to Redis: user, password, TLS, and the messages about a wrong setting."""

from __future__ import annotations

import builtins
import subprocess
import sys

import pytest

from moderation.web.failures import FailureLog
from moderation.web.realtime import redis_listener, redis_publisher
from moderation.web.realtime.redis_connection import RedisServer as Server
from moderation.web.realtime.redis_connection import close
from tests.redis_server import RedisServer
from tests.running_store import RunningStore
from tests.web.realtime import redis_under_eventlet
from tests.web.realtime.redis_processes import PREFIX, FanOutProcess, until

PERMISSIONS = f"resetkeys resetchannels &{PREFIX}:* -@all +publish +subscribe +unsubscribe +ping"
"""The permissions of the Redis user, as docs/decisions/redis-fan-out.md recommends them."""
PASSWORD = "a-secret-of-redis"


def certificate(folder):
    """Create a self-signed certificate for 127.0.0.1. Return (certificate file, key file)."""
    files = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=redis"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-out", str(files[0]), "-keyout", str(files[1])]
    subprocess.run(command, check=True, capture_output=True)
    return files


@pytest.fixture
def tls_redis(tmp_path):
    """Start a Redis server that accepts only TLS connections of the user `floor`. This user may use only channels whose
    name begins with PREFIX.
    """
    cert, key = certificate(tmp_path)
    files = ("--tls-cert-file", str(cert), "--tls-key-file", str(key), "--tls-auth-clients", "no")
    users = ("--user", *f"floor on >{PASSWORD} {PERMISSIONS}".split(), "--user", "default", "off")
    server = RedisServer(tmp_path, *files, *users, tls=True)
    server.address = f"127.0.0.1:{server.port}/0?ssl_ca_certs={cert}"
    yield server
    server.thaw()
    server.kill()


@pytest.mark.server
def test_the_loop_of_eventlet_over_tls_with_a_limited_user(tls_redis, tmp_path):
    url = f"rediss://floor:{PASSWORD}@{tls_redis.address}"
    done = subprocess.run(
        [sys.executable, redis_under_eventlet.__file__, str(tmp_path), url, str(tls_redis.process.pid)],
        capture_output=True,
        text=True,
        timeout=120,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout == "passed\n", done.stderr
    assert PASSWORD not in done.stderr


@pytest.mark.server
@pytest.mark.parametrize("user", ["floor:wrong-secret", f"default:{PASSWORD}"])
def test_a_wrong_user_is_not_connected_and_no_password_is_logged(tls_redis, tmp_path, user, caplog, monkeypatch):
    for module in (redis_listener, redis_publisher):
        monkeypatch.setattr(module, "failure_log", FailureLog())
    store = RunningStore(tmp_path / "db", durable=False)
    process = FanOutProcess(store, f"rediss://{user}@{tls_redis.address}")
    process.runtime.run(lambda: process.publisher.presence(1, []))
    until(lambda: "AuthenticationError" in caplog.text)
    assert not process.fan_out.is_receiving
    assert PASSWORD not in caplog.text and "wrong-secret" not in caplog.text
    process.stop()
    store.close()


@pytest.mark.server
def test_a_certificate_of_an_unknown_authority_or_another_host_is_refused(tls_redis):
    redis_py = pytest.importorskip("redis")
    address, authority = tls_redis.address.split("?")
    close(Server(f"rediss://floor:{PASSWORD}@{address}?{authority}", PREFIX).connect())
    for wrong in (address, tls_redis.address.replace("127.0.0.1", "localhost")):
        with pytest.raises(redis_py.ConnectionError):
            Server(f"rediss://floor:{PASSWORD}@{wrong}", PREFIX).connect()


@pytest.mark.server
def test_a_long_outage_does_not_end_the_attempts(tmp_path):
    redis_py = pytest.importorskip("redis")
    redis = RedisServer(tmp_path)
    server = Server(redis.url, PREFIX)
    redis.kill()
    for _ in range(150):
        with pytest.raises(redis_py.ConnectionError):
            server.connect()
    redis.start()
    try:
        close(server.connect())
    finally:
        redis.kill()


@pytest.mark.parametrize("url", ["http://floor:secret@host", "redis://floor:secret@host:port", "floor:secret@host"])
def test_a_wrong_url_is_refused_without_its_password(url):
    pytest.importorskip("redis")
    with pytest.raises(ValueError, match="REDIS_URL must be like") as refused:
        Server(url, "test")
    assert "secret" not in str(refused.value)


def test_a_missing_package_is_named(monkeypatch):
    real_import = builtins.__import__

    def without_redis(name, *arguments, **options):
        if name == "redis":
            raise ImportError(name)
        return real_import(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without_redis)
    with pytest.raises(ValueError, match=r"pip install 'open-floor\[cluster\]'"):
        Server("redis://127.0.0.1", "test")
