"""Tests of the notice that the command line and a worker send to the processes of the server."""

from __future__ import annotations

import pytest

from moderation.cli import notice
from moderation.store.folder import read_key
from moderation.store.transaction import Published
from moderation.web.config import from_environment
from moderation.web.realtime.sealed_messages import Message, Seal
from tests.redis_server import RedisServer
from tests.running_store import runtime


@pytest.fixture
def redis(tmp_path):
    server = RedisServer(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def config(tmp_path):
    def make_config(redis_url):
        key = tmp_path / "key"
        key.write_bytes(b"k" * 32)
        key.chmod(0o600)
        names = {"DATABASE_URL": "postgresql://db", "SECRET_KEY_FILE": str(key), "REDIS_URL": redis_url}
        return from_environment(names | {"REDIS_PREFIX": "ours"})

    return make_config


@pytest.fixture
def heard(redis):
    """Subscribe to the channel of the notices, as a server process does. Return a function that returns the next
    message.
    """
    import redis as package

    with package.Redis(port=redis.port, protocol=2) as client, client.pubsub() as listener:
        listener.subscribe("ours:control")
        assert listener.get_message(timeout=10)["type"] == "subscribe"
        yield lambda: Seal(b"k" * 32).open("control", listener.get_message(timeout=10)["data"])


def test_the_command_line_sends_one_notice(redis, config, heard):
    settings = config(redis.url)
    notice.send(settings, read_key(settings.secret_key_file))
    assert heard() == Message(None, b"forget")


def test_a_worker_asks_for_a_comparison_after_a_commit_and_for_more_after_a_purge(redis, config, heard):
    publish = notice.publisher(config(redis.url), runtime())
    publish([])
    publish([Published("change", 1, "PANEL1", "chairs", {"code": ""})])
    assert heard() == Message(None, b"compare")
    publish([Published("over", 1, "PANEL1", "chairs", {"code": "session.unknown"})])
    assert heard() == Message(None, b"forget")


def test_a_missing_redis_delays_nothing(config):
    settings = config("redis://127.0.0.1:1")
    notice.send(settings, read_key(settings.secret_key_file))
    notice.send(config(""), b"k" * 32)
