"""Tests of the import page's routes: preview, import, list and undo, and the refusals of wrong files and choices."""

from __future__ import annotations

import csv
import http.client
import io
import json
from urllib.parse import urlencode

import pytest

from moderation.services.imports.tables import MOST_BYTES
from tests.services.imports import broken_files, files
from tests.web.served_session import is_refused, make_served_session

ZOOM = files.as_csv(files.ZOOM, ";", "cp1252")


@pytest.fixture
def served(server):
    return make_served_session(server, limits={"pending": 100, "text": 60})


def send(served, route: str, content: bytes, who: str = "organiser", **choices) -> tuple[int, dict]:
    path = f"/api/s/{served.code}/organiser/{route}?{urlencode(choices)}"
    headers = {"X-Open-Floor": "1", "Content-Type": "application/octet-stream"}
    status, _, answer = served[who].raw("POST", path, content, headers)
    return status, json.loads(answer)


def undo(served, number) -> tuple[int, dict]:
    return served["organiser"].request("POST", f"/api/s/{served.code}/organiser/undo-import", {"number": number})


def listing(served) -> list[dict]:
    status, answer = served["organiser"].request("GET", f"/api/s/{served.code}/organiser/imports")
    assert status == 200, answer
    return answer["imports"]


def test_preview_shows_columns_and_first_rows_without_the_values_of_names(served):
    before = served.everything()
    status, preview = send(served, "import/preview", ZOOM, file="report.csv")
    assert status == 200
    assert preview | {"first": None} == {
        "ok": True,
        "form": "CSV, semicolon",
        "encoding": "windows-1252",
        "product": "Zoom",
        "header_line": 6,
        "header": ["#", "Question", "Asker Name", "Asker Email", "Answer", "Question Time", "Answered Time"],
        "rows": 3,
        "left_out": 1,
        "columns": {"text": 1, "time": 5},
        "personal": [2, 3],
        "first": None,
        "count": 3,
        "known": 0,
        "over": 0,
        "refused_count": 0,
        "refused": [],
        "unmatched": {},
    }
    assert preview["first"][0] == {
        "line": 7,
        "cells": [None, "Who pays, and when?", None, None, None, "04/29/2024 13:05:10", ""],
    }
    assert "Ana Sol" not in json.dumps(preview) and "example.org" not in json.dumps(preview)
    assert served.everything() == before


def test_import_list_and_undo_of_one_file(served):
    status, result = send(served, "import", ZOOM, file="report.csv", group="media", language="es")
    assert (status, result) == (
        200,
        {
            "ok": True,
            "number": 1,
            "rows": 3,
            "count": 3,
            "known": 0,
            "refused_count": 0,
            "refused": [],
            "bad_rows": "",
        },
    )
    seen = served.seen(1)
    assert (seen["text"], seen["source"], seen["group"], seen["language"]) == (files.TEXTS[0], "Zoom", "media", "es")
    assert "name" not in seen or seen["name"] is None
    served.act("approve", 2)
    [view] = listing(served)
    at = view.pop("at")
    assert view == {
        "number": 1,
        "file": "report.csv",
        "source": "Zoom",
        "questions": 3,
        "pending": 2,
        "queued": 1,
        "staying": 0,
    }
    assert at.endswith("Z")
    assert send(served, "import", ZOOM)[1]["known"] == 3
    assert send(served, "import/preview", ZOOM)[1]["known"] == 3
    served.act("take", 2)
    assert undo(served, 1) == (200, {"ok": True, "already": False, "number": 1, "count": 2})
    assert [(entry["number"], entry["questions"], entry["staying"]) for entry in listing(served)] == [
        (2, 0, 0),
        (1, 1, 1),
    ]
    again = send(served, "import", ZOOM)[1]
    assert (again["count"], again["known"], again["refused"]) == (2, 1, [])


def test_names_are_imported_if_their_columns_are_chosen(served):
    assert send(served, "import", ZOOM, columns="text:1,name:2,mail:3", source="Webinar")[1]["count"] == 3
    assert served.seen(1)["name"] == "Ana Sol (ana@example.org)"
    assert served.seen(1)["source"] == "Webinar"


