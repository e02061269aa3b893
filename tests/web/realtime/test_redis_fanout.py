"""Tests of the fan-out over a real Redis: two processes, and every fault of the messages between them."""

from __future__ import annotations

import pytest

from moderation.core.model import Phase
from moderation.services.acts.control import Controls, execute_control
from moderation.store import render
from moderation.web import metrics
from moderation.web.realtime import followed_streams, managers, redis_publisher
from moderation.web.realtime.redis_publisher import MOST_QUEUED
from moderation.web.realtime.rooms import stream_room
from moderation.web.realtime.sealed_messages import Message
from moderation.web.realtime.store_comparison import StoreComparison
from tests.factories import ANA, caller, command
from tests.redis_server import RedisServer
from tests.running_store import RunningStore
from tests.running_store import runtime as writer_runtime
from tests.web.realtime.redis_processes import KEY, PREFIX, FanOutProcess, own, seat, until

pytestmark = pytest.mark.server

ROOM = stream_room(1, "chairs")
CHANNEL = f"{PREFIX}:{ROOM}"


@pytest.fixture
def store(tmp_path):
    running_store = RunningStore(tmp_path / "db", durable=False)
    yield running_store
    running_store.close()


@pytest.fixture
def redis(tmp_path):
    server = RedisServer(tmp_path)
    yield server
    server.thaw()
    server.kill()


@pytest.fixture
def make_process(store, redis):
    """Return a function that starts a process and waits until this process is connected."""
    processes = []

    def make(key: bytes = KEY) -> FanOutProcess:
        processes.append(FanOutProcess(store, redis.url, key))
        until(lambda: processes[-1].fan_out.is_receiving)
        return processes[-1]

    yield make
    for process in processes:
        process.stop()


@pytest.fixture
def two(make_process, monkeypatch, redis):
    """Return (the process that writes, the process that receives, a chair's page on the receiving process). No
    comparison with the store runs automatically.
    """
    monkeypatch.setattr(StoreComparison, "run", lambda comparison: None)
    sender, receiver = make_process(), make_process()
    phone = receiver.phone("chairs")
    until(lambda: listeners(redis, CHANNEL) == 1)
    return sender, receiver, phone


def listeners(redis, channel):
    """Return the number of processes that listen to a channel."""
    return redis.command("PUBSUB", "NUMSUB", channel)[1]


def commit(store, *texts):
    """Ask questions, each in a separate transaction. Return the events of each transaction."""
    batches = []
    for text in texts:
        store.heard.clear()
        store.do(command("ask", caller("attendee", ANA), text=text, key=f"key {text}"))
        writer_runtime().in_thread(until, lambda: store.heard)
        batches.append(list(store.heard))
    return batches


def control(store, act, **body):
    """Execute a command of the organiser. Return its events."""
    store.heard.clear()
    execute_control(
        Controls(store.writer, store.reader, KEY, "http://localhost", writer_runtime().in_thread),
        act,
        {"code": store.code, **body},
    )
    until(lambda: store.heard)
    return list(store.heard)


def show_marker(sender, phone):
    """Publish an event without a sequence number, and wait until the page has received this event. All earlier messages
    have then arrived too.
    """
    before = phone.names().count("presence")
    sender.send(ROOM, Message(None, sender.fan_out._encode_here("presence", [])))
    until(lambda: phone.names().count("presence") > before)


def reads():
    return metrics.REGISTRY.get_sample_value("open_floor_stream_reads_total")


def forged():
    return metrics.REDIS_MESSAGES.labels("forged")._value.get()


def assert_current(store, phone):
    """Check that the page shows the current state of its stream. The page must have sent no request for this state."""
    state = {key: value for key, value in phone.state.items() if key != "at"}
    snapshot = store.read(render.snapshot, phone.stream, "now")
    assert state["questions"] == {view["number"]: view for view in snapshot["put"]}
    assert (state["epoch"], state["seq"], state["queue"]) == (snapshot["epoch"], snapshot["seq"], snapshot["queue"])
    assert phone.requests == 0


def test_changes_arrive_once_and_in_order(store, two, redis):
    sender, _, phone = two
    own_page, before = sender.phone("chairs"), reads()
    until(lambda: listeners(redis, CHANNEL) == 2)
    for batch in commit(store, *"abcdefgh"):
        sender.publish(batch)
    sender.runtime.run(lambda: sender.publisher.presence(1, []))
    until(lambda: "presence" in phone.names())
    sender.publish(commit(store, "i")[0])
    until(lambda: phone.state["seq"] == 9)
    # Until now, the second process has only received the messages of `sender`. It now publishes a change itself.
    two[1].publish(commit(store, "j")[0])
    until(lambda: own_page.state["seq"] == 10)
    assert phone.names() == own_page.names() == ["change"] * 8 + ["presence", "change", "change"]
    assert phone.seqs() == own_page.seqs() == list(range(1, 11))
    assert reads() == before
    assert_current(store, phone)


