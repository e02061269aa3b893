"""Tests of the acts of two co-chairs over HTTP: the effect of each act, and the data of each refusal, such as the
question's current state.
"""

from __future__ import annotations

import pytest

from tests.web.served_session import is_refused, make_served_session

CHAIR_VIEW = {
    "number",
    "status",
    "text",
    "to",
    "language",
    "direction",
    "group",
    "name",
    "votes",
    "language_source",
    "unsure",
    "looks_like",
    "region",
    "topic",
    "version",
    "by",
    "changed_at",
    "asked_at",
    "live_at",
    "reason",
    "reason_number",
    "first",
    "reworded_from",
    "asker_edited",
    "show_name",
    "machine",
    "translations",
    "edited",
    "asked",
    "merged",
    "hides",
    "lead",
    "aloud",
    "source",
    "muted",
    "held",
    "flags",
    "similar",
}
TOPICS = [{"key": key, "label": {"en": key.title()}} for key in ("access", "rights")]
REACHED = {
    "pending": (),
    "approved": ("approve",),
    "next": ("approve", "set_next"),
    "live": ("approve", "take"),
    "answered": ("approve", "take", "answer"),
    "declined": ("decline",),
}
ALLOWED = {
    "approve": {"pending"},
    "decline": {"pending", "approved", "next", "live"},
    "reconsider": {"declined"},
    "set_next": {"approved"},
    "take": {"approved", "next"},
    "put_back": {"live", "next"},
    "answer": {"live"},
    "bring_back": {"answered"},
}
WISHED = {
    "approve": "approved",
    "decline": "declined",
    "reconsider": "pending",
    "set_next": "next",
    "take": "live",
    "put_back": "approved",
    "answer": "answered",
    "bring_back": "live",
}


@pytest.mark.parametrize("act", ALLOWED)
@pytest.mark.parametrize("status", REACHED)
def test_every_act_in_every_status(served, act, status):
    number = served.asked_and(*REACHED[status])
    before, seen = served.everything(), served.seen(number)
    got, answer = served["chair/b"].command(
        act, {"number": number, "version": seen["version"]} | ({"reason": "off_topic"} if act == "decline" else {})
    )
    if status == WISHED[act]:
        assert (got, answer["already"], answer["question"]) == (200, True, seen)
        assert served.everything() == before
    elif status in ALLOWED[act]:
        assert (got, answer["already"], answer["question"]["status"]) == (200, False, WISHED[act])
        assert set(answer["question"]) == CHAIR_VIEW
        assert (answer["question"]["by"], answer["question"]["version"]) == ("chair.b", seen["version"] + 1)
        assert served.seen(number) == answer["question"]
    else:
        is_refused((got, answer), 409, "act.not_allowed", act=act, status=status, question=seen)
        assert served.everything() == before


@pytest.mark.parametrize("act", [act for act in ALLOWED if act != "bring_back"])
def test_a_stale_version_is_refused_with_who_when_and_the_present_state(served, act):
    number = served.ask()
    version = served.seen(number)["version"]
    served.act("set_language", number, "chair/b", language="fr")
    before, seen = served.everything(), served.seen(number)
    body = {"number": number, "version": version} | ({"reason": "off_topic"} if act == "decline" else {})
    if act == "reconsider":
        assert served.chair.command(act, body)[1]["already"] is True
        return
    is_refused(
        served.chair.command(act, body), 409, "question.stale", by="chair.b", at=seen["changed_at"], question=seen
    )
    assert served.everything() == before


def test_a_command_for_the_present_state_is_no_error_whatever_the_version(served):
    number = served.ask()
    version = served.seen(number)["version"]
    first = served.chair.command("approve", {"number": number, "version": version})
    second = served["chair/b"].command("approve", {"number": number, "version": version})
    assert (first[0], first[1]["already"], second[0], second[1]["already"]) == (200, False, 200, True)
    assert second[1]["question"] == first[1]["question"]


@pytest.mark.parametrize("act", [*ALLOWED, "set_language", "move"])
def test_an_unknown_question(served, act):
    before = served.everything()
    body = {"number": 7, "version": 1} | {"decline": {"reason": "off_topic"}, "set_language": {"language": "fr"}}.get(
        act, {}
    )
    is_refused(
        served.chair.command(act, {"number": 7, "after": 0} if act == "move" else body),
        404,
        "question.unknown",
        number=7,
    )
    assert served.everything() == before


