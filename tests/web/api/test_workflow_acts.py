"""Tests over HTTP of several acts: valid acts, their effect on the streams, and invalid bodies.

The acts concern merging, wordings, questions asked aloud, muting, flags, chair notes and the cleared screen.
"""

from __future__ import annotations

import pytest

from tests.web.served_session import is_refused


def test_merge_and_split(served):
    lead, other = served.asked_and("approve"), served.ask("Who really decides?", who="ben")
    view = served.act("merge", other, into=lead)["question"]
    assert (view["status"], view["lead"]) == ("merged", lead)
    assert served.seen(lead)["merged"] == {"count": 1, "groups": ["undisclosed"], "numbers": [other]}
    assert served["stage"].read("snapshot")[1]["put"][0]["merged"] == {"count": 1, "groups": ["undisclosed"]}
    mine = served["ben"].read("own")[1]["questions"][0]
    assert (mine["status"], mine["fate"], mine["lead"], mine["place"], mine["can_withdraw"]) == (
        "merged",
        "approved",
        lead,
        1,
        True,
    )
    served.act("decline", lead, reason="off_topic")
    mine = served["ben"].read("own")[1]["questions"][0]
    assert (mine["fate"], mine["reason"], mine["can_reword"]) == ("declined", "off_topic", True)
    assert mine["reason_text"]
    assert served.act("split", other, "chair/b")["question"]["status"] == "pending"


def test_a_merge_into_an_invalid_lead_returns_its_state(served):
    gone, number = served.asked_and("decline"), served.ask()
    before = served.everything()
    body = {"number": number, "version": 1, "into": gone}
    is_refused(served.chair.command("merge", body), 409, "merge.not_a_lead", number=gone, question=served.seen(gone))
    is_refused(served.chair.command("merge", body | {"into": 999}), 404, "question.unknown", number=999)
    assert served.everything() == before


def test_hidden_words_reach_only_their_asker_and_the_chairs(served):
    number = served.ask("Canary 555, who pays?")
    served.act("wording", number, text="Who pays?", hide=True)
    served.act("approve", number)
    assert (served.seen(number)["text"], served.seen(number)["asked"]) == ("Who pays?", "Canary 555, who pays?")
    for seat in ("ben", "stage", "booth", "panel/socco"):
        view = served[seat].read("snapshot")[1]["put"][0]
        assert (view["text"], view["edited"], view["asked"]) == ("Who pays?", True, None), seat
        assert "Canary" not in str(served[seat].read("snapshot")[1])
    mine = served["ana"].read("own")[1]["questions"][0]
    assert (mine["text"], mine["wording"], mine["hides"]) == ("Canary 555, who pays?", "Who pays?", True)


def test_asked_aloud(served):
    status, answer = served.chair.command("add", {"text": "¿Y quién lo paga todo?", "group": "media", "live": True})
    assert (status, answer["question"]["status"], answer["question"]["language"], answer["question"]["aloud"]) == (
        201,
        "live",
        "es",
        True,
    )
    status, answer = served["chair/b"].command("add", {"language": "fr"})
    assert (status, answer["question"]["text"], answer["question"]["language"], answer["question"]["unsure"]) == (
        201,
        "",
        "fr",
        False,
    )
    assert "aloud" not in served["stage"].read("snapshot")[1]["put"][0]
    is_refused(served["ana"].command("add", {}), 403, "seat.forbidden")


def test_muted_asker_is_told_in_their_language(served):
    number = served.ask()
    served.chair.command("mute", {"number": number})
    got, answer = served["ana"].command("ask", {"text": "Again?"})
    is_refused((got, answer), 403, "asker.muted")
    assert served.chair.command("unmute", {"number": number})[0] == 200
    assert served.ask("Again?") == number + 1


