"""The order of a stream's changes in one process. Other processes may publish the changes in any order."""

from __future__ import annotations

from .sealed_messages import Message, Place

MOST_HELD = 200
"""Maximum number of held frames, which wait for an earlier frame. If there are more, the oldest frames are dropped."""


class StreamPosition:
    """The position of a stream in this process: the epoch and seq of the last change that was sent to the phones.

    `is_reading`: a task is reading the store for this stream. `is_outdated`: the store has a later state.
    """

    def __init__(self, epoch: str, seq: int):
        self.epoch, self.seq = epoch, seq
        self.is_reading = self.is_outdated = False
        self._held: dict[Place, bytes] = {}

    @property
    def needs_read(self) -> bool:
        """Whether the store must be read, because a frame is missing or the stream is outdated."""
        return self.is_outdated or bool(self._held)

    def take(self, message: Message) -> list[bytes]:
        """Take a frame that has arrived. Return the frames that must now be sent to the phones, in order.

        If an earlier frame is missing, or the frame belongs to another epoch, keep the frame until `move` or a later
        `take` reaches its place. If the phones already have its change, ignore the frame.
        """
        assert message.place is not None
        self._held[message.place] = message.frame
        while len(self._held) > MOST_HELD:
            del self._held[next(iter(self._held))]
        return self._release()

    def begin_read(self) -> None:
        """Discard the frames that wait for an earlier frame. Must be called directly before a read of the store.

        The changes of these frames are committed already, so the read contains them.
        """
        self._held.clear()
        self.is_outdated = False

    def move(self, epoch: str, seq: int) -> list[bytes]:
        """Set the position. Return the held frames that follow this position, in order."""
        self.epoch, self.seq = epoch, seq
        return self._release()

    def _release(self) -> list[bytes]:
        released = []
        for place in sorted(self._held):
            if place.epoch != self.epoch or place.after > self.seq:
                continue
            frame = self._held.pop(place)
            if place.seq > self.seq:
                self.seq = place.seq
                released.append(frame)
        return released