def test_approve_after_a_given_number(served):
    first, second = served.asked_and("approve"), served.asked_and("approve")
    top, middle, end = (served.ask() for _ in range(3))
    served.act("approve", top, after=0)
    served.act("approve", middle, after=first)
    served.act("approve", end)
    assert served.chair.read("snapshot")[1]["queue"] == [top, first, middle, second, end]
    lost = served.ask()
    before = served.everything()
    is_refused(
        served.chair.command("approve", {"number": lost, "version": 1, "after": 99}), 409, "move.left_queue", number=99
    )
    assert served.everything() == before


def test_decline_with_each_reason_and_with_invalid_ones(served):
    number, other = served.ask(), served.ask("The first of its kind?")
    before = served.everything()
    is_refused(
        served.chair.command("decline", {"number": number, "version": 1, "reason": "boring"}),
        400,
        "reason.unknown",
        field="reason",
    )
    is_refused(
        served.chair.command("decline", {"number": number, "version": 1, "reason": "duplicate", "reason_number": 99}),
        404,
        "question.unknown",
        number=99,
    )
    assert served.everything() == before
    view = served.act("decline", number, reason="duplicate", reason_number=other)["question"]
    assert (view["reason"], view["reason_number"]) == ("duplicate", other)
    mine = next(view for view in served["ana"].read("own")[1]["questions"] if view["number"] == number)
    assert str(other) in mine["reason_text"] and mine["can_reword"]


def test_decline_several_all_or_none(served):
    first, second, third = (served.ask(f"{n}?") for n in range(3))
    served.act("set_language", third, "chair/b", language="fr")
    seen = [{"number": number, "version": 1} for number in (first, second, third)]
    before = served.everything()
    is_refused(
        served.chair.command("decline", {"reason": "off_topic", "questions": seen}),
        409,
        "question.stale",
        by="chair.b",
        question=served.seen(third),
    )
    assert served.everything() == before
    seen[2]["version"] = 2
    status, answer = served.chair.command("decline", {"reason": "off_topic", "questions": seen})
    assert (status, answer["already"], [view["status"] for view in answer["questions"]]) == (
        200,
        False,
        ["declined"] * 3,
    )
    assert served.chair.command("undo")[1]["numbers"] == [first, second, third]
    assert {served.seen(number)["status"] for number in (first, second, third)} == {"pending"}


def test_move_without_a_version(served):
    first, second, third = (served.asked_and("approve") for _ in range(3))
    status, answer = served.chair.command("move", {"number": third, "after": 0})
    assert (status, answer["question"]["number"], served.chair.read("snapshot")[1]["queue"]) == (
        200,
        third,
        [third, first, second],
    )
    assert answer.get("queue") == [third, first, second]
    assert served.chair.command("move", {"number": third, "after": 0})[1]["already"] is True
    served.act("take", second, "chair/b")
    before = served.everything()
    is_refused(
        served.chair.command("move", {"number": second, "after": 0}),
        409,
        "move.left_queue",
        number=second,
        by="chair.b",
        question=served.seen(second),
    )
    is_refused(served.chair.command("move", {"number": first, "after": second}), 409, "move.left_queue", number=second)
    assert served.everything() == before


def test_bring_back_only_when_nothing_is_live(served):
    first, second = served.asked_and("approve", "take"), served.ask()
    served.act("approve", second)
    served.act("take", second)
    assert served.seen(first)["status"] == "answered"
    before = served.everything()
    answer = served.chair.command("bring_back", {"number": first, "version": served.seen(first)["version"]})
    is_refused(answer, 409, "live.taken", question=served.seen(second))
    assert served.everything() == before
    served.act("answer", second)
    assert served.act("bring_back", first)["question"]["status"] == "live"


def test_advance_as_the_chair_saw_it(served):
    is_refused(served.chair.command("advance", {"live": None, "next": None}), 409, "advance.nothing")
    first, second, third = (served.asked_and("approve") for _ in range(3))
    status, answer = served.chair.command("advance", {"live": None, "next": None})
    assert (status, answer["live"], answer["next"]) == (200, first, second)
    before = served.everything()
    is_refused(
        served["chair/b"].command("advance", {"live": None, "next": None}),
        409,
        "advance.stale",
        live=first,
        next=second,
        by="chair.a",
    )
    assert served.everything() == before
    answer = served["chair/b"].command("advance", {"live": first, "next": second})[1]
    assert answer == {"ok": True, "already": False, "live": second, "next": third, "seq": answer["seq"]}
    assert answer["seq"] == {"chairs": served.chair.read("snapshot")[1]["seq"]}
    assert served.chair.command("advance", {"live": second, "next": third})[1]["next"] is None
    assert served.chair.command("advance", {"live": third, "next": None})[1]["live"] is None


