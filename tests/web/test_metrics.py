"""Tests of the metrics: each function of the module changes exactly the right samples."""

from __future__ import annotations

from moderation.web import metrics


def value(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


def moved(note, *arguments) -> dict[str, float]:
    """Call `note`. Return {name and labels of a sample: its change} for each changed sample, without buckets."""

    def samples():
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in metrics.REGISTRY.collect()
            for sample in family.samples
            if not sample.name.endswith("_created") and sample.name.startswith("open_floor")
        }

    before = samples()
    note(*arguments)
    return {
        " ".join(name): round(now - before.get(name, 0), 9)
        for name, now in samples().items()
        if now != before.get(name, 0) and not name[0].endswith("_bucket")
    }


def test_each_function_changes_its_own_metrics():
    assert moved(metrics.commanded, "ask", "limit.rate") == {"open_floor_commands_total ask limit.rate": 1}
    assert moved(metrics.answered, 304, 0) == {"open_floor_answers_total 304": 1}
    assert moved(metrics.answered, 200, 12) == {
        "open_floor_answers_total 200": 1,
        "open_floor_sent_bytes_total answers": 12,
    }
    assert moved(metrics.committed, 3, 0.5) == {
        "open_floor_commit_commands_count": 1,
        "open_floor_commit_commands_sum": 3,
        "open_floor_commit_seconds_count": 1,
        "open_floor_commit_seconds_sum": 0.5,
    }
    assert moved(metrics.commit_failed, "SQLITE_FULL") == {"open_floor_failed_commits_total SQLITE_FULL": 1}
    assert moved(metrics.translation_failed, "deepl", "timeout") == {
        "open_floor_failed_translations_total deepl timeout": 1
    }
    assert moved(metrics.requested, "commands", 0.5) == {
        "open_floor_request_seconds_count commands": 1,
        "open_floor_request_seconds_sum commands": 0.5,
    }
    assert moved(metrics.logged, "error") == {"open_floor_log_lines_total error": 1}
    assert moved(metrics.held, 0.5) == {
        "open_floor_fan_out_hold_seconds_count": 1,
        "open_floor_fan_out_hold_seconds_sum": 0.5,
    }
    assert moved(metrics.fanned_out, 100, 7, 0.25) == {
        "open_floor_fan_out_seconds_count": 1,
        "open_floor_fan_out_seconds_sum": 0.25,
        "open_floor_sent_bytes_total events": 700,
    }


def test_the_text_contains_the_present_gauges():
    lines = metrics.text(5, 2, {"waiting": 1, "failed": 0, "done": 9}, 8192, 4096).decode().splitlines()
    for line in (
        "open_floor_phones 5.0",
        "open_floor_writer_waiting 2.0",
        "open_floor_disk_free_bytes 8192.0",
        "open_floor_database_bytes 4096.0",
        'open_floor_translations{state="done"} 9.0',
        'open_floor_translations{state="failed"} 0.0',
    ):
        assert line in lines
