"""The reading of an uploaded file from the body of a request."""

from __future__ import annotations

from flask import request

from ...core.refusals import Refusal

CHUNK = 64 * 1024


def read_upload(most: int, code: str) -> bytes:
    """Return the body, read in chunks. `most`: the maximum size in bytes.

    If Content-Length is larger, refuse with `code` and the limit in MB, without reading the body.
    """
    if (request.content_length or 0) > most:
        raise Refusal(code, limit=most // 1024**2)
    request.max_content_length = most
    chunks = []
    while chunk := request.stream.read(CHUNK):
        chunks.append(chunk)
    return b"".join(chunks)
