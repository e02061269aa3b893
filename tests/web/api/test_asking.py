"""Tests of the acts of an attendee over HTTP: each answer, and the status, the code and the field of each refusal."""

from __future__ import annotations

import pytest

from tests.web.served_session import is_refused, make_served_session

OWN_VIEW = {
    "number",
    "status",
    "text",
    "to",
    "language",
    "direction",
    "group",
    "region",
    "topic",
    "name",
    "show_name",
    "votes",
    "asked_at",
    "changed_at",
    "reason",
    "reason_number",
    "reason_text",
    "place",
    "held",
    "can_withdraw",
    "can_reword",
    "can_edit",
    "reworded_as",
    "version",
    "language_source",
    "machine",
    "fate",
    "lead",
    "wording",
    "hides",
}


def test_a_question_is_answered_with_its_own_view(served):
    status, answer = served["ana"].command(
        "ask",
        {
            "text": "  ¿Quién decide?\r\n ",
            "language": "es",
            "hint": "fr",
            "group": "media",
            "to": "socco",
            "name": " Ana  Sol ",
            "show_name": True,
        },
    )
    assert (status, answer["ok"], answer["already"]) == (201, True, False)
    question = answer["question"]
    assert set(question) == OWN_VIEW
    assert {
        name: question[name]
        for name in ("number", "status", "text", "language", "direction", "group", "to", "name", "show_name")
    } == {
        "number": 1,
        "status": "pending",
        "text": "¿Quién decide?",
        "language": "es",
        "direction": "ltr",
        "group": "media",
        "to": "socco",
        "name": "Ana Sol",
        "show_name": True,
    }
    assert (question["can_withdraw"], question["can_reword"], question["reason_text"], question["place"]) == (
        True,
        False,
        None,
        None,
    )
    mine = served["ana"].read("own")[1]
    assert mine["questions"] == [question]
    assert served.seen(1)["language_source"] == "chosen"


def test_absent_fields_have_defaults(served):
    question = served["ana"].command("ask", {"text": "Who decides about this?", "hint": None, "group": None})[1][
        "question"
    ]
    assert (question["group"], question["region"], question["to"], question["name"], question["show_name"]) == (
        "undisclosed",
        None,
        None,
        None,
        False,
    )
    assert served.seen(1)["language_source"] == "detected"