def test_take_as_the_chair_saw_it(served):
    first, second = served.asked_and("approve"), served.asked_and("approve")
    taken = {"number": first, "version": served.seen(first)["version"], "live": None}
    assert served.chair.command("take", taken)[0] == 200
    late = {"number": second, "version": served.seen(second)["version"]}
    answer = served["chair/b"].command("take", {**late, "live": None})
    is_refused(answer, 409, "advance.stale", live=first, next=None, by="chair.a")
    assert served["chair/b"].command("take", {**late, "live": first})[0] == 200
    assert served.seen(first)["status"] == "answered"


def test_two_simultaneous_advances_skip_no_question(served):
    first, second = served.asked_and("approve"), served.asked_and("approve")
    served.chair.command("advance", {"live": None, "next": None})
    answers = [served[seat].command("advance", {"live": first, "next": second})[0] for seat in ("chair/a", "chair/b")]
    assert answers == [200, 409]
    assert served.seen(second)["status"] == "live"


def test_set_language(served):
    number = served.ask()
    before = served.everything()
    is_refused(
        served.chair.command("set_language", {"number": number, "version": 1, "language": "de"}),
        400,
        "language.unknown",
        field="language",
    )
    assert served.everything() == before
    view = served.act("set_language", number, language="und")["question"]
    assert (view["language"], view["language_source"], view["direction"]) == ("und", "corrected", "auto")


def test_set_topic(server):
    served = make_served_session(server, topics=TOPICS)
    number = served.ask(topic="rights")
    body = {"number": number, "version": 1}
    is_refused(served.chair.command("set_topic", body), 400, "request.field", field="topic")
    is_refused(served.chair.command("set_topic", body | {"topic": "trade"}), 400, "topic.unknown", field="topic")
    is_refused(served["booth"].command("set_topic", body | {"topic": "access"}), 403, "seat.forbidden", act="set_topic")
    assert served.act("set_topic", number, topic="access")["question"]["topic"] == "access"
    is_refused(served["chair/b"].command("set_topic", body | {"topic": "rights"}), 409, "question.stale", by="chair.a")
    assert served.act("set_topic", number, "chair/b", topic=None)["question"]["topic"] is None
    assert served["chair/b"].command("undo")[0] == 200
    assert (served.seen(number)["topic"], served["ana"].read("own")[1]["questions"][0]["topic"]) == ("access",) * 2


def test_undo_takes_back_the_latest_act_of_this_seat(served):
    is_refused(served.chair.command("undo"), 409, "undo.nothing")
    assert served.chair.read("undo") == (200, {"act": None})
    number = served.asked_and("approve")
    is_refused(served["chair/b"].command("undo"), 409, "undo.nothing")
    preview = served.chair.read("undo")[1]
    assert (preview["act"], preview["numbers"]) == ("approve", [number]) and preview["at"].endswith("Z")
    status, answer = served.chair.command("undo")
    assert (status, answer["act"], answer["numbers"]) == (200, "approve", [number])
    assert served.seen(number)["status"] == "pending"
    assert served.chair.read("undo")[1] == {"act": None}


def test_undo_is_refused_after_a_later_act_of_the_other_chair(served):
    number = served.asked_and("approve")
    served.act("take", number, "chair/b")
    before = served.everything()
    answer = served.chair.command("undo")
    is_refused(answer, 409, "undo.superseded", by="chair.b", act="take", number=number)
    assert answer[1]["at"].endswith("Z")
    assert served.everything() == before


def test_a_closed_session_takes_corrections_only(served):
    number = served.asked_and("approve", "take", "answer")
    served["organiser"].command("close")
    before = served.everything()
    version = served.seen(number)["version"]
    for act, body in (
        ("bring_back", {"number": number, "version": version}),
        ("advance", {"live": None, "next": None}),
        ("undo", {}),
    ):
        is_refused(served.chair.command(act, body), 409, "phase.not_allowed", phase="closed")
    assert served.everything() == before
    assert served.act("set_language", number, language="fr")["question"]["language"] == "fr"


def test_presence_is_seen_by_the_chairs_only_and_changes_nothing(served, listen):
    number = served.ask()
    other = listen(served["chair/b"])
    assert other.subscribe()["ok"]
    before = served.everything()
    assert served.chair.command("presence", {"number": number}, key="same-key") == (200, {"ok": True, "already": False})
    assert other.wait("presence") == [{"seat": "chair.a", "number": number}]
    head = served.chair.read("snapshot")[1]
    changes = served["chair/b"].read(f"changes?epoch={head['epoch']}&after={head['seq']}")[1]
    assert changes["presence"] == [{"seat": "chair.a", "number": number}]
    assert "presence" not in served["ana"].read(f"changes?epoch={head['epoch']}&after=0")[1]
    assert served.chair.command("presence", {"number": None}, key="same-key")[0] == 200
    assert other.wait("presence") == []
    assert served.everything() == before