def test_a_process_listens_only_where_it_has_sockets(store, two, redis):
    sender, receiver, phone = two
    asker = receiver.phone("floor.en", own(ANA))
    until(lambda: listeners(redis, f"{PREFIX}:{own(ANA)}") == 1)
    assert listeners(redis, f"{PREFIX}:{stream_room(1, 'floor.fr')}") == 0
    sender.publish(commit(store, "Who pays?")[0])
    until(lambda: ["own", {"counter": 1}] in asker.events)
    assert "own" not in phone.names()
    receiver.runtime.run(lambda: receiver._disconnect(asker.sid))
    until(lambda: listeners(redis, f"{PREFIX}:{own(ANA)}") == 0)
    assert set(receiver.fan_out.streams.positions) == {ROOM}


def held_messages(store, sender, *texts):
    """Ask questions and hold back the messages about them. Return the messages for the chairs' stream; `sender.send`
    can publish them.
    """
    sender.hold()
    for batch in commit(store, *texts):
        sender.publish(batch)
    return [message for message in sender.outbox if message[0] == ROOM]


def test_a_dropped_message_costs_one_read_and_no_request(store, two):
    sender, _, phone = two
    second_page, before = two[1].phone("chairs"), reads()
    first, _, third, fourth = held_messages(store, sender, *"abcd")
    sender.send(*first)
    sender.send(*third)
    until(lambda: phone.state["seq"] == 4)
    assert reads() == before + 1
    sender.send(*fourth)
    show_marker(sender, second_page)
    assert phone.seqs() == second_page.seqs() == [1, 4]
    assert_current(store, phone)
    assert_current(store, second_page)


def test_a_dropped_last_message_is_found_by_the_comparison(store, two):
    sender, receiver, phone = two
    held_messages(store, sender, "a")
    receiver.compare()
    until(lambda: phone.state["seq"] == 1)
    assert_current(store, phone)


@pytest.mark.parametrize("order", [(0, 2, 1), (2, 1, 0)])
def test_swapped_messages_are_sent_in_order(store, two, order, monkeypatch):
    monkeypatch.setattr(followed_streams, "ORDER_SECONDS", 5.0)
    sender, _, phone = two
    messages, before = held_messages(store, sender, *"abc"), reads()
    for index in order:
        sender.send(*messages[index])
    until(lambda: phone.state["seq"] == 3)
    assert phone.seqs() == [1, 2, 3]
    assert reads() == before
    assert_current(store, phone)


def test_a_repeated_message_is_sent_once(store, two):
    sender, _, phone = two
    first, second = held_messages(store, sender, *"ab")
    for message in (first, first, second, first, second):
        sender.send(*message)
    show_marker(sender, phone)
    assert phone.seqs() == [1, 2]


def test_forged_messages_reach_no_screen(store, two, redis, make_process):
    sender, receiver, phone = two
    stranger = make_process(key=b"another key".ljust(32))
    before, forged_before = reads(), forged()
    receiver.fan_out._comparison.is_due = False
    floor = receiver.phone("floor.en")
    until(lambda: receiver.fan_out._comparison.is_due)  # Wait until Redis has confirmed the subscription to the room.
    receiver.fan_out._comparison.is_due = False
    stranger.publish(commit(store, "forged?")[0])
    first = next(message for message in held_messages(store, sender, "chairs only") if message[0] == ROOM)
    sealed = sender.fan_out._publisher._seal.close(*first)
    redis.command("PUBLISH", f"{PREFIX}:{stream_room(1, 'floor.en')}", sealed)
    for index in (0, 40, len(sealed) - 1):
        redis.command("PUBLISH", CHANNEL, sealed[:index] + bytes([sealed[index] ^ 1]) + sealed[index + 1 :])
    redis.command("PUBLISH", CHANNEL, b"")
    redis.command("PUBLISH", f"{PREFIX}:control", b"forget")
    # Each of the first six forged messages reaches one process. The seventh, on the channel `control`, reaches all
    # three processes.
    until(lambda: forged() == forged_before + 6 + 3)
    for page in (phone, floor):
        assert page.events == []
    assert receiver.calls == [] and reads() == before and not receiver.fan_out._comparison.is_due


def test_an_own_frame_waits_for_an_earlier_one_of_another_process(store, two):
    sender, receiver, phone = two
    first, second = commit(store, *"ab")
    receiver.publish(second)
    assert phone.seqs() == []
    sender.publish(first)
    until(lambda: phone.state["seq"] == 2)
    assert_current(store, phone)