def test_bad_rows_are_listed_in_the_reader_s_language_and_as_a_file(served):
    rows = [["Question", "Group"], ["Who pays?", "media"], ["x" * 61, "=1+1"], ["", "media"]]
    served["organiser"].headers = {"Accept-Language": "fr"}
    preview = send(served, "import/preview", files.as_csv(rows))[1]
    assert (preview["count"], preview["refused_count"]) == (1, 2)
    result = send(served, "import", files.as_csv(rows))[1]
    assert (result["rows"], result["count"], result["refused_count"]) == (3, 1, 2)
    assert result["refused"] == preview["refused"]
    assert [(row["line"], row["code"], row["text"]) for row in result["refused"]] == [
        (3, "text.too_long", "x" * 61),
        (4, "text.empty", ""),
    ]
    assert result["refused"][0]["reason"] == "Trop long\xa0: 61 sur 60 caractères."
    table = list(csv.reader(io.StringIO(result["bad_rows"].removeprefix("\ufeff"))))
    assert table[0] == ["line", "code", "reason", "text", "group"]
    assert table[1] == ["3", "text.too_long", "Trop long\xa0: 61 sur 60 caractères.", "x" * 61, "'=1+1"]


def test_a_file_without_a_known_header_can_be_read_by_choice(served):
    rows = [["Programme"], ["Von", "Was liegt Ihnen am Herzen"], ["Ana", "Wer zahlt?"], ["Ben", "Wer entscheidet?"]]
    content = files.as_csv(rows)
    status, preview = send(served, "import/preview", content)
    assert (status, preview["header"], preview["columns"]) == (200, rows[1], {"text": 1})
    assert send(served, "import/preview", content, columns="")[1]["count"] == 0
    is_refused(send(served, "import", content, columns="name:0"), 400, "file.columns")
    assert send(served, "import/preview", content, header=3)[1]["header"] == ["Ana", "Wer zahlt?"]
    is_refused(send(served, "import/preview", content, header=9), 400, "file.no_header")
    assert send(served, "import", content, columns="text:1")[1]["count"] == 2


@pytest.mark.parametrize(
    ("choices", "field"),
    [
        ({"columns": "text:7"}, "columns"),
        ({"columns": "text:1,text:2"}, "columns"),
        ({"columns": "text:1,name:1"}, "columns"),
        ({"columns": "owner:1"}, "columns"),
        ({"columns": "text:-1"}, "columns"),
        ({"encoding": "rot13"}, "encoding"),
        ({"header": "x"}, "header"),
        ({"group": "pirates"}, "group"),
        ({"language": "tlh"}, "language"),
    ],
)
def test_wrong_choices_are_refused(served, choices, field):
    is_refused(send(served, "import/preview", ZOOM, **choices), 400, "request.field", field=field)


def test_broken_files_are_refused_and_nothing_is_stored(served):
    before = served.everything()
    for name in broken_files.FILES:
        content, code = broken_files.broken(name)
        if len(content) <= MOST_BYTES and code != "file.columns":
            status = 413 if code == "file.too_large" else 400
            is_refused(send(served, "import", content), status, code)
            assert send(served, "import/preview", content)[1]["code"] == code, name
    assert served.everything() == before


def test_a_larger_file_is_refused_before_its_body_is_sent(served):
    connection = http.client.HTTPConnection(served.url.removeprefix("http://"), timeout=20)
    connection.putrequest("POST", f"/api/s/{served.code}/organiser/import")
    for name, value in (("Cookie", served["organiser"].cookie), ("X-Open-Floor", "1")):
        connection.putheader(name, value)
    connection.putheader("Content-Length", str(MOST_BYTES + 1))
    connection.endheaders()
    answer = connection.getresponse()
    is_refused((answer.status, json.loads(answer.read())), 413, "file.too_large", limit=5)
    connection.close()


def test_a_refused_import_leaves_no_question(served):
    served["organiser"].command("close")
    is_refused(send(served, "import", ZOOM), 409, "phase.not_allowed")
    assert listing(served) == []
    is_refused(undo(served, 1), 409, "phase.not_allowed")
    is_refused(undo(served, "1"), 400, "request.field", field="number")


def test_rows_without_room_are_counted_before_and_refused_after(server):
    served = make_served_session(server, limits={"pending": 5})
    content = files.as_csv([["Question"], *([f"Question number {number}?"] for number in range(8))])
    preview = send(served, "import/preview", content)[1]
    assert (preview["count"], preview["over"]) == (5, 3)
    result = send(served, "import", content)[1]
    assert (result["count"], [row["code"] for row in result["refused"]]) == (5, ["limit.pending"] * 3)
