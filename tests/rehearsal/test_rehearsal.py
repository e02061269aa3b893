"""Tests that the report of a rehearsal shows each kind of fault of a server."""

from __future__ import annotations

import asyncio
import json

import pytest

from moderation import rehearsal
from moderation.rehearsal import CannotRehearse, Options, chairs, conductor, follower, listen, outbox
from tests.rehearsal.fake_server import FakeServer, serve

LINES = [{"text": f"Who pays for measure {number}?", "language": "en", "group": "media"} for number in range(12)]


@pytest.fixture(autouse=True)
def short_waits(monkeypatch):
    """Shorten all waits of the simulated clients, so that the tests are fast."""
    monkeypatch.setattr(outbox, "RETRY_WAIT", (0.01, 0.02))
    monkeypatch.setattr(chairs, "READING", (0.0, 0.05))
    monkeypatch.setattr(follower, "HOLE_WAIT", (0.01, 0.05))
    monkeypatch.setattr(conductor, "SETTLE_WITHIN", 1)


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES), "utf-8")
    return path


@pytest.fixture
def links(tmp_path):
    path = tmp_path / "links.json"
    path.write_text(
        json.dumps({f"chair_{letter}": f"http://panel.example/s/PANEL/chair/{letter}#open-sesame" for letter in "ab"})
    )
    return path


def play(questions, fake, **options) -> dict:
    """Run a rehearsal with four attendees against the fake server. Return its report."""

    async def both():
        async with serve(fake) as url:
            return await rehearsal.rehearse(
                Options(url, "PANEL", questions, **({"attendees": 4, "rate": 60} | options))
            )

    return asyncio.run(both())


def outcomes(result) -> dict:
    """Return a part of the report: the number of commands by outcome, duplicated questions, and missed changes."""
    names = ("sent", "acknowledged", "refused", "lost", "unanswered", "duplicated", "missed")
    return {name: result[name] for name in names}


def accounts_for_all(part: dict) -> bool:
    """Return whether each sent command has exactly one outcome."""
    return part["sent"] == part["acknowledged"] + sum(part["refused"].values()) + part["lost"] + part["unanswered"]


GOOD = {"sent": 12, "acknowledged": 12, "refused": {}, "lost": 0, "unanswered": 0, "duplicated": 0, "missed": 0}


def test_a_correct_server_loses_nothing_and_is_measured(questions, links):
    result = play(questions, FakeServer(), links=links, votes=20, seconds=0.2)
    # Accept fewer than 12 sent questions, because a busy machine cannot send all of them in 0.2 s.
    sent = result["sent"]
    assert 0 < sent <= 12 and outcomes(result) == GOOD | {"sent": sent, "acknowledged": sent}
    assert accounts_for_all(result) and accounts_for_all(result["votes"])
    for name in ("ack_ms", "to_chairs_ms", "to_floor_ms"):
        assert sorted(result[name]) == ["p50", "p95", "p99"]
    assert result["bytes_per_attendee"] > 0
    assert (result["seed"], result["options"]["rate"]) == (1, 60)
    assert result["chairs"]["acts"]["approve"] > 0


def test_times_to_screens_are_null_without_co_chairs(questions):
    result = play(questions, FakeServer())
    assert outcomes(result) == GOOD
    assert (result["to_chairs_ms"], result["to_floor_ms"], result["chairs"]) == (None, None, None)


def test_a_command_without_an_answer_is_repeated_with_the_same_key(questions, links):
    fake = FakeServer({"cut"})
    result = play(questions, fake, links=links)
    assert outcomes(result) == GOOD
    assert len(fake.attempts) > len(set(fake.attempts)) == 12


def test_a_question_acknowledged_and_not_stored_is_lost(questions, links):
    result = play(questions, FakeServer({"forget"}), links=links)
    assert outcomes(result) == GOOD | {"acknowledged": 11, "lost": 1}


