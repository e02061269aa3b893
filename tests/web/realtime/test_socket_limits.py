"""Tests of the limits of sockets: sockets per cookie, messages per cookie, and sockets without a seat."""

from __future__ import annotations

import pytest

from moderation.web.realtime.limited_socket import LimitedSocket
from moderation.web.realtime.socket_limits import (
    MESSAGES_PER_MINUTE,
    MOST_ANONYMOUS,
    MOST_SOCKETS,
    SEAT_SECONDS,
    STAFF_FACTOR,
    SUBSCRIBES_PER_MINUTE,
    Owner,
    SocketLimits,
)

ANA, BEN, CHAIR = Owner("ana", False), Owner("ben", False), Owner("1:chair.a:1", True)


class Connection(LimitedSocket):
    """A connection that records when it is closed."""

    def __init__(self, limits):
        self.limits, self.closed = limits, False

    def close(self, wait=True, abort=False, reason=None):
        self.limits.closed(self)
        self.closed = True


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def limits(clock):
    return SocketLimits(clock)


def opened(limits, *owners):
    connection = Connection(limits)
    assert limits.open(connection, owners)
    return connection


def seated(limits, owner):
    connection = opened(limits, owner)
    assert limits.seat(connection, owner)
    return connection


@pytest.mark.parametrize(("owner", "most"), [(ANA, MOST_SOCKETS), (CHAIR, MOST_SOCKETS * STAFF_FACTOR)])
def test_the_fifth_socket_of_a_cookie_is_refused_until_another_closes(limits, owner, most):
    tabs = [seated(limits, owner) for _ in range(most)]
    assert not limits.open(Connection(limits), (owner,))
    assert limits.open(Connection(limits), (BEN,))
    tabs[0].close()
    tabs[0].close()
    opened(limits, owner)
    assert not limits.open(Connection(limits), (owner,))


def test_with_cookies_of_several_seats_the_socket_counts_for_the_seat_that_it_takes(limits):
    for _ in range(MOST_SOCKETS):
        assert limits.seat(opened(limits, ANA, CHAIR), ANA)
    fifth = opened(limits, ANA, CHAIR)
    assert not limits.seat(fifth, ANA)
    assert limits.seat(fifth, CHAIR)


def test_a_repeated_subscribe_counts_once(limits):
    tab = seated(limits, ANA)
    for _ in range(MOST_SOCKETS):
        assert limits.seat(tab, ANA)
    for _ in range(MOST_SOCKETS - 1):
        seated(limits, ANA)


def test_a_socket_that_was_closed_meanwhile_takes_no_seat(limits):
    gone = opened(limits, ANA, BEN)
    gone.close()
    assert limits.seat(gone, ANA)
    for _ in range(MOST_SOCKETS):
        seated(limits, ANA)


def test_sockets_without_a_seat_are_closed_after_ten_seconds(limits, clock):
    early = [opened(limits), opened(limits, ANA), seated(limits, BEN)]
    clock.now = 1.0
    late = opened(limits)
    clock.now = SEAT_SECONDS - 0.1
    limits.sweep()
    assert [connection.closed for connection in (*early, late)] == [False, False, False, False]
    clock.now = SEAT_SECONDS
    limits.sweep()
    assert [connection.closed for connection in (*early, late)] == [True, True, False, False]


def test_a_new_anonymous_socket_closes_the_oldest(limits):
    limits.descriptors = 100_000
    known, anonymous = opened(limits, ANA), [opened(limits) for _ in range(MOST_ANONYMOUS)]
    opened(limits)
    assert [connection.closed for connection in anonymous] == [True] + [False] * (MOST_ANONYMOUS - 1)
    assert not known.closed


def test_sockets_without_a_seat_use_half_of_the_free_descriptors_and_anonymous_ones_leave_first(limits):
    limits.descriptors = 20
    attendees = [seated(limits, Owner(str(number), False)) for number in range(10)]
    anonymous = [opened(limits) for _ in range(2)]
    known = [opened(limits, Owner(f"known {number}", False)) for number in range(6)]
    assert [connection.closed for connection in anonymous] == [True, True]
    assert [connection.closed for connection in known] == [True, False, False, False, False, False]
    assert not any(connection.closed for connection in attendees)
    for attendee in attendees:
        attendee.close()
    further = [opened(limits, Owner(f"more {number}", False)) for number in range(5)]
    assert not any(connection.closed for connection in further)


@pytest.mark.parametrize(
    ("allowance", "per_minute"),
    [(SocketLimits.wait_for_message, MESSAGES_PER_MINUTE), (SocketLimits.wait_for_subscribe, SUBSCRIBES_PER_MINUTE)],
)
def test_the_allowance_belongs_to_the_cookie(limits, clock, allowance, per_minute):
    tabs, ben, chair = [opened(limits, ANA), opened(limits, ANA)], opened(limits, BEN), opened(limits, CHAIR)
    waits = [allowance(limits, tabs[turn % 2]) for turn in range(per_minute + 1)]
    assert waits == [0.0] * per_minute + [60 / per_minute]
    assert [allowance(limits, ben) for _ in range(per_minute)] == [0.0] * per_minute
    assert [allowance(limits, chair) for _ in range(per_minute * STAFF_FACTOR)] == [0.0] * per_minute * STAFF_FACTOR
    assert allowance(limits, chair) > 0
    clock.now = 60.0
    assert [allowance(limits, tabs[0]) for _ in range(per_minute)] == [0.0] * per_minute
    assert allowance(limits, tabs[1]) > 0


def test_with_cookies_of_several_seats_each_allowance_can_be_used(limits):
    laptop = opened(limits, ANA, CHAIR)
    waits = [limits.wait_for_message(laptop) for _ in range(MESSAGES_PER_MINUTE * (STAFF_FACTOR + 1) + 1)]
    assert [bool(wait) for wait in waits] == [False] * (len(waits) - 1) + [True]


def test_an_anonymous_socket_has_an_allowance_of_its_own(limits):
    first, second = opened(limits), opened(limits)
    waits = [limits.wait_for_message(first) for _ in range(MESSAGES_PER_MINUTE + 1)]
    assert waits == [0.0] * MESSAGES_PER_MINUTE + [60.0]
    assert limits.wait_for_message(second) == 0.0


def test_the_socket_of_a_staff_seat_is_closed_when_its_login_ends(limits, clock):
    chair, booth, ana = opened(limits, CHAIR), opened(limits, CHAIR), opened(limits, ANA)
    assert limits.seat(chair, CHAIR, 100.0) and limits.seat(booth, CHAIR, 200.0) and limits.seat(ana, ANA)
    for now, closed in ((99.0, (False, False)), (100.0, (True, False)), (200.0, (True, True))):
        clock.now = now
        limits.sweep()
        assert (chair.closed, booth.closed, ana.closed) == (*closed, False)


def test_a_second_seat_does_not_extend_the_first_login(limits, clock):
    booth = Owner("1:booth:1", True)
    earlier_first, later_first = opened(limits, CHAIR, booth), opened(limits, CHAIR, booth)
    assert limits.seat(earlier_first, CHAIR, 100.0) and limits.seat(earlier_first, booth, 200.0)
    assert limits.seat(later_first, booth, 200.0) and limits.seat(later_first, CHAIR, 100.0)
    for now, closed in ((99.0, False), (100.0, True)):
        clock.now = now
        limits.sweep()
        assert (earlier_first.closed, later_first.closed) == (closed, closed)
