"""The faults of a cluster. Each function causes one fault and raises Violated if the cluster breaks a guarantee.

test_cluster.py calls these functions on the product. test_broken.py calls them on builds that are broken on purpose.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from tests.cluster import engines
from tests.cluster.local import LocalCluster
from tests.cluster.rehearsal import ATTENDEES, NO_LOSSES, RunningRehearsal, losses
from tests.cluster.sessions import make_session
from tests.faults.violations import Violated, require
from tests.servers import Client
from tests.web.served_session import ServedSession
from tests.web.socket_client import SocketClient

SECONDS = 8
ANSWER_SECONDS = 6
"""While one process is frozen, another process must answer a command within this number of seconds.

The frozen process loses its locks after 2 s; the rest is a reserve.
"""
ARRIVAL_SECONDS = 8
"""Maximum seconds until the pages have received changes. This is less than the 10 s between two regular comparisons
with the store.
"""
NO_EPOCH = "a start begins no new epoch"


def epoch(cluster: LocalCluster) -> str:
    return cluster.postgres.sql("SELECT epoch FROM sessions WHERE code = 'CYB421'")


def count_questions(cluster: LocalCluster) -> int:
    return int(cluster.postgres.sql("SELECT count(*) FROM questions"))


def wait_until(condition: Callable[[], object], invariant: str = "the rehearsal goes on", seconds: float = 60) -> None:
    """Wait until the condition is true. Raise Violated after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        require(time.monotonic() < deadline, f"not within {seconds} s: {invariant}")
        time.sleep(0.1)


@contextmanager
def running_rehearsal(cluster: LocalCluster, seconds: float = SECONDS) -> Iterator[dict[str, Any]]:
    """Run a rehearsal during the `with` block. The block begins after the rehearsal's first questions. At the end,
    require that nothing is lost.

    Yield a dictionary that contains the rehearsal's report after the end of the block.
    """
    asked = count_questions(cluster)
    rehearsal = RunningRehearsal(cluster, seconds)
    wait_until(lambda: count_questions(cluster) >= asked + 5)
    report: dict[str, Any] = {}
    yield report
    report |= rehearsal.report()
    for figure, number in losses(report).items():
        require(number == NO_LOSSES[figure], f"nothing is lost: {figure} {number}")


def kill_a_process(cluster: LocalCluster, is_usual: bool) -> None:
    """Kill one process during a rehearsal, then start it again.

    If `is_usual`, kill the process that usually executes the commands; otherwise, kill another process. Require that
    commands are executed by a process that still runs. Require that the phones of all other processes stay connected,
    and that no new epoch begins.
    """
    before = epoch(cluster)
    with running_rehearsal(cluster) as report:
        writer = cluster.usual_writer()
        killed = writer if is_usual else (writer + 1) % len(cluster.ports)
        cluster.kill(killed)
        require(cluster.usual_writer() != killed, "another process executes the commands")
        cluster.start(killed)
    require(0 < report["links"]["reconnects"] < ATTENDEES, "the phones of the other processes stay connected")
    require(epoch(cluster) == before, NO_EPOCH)


def restart_all(cluster: LocalCluster) -> None:
    """Restart all processes, one at a time: start each process again before the next one is stopped."""
    before = epoch(cluster)
    with running_rehearsal(cluster, 2 * SECONDS):
        for number in range(len(cluster.ports)):
            cluster.stop(number)
            cluster.start(number)
    require(epoch(cluster) == before, NO_EPOCH)


def kill_redis(cluster: LocalCluster) -> None:
    """Kill Redis during a rehearsal, and then start an empty Redis."""
    with running_rehearsal(cluster):
        asked = count_questions(cluster)
        cluster.kill_redis()
        wait_until(lambda: count_questions(cluster) >= asked + 10)
        cluster.start_redis()


