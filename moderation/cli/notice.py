"""The notice that tells the processes of the server about a commit of the command line or of a worker.

The notice is sent through Redis. The processes then immediately compare their streams with the database. Without the
notice, they make this comparison later.
"""

from __future__ import annotations

from collections.abc import Callable

from ..concurrency import Runtime
from ..store.folder import read_key
from ..store.transaction import Published
from ..web.config import Config
from ..web.failures import failure_log
from ..web.realtime.fanout import COMPARE, FORGET
from ..web.realtime.redis_connection import CONTROL, RedisServer, close
from ..web.realtime.redis_publisher import RedisPublisher
from ..web.realtime.sealed_messages import Message, Seal


def publisher(config: Config, runtime: Runtime) -> Callable[[list[Published]], None]:
    """Return the function that the writer calls with the events of a batch of commits.

    If there are any events, the returned function queues one notice for Redis; it never waits. Without Redis, it does
    nothing. `publisher` raises ValueError if Redis or the server's key cannot be used.
    """
    if config.redis_url is None or config.secret_key_file is None:
        return lambda batch: None
    redis = RedisServer(config.redis_url, config.redis_prefix)
    queue = RedisPublisher(runtime, redis, Seal(read_key(config.secret_key_file)))

    def publish(batch: list[Published]) -> None:
        if batch:
            is_purge = any(event.kind == "over" for event in batch)
            queue.publish(CONTROL, Message(None, (FORGET if is_purge else COMPARE).encode()))

    return publish


def send(config: Config, key: bytes) -> None:
    """Send one notice, and wait until Redis has received it.

    After this notice (FORGET), the processes of the server compare their streams with the database, and also delete
    their cached texts. If Redis cannot be used, log the failure; the processes then find the changes later.
    """
    if config.redis_url is None:
        return
    connection = None
    try:
        redis = RedisServer(config.redis_url, config.redis_prefix)
        connection = redis.connect()
        message = Seal(key).close(CONTROL, Message(None, FORGET.encode()))
        connection.send_command("PUBLISH", redis.channel(CONTROL), message)
        connection.read_response()
    except Exception as error:
        failure_log.add(f"Redis: the notice was not sent ({type(error).__name__})")
    finally:
        close(connection)
