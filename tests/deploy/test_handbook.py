"""Tests of the handbook in docs/operating/: its index lists every page, and all named commands and alerts exist."""

from __future__ import annotations

import re

import pytest

from moderation.cli.main import main
from moderation.services.translation.engine import KINDS
from tests.servers import ROOT

HANDBOOK = ROOT / "docs" / "operating"
PAGES = sorted(HANDBOOK.glob("*.md"))
INDEX = (HANDBOOK / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_exists(page):
    code = "\n".join(re.findall(r"`[^`\n]+`|(?m:^ *open-floor .*$)", page.read_text("utf-8")))
    # Remove the commands of systemd and Docker: in them, `open-floor` is the name of the service, not of the program.
    code = re.sub(r"(?:systemctl|journalctl|docker compose (?:up|cp)) [^`]*", "", code)
    named = set(re.findall(r"(?:-m moderation|(?<![\w/.-])open-floor) ([a-z][a-z-]*)", code))
    assert named <= set(main.commands), named


def test_the_index_leads_to_every_page():
    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", INDEX))
    assert linked | {"README.md"} >= {page.name for page in PAGES}


def test_every_alert_has_its_paragraph():
    alerts = re.findall(r"- alert: (\w+)", (ROOT / "deploy" / "alerts.yml").read_text("utf-8"))
    assert re.findall(r"(?m)^## (\w+)$", (HANDBOOK / "alerts.md").read_text("utf-8")) == alerts


def test_every_failure_of_a_translation_says_what_to_do():
    rows = re.findall(r"(?m)^\| (`.+`) \| \w", (HANDBOOK / "no-translations.md").read_text("utf-8"))
    assert sorted(kind for row in rows for kind in re.findall(r"`(\w+)`", row)) == sorted(KINDS)


def test_the_checklist_covers_every_phase():
    headings = re.findall(r"(?m)^## (\S+)", (HANDBOOK / "checklist.md").read_text("utf-8"))
    assert [heading.rstrip(":") for heading in headings] == ["T−7", "T−1", "T−0", "After"]


def test_the_load_balancers_lines_are_those_of_nginx():
    page = (HANDBOOK / "load-balancer.md").read_text("utf-8")
    lines = re.search(r"```nginx\n(.*?)```", page, re.DOTALL)[1].splitlines()
    shipped = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    assert [f"    #{line}" for line in lines] == re.findall(r"(?m)^    #\w*real_ip.*$", shipped)
