"""Tests of the settings file. The program must read the file as systemd reads an EnvironmentFile."""

from __future__ import annotations

import os

import pytest

from moderation.cli.settings_file import load, parse


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("A=1\nB = two words \n", {"A": "1", "B": "two words"}),
        ("# A=1\n; B=2\n\n  C=3", {"C": "3"}),
        ("# a comment that goes on \\\nA=1\nB=2", {"B": "2"}),
        ('A=\'one # two\'\nB="three \\"four\\" \\n"\nC=a"b"', {"A": "one # two", "B": 'three "four" \\n', "C": 'a"b"'}),
        ("A=one\\\n two\nB=\\$x", {"A": "one two", "B": "$x"}),
        ("A='one\ntwo'\nB=2", {"A": "one\ntwo", "B": "2"}),
        ("A='one''two'three\nB=", {"A": "onetwothree", "B": ""}),
        ("export A=1\n1B=2\nwithout\nC=$A", {"C": "$A"}),
        ("", {}),
    ],
)
def test_the_syntax_of_systemd(text, variables):
    assert parse(text) == variables


def test_a_variable_that_is_set_stays(tmp_path):
    (tmp_path / "env").write_text("PORT=5001\nHOST=::1\n")
    environment = {"OPEN_FLOOR_ENV": str(tmp_path / "env"), "PORT": "80"}
    load(environment)
    assert (environment["PORT"], environment["HOST"]) == ("80", "::1")


def test_a_missing_file_is_no_error(tmp_path):
    environment = {"OPEN_FLOOR_ENV": str(tmp_path / "nothing")}
    load(environment)
    assert list(environment) == ["OPEN_FLOOR_ENV"]


def test_an_unreadable_file_is_an_error_unless_the_folder_is_known(tmp_path, monkeypatch):
    def refuse(*arguments, **options):
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr("pathlib.Path.read_text", refuse)
    load({"DATA_DIR": os.fspath(tmp_path)})
    with pytest.raises(PermissionError):
        load({})
