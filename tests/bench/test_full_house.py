"""Tests that the full-house rehearsal (full_house.py) counts each missing, repeated, late or differing change."""

from __future__ import annotations

import hashlib
import json
import random
import socket
import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from moderation.core.reducer import empty, reduce
from moderation.web.realtime.frames import frame
from tests.bench import full_house, full_house_readback, full_house_report
from tests.bench.following import Delays, FollowingPhone, Streams
from tests.bench.full_house_phones import FullHousePhones
from tests.bench.full_house_senders import ACKNOWLEDGED, Audience, Command
from tests.bench.phone import Target
from tests.factories import AT, caller, execute_act, make_database

STREAM = "floor.en"
COOKIE = "of-PANEL1-attendee={}.signature"


class ConnectedPhone:
    """A phone and the server's end of its socket.

    `fetch_requests`: the argument `soon` of each call of `Streams.request_fetch`.
    """

    def __init__(self, streams: Streams):
        self.fetch_requests: list[bool] = []
        streams.request_fetch = lambda phone, soon: self.fetch_requests.append(soon)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.phone = FollowingPhone(Target(listening.getsockname()[1], "name=value", "{}"), "/path", streams)
            self.phone.open()
            self.server, _ = listening.accept()
        self.send(b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + frame(b'0{"sid":"a"}') + frame(b'40{"sid":"a"}'))

    def subscribed(self, seq: int = 5, epoch: str = "e") -> ConnectedPhone:
        """Acknowledge the phone's subscription. `seq` and `epoch` are the head of the stream."""
        self.send(frame(f'430[{{"ok":true,"stream":"{STREAM}","epoch":"{epoch}","seq":{seq},"counter":2}}]'.encode()))
        return self

    def send(self, data: bytes) -> None:
        self.server.sendall(data)
        self.phone.socket.settimeout(5)
        assert self.phone.read()

    def changes(self, *seqs: int, **fields) -> None:
        for seq in seqs:
            self.send(frame(change(seq, **fields)))

    def close(self) -> None:
        self.phone.close()
        self.server.close()


def change(seq: int, epoch: str = "e", **fields) -> bytes:
    body = {"epoch": epoch, "after": seq - 1, "seq": seq, "at": AT, "put": [], "drop": []} | fields
    return b"42" + json.dumps(["change", [STREAM, body]]).encode()


@pytest.fixture
def streams():
    return Streams(lambda phone, soon: None)


@pytest.fixture
def connected(streams):
    connected_phone = ConnectedPhone(streams).subscribed()
    yield connected_phone
    connected_phone.close()


def counts(streams):
    received = streams.received
    return {
        name: getattr(received, name)
        for name in ("live", "fetched", "holes", "again", "disordered")
        if getattr(received, name)
    }


def test_changes_in_order_are_applied(connected, streams):
    connected.changes(6, 7, 8)
    assert (connected.phone.epoch, connected.phone.seq, connected.phone.is_behind) == ("e", 8, False)
    assert counts(streams) == {"live": 3} and connected.fetch_requests == []


def test_a_lost_change_is_a_gap_until_it_is_fetched(connected, streams):
    connected.changes(6, 8, 9)
    assert (connected.phone.seq, connected.phone.is_behind) == (6, True)
    assert counts(streams) == {"live": 1, "holes": 1} and connected.fetch_requests == [False, False]
    connected.phone.caught_up({"epoch": "e", "seq": 8})
    assert (connected.phone.seq, connected.phone.is_behind) == (9, False)
    assert counts(streams) == {"live": 2, "fetched": 2, "holes": 1}


def test_the_head_reveals_a_lost_last_change(connected, streams):
    connected.send(frame(b'42["head",["floor.en",{"epoch":"e","seq":5}]]'))
    assert counts(streams) == {}
    connected.send(frame(b'42["head",["floor.en",{"epoch":"e","seq":6}]]'))
    assert connected.phone.is_behind and connected.fetch_requests == [False] and counts(streams) == {"holes": 1}
    connected.phone.caught_up({"epoch": "e", "seq": 6})
    assert not connected.phone.is_behind and counts(streams) == {"fetched": 1, "holes": 1}


def test_a_repeated_change_is_counted(connected, streams):
    connected.changes(6, 6, 8, 8)
    assert counts(streams) == {"live": 1, "again": 2, "holes": 1}


