"""Tests of the workbook's XML: types of cells, header, filter, heights of rows."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from moderation.services import session_time
from moderation.services.record import export, xlsx
from moderation.services.record.row_heights import LINE
from tests.factories import ANA, caller, execute_act

NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
AT = session_time.local("2026-12-09T01:47:05.000Z", "America/Bogota")
TABLE = [
    ["number", "text", "aloud", "live_at", "group"],
    [1, "=1+1", True, AT, "media"],
    [2, "word " * 40, False, None, ""],
    [3, "one\ntwo\nthree", False, AT, None],
]
LEDGER = [["by", "key", "until"], ["all", "", datetime(2021, 4, 14, 13, tzinfo=UTC)]]


@pytest.fixture(scope="module")
def parts():
    return parts_of(xlsx.as_xlsx(TABLE, LEDGER))


def parts_of(content: bytes) -> dict[str, ElementTree.Element]:
    """Return {path: XML} of a workbook."""
    book = zipfile.ZipFile(io.BytesIO(content))
    return {name: ElementTree.fromstring(book.read(name)) for name in book.namelist()}


def cells(parts, number: int) -> list[list[tuple]]:
    """Return the rows of a sheet. A row is a list of its non-empty cells: (type, content, number format)."""
    strings = ["".join(item.itertext()) for item in parts["xl/sharedStrings.xml"]]
    formats = {
        item.get("numFmtId"): item.get("formatCode") for item in parts["xl/styles.xml"].iterfind(".//x:numFmt", NS)
    }
    styles = [formats.get(item.get("numFmtId"), "") for item in parts["xl/styles.xml"].find("x:cellXfs", NS)]
    lines = []
    for row in parts[f"xl/worksheets/sheet{number}.xml"].iterfind(".//x:row", NS):
        line = []
        for cell in row:
            value = cell.find("x:v", NS).text
            kind = cell.get("t", "n")
            line.append((kind, strings[int(value)] if kind == "s" else value, styles[int(cell.get("s"))]))
        lines.append(line)
    return lines


def test_each_value_has_its_type(parts):
    _, first, second, _ = cells(parts, 1)
    serial = "46364.86603009259"  # the time 2026-12-08 20:47:05, as days since 1899-12-30
    assert [(kind, value) for kind, value, _ in first] == [
        ("n", "1"),
        ("s", "=1+1"),
        ("b", "1"),
        ("n", serial),
        ("s", "media"),
    ]
    assert first[3][2] == "yyyy-mm-dd hh:mm:ss"
    assert [kind for kind, _, _ in second] == ["n", "s", "b"]
    assert cells(parts, 2)[1][1][2] == "yyyy-mm-dd hh:mm:ss"
    assert not any(element.tag.endswith("}f") for part in parts.values() for element in part.iter())


@pytest.mark.parametrize(("sheet", "area"), [(1, "A1:E4"), (2, "A1:C2")])
def test_each_sheet_has_a_frozen_header_and_a_filter(parts, sheet, area):
    xml = parts[f"xl/worksheets/sheet{sheet}.xml"]
    pane = xml.find(".//x:pane", NS)
    assert (pane.get("ySplit"), pane.get("topLeftCell"), pane.get("state")) == ("1", "A2", "frozen")
    assert xml.find("x:autoFilter", NS).get("ref") == area


def test_each_row_is_as_high_as_its_text(parts):
    rows = parts["xl/worksheets/sheet1.xml"].findall(".//x:row", NS)
    assert [row.get("ht") for row in rows] == [None, None, f"{4 * LINE:g}", f"{3 * LINE:g}"]


def test_the_workbook_of_a_record_has_both_sheets_and_a_fixed_time(store):
    execute_act(store, "ask", caller("attendee", ANA), text="=1+1", group="media", name="Canary Name")
    record = export.record(store, "PANEL1")
    parts = parts_of(export.FORMATS["xlsx"](record))
    assert [sheet.get("name") for sheet in parts["xl/workbook.xml"].iterfind(".//x:sheet", NS)] == [
        "Questions",
        "Ledger",
    ]
    everything = "".join(ElementTree.tostring(part, encoding="unicode") for part in parts.values())
    assert "hyperlink" not in everything and "Canary" not in everything
    assert export.FORMATS["xlsx"](record) == export.FORMATS["xlsx"](record)
