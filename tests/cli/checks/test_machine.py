"""Tests of the command `doctor`: its checks of versions, disk, limits and clock."""

from __future__ import annotations

import pytest

from moderation.cli.checks import machine
from moderation.cli.checks.finding import Verdict

OK, WRONG, UNKNOWN = Verdict.OK, Verdict.WRONG, Verdict.UNKNOWN


@pytest.mark.parametrize(("version", "verdict"), [((3, 10, 14), WRONG), ((3, 11, 0), OK), ((4, 0, 0), OK)])
def test_python(version, verdict):
    assert machine.python(version)[:3] == ("Python", verdict, ".".join(map(str, version)))


@pytest.mark.parametrize(("version", "verdict"), [((3, 34, 1), WRONG), ((3, 35, 0), OK), ((3, 40, 1), OK)])
def test_sqlite(version, verdict):
    assert machine.sqlite(version).verdict is verdict


def test_this_machine_is_good_enough():
    assert {machine.python().verdict, machine.sqlite().verdict} == {OK}


@pytest.mark.parametrize(("free", "verdict"), [(200 * 1024 * 1024 - 1, WRONG), (200 * 1024 * 1024, OK)])
def test_disk(free, verdict):
    assert machine.disk(free).verdict is verdict


@pytest.mark.parametrize(
    ("files", "core", "verdicts"),
    [(1024, 0, [WRONG, OK]), (32768, -1, [OK, WRONG]), (-1, 0, [OK, OK]), (4096, 4096, [OK, WRONG])],
)
def test_limits_of_the_server(files, core, verdicts):
    assert [finding.verdict for finding in machine.limits({"descriptors": files, "core": core})] == verdicts


def test_limits_are_unknown_without_a_server():
    assert [finding.verdict for finding in machine.limits(None)] == [UNKNOWN]


def test_a_clock_before_the_newest_file():
    now = 1_800_000_000.0
    assert [machine.clock(now, now + late).verdict for late in (-5.0, 100.0, 121.0)] == [OK, OK, WRONG]
    assert machine.clock(now, now + 3600).fact == "2027-01-15 08:00:00 UTC, but a file is from 2027-01-15 09:00:00 UTC"
