"""Tests of the organiser's acts over HTTP: phases and settings, and their effects on all subscribed clients."""

from __future__ import annotations

import pytest

from tests.services.imports import files
from tests.web.api.test_imports import send, undo
from tests.web.served_session import is_refused, make_served_session

PHASES = {
    "rehearsal": {"open": "open", "pause": None, "close": None, "reopen": None},
    "open": {"open": "already", "pause": "paused", "close": "closed", "reopen": "already"},
    "paused": {"open": "open", "pause": "already", "close": "closed", "reopen": None},
    "closed": {"open": None, "pause": None, "close": "already", "reopen": "open"},
}
BEFORE = {"rehearsal": (), "open": ("open",), "paused": ("open", "pause"), "closed": ("open", "close")}


@pytest.mark.parametrize("act", ["open", "pause", "close", "reopen"])
@pytest.mark.parametrize("phase", PHASES)
def test_every_act_in_every_phase(server, phase, act):
    served = make_served_session(server, demo=False)
    for step in BEFORE[phase]:
        assert served["organiser"].command(step)[0] == 200
    assert served["organiser"].read("state")[1]["phase"] == phase
    before, becomes = served.everything(), PHASES[phase][act]
    status, answer = served["organiser"].command(act)
    if becomes is None:
        is_refused((status, answer), 409, "phase.not_allowed", phase=phase)
        assert served.everything() == before
    elif becomes == "already":
        assert (status, answer["already"], answer["phase"]) == (200, True, phase)
        assert served.everything() == before
    else:
        assert (status, answer["already"], answer["phase"]) == (200, False, becomes)
        assert served.chair.read("snapshot")[1]["settings"]["phase"] == becomes


def test_the_phase_reaches_every_screen(served, listen):
    screens = {seat: listen(served[seat]) for seat in ("ana", "chair/a", "stage", "panel/socco", "booth")}
    for screen in screens.values():
        assert screen.subscribe()["ok"]
    served["organiser"].command("pause")
    for screen in screens.values():
        stream, change = screen.wait("change", lambda body: "settings" in body[1])
        assert change["settings"]["phase"] == "paused" and change["after"] == change["seq"] - 1, stream


def test_opening_deletes_the_rehearsal_and_starts_a_new_epoch(server, listen):
    served = make_served_session(server, demo=False)
    number = served.asked_and("approve")
    served["ben"].command("vote", {"number": number})
    screen = listen(served["ana"])
    held = screen.subscribe()
    served["organiser"].command("open")
    stream, head = screen.wait("head")
    assert stream == held["stream"] and head["epoch"] != held["epoch"]
    assert served.chair.read("snapshot")[1]["put"] == []
    assert served["ana"].read("own")[1]["questions"] == [] and served["ben"].read("own")[1]["votes"] == []
    assert served.ask("The first real one?") == 1


@pytest.mark.parametrize("switch", ["list_public", "show_group", "stage_upcoming", "chatham_house_rule"])
def test_a_setting_gives_every_screen_a_new_epoch(served, listen, switch):
    served.asked_and("approve")
    screens = {seat: listen(served[seat]) for seat in ("ana", "chair/a", "stage", "booth")}
    held = {seat: screen.subscribe() for seat, screen in screens.items()}
    state = served["organiser"].read("state")[1]
    status, answer = served["organiser"].command("set", {switch: not state["settings"][switch]})
    assert (status, answer["already"], answer["settings"][switch]) == (200, False, not state["settings"][switch])
    for seat, screen in screens.items():
        _, head = screen.wait("head", lambda body, seat=seat: body[1]["epoch"] != held[seat]["epoch"])
        snapshot = served[seat].read("snapshot")[1]
        assert (snapshot["epoch"], snapshot["settings"][switch]) == (head["epoch"], answer["settings"][switch])
        assert served[seat].read(f"changes?epoch={held[seat]['epoch']}&after={held[seat]['seq']}")[1]["reset"] is True
    assert served["organiser"].command("set", {switch: answer["settings"][switch]})[1]["already"] is True