@pytest.mark.parametrize(
    ("fields", "code", "data"),
    [
        ({"text": ""}, "text.empty", {"field": "text"}),
        ({"text": " \n\t "}, "text.empty", {"field": "text"}),
        ({"text": "\u200b\u202e\u2066"}, "text.empty", {"field": "text"}),
        ({"text": "\u3164\u2800"}, "text.empty", {"field": "text"}),
        ({"text": "x" * 301}, "text.too_long", {"field": "text", "limit": 300, "length": 301}),
        ({"text": "👩‍👩‍👧‍👦" * 200}, "text.too_long", {"field": "text", "limit": 4000, "length": 5000}),
        ({"name": "n" * 81}, "name.too_long", {"field": "name", "limit": 80, "length": 81}),
        ({"language": "de"}, "language.unknown", {"field": "language"}),
        ({"language": "EN"}, "language.unknown", {"field": "language"}),
        ({"group": "martians"}, "group.unknown", {"field": "group"}),
        ({"region": "africa"}, "region.unknown", {"field": "region"}),
        ({"to": "nobody"}, "panellist.unknown", {"field": "to"}),
        ({"to": "chair.a"}, "panellist.unknown", {"field": "to"}),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_an_invalid_question_is_refused_with_code_and_field(served, fields, code, data):
    before, mine = served.everything(), served["ana"].read("own")
    is_refused(served["ana"].command("ask", {"text": "Who decides?"} | fields), 400, code, **data)
    assert served.everything() == before
    assert served["ana"].read("own") == mine


def test_a_limit_of_300_counts_graphemes(served):
    assert served["ana"].command("ask", {"text": "é" * 150 + "e\u0301" * 150})[0] == 201
    assert served["ana"].command("ask", {"text": "x", "name": "👩‍👩‍👧" * 80})[0] == 201


def test_regions_of_a_session_with_regions(server):
    served = make_served_session(server, regions=[{"key": "africa", "label": {"en": "Africa"}}])
    assert served["ana"].command("ask", {"text": "x", "region": "africa"})[1]["question"]["region"] == "africa"
    is_refused(served["ana"].command("ask", {"text": "x", "region": "weog"}), 400, "region.unknown", field="region")


def test_topics_of_a_session_with_topics(server):
    topics = [{"key": "rights", "label": {"en": "Rights"}}]
    served = make_served_session(server, topics=topics)
    assert served["ana"].command("ask", {"text": "x", "topic": "rights"})[1]["question"]["topic"] == "rights"
    is_refused(served["ana"].command("ask", {"text": "x", "topic": "trade"}), 400, "topic.unknown", field="topic")
    served = make_served_session(server, topics=topics, chairs_set_topics=True)
    assert served["ana"].command("ask", {"text": "x", "topic": "rights"})[1]["question"]["topic"] is None


def test_a_declined_question_can_be_reworded_by_its_asker_only(served):
    number = served.asked_and("decline")
    before = served.everything()
    is_refused(served["ben"].command("reword", {"number": number, "text": "Mine now"}), 404, "question.unknown")
    is_refused(served["ana"].command("reword", {"number": 99, "text": "x"}), 404, "question.unknown")
    is_refused(served["ana"].command("reword", {"number": number, "text": ""}), 400, "text.empty", field="text")
    assert served.everything() == before
    status, answer = served["ana"].command("reword", {"number": number, "text": "In other words?"})
    assert (status, answer["question"]["status"]) == (201, "pending")
    assert served.seen(answer["question"]["number"])["reworded_from"] == number


@pytest.mark.parametrize("acts", [(), ("approve",), ("approve", "take"), ("approve", "take", "answer")])
def test_only_a_declined_question_can_be_reworded(served, acts):
    number = served.asked_and(*acts)
    before = served.everything()
    answer = served["ana"].command("reword", {"number": number, "text": "In other words?"})
    is_refused(answer, 409, "act.not_allowed", act="reword", status=served.seen(number)["status"])
    assert answer[1]["question"]["number"] == number
    assert "by" not in answer[1]
    assert served.everything() == before


def test_an_asker_can_withdraw_their_question(served):
    number = served.ask()
    is_refused(served["ben"].command("withdraw", {"number": number}), 404, "question.unknown")
    status, answer = served["ana"].command("withdraw", {"number": number})
    assert (status, answer["already"], answer["question"]["status"]) == (200, False, "withdrawn")
    before = served.everything()
    status, answer = served["ana"].command("withdraw", {"number": number})
    assert (status, answer["already"]) == (200, True)
    assert served.everything() == before


@pytest.mark.parametrize("acts", [("approve", "take"), ("approve", "take", "answer")])
def test_a_question_that_was_live_cannot_be_withdrawn(served, acts):
    number = served.asked_and(*acts)
    before = served.everything()
    answer = served["ana"].command("withdraw", {"number": number})
    is_refused(answer, 409, "act.not_allowed", act="withdraw")
    assert answer[1]["question"]["text"] == "Who decides?"
    assert served.everything() == before


def test_votes(served):
    number = served.asked_and("approve")
    assert served["ben"].command("vote", {"number": number}) == (200, {"ok": True, "already": False})
    assert served["ben"].read("own")[1]["votes"] == [number]
    assert served["ben"].command("vote", {"number": number})[1]["already"] is True
    assert served["ben"].command("unvote", {"number": number})[1]["already"] is False
    assert served["ben"].command("unvote", {"number": number})[1]["already"] is True
    assert served["ben"].read("own")[1]["votes"] == []


def test_votes_that_cannot_be_cast(served):
    number = served.asked_and("approve")
    waiting = served.ask("Another?")
    answered = served.asked_and("approve", "take", "answer")
    before = served.everything()
    is_refused(served["ana"].command("vote", {"number": number}), 409, "vote.own")
    is_refused(served["ben"].command("vote", {"number": 99}), 404, "question.unknown")
    hidden, absent = served["ben"].command("vote", {"number": waiting}), served["ben"].command("vote", {"number": 98})
    is_refused(hidden, 404, "question.unknown")
    assert hidden[1]["message"] == absent[1]["message"]
    is_refused(
        served["ben"].command("vote", {"number": answered}), 409, "act.not_allowed", act="vote", status="answered"
    )
    assert served.everything() == before
    served["organiser"].command("set", {"list_public": False})
    is_refused(served["ben"].command("vote", {"number": number}), 409, "vote.not_public")


def test_nothing_is_asked_or_voted_in_a_pause(served):
    number, waiting = served.asked_and("approve"), served.ask("Still here?")
    served["organiser"].command("pause")
    before = served.everything()
    is_refused(served["ana"].command("ask", {"text": "x"}), 409, "phase.not_allowed", phase="paused")
    is_refused(served["ben"].command("vote", {"number": number}), 409, "phase.not_allowed", phase="paused")
    assert served.everything() == before
    assert served["ana"].command("withdraw", {"number": waiting})[0] == 200


def test_closing_gives_every_question_an_answer(served):
    waiting, queued, live = served.ask("1?"), served.asked_and("approve"), served.asked_and("approve", "take")
    served["organiser"].command("close")
    mine = {view["number"]: view for view in served["ana"].read("own")[1]["questions"]}
    assert (mine[waiting]["status"], mine[queued]["status"], mine[live]["status"]) == (
        "declined",
        "declined",
        "answered",
    )
    assert mine[waiting]["reason"] == "no_time_left" and mine[waiting]["reason_text"]
    assert (mine[waiting]["can_reword"], mine[waiting]["can_withdraw"]) == (False, False)
    is_refused(
        served["ana"].command("reword", {"number": waiting, "text": "x"}), 409, "phase.not_allowed", phase="closed"
    )


def test_a_refusal_is_in_the_users_language(served):
    sentences = {}
    for language in ("en", "es", "fr", "es-MX", "nl"):
        sentences[language] = served["ana"].request(
            "PUT", f"/api/s/{served.code}/attendee/ask/a-good-key", {"text": ""}, {"Accept-Language": language}
        )[1]["message"]
    assert sentences["en"] == sentences["nl"] and sentences["es"] == sentences["es-MX"]
    assert len({sentences["en"], sentences["es"], sentences["fr"]}) == 3
