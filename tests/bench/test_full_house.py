"""The full house's own rules: no phone takes a change that is missing, doubled, late or other than its neighbour's for a good one."""

from __future__ import annotations

import hashlib
import json
import random
import socket
import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from moderation.core.changes import empty, reduce
from moderation.web.realtime.frames import frame
from tests.bench import full_house, full_house_readback, full_house_report
from tests.bench.following import FollowingPhone, Late, Streams
from tests.bench.full_house_phones import FullHousePhones
from tests.bench.full_house_senders import ACKNOWLEDGED, Audience, Command
from tests.bench.phone import Target
from tests.factories import AT, caller, execute_act, make_database

STREAM = "floor.en"
COOKIE = "of-PANEL1-attendee={}.signature"


class Line:
    """A phone that is in, at seq 5 of epoch `e`, and the server's end of its socket."""

    def __init__(self, streams: Streams):
        self.wants: list[bool] = []
        streams.wants = lambda phone, soon: self.wants.append(soon)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            self.phone = FollowingPhone(Target(listening.getsockname()[1], "name=value", "{}"), "/path", streams)
            self.phone.open()
            self.server, _ = listening.accept()
        self.say(b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + frame(b'0{"sid":"a"}') + frame(b'40{"sid":"a"}'))

    def subscribed(self, seq: int = 5, epoch: str = "e") -> Line:
        self.say(frame(f'430[{{"ok":true,"stream":"{STREAM}","epoch":"{epoch}","seq":{seq},"counter":2}}]'.encode()))
        return self

    def say(self, data: bytes) -> None:
        self.server.sendall(data)
        self.phone.socket.settimeout(5)
        assert self.phone.read()

    def changes(self, *seqs: int, **more) -> None:
        for seq in seqs:
            self.say(frame(change(seq, **more)))

    def close(self) -> None:
        self.phone.close()
        self.server.close()


def change(seq: int, epoch: str = "e", **more) -> bytes:
    body = {"epoch": epoch, "after": seq - 1, "seq": seq, "at": AT, "put": [], "drop": []} | more
    return b"42" + json.dumps(["change", [STREAM, body]]).encode()


@pytest.fixture
def streams():
    return Streams(lambda phone, soon: None)


@pytest.fixture
def line(streams):
    one = Line(streams).subscribed()
    yield one
    one.close()


def counted(streams):
    balance_rows = streams.balance_rows
    return {
        name: getattr(balance_rows, name)
        for name in ("live", "fetched", "holes", "again", "disordered")
        if getattr(balance_rows, name)
    }


def test_changes_in_order_are_taken(line, streams):
    line.changes(6, 7, 8)
    assert (line.phone.epoch, line.phone.seq, line.phone.is_behind) == ("e", 8, False)
    assert counted(streams) == {"live": 3} and line.wants == []


def test_a_change_that_was_lost_is_a_hole_until_it_is_fetched(line, streams):
    line.changes(6, 8, 9)
    assert (line.phone.seq, line.phone.is_behind) == (6, True)
    assert counted(streams) == {"live": 1, "holes": 1} and line.wants == [False, False]
    line.phone.caught_up({"epoch": "e", "seq": 8})
    assert (line.phone.seq, line.phone.is_behind) == (9, False)
    assert counted(streams) == {"live": 2, "fetched": 2, "holes": 1}


def test_the_last_change_lost_is_found_by_the_head(line, streams):
    line.say(frame(b'42["head",["floor.en",{"epoch":"e","seq":5}]]'))
    assert counted(streams) == {}
    line.say(frame(b'42["head",["floor.en",{"epoch":"e","seq":6}]]'))
    assert line.phone.is_behind and line.wants == [False] and counted(streams) == {"holes": 1}
    line.phone.caught_up({"epoch": "e", "seq": 6})
    assert not line.phone.is_behind and counted(streams) == {"fetched": 1, "holes": 1}


def test_a_change_twice_is_counted(line, streams):
    line.changes(6, 6, 8, 8)
    assert counted(streams) == {"live": 1, "again": 2, "holes": 1}


def test_two_changes_in_the_wrong_order_are_counted(line, streams):
    line.changes(7, 6)
    assert (line.phone.seq, line.phone.is_behind) == (7, False)
    assert counted(streams) == {"live": 2, "holes": 1, "disordered": 1}


def test_what_came_while_subscribing_is_nothing_twice(streams):
    line = Line(streams)
    line.changes(5, 6)
    line.subscribed(seq=5)
    assert (line.phone.seq, line.phone.is_behind, line.wants) == (6, False, [])
    line.changes(7)
    assert counted(streams) == {"live": 2}
    line.close()


def test_the_same_change_with_other_bytes_is_counted(line, streams):
    other = Line(streams).subscribed()
    line.changes(6, 7)
    other.changes(6)
    assert streams.changes.differing == 0
    other.changes(7, drop=[3])
    assert streams.changes.differing == 1
    other.close()


def test_another_epoch_is_fetched_whole(line, streams):
    line.changes(6, epoch="f")
    assert line.phone.is_behind and line.wants == [False]
    line.phone.caught_up({"epoch": "f", "seq": 6})
    assert (line.phone.epoch, line.phone.seq, line.phone.is_behind) == ("f", 6, False)


def test_who_comes_back_reads_what_was_missed_at_once(line, streams):
    line.changes(6)
    line.phone.is_there = False
    line.subscribed(seq=9)
    assert line.phone.is_behind and line.wants == [True] and line.phone.counter == 2
    line.phone.caught_up({"epoch": "e", "seq": 9})
    assert (line.phone.seq, line.phone.is_behind) == (9, False) and counted(streams) == {"live": 1, "fetched": 3}


