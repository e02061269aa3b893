"""A test of rendering a stream that the session does not have. The store must refuse."""

from __future__ import annotations

import pytest

from moderation.store import render, sessions


@pytest.mark.parametrize("stream", ["nobody", "floor.xx", "nobody.en", ""])
def test_a_stream_that_the_session_does_not_have_is_a_lookup_error(store, stream):
    session = sessions.get_by_code(store, "PANEL1")
    with pytest.raises(LookupError):
        render.snapshot(store, session, stream, "now")
    with pytest.raises(LookupError):
        render.since(store, session, stream, session.epoch, 0, "now")
