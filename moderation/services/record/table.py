"""The questions of an exported record as a table, for CSV and XLSX."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .. import session_time

Cell = str | int | bool | datetime | None
Table = list[list[Cell]]
"""Rows of cells; the first row contains the names of the columns. Times are in the session's zone."""

COLUMNS = (
    "number",
    "status",
    "status_label",
    "lead",
    "place",
    "text",
    "edited",
    "asked",
    "language",
    "language_label",
    "language_source",
    "group",
    "group_label",
    "region",
    "region_label",
    "to",
    "to_label",
    "name",
    "reason",
    "reason_label",
    "reason_number",
    "votes",
    "aloud",
    "source",
    "asked_at",
    "live_at",
    "reached",
    "reached_label",
    "outcome",
    "outcome_label",
    "topic",
    "topic_label",
)
READING_COLUMNS = ("reading", "reading_language", "reading_source", "reading_source_label", "reading_engine")
"""The columns of a record in one language, before the column `text`."""
RULE_COLUMNS = ("label", "status", "text", "edited")
RULE_READING_COLUMNS = ("label", "status", "text", "text_language", "edited")
TIMES = ("asked_at", "live_at")
KEYS = frozenset(
    {"label", "status", "language", "language_source", "group", "region", "to", "reason", "reached", "outcome", "topic"}
    | {"reading_language", "reading_source", "text_language"}
)
"""The columns with keys or codes. The columns `translation_…_source` and `translation_…_booth` also contain codes, but
are not in this list; `is_key` recognises them.
"""


def of_record(record: dict[str, Any]) -> Table:
    """Return the questions as a table. The kind of the record decides the columns after COLUMNS.

    - A complete record: for each language of the session, the translation and its source. If a booth with a name has
      corrected a translation, also the name of the booth.
    - A complete record under the Chatham House Rule: the text in each language. RULE_COLUMNS replace COLUMNS.
    - A record in one language, or with the originals only: see `_in_language`.
    """
    if "originals_only" in record:
        return _in_language(record)
    languages, zone = record["session"]["languages"], record["session"]["time_zone"]
    if record["session"]["chatham_house_rule"]:
        names = [*RULE_COLUMNS, *(f"text_{lang}" for lang in languages)]
        return [
            [*names],
            *(
                [*(question[column] for column in RULE_COLUMNS), *(question["texts"].get(lang) for lang in languages)]
                for question in record["questions"]
            ),
        ]
    has_booths = any(item["booth"] for question in record["questions"] for item in question["translations"].values())
    parts = ("text", "source", "booth") if has_booths else ("text", "source")
    suffixes = ["" if part == "text" else f"_{part}" for part in parts]
    names = [*COLUMNS, *(f"translation_{lang}{suffix}" for lang in languages for suffix in suffixes)]
    rows: Table = [[*names]]
    for question in record["questions"]:
        row = [_cell(column, question[column], zone) for column in COLUMNS]
        for lang in languages:
            translation = question["translations"].get(lang, {})
            row += [translation.get(part) for part in parts]
        rows.append(row)
    return rows


def _in_language(record: dict[str, Any]) -> Table:
    """Return a record from `reading.in_language` as a table: a record in one language, or with the originals only.

    In a record in one language, READING_COLUMNS come before the column `text` of COLUMNS. A record with the originals
    only has COLUMNS. Under the Chatham House Rule, the columns are RULE_READING_COLUMNS.
    """
    zone = record["session"]["time_zone"]
    rule, originals_only = record["session"]["chatham_house_rule"], record["originals_only"]
    place = COLUMNS.index("text")
    names: tuple[str, ...] = RULE_READING_COLUMNS if rule else COLUMNS
    if not rule and not originals_only:
        names = (*COLUMNS[:place], *READING_COLUMNS, *COLUMNS[place:])
    rows: Table = [[*names]]
    for question in record["questions"]:
        reading = question["reading"]
        values = {**question, "reading": reading["text"], "text_language": reading["language"]}
        values |= {f"reading_{name}": value for name, value in reading.items() if name != "text"}
        rows.append([_cell(name, values[name], zone) for name in names])
    return rows


def is_key(column: str) -> bool:
    """Return whether a column contains keys or codes. The other columns contain words for people."""
    return column in KEYS or column.endswith(("_source", "_booth"))


def is_long(column: str) -> bool:
    """Return whether a column contains full texts of questions or translations."""
    return column in ("text", "asked", "reading") or (
        column.startswith(("text_", "translation_")) and not is_key(column)
    )


def _cell(column: str, value: Any, zone: str) -> Cell:
    cell: Cell = session_time.local(value, zone) if column in TIMES and value else value
    return cell
