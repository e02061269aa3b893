"""Look up known vulnerabilities of the shipped packages: `python .ci/audit.py PIP_AUDIT NPM`, from `make audit`.

Checks every package of requirements.txt with pip-audit, and every package that the scripts are built from with `npm
audit`. Exit status: 0 if all packages were checked and none is vulnerable; 1 if a package is vulnerable; 2 if a package
could not be checked, for example because the machine is offline. Status 1 has precedence.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any

VULNERABLE, UNCHECKED = 1, 2


@dataclass
class Report:
    """The result of one tool. `checked`: the number of checked packages. Each list has one phrase per finding."""

    tool: str
    checked: int = 0
    vulnerable: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)


def run(*command: str) -> tuple[Any, str]:
    """Run a tool for at most 300 s. Return (its JSON output, or None; the last line of its error output).

    Without error output, the second value is the exit status; if the tool did not run to its end, the exception's name.
    """
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return None, type(problem).__name__
    last = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
    try:
        return json.loads(done.stdout), last
    except ValueError:
        return None, last


def audit_python(pip_audit: str) -> Report:
    """Check the packages of requirements.txt. Count a package that pip-audit skips as unchecked.

    pip-audit itself exits with 0 even if it has skipped every package.
    """
    options = ("--requirement", "requirements.txt", "--disable-pip", "--require-hashes", "--format", "json")
    answer, problem = run(pip_audit, *options, "--progress-spinner", "off")
    report = Report("pip-audit")
    if not isinstance(answer, dict) or not answer.get("dependencies"):
        report.unchecked.append(f"requirements.txt: {problem}")
        return report
    for package in answer["dependencies"]:
        if "skip_reason" in package:
            report.unchecked.append(f"{package['name']}: {package['skip_reason']}")
            continue
        report.checked += 1
        for flaw in package["vulns"]:
            fixed = ", ".join(flaw["fix_versions"]) or "no version"
            report.vulnerable.append(f"{package['name']} {package['version']}: {flaw['id']}, fixed in {fixed}")
    return report


def audit_scripts(npm: str) -> Report:
    """Check the packages of package-lock.json except the development dependencies."""
    answer, problem = run(npm, "audit", "--omit=dev", "--package-lock-only", "--json")
    report = Report("npm audit")
    if not isinstance(answer, dict) or "metadata" not in answer:
        reason = answer.get("message", problem) if isinstance(answer, dict) else problem
        report.unchecked.append(f"package-lock.json: {reason}")
        return report
    report.checked = answer["metadata"]["dependencies"]["prod"]
    report.vulnerable = [f"{name}: {flaw['severity']}" for name, flaw in answer["vulnerabilities"].items()]
    return report


def main(pip_audit: str, npm: str) -> int:
    """Print a report for each tool. Return the exit status."""
    reports = [audit_python(pip_audit), audit_scripts(npm)]
    for report in reports:
        print(f"{report.tool}: {report.checked} packages checked, {len(report.vulnerable)} known vulnerabilities")
        for line in report.vulnerable:
            print(f"  VULNERABLE {line}")
        for line in report.unchecked[:3]:
            print(f"  NOT CHECKED {line}")
        if len(report.unchecked) > 3:
            print(f"  NOT CHECKED: {len(report.unchecked) - 3} further packages")
    if any(report.unchecked for report in reports):
        print(
            "This is no result: some packages were not checked. Run `make audit` where the advisories can be reached."
        )
    if any(report.vulnerable for report in reports):
        return VULNERABLE
    return UNCHECKED if any(report.unchecked for report in reports) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