def test_a_new_epoch_is_read_from_the_store(store, two):
    sender, receiver, phone = two
    page = sender.phone("chairs")
    session = store.session()
    store.heard.clear()
    store.do(lambda tx: tx.start_epoch(session))
    until(lambda: store.heard)
    sender.publish(list(store.heard))
    epoch = store.session().epoch
    until(lambda: phone.events)
    assert phone.events == page.events == [["head", ["chairs", {"epoch": epoch, "seq": 1}]]]
    receiver.compare()
    assert receiver.calls == []  # The first comparison only stores the epochs.
    store.do(lambda tx: tx.start_epoch(session))
    receiver.compare()
    assert receiver.calls == ["clear caches"]


def test_an_old_message_causes_only_a_read(store, two):
    sender, _, phone = two
    (old,) = held_messages(store, sender, "a")
    sender.send(*old)
    session = store.session()
    store.heard.clear()
    store.do(lambda tx: tx.start_epoch(session))
    until(lambda: store.heard)
    sender.publish(list(store.heard))
    sender.send(*next(message for message in sender.outbox[1:] if message[1].place and message[0] == ROOM))
    until(lambda: phone.names() == ["change", "head"])
    before = reads()
    sender.send(*old)
    until(lambda: reads() == before + 1)
    show_marker(sender, phone)
    assert phone.names() == ["change", "head", "presence"]


def test_a_renewed_link_closes_its_sockets_in_every_process(store, make_process):
    sender, receiver = make_process(), make_process()
    revoked, other = receiver.phone("chairs", seat("chair.a")), receiver.phone("chairs", seat("chair.b"))
    sender.publish(control(store, "renew", seat="chair/a"))
    until(lambda: not revoked.is_connected)
    assert ["gone", {"code": "seat.unknown"}] in revoked.events
    assert other.is_connected and "gone" not in other.names()
    assert "write links" in receiver.calls


@pytest.mark.parametrize("acts", [["revoke"], ["close", "purge"]])
def test_a_revocation_and_a_purge_request_a_comparison(store, two, acts):
    sender, receiver, _ = two
    body = {"seat": "chair/a"} if acts == ["revoke"] else {}
    *_, batch = [control(store, act, **body) for act in acts]
    receiver.fan_out._comparison.is_due = False
    sender.publish([event for event in batch if event.kind in ("gone", "over")])
    until(lambda: receiver.fan_out._comparison.is_due)


def test_a_lost_request_is_found_by_the_comparison(store, two):
    sender, receiver, other = two
    chair = receiver.phone("chairs", seat("chair.a"))
    sender.hold()
    sender.publish(control(store, "revoke", seat="chair/a"))
    receiver.compare()
    until(lambda: not chair.is_connected)
    assert other.is_connected and receiver.calls == ["write links"]
    receiver.compare()
    assert receiver.calls == ["write links"]


def test_a_links_file_that_cannot_be_written_does_not_end_the_comparison(store, two):
    sender, receiver, page = two
    receiver.phone("chairs", seat("chair.a"))
    sender.hold()
    control(store, "revoke", seat="chair/a")
    commit(store, "a")

    def fail():
        raise ValueError

    receiver.context.write_links = fail
    receiver.compare()
    until(lambda: page.state["seq"] == 1)


def test_a_change_before_redis_listens_to_a_new_room_is_found(store, two, redis):
    sender, receiver, _ = two
    follow, receiver.fan_out._listener.follow = receiver.fan_out._listener.follow, lambda room: None
    page = receiver.phone("floor.en")
    sender.publish(control(store, "pause"))
    receiver.fan_out._comparison.is_due = False
    follow(stream_room(1, "floor.en"))
    until(lambda: receiver.fan_out._comparison.is_due)
    assert page.seqs() == []
    receiver.compare()
    until(lambda: page.state["seq"] == 1)


def test_a_purge_reaches_every_process(store, make_process):
    sender, receiver, empty = make_process(), make_process(), make_process()
    pages = [receiver.phone(stream) for stream in store.session().streams]
    until(lambda: all(process.fan_out._comparison._epochs for process in (receiver, empty)))
    control(store, "close")
    sender.publish(control(store, "purge"))
    until(lambda: not any(page.is_connected for page in pages))
    until(lambda: f"forget {store.code}" in empty.calls)
    assert f"forget {store.code}" in receiver.calls
    assert all(page.events[-1] == ["gone", {"code": "session.unknown"}] for page in pages)
    assert receiver.fan_out.streams.positions == {}
    assert store.rows("SELECT phase FROM sessions") == [(Phase.PURGED,)]


