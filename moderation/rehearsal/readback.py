"""What is there at the end: read from the server again, and compared with what was promised."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from .attendee import Phone
from .browser import Browser, Unreachable
from .chairs import Chair
from .follower import Follower
from .shared import content

TRIES = 4
AT_ONCE = 20
PAGED = ("answered", "declined", "withdrawn")


@dataclass(slots=True)
class Found:
    """What reading back found.

    `lost`, `lost_votes`: acknowledged and not there. `duplicated`: there once more than asked. `own_missed`: moves of own questions
    that an asker had not been told of. `unread`: those who could not be read.
    """

    lost: int = 0
    duplicated: int = 0
    lost_votes: int = 0
    own_missed: int = 0
    unread: int = 0
    examples: list[str] = field(default_factory=list)


def missed_by(follower: Follower, fresh: dict) -> int:
    """How many changes this screen never reached: 0 when it equals the fresh state of its stream."""
    mine = follower.state
    if mine["epoch"] != fresh["epoch"]:
        return max(1, fresh["seq"])
    if mine["seq"] != fresh["seq"]:
        return abs(fresh["seq"] - mine["seq"])
    if content(mine) == content(fresh):
        return 0
    numbers = mine["questions"].keys() | fresh["questions"].keys()
    apart = sum(mine["questions"].get(number) != fresh["questions"].get(number) for number in numbers)
    return apart + sum(mine[section] != fresh[section] for section in ("queue", "counts", "settings"))


async def compare(followers: list[Follower]) -> dict[str, int]:
    """{stream: changes missed, over all its screens}, against one fresh snapshot for each stream."""
    streams: dict[str, list[Follower]] = {}
    for follower in followers:
        streams.setdefault(follower.stream, []).append(follower)
    missed = {}
    for stream, members in streams.items():
        fresh = await _again(members[0].fresh)
        missed[stream] = sum(missed_by(member, fresh) for member in members) if fresh else len(members)
    return missed


async def read_back(phones: list[Phone], chairs: list[Chair]) -> Found:
    """Look for every acknowledged question and vote, and for questions that are there twice."""
    found = Found()
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(phone: Phone) -> bool:
        async with gate:
            told = phone.own["counter"]
            own = await _again(phone.read_own)
            found.own_missed += max(0, own["counter"] - told) if own else 0
            return own is not None

    readable = await asyncio.gather(
        *(one(phone) for phone in phones if phone.asked or phone.votes or phone.own["questions"])
    )
    found.unread = readable.count(False)
    holders = Counter(number for phone in phones for number in _held_by(phone))
    for phone in phones:
        _check_phone(phone, holders, found)
    if chairs:
        await _check_chairs(phones, chairs[0], found)
    return found


def _held_by(phone: Phone) -> set[int]:
    """The numbers of the own questions as they were read last."""
    return {view["number"] for view in phone.own["questions"]}


def _check_phone(phone: Phone, holders: Counter, found: Found) -> None:
    texts = {view["number"]: view["text"] for view in phone.own["questions"]}
    promised = Counter()
    for delivery in phone.asked:
        if delivery.outcome != "acknowledged":
            continue
        question = delivery.answer.get("question") or {}
        number = question.get("number")
        promised[number] += 1
        # One number is one question: a second promise of it, or a second owner, hides a question that is nowhere.
        if texts.get(number) != question.get("text") or promised[number] > 1 or holders[number] > 1:
            delivery.outcome = "lost"
            found.lost += 1
            found.examples.append(f"lost: #{number} of phone {phone.number}")
    unknown = [number for number in texts if number not in promised]
    open_ends = sum(delivery.outcome is None for delivery in phone.asked)
    for number in unknown[open_ends:]:
        found.duplicated += 1
        found.examples.append(f"duplicated: #{number} of phone {phone.number}")
    _check_votes(phone, found)


def _check_votes(phone: Phone, found: Found) -> None:
    there = set(phone.own["votes"])
    last = {delivery.body["number"]: delivery for delivery in phone.votes if delivery.outcome == "acknowledged"}
    unsure = {delivery.body["number"] for delivery in phone.votes if delivery.outcome is None}
    for number, delivery in last.items():
        if number not in unsure and (number in there) != (delivery.act == "vote"):
            delivery.outcome = "lost"
            found.lost_votes += 1
            found.examples.append(f"lost vote: #{number} of phone {phone.number}")


async def _check_chairs(phones: list[Phone], chair: Chair, found: Found) -> None:
    """The chairs must have each promised question as well, and none of its texts under another number."""
    promised = {
        delivery.answer["question"]["number"]: delivery
        for phone in phones
        for delivery in phone.asked
        if delivery.outcome == "acknowledged"
    }
    if not promised:
        return
    held = await _held_by_chairs(chair, min(promised))
    if held is None:
        found.unread += 1
        return
    for number, delivery in promised.items():
        if number not in held:
            delivery.outcome = "lost"
            found.lost += 1
            found.examples.append(f"lost: #{number} is not with the chairs")
    texts = {delivery.answer["question"]["text"] for delivery in promised.values()}
    owned = {number for phone in phones for number in _held_by(phone)}
    for number, text in held.items():
        if number > min(promised) and number not in owned and text in texts:
            found.duplicated += 1
            found.examples.append(f"duplicated: #{number} has no owner here")


async def _held_by_chairs(chair: Chair, oldest: int) -> dict[int, str] | None:
    """{number: text} of every question from `oldest` on, in play or read by page; None when it cannot be read."""
    fresh = await _again(chair.follower.fresh)
    if fresh is None:
        return None
    held = {number: view["text"] for number, view in fresh["questions"].items()}
    for status in PAGED:
        before = None
        while True:
            page = await _again(lambda: _page(chair.browser, chair.follower.path, status, before))
            if page is None:
                return None
            held |= {view["number"]: view["text"] for view in page["questions"]}
            if not page["more"] or not page["questions"] or page["questions"][-1]["number"] < oldest:
                break
            before = page["questions"][-1]["number"]
    return held


async def _page(browser: Browser, path: str, status: str, before: int | None) -> dict:
    answer = await browser.get(f"{path}/questions", status=status, **({"before": str(before)} if before else {}))
    if answer.status != 200:
        raise Unreachable(f"questions: {answer.code}")
    return answer.body


async def _again(read):
    """The read's result, tried a few times; None when it cannot be had."""
    for tried in range(TRIES):
        try:
            return await read()
        except Unreachable:
            await asyncio.sleep(0.3 * (tried + 1))
    return None