def test_a_notice_of_ones_own_is_kept(line):
    line.say(frame(b'42["own",{"counter":7}]'))
    assert line.phone.counter == 7


def test_the_screen_is_made_of_what_came(line, streams):
    view = {"number": 1, "text": "Who pays?", "votes": 0}
    line.changes(6, put=[view])
    line.changes(7, votes={"1": 3})
    state = reduce(empty(), {"epoch": "e", "seq": 5, "at": AT, "reset": True})
    assert streams.changes.replay(STREAM, state, 7)["questions"] == {1: view | {"votes": 3}}
    assert (
        streams.changes.replay(STREAM, state, 6)["seq"] == 6
        and streams.changes.replay("floor.fr", state, 7)["seq"] == 5
    )


def test_lateness_is_told_by_milliseconds():
    late = Late()
    assert late.quantile(0.5) is None
    for seconds in (0.0101, 0.0102, 0.5, 99):
        late.add(seconds)
    assert [late.quantile(share) for share in (0.5, 0.75, 1.0)] == [10, 500, 60_000]


def audience(**more):
    return Audience(random.Random(1), ["Who?", "Why?"], [COOKIE.format(name) for name in "ab"], "chair", **more)


def test_every_question_is_told_from_every_other_and_nobody_votes_twice():
    here = audience()
    asked = [here.next("ask", 0.0) for _ in range(3)]
    assert [(one.who, one.body["text"]) for one in asked] == [
        (COOKIE.format("a"), "Who? [1]"),
        (COOKIE.format("b"), "Why? [2]"),
        (COOKIE.format("a"), "Who? [3]"),
    ]
    assert (
        here.next("approve", 0.0) is None
        and here.next("vote", 0.0) is None
        and here.passed == {"approve": 1, "vote": 1}
    )
    here.answered(asked[0], {"question": {"number": 7}})
    approval = here.next("approve", 0.0)
    assert approval.body == {"number": 7, "version": 1} and here.next("approve", 0.0) is None
    here.answered(approval, {})
    assert here.next("vote", 0.0).who == COOKIE.format("b") and here.next("vote", 0.0) is None


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
    """A file with two questions, the first approved, one vote for it; and the commands that made it."""
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


def test_what_was_promised_is_there(played):
    found = full_house_readback.read_back(*played)
    assert (found.faults, found.is_sound, found.examples) == (0, True, [])


def test_what_was_promised_and_is_not_there_is_lost(played):
    database, commands, counters = played
    more = [sent("ask", "a", 3, text="Where? [3]"), sent("approve", "", 2), sent("vote", "a", 2)]
    found = full_house_readback.read_back(
        database, commands + more, {name: counter + 1 for name, counter in counters.items()}
    )
    assert found.lost == Counter(ask=1, approve=1, vote=1) and found.notices == 2 and found.faults == 5


def test_two_promises_of_one_number_are_a_question_lost(played):
    database, commands, counters = played
    found = full_house_readback.read_back(database, commands + [sent("ask", "a", 1, text="Who? [1]")], counters)
    assert found.lost == Counter(ask=2)


def test_what_nobody_sent_is_told_and_what_was_under_way_may_be_there(played):
    database, commands, counters = played
    for command in commands:
        command.outcome = None
    assert full_house_readback.read_back(database, commands, counters).faults == 0
    found = full_house_readback.read_back(database, [], counters)
    assert found.unknown == Counter(ask=2, approve=1, vote=1) and not found.lost


def test_a_wrong_total_is_told(played):
    database, commands, counters = played
    commands.append(sent("vote", "a", 1, outcome=None))
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("UPDATE questions SET votes = 2 WHERE number = 1")
    assert full_house_readback.read_back(database, commands, counters).published_wrong == 1


@pytest.mark.server
def test_a_small_house_is_told_everything(tmp_path):
    options = full_house.read_options(
        ["--phones", "9", "--minutes", "0.06", "--questions", "10", "--votes", "10", "--approvals", "5"]
    )
    report = full_house.rehearse(options, tmp_path)
    assert report["faults"] == 0, full_house_report.table(report)
    commands = report["commands"]
    assert [commands[name]["planned"] for name in ("questions", "votes", "approvals")] == [36, 16, 13]
    assert all(one["acknowledged"] + one["passed"] == one["planned"] for one in commands.values())
    phones = report["phones"]
    listeners = {"floor.en": 3, "floor.es": 3, "floor.fr": 3, "chairs": 2, "stage": 1, "booth": 1}
    assert phones["phones"] == 13 and phones["changes"].keys() == listeners.keys()
    assert phones["live"] + phones["fetched"] == sum(
        count * listeners[stream] for stream, count in phones["changes"].items()
    )
    assert 0 < phones["changes"]["stage"] <= commands["approvals"]["acknowledged"]


def test_a_dropped_phone_comes_back(monkeypatch):
    phones = FullHousePhones()
    monkeypatch.setattr("tests.bench.full_house_phones.RETURN_AFTER", (0.0, 0.0))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        phone = phones._make(listening.getsockname()[1], "name=value", "{}", "/path")
        phones._groups["hall"] = [phone]
        phones._open(phone)
        listening.accept()[0].close()
        phones.turn(5)
        assert (phones.returns, phone.socket) == (1, None)
        phones.turn(0)
        again, _ = listening.accept()
        again.close()
        phones._close(phone)
