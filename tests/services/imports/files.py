"""Question files for tests, in the formats of other products' exports. The people are invented."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import openpyxl

Rows = Sequence[Sequence[Any]]

ZOOM = [
    ["Q&A Report"],
    ["Report Generated:", "04/29/2024 16:12"],
    ["Topic", "Webinar ID", "Actual Start Time", "Actual Duration (minutes)", "# Question"],
    ["Who is heard?", "912 3456 7890", "04/29/2024 13:00", "92", "3"],
    ["Question Details"],
    ["#", "Question", "Asker Name", "Asker Email", "Answer", "Question Time", "Answered Time"],
    ["1", "Who pays, and when?", "Ana Sol", "ana@example.org", "live answered", "04/29/2024 13:05:10", ""],
    ["", "", "", "", "We will publish the slides.", "", "04/29/2024 13:20:00"],
    ["2", "¿Quién decide, señora Núñez?", "Anonymous Attendee", "", "", "04/29/2024 13:06:00", ""],
    ["3", "À qui profite l’accès ?", "Benoît Hé", "ben@example.org", "", "04/29/2024 13:07:30", ""],
]
TEAMS = [
    ["Type", "Content", "Author", "Author Email", "Timestamp", "Upvotes"],
    ["Question", "Who pays, and when?", "Ana Sol", "ana@example.org", "2024-04-29T13:05:10Z", "4"],
    ["Response", "The members pay.", "Organiser", "org@example.org", "2024-04-29T13:06:10Z", ""],
    ["Question", "¿Quién decide, señora Núñez?", "Anonymous", "", "2024-04-29T13:07:10Z", "1"],
    ["Discussion", "À qui profite l’accès ?", "Benoît Hé", "ben@example.org", "2024-04-29T13:08:10Z", "0"],
]
SLIDO = [
    ["Question", "Author", "Upvotes", "Downvotes", "Score", "Date", "Status"],
    ["Who pays, and when?", "Ana Sol", "4", "0", "4", "2024-04-29 13:05:10", "Answered"],
    ["¿Quién decide, señora Núñez?", "Anonymous", "1", "0", "1", "2024-04-29 13:06:10", "Active"],
    ["À qui profite l’accès ?", "Benoît Hé", "0", "0", "0", "2024-04-29 13:07:10", "Active"],
]
GOOGLE_FORMS = [
    ["Horodateur", "Adresse e-mail", "Quelle est votre question aux orateurs ?", "Groupe", "Région"],
    ["29/04/2024 13:05:10", "ana@example.org", "Who pays, and when?", "Media", "Africa"],
    ["29/04/2024 13:06:10", "nu@example.org", "¿Quién decide, señora Núñez?", "academia", ""],
    ["29/04/2024 13:07:10", "ben@example.org", "À qui profite l’accès ?", "Pirates", "Mars"],
]
MICROSOFT_FORMS = [
    ["ID", "Start time", "Completion time", "Email", "Name", "Your question to the panel", "Language"],
    ["1", "4/29/24 1:04:00 PM", "4/29/24 1:05:10 PM", "ana@example.org", "Ana Sol", "Who pays, and when?", "English"],
    ["2", "4/29/24 1:05:00 PM", "4/29/24 1:06:10 PM", "", "", "¿Quién decide, señora Núñez?", "Español"],
    ["3", "4/29/24 1:06:00 PM", "4/29/24 1:07:10 PM", "", "Benoît Hé", "À qui profite l’accès ?", "Klingon"],
]
YOUTUBE = [
    ["time_in_seconds", "timestamp", "message_type", "author.name", "message"],
    ["310", "1714395910000000", "text_message", "Ana Sol", "Who pays, and when?"],
    ["320", "1714395920000000", "membership_item", "Fan", "Welcome!"],
    ["370", "1714395970000000", "text_message", "señora", "¿Quién decide, señora Núñez?"],
    ["430", "1714396030000000", "text_message", "Benoît Hé", "À qui profite l’accès ?"],
]
EXPORTS: dict[str, Rows] = {
    "Zoom": ZOOM,
    "Microsoft Teams": TEAMS,
    "Slido": SLIDO,
    "Google Forms": GOOGLE_FORMS,
    "Microsoft Forms": MICROSOFT_FORMS,
    "YouTube": YOUTUBE,
}
"""{product: rows of its export}. Each export contains the three questions of TEXTS."""
TEXTS = ["Who pays, and when?", "¿Quién decide, señora Núñez?", "À qui profite l’accès ?"]


def as_csv(rows: Rows, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Return the rows as a CSV file. With the encoding `utf-16`, the file begins with a byte order mark."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Rows, title: str = "Sheet1", before: Rows = ()) -> bytes:
    """Return the rows as a workbook. `before`: the rows of a sheet before the sheet `title`."""
    book = openpyxl.Workbook()
    sheet = book.active
    if before:
        for row in before:
            sheet.append(list(row))
        sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_json_lines(rows: Rows, encoding: str = "utf-8") -> bytes:
    """Return the rows below the first row as JSON objects. A key such as `author.name` becomes a nested object."""
    header, *data = rows
    lines = []
    for row in data:
        value: dict[str, Any] = {}
        for key, cell in zip(header, row):
            outer, _, inner = key.partition(".")
            if inner:
                value.setdefault(outer, {})[inner] = cell
            else:
                value[key] = cell
        lines.append(json.dumps(value, ensure_ascii=False))
    return "\n".join(lines).encode(encoding)


def with_dates(rows: Rows) -> list[list[Any]]:
    """Return the rows for an XLSX file: each text that is a date and a time becomes a `datetime`."""
    return [[_as_date(cell) for cell in row] for row in rows]


def questions(count: int) -> list[list[str]]:
    """Return a header and `count` rows, each with a different question."""
    words = ("budget", "access", "evidence", "training", "victims", "standards", "companies", "courts")
    rows = [[f"What does item {index} say about {words[index % 8]}?"] for index in range(1, count + 1)]
    return [["Question"], *rows]


def _as_date(cell: Any) -> Any:
    for pattern in ("%m/%d/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%m/%d/%y %I:%M:%S %p"):
        try:
            return datetime.strptime(cell, pattern)  # noqa: DTZ007
        except (TypeError, ValueError):
            continue
    return cell


def lines_of(records: Iterable[Any]) -> list[int]:
    """Return the line number of each element. `records`: imported questions, or problems of an import."""
    return [record.line for record in records]
