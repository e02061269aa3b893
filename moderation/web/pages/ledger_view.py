"""The presentation of the ledger for the page and the report: names, order and pictures.

A picture shows one mark for each question. The filled height of a mark shows how far its question came (see `picture`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.disclosure_control import HIDDEN, OUTCOMES, together
from ...core.ledger import FIGURES
from ...core.marks import marks_of
from ...core.model import UNDETERMINED, Session
from ...services.record import ledger_order
from ...services.words import language_name

MOST_MARKS = 39
"""Maximum number of marks in a row. A row normally shows one mark for each question.

If any row of the page has more questions than this number, all rows are drawn as bars instead.
"""
PITCH, WIDTH, HEIGHT = 10, 8, 16
"""In SVG units: the distance between the left sides of neighbouring marks, the width of a mark, and its height."""
BAR = MOST_MARKS * PITCH


def view(ledger: dict[str, Any], session: Session) -> dict[str, Any]:
    """Return the values that the template needs.

    `ledger`: the result of `services.record.ledger.read`. The returned dict always contains `rule`, `at`, `phase`,
    `groups`, `marks` and `topics`. Under the Chatham House Rule, the dict also contains `tables`. Without the Rule, it
    also contains the figures and the rows.
    """
    groups = {group["key"]: group["label"] for group in session.definition["groups"]}
    head = {"rule": ledger["rule"], "at": ledger["at"], "phase": ledger["phase"]}
    topics = {topic["key"]: topic["label"] for topic in session.definition.get("topics", [])}
    head |= {"groups": groups, "marks": marks_of(groups), "topics": topics}
    if ledger["rule"]:
        return head | {
            "tables": {
                margin: _tables(margin, tables, _keys(margin, session)) for margin, tables in ledger["tables"].items()
            }
        }
    rows = {
        "group": _rows(ledger_order.groups(session, ledger["by_group"])),
        "language": _rows(ledger_order.languages(session, ledger["by_language"])),
        "topic": _rows(ledger_order.topics(session, ledger)),
    }
    all_rows = [row for part in rows.values() for row in part]
    longest = max((row["received"] for row in all_rows), default=0)
    for row in all_rows:
        row["picture"] = picture(row, longest)
    outcomes = ledger["outcomes"]
    return head | {
        "figures": {name: ledger[name] for name in FIGURES},
        "rows": rows,
        "bars": longest > MOST_MARKS,
        "merged": ledger["merged"],
        "waiting": ledger["waiting"],
        "approved": ledger_order.reasons(outcomes["approved"]),
        "not_approved": ledger_order.reasons(outcomes["not_approved"]),
        "sum": (
            outcomes["answered"],
            sum(outcomes["approved"].values()),
            sum(outcomes["not_approved"].values()),
            ledger["received"],
        ),
    }


def picture(row: Mapping[str, int], longest: int) -> dict[str, Any]:
    """Return a row's SVG paths {width, outline, fill}, 16 units high.

    `longest` is the number of questions in the longest row. If `longest` is more than `MOST_MARKS`, the row is a single
    bar; otherwise the row has a mark for each question. The filled height of a mark depends on the question: full for
    an answered question, three quarters for a taken question, half for an approved question, and zero for any other
    question. All rows have the width of the longest row. So a narrow screen shrinks all rows by the same factor.
    """
    levels = [(row["answered"], HEIGHT), (row["taken"], HEIGHT * 3 // 4), (row["approved"], HEIGHT // 2)]
    if longest <= MOST_MARKS:
        return {"width": longest * PITCH, "outline": _outlines(row["received"]), "fill": _fills(levels)}
    scale = BAR / longest
    length = round(row["received"] * scale, 1)
    return {
        "width": BAR,
        "outline": f"M.5 .5h{max(length - 1, 0):g}v{HEIGHT - 1}H.5z" if length else "",
        "fill": _bar_fills(levels, scale),
    }


def _outlines(count: int) -> str:
    return "".join(f"M{index * PITCH}.5 .5h{WIDTH - 1}v{HEIGHT - 1}h-{WIDTH - 1}z" for index in range(count))


def _fills(levels: list[tuple[int, int]]) -> str:
    drawn, path = 0, list[str]()
    for end_index, height in levels:
        path += [f"M{index * PITCH} {HEIGHT - height}h{WIDTH}v{height}h-{WIDTH}z" for index in range(drawn, end_index)]
        drawn = end_index
    return "".join(path)


def _bar_fills(levels: list[tuple[int, int]], scale: float) -> str:
    begin, path = 0.0, list[str]()
    for end_index, height in levels:
        end = round(end_index * scale, 1)
        if end > begin:
            path.append(f"M{begin:g} {HEIGHT - height}H{end:g}V{HEIGHT}H{begin:g}z")
        begin = max(begin, end)
    return "".join(path)


def _rows(counts: list[tuple[str, dict[str, int]]]) -> list[dict[str, Any]]:
    return [{"key": key, **figures} for key, figures in counts]


def _keys(margin: str, session: Session) -> tuple[str, ...]:
    languages = (*session.languages, UNDETERMINED)
    keys: dict[str, tuple[str, ...]] = {"group": session.groups, "language": languages, "outcome": OUTCOMES}
    return keys[margin]


def _tables(margin: str, tables: list[dict[str, Any]], keys: tuple[str, ...]) -> dict[str, Any] | None:
    """Join `tables` into one table: a row for each key in `keys`, a column for each of the `tables`, and a total for
    each row.

    `margin`: the kind of the keys (`group`, `language` or `outcome`). Return None if `tables` is empty. Otherwise,
    return
    - `times`: for each column, (time, number of received questions),
    - `received`: the sum of these numbers,
    - `rows`: [{`key`, `cells`: the values of the columns, `whole`: the total of the row}].
    """
    if not tables:
        return None
    total: dict[str, Any] = dict(together([table["cells"] for table in tables]))
    rows: list[dict[str, Any]] = [
        {"key": key, "cells": [table["cells"][key] for table in tables], "whole": total[key]} for key in keys
    ]
    if margin != "outcome":
        rows.sort(key=lambda row: (ledger_order.rank(row["key"]), 0 if row["whole"] == HIDDEN else -row["whole"]))
    return {
        "times": [(table["at"], table["received"]) for table in tables],
        "received": sum(table["received"] for table in tables),
        "rows": rows,
    }


def names(session: Session) -> dict[str, str]:
    """Return {language tag: the language's own name} of the session's languages."""
    return {code: language_name(code) for code in session.languages}
