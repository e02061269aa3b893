"""The search in a record or report. After a search, the export contains only the matching questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.search import matches, number_in

LISTS = ("questions", "answered", "open")
"""The lists of questions in a record (export.py) and in a report (report.py)."""


def only_matching(record: dict[str, Any], search: str) -> dict[str, Any]:
    """Return the record with the matching questions only. The ledger still counts all questions.

    A search for a number matches the question with this number. Every search matches the questions whose texts contain
    all words of the search. The texts of a question are the fields `text`, `asked`, `name`, `texts`, and the texts in
    `translations`. The chairs' search follows the same rules.
    """
    number = number_in(search)
    matching = {
        name: [entry for entry in record[name] if entry.get("number", -1) == number or matches(search, _texts(entry))]
        for name in LISTS
        if name in record
    }
    return {**record, **matching}


def _texts(entry: Mapping[str, Any]) -> list[str | None]:
    translations = [translation.get("text") for translation in (entry.get("translations") or {}).values()]
    texts = list((entry.get("texts") or {}).values())
    return [entry.get("text"), entry.get("asked"), entry.get("name"), *translations, *texts]
