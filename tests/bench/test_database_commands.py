"""Tests of the report rows of database_commands.py."""

from __future__ import annotations

from tests.bench.database_commands import rows_of

RATES = {
    ("ask", "embedded"): [100.0, 200.0, 150.0],
    ("ask", "PostgreSQL, 1"): [60.0, 100.0, 120.0],
    ("ask", "PostgreSQL, 2"): [100.0, 190.0, 180.0],
    ("vote", "embedded"): [300.0, 300.0, 300.0],
    ("vote", "PostgreSQL, 1"): [100.0, 100.0, 50.0],
    ("vote", "PostgreSQL, 2"): [180.0, 170.0, 100.0],
}


def test_a_ratio_is_the_median_of_the_ratios_of_each_round():
    rows = {entry["name"]: (entry["value"], entry["goal"]) for entry in rows_of(RATES)}
    assert rows == {
        "ask, embedded, per second": (150.0, ""),
        "vote, embedded, per second": (300.0, ""),
        "ask, PostgreSQL, 1 / embedded": (0.6, ">= 0.6"),
        "ask, PostgreSQL, 2 / embedded": (1.0, ">= 1.0"),
        "vote, PostgreSQL, 2 / 1": (1.8, ">= 1.5"),
    }
