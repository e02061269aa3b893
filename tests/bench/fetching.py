"""How a phone that is behind reads what it has missed."""

from __future__ import annotations

import json

from tests.bench.following import FollowingPhone
from tests.bench.phone import Reading


class Fetch(Reading):
    """One reading of `changes` by a phone that is behind."""

    def __init__(self, phone: FollowingPhone):
        lang = phone.stream.partition(".")[2]
        super().__init__(phone.target, f"{phone.path}/changes?epoch={phone.epoch}&after={phone.seq}&lang={lang}")
        self.phone = phone

    def body(self) -> dict:
        """The change. ValueError for another answer."""
        head, _, content = self.got.partition(b"\r\n\r\n")
        if b" 200 " not in head[:20]:
            raise ValueError(head[:20])
        return json.loads(content)