def test_erased_words_are_forgotten_by_every_process(two):
    sender, receiver, _ = two
    sender.runtime.run(sender.publisher.forget_elsewhere)
    until(lambda: receiver.calls)
    assert receiver.calls == ["clear caches"] and sender.calls == []


def test_revocation_and_purge_need_no_redis(store, make_process, redis):
    sender, receiver = make_process(), make_process()
    chair, page = receiver.phone("chairs", seat("chair.a")), receiver.phone("floor.en")
    until(lambda: receiver.fan_out._comparison._epochs)
    redis.kill()
    until(lambda: not receiver.fan_out.is_receiving)
    sender.publish(control(store, "revoke", seat="chair/a"))
    until(lambda: not chair.is_connected)
    assert page.is_connected
    control(store, "close")
    sender.publish(control(store, "purge"))
    until(lambda: not page.is_connected)
    assert f"forget {store.code}" in receiver.calls


def test_pages_are_current_without_redis_and_frames_return_with_it(store, make_process, redis):
    sender, receiver = make_process(), make_process()
    page = receiver.phone("chairs")
    redis.kill()
    until(lambda: not receiver.fan_out.is_receiving)
    for batch in commit(store, *"ab"):
        sender.publish(batch)
    until(lambda: page.state["seq"] == 2)
    redis.start()
    until(lambda: sender.fan_out.is_receiving and receiver.fan_out.is_receiving and listeners(redis, CHANNEL) == 1)
    # The store has no presence marks, so a page can receive them only in a frame.
    sender.runtime.run(lambda: sender.publisher.presence(1, []))
    until(lambda: "presence" in page.names())
    sender.publish(commit(store, "c")[0])
    until(lambda: page.state["seq"] == 3)
    assert_current(store, page)


def test_an_emptied_redis_loses_nothing(store, two, redis):
    sender, _, page = two
    redis.command("FLUSHALL")
    redis.command("CLIENT", "KILL", "TYPE", "normal")
    redis.command("CLIENT", "KILL", "TYPE", "pubsub")
    sender.publish(commit(store, "a")[0])
    until(lambda: page.state["seq"] == 1 or two[1].runtime.run(two[1].fan_out._comparison.compare))
    assert_current(store, page)


def test_a_frozen_redis_delays_no_event(store, make_process, redis):
    sender, receiver = make_process(), make_process()
    own_page, page = sender.phone("chairs"), receiver.phone("chairs")
    until(lambda: listeners(redis, CHANNEL) == 2)
    redis.freeze()
    for batch in commit(store, *"abc"):
        sender.publish(batch)
    for _ in range(2 * MOST_QUEUED):
        sender.publisher.presence(1, [])
    assert own_page.seqs() == [1, 2, 3]
    assert sender.fan_out._publisher._queue.try_put(None) is False
    until(lambda: page.state["seq"] == 3)
    redis.thaw()
    until(lambda: sender.fan_out.is_receiving and receiver.fan_out.is_receiving and listeners(redis, CHANNEL) == 2)
    sender.publish(commit(store, "d")[0])
    until(lambda: page.state["seq"] == 4)
    for each in (own_page, page):
        assert_current(store, each)


def test_messages_are_unsent_until_redis_has_them(store, two, redis):
    sender, _, page = two
    assert not sender.fan_out.has_unsent()
    redis.freeze()
    sender.publish(commit(store, "a")[0])
    assert sender.fan_out.has_unsent() and managers.has_unsent(sender.fan_out)
    redis.thaw()
    until(lambda: not sender.fan_out.has_unsent())
    until(lambda: page.state["seq"] == 1)


def test_other_processes_compare_after_messages_were_dropped(store, two, monkeypatch):
    sender, receiver, page = two
    monkeypatch.setattr(redis_publisher, "MOST_QUEUED_BYTES", 0)
    sender.publish(commit(store, "a")[0])
    receiver.fan_out._comparison.is_due = False
    monkeypatch.undo()
    monkeypatch.setattr(StoreComparison, "run", lambda comparison: None)
    sender.runtime.run(lambda: sender.publisher.presence(1, []))
    until(lambda: receiver.fan_out._comparison.is_due)
    receiver.compare()
    until(lambda: page.state["seq"] == 1)
    assert_current(store, page)


def test_a_heartbeat_contains_the_head_that_the_sockets_have_received(store, two):
    sender, receiver, page = two
    held_messages(store, sender, "a")
    receiver.hold()
    receiver.runtime.run(receiver.fan_out._comparison._send_heartbeats)
    head = {"epoch": store.session().epoch, "seq": 0}
    until(lambda: page.events)
    assert page.events == [["head", ["chairs", head]]]
    assert page.requests == 0 and receiver.outbox == []
