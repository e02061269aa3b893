"""Tests of `is_crowded`: whether the server was busy when a request began."""

from __future__ import annotations

import pytest
from flask import Flask

from moderation.web.crowding import CROWD, WAITING, is_crowded


@pytest.mark.parametrize(
    ("environ", "expected"), [({}, False), ({WAITING: CROWD - 1}, False), ({WAITING: CROWD}, True)]
)
def test_a_request_at_a_busy_server_is_recognised(environ, expected):
    with Flask("test").test_request_context(environ_base=environ):
        assert is_crowded() is expected
