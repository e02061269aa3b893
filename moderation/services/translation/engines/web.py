"""HTTP requests to a translation service. They have a time-out and a size limit. They follow no redirects and use no
proxies.
"""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from ..engine import EngineError

MOST_BYTES = 256 * 1024
SECONDS = 10.0


class BoundedSession(requests.Session):
    """A session of the library `requests` that reads each answer completely. Every failure raises EngineError.

    The environment variables for proxies are ignored. `seconds`: the time-out of a request, including the body.
    """

    seconds = SECONDS

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """Send the request, and read the answer. Raise EngineError for any failure and for an error status."""
        options.update(timeout=self.seconds, stream=True, allow_redirects=False, proxies={})
        deadline = time.monotonic() + self.seconds
        try:
            response = super().send(request, **options)
            with response:
                _check_status(response)
                body = _read(response, deadline)
        except (requests.Timeout, ReadTimeoutError):
            raise EngineError("timeout") from None
        except (requests.RequestException, HTTPError, OSError) as problem:
            raise EngineError("unavailable", type(problem).__name__) from None
        # Set private attributes, because the library `requests` has no public way to set the body of a response.
        vars(response).update(_content=body, _content_consumed=True)
        return response


def install(seconds: float) -> None:
    """Apply the limits of `BoundedSession` to `requests.get` and `requests.post` in the whole process.

    `seconds`: time-out of a request. Call this function only in a worker process.
    """
    limited = type("LimitedSession", (BoundedSession,), {"seconds": seconds})
    vars(requests.sessions)["Session"] = limited


def retry_after(header: str | None, now: float) -> float | None:
    """Return the waiting time in seconds that a Retry-After header (number or date) requests, at most one hour.

    Return None if the header is missing or invalid.
    """
    if not header:
        return None
    try:
        seconds = float(header) if header.strip().isdigit() else parsedate_to_datetime(header).timestamp() - now
    except (ValueError, TypeError):
        return None
    return min(max(seconds, 0.0), 3600.0)


def _check_status(response: requests.Response) -> None:
    """Raise EngineError if the status is not a success."""
    status = response.status_code
    if status < 300:
        return
    wait = retry_after(response.headers.get("Retry-After"), time.time())
    if status == 429:
        raise EngineError("throttled", "429", wait)
    raise EngineError("unavailable" if status >= 500 else "refused", str(status), wait)


def _read(response: requests.Response, deadline: float) -> bytes:
    """Return the complete body.

    Raise EngineError if the connection ends too early, if the body is larger than MOST_BYTES, or if it is not complete
    at the deadline.
    """
    body = b""
    while True:
        chunk: bytes = response.raw.read1(16384, decode_content=True)
        if not chunk:
            if response.raw.length_remaining:
                raise EngineError("unavailable", "the answer was cut short")
            return body
        body += chunk
        if len(body) > MOST_BYTES:
            raise EngineError("malformed", "the answer is too large")
        if time.monotonic() > deadline:
            raise EngineError("timeout")
