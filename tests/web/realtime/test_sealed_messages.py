"""Tests of the messages between processes, and of the seal that detects forged messages."""

from __future__ import annotations

import pytest

from moderation.web.realtime.sealed_messages import ForgedMessage, Message, Place, Seal

KEY = b"k" * 32
CHANGE = Message(Place("aé-_", 41, 42), b"\x81\x05frame\nwith\x00bytes")


@pytest.mark.parametrize("message", [CHANGE, Message(None, b"42[]"), Message(None, b"")])
def test_another_process_opens_a_message_unchanged(message):
    assert Seal(KEY).open("stream:1:chairs", Seal(KEY).close("stream:1:chairs", message)) == message


def test_a_process_ignores_its_own_messages():
    seal = Seal(KEY)
    assert seal.open("control", seal.close("control", CHANGE)) is None


def test_a_message_with_a_wrong_byte_room_or_key_is_rejected():
    sealed = Seal(KEY).close("stream:1:chairs", CHANGE)
    reader = Seal(KEY)
    for index in range(len(sealed)):
        with pytest.raises(ForgedMessage):
            reader.open("stream:1:chairs", sealed[:index] + bytes([sealed[index] ^ 1]) + sealed[index + 1 :])
    for room, content in (("stream:1:floor.en", sealed), ("stream:1:chairs", sealed[:-1]), ("stream:1:chairs", b"")):
        with pytest.raises(ForgedMessage):
            reader.open(room, content)
    with pytest.raises(ForgedMessage):
        Seal(b"K" * 32).open("stream:1:chairs", sealed)
    with pytest.raises(ForgedMessage):
        Seal(KEY).open("stream:1:chairs", Seal(b"").close("stream:1:chairs", CHANGE))


def test_the_server_key_itself_seals_nothing():
    assert Seal(KEY)._key != KEY
