"""Every row of the hostile file, through every door: kept as clean text and shown as text, or refused by name; the log holds none of it."""

from __future__ import annotations

import json

import pytest

from moderation.core import text as texts
from tests.servers import ROOT
from tests.web.paper import Page, Reader
from tests.web.room import GENEROUS, make_room

ROWS = [json.loads(line)["text"] for line in (ROOT / "tests" / "data" / "hostile.jsonl").read_text().splitlines()]
REFUSED = {"text.empty", "text.too_long", "name.too_long"}


@pytest.fixture
def hall(server):
    """A session where the length of a text is not what refuses most of them."""
    return make_room(server, limits=GENEROUS | {"text": 500})


def kept(raw: str) -> str | None:
    """What the store must hold of a row, or None where the row must be refused."""
    cleaned = texts.clean(raw)
    if texts.is_blank(cleaned) or texts.length(cleaned) > 500 or len(cleaned.encode()) > 4000:
        return None
    return cleaned


def test_every_row_asked_and_read_back(hall):
    ana, expected = hall["ana"], {}
    for row in ROWS:
        status, answer = ana.command("ask", {"text": row})
        wanted = kept(row)
        if wanted is None:
            assert 400 <= status < 500 and answer["code"] in REFUSED | {"request.too_large"}, (row, answer)
        else:
            assert (status, answer["question"]["text"]) == (201, wanted), row
            expected[answer["question"]["number"]] = wanted
    assert len(expected) > 500
    own = {view["number"]: view["text"] for view in ana.read("own")[1]["questions"]}
    chairs = {view["number"]: view["text"] for view in hall.chair.read("snapshot")[1]["put"]}
    assert own == chairs == expected
    page = Page(ana.request("GET", f"/s/{hall.code}")[1])
    assert {view["number"]: view["text"] for view in json.loads(page.data["page"])["own"]["questions"]} == expected
    assert_inert(page)
    shown = page.text
    for wanted in expected.values():
        assert " ".join(wanted.split()) in shown, wanted
    nothing_in_the_log(hall)


def test_every_row_as_a_name(hall):
    ana, expected = hall["ana"], {}
    for row in ROWS:
        status, answer = ana.command("ask", {"text": "Who decides?", "name": row, "show_name": True})
        wanted = texts.one_line(row)
        if texts.length(wanted) > 80 or status != 201:
            assert answer["code"] in REFUSED | {"request.too_large"}, (row, answer)
        else:
            assert answer["question"]["name"] == (None if texts.is_blank(wanted) else wanted), row
            expected[answer["question"]["number"]] = answer["question"]["name"]
    assert {view["number"]: view["name"] for view in hall.chair.read("snapshot")[1]["put"]} == expected
    nothing_in_the_log(hall)


def test_every_row_through_the_plain_form(hall):
    asked, got = [], []
    for number, row in enumerate(ROWS):
        if number % 40 == 0:
            ana = Reader(hall[f"asker {number}"])
            form = ana.open().form("/ask")
        # A form cannot send half a character; browsers send the replacement character for it.
        sent = row.encode("utf-8", "replace").decode()
        status, _, page = ana.send(form, text=sent, key=f"hostile-row-{number:04}")
        wanted = kept(sent)
        if wanted is None:
            assert 400 <= status < 500, row
            if status != 413:
                assert " ".join(page.form("/ask")["fields"]["text"].split()) == " ".join(sent.split()).replace("\x00", "\ufffd"), row
            assert_inert(page)
        else:
            assert status == 303, row
            asked.append(wanted)
        if number % 40 == 39 or number == len(ROWS) - 1:
            got += [view["text"] for view in ana.client.read("own")[1]["questions"]]
    assert sorted(got) == sorted(asked)
    nothing_in_the_log(hall)


def test_every_row_in_an_address_and_a_secret(hall, listen):
    from urllib.parse import quote

    ana = hall["ana"]
    listener = listen(ana)
    for row in ROWS:
        typed = quote(row.encode("utf-8", "replace"), safe="")[:1500]
        typed = typed[: typed.rindex("%")] if "%" in typed[-2:] else typed
        status, _, body = ana.raw("GET", f"/join?code={typed}")
        assert status in (303, 404), row
        assert_inert(Page(body.decode()))
        assert ana.raw("GET", f"/api/s/{hall.code}/attendee/changes?epoch={typed}&after=0&lang={typed}")[0] == 200, row
        answer = listener.emit("subscribe", {"session": row[:150], "seat": "attendee", "lang": row[:150]})
        assert (answer["ok"], answer["code"]) == (False, "session.unknown"), row
    assert ana.read("own")[0] == 200
    nothing_in_the_log(hall)


def assert_inert(page: Page) -> None:
    """No tag that our templates do not write, no script but ours, no handler, no style."""
    for tag, attributes in page.tags:
        assert tag != "iframe" or attributes["src"].endswith("/own"), attributes
        assert tag not in ("object", "embed", "base", "foreignobject", "video", "audio", "marquee", "style"), (tag, attributes)
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "srcdoc")], (tag, attributes)
        assert tag != "script" or attributes.get("type") == "application/json" or attributes.get("src", "").startswith("/static/"), attributes
        assert not attributes.get("href", "").lower().startswith("javascript:") and not attributes.get("src", "").startswith("http"), attributes


def nothing_in_the_log(hall) -> None:
    said = hall.server.log()
    assert "Traceback" not in said
    assert not [row for row in ROWS if len(row) > 12 and row in said]
