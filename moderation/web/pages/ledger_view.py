"""The ledger as people read it: names, order and pictures for the page and the report. One mark is one question, fuller the further it came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from babel.dates import format_date

from ...core.disclosure_control import HIDDEN, OUTCOMES, together
from ...core.ledger import FIGURES
from ...core.model import REASONS, UNDETERMINED, Session
from ...services.words import UNDISCLOSED, language_name

MOST_MARKS = 39
"""With more questions in a row, every row becomes a bar."""
PITCH, WIDTH, HEIGHT = 10, 8, 16
BAR = MOST_MARKS * PITCH
WHYS = (*REASONS, "cut_short", "withdrawn", "waiting")
LAST = ("other", UNDISCLOSED, UNDETERMINED)
"""Keys that stand after all others, whatever their number."""


def view(told: dict, session: Session) -> dict:
    """What the template draws from `services.ledger.read`: {rule, at, phase, …} and either figures or tables."""
    groups = {group["key"]: group["label"] for group in session.definition["groups"]}
    shown = {"rule": told["rule"], "at": told["at"], "phase": told["phase"], "groups": groups}
    if told["rule"]:
        return shown | {
            "tables": {
                margin: _tables(margin, tables, _keys(margin, session)) for margin, tables in told["tables"].items()
            }
        }
    by_language = told["by_language"]
    languages = [*session.languages, *([UNDETERMINED] if UNDETERMINED in by_language else [])]
    rows = {"group": _rows(groups, told["by_group"]), "language": _rows(languages, by_language)}
    every = [row for part in rows.values() for row in part]
    most = max((row["received"] for row in every), default=0)
    for row in every:
        row["picture"] = picture(row, most)
    parts = told["outcomes"]
    return shown | {
        "figures": {name: told[name] for name in FIGURES},
        "rows": rows,
        "bars": most > MOST_MARKS,
        "merged": told["merged"],
        "waiting": told["waiting"],
        "approved": _by_why(parts["approved"]),
        "not_approved": _by_why(parts["not_approved"]),
        "sum": (
            parts["answered"],
            sum(parts["approved"].values()),
            sum(parts["not_approved"].values()),
            told["received"],
        ),
    }


def picture(row: Mapping[str, int], most: int) -> dict:
    """{width, outline, fill}: SVG paths, 16 high. A mark for each question, or a bar as long as its share of `most` where that is more than 39.

    Empty: received; half full: approved; three quarters: taken; full: answered. The width is the longest row's, so that
    where there is little room all rows shrink alike.
    """
    levels = [(row["answered"], HEIGHT), (row["taken"], HEIGHT * 3 // 4), (row["approved"], HEIGHT // 2)]
    if most <= MOST_MARKS:
        return {"width": most * PITCH, "outline": _outlines(row["received"]), "fill": _fills(levels)}
    scale = BAR / most
    whole = round(row["received"] * scale, 1)
    return {
        "width": BAR,
        "outline": f"M.5 .5h{max(whole - 1, 0):g}v{HEIGHT - 1}H.5z" if whole else "",
        "fill": _stretches(levels, scale),
    }


def _outlines(many: int) -> str:
    return "".join(f"M{index * PITCH}.5 .5h{WIDTH - 1}v{HEIGHT - 1}h-{WIDTH - 1}z" for index in range(many))


def _fills(levels: list[tuple[int, int]]) -> str:
    drawn, path = 0, []
    for upto, high in levels:
        path += [f"M{index * PITCH} {HEIGHT - high}h{WIDTH}v{high}h-{WIDTH}z" for index in range(drawn, upto)]
        drawn = upto
    return "".join(path)


def _stretches(levels: list[tuple[int, int]], scale: float) -> str:
    begin, path = 0.0, []
    for upto, high in levels:
        end = round(upto * scale, 1)
        if end > begin:
            path.append(f"M{begin:g} {HEIGHT - high}H{end:g}V{HEIGHT}H{begin:g}z")
        begin = max(begin, end)
    return "".join(path)


def _rows(keys, counts: dict[str, dict[str, int]]) -> list[dict]:
    """A row for every key, even where nothing came: most received first, the undisclosed last."""
    rows = [{"key": key, **counts.get(key, dict.fromkeys(FIGURES, 0))} for key in keys]
    return sorted(rows, key=lambda row: (_rank(row["key"]), -row["received"]))


def _rank(key: str) -> int:
    return LAST.index(key) + 1 if key in LAST else 0


def _by_why(parts: dict[str, int]) -> list[tuple[str, int]]:
    return [(why, parts[why]) for why in WHYS if why in parts]


def _keys(margin: str, session: Session) -> tuple[str, ...]:
    return {"group": session.groups, "language": (*session.languages, UNDETERMINED), "outcome": OUTCOMES}[margin]


def _tables(margin: str, tables: list[dict], keys: tuple[str, ...]) -> dict | None:
    """The tables of one margin side by side: {times: [(at, received)], rows: [{key, cells, whole}]}."""
    if not tables:
        return None
    whole = together([table["cells"] for table in tables])
    rows = [{"key": key, "cells": [table["cells"][key] for table in tables], "whole": whole[key]} for key in keys]
    if margin != "outcome":
        rows.sort(key=lambda row: (_rank(row["key"]), 0 if row["whole"] == HIDDEN else -row["whole"]))
    return {
        "times": [(table["at"], table["received"]) for table in tables],
        "received": sum(table["received"] for table in tables),
        "rows": rows,
    }


def date(session: Session, lang: str) -> str | None:
    """The session's day in this language ("14 April 2021" in English), or None where its file does not say."""
    starts = session.definition.get("starts")
    return starts and format_date(datetime.fromisoformat(starts), "long", locale="en_GB" if lang == "en" else lang)


def names(session: Session) -> dict[str, str]:
    """{language tag: the language's name in itself}."""
    return {code: language_name(code) for code in session.languages}