def test_two_changes_in_the_wrong_order_are_counted(connected, streams):
    connected.changes(7, 6)
    assert (connected.phone.seq, connected.phone.is_behind) == (7, False)
    assert counts(streams) == {"live": 2, "holes": 1, "disordered": 1}


def test_a_change_received_while_subscribing_is_not_a_repetition(streams):
    connected = ConnectedPhone(streams)
    connected.changes(5, 6)
    connected.subscribed(seq=5)
    assert (connected.phone.seq, connected.phone.is_behind, connected.fetch_requests) == (6, False, [])
    connected.changes(7)
    assert counts(streams) == {"live": 2}
    connected.close()


def test_a_change_that_differs_between_phones_is_counted(connected, streams):
    other = ConnectedPhone(streams).subscribed()
    connected.changes(6, 7)
    other.changes(6)
    assert streams.changes.differing == 0
    other.changes(7, drop=[3])
    assert streams.changes.differing == 1
    other.close()


def test_a_new_epoch_is_fetched_completely(connected, streams):
    connected.changes(6, epoch="f")
    assert connected.phone.is_behind and connected.fetch_requests == [False]
    connected.phone.caught_up({"epoch": "f", "seq": 6})
    assert (connected.phone.epoch, connected.phone.seq, connected.phone.is_behind) == ("f", 6, False)


def test_a_phone_that_reconnects_fetches_the_missed_changes_at_once(connected, streams):
    connected.changes(6)
    connected.phone.is_subscribed = False
    connected.subscribed(seq=9)
    assert connected.phone.is_behind and connected.fetch_requests == [True] and connected.phone.counter == 2
    connected.phone.caught_up({"epoch": "e", "seq": 9})
    assert (connected.phone.seq, connected.phone.is_behind) == (9, False) and counts(streams) == {
        "live": 1,
        "fetched": 3,
    }


def test_the_counter_of_an_own_notice_is_stored(connected):
    connected.send(frame(b'42["own",{"counter":7}]'))
    assert connected.phone.counter == 7


def test_the_screen_is_replayed_from_the_received_changes(connected, streams):
    view = {"number": 1, "text": "Who pays?", "votes": 0}
    connected.changes(6, put=[view])
    connected.changes(7, votes={"1": 3})
    state = reduce(empty(), {"epoch": "e", "seq": 5, "at": AT, "reset": True})
    assert streams.changes.replay(STREAM, state, 7)["questions"] == {1: view | {"votes": 3}}
    assert (
        streams.changes.replay(STREAM, state, 6)["seq"] == 6
        and streams.changes.replay("floor.fr", state, 7)["seq"] == 5
    )


def test_delays_are_counted_by_milliseconds():
    delays = Delays()
    assert delays.quantile(0.5) is None
    for seconds in (0.0101, 0.0102, 0.5, 99):
        delays.add(seconds)
    assert [delays.quantile(share) for share in (0.5, 0.75, 1.0)] == [10, 500, 60_000]


def make_audience(**fields):
    return Audience(random.Random(1), ["Who?", "Why?"], [COOKIE.format(name) for name in "ab"], "chair", **fields)


def test_every_question_has_a_different_text_and_nobody_votes_twice():
    audience = make_audience()
    asked = [audience.next("ask", 0.0) for _ in range(3)]
    assert [(command.cookie, command.body["text"]) for command in asked] == [
        (COOKIE.format("a"), "Who? [1]"),
        (COOKIE.format("b"), "Why? [2]"),
        (COOKIE.format("a"), "Who? [3]"),
    ]
    assert (
        audience.next("approve", 0.0) is None
        and audience.next("vote", 0.0) is None
        and audience.passed == {"approve": 1, "vote": 1}
    )
    audience.answered(asked[0], {"question": {"number": 7}})
    approval = audience.next("approve", 0.0)
    assert approval.body == {"number": 7, "version": 1} and audience.next("approve", 0.0) is None
    audience.answered(approval, {})
    assert audience.next("vote", 0.0).cookie == COOKIE.format("b") and audience.next("vote", 0.0) is None


def sent(act, name, number, outcome=ACKNOWLEDGED, text=""):
    body = {"text": text} if act == "ask" else {"number": number}
    return Command(
        act,
        COOKIE.format(name) if name else "chair",
        body,
        "key",
        0.0,
        outcome=outcome,
        number=number if act == "ask" else 0,
    )


