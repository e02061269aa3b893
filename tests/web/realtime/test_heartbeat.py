"""Tests of the heartbeat. The server first sends all changes up to a stream's head, and then the head."""

from __future__ import annotations

from types import SimpleNamespace

from moderation.web.server import loops
from tests.factories import ANA, caller, command
from tests.running_store import RunningStore


def test_a_head_is_sent_after_a_change_that_is_about_to_be_published(tmp_path):
    running_store = RunningStore(tmp_path / "db", durable=False)
    events, posted = [], []
    running_store.do(command("ask", caller("attendee", ANA), text="Who pays?"))
    publisher = SimpleNamespace(head=lambda session, stream, head: events.append((stream, head["seq"])))
    # The fake writer thread posts its change only while the heartbeat sleeps. The heartbeat has then already read the
    # head, which includes the change.
    runtime = SimpleNamespace(sleep=lambda seconds: posted.append(lambda: events.append("change")), post=posted.append)
    loops._heartbeat(SimpleNamespace(reader=running_store.reader, runtime=runtime, publisher=publisher))
    assert events == []
    for function in posted:
        function()
    running_store.close()
    assert events[0] == "change" and ("chairs", 1) in events[1:] and len(events) == 6
