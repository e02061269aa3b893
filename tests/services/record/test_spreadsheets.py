"""Tests of the exported record in a real spreadsheet program: no formula, no link, every text complete."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from xml.etree import ElementTree

import pytest

from moderation.core.text import clean, is_blank
from moderation.services.record import export
from tests.servers import ROOT

pytestmark = pytest.mark.libreoffice

OFFICE, TABLE, TEXT = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text"))
READ_AS = {"xlsx": [], "csv": ["--infilter=CSV:44,34,UTF8,1"]}
"""{format: options of the program}. The options of a CSV file are: comma, quotation mark, UTF-8."""
TRICKY = [
    "08",
    "1E2",
    "TRUE",
    "=1+1",
    "3 mars 2021",
    "12:30",
    "1/2",
    "_x0041_",
    "http://example.org/",
    "mailto:a@example.org",
    "'quoted",
    "two\nlines",
    "a  b\tc",
]


def hostile() -> list[str]:
    rows = [
        json.loads(line)["text"] for line in (ROOT / "tests" / "data" / "hostile.jsonl").read_text("utf-8").splitlines()
    ]
    return [*TRICKY, *(text for text in map(clean, rows) if not is_blank(text))]


def record(texts: list[str], *, rule: bool) -> dict:
    """Return a record in the form of `export.record`. Each text is in several columns."""
    figures = dict.fromkeys(("received", "approved", "taken", "answered"), len(texts))
    ledger = {
        "rule": rule,
        **figures,
        "by_group": {},
        "by_language": {},
        "outcomes": {"answered": len(texts), "approved": {}, "not_approved": {}},
    }
    entries = [
        {
            "number": number,
            "status": "pending",
            "text": text,
            "language": "en",
            "language_source": "detected",
            "group": "media",
            "to": None,
            "reason": None,
            "votes": 0,
            "asked": text,
            "lead": None,
            "aloud": False,
            "asked_at": "2021-04-14T13:00:00.000Z",
            "translations": {"es": {"text": text, "source": "machine", "engine": "x"}},
            "similar": [],
        }
        for number, text in enumerate(texts, 1)
    ]
    if rule:
        ledger = {"rule": True, "tables": {"group": [], "language": [], "outcome": []}}
        entries = [
            {"label": f"q{number:08x}", "status": "pending", "text": text, "texts": {"en": text, "es": text}}
            for number, text in enumerate(texts, 1)
        ]
    return {"session": {"chatham_house_rule": rule, "languages": ["en", "es"]}, "questions": entries, "ledger": ledger}


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Return a function (format, record) → rows of the first sheet, as the spreadsheet program has read the file.

    A cell is (text, type, formula, links).
    """
    program = shutil.which("soffice")
    if program is None:
        missing = "No LibreOffice here: apt-get install --no-install-recommends libreoffice-calc"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("office")

    def read(form: str, record_: dict) -> list[list[tuple]]:
        (folder / f"record.{form}").write_bytes(export.FORMATS[form](record_))
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                *READ_AS[form],
                "--convert-to",
                "fods",
                f"record.{form}",
            ],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=180,
        )
        return rows(ElementTree.parse(folder / "record.fods").getroot().find(f".//{TABLE}table"))

    return read


def rows(table) -> list[list[tuple]]:
    sheet_rows = []
    for row in table.iter(f"{TABLE}table-row"):
        cells = []
        for cell in row:
            seen = (
                "\n".join(said(part) for part in cell.findall(f"{TEXT}p")),
                cell.get(f"{OFFICE}value-type"),
                cell.get(f"{TABLE}formula"),
                len(list(cell.iter(f"{TEXT}a"))),
            )
            cells += [seen] * min(int(cell.get(f"{TABLE}number-columns-repeated", "1")), 50)
        sheet_rows += [cells] * (1 if any(cell[0] for cell in cells) else 0)
    return sheet_rows


def said(part) -> str:
    text = part.text or ""
    for child in part:
        kind = child.tag.removeprefix(TEXT)
        text += {"s": " " * int(child.get(f"{TEXT}c", "1")), "tab": "\t", "line-break": "\n"}.get(kind) or said(child)
        text += child.tail or ""
    return text


@pytest.mark.parametrize("rule", [False, True])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_every_text_is_complete_and_nothing_is_executed(opened, form, rule):
    texts = hostile()
    assert len(texts) > 600
    names, *lines = opened(form, record(texts, rule=rule))
    columns = [
        index
        for index, (name, *_) in enumerate(names)
        if name in (("text", "text_en", "text_es") if rule else ("text", "asked", "translation_es"))
    ]
    assert len(columns) == 3 and len(lines) == len(texts)
    for text, line in zip(texts, lines, strict=True):
        for index in columns:
            shown, kind, _, _ = line[index]
            assert kind == "string" and shown in ((text,) if form == "xlsx" else (text, "'" + text)), (
                text,
                shown,
                kind,
            )
        assert not [cell for cell in line if cell[2] is not None or cell[3]], text
