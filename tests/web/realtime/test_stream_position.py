"""Tests of the order of a stream's frames in one process."""

from __future__ import annotations

from moderation.web.realtime import stream_position
from moderation.web.realtime.sealed_messages import Message, Place
from moderation.web.realtime.stream_position import StreamPosition


def change(seq, epoch="E"):
    return Message(Place(epoch, seq - 1, seq), f"{epoch}{seq}".encode())


def test_frames_are_released_in_order_and_once():
    position = StreamPosition("E", 4)
    assert position.take(change(4)) == []
    assert position.take(change(7)) == [] and position.needs_read
    assert position.take(change(6)) == [] and position.needs_read
    assert position.take(change(5)) == [b"E5", b"E6", b"E7"] and not position.needs_read
    assert position.take(change(6)) == [] and not position.needs_read
    assert (position.epoch, position.seq) == ("E", 7)


def test_a_read_covers_the_frames_before_it_but_not_those_during_it():
    position = StreamPosition("E", 4)
    position.take(change(6))
    position.begin_read()
    assert not position.needs_read
    assert position.take(change(8)) == [] and position.needs_read
    assert position.move("E", 7) == [b"E8"] and not position.needs_read


def test_a_frame_of_another_epoch_needs_a_read_and_is_never_sent_in_the_wrong_epoch():
    position = StreamPosition("E", 4)
    assert position.take(change(5, "F")) == [] and position.needs_read
    assert position.take(change(5)) == [b"E5"]
    position.begin_read()
    assert position.move("F", 6) == []
    assert position.take(change(7, "F")) == [b"F7"]
    assert position.take(change(7)) == [] and position.needs_read


def test_an_outdated_stream_needs_a_read():
    position = StreamPosition("E", 4)
    position.is_outdated = True
    assert position.needs_read
    position.begin_read()
    assert not position.needs_read


def test_a_change_over_several_seqs_follows_any_of_them():
    position = StreamPosition("E", 4)
    assert position.take(Message(Place("E", 2, 6), b"three")) == [b"three"]
    assert position.seq == 6


def test_the_oldest_held_frames_are_dropped(monkeypatch):
    monkeypatch.setattr(stream_position, "MOST_HELD", 2)
    position = StreamPosition("E", 4)
    for seq in (6, 7, 8):
        position.take(change(seq))
    assert position.move("E", 5) == [] and position.needs_read
    assert position.move("E", 6) == [b"E7", b"E8"]
