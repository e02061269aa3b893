"""The check of a request's head.

A proxy and this server must always agree on the end of a request. Otherwise, an attacker could hide a second request in
the body or a header of the first request (request smuggling). The parsers of the standard library, eventlet and
Werkzeug accept more than RFC 9112 allows: for example two lengths, the length `1_0`, bare CR and folded lines. The
server refuses such a head with 400 or 411, and closes the connection.
"""

from __future__ import annotations

import re
from typing import Any

REQUEST_LINE = re.compile(rb"\A[A-Z]{1,16} (/[\x21-\x7e\x80-\xff]*|\*) HTTP/1\.(?P<minor>[01])\r\n")
HEADER_LINE = re.compile(rb"\A([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t\x20-\x7e\x80-\xff]*)\r\n")
"""The name and the value of a header line (RFC 9112, section 5).

The pattern allows no space before the colon, no folded line, and no control character except tab. Each character can
match only one part of the pattern, so the time for a match is proportional to the line's length.
"""
HOST = re.compile(rb"([0-9A-Za-z._~%!$&'()*+,;=-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{0,5})?")
LENGTH = re.compile(rb"[0-9]{1,18}")

BAD_REQUEST, LENGTH_REQUIRED = 400, 411
REASONS = {BAD_REQUEST: "Bad Request", LENGTH_REQUIRED: "Length Required"}


class RecordingFile:
    """A wrapper for the file from which the server reads a request.

    The wrapper records each line of the head, because the parser does not keep the original bytes.
    """

    def __init__(self, file: Any):
        self._file = file
        self.lines: list[bytes] = []

    def readline(self, size: int = -1) -> bytes:
        """Read one line from the file and record it."""
        line: bytes = self._file.readline(size)
        self.lines.append(line)
        return line


def problem_of(request_line: bytes, lines: list[bytes]) -> int | None:
    """Return the status code with which the server refuses this head, or None for a correct head.

    `lines`: the header lines with their line ends, and the empty line.

    A correct `Transfer-Encoding: chunked` is refused too (411), because eventlet and Werkzeug accept incorrect chunk
    sizes such as `0x5` and `+5`. Browsers and nginx do not need this header, because they send a length.
    """
    first = REQUEST_LINE.fullmatch(request_line)
    if not first or not lines or lines[-1] != b"\r\n":
        return BAD_REQUEST
    values: dict[bytes, list[bytes]] = {}
    for line in lines[:-1]:
        header = HEADER_LINE.fullmatch(line)
        if not header:
            return BAD_REQUEST
        values.setdefault(header[1].lower(), []).append(header[2].strip(b" \t"))
    hosts, lengths = values.get(b"host", []), values.get(b"content-length", [])
    is_host_missing = not hosts and first["minor"] == b"1"
    if is_host_missing or len(hosts) > 1 or not all(HOST.fullmatch(host) for host in hosts):
        return BAD_REQUEST
    if len(lengths) > 1 or not all(LENGTH.fullmatch(length) for length in lengths):
        return BAD_REQUEST
    if b"transfer-encoding" in values:
        is_plain = not lengths and [value.lower() for value in values[b"transfer-encoding"]] == [b"chunked"]
        return LENGTH_REQUIRED if is_plain and first["minor"] == b"1" else BAD_REQUEST
    return None


def strict_requests(handler: Any) -> Any:
    """Return a subclass of a request handler (eventlet, Werkzeug) that refuses a request with an incorrect head.

    The subclass also removes headers whose name contains `_`. Otherwise, `Content_Length` would replace
    `Content-Length` in WSGI. The subclass overrides methods of the standard library; see docs/library-internals.md.
    """

    class StrictHandler(handler):  # type: ignore[misc]  # The base class is chosen at run time.
        def parse_request(self) -> bool:
            if not REQUEST_LINE.fullmatch(self.raw_requestline):
                return self._refuse(BAD_REQUEST)
            file: Any = self.rfile
            recording = RecordingFile(file)
            self.rfile: Any = recording
            try:
                is_parsed: bool = super().parse_request()
            finally:
                self.rfile = file
            if not is_parsed:
                return False
            status = problem_of(self.raw_requestline, recording.lines)
            if status is not None:
                return self._refuse(status)
            for name in [name for name in self.headers.keys() if "_" in name]:  # noqa: SIM118 (a Message, not a dict)
                del self.headers[name]
            return True

        def handle_expect_100(self) -> bool:
            """Send nothing, because the head is not checked yet. The server sends `100 Continue` after the check."""
            return True

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            """Answer without a body. The body of the base class would quote the request."""
            self._refuse(int(code))

        def _refuse(self, status: int) -> bool:
            self.close_connection = True
            reason = REASONS.get(status, "Refused")
            self.wfile.write(
                f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode("ascii")
            )
            return False

    return StrictHandler
