"""Tests of the parts of the stream client that need no connection: packets, WebSocket frames, the cursor of a
stream.
"""

from __future__ import annotations

import pytest

from moderation.core import reducer
from moderation.rehearsal.client import frames, packets
from moderation.rehearsal.client.cursor import AHEAD_MAX, StreamCursor
from moderation.web.realtime.frames import frame

AT = "2021-04-14T12:00:00.000Z"


def change(seq: int, epoch: str = "e", **fields) -> dict:
    return {"epoch": epoch, "after": seq - 1, "seq": seq, "at": AT, "put": [], "drop": []} | fields


@pytest.fixture
def cursor():
    """Return (a StreamCursor, a list). The cursor is at sequence number 5 of epoch `e`.

    The sequence number of each change that the cursor applies is appended to the list.
    """
    applied: list[int] = []

    def advance(state, next_change):
        applied.append(next_change["seq"])
        return reducer.reduce(state, next_change)

    cursor = StreamCursor(reducer.empty(), advance)
    cursor.catch_up(change(5, reset=True))
    applied.clear()
    return cursor, applied


def test_without_a_state_the_snapshot_is_requested():
    assert StreamCursor(reducer.empty(), reducer.reduce).request() == ("snapshot", {})


def test_changes_in_order_are_applied_and_repeated_ones_ignored(cursor):
    cursor, applied = cursor
    assert [cursor.receive(change(seq)) for seq in (6, 7, 6)] == ["apply", "apply", "ignore"]
    assert applied == [6, 7] and not cursor.is_behind


def test_a_late_change_closes_the_gap(cursor):
    cursor, applied = cursor
    assert cursor.receive(change(7)) == "gap" and cursor.is_behind
    cursor.receive(change(6))
    assert applied == [6, 7] and not cursor.is_behind


def test_a_gap_is_closed_by_the_requested_changes(cursor):
    cursor, applied = cursor
    cursor.receive(change(8))
    assert cursor.request() == ("changes", {"epoch": "e", "after": "5"})
    cursor.catch_up(change(7, after=5))
    assert applied == [7, 8] and not cursor.is_behind


def test_a_head_reveals_a_lost_change(cursor):
    cursor, _ = cursor
    assert not cursor.see_head({"epoch": "e", "seq": 5})
    assert cursor.see_head({"epoch": "e", "seq": 6})


def test_a_new_epoch_discards_the_buffered_changes_of_the_old_one(cursor):
    cursor, applied = cursor
    cursor.receive(change(9))
    assert cursor.receive(change(1, "f")) == "reset"
    cursor.catch_up(change(0, "f", reset=True))
    assert (cursor.state["epoch"], cursor.state["seq"]) == ("f", 1)
    assert applied == [0, 1] and cursor.ahead == [] and not cursor.is_behind


def test_changes_before_the_subscription_are_applied_after_its_answer(cursor):
    cursor, applied = cursor
    cursor.buffer(change(6))
    assert not cursor.subscribed({"epoch": "e", "seq": 6}) and applied == [6]


def test_the_buffer_is_bounded_and_its_loss_is_fetched(cursor):
    cursor, applied = cursor
    for seq in range(7, 7 + 2 * AHEAD_MAX):
        cursor.receive(change(seq))
    assert len(cursor.ahead) == AHEAD_MAX
    cursor.catch_up(change(6 + 2 * AHEAD_MAX, after=5))
    assert applied == [6 + 2 * AHEAD_MAX] and not cursor.is_behind


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_a_server_frame_is_split_at_its_end(size):
    whole = frame(b"x" * size)
    assert frames.payload_bounds(whole + b"rest")[1] == len(whole) and frames.payload_bounds(whole[:1]) is None
    assert frames.split_frame(whole + b"rest") == (0x81, b"x" * size, b"rest")
    assert frames.split_frame(whole[:-1]) is None


def test_a_client_frame_is_masked_and_bounded():
    assert frames.encode_text("3") == b"\x81\x81\x00\x00\x00\x003"
    assert frames.encode_text("x" * 126)[:4] == b"\x81\xfe\x00\x7e"
    with pytest.raises(ValueError, match="65536 bytes"):
        frames.encode_text("x" * 65_536)


def test_packets_are_encoded_and_decoded():
    body = packets.subscription("PANEL", "chair.a")
    assert packets.encode_event("subscribe", body, 1) == '421["subscribe", {"session": "PANEL", "seat": "chair.a"}]'
    assert packets.decode_event('42["change",["chairs",{"seq":1}]]') == ("change", ["chairs", {"seq": 1}])
    assert packets.decode_event('42["own",{"counter":7}]') == ("own", [{"counter": 7}])
    assert packets.decode_ack('431[{"ok":true}]') == {"ok": True} and packets.decode_ack("431[]") == {}
    assert [packet for packet in ("1", "2", "41", '42["gone"]', "44{}") if packets.is_end(packet)] == [
        "1",
        "41",
        "44{}",
    ]