def test_a_vote_acknowledged_and_not_stored_is_lost(questions, links):
    result = play(questions, FakeServer({"forget"}), links=links, votes=60, rate=12)
    assert result["votes"]["lost"] == result["votes"]["sent"] - result["votes"]["acknowledged"] > 0


def test_a_question_stored_twice_is_duplicated(questions, links):
    result = play(questions, FakeServer({"twice"}), links=links)
    assert (result["duplicated"], result["lost"]) == (1, 0)


def test_a_question_refused_with_429_is_repeated_and_not_lost(questions):
    fake = FakeServer({"throttle"})
    result = play(questions, fake)
    assert outcomes(result) == GOOD
    assert result["throttled"] == 12
    assert len(set(fake.attempts)) == 12


def test_a_question_never_answered_is_unanswered(questions, monkeypatch):
    monkeypatch.setattr(conductor, "PATIENCE", 0.5)
    result = play(questions, FakeServer({"silent"}), rate=30)
    assert result["unanswered"] == 1
    assert accounts_for_all(result)


def test_a_change_that_was_not_sent_is_a_hole_and_is_fetched(questions, links):
    result = play(questions, FakeServer({"skip"}), links=links)
    assert outcomes(result) == GOOD
    assert result["links"]["holes"] == 1


def test_a_change_without_its_questions_is_missed(questions, links):
    result = play(questions, FakeServer({"spoil"}), links=links)
    assert outcomes(result) == GOOD | {"missed": 1}


def test_a_refused_question_is_counted_by_its_code(tmp_path):
    path = tmp_path / "blank.jsonl"
    path.write_text('{"text": "  "}\n{"text": "Why?"}\n')
    assert play(path, FakeServer())["refused"] == {"text.empty": 1}


def test_an_open_session_that_is_not_a_demo_is_refused(questions):
    fake = FakeServer(demo=False)
    with pytest.raises(CannotRehearse, match="PANEL is open"):
        play(questions, fake)
    assert fake.questions == {}


def test_an_unreachable_server_is_reported_in_a_sentence(questions):
    with pytest.raises(CannotRehearse, match="No answer from the server"):
        asyncio.run(rehearsal.rehearse(Options("http://127.0.0.1:1", "PANEL", questions)))


def test_run_writes_the_report(questions, tmp_path, monkeypatch):
    async def result(options, progress):
        return {"sent": 0, "session": options.session}

    monkeypatch.setattr(rehearsal, "rehearse", result)
    rehearsal.run("http://panel.example", "PANEL", questions, report_path=tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text()) == {"sent": 0, "session": "PANEL"}


def test_every_attendee_loads_the_snapshot_of_a_new_epoch():
    async def crowd():
        fake = FakeServer()
        async with serve(fake) as url, await listen(url, "PANEL", 5, "en") as attendees:
            view = {"number": 1, "status": "approved", "text": "Who?", "version": 1, "votes": 0}
            fake.questions[1] = view
            await fake.publish("floor.en", view)
            assert await attendees.reach(1) == []
            fake.questions.clear()
            changed = [asyncio.Event() for _ in attendees]
            for attendee, event in zip(attendees, changed, strict=True):
                attendee.follower.on_change = lambda change, event=event: event.set()
            await fake.begin_epoch()
            await asyncio.wait_for(asyncio.gather(*(event.wait() for event in changed)), 10)
            assert [
                (attendee.follower.state["epoch"], attendee.follower.state["questions"]) for attendee in attendees
            ] == [("e2", {})] * 5

    asyncio.run(crowd())


def test_every_attendee_of_a_crowd_gets_every_change():
    async def crowd():
        fake = FakeServer()
        async with serve(fake) as url, await listen(url, "PANEL", 30, "en") as attendees:
            for number in range(1, 6):
                view = {"number": number, "status": "approved", "text": "Who?", "version": 1, "votes": 0}
                fake.questions[number] = view
                await fake.publish("floor.en", view)
            assert await attendees.reach(5) == []
            assert {attendee.follower.holes for attendee in attendees} == {0}
            assert len({id(attendee.follower.state) for attendee in attendees}) == 1

    asyncio.run(crowd())
