"""The full house's report: what was promised and what is there, how late, at what cost."""

from __future__ import annotations

from collections import Counter

from tests.bench.full_house_readback import Found
from tests.bench.full_house_senders import ACKNOWLEDGED, FIRST, Audience

ACTS = {"ask": "questions", "vote": "votes", "approve": "approvals"}


def make(
    options: dict, audience: Audience, began: float, got: dict, found: Found, server: dict, memory: dict, machine: dict
) -> dict:
    """The report; `faults` is 0 where nothing is lost, doubled or out of order and no phone misses anything."""
    seconds = options["minutes"] * 60
    commands = {}
    for act, name in ACTS.items():
        planned = round(options[name] * (seconds - FIRST[act]))
        commands[name] = _account(act, planned, audience, began, seconds) | {
            "lost": found.lost[act],
            "twice": found.twice[act],
            "unknown": found.unknown[act],
        }
    commands["votes"]["published_wrong"] = found.published_wrong
    phones = got | {
        "missing": sum(got["missing"].values()),
        "missing_by_stream": got["missing"],
        "own_notices_missed": found.notices,
    }
    unanswered = sum(one["unanswered"] + sum(one["refused"].values()) for one in commands.values())
    faults = (
        found.faults
        + unanswered
        + sum(phones[name] for name in ("missing", "again", "disordered", "differing"))
        + len(got["wrong_screens"])
    )
    return {
        "faults": faults,
        "options": options,
        "commands": commands,
        "phones": phones,
        "server": server | memory,
        "machine": machine,
        "file_is_sound": found.is_sound,
        "examples": found.examples,
    }


def table(report: dict) -> str:
    """The report for people."""
    options, phones, server = report["options"], report["phones"], report["server"]
    lines = [f"Full house: {options['phones']} phones, {options['minutes']:g} min, seed {options['seed']}"]
    for name, one in report["commands"].items():
        lines.append(
            f"  {name:<10} {one['acknowledged']} of {one['planned']} acknowledged, {one['a_second']:.1f} of {options[name]:g} a second"
            f"; lost {one['lost']}, twice {one['twice']}, unknown {one['unknown']}, refused {sum(one['refused'].values())}, unanswered {one['unanswered']}"
        )
        lines.append(
            f"  {'':<10} answered after (ms) {_times(one['ack_ms'])}; began late by at most {one['began_late_ms']} ms, repeated {one['repeated']}, nothing to do {one['passed']}"
        )
    late = phones["late_ms"]
    lines += [
        f"  changes    {sum(phones['changes'].values())} in {len(phones['changes'])} streams, on the phones {phones['live']} live and {phones['fetched']} fetched",
        f"  {'':<10} commit to phone (ms) {_times(late)}; the load's longest look {phones['longest_turn_ms']} ms",
        f"  phones     missing something {phones['missing']}, holes {phones['holes']}, again {phones['again']}, disordered {phones['disordered']},"
        f" differing {phones['differing']}, wrong screens {len(phones['wrong_screens'])}, returns {phones['returns']} (silent {phones['silent']}), own notices missed {phones['own_notices_missed']}",
        "  server     CPU "
        + ", ".join(f"{name} {share:.2f}" for name, share in server["cpu_share"].items())
        + f"; {server['kib_per_phone']} KiB a phone, {server['server_mib_end']} MiB at the end; /healthz (ms) {_times(server['stall_ms'])}; loop lag within {server['loop_lag_within_s']} s",
        f"  machine    {report['machine']['cores']} cores, load {report['machine']['load_before']:.1f} before, {report['machine']['load_after']:.1f} after",
        "Nothing is lost." if not report["faults"] else f"FAULTS: {report['faults']} {report['examples']}",
    ]
    return "\n".join(lines)


def _account(act: str, planned: int, audience: Audience, began: float, seconds: float) -> dict:
    sent = [command for command in audience.sent if command.act == act]
    done = [command for command in sent if command.outcome == ACKNOWLEDGED]
    passed = audience.passed.get(act, 0)
    in_time = sum(command.ended <= began + seconds for command in done)
    return {
        "planned": planned,
        "acknowledged": len(done),
        "passed": passed,
        "refused": dict(Counter(command.outcome for command in sent if command.outcome not in (None, ACKNOWLEDGED))),
        "unanswered": planned - passed - sum(command.outcome is not None for command in sent),
        "repeated": sum(command.repeated for command in sent),
        "a_second": in_time / max(0.001, seconds - FIRST[act]),
        "ack_ms": quantiles([command.ended - command.due for command in done]),
        "began_late_ms": round(max((command.began - command.due for command in sent), default=0) * 1000),
    }


def quantiles(seconds: list[float]) -> dict[str, float] | None:
    """Milliseconds; None where nothing was measured."""
    ordered = sorted(seconds)
    shares = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))
    return (
        {name: round(ordered[int((len(ordered) - 1) * share)] * 1000, 1) for name, share in shares} if ordered else None
    )


def _times(found: dict | None) -> str:
    return "–" if found is None else " ".join(f"{name} {value}" for name, value in found.items())
