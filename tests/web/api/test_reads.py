"""Tests of the read routes: the data that each seat may read, and the answers to a client that has missed changes."""

from __future__ import annotations

import gzip

import pytest

from tests.web.served_session import is_refused, make_served_session

SEATS = ["ana", "chair/a", "stage", "panel/socco", "booth"]


@pytest.mark.parametrize("seat", SEATS)
def test_an_unchanged_snapshot_is_answered_with_304(served, seat):
    number = served.asked_and("approve", "take")
    person = served[seat]
    path = f"/api/s/{served.code}/{person.seat}/snapshot"
    status, headers, body = person.raw("GET", path)
    assert status == 200 and b'"reset":true' in body
    assert "no-store" not in headers["Cache-Control"] and "private" in headers["Cache-Control"]
    unchanged, response_headers, nothing = person.raw("GET", path, None, {"If-None-Match": headers["ETag"]})
    assert (unchanged, nothing, response_headers["ETag"]) == (304, b"", headers["ETag"])
    served.act("answer", number)
    status, again, _ = person.raw("GET", path, None, {"If-None-Match": headers["ETag"]})
    assert status == 200 and again["ETag"] != headers["ETag"]


def test_a_snapshot_is_compressed_when_the_client_accepts_gzip(served):
    for turn in range(4):
        served.asked_and("approve", text=f"{turn} Who decides? " * 5)
    path = f"/api/s/{served.code}/attendee/snapshot"
    _, plain_headers, plain = served["ana"].raw("GET", path)
    for query in (path, f"/api/s/{served.code}/attendee/changes?epoch=of-yesterday&after=0"):
        _, headers, zipped = served["ana"].raw("GET", query, None, {"Accept-Encoding": "br, gzip"})
        assert headers["Content-Encoding"] == "gzip" and len(zipped) < len(plain) and gzip.decompress(zipped) == plain
        assert (
            headers["ETag"] == plain_headers["ETag"] and headers["Vary"] == plain_headers["Vary"] == "Accept-Encoding"
        )
    assert "Content-Encoding" not in plain_headers
    assert served["ana"].raw("GET", path, None, {"Accept-Encoding": "gzip;q=0"})[2] == plain


def test_changes_contain_everything_after_the_seq(served):
    start = served["ana"].read("snapshot")[1]
    first, second = served.asked_and("approve"), served.asked_and("approve", "take")
    change = served["ana"].read(f"changes?epoch={start['epoch']}&after={start['seq']}")[1]
    assert (change["after"], change.get("reset")) == (start["seq"], None)
    assert {view["number"]: view["status"] for view in change["put"]} == {first: "approved", second: "live"}
    assert change["queue"] == [first]
    served.act("answer", second)
    later = served["ana"].read(f"changes?epoch={start['epoch']}&after={change['seq']}")[1]
    assert (later["drop"], later.get("put", [])) == ([second], [])
    nothing = served["ana"].read(f"changes?epoch={start['epoch']}&after={later['seq']}")[1]
    assert nothing["after"] == nothing["seq"] == later["seq"] and not nothing.get("put") and not nothing.get("drop")


@pytest.mark.parametrize(
    "query",
    [
        "epoch=another&after=0",
        "after=0",
        "epoch=&after=0",
        "epoch={epoch}&after=999999",
        "epoch={epoch}&after=999999999999999",
        "epoch=%00&after=0",
    ],
)
def test_another_epoch_or_a_number_from_the_future_gives_a_snapshot(served, query):
    served.asked_and("approve")
    snapshot = served["ana"].read("snapshot")[1]
    change = served["ana"].read("changes?" + query.format(epoch=snapshot["epoch"]))[1]
    assert change | {"at": 0} == snapshot | {"at": 0}


@pytest.mark.parametrize("after", ["", "x", "-1", "1.5", "1e3", "٣", "9" * 16, "9" * 5000, "0x1", "%00", "1%202"])
def test_a_malformed_number_is_refused(served, after):
    from urllib.parse import quote

    is_refused(
        served["ana"].read(f"changes?epoch=x&after={quote(after, safe='%')}"), 400, "request.field", field="after"
    )
    for name in ("before", "from") if after else ():
        is_refused(
            served["ana"].read(f"questions?status=answered&{name}={quote(after, safe='%')}"),
            400,
            "request.field",
            field=name,
        )


def test_the_floor_reads_in_a_language_of_the_session(served):
    served.asked_and("approve")
    for lang in ("en", "es", "fr", "de", "xx", "%00", "EN"):
        assert served["ana"].read(f"snapshot?lang={lang}")[0] == 200


