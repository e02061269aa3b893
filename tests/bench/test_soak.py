"""The soak's own rules: what counts as flat, what is sampled and drawn; and a short one whose sessions leave nothing behind."""

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
    """From `start` by so much in the last two thirds, 60 s, with saw teeth of `jump` every 10 s."""
    return [start + by * at / 60 + jump * (at % 10) / 10 for at in TIMES]


def test_a_straight_line_has_its_slope_and_peaks_do_not_bend_it():
    assert slope([0, 1, 2, 3], [5, 7, 9, 11]) == 2
    assert slope(TIMES, [100.0 if at != 40 else 900.0 for at in TIMES]) == 0
    assert slope([1], [5]) == 0


def test_many_points_are_thinned_and_tell_the_same(monkeypatch):
    monkeypatch.setattr(flatness, "MOST_POINTS", 10)
    assert slope(TIMES, grown(6)) == pytest.approx(0.1)


@pytest.mark.parametrize(("by", "is_flat"), [(0, True), (4.9, True), (5.6, False), (50, False), (-50, True)])
def test_memory_may_grow_by_a_twentieth_and_no_more(by, is_flat):
    found = judge(TIMES, {"memory": grown(by)})["memory"]
    assert (
        found["is_flat"] is is_flat
        and found["grew"] == pytest.approx(by)
        and found["an_hour"] == pytest.approx(by * 60)
    )


def test_what_was_before_the_last_two_thirds_is_a_start():
    assert judge(TIMES, {"memory": [0.0 if at < 30 else 100.0 for at in TIMES]})["memory"]["grew"] == 0


def test_saw_teeth_are_flat_and_a_leak_under_them_is_not():
    assert judge(TIMES, {"descriptors": grown(0, jump=40)})["descriptors"]["is_flat"]
    assert not judge(TIMES, {"descriptors": grown(40, jump=40)})["descriptors"]["is_flat"]


def test_one_more_thread_is_allowed_and_two_are_not():
    assert judge(TIMES, {"threads": grown(1)})["threads"]["is_flat"]
    assert not judge(TIMES, {"threads": grown(2)})["threads"]["is_flat"]


def test_a_process_is_sampled_with_its_children_and_files(tmp_path):
    (tmp_path / "open-floor.db-wal").write_bytes(b"x" * (MIB // 2))
    with subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as child:
        found = sample(os.getpid(), tmp_path, [0.25, 0.5])
        assert child.pid in children(os.getpid()) and found["helpers"] > 0
        child.communicate()
    assert (found["wal"], found["file"], found["stall"]) == (0.5, 0.0, 500.0)
    assert found["memory"] > 10 and found["threads"] >= 1 and found["descriptors"] >= 3


def test_the_picture_has_a_curve_for_each_and_names_what_rises():
    curves = {"memory": grown(50), "stall": grown(0)}
    picture = draw({"times": TIMES, "curves": curves, "verdict": judge(TIMES, curves)})
    root = ET.fromstring(picture)
    lines = [one.get("points").split() for one in root.iter("{http://www.w3.org/2000/svg}polyline")]
    assert [len(points) for points in lines] == [91, 91]
    heights = [float(points[0].split(",")[1]) - float(points[-1].split(",")[1]) for points in lines]
    assert heights[0] == pytest.approx(70 * 75 / 175, abs=0.2) and heights[1] == 0
    assert [one.text for one in root.iter() if "w" in (one.get("class") or "").split()] == [
        "Server's memory, MiB: grew by 50, allowed 7.5"
    ]


@pytest.mark.server
def test_sessions_come_and_go_and_lose_nothing(tmp_path):
    options = soak.read_options(["--minutes", "0.25", "--phones", "12", "--questions", "6", "--votes", "12"])
    report = asyncio.run(soak.soak(options, tmp_path))
    totals = report["totals"]
    # Two lanes of 15 s, lives of 3.75 s and what their beginnings and ends take.
    assert 4 <= report["sessions"] <= 8
    assert (totals["lost"], totals["failed"], report["complaints"]) == (0, {}, [])
    assert totals["asked"] > 0 and totals["phones"] >= 12 and Counter(totals["acts"])["approve"] > 0
    assert set(report["verdict"]) == set(flatness.BOUNDS) == set(report["curves"])
    assert all(len(values) == len(report["times"]) for values in report["curves"].values())
