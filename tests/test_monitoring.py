"""Tests that the alert rules and the dashboard in `deploy/` use only metrics and labels that the server has."""

from __future__ import annotations

import json
import re

import pytest

from moderation.paths import ROOT
from moderation.services.translation.engine import KINDS
from moderation.web import metrics

DEPLOY = ROOT / "deploy"
ALERTS = (DEPLOY / "alerts.yml").read_text("utf-8")
DASHBOARD = json.loads((DEPLOY / "grafana-dashboard.json").read_text("utf-8"))
EXPRESSIONS = {
    *re.findall(r"expr: (.+)", ALERTS),
    *(target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]),
}
METRIC = re.compile(r"\b(?:open_floor|process)_\w+")


def samples() -> dict[str, set[str]]:
    """Return {metric: names of its labels}, read from the text that the server gives to Prometheus.

    This text shows the labels of a metric only if the metric has a value. Therefore, first count an event for each
    metric with labels.
    """
    metrics.commanded("ask", "ok")
    metrics.answered(200, 1)
    metrics.commit_failed("SQLITE_FULL")
    metrics.translation_failed("apertium", "timeout")
    metrics.requested("commands", 0.1)
    metrics.logged("error")
    metrics.committed(1, 0.1)
    lines = metrics.text(1, 1, {"waiting": 1}, 1, 1).decode().splitlines()
    known: dict[str, set[str]] = {}
    for name, labels in re.findall(r"(?m)^(\w+)(?:\{(.*)\})? ", "\n".join(lines)):
        known.setdefault(name, set()).update(re.findall(r'(\w+)="', labels))
    return known


@pytest.mark.parametrize("expression", sorted(EXPRESSIONS))
def test_an_expression_uses_only_metrics_and_labels_that_exist(expression):
    known = samples()
    names = METRIC.findall(expression)
    assert names or expression.startswith("up{")
    for name in names:
        assert name in known, name
        for matchers in re.findall(name + r"\{([^}]*)\}", expression):
            assert set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", matchers)) <= known[name]
    for grouped in re.findall(r"by \(([^)]*)\)", expression):
        assert set(grouped.split(", ")) <= set().union(*(known[name] for name in names))
    for kinds in re.findall(r'kind!~"([^"]*)"', expression):
        assert set(kinds.split("|")) <= set(KINDS)


def test_every_alert_says_what_to_look_at():
    alerts = re.findall(r"- alert: (\w+)\n(?:.*\n)*?.*summary: (.+)", ALERTS)
    assert len(alerts) == ALERTS.count("- alert:") >= 10
    assert all(summary.endswith(".") for _, summary in alerts)
