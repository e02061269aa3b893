"""Tests of the rows of PostgreSQL: code reads them in the same way as rows of SQLite."""

from __future__ import annotations

import pytest


@pytest.mark.databases("sqlite", "postgres")
def test_a_row_has_numbers_and_names(store):
    row = store.execute("SELECT 7 AS seven, 'eight' AS eight, ? AS nine", [b"9"]).fetchone()
    assert (row[0], row[1], row["nine"], row[-1]) == (7, "eight", b"9", b"9")
    assert tuple(row) == (7, "eight", b"9") and tuple(row)[1:] == ("eight", b"9")
    assert dict(row) == {"seven": 7, "eight": "eight", "nine": b"9"}
    seven, *_ = row
    assert seven == 7 and len(row) == 3
    with pytest.raises((KeyError, IndexError)):
        row["ten"]


@pytest.mark.databases("postgres")
def test_different_results_have_different_names(store):
    first, second = (store.execute(f"SELECT 1 AS {name}").fetchone() for name in ("a", "b"))
    assert (first["a"], second["b"], list(first.keys())) == (1, 1, ["a"])
