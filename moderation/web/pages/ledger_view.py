"""The presentation of the ledger for the page and the report: names, order and pictures.

A picture shows one mark for each question. A mark is fuller if its question reached a later stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from babel.dates import format_date

from ...core.disclosure_control import HIDDEN, OUTCOMES, together
from ...core.ledger import FIGURES
from ...core.model import REASONS, UNDETERMINED, Session
from ...services.words import UNDISCLOSED, language_name

MOST_MARKS = 39
"""Maximum number of marks in a row. If any row has more questions, all rows are drawn as bars."""
PITCH, WIDTH, HEIGHT = 10, 8, 16
"""The distance between the left sides of two marks, the width of a mark and the height of a mark, in SVG units."""
BAR = MOST_MARKS * PITCH
OUTCOME_REASONS = (*REASONS, "cut_short", "withdrawn", "waiting")
LAST = ("other", UNDISCLOSED, UNDETERMINED)
"""The keys that come last in each list, regardless of their number of questions."""


def view(ledger: dict[str, Any], session: Session) -> dict[str, Any]:
    """Return the template's view of a ledger (`services.record.ledger.read`): {rule, at, phase, …} and its figures."""
    groups = {group["key"]: group["label"] for group in session.definition["groups"]}
    head = {"rule": ledger["rule"], "at": ledger["at"], "phase": ledger["phase"], "groups": groups}
    if ledger["rule"]:
        return head | {
            "tables": {
                margin: _tables(margin, tables, _keys(margin, session)) for margin, tables in ledger["tables"].items()
            }
        }
    by_language = ledger["by_language"]
    languages = [*session.languages, *([UNDETERMINED] if UNDETERMINED in by_language else [])]
    rows = {"group": _rows(groups, ledger["by_group"]), "language": _rows(languages, by_language)}
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
        "approved": _by_reason(outcomes["approved"]),
        "not_approved": _by_reason(outcomes["not_approved"]),
        "sum": (
            outcomes["answered"],
            sum(outcomes["approved"].values()),
            sum(outcomes["not_approved"].values()),
            ledger["received"],
        ),
    }


def picture(row: Mapping[str, int], longest: int) -> dict[str, Any]:
    """Return a row's SVG paths {width, outline, fill}, 16 units high.

    `longest` is the number of questions in the longest row. If `longest` is more than 39, the row is a single bar;
    otherwise the row has a mark for each question. The mark of an answered question is full, of a taken question three
    quarters full, of an approved question half full, and of any other received question empty. All rows have the width
    of the longest row, so that a narrow screen shrinks all rows by the same factor.
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


def _rows(keys: Iterable[str], counts: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """Return a row for each key, even without questions, in descending order of `received`. Keys in LAST come last."""
    rows: list[dict[str, Any]] = [{"key": key, **counts.get(key, dict.fromkeys(FIGURES, 0))} for key in keys]
    return sorted(rows, key=lambda row: (_rank(row["key"]), -row["received"]))


def _rank(key: str) -> int:
    return LAST.index(key) + 1 if key in LAST else 0


def _by_reason(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(reason, counts[reason]) for reason in OUTCOME_REASONS if reason in counts]


def _keys(margin: str, session: Session) -> tuple[str, ...]:
    languages = (*session.languages, UNDETERMINED)
    keys: dict[str, tuple[str, ...]] = {"group": session.groups, "language": languages, "outcome": OUTCOMES}
    return keys[margin]


def _tables(margin: str, tables: list[dict[str, Any]], keys: tuple[str, ...]) -> dict[str, Any] | None:
    """Return the tables of a margin as columns: {times: [(at, received)], received, rows: [{key, cells, whole}]}."""
    if not tables:
        return None
    total: dict[str, Any] = dict(together([table["cells"] for table in tables]))
    rows: list[dict[str, Any]] = [
        {"key": key, "cells": [table["cells"][key] for table in tables], "whole": total[key]} for key in keys
    ]
    if margin != "outcome":
        rows.sort(key=lambda row: (_rank(row["key"]), 0 if row["whole"] == HIDDEN else -row["whole"]))
    return {
        "times": [(table["at"], table["received"]) for table in tables],
        "received": sum(table["received"] for table in tables),
        "rows": rows,
    }


def date(session: Session, lang: str) -> str | None:
    """Return the session's date in this language ("14 April 2021" in English), or None if there is no start time."""
    starts = session.definition.get("starts")
    if not starts:
        return None
    text: str = format_date(datetime.fromisoformat(starts), "long", locale="en_GB" if lang == "en" else lang)
    return text


def names(session: Session) -> dict[str, str]:
    """Return {language tag: the language's own name} of the session's languages."""
    return {code: language_name(code) for code in session.languages}