@pytest.mark.parametrize(
    ("seat", "allowed"),
    [
        ("ana", {"answered"}),
        ("stage", {"answered"}),
        ("panel/socco", {"answered"}),
        ("booth", {"answered"}),
        ("chair/a", {"answered", "declined", "withdrawn", "merged"}),
        ("organiser", set()),
    ],
)
def test_each_seat_reads_older_questions_of_certain_statuses_only(served, seat, allowed):
    served.asked_and("approve", "take", "answer", text="Answered canary")
    served.asked_and("decline", text="Declined canary")
    served["ana"].command("withdraw", {"number": served.ask("Withdrawn canary")})
    served.act("merge", served.ask("Merged canary"), into=served.ask("Who leads?"))
    for status in ("pending", "approved", "next", "live", "answered", "declined", "withdrawn", "merged"):
        got, answer = served[seat].read(f"questions?status={status}")
        if status in allowed:
            assert got == 200 and [view["status"] for view in answer["questions"]] == [status]
        else:
            is_refused((got, answer), 403, "seat.forbidden")
    for status in ("", "nonsense", "%00", "answered,declined"):
        is_refused(served[seat].read(f"questions?status={status}"), 400, "request.field", field="status")


def test_older_questions_by_page(server):
    served = make_served_session(server)
    for number in range(1, 54):
        served.ask(f"{number}?")
    for chunk in (range(1, 51), range(51, 54)):
        assert (
            served.chair.command(
                "decline", {"reason": "off_topic", "questions": [{"number": n, "version": 1} for n in chunk]}
            )[0]
            == 200
        )
    first = served.chair.read("questions?status=declined")[1]
    assert ([view["number"] for view in first["questions"]], first["more"]) == (list(range(53, 3, -1)), True)
    second = served.chair.read("questions?status=declined&before=4")[1]
    assert ([view["number"] for view in second["questions"]], second["more"]) == ([3, 2, 1], False)
    assert served.chair.read("questions?status=declined&from=3")[1] == second


def test_every_seat_reads_only_what_its_table_allows(served):
    asked = {"text": "Canary of the text?", "name": "Canary Name", "group": "media", "to": "socco"}
    hidden = served["ana"].command("ask", asked | {"text": "Waiting canary"})[1]["question"]["number"]
    number = served["ana"].command("ask", asked)[1]["question"]["number"]
    served.act("approve", number)
    in_all_views = {"edited", "asked", "merged"}
    keys = {
        "ana": {
            "translations",
            "number",
            "status",
            "text",
            "to",
            "topic",
            "language",
            "direction",
            "group",
            "name",
            "votes",
        },
        "stage": {"translations", "number", "status", "text", "to", "topic", "language", "direction", "group", "name"},
        "panel/socco": {
            "translations",
            "number",
            "status",
            "text",
            "to",
            "topic",
            "language",
            "direction",
            "group",
            "name",
        },
        "booth": {
            "translations",
            "number",
            "status",
            "text",
            "to",
            "topic",
            "language",
            "direction",
            "group",
            "unsure",
            "looks_like",
        },
    }
    for seat, allowed in keys.items():
        for what in ("snapshot", "changes?epoch=x&after=0"):
            views = served[seat].read(what)[1]["put"]
            assert [view["number"] for view in views] == [number] and set(views[0]) == allowed | in_all_views, seat
            assert views[0].get("name") is None
    assert {view["number"] for view in served.chair.read("snapshot")[1]["put"]} == {hidden, number}


def test_an_attendee_reads_only_their_own_questions(served):
    number = served.ask("Mine?", who="ana")
    assert served["ben"].read("own")[1] == {"counter": 0, "questions": [], "votes": []}
    mine = served["ana"].read("own")[1]
    assert [view["number"] for view in mine["questions"]] == [number]
    counter = mine["counter"]
    served.act("approve", number)
    mine = served["ana"].read("own")[1]
    assert mine["counter"] > counter and mine["questions"][0]["place"] == 1


def test_own_names_the_question_of_each_key_also_after_the_close(served):
    ana = served["ana"]
    assert ana.command("ask", {"text": "Mine?"}, key="key-of-ana")[0] == 201
    assert served["ben"].command("ask", {"text": "Theirs?"}, key="key-of-ben")[0] == 201
    assert ana.read("own")[1]["keys"] == {"key-of-ana": 1}
    assert served["organiser"].command("close")[0] == 200
    assert ana.read("own")[1]["keys"] == {"key-of-ana": 1}
    is_refused(ana.command("ask", {"text": "Mine?"}, key="key-of-ana"), 409, "phase.not_allowed", phase="closed")


def test_only_chairs_read_the_undo_preview(served):
    for seat in ("ana", "stage", "booth", "organiser"):
        assert served[seat].request("GET", f"/api/s/{served.code}/{served[seat].seat}/undo")[0] in (404, 405)
    is_refused(served["ana"].request("GET", f"/api/s/{served.code}/chair/a/undo"), 401, "seat.unknown")
    is_refused(served["ana"].request("GET", f"/api/s/{served.code}/organiser/state"), 401, "seat.unknown")
