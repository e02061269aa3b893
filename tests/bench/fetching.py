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
        """Return the change in the answer. Raise ValueError if the answer is not a change."""
        head, _, content = self.answer.partition(b"\r\n\r\n")
        if b" 200 " not in head[:20]:
            raise ValueError(head[:20])
        return json.loads(content)