@pytest.fixture
def played(tmp_path):
    """Return a database with two questions and one vote, and the commands that created them.

    The first question is approved.
    """
    connection = make_database(str(tmp_path / "db"))
    people = {name: caller("attendee", hashlib.sha256(name.encode()).digest()) for name in "ab"}
    execute_act(connection, "ask", people["a"], text="Who? [1]")
    execute_act(connection, "ask", people["b"], text="Why? [2]")
    execute_act(connection, "approve", caller("chair.a"), number=1, version=1)
    execute_act(connection, "vote", people["b"], number=1)
    connection.execute("UPDATE questions SET votes = 1 WHERE number = 1")
    connection.commit()
    counters = {
        COOKIE.format(name): connection.execute(
            "SELECT counter FROM attendees WHERE token_hash = ?", [people[name].token_hash]
        ).fetchone()[0]
        for name in "ab"
    }
    connection.close()
    return (
        tmp_path / "db",
        [
            sent("ask", "a", 1, text="Who? [1]"),
            sent("ask", "b", 2, text="Why? [2]"),
            sent("approve", "", 1),
            sent("vote", "b", 1),
        ],
        counters,
    )


def test_a_complete_database_has_no_faults(played):
    findings = full_house_readback.read_back(*played)
    assert (findings.faults, findings.is_sound, findings.examples) == (0, True, [])


def test_an_acknowledged_command_that_is_not_stored_is_lost(played):
    database, commands, counters = played
    unstored = [sent("ask", "a", 3, text="Where? [3]"), sent("approve", "", 2), sent("vote", "a", 2)]
    findings = full_house_readback.read_back(
        database, commands + unstored, {name: counter + 1 for name, counter in counters.items()}
    )
    assert findings.lost == Counter(ask=1, approve=1, vote=1) and findings.notices == 2 and findings.faults == 5


def test_two_acknowledgements_of_one_number_are_a_lost_question(played):
    database, commands, counters = played
    findings = full_house_readback.read_back(database, [*commands, sent("ask", "a", 1, text="Who? [1]")], counters)
    assert findings.lost == Counter(ask=2)


def test_a_stored_command_that_nobody_sent_is_unknown_and_an_unanswered_one_is_allowed(played):
    database, commands, counters = played
    for command in commands:
        command.outcome = None
    assert full_house_readback.read_back(database, commands, counters).faults == 0
    findings = full_house_readback.read_back(database, [], counters)
    assert findings.unknown == Counter(ask=2, approve=1, vote=1) and not findings.lost


def test_a_wrong_vote_total_is_counted(played):
    database, commands, counters = played
    commands.append(sent("vote", "a", 1, outcome=None))
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("UPDATE questions SET votes = 2 WHERE number = 1")
    assert full_house_readback.read_back(database, commands, counters).published_wrong == 1


@pytest.mark.server
def test_a_small_full_house_has_no_faults(tmp_path):
    options = full_house.read_options(
        ["--phones", "9", "--minutes", "0.06", "--questions", "10", "--votes", "10", "--approvals", "5"]
    )
    report = full_house.rehearse(options, tmp_path)
    assert report["faults"] == 0, full_house_report.table(report)
    commands = report["commands"]
    assert [commands[name]["planned"] for name in ("questions", "votes", "approvals")] == [36, 16, 13]
    assert all(command["acknowledged"] + command["passed"] == command["planned"] for command in commands.values())
    phones = report["phones"]
    listeners = {"floor.en": 3, "floor.es": 3, "floor.fr": 3, "chairs": 2, "stage": 1, "booth": 1}
    assert phones["phones"] == 13 and phones["changes"].keys() == listeners.keys()
    assert phones["live"] + phones["fetched"] == sum(
        count * listeners[stream] for stream, count in phones["changes"].items()
    )
    assert 0 < phones["changes"]["stage"] <= commands["approvals"]["acknowledged"]


def test_a_disconnected_phone_reconnects(monkeypatch):
    phones = FullHousePhones()
    monkeypatch.setattr("tests.bench.full_house_phones.RETURN_AFTER", (0.0, 0.0))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        phone = phones._make(listening.getsockname()[1], "name=value", "{}", "/path")
        phones._groups["audience"] = [phone]
        phones._connect(phone)
        listening.accept()[0].close()
        phones.turn(5)
        assert (phones.returns, phone.socket) == (1, None)
        phones.turn(0)
        again, _ = listening.accept()
        again.close()
        phones._close(phone)
