"""Tests of the soak test: the limits for growth, the samples and the chart. A short run checks that nothing is lost."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from tests.bench import flatness, soak
from tests.bench.flatness import judge, slope
from tests.bench.sampling import MIB, children, sample
from tests.bench.soak_picture import draw

TIMES = [float(second) for second in range(91)]


def grown(by: float, start: float = 100.0, jump: float = 0.0) -> list[float]:
    """Return a curve: a line that rises by `by` in 60 s, plus a sawtooth of height `jump` and period 10 s."""
    return [start + by * at / 60 + jump * (at % 10) / 10 for at in TIMES]


def test_peaks_do_not_change_the_slope_of_a_straight_line():
    assert slope([0, 1, 2, 3], [5, 7, 9, 11]) == 2
    assert slope(TIMES, [100.0 if at != 40 else 900.0 for at in TIMES]) == 0
    assert slope([1], [5]) == 0


def test_thinning_keeps_the_slope(monkeypatch):
    monkeypatch.setattr(flatness, "MOST_POINTS", 10)
    assert slope(TIMES, grown(6)) == pytest.approx(0.1)


@pytest.mark.parametrize(("by", "is_flat"), [(0, True), (4.9, True), (5.6, False), (50, False), (-50, True)])
def test_memory_may_grow_by_at_most_a_twentieth(by, is_flat):
    verdict = judge(TIMES, {"memory": grown(by)})["memory"]
    assert (
        verdict["is_flat"] is is_flat
        and verdict["grew"] == pytest.approx(by)
        and verdict["an_hour"] == pytest.approx(by * 60)
    )


def test_growth_before_the_last_two_thirds_does_not_count():
    assert judge(TIMES, {"memory": [0.0 if at < 30 else 100.0 for at in TIMES]})["memory"]["grew"] == 0


def test_a_sawtooth_curve_is_flat_but_a_rising_one_is_not():
    assert judge(TIMES, {"descriptors": grown(0, jump=40)})["descriptors"]["is_flat"]
    assert not judge(TIMES, {"descriptors": grown(40, jump=40)})["descriptors"]["is_flat"]


def test_growth_by_one_thread_is_allowed_and_by_two_is_not():
    assert judge(TIMES, {"threads": grown(1)})["threads"]["is_flat"]
    assert not judge(TIMES, {"threads": grown(2)})["threads"]["is_flat"]


def test_a_process_is_sampled_with_its_children_and_files(tmp_path):
    (tmp_path / "open-floor.db-wal").write_bytes(b"x" * (MIB // 2))
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as child:
        verdict = sample(os.getpid(), tmp_path, [0.25, 0.5])
        assert child.pid in children(os.getpid()) and verdict["helpers"] > 0
        child.communicate()
    assert (verdict["wal"], verdict["file"], verdict["stall"]) == (0.5, 0.0, 500.0)
    assert verdict["memory"] > 10 and verdict["threads"] >= 1 and verdict["descriptors"] >= 3


def test_the_chart_shows_every_curve_and_marks_rising_ones():
    curves = {"memory": grown(50), "stall": grown(0)}
    picture = draw({"times": TIMES, "curves": curves, "verdict": judge(TIMES, curves)})
    root = ET.fromstring(picture)
    lines = [element.get("points").split() for element in root.iter("{http://www.w3.org/2000/svg}polyline")]
    assert [len(points) for points in lines] == [91, 91]
    heights = [float(points[0].split(",")[1]) - float(points[-1].split(",")[1]) for points in lines]
    assert heights[0] == pytest.approx(70 * 75 / 175, abs=0.2) and heights[1] == 0
    assert [element.text for element in root.iter() if "w" in (element.get("class") or "").split()] == [
        "Server's memory, MiB: grew by 50, allowed 7.5"
    ]


def test_log_lines_of_level_info_are_no_complaints():
    life = "2026-05-14 10:00:00,000 open_floor INFO session CYB421: open"
    faults = ["2026-05-14 10:00:01,000 open_floor ERROR failed", "Traceback (most recent call last):", '  File "x.py"']
    assert soak.complaints_in("\n".join([life, *faults, life])) == faults


@pytest.mark.server
def test_a_short_soak_loses_nothing(tmp_path):
    options = soak.read_options(["--minutes", "0.25", "--phones", "12", "--questions", "6", "--votes", "12"])
    report = asyncio.run(soak.soak(options, tmp_path))
    totals = report["totals"]
    # For 15 s, two tasks (lanes) run at the same time, each with one session after another. A session takes 3.75 s,
    # plus the time for its creation and its purge. The first session of the second lane takes only half of the 3.75 s.
    # So a lane runs at most four sessions. It runs fewer if creation and purge are slow.
    assert 4 <= report["sessions"] <= 8
    assert (totals["lost"], totals["failed"], report["complaints"]) == (0, {}, [])
    assert totals["asked"] > 0 and totals["phones"] >= 12 and Counter(totals["acts"])["approve"] > 0
    assert set(report["verdict"]) == set(flatness.BOUNDS) == set(report["curves"])
    assert all(len(values) == len(report["times"]) for values in report["curves"].values())