def stop_redis(cluster: LocalCluster) -> None:
    """Freeze Redis. Require that commands are answered. Require that pages on another process get the changes by their
    sockets, without a GET request.
    """
    served = make_session(cluster)
    served.ask()
    with followed(served, 1 - cluster.usual_writer(served.code)) as pages:
        cluster.redis.send_signal(signal.SIGSTOP)
        try:
            reads = stream_reads(cluster)
            began = time.monotonic()
            for number in range(2, 6):
                require(served.ask(who=f"asker {number}") == number, "the command is stored")
            require(time.monotonic() - began < ANSWER_SECONDS, "commands are answered while Redis is frozen")
            pages.wait_for(range(2, 6))
            require(stream_reads(cluster) == reads, "no page reads a stream")
        finally:
            cluster.redis.send_signal(signal.SIGCONT)


def lose_messages(cluster: LocalCluster) -> None:
    """Require that pages get all changes over their sockets, without a GET request.

    test_broken.py calls this function on a build whose Redis loses and swaps messages between the processes.
    """
    served = make_session(cluster)
    served.ask()
    with followed(served, 1 - cluster.usual_writer(served.code)) as pages:
        reads = stream_reads(cluster)
        for number in range(2, 22):
            served.ask(who=f"asker {number}")
        pages.wait_for(range(2, 22))
        require(stream_reads(cluster) == reads, "no page reads a stream")


def freeze_the_writer(cluster: LocalCluster) -> None:
    """Freeze the process that has the session's lock.

    Require that another process stores a command. Require that the frozen process, once it continues, stores its own
    command after the command of the other process, and only once.
    """
    served = make_session(cluster)
    served.ask()
    frozen = cluster.usual_writer(served.code)
    asker, other = on(served, frozen), on(served, 1 - frozen)
    body, key = {"text": "Does the frozen process still store this?"}, "frozen-key-1"
    answers: list[tuple[int, Any]] = []

    def ask() -> None:
        try:
            answers.append(asker.command("ask", body, key))
        except OSError:
            answers.append((0, None))  # The process has not answered in time.

    asking = threading.Thread(target=ask)
    try:
        # The table lock stops the transaction of `ask` at a point where this transaction already has the session's
        # lock. So the frozen process has the session's lock.
        with psycopg.connect(cluster.postgres.url) as connection:
            connection.execute("LOCK TABLE log IN SHARE MODE")
            asking.start()
            wait_until(lambda: cluster.postgres.sql("SELECT count(*) FROM pg_locks WHERE NOT granted") != "0")
            cluster.processes[frozen].send_signal(signal.SIGSTOP)
        began = time.monotonic()
        try:
            status = other.command("ask", {"text": "Who goes on?"})[0]
        except OSError:
            status = 0  # The process has not answered in time.
        is_late = time.monotonic() - began > ANSWER_SECONDS
        require(status == 201 and not is_late, "another process stores a command")
    finally:
        cluster.processes[frozen].send_signal(signal.SIGCONT)
    asking.join()
    require(answers[0][0] in (0, 201), "the command of the frozen process is stored")
    status, answer = asker.command("ask", body, key)
    require(status == 201 and answer["question"]["number"] == 3, "a late transaction begins again")
    stored = f"SELECT count(*) FROM questions JOIN sessions ON sessions.id = session WHERE code = '{served.code}'"
    require(cluster.postgres.sql(stored) == "3", "each command is stored once")


def lose_commits(cluster: LocalCluster) -> None:
    """Lose the COMMIT of a command and the answer to a COMMIT, alternately. This needs a cluster with `commits`, the
    proxy between the processes and PostgreSQL.
    """
    served = make_session(cluster)
    assert cluster.commits is not None
    for number in range(1, 9):
        cluster.commits.fault = "command" if number % 2 else "answer"
        asker, key, body = served.client(), f"lost-commit-{number}", {"text": f"Who stores question {number}?"}
        status = asker.command("ask", body, key)[0]
        if status != 201:
            status = asker.command("ask", body, key)[0]
        require(status == 201, "a refused command can be repeated")
        texts = f"SELECT count(*) FROM questions WHERE text = 'Who stores question {number}?'"
        require(cluster.postgres.sql(texts) == "1", "an acknowledged command is stored once")