def test_data_hidden_by_a_setting_is_absent_from_the_next_read(served):
    number = served.ask("Hidden?", group="media", name="Ana Sol", show_name=True)
    served.act("approve", number)
    served["organiser"].command("set", {"list_public": False, "stage_upcoming": False})
    assert served["ana"].read("snapshot")[1]["put"] == [] and served["stage"].read("snapshot")[1]["put"] == []
    assert [view["number"] for view in served["booth"].read("snapshot")[1]["put"]] == [number]
    served["organiser"].command("set", {"list_public": True, "show_group": False})
    view = served["ben"].read("snapshot")[1]["put"][0]
    assert "group" not in view and view["name"] == "Ana Sol"


def test_the_rule_cannot_be_turned_off_after_the_rehearsal(server):
    rehearsing = make_served_session(server, demo=False)
    assert rehearsing["organiser"].command("set", {"chatham_house_rule": True})[0] == 200
    assert rehearsing["organiser"].command("set", {"chatham_house_rule": False})[0] == 200
    served = make_served_session(server)
    served.ask("Who am I?", name="Ana Sol", show_name=True)
    assert served["organiser"].command("set", {"chatham_house_rule": True})[0] == 200
    assert served.seen(1)["name"] is None
    before = served.everything()
    is_refused(served["organiser"].command("set", {"chatham_house_rule": False}), 409, "rule.binding")
    is_refused(
        served["organiser"].command("set", {"chatham_house_rule": False, "list_public": False}), 409, "rule.binding"
    )
    assert served.everything() == before
    assert served["ben"].command("ask", {"text": "And I?", "name": "Ben"})[1]["question"]["name"] is None


def test_the_state_for_the_organiser(served):
    served.asked_and("approve", "take")
    served.ask("And this?")
    state = served["organiser"].read("state")[1]
    assert set(state) == {
        "session",
        "phase",
        "starts",
        "ends",
        "schedule",
        "settings",
        "seats",
        "links",
        "counts",
        "notes",
        "purge_due",
        "purge_automatic",
        "entry_codes",
        "purge_overdue",
        "preparation",
    }
    assert (state["session"], state["phase"], state["links"]) == (served.code, "open", served.links)
    assert (state["counts"]["live"], state["counts"]["pending"]) == (1, 1)
    seats = {seat.pop("seat"): seat for seat in state["seats"]}
    times = [seats["chair.a"].pop(name) for name in ("first_opened", "last_opened")]
    assert seats["chair.a"] == {"name": "Joyce Hakmeh", "generation": 1, "revoked": False, "browsers": 1}
    assert None not in times


def test_the_rehearsal_has_a_checklist_and_the_open_session_has_none(server):
    served = make_served_session(server, demo=False)
    # The French title repeats the first (English) title. Therefore, the French title counts as missing.
    title = {"en": "Water", "es": "Agua", "fr": "Water"}
    version = served["organiser"].read("setup")[1]["version"]
    assert served["organiser"].command("redefine", {"changes": {"title": title}, "version": version})[0] == 200
    organiser = served["organiser"]
    assert organiser.read("state")[1]["preparation"] == {"titles_missing": 1, "imported": 0, "tried": 0}
    served.ask("Does it work?")
    assert (
        send(served, "import", files.as_csv([["Question"], ["Who pays for this?"], ["When does it begin?"]]))[0] == 200
    )
    assert organiser.read("state")[1]["preparation"] == {"titles_missing": 1, "imported": 2, "tried": 1}
    assert undo(served, 1)[0] == 200
    assert organiser.read("state")[1]["preparation"] == {"titles_missing": 1, "imported": 0, "tried": 1}
    organiser.command("open")
    assert organiser.read("state")[1]["preparation"] is None


def test_the_organiser_may_not_act_as_a_chair(served):
    served.ask()
    before = served.everything()
    for act in ("approve", "decline", "advance"):
        is_refused(served["organiser"].command(act, {"number": 1, "version": 1}), 403, "seat.forbidden")
    is_refused(served["organiser"].read("snapshot"), 403, "seat.forbidden")
    is_refused(served["organiser"].read("changes?epoch=x&after=0"), 403, "seat.forbidden")
    is_refused(served["organiser"].read("questions?status=declined"), 403, "seat.forbidden")
    assert served.everything() == before
