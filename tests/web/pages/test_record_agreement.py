"""Tests that the report, the ledger and all exports of a session have the same order, numbers and sums.

The session is random: two chairs and six attendees send random acts. Refusals are ignored.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
from collections import Counter
from datetime import datetime
from functools import cache

import pytest
from bs4 import BeautifulSoup

from moderation.core.ledger import FIGURES
from moderation.core.model import REASONS, Status
from moderation.core.refusals import Refusal
from moderation.services import session_time
from moderation.services.record import export, report
from moderation.store import ledger as ledger_store
from moderation.store import questions, sessions
from moderation.web.pages.report import as_html
from tests.factories import caller, execute_act, make_database, spoken
from tests.services.record.test_xlsx import cells, parts_of

ZONE = "America/Bogota"
CHAIRS = (caller("chair.a"), caller("chair.b"))
GROUPS = ("media", "academia", "other", "undisclosed")
IN_THE_REPORT = ("answered", "live", "next", "approved")


class RandomSession:
    """A session with random questions and acts. The first acts are before midnight in the session's time zone, and the
    last acts are after midnight.
    """

    def __init__(self, seed: int, acts: int = 400):
        self.random = random.Random(seed)
        self.second = 0
        self.store = make_database(
            starts="2026-12-09T04:30:00.000Z",
            time_zone=ZONE,
            groups=[{"key": key, "label": {"en": key.title()}, "short": {}} for key in GROUPS],
        )
        self.ask()
        for _ in range(acts):
            act = self.random.choice((self.ask, self.ask, self.add, *[self.chair] * 5, self.advance))
            try:
                act()
            except Refusal:
                continue

    @property
    def session(self):
        return sessions.get_by_code(self.store, "PANEL1")

    def do(self, act: str, who, **params) -> None:
        self.second += self.random.randint(1, 25)
        at = f"2026-12-09T{4 + self.second // 3600:02}:{self.second // 60 % 60:02}:{self.second % 60:02}.000Z"
        execute_act(self.store, act, who, at=at, now=float(self.second), **params)

    def numbers(self, *statuses: Status) -> list[int]:
        """Return the numbers of the questions in these statuses."""
        marks = ", ".join("?" * len(statuses))
        rows = self.store.execute(f"SELECT number FROM questions WHERE status IN ({marks}) ORDER BY number", statuses)
        return [row[0] for row in rows]

    def ask(self) -> None:
        asker = hashlib.sha256(str(self.random.randrange(6)).encode()).digest()
        fields = {"group": self.random.choice(GROUPS), "region": self.random.choice((None, "africa", "weog"))}
        language = self.random.choice(("en", "es", "und"))
        show_name = self.random.random() < 0.5
        who = caller("attendee", asker)
        self.do("ask", who, text="Why?", name="Ana", show_name=show_name, identified=spoken(language), **fields)
        if self.random.random() < 0.2:
            self.do("withdraw", who, number=len(ledger_store.asked(self.store, self.session)))

    def add(self) -> None:
        text, live = self.random.choice(("", "How?")), self.random.random() < 0.5
        self.do("add", CHAIRS[0], text=text, live=live, group=self.random.choice(GROUPS), identified=spoken("es"))

    def chair(self) -> None:
        waiting = self.numbers(Status.PENDING, Status.APPROVED, Status.NEXT, Status.LIVE)
        every = self.numbers(*Status)
        number = self.random.choice(waiting or every if self.random.random() < 0.8 else every)
        others = self.numbers(Status.PENDING, Status.APPROVED)
        act, fields = self.random.choice(
            (
                ("approve", {}),
                ("approve", {"after": 0}),
                ("decline", {"reason": self.random.choice(REASONS)}),
                ("take", {}),
                ("put_back", {}),
                ("answer", {}),
                ("bring_back", {}),
                ("reconsider", {}),
                ("merge", {"into": self.random.choice(others) if others else 1}),
                ("split", {}),
                ("wording", {"text": "Why not?", "hide": self.random.random() < 0.3}),
                ("undo", None),
            )
        )
        chair = self.random.choice(CHAIRS)
        if fields is None:
            self.do("undo", chair)
        else:
            question = questions.get(self.store, self.session, number)
            self.do(act, chair, number=number, version=question.version, **fields)

    def advance(self) -> None:
        state = questions.queue_state(self.store, self.session)
        live, upcoming = state.live, state.next
        self.do("advance", CHAIRS[1], live=live and live.number, next=upcoming and upcoming.number)


class Exports:
    """All exports and the report of a session, parsed from the content of the files."""

    def __init__(self, store):
        record = export.record(store, "PANEL1")
        files = {form: make(record) for form, make in export.FORMATS.items()}
        self.json = json.loads(files["json"])
        self.questions = self.json["questions"]
        self.csv = list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"), newline="")))
        parts = parts_of(files["xlsx"])
        self.xlsx, self.sheet = cells(parts, 1), cells(parts, 2)
        self.report = BeautifulSoup(as_html(report.contents(store, "PANEL1")), "lxml")


@cache
def open_and_closed(seed: int) -> tuple[Exports, Exports]:
    """Return the exports of a random session before and after its end."""
    played = RandomSession(seed)
    before = Exports(played.store)
    played.do("close", caller("organiser"))
    return before, Exports(played.store)


@pytest.fixture(scope="module", params=[(seed, closed) for seed in (2, 4, 5) for closed in (False, True)], ids=str)
def exports(request):
    seed, closed = request.param
    return open_and_closed(seed)[closed]


def counted(rows: list[dict]) -> dict[str, int]:
    """Compute the ledger's figures from the rows of an export.

    Each figure counts the questions that have reached at least this stage.
    """
    stages = [FIGURES.index(row["reached"]) for row in rows]
    return {name: sum(stage >= index for stage in stages) for index, name in enumerate(FIGURES)}


def figures_of(row) -> dict[str, int]:
    """Return {name of the figure: number} for all figures inside this element of the report."""
    return {cell["data-figure"]: int(cell.get_text()) for cell in row.find_all(attrs={"data-figure": True})}


def test_the_session_has_each_outcome(exports):
    entries = exports.questions
    assert {entry["outcome"] for entry in entries} >= {"answered", "withdrawn", "cut_short", "already_answered"}
    assert len(entries) > 60
    assert {entry["status"] for entry in entries} >= {"answered", "declined", "merged"}
    assert {(entry["edited"], entry["asked"] is None) for entry in entries} == {
        (False, True),
        (True, True),
        (True, False),
    }
    assert {entry["aloud"] for entry in entries} == {True, False}
    assert {entry["name"] for entry in entries} == {"Ana", None}


def test_the_sums_of_the_rows_are_the_figures_of_the_ledger(exports):
    ledger, entries = exports.json["ledger"], exports.questions
    assert counted(entries) == {name: ledger[name] for name in FIGURES}
    for by in ("group", "language"):
        keys = sorted({entry[by] for entry in entries})
        assert ledger[f"by_{by}"] == {key: counted([row for row in entries if row[by] == key]) for key in keys}
    outcomes = ledger["outcomes"]
    unanswered = [row for row in entries if row["outcome"] != "answered"]
    assert outcomes["answered"] == len(entries) - len(unanswered)
    assert outcomes["approved"] == Counter(row["outcome"] for row in unanswered if row["reached"] != "received")
    assert outcomes["not_approved"] == Counter(row["outcome"] for row in unanswered if row["reached"] == "received")
    assert ledger["merged"] == sum(row["status"] == "merged" for row in entries)
    assert ledger["received"] == len(entries) == len(exports.csv) - 1 == len(exports.xlsx) - 1


def test_the_report_shows_the_figures_of_the_ledger_in_the_order_of_the_workbook(exports):
    ledger, page = exports.json["ledger"], exports.report
    assert {item["data-figure"]: int(item.dd.get_text()) for item in page.select(".figures > div")} == {
        name: ledger[name] for name in FIGURES
    }
    rows = [[value for _, value, _ in row] for row in exports.sheet]
    assert rows[0] == ["by", "key", "label", *FIGURES]
    assert list(map(int, rows[1][1:])) == [ledger[name] for name in FIGURES]
    for by in ("group", "language"):
        shown = [(row["data-key"], figures_of(row)) for row in page.select(f"table[data-margin={by}] tbody tr")]
        table = [(row[1], dict(zip(FIGURES, map(int, row[3:]), strict=True))) for row in rows if row[0] == by]
        assert shown == table
        counts = ledger[f"by_{by}"]
        assert [pair for pair in shown if pair[1]["received"]] == [
            (key, counts[key]) for key, _ in shown if key in counts
        ]
        assert {key for key, figures in shown if figures["received"]} == counts.keys()
    reasons = [(item["data-why"], int(item.dd.get_text())) for item in page.select("[data-why]")]
    table = [(row[1], int(row[3]), int(row[4])) for row in rows if row[0] == "not answered"]
    parts = ledger["outcomes"]
    assert reasons == [(key, n) for key, n, approved in table if not approved] + [
        (key, n) for key, n, approved in table if approved
    ]
    assert Counter(dict(reasons)).total() <= sum(n for _, n in reasons) == ledger["received"] - parts["answered"]


def test_the_report_has_the_questions_of_the_export_in_the_order_of_its_columns(exports):
    rows = [row for row in exports.questions if row["status"] in IN_THE_REPORT]
    rows.sort(
        key=lambda row: (
            IN_THE_REPORT.index(row["status"]),
            row["live_at"] if row["status"] == "answered" else "",
            row["place"] or 0,
            row["number"],
        )
    )
    articles = exports.report.select("article")
    assert [int(article["id"][1:]) for article in articles] == [row["number"] for row in rows]
    followers: dict[int, list[int]] = {}
    for row in exports.questions:
        if row["status"] == "merged":
            followers.setdefault(row["lead"], []).append(row["number"])
    answered = 0
    for article, row in zip(articles, rows, strict=True):
        words = [item.get_text() for item in article.select(".voice")]
        assert words == [row["text"] or "Asked in the room", *([row["asked"]] if row["asked"] else [])]
        labels = " ".join(article.select_one(".labels").get_text(" ").split())
        assert ("edited by a chair" in labels) == row["edited"] and ("Ana" in labels) == (row["name"] == "Ana")
        assert ("asked in the room" in labels) == (row["aloud"] and row["text"] != "")
        joined = followers.get(row["number"], [])
        numbers = ", ".join(map(str, joined))
        noun = "Nos." if len(joined) > 1 else "No."
        assert (f"asked together with {noun} {numbers}" in labels) == bool(joined)
        if row["live_at"]:
            moment = session_time.local(row["live_at"], ZONE)
            assert f"taken up: {'9 December 2026, ' if moment.day == 9 else ''}{moment:%H:%M}" in labels
        answered += (1 + len(joined)) if row["status"] == "answered" else 0
    assert answered == exports.json["ledger"]["answered"], (
        "each answered question is in the report, alone or in a group"
    )


def test_csv_and_workbook_have_the_values_of_the_json_record(exports):
    names = exports.csv[0]
    assert names == [value for _, value, _ in exports.xlsx[0]]
    for entry, line, row in zip(exports.questions, exports.csv[1:], exports.xlsx[1:], strict=True):
        values = [entry[name] for name in names if not name.startswith("translation_")]
        in_csv = [content for name, content in zip(names, line, strict=True) if not name.startswith("translation_")]
        assert in_csv == [as_text(name, value) for name, value in zip(names, values, strict=False)]
        filled = [(name, value) for name, value in zip(names, values, strict=False) if value not in (None, "")]
        assert [(kind, content) for kind, content, _ in row] == [as_cell(name, value) for name, value in filled]


def as_text(name: str, value) -> str:
    """Return the text that the CSV file must contain for a value of the JSON record."""
    if name.endswith("_at") and value:
        return session_time.local(value, ZONE).isoformat(timespec="milliseconds")
    return {None: "", True: "yes", False: "no"}[value] if value is None or isinstance(value, bool) else str(value)


def as_cell(name: str, value) -> tuple[str, str]:
    """Return (type, content) of the cell that the workbook must contain for a value of the JSON record."""
    if name.endswith("_at"):
        days = session_time.local(value, ZONE).replace(tzinfo=None) - datetime(1899, 12, 30)  # noqa: DTZ001
        return "n", f"{days.total_seconds() / 86400:.16G}"
    if isinstance(value, bool):
        return "b", str(int(value))
    return ("n" if isinstance(value, int) else "s"), str(value)