def restore_a_dump(cluster: LocalCluster) -> None:
    """Stop all processes, restore an older dump, and start all processes. Require that each session has a new epoch."""
    before = epoch(cluster)
    dump = cluster.postgres.dump()
    make_session(cluster).ask()
    for number in range(len(cluster.ports)):
        cluster.stop(number)
    cluster.stop_worker()
    cluster.postgres.restore(dump)
    for number in range(len(cluster.ports)):
        cluster.start(number)
    cluster.worker = cluster.start_worker()
    require(epoch(cluster) != before, "a restored dump begins new epochs")


def revoke_a_seat(cluster: LocalCluster) -> None:
    """Revoke a seat's link by the command line. Require that each process disconnects this seat's pages."""
    served = make_session(cluster)
    sockets = [SocketClient(on(served, process, "booth")) for process in range(len(cluster.ports))]
    for socket in sockets:
        socket.subscribe()
    cluster.command_line("revoke", "booth", "--session", served.code)
    require_closed(sockets, "seat.unknown")


def purge_a_session(cluster: LocalCluster) -> None:
    """Purge a session by the command line. Require three effects: its pages are disconnected, no process serves its
    texts, and its rows are deleted.
    """
    served = make_session(cluster)
    served.asked_and("approve", text="A canary: who forgets this?")
    people = [on(served, process) for process in range(len(cluster.ports))]
    sockets = [SocketClient(person) for person in people]
    for socket in sockets:
        socket.subscribe()
    cluster.command_line("close", served.code)
    cluster.command_line("purge", served.code, "--yes")
    require_closed(sockets, "session.unknown")
    for person in people:
        status, page = person.request("GET", f"/s/{served.code}")
        require(status == 404 and "canary" not in page, "no process serves a purged text")
    stored = "SELECT count(*) FROM questions WHERE text = 'A canary: who forgets this?'"
    require(cluster.postgres.sql(stored) == "0", "no row of a purged session is left")


def on(served: ServedSession, process: int, seat: str = "attendee") -> Client:
    """Return a client of a seat. Its requests and its socket go to the server process with the number `process`."""
    return served.client(seat, headers={engines.CHOICE: str(process)})


def require_closed(sockets: list[SocketClient], code: str) -> None:
    """Require that each socket receives `gone` with this code and is closed."""
    deadline = time.monotonic() + ARRIVAL_SECONDS
    try:
        for socket in sockets:
            name = ""
            while name != "gone":
                require(time.monotonic() < deadline, f"every page is told {code}")
                name, body = socket.next_event()
            require(body == {"code": code}, f"every page is told {code}")
            require(socket.wait_until_closed() == [], f"a page is disconnected after it was told {code}")
    except TimeoutError:
        raise Violated(f"every page is told {code}") from None
    finally:
        for socket in sockets:
            socket.close()


def stream_reads(cluster: LocalCluster) -> int:
    """Return the number of requests that have read a stream."""
    lines = (cluster.folder / "requests.log").read_text().splitlines()
    return sum(line.startswith("GET ") and line.endswith(("/snapshot", "/changes")) for line in lines)


class FollowedPages:
    """Two pages of chair A on one process, and the changes that they have received."""

    def __init__(self, served: ServedSession, process: int):
        self.sockets = [SocketClient(on(served, process, "chair/a")) for _ in range(2)]
        self.heads = [socket.subscribe()["seq"] for socket in self.sockets]

    def wait_for(self, numbers: Iterable[int]) -> None:
        """Wait until both pages have received these questions. The changes must have no gap."""
        deadline = time.monotonic() + ARRIVAL_SECONDS
        for place, socket in enumerate(self.sockets):
            missing = set(numbers)
            while missing:
                require(time.monotonic() < deadline, "every page receives every change")
                try:
                    name, body = socket.next_event()
                except TimeoutError:
                    continue
                if name != "change":
                    continue
                _stream, change = body
                require(change["after"] <= self.heads[place], "changes have no gap")
                self.heads[place] = max(self.heads[place], change["seq"])
                missing -= {view["number"] for view in change["put"]}


@contextmanager
def followed(served: ServedSession, process: int) -> Iterator[FollowedPages]:
    """Yield two pages of chair A. Their sockets are connected to the server process with the number `process`."""
    pages = FollowedPages(served, process)
    try:
        yield pages
    finally:
        for socket in pages.sockets:
            socket.close()
