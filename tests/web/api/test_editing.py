"""Tests of the act `edit` over HTTP: the asker's view, the chairs' stream, the refusals."""

from __future__ import annotations

import sqlite3

import pytest

from tests.web.served_session import is_refused
from tests.web.socket_client import SocketClient

NEW = "Who decides, and when?"


def test_an_edit_is_answered_with_the_new_view_and_sent_to_the_chairs(served):
    number = served.ask("Who decides?", group="media", name="Ana Sol")
    chair = SocketClient(served.chair)
    chair.subscribe()
    status, answer = served["ana"].command("edit", {"number": number, "version": 1, "text": f" {NEW}\u200b "})
    question = answer["question"]
    assert (status, answer["already"]) == (200, False)
    assert (question["text"], question["version"], question["group"], question["name"]) == (
        NEW,
        2,
        "undisclosed",
        None,
    )
    _, change = chair.wait("change", lambda body: body[1]["put"])
    assert [(view["number"], view["text"], view["version"], view["by"]) for view in change["put"]] == [
        (number, NEW, 2, "attendee")
    ]
    chair.close()
    assert served["ana"].read("own")[1]["questions"][0]["text"] == NEW


def test_the_language_of_the_new_words_is_identified_again(served):
    number = served.ask("Who decides on this treaty?")
    body = {"number": number, "version": 1, "text": "¿Quién decide sobre este tratado?", "hint": "en"}
    assert served["ana"].command("edit", body)[1]["question"]["language"] == "es"
    chosen = body | {"version": 2, "text": "Quién decide", "language": "fr"}
    question = served["ana"].command("edit", chosen)[1]["question"]
    assert (question["language"], question["language_source"]) == ("fr", "chosen")


def test_the_same_key_is_executed_once(served):
    body = {"number": served.ask(), "version": 1, "text": NEW}
    first, second = (served["ana"].command("edit", body, key="the-same-key") for _ in range(2))
    assert (first[0], second[0], second[1]["question"]["version"]) == (200, 200, 2)


def test_a_repeated_question_no_longer_has_the_words_that_were_removed(served):
    body = {"text": "Call me at 555: who decides?", "name": "Ana Sol", "show_name": True}
    first = served["ana"].command("ask", body, key="the-key-of-ask")[1]["question"]
    served["ana"].command("edit", {"number": first["number"], "version": 1, "text": NEW})
    again = served["ana"].command("ask", body, key="the-key-of-ask")[1]["question"]
    assert (again["number"], again["text"], again["name"], again["show_name"]) == (first["number"], NEW, None, False)
    stored = served.server.data_dir / "open-floor.db"
    with sqlite3.connect(f"file:{stored}?mode=ro", uri=True) as connection:
        assert connection.execute("SELECT count(*) FROM commands WHERE answer LIKE '%at 555%'").fetchone()[0] == 0


def test_a_stale_version_is_refused_with_the_new_state_but_without_the_seat(served):
    number = served.asked_and("approve")
    status, answer = served["ana"].command("edit", {"number": number, "version": 1, "text": NEW})
    assert (status, answer["code"]) == (409, "question.stale")
    question = answer["question"]
    assert (question["status"], question["version"], question["can_edit"]) == ("approved", 2, False)
    assert not {"by", "at"} & answer.keys()
    assert served.seen(number)["text"] == "Who decides?"


@pytest.mark.parametrize("acts", [("set_language",), ("approve", "undo")])
def test_after_an_act_of_a_chair_the_question_can_no_longer_be_edited(served, acts):
    number = served.ask()
    assert served["ana"].read("own")[1]["questions"][0]["can_edit"] is True
    for act in acts:
        if act == "undo":
            served.chair.command("undo", {})
        else:
            served.act(act, number, **({"language": "fr"} if act == "set_language" else {}))
    mine = served["ana"].read("own")[1]["questions"][0]
    assert (mine["status"], mine["can_edit"]) == ("pending", False)
    body = {"number": number, "version": mine["version"], "text": NEW}
    status, answer = served["ana"].command("edit", body)
    assert (status, answer["code"], answer["question"]["text"]) == (409, "question.acted_on", "Who decides?")


def test_after_a_translation_by_hand_the_asker_is_told(served):
    number = served.ask()
    counter = served["ana"].read("own")[1]["counter"]
    served.chair.command("translate", {"number": number, "language": "fr", "text": "Qui décide ?"})
    mine = served["ana"].read("own")[1]
    assert (mine["counter"] > counter, mine["questions"][0]["can_edit"]) == (True, False)


def test_another_attendee_is_refused(served):
    body = {"number": served.ask(), "version": 1, "text": NEW}
    is_refused(served["ben"].command("edit", body), 404, "question.unknown")


def test_a_pause_allows_edits_as_it_allows_withdrawals_and_the_end_does_not(served):
    body = {"number": served.ask(), "version": 1, "text": NEW}
    served["organiser"].command("pause", {})
    assert served["ana"].command("edit", body)[0] == 200
    assert served["ana"].read("own")[1]["questions"][0]["can_edit"] is True
    served["organiser"].command("close", {})
    status, answer = served["ana"].command("edit", body | {"version": 2, "text": "Who?"})
    assert (status, answer["code"], answer["question"]["can_edit"]) == (409, "question.stale", False)
    is_refused(
        served["ana"].command("edit", body | {"version": 3, "text": "Who?"}), 409, "phase.not_allowed", phase="closed"
    )


def test_a_question_is_reworded_once_and_both_rows_name_each_other(served):
    old = served.asked_and("decline")
    new = served["ana"].command("reword", {"number": old, "text": NEW})[1]["question"]["number"]
    is_refused(served["ana"].command("reword", {"number": old, "text": "Again?"}), 409, "question.reworded", number=new)
    mine = {view["number"]: view for view in served["ana"].read("own")[1]["questions"]}
    assert (mine[old]["reworded_as"], mine[old]["can_reword"], mine[new]["reworded_as"]) == (new, False, None)
