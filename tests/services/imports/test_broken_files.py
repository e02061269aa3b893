"""Tests of broken files. The error contains the problem's code.

If only some rows of a file are bad, the good rows are read.
"""

from __future__ import annotations

import re
import tracemalloc

import pytest

from moderation.services.imports.problems import FILE_SENTENCES, ROW_SENTENCES, ImportFileError, RowProblem
from moderation.services.imports.question_file import read
from moderation.services.imports.rows import choose_rows
from tests.services.imports import broken_files, files


@pytest.mark.parametrize("name", broken_files.FILES)
def test_broken_file_is_refused_with_its_code(name):
    content, code = broken_files.broken(name)
    with pytest.raises(ImportFileError) as refused:
        choose_rows(read(content), {})
    assert refused.value.code == code
    assert re.fullmatch(r"[^%]+ \([a-z.]+_?[a-z_]*\)", str(refused.value)), "a whole sentence"


@pytest.mark.parametrize("name", broken_files.ROWS)
def test_broken_row_is_listed_with_its_line_and_the_others_are_read(name):
    content, problems = broken_files.ROWS[name]
    chosen = choose_rows(read(content), {})
    assert [(problem.line, problem.code) for problem in chosen.problems] == problems
    assert len(chosen.rows) == 1
    assert all("%" not in problem.sentence and 0 < len(problem.text) <= 2000 for problem in chosen.problems)


def test_at_least_forty_broken_files_cover_every_code():
    codes = {code for _, code in broken_files.FILES.values()}
    assert len(broken_files.FILES) >= 40
    assert codes == FILE_SENTENCES.keys() - {"column.unknown", "column.repeated", "file.no_header"}
    of_server = {"text.empty", "text.too_long", "name.too_long", "limit.pending"}
    of_rows = {code for _, problems in broken_files.ROWS.values() for _, code in problems}
    assert of_rows == ROW_SENTENCES.keys() - of_server


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": "Frage"}, "column.unknown"),
        ({"text": "Question", "name": "Asker  name", "mail": "asker_name"}, "column.repeated"),
        ({"text": ""}, "file.columns"),
    ],
)
def test_wrong_choice_of_columns_is_refused(changes, code):
    content = files.as_csv(files.ZOOM)
    with pytest.raises(ImportFileError) as refused:
        choose_rows(read(content, [name for name in changes.values() if name]), changes)
    assert refused.value.code == code
    assert "Question" in str(refused.value) or code == "column.repeated"


def test_zip_bomb_is_refused_without_being_unpacked():
    content, _ = broken_files.broken("ZIP bomb")
    tracemalloc.start()
    with pytest.raises(ImportFileError):
        read(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_sentence_of_an_unknown_code_is_the_code():
    assert RowProblem(3, "new.code").sentence == "new.code"
    assert RowProblem(3, "text.too_long", {"length": 412, "limit": 300}).sentence == "Too long: 412 of 300 characters."
