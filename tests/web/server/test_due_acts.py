"""Tests of the loop that performs scheduled acts, and of their list on the organiser's page."""

from __future__ import annotations

import pytest

from moderation.core.model import Phase
from moderation.services.acts.administration import set_archived
from moderation.store import schedule, sessions
from moderation.store.schedule import Plan
from moderation.web.server.loops import _perform_due_acts
from tests.web.app_in_process import App, running_app

PAST = "2021-04-14T12:00:00.000Z"
CODE = "CYB421"


@pytest.fixture
def app(tmp_path):
    with running_app(tmp_path / "data") as running:
        yield running


def add(app: App, plan: Plan) -> int:
    """Store a scheduled act (`Plan`), without the checks of the act `schedule`."""

    def run(tx):
        return schedule.add(tx.connection, sessions.get_by_code(tx.connection, CODE), plan)

    return app.context.writer.submit(run, CODE).wait()


def listed(app: App) -> list[tuple[str, str, str]]:
    """Return (act, outcome, reason) of each scheduled act on the organiser's page."""
    state = app.staff("organiser").read("state", "organiser").json
    return [(entry["act"], entry["outcome"], entry["reason"]) for entry in state["schedule"]]


def test_due_acts_are_performed_once_and_their_outcome_is_listed(app):
    add(app, Plan("close", "time", at=PAST))
    add(app, Plan("open", "time", at=PAST))
    add(app, Plan("note", "time", at=PAST, text="Five minutes left"))
    assert [outcome for _, outcome, _ in listed(app)] == ["", "", ""]
    for _ in range(2):
        _perform_due_acts(app.context)
    assert app.staff("chair/a").read("snapshot", "chair/a").json["settings"]["phase"] == "closed"
    assert listed(app) == [
        ("close", "done", ""),
        ("open", "opened", "The session had been opened before this time."),
        ("note", "late", "Not sent: at this time, the server was not running, or the session was archived."),
    ]


def test_act_that_is_due_while_the_server_is_down_is_performed_after_its_start(tmp_path):
    with running_app(tmp_path / "data") as first:
        add(first, Plan("close", "time", at=PAST))
    with running_app(tmp_path / "data") as second:
        assert listed(second) == [("close", "", "")]
        _perform_due_acts(second.context)
        assert listed(second) == [("close", "done", "")]


def test_organiser_sees_and_cancels_an_act_and_moves_the_end_on_every_page(app):
    organiser = app.staff("organiser")
    body = {"planned_act": "note", "anchor": "time", "local_time": "2999-12-31T23:00", "text": "Happy new year"}
    answer = organiser.command("schedule", body, "organiser").json
    assert answer["at"] == "2999-12-31T23:00:00.000Z"
    assert listed(app) == [("note", "", "")]
    organiser.command("unschedule", {"scheduled": answer["scheduled"]}, "organiser")
    assert listed(app) == []
    ends = organiser.read("state", "organiser").json["ends"]
    version = app.attendee().read("snapshot?lang=en").json["settings"]["definition_version"]
    app.context.redefined = lambda code, fields: None  # A stub: the real function needs the translation service.
    assert organiser.command("move_end", {"later": True, "ends": ends}, "organiser").json["changed"] == ["ends"]
    moved = organiser.read("state", "organiser").json["ends"]
    assert (ends, moved) == ("2021-04-14T14:30:00.000Z", "2021-04-14T14:35:00.000Z")
    for seat, person in (
        ("attendee", app.attendee()),
        ("stage", app.staff("stage")),
        ("chair/a", app.staff("chair/a")),
    ):
        assert person.read("definition?lang=en", seat).json["session"]["ends"] == moved
    assert app.attendee().read("snapshot?lang=en").json["settings"]["definition_version"] == version + 1


def test_act_whose_time_passed_in_the_archive_is_not_performed_after_the_restore(app):
    app.context.writer.submit(lambda tx: sessions.set_phase(tx.connection, app.session, Phase.REHEARSAL), CODE).wait()
    add(app, Plan("open", "time", at=PAST))
    add(app, Plan("close", "time", at="2999-01-01T12:00:00.000Z"))
    set_archived(app.context.writer, CODE, True)
    _perform_due_acts(app.context)
    assert [entry[:2] for entry in listed(app)] == [("open", ""), ("close", "")]
    set_archived(app.context.writer, CODE, False)
    _perform_due_acts(app.context)
    assert app.context.session(CODE).phase is Phase.REHEARSAL
    assert listed(app) == [("close", "", ""), ("open", "late", "The session was archived at this time.")]
    add(app, Plan("open", "time", at=PAST))
    set_archived(app.context.writer, CODE, False)
    assert [entry[:2] for entry in listed(app)] == [("open", ""), ("close", ""), ("open", "late")]
