"""The acts beside approving and ordering, over HTTP: each once as it should be, each bad body, whom it reaches."""

from __future__ import annotations

import pytest

from tests.web.served_session import is_refused


def test_merge_and_split(room):
    lead, other = room.asked_and("approve"), room.ask("Who really decides?", who="ben")
    view = room.act("merge", other, into=lead)["question"]
    assert (view["status"], view["lead"]) == ("merged", lead)
    assert room.seen(lead)["merged"] == {"count": 1, "groups": ["undisclosed"], "numbers": [other]}
    assert room["stage"].read("snapshot")[1]["put"][0]["merged"] == {"count": 1, "groups": ["undisclosed"]}
    own = room["ben"].read("own")[1]["questions"][0]
    assert (own["status"], own["fate"], own["lead"], own["place"], own["can_withdraw"]) == (
        "merged",
        "approved",
        lead,
        1,
        True,
    )
    room.act("decline", lead, reason="off_topic")
    own = room["ben"].read("own")[1]["questions"][0]
    assert (own["fate"], own["reason"], own["can_reword"]) == ("declined", "off_topic", True)
    assert own["reason_text"]
    assert room.act("split", other, "chair/b")["question"]["status"] == "pending"


def test_merge_into_what_cannot_lead_says_who_and_how_it_stands(room):
    gone, number = room.asked_and("decline"), room.ask()
    before = room.everything()
    body = {"number": number, "version": 1, "into": gone}
    is_refused(room.chair.command("merge", body), 409, "merge.not_a_lead", number=gone, question=room.seen(gone))
    is_refused(room.chair.command("merge", body | {"into": 999}), 404, "question.unknown", number=999)
    assert room.everything() == before


def test_hidden_words_reach_their_asker_and_the_chairs_alone(room):
    number = room.ask("Canary 555, who pays?")
    room.act("wording", number, text="Who pays?", hide=True)
    room.act("approve", number)
    assert (room.seen(number)["text"], room.seen(number)["asked"]) == ("Who pays?", "Canary 555, who pays?")
    for seat in ("ben", "stage", "booth", "panel/socco"):
        view = room[seat].read("snapshot")[1]["put"][0]
        assert (view["text"], view["edited"], view["asked"]) == ("Who pays?", True, None), seat
        assert "Canary" not in str(room[seat].read("snapshot")[1])
    own = room["ana"].read("own")[1]["questions"][0]
    assert (own["text"], own["wording"], own["hides"]) == ("Canary 555, who pays?", "Who pays?", True)


def test_asked_aloud(room):
    status, answer = room.chair.command("add", {"text": "¿Y quién lo paga todo?", "group": "media", "live": True})
    assert (status, answer["question"]["status"], answer["question"]["language"], answer["question"]["aloud"]) == (
        201,
        "live",
        "es",
        True,
    )
    status, answer = room["chair/b"].command("add", {"language": "fr"})
    assert (status, answer["question"]["text"], answer["question"]["language"], answer["question"]["unsure"]) == (
        201,
        "",
        "fr",
        False,
    )
    assert "aloud" not in room["stage"].read("snapshot")[1]["put"][0]
    is_refused(room["ana"].command("add", {}), 403, "seat.forbidden")


def test_muted_asker_is_told_in_their_language(room):
    number = room.ask()
    room.chair.command("mute", {"number": number})
    got, answer = room["ana"].command("ask", {"text": "Again?"})
    is_refused((got, answer), 403, "asker.muted")
    assert room.chair.command("unmute", {"number": number})[0] == 200
    assert room.ask("Again?") == number + 1


def test_panellist_takes_a_question(room):
    number = room.asked_and("approve")
    assert room["panel/socco"].command("flag", {"number": number})[1]["flags"] == [number]
    assert room.seen(number)["flags"] == ["socco"]
    assert room["panel/socco"].read("flags")[1] == {"flags": [number]}
    assert "flags" not in room["panel/fatafta"].read("snapshot")[1]["put"][0] and room["panel/fatafta"].read("flags")[
        1
    ] == {"flags": []}
    for seat in ("ana", "stage", "chair/a", "booth"):
        is_refused(room[seat].command("flag", {"number": number}), 403, "seat.forbidden")


def test_the_private_line_is_the_chairs_and_the_organisers(room):
    note = room["organiser"].command("note", {"text": "Canary: five minutes"})[1]["note"]
    room.chair.command("acknowledge", {"note": note})
    told = room["chair/b"].read("snapshot")[1]["notes"]
    assert [(one["note"], one["seat"], one["text"], one["acknowledged"]) for one in told] == [
        (note, "organiser", "Canary: five minutes", ["chair.a"])
    ]
    assert room["organiser"].read("state")[1]["notes"] == told
    for seat in ("ana", "stage", "booth", "panel/socco"):
        assert (
            "Canary" not in str(room[seat].read("snapshot")[1])
            and "notes" not in room[seat].read("changes?epoch=x&after=0")[1]
        )
        is_refused(room[seat].command("note", {"text": "x"}), 403, "seat.forbidden")


def test_clear_and_restore_the_screen(room):
    room.asked_and("approve", "take")
    assert room.chair.command("clear_screen", {})[1]["screen_cleared"] is True
    stage = room["stage"].read("snapshot")[1]
    assert (stage["settings"]["screen_cleared"], [view["status"] for view in stage["put"]]) == (True, ["live"])
    assert room["chair/b"].read("undo")[1]["act"] is None
    assert room.chair.read("undo")[1]["act"] == "clear_screen"
    assert room["chair/b"].command("restore_screen", {})[1]["screen_cleared"] is False


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
    ],
)
def test_bad_bodies_name_the_field(room, act, body, field):
    room.ask()
    before = room.everything()
    is_refused(room.chair.command(act, body), 400, "request.field", field=field)
    assert room.everything() == before
