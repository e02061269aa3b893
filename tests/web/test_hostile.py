"""Tests that send every row of the file of hostile texts through every input.

The server either stores the row and shows it as clean text, or refuses the row with a code. The server's log contains
no text of a row.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import pytest

from moderation.core import text as texts
from moderation.services.session_file import definition
from moderation.services.session_file.problems import SessionFileError
from moderation.web.rate_limits import ATTENDEE
from moderation.web.realtime.socket_limits import SUBSCRIBES_PER_MINUTE
from tests.servers import ROOT
from tests.web.html_forms import Page, Reader
from tests.web.served_session import GENEROUS, make_served_session

ROWS = [json.loads(line)["text"] for line in (ROOT / "tests" / "data" / "hostile.jsonl").read_text().splitlines()]
REFUSED = {"text.empty", "text.too_long", "name.too_long"}
TOGETHER = 8
SESSION_FILE = """
code = "TERMS1"
languages = ["en", "es", "fr"]
title = {en = "Terms", es = "Términos", fr = "Termes"}
chair = [{seat = "a", name = "Al"}, {seat = "b", name = "Bea"}]
"""


@pytest.fixture
def running_store(server):
    """Create a session with high limits, so that only few rows are refused."""
    return make_served_session(server, limits=GENEROUS | {"text": 500})


def stored_text(raw: str, limit: int = 500, bytes_at_most: int | None = 4000) -> str | None:
    """Return the cleaned text that the store must contain after the hostile text `raw` is sent.

    Return None if the server must refuse the text: it is blank after cleaning, longer than `limit` graphemes, or larger
    than `bytes_at_most` bytes (None: no maximum size).
    """
    cleaned = texts.clean(raw)
    if (
        texts.is_blank(cleaned)
        or texts.length(cleaned) > limit
        or (bytes_at_most and len(cleaned.encode()) > bytes_at_most)
    ):
        return None
    return cleaned


def is_taken(status: int, answer: dict, row: str, wanted: str | None) -> bool:
    """Check the answer, and return whether the server accepted the row.

    `wanted`: the text that the store must contain; the server must then accept the row. If it is None, the server must
    refuse the row with one of the expected codes.
    """
    if wanted is None:
        assert 400 <= status < 500 and answer["code"] in REFUSED | {"request.too_large"}, (row, answer)
    else:
        assert status in (200, 201), (row, answer)
    return wanted is not None


def test_every_row_asked_and_read_back(running_store):
    ana, expected = running_store["ana"], {}
    for row in ROWS:
        status, answer = ana.command("ask", {"text": row})
        wanted = stored_text(row)
        if wanted is None:
            assert 400 <= status < 500 and answer["code"] in REFUSED | {"request.too_large"}, (row, answer)
        else:
            assert (status, answer["question"]["text"]) == (201, wanted), row
            expected[answer["question"]["number"]] = wanted
    assert len(expected) > 500
    own = {view["number"]: view["text"] for view in ana.read("own")[1]["questions"]}
    chairs = {view["number"]: view["text"] for view in running_store.chair.read("snapshot")[1]["put"]}
    assert own == chairs == expected
    page = Page(ana.request("GET", f"/s/{running_store.code}")[1])
    assert {view["number"]: view["text"] for view in json.loads(page.data["page"])["own"]["questions"]} == expected
    assert_inert(page)
    shown = page.text
    for wanted in expected.values():
        assert " ".join(wanted.split()) in shown, wanted
    nothing_in_the_log(running_store)


def test_every_row_as_a_name(running_store):
    ana, expected = running_store["ana"], {}
    for row in ROWS:
        status, answer = ana.command("ask", {"text": "Who decides?", "name": row, "show_name": True})
        wanted = texts.one_line(row)
        if texts.length(wanted) > 80 or status != 201:
            assert answer["code"] in REFUSED | {"request.too_large"}, (row, answer)
        else:
            assert answer["question"]["name"] == (None if texts.is_blank(wanted) else wanted), row
            expected[answer["question"]["number"]] = answer["question"]["name"]
    assert {view["number"]: view["name"] for view in running_store.chair.read("snapshot")[1]["put"]} == expected
    nothing_in_the_log(running_store)


def test_every_row_through_the_plain_form(running_store):
    asked, got = [], []
    for number, row in enumerate(ROWS):
        if number % 40 == 0:
            ana = Reader(running_store[f"asker {number}"])
            form = ana.open().form("/ask")
        # Browsers replace a lone surrogate in a form by the replacement character.
        sent = row.encode("utf-8", "replace").decode()
        status, _, page = ana.send(form, text=sent, key=f"hostile-row-{number:04}")
        wanted = stored_text(sent)
        if wanted is None:
            assert 400 <= status < 500, row
            if status != 413:
                assert " ".join(page.form("/ask")["fields"]["text"].split()) == " ".join(sent.split()).replace(
                    "\x00", "\ufffd"
                ), row
            assert_inert(page)
        else:
            assert status == 303, row
            asked.append(wanted)
        if number % 40 == 39 or number == len(ROWS) - 1:
            got += [view["text"] for view in ana.client.read("own")[1]["questions"]]
    assert sorted(got) == sorted(asked)
    nothing_in_the_log(running_store)


def test_every_row_as_a_text_of_chair_and_booth(running_store):
    """Send each row of the file as a wording, as a translation and as a note, in eight threads.

    Send every fourth row of a thread also as an added question. If the server uses threads instead of eventlet, use
    only every eighth row of the file.
    """
    rows = ROWS if running_store.server.mode == "eventlet" else ROWS[::8]
    chair, booth, organiser = running_store.chair, running_store["booth"], running_store["organiser"]
    numbers = [running_store.ask(f"Question {turn}?", f"asker {turn}", language="en") for turn in range(TOGETHER)]
    added: dict[int, str] = {}
    worded: dict[int, dict] = {}

    def write(turn: int) -> None:
        number, version, question, given = numbers[turn], 1, {"text": f"Question {turn}?"}, {}
        for index, row in enumerate(rows[turn::TOGETHER]):
            wanted = stored_text(row)
            status, answer = chair.command("wording", {"number": number, "version": version, "text": row, "hide": True})
            if is_taken(status, answer, row, wanted):
                question = answer["question"]
                version, given = question["version"], {}
                assert question["text"] == wanted, row
            status, answer = chair.command("translate", {"number": number, "language": "es", "text": row})
            if is_taken(status, answer, row, stored_text(row, 1500)):
                version, given = answer["question"]["version"], answer["question"]["translations"]["es"]
                assert given["text"] == stored_text(row, 1500), row
            is_taken(
                *(chair, organiser)[index % 2].command("note", {"text": row}), row, stored_text(row, bytes_at_most=None)
            )
            if index % 4 == 0:
                status, answer = chair.command("add", {"text": row, "language": "en", "group": "media"})
                if is_taken(status, answer, row, wanted if row else ""):
                    added[answer["question"]["number"]] = answer["question"]["text"]
                    assert answer["question"]["text"] == (wanted or ""), row
        worded[number] = {"text": question["text"], "es": given.get("text")}

    with ThreadPoolExecutor(TOGETHER) as together:
        list(together.map(write, range(TOGETHER)))
    assert len(added) > len(rows) // 6
    views = {view["number"]: view for view in running_store.chair.read("snapshot")[1]["put"]}
    assert {number: views[number]["text"] for number in added} == added
    assert {
        number: {"text": views[number]["text"], "es": views[number]["translations"].get("es", {}).get("text")}
        for number in numbers
    } == worded
    for number in numbers:
        running_store.act("approve", number)
        for row in rows[number::100]:
            is_taken(
                *booth.command("translate", {"number": number, "language": "fr", "text": row}),
                row,
                stored_text(row, 1500),
            )
    for seat, path in (
        (chair, "/chair/a"),
        (booth, "/booth"),
        (running_store["stage"], "/stage"),
        (running_store["panel/socco"], "/panel/socco"),
        (organiser, "/organiser"),
        (running_store["ana"], "?all=1"),
    ):
        assert_inert(Page(seat.request("GET", f"/s/{running_store.code}{path}")[1]))
    shown = Page(running_store["ana"].request("GET", f"/s/{running_store.code}?all=1")[1]).text
    for wanted in added.values():
        assert " ".join(wanted.split()) in shown, wanted
    nothing_in_the_log(running_store)


def test_every_row_as_a_draft(running_store):
    number = running_store.asked_and("approve", text="Who will pay for the secretariat of the committee?")

    def compare(turn: int) -> None:
        for start in range(0, len(ROWS[turn::TOGETHER]), ATTENDEE["draft"].burst):
            person = running_store.client()
            for row in ROWS[turn::TOGETHER][start : start + ATTENDEE["draft"].burst]:
                status, answer = person.request("POST", f"/api/s/{running_store.code}/attendee/similar", {"text": row})
                assert status == 200 and [view["number"] for view in answer["similar"]] in ([], [number]), row

    before = running_store.everything()
    with ThreadPoolExecutor(TOGETHER) as together:
        list(together.map(compare, range(TOGETHER)))
    assert running_store.everything() == before
    nothing_in_the_log(running_store)


@cache
def terms() -> list[dict]:
    """Return a glossary entry for each hostile text that a session file accepts as a term.

    The hostile text is both `term` and `note`.
    """
    accepted = []
    for row in ROWS:
        row = row.encode("utf-8", "replace").decode()
        # Escape the DEL character: TOML requires the escape, but JSON does not. Without DEL, every JSON string is a
        # valid TOML string.
        written = json.dumps(row, ensure_ascii=False).replace("\x7f", "\\u007f")
        try:
            [term] = definition.parse(f"{SESSION_FILE}[[term]]\nterm = {written}\nnote = {written}\n".encode())["terms"]
        except SessionFileError as refusal:
            assert refusal.code == "session.file", row  # noqa: PT017  # Most rows are accepted.
        else:
            assert term == {"term": texts.one_line(row), "note": term["note"]}, row
            accepted.append(term)
    assert len(accepted) > 300
    return accepted


def test_every_row_as_a_term_of_the_session_file(server):
    for start in range(0, len(terms()), definition.MOST_TERMS):
        some = terms()[start : start + definition.MOST_TERMS]
        served = make_served_session(server, terms=some)
        for seat in ("chair/a", "booth"):
            page = Page(served[seat].request("GET", f"/s/{served.code}/{seat}")[1])
            assert_inert(page)
            listed = json.loads(page.data["page"])["session"]["terms"][: len(some)]
            assert [(set(term["texts"].values()), term["note"]) for term in listed] == [
                ({term["term"]}, term["note"]) for term in some
            ]
        nothing_in_the_log(served)


def test_every_row_in_an_address_and_a_secret(running_store, listen):
    from urllib.parse import quote

    for number, row in enumerate(ROWS):
        if number % SUBSCRIBES_PER_MINUTE == 0:  # The rate limit is per cookie. Use a new cookie.
            ana = running_store.client()
            listener = listen(ana)
        typed = quote(row.encode("utf-8", "replace"), safe="")[:1500]
        typed = typed[: typed.rindex("%")] if "%" in typed[-2:] else typed
        status, _, body = ana.raw("GET", f"/join?code={typed}")
        assert status in (303, 404), row
        assert_inert(Page(body.decode()))
        assert (
            ana.raw("GET", f"/api/s/{running_store.code}/attendee/changes?epoch={typed}&after=0&lang={typed}")[0] == 200
        ), row
        answer = listener.emit("subscribe", {"session": row[:150], "seat": "attendee", "lang": row[:150]})
        assert (answer["ok"], answer["code"]) == (False, "session.unknown"), row
    assert ana.read("own")[0] == 200
    nothing_in_the_log(running_store)


def assert_inert(page: Page) -> None:
    """Check that no text has added anything harmful to a page.

    The page must contain no embedded object, no inline script, no inline event handler, no inline style, and no
    resource from another server.
    """
    for tag, attributes in page.tags:
        assert tag != "iframe" or attributes["src"].endswith("/own"), attributes
        assert tag not in ("object", "embed", "base", "foreignobject", "video", "audio", "marquee", "style"), (
            tag,
            attributes,
        )
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "srcdoc")], (
            tag,
            attributes,
        )
        assert (
            tag != "script"
            or attributes.get("type") == "application/json"
            or attributes.get("src", "").startswith("/static/")
        ), attributes
        assert not attributes.get("href", "").lower().startswith("javascript:") and not attributes.get(
            "src", ""
        ).startswith("http"), attributes


def nothing_in_the_log(running_store) -> None:
    log = running_store.server.log()
    assert "Traceback" not in log
    assert not [row for row in ROWS if len(row) > 12 and row in log]
