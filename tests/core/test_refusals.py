"""Tests of refusals: the code and docs/wire.md have the same codes and HTTP statuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from moderation.core.refusals import CODES, Refusal

ROOT = Path(__file__).resolve().parents[2]


def documented() -> dict[str, int]:
    """Return {code: HTTP status} from the table "Error codes". A row may contain several codes."""
    table = (ROOT / "docs" / "wire.md").read_text("utf-8").partition("## Error codes")[2]
    rows = re.findall(r"^\| ((?:`[a-z_.]+` ?)+)\| (\d{3}) \|", table, re.MULTILINE)
    return {code: int(status) for codes, status in rows for code in re.findall(r"`([^`]+)`", codes)}


def test_codes_and_statuses_equal_those_in_wire_md():
    assert documented() == CODES


def test_every_code_raised_in_the_product_is_known():
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "moderation").rglob("*.py"))
    raised = set(re.findall(r'Refusal\(\s*"([^"]+)"', source))
    assert raised and raised <= set(CODES)


def test_unknown_code_cannot_be_raised():
    with pytest.raises(KeyError):
        Refusal("no.such")


def test_a_refusal_contains_code_status_and_data():
    refusal = Refusal("limit.rate", retry_after=3)
    assert (refusal.code, refusal.status, refusal.data) == ("limit.rate", 429, {"retry_after": 3})
