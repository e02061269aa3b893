"""Tests of the watch on the store: the events that phones of this process receive after commits of another process."""

from __future__ import annotations

import pytest

from moderation.core.model import Seat
from moderation.store import purge, render, seats, sessions, streams
from moderation.store.transaction import Published
from moderation.web.realtime.publisher import attendee_room, stream_room
from moderation.web.realtime.store_watch import StoreWatch
from tests.factories import caller, command
from tests.running_store import RunningStore

ANA = b"a" * 32


class Watched:
    """A store, and the watch of a process in which a chair and an attendee follow their streams.

    The store executes commands as another process would.
    """

    def __init__(self, path):
        self.store = RunningStore(path)
        self.session = self.store.session()
        self.rooms = {stream_room(self.session.id, "chairs"), stream_room(self.session.id, "floor.en")}
        self.published, self.rewound, self.forgotten = [], [], 0
        self.watch = StoreWatch(
            self.store.reader, lambda: self.rooms, self.publish, self.forget_words, self.rewound.append
        )
        self.watch.step()
        self.take()

    def publish(self, events):
        self.published += events
        self.watch.sent(events)

    def forget_words(self):
        self.forgotten += 1

    def take(self):
        taken, self.published = self.published, []
        return taken

    def step(self):
        self.watch.step()
        return [(event.kind, event.target) for event in self.published]

    def ask(self, number=1):
        return self.store.do(
            command("ask", caller("attendee", ANA), text=f"Question {number}?", key=f"key-{number:04}")
        )

    def head(self, stream):
        return self.store.read(lambda connection, session: streams.head(connection, session, stream))


@pytest.fixture
def watched(tmp_path):
    watched = Watched(tmp_path / "of.db")
    yield watched
    watched.store.close()


def test_the_changes_of_another_process_arrive_as_one_change(watched):
    seq = watched.head("chairs")
    watched.ask(1)
    watched.ask(2)
    assert watched.step() == [("change", "chairs")]
    (event,) = watched.take()
    expected = watched.store.read(
        lambda connection, session: render.since(connection, session, "chairs", session.epoch, seq, event.body["at"])
    )
    assert event.body == expected
    assert [question["number"] for question in event.body["put"]] == [1, 2]
    assert watched.step() == [], "nothing is sent twice"


def test_changes_of_this_process_are_not_sent_again(watched):
    watched.ask()
    watched.watch.sent(watched.store.heard)
    assert watched.step() == []


def test_a_change_after_a_gap_is_filled(watched):
    seq = watched.head("chairs")
    watched.ask(1)
    heard = len(watched.store.heard)
    watched.ask(2)
    watched.watch.sent(watched.store.heard[heard:])
    watched.step()
    (event,) = watched.take()
    assert (event.body["after"], event.body["seq"]) == (seq, watched.head("chairs"))


def test_the_heads_are_those_that_the_phones_have(watched):
    before = watched.head("chairs")
    watched.ask()
    key = (watched.session.id, "chairs")
    assert watched.watch.heads()[key] == {"epoch": watched.session.epoch, "seq": before}
    watched.step()
    assert watched.watch.heads()[key] == {"epoch": watched.session.epoch, "seq": watched.head("chairs")}


def test_a_new_epoch_sends_heads_and_forgets_words(watched):
    watched.store.do(lambda tx: tx.start_epoch(sessions.get_by_code(tx.connection, "PANEL1")))
    assert sorted(watched.step()) == [("head", "chairs"), ("head", "floor.en")]
    assert {event.body["epoch"] for event in watched.take()} == {watched.store.session().epoch}
    assert watched.forgotten == 1
    assert watched.step() == []


def test_a_stream_that_went_back_needs_a_new_epoch(watched):
    watched.ask()
    watched.step()
    watched.store.exclusively(lambda connection: connection.execute("UPDATE streams SET seq = 0"))
    watched.step()
    assert [session.code for session in watched.rewound] == ["PANEL1"]


def test_a_read_from_before_the_last_own_change_starts_no_new_epoch(watched):
    seen = watched.store.reader

    class SlowReader:
        def transaction(self):
            transaction = seen.transaction()
            return Late(transaction)

    class Late:
        def __init__(self, transaction):
            self.transaction = transaction

        def __enter__(self):
            connection = self.transaction.__enter__()
            # This first query fixes the state of the database that the transaction reads. The next change is not part
            # of it.
            connection.execute("SELECT seq FROM streams").fetchall()
            watched.ask()
            watched.watch.sent(watched.store.heard)
            return connection

        def __exit__(self, *error):
            return self.transaction.__exit__(*error)

    watched.watch._reader = SlowReader()
    watched.step()
    assert watched.rewound == []
    assert watched.watch.heads()[watched.session.id, "chairs"]["seq"] == watched.head("chairs")


def test_an_asker_gets_the_counter_once(watched):
    watched.ask()
    token = watched.store.rows("SELECT token_hash FROM attendees")[0][0]
    watched.rooms = {attendee_room(token.hex()), stream_room(watched.session.id, "floor.en")}
    watched.step()
    watched.take()
    chair = caller("chair/a")
    watched.store.do(command("decline", chair, number=1, version=1, reason="off_topic", key="key-9999"))
    watched.step()
    (event,) = [event for event in watched.take() if event.kind == "own"]
    assert event.target == token.hex()
    assert event.body == {"counter": watched.store.rows("SELECT counter FROM attendees")[0][0]}
    assert watched.step() == []


def test_a_link_that_was_renewed_elsewhere_closes_the_seat(watched):
    def renew(tx):
        seats.raise_generation(
            tx.connection, sessions.get_by_code(tx.connection, "PANEL1"), Seat.parse("booth"), revoked=False
        )

    watched.store.do(renew)
    assert watched.step() == [("gone", "booth")]
    watched.take()
    assert watched.step() == []


def test_an_own_renewal_closes_the_seat_once(watched):
    watched.store.do(
        lambda tx: seats.raise_generation(
            tx.connection, sessions.get_by_code(tx.connection, "PANEL1"), Seat.parse("booth"), revoked=True
        )
    )
    watched.watch.sent([Published("gone", watched.session.id, "", "booth", {"code": "seat.unknown"})])
    assert watched.step() == []


@pytest.mark.parametrize("followed", [True, False])
def test_a_purge_by_another_process_ends_the_session_here(watched, followed):
    if not followed:
        watched.rooms = set()
    watched.store.do(lambda tx: purge.purge(tx.connection, sessions.get_by_code(tx.connection, "PANEL1")))
    watched.step()
    over = watched.take()
    assert {(event.kind, event.session, event.code) for event in over} == {("over", watched.session.id, "PANEL1")}
    assert {event.target for event in over} == ({"chairs", "floor.en"} if followed else {"chairs"})
    watched.rooms = set()
    assert watched.step() == []
