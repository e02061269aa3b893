"""Tests of the translation of SQL parameters to the forms of PostgreSQL's driver."""

from __future__ import annotations

import pytest

from moderation.store.postgres.parameters import split, translated

pytestmark = pytest.mark.databases("sqlite")


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT ? , ?", "SELECT %s , %s"),
        ("id = :session AND number = :number", "id = %(session)s AND number = %(number)s"),
        ("phase IN (:phase0, :phase12)", "phase IN (%(phase0)s, %(phase12)s)"),
        ("answer LIKE 'a%' AND key = ?", "answer LIKE 'a%%' AND key = %s"),
        ("SELECT 'why?' || ':no', ?", "SELECT 'why?' || ':no', %s"),
        ("SELECT 'it''s ?', ?", "SELECT 'it''s ?', %s"),
        ('SELECT "a?b" FROM t WHERE c = ?', 'SELECT "a?b" FROM t WHERE c = %s'),
        ("CAST(a::jsonb #>> '{b,c}' AS bigint) > :d", "CAST(a::jsonb #>> '{b,c}' AS bigint) > %(d)s"),
    ],
)
def test_parameters_outside_of_texts_are_translated(sql, expected):
    assert translated(sql) == expected


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT 1", (("SELECT 1",), ())),
        ("? = ?", (("", " = ", ""), (0, 1))),
        ("id = :b AND :a < :b", (("id = ", " AND ", " < ", ""), ("b", "a", "b"))),
        ("a LIKE '%?:x' AND b::text = ?", (("a LIKE '%?:x' AND b::text = ", ""), (0,))),
    ],
)
def test_a_statement_is_split_at_its_parameters(sql, expected):
    assert split(sql) == expected
