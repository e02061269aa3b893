"""The report of a full house: losses, delays, and the server's cost."""

from __future__ import annotations

from collections import Counter

from tests.bench.full_house_readback import Findings
from tests.bench.full_house_senders import ACKNOWLEDGED, FIRST, Audience

ACTS = {"ask": "questions", "vote": "votes", "approve": "approvals"}


def make(
    options: dict,
    audience: Audience,
    began: float,
    phone_figures: dict,
    findings: Findings,
    server: dict,
    memory: dict,
    machine: dict,
) -> dict:
    """Return the report.

    `faults` is the sum of these numbers:
    - differences found by full_house_readback.py
    - unanswered and refused commands
    - phones that lack a change
    - changes that are repeated, out of order or different
    - streams whose received changes do not lead to the server's snapshot (`wrong_screens`)
    """
    seconds = options["minutes"] * 60
    commands = {}
    for act, name in ACTS.items():
        planned = round(options[name] * (seconds - FIRST[act]))
        commands[name] = _account(act, planned, audience, began, seconds) | {
            "lost": findings.lost[act],
            "twice": findings.twice[act],
            "unknown": findings.unknown[act],
        }
    commands["votes"]["published_wrong"] = findings.published_wrong
    phones = phone_figures | {
        "missing": sum(phone_figures["missing"].values()),
        "missing_by_stream": phone_figures["missing"],
        "own_notices_missed": findings.notices,
    }
    unanswered = sum(command["unanswered"] + sum(command["refused"].values()) for command in commands.values())
    faults = (
        findings.faults
        + unanswered
        + sum(phones[name] for name in ("missing", "again", "disordered", "differing"))
        + len(phone_figures["wrong_screens"])
    )
    return {
        "faults": faults,
        "options": options,
        "commands": commands,
        "phones": phones,
        "server": server | memory,
        "machine": machine,
        "file_is_sound": findings.is_sound,
        "examples": findings.examples,
    }


def table(report: dict) -> str:
    """Return the report as a text of several lines."""
    options, phones, server = report["options"], report["phones"], report["server"]
    lines = [f"Full house: {options['phones']} phones, {options['minutes']:g} min, seed {options['seed']}"]
    for name, command in report["commands"].items():
        lines.append(
            f"  {name:<10} {command['acknowledged']} of {command['planned']} acknowledged,"
            f" {command['a_second']:.1f} of {options[name]:g} per second; lost {command['lost']},"
            f" twice {command['twice']}, unknown {command['unknown']}, refused {sum(command['refused'].values())},"
            f" unanswered {command['unanswered']}"
        )
        lines.append(
            f"  {'':<10} answered after (ms) {_times(command['ack_ms'])};"
            f" sent at most {command['began_late_ms']} ms late, repeated {command['repeated']},"
            f" without a possible command {command['passed']}"
        )
    late = phones["late_ms"]
    lines += [
        f"  changes    {sum(phones['changes'].values())} in {len(phones['changes'])} streams,"
        f" on the phones {phones['live']} live and {phones['fetched']} fetched",
        f"  {'':<10} commit to phone (ms) {_times(late)}; longest turn of the load {phones['longest_turn_ms']} ms",
        f"  phones     not current {phones['missing']}, holes {phones['holes']}, again {phones['again']},"
        f" disordered {phones['disordered']}, differing {phones['differing']},"
        f" wrong screens {len(phones['wrong_screens'])}, returns {phones['returns']} (silent {phones['silent']}),"
        f" own notices missed {phones['own_notices_missed']}",
        "  server     CPU "
        + ", ".join(f"{name} {share:.2f}" for name, share in server["cpu_share"].items())
        + f"; {server['kib_per_phone']} KiB per phone, {server['server_mib_end']} MiB at the end;"
        f" /healthz (ms) {_times(server['stall_ms'])}; loop lag within {server['loop_lag_within_s']} s",
        f"  machine    {report['machine']['cores']} cores, load {report['machine']['load_before']:.1f} before,"
        f" {report['machine']['load_after']:.1f} after",
        "Nothing is lost." if not report["faults"] else f"FAULTS: {report['faults']} {report['examples']}",
    ]
    return "\n".join(lines)


def _account(act: str, planned: int, audience: Audience, began: float, seconds: float) -> dict:
    sent = [command for command in audience.sent if command.act == act]
    done = [command for command in sent if command.outcome == ACKNOWLEDGED]
    passed = audience.passed.get(act, 0)
    done_in_time = sum(command.ended <= began + seconds for command in done)
    return {
        "planned": planned,
        "acknowledged": len(done),
        "passed": passed,
        "refused": dict(Counter(command.outcome for command in sent if command.outcome not in (None, ACKNOWLEDGED))),
        "unanswered": planned - passed - sum(command.outcome is not None for command in sent),
        "repeated": sum(command.repeated for command in sent),
        "a_second": done_in_time / max(0.001, seconds - FIRST[act]),
        "ack_ms": quantiles([command.ended - command.due for command in done]),
        "began_late_ms": round(max((command.began - command.due for command in sent), default=0) * 1000),
    }


def quantiles(seconds: list[float]) -> dict[str, float] | None:
    """Return the p50, p95, p99 and max of the measurements in milliseconds; None if there are no measurements."""
    ordered = sorted(seconds)
    shares = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))
    return (
        {name: round(ordered[int((len(ordered) - 1) * share)] * 1000, 1) for name, share in shares} if ordered else None
    )


def _times(findings: dict | None) -> str:
    return "–" if findings is None else " ".join(f"{name} {value}" for name, value in findings.items())
