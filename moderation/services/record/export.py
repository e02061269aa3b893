"""The exported record of a session: JSON, CSV and XLSX. The record is read through a read-only connection."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ...store import sessions
from ...store.connection import Connection
from .. import session_time
from . import csv_file, entries, ledger, ledger_sheet, table, xlsx
from .labels import Labels

Record = dict[str, Any]
"""The record, with the keys `session`, `questions`, `ledger` and `sheet`. The first three values are JSON values
(docs/wire.md, "The record").

`sheet`: the ledger as a table.
"""


def record(connection: Connection, code: str, lang: str | None = None) -> Record:
    """Return the record of a session. Refusal: `session.unknown`.

    `lang`: the language of the labels; default: the session's first language.
    Under the Chatham House Rule, the questions are in random order. Each question has only a random label, its texts,
    its status, and whether a chair edited it. The ledger contains only the public tables.
    """
    session = sessions.get_by_code(connection, code)
    rule, figures, labels = session.settings.chatham_house_rule, ledger.read(connection, session), Labels(session, lang)
    return {
        "session": {
            "code": session.code,
            "title": session.definition["title"],
            "phase": str(session.phase),
            "languages": list(session.languages),
            "chatham_house_rule": rule,
            "starts": session.definition.get("starts"),
            "ends": session.definition.get("ends"),
            "time_zone": session_time.zone_name(session),
        },
        "questions": entries.entries_under_the_rule(connection, session)
        if rule
        else entries.entries(connection, session, labels),
        "ledger": figures,
        "sheet": ledger_sheet.rows(figures, session, labels),
    }


def as_json(record: Record) -> bytes:
    """Return the record as JSON, with its times in UTC."""
    content = {name: part for name, part in record.items() if name != "sheet"}
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def as_csv(record: Record) -> bytes:
    """Return the questions as CSV."""
    return csv_file.as_csv(table.of_record(record))


def as_xlsx(record: Record) -> bytes:
    """Return the questions and the ledger as a workbook."""
    return xlsx.as_xlsx(table.of_record(record), record["sheet"])


FORMATS: dict[str, Callable[[Record], bytes]] = {"json": as_json, "csv": as_csv, "xlsx": as_xlsx}
"""{format: function that returns the bytes of the file for a record}. web/pages/report.py creates the HTML report."""
