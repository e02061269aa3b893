"""Requests to a translation service that end: a time limit, a limit of size, no redirect, no proxy of the environment."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from ..engine import EngineError

MOST_BYTES = 256 * 1024
SECONDS = 10.0


class Session(requests.Session):
    """Reads each answer whole before it returns it. Every failure is an EngineError."""

    seconds = SECONDS

    def __init__(self):
        super().__init__()
        self.trust_env = False

    def send(self, request, **options):
        options.update(timeout=self.seconds, stream=True, allow_redirects=False, proxies={})
        deadline = time.monotonic() + self.seconds
        try:
            response = super().send(request, **options)
            with response:
                _judge(response)
                response._content = _read(response, deadline)
        except (requests.Timeout, ReadTimeoutError):
            raise EngineError("timeout") from None
        except (requests.RequestException, HTTPError, OSError) as problem:
            raise EngineError("unavailable", type(problem).__name__) from None
        response._content_consumed = True
        return response


def install(seconds: float) -> None:
    """From now on `requests.get` and `requests.post` use these limits in the whole process: for worker processes only."""
    limited = type("LimitedSession", (Session,), {"seconds": seconds})
    requests.sessions.Session = limited


def retry_after(header: str | None, now: float) -> float | None:
    """Seconds to wait by a Retry-After header (a number or a date), at most an hour. None when it says nothing."""
    if not header:
        return None
    try:
        seconds = float(header) if header.strip().isdigit() else parsedate_to_datetime(header).timestamp() - now
    except (ValueError, TypeError):
        return None
    return min(max(seconds, 0.0), 3600.0)


def _judge(response) -> None:
    status = response.status_code
    if status < 300:
        return
    wait = retry_after(response.headers.get("Retry-After"), time.time())
    if status == 429:
        raise EngineError("throttled", "429", wait)
    raise EngineError("unavailable" if status >= 500 else "refused", str(status), wait)


def _read(response, deadline: float) -> bytes:
    body = b""
    while True:
        piece = response.raw.read1(16384, decode_content=True)
        if not piece:
            if response.raw.length_remaining:
                raise EngineError("unavailable", "the answer was cut short")
            return body
        body += piece
        if len(body) > MOST_BYTES:
            raise EngineError("garbage", "the answer is too large")
        if time.monotonic() > deadline:
            raise EngineError("timeout")
