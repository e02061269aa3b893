"""Tests of repeated commands.

The server answers a repeated command with the stored answer, and the command has no second effect. The same is true
after a restart of the server, and for two equal commands that arrive at the same time.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.servers import Server
from tests.web.served_session import is_refused, make_served_session

KEY = "one-key-of-mine"


def test_a_repeated_command_returns_the_first_answer(served):
    first = served["ana"].command("ask", {"text": "Who decides?"}, KEY)
    served.act("approve", 1)
    served.act("take", 1)
    before = served.everything()["questions"]
    assert served["ana"].command("ask", {"text": "Who decides?"}, KEY) == first
    assert (
        served["ana"].request("PUT", f"/api/s/{served.code.lower()}/attendee/ask/{KEY}", {"text": "Who decides?"})
        == first
    )
    served["organiser"].command("pause")
    assert served["ana"].command("ask", {"text": "Who decides?"}, KEY) == first
    served["organiser"].command("open")
    assert served.everything()["questions"] == before
    assert len(served["ana"].read("own")[1]["questions"]) == 1


@pytest.mark.parametrize("act", ["wording", "set"])
def test_a_replay_hides_texts_that_the_booth_may_no_longer_see(served, act):
    number = served.ask("Call me at canary 555", language="en", group="media")
    served.act("approve", number)
    body = {"number": number, "language": "es", "text": "¿Quién decide?"}
    status, answer = served["booth"].command("translate", body, KEY)
    assert (status, answer["question"]["text"], answer["question"]["group"]) == (200, "Call me at canary 555", "media")
    if act == "wording":
        served.act("wording", number, text="May we call?", hide=True)
    else:
        served["organiser"].command("set", {"chatham_house_rule": True})
    assert served["booth"].command("translate", body, KEY) == (200, {"ok": True, "already": False})


def test_another_body_under_the_same_key_is_refused(served):
    served["ana"].command("ask", {"text": "Who decides?"}, KEY)
    before = served.everything()
    is_refused(served["ana"].command("ask", {"text": "Who decides now?"}, KEY), 409, "key.reused")
    is_refused(served["ana"].command("ask", {"text": "Who decides?", "group": "media"}, KEY), 409, "key.reused")
    is_refused(served["ana"].command("ask", {"text": "x" * 5000}, KEY), 409, "key.reused")
    assert served.everything() == before


def test_another_act_with_the_same_body_is_another_command(served):
    """Check that `unvote` with the idempotency key of a vote is refused as `key.reused`.

    The server must not return the stored answer to the vote.
    """
    mine, other = served.ask(), served.asked_and("approve", who="ben")
    assert served["ana"].command("vote", {"number": other}, KEY)[0] == 200
    is_refused(served["ana"].command("unvote", {"number": other}, KEY), 409, "key.reused")
    assert served["ana"].command("withdraw", {"number": mine}, KEY + "-w")[0] == 200
    served["organiser"].command("pause", {}, KEY)
    is_refused(served["organiser"].command("close", {}, KEY), 409, "key.reused")
    assert served["organiser"].read("state")[1]["phase"] == "paused"


def test_keys_are_unique_per_attendee_and_seat(served):
    for who in ("ana", "ben"):
        assert served[who].command("ask", {"text": f"From {who}?"}, KEY)[0] == 201
    for seat, number in (("chair/a", 1), ("chair/b", 2)):
        status, answer = served[seat].command("approve", {"number": number, "version": 1}, KEY)
        assert (status, answer["already"], answer["question"]["number"]) == (200, False, number)


def test_keys_are_unique_per_session(server, served):
    other = make_served_session(server)
    for session in (served, other):
        assert session["ana"].command("ask", {"text": f"In {session.code}?"}, KEY)[1]["question"]["number"] == 1


def test_a_refusal_is_not_stored(served):
    number = served.ask()
    served["organiser"].command("pause")
    is_refused(served["ana"].command("ask", {"text": "Again?"}, KEY), 409, "phase.not_allowed")
    served["organiser"].command("open")
    assert served["ana"].command("ask", {"text": "Something else?"}, KEY)[0] == 201
    assert served.seen(number)["status"] == "pending"


def without_seq(response: tuple[int, dict]) -> tuple[int, dict]:
    """Return the answer without `seq`.

    The answer to a repeated command has no `seq`, because a repeated command changes no stream.
    """
    status, answer = response
    assert answer["seq"].keys() == {"chairs"}
    return status, {name: value for name, value in answer.items() if name != "seq"}


def test_a_replayed_act_of_a_chair_has_no_second_effect(served):
    number = served.ask()
    first = served.chair.command("approve", {"number": number, "version": 1}, KEY)
    served.act("decline", number, "chair/b", reason="off_topic")
    assert served.chair.command("approve", {"number": number, "version": 1}, KEY) == without_seq(first)
    assert served.seen(number)["status"] == "declined"


def test_a_repeated_undo_or_advance_has_one_effect(served):
    for _ in range(3):
        served.asked_and("approve")
    first = served.chair.command("advance", {"live": None, "next": None}, KEY)
    assert served.chair.command("advance", {"live": None, "next": None}, KEY) == without_seq(first)
    undone = served.chair.command("undo", {}, KEY + "-undo")
    assert served.chair.command("undo", {}, KEY + "-undo") == without_seq(undone)
    assert {view["status"] for view in served.chair.read("snapshot")[1]["put"]} == {"approved"}


def test_twenty_times_the_same_question_at_once_is_one_question(served):
    ana = served["ana"]
    ana.read("own")
    with ThreadPoolExecutor(20) as crowd:
        answers = list(crowd.map(lambda _: ana.command("ask", {"text": "Only once?"}, KEY), range(20)))
    assert {status for status, _ in answers} == {201}
    assert {answer["question"]["number"] for _, answer in answers} == {1}
    assert len(served.chair.read("snapshot")[1]["put"]) == 1


def test_a_closed_session_replays_nothing(served):
    served["ana"].command("ask", {"text": "Who decides?"}, KEY)
    served["organiser"].command("close")
    is_refused(served["ana"].command("ask", {"text": "Who decides?"}, KEY), 409, "phase.not_allowed", phase="closed")


@pytest.mark.parametrize("farewell", ["stop", "kill"])
@pytest.mark.parametrize("mode", ["eventlet", "threading"])
def test_answers_cookies_and_links_survive_a_restart(tmp_path, mode, farewell):
    server = Server(tmp_path / "data", mode).start()
    try:
        ana, chair, links = server.client(), server.client("chair/a"), server.links
        first = ana.command("ask", {"text": "Who decides?"}, KEY)
        approved = chair.command("approve", {"number": 1, "version": 1}, KEY)
        epoch = chair.read("snapshot")[1]["epoch"]
        getattr(server, farewell)()
        server.start()
        assert ana.command("ask", {"text": "Who decides?"}, KEY) == first
        is_refused(ana.command("ask", {"text": "Who decides now?"}, KEY), 409, "key.reused")
        assert chair.command("approve", {"number": 1, "version": 1}, KEY) == without_seq(approved)
        assert server.links == links
        snapshot = chair.read("snapshot")[1]
        assert snapshot["epoch"] != epoch
        assert [view["number"] for view in snapshot["put"]] == [1]
    finally:
        server.stop()


def test_the_body_hash_is_useless_without_the_server_key(served):
    body = {"text": "Who decides?", "name": "Ana Sol"}
    served["ana"].command("ask", body, KEY)
    with closing(sqlite3.connect(f"file:{served.server.data_dir / 'open-floor.db'}?mode=ro", uri=True)) as database:
        [stored] = database.execute(
            "SELECT body_hash FROM commands JOIN sessions ON sessions.id = session WHERE code = ? AND key = ?",
            [served.code, KEY],
        ).fetchone()
    tried = json.dumps(["ask", body], sort_keys=True).encode()
    assert stored != hashlib.sha256(tried).digest() and stored == hmac.digest(
        (served.server.data_dir / "secret.key").read_bytes(), tried, "sha256"
    )
