"""Tests of the ledger sheet in the workbook: its rows and their order, the labels beside the keys, local times."""

from __future__ import annotations

import pytest

from moderation.services import session_time
from moderation.services.record import export
from tests.factories import ANA, caller, execute_act, make_database, spoken

GROUPS = [
    {"key": key, "label": {"en": label}, "short": {}}
    for key, label in (("media", "Media"), ("other", "Other"), ("academia", "Academia"), ("undisclosed", "Not told"))
]
TOPICS = [{"key": key, "label": {"en": label}} for key, label in (("rights", "Rights"), ("access", "Access"))]
CHAIR = caller("chair.a")


def sheet(store) -> list[list]:
    return export.record(store, "PANEL1")["sheet"]


def test_rows_are_in_the_order_of_the_report_with_labels():
    store = make_database(groups=GROUPS, topics=TOPICS)
    for group, language in (("academia", "es"), ("academia", "und"), ("other", "es"), ("other", "es"), ("other", "en")):
        execute_act(store, "ask", caller("attendee", ANA), text="Why?", group=group, identified=spoken(language))
    execute_act(store, "set_topic", CHAIR, number=3, version=1, topic="access")
    execute_act(store, "set_topic", CHAIR, number=4, version=1, topic="access")
    execute_act(store, "approve", CHAIR, number=1, version=1)
    execute_act(store, "take", CHAIR, number=1, version=2)
    execute_act(store, "answer", CHAIR, number=1, version=3)
    execute_act(store, "approve", CHAIR, number=2, version=1)
    execute_act(store, "decline", CHAIR, number=3, version=2, reason="off_topic")
    assert sheet(store) == [
        ["by", "key", "label", "received", "approved", "taken", "answered"],
        ["all", "", "", 5, 2, 1, 1],
        ["group", "academia", "Academia", 2, 2, 1, 1],
        ["group", "media", "Media", 0, 0, 0, 0],
        ["group", "other", "Other", 3, 0, 0, 0],
        ["group", "undisclosed", "Not told", 0, 0, 0, 0],
        ["language", "es", "Español", 3, 1, 1, 1],
        ["language", "en", "English", 1, 0, 0, 0],
        ["language", "und", "Not recognised", 1, 1, 0, 0],
        ["topic", "rights", "Rights", 0, 0, 0, 0],
        ["topic", "access", "Access", 2, 0, 0, 0],
        ["topic", "", "No topic", 3, 2, 1, 1],
        ["not answered", "waiting", "Still waiting", 1, 1, None, 0],
        ["not answered", "off_topic", "Off topic", 1, 0, None, 0],
        ["not answered", "waiting", "Still waiting", 2, 0, None, 0],
    ]


@pytest.mark.parametrize("zone", ["UTC", "-05:00"])
def test_under_the_rule_each_table_has_its_local_time(zone):
    store = make_database(groups=GROUPS, chatham_house_rule=True, time_zone=zone)
    for _ in range(4):
        execute_act(store, "ask", caller("attendee", ANA), text="Why?", group="media")
    execute_act(store, "pause", caller("organiser"), at="2026-12-09T01:47:00.000Z")
    until = session_time.local("2026-12-09T01:47:00.000Z", zone)
    rows = sheet(store)
    assert rows[0] == ["by", "key", "label", "until", "received"]
    assert [row for row in rows if row[0] == "group" and row[1] in ("media", "all")] == [
        ["group", "media", "Media", until, "<3"],
        ["group", "all", "", until, 4],
    ]
    assert until.utcoffset() == rows[1][3].utcoffset()
