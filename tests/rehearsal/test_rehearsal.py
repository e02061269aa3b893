"""The rehearsal's accounting: every fault that a server can have must show in the report."""

from __future__ import annotations

import asyncio
import json

import pytest

from moderation import rehearsal
from moderation.rehearsal import CannotRehearse, Options, chairs, conductor, follower, listen, outbox, report
from tests.rehearsal.fake_server import FakeFloor, serve

LINES = [{"text": f"Who pays for measure {number}?", "language": "en", "group": "media"} for number in range(12)]


@pytest.fixture(autouse=True)
def brisk(monkeypatch):
    """The same rehearsal with shorter waits."""
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


def play(questions, floor, **options) -> dict:
    """Rehearse at the fake floor with four phones; the report."""

    async def both():
        async with serve(floor) as url:
            return await rehearsal.rehearse(
                Options(url, "PANEL", questions, **({"attendees": 4, "rate": 60} | options))
            )

    return asyncio.run(both())


def fates(told) -> dict:
    """The part of a report that must add up, with what must be 0 in a good rehearsal."""
    names = ("sent", "acknowledged", "refused", "lost", "unanswered", "duplicated", "missed")
    return {name: told[name] for name in names}


GOOD = {"sent": 12, "acknowledged": 12, "refused": {}, "lost": 0, "unanswered": 0, "duplicated": 0, "missed": 0}


def test_a_good_floor_loses_nothing_and_is_measured(questions, links):
    told = play(questions, FakeFloor(), links=links, votes=20, seconds=0.2)
    assert fates(told) == GOOD
    assert report.accounts_for_all(told) and report.accounts_for_all(told["votes"])
    assert {name: sorted(told[name]) for name in ("ack_ms", "to_chairs_ms", "to_floor_ms")} == dict.fromkeys(
        ("ack_ms", "to_chairs_ms", "to_floor_ms"), ["p50", "p95", "p99"]
    )
    assert told["bytes_per_attendee"] > 0
    assert (told["seed"], told["options"]["rate"]) == (1, 60)
    assert told["chairs"]["acts"]["approve"] > 0


def test_without_co_chairs_what_cannot_be_measured_is_null(questions):
    told = play(questions, FakeFloor())
    assert fates(told) == GOOD
    assert (told["to_chairs_ms"], told["to_floor_ms"], told["chairs"]) == (None, None, None)


def test_answers_cut_off_are_asked_for_again_with_the_same_key(questions, links):
    floor = FakeFloor({"cut"})
    told = play(questions, floor, links=links)
    assert fates(told) == GOOD
    assert len(floor.attempts) > len(set(floor.attempts)) == 12


def test_a_question_acknowledged_and_not_kept_is_lost(questions, links):
    told = play(questions, FakeFloor({"forget"}), links=links)
    assert fates(told) == GOOD | {"acknowledged": 11, "lost": 1}


def test_a_vote_acknowledged_and_not_kept_is_lost(questions, links):
    told = play(questions, FakeFloor({"forget"}), links=links, votes=60, rate=12)
    assert told["votes"]["lost"] == told["votes"]["sent"] - told["votes"]["acknowledged"] > 0


def test_a_question_kept_twice_is_duplicated(questions, links):
    told = play(questions, FakeFloor({"twice"}), links=links)
    assert (told["duplicated"], told["lost"]) == (1, 0)


def test_a_429_is_waited_for_and_is_no_loss(questions):
    floor = FakeFloor({"throttle"})
    told = play(questions, floor)
    assert fates(told) == GOOD
    assert told["throttled"] == 12
    assert len(set(floor.attempts)) == 12


def test_a_question_never_answered_is_unanswered(questions, monkeypatch):
    monkeypatch.setattr(conductor, "PATIENCE", 0.5)
    told = play(questions, FakeFloor({"silent"}), rate=30)
    assert told["unanswered"] == 1
    assert report.accounts_for_all(told)


def test_a_change_left_out_is_a_hole_that_is_filled(questions, links):
    told = play(questions, FakeFloor({"skip"}), links=links)
    assert fates(told) == GOOD
    assert told["links"]["holes"] == 1


def test_a_change_without_its_questions_is_missed(questions, links):
    told = play(questions, FakeFloor({"spoil"}), links=links)
    assert fates(told) == GOOD | {"missed": 1}


def test_a_refused_question_is_counted_by_its_code(tmp_path):
    path = tmp_path / "blank.jsonl"
    path.write_text('{"text": "  "}\n{"text": "Why?"}\n')
    assert play(path, FakeFloor())["refused"] == {"text.empty": 1}


def test_an_open_session_that_is_no_demo_is_left_alone(questions):
    floor = FakeFloor(demo=False)
    with pytest.raises(CannotRehearse, match="PANEL is open"):
        play(questions, floor)
    assert floor.questions == {}


def test_no_server_is_said_in_a_sentence(questions):
    with pytest.raises(CannotRehearse, match="No answer from the server"):
        asyncio.run(rehearsal.rehearse(Options("http://127.0.0.1:1", "PANEL", questions)))


def test_run_writes_the_report(questions, tmp_path, monkeypatch):
    async def told(options, progress):
        return {"sent": 0, "session": options.session}

    monkeypatch.setattr(rehearsal, "rehearse", told)
    rehearsal.run("http://panel.example", "PANEL", questions, report_path=tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text()) == {"sent": 0, "session": "PANEL"}


def test_another_epoch_makes_every_phone_take_the_snapshot():
    async def crowd():
        floor = FakeFloor()
        async with serve(floor) as url, await listen(url, "PANEL", 5, "en") as phones:
            view = {"number": 1, "status": "approved", "text": "Who?", "version": 1, "votes": 0}
            floor.questions[1] = view
            await floor.tell("floor.en", view)
            assert await phones.reach(1) == []
            floor.questions.clear()
            changed = [asyncio.Event() for _ in phones]
            for phone, event in zip(phones, changed, strict=True):
                phone.follower.on_change = lambda change, event=event: event.set()
            await floor.begin_anew()
            await asyncio.wait_for(asyncio.gather(*(event.wait() for event in changed)), 10)
            assert [(phone.follower.state["epoch"], phone.follower.state["questions"]) for phone in phones] == [
                ("e2", {})
            ] * 5

    asyncio.run(crowd())


def test_a_crowd_gets_every_change():
    async def crowd():
        floor = FakeFloor()
        async with serve(floor) as url, await listen(url, "PANEL", 30, "en") as phones:
            for number in range(1, 6):
                view = {"number": number, "status": "approved", "text": "Who?", "version": 1, "votes": 0}
                floor.questions[number] = view
                await floor.tell("floor.en", view)
            assert await phones.reach(5) == []
            assert {phone.follower.holes for phone in phones} == {0}
            assert len({id(phone.follower.state) for phone in phones}) == 1

    asyncio.run(crowd())
