"""The GET request of a phone that has missed changes of its stream."""

from __future__ import annotations

import json

from tests.bench.following import FollowingPhone
from tests.bench.phone import HttpRead


class Fetch(HttpRead):
    """One GET request for the missing changes."""

    def __init__(self, phone: FollowingPhone):
        super().__init__(phone.target, phone.fetch_path())
        self.phone = phone

    def body(self) -> dict:
        """Return the stream change that the answer contains. Raise ValueError if the status is not 200 or the body is
        not JSON.
        """
        head, _, content = self.answer.partition(b"\r\n\r\n")
        if b" 200 " not in head[:20]:
            raise ValueError(head[:20])
        return json.loads(content)