def test_panellist_takes_a_question(served):
    number = served.asked_and("approve")
    assert served["panel/socco"].command("flag", {"number": number})[1]["flags"] == [number]
    assert served.seen(number)["flags"] == ["socco"]
    assert served["panel/socco"].read("flags")[1] == {"flags": [number]}
    assert "flags" not in served["panel/fatafta"].read("snapshot")[1]["put"][0] and served["panel/fatafta"].read(
        "flags"
    )[1] == {"flags": []}
    for seat in ("ana", "stage", "chair/a", "booth"):
        is_refused(served[seat].command("flag", {"number": number}), 403, "seat.forbidden")


def test_chair_notes_are_for_chairs_and_organiser(served):
    note = served["organiser"].command("note", {"text": "Canary: five minutes"})[1]["note"]
    served.chair.command("acknowledge", {"note": note})
    notes = served["chair/b"].read("snapshot")[1]["notes"]
    assert [(entry["note"], entry["seat"], entry["text"], entry["acknowledged"]) for entry in notes] == [
        (note, "organiser", "Canary: five minutes", ["chair.a"])
    ]
    assert served["organiser"].read("state")[1]["notes"] == notes
    for seat in ("ana", "stage", "booth", "panel/socco"):
        assert (
            "Canary" not in str(served[seat].read("snapshot")[1])
            and "notes" not in served[seat].read("changes?epoch=x&after=0")[1]
        )
    for seat in ("ana", "stage", "panel/socco"):
        is_refused(served[seat].command("note", {"text": "x"}), 403, "seat.forbidden")


def test_clear_and_restore_the_screen(served):
    served.asked_and("approve", "take")
    assert served.chair.command("clear_screen", {})[1]["screen_cleared"] is True
    stage = served["stage"].read("snapshot")[1]
    assert (stage["settings"]["screen_cleared"], [view["status"] for view in stage["put"]]) == (True, ["live"])
    assert served["chair/b"].read("undo")[1]["act"] is None
    assert served.chair.read("undo")[1]["act"] == "clear_screen"
    assert served["chair/b"].command("restore_screen", {})[1]["screen_cleared"] is False


def test_choose_the_languages_of_the_screen(served):
    chosen = {"languages": ["es", "en"]}
    assert served.chair.command("set_stage_languages", chosen)[1]["stage_languages"] == ["es", "en"]
    for seat, shown in (("stage", ["es", "en"]), ("chair/b", ["es", "en"]), ("booth", None)):
        assert served[seat].read("snapshot")[1]["settings"].get("stage_languages") == shown
    is_refused(served["booth"].command("set_stage_languages", chosen), 403, "seat.forbidden")
    is_refused(
        served.chair.command("set_stage_languages", {"languages": ["zz"]}), 400, "language.unknown", field="languages"
    )
    assert served.chair.read("undo")[1]["act"] == "set_stage_languages"
    served.chair.command("undo")
    assert served["stage"].read("snapshot")[1]["settings"]["stage_languages"] == []


@pytest.mark.parametrize(
    ("act", "body", "field"),
    [
        ("merge", {"number": 1, "version": 1}, "into"),
        ("merge", {"number": 1, "version": 1, "into": None}, "into"),
        ("split", {"number": 1}, "version"),
        ("wording", {"number": 1, "version": 1}, "text"),
        ("wording", {"number": 1, "version": 1, "text": 7}, "text"),
        ("wording", {"number": 1, "version": 1, "text": "x", "hide": "yes"}, "hide"),
        ("add", {"live": 1}, "live"),
        ("add", {"text": []}, "text"),
        ("add", {"name": "Ana"}, "name"),
        ("mute", {}, "number"),
        ("note", {}, "text"),
        ("acknowledge", {"note": "1"}, "note"),
        ("clear_screen", {"now": True}, "now"),
        ("set_stage_languages", {}, "languages"),
        ("set_stage_languages", {"languages": "en"}, "languages"),
        ("set_stage_languages", {"languages": ["en", "en"]}, "languages"),
        ("set_stage_languages", {"languages": [["en"], {}]}, "languages"),
    ],
)
def test_bad_bodies_name_the_field(served, act, body, field):
    served.ask()
    before = served.everything()
    is_refused(served.chair.command(act, body), 400, "request.field", field=field)
    assert served.everything() == before
