"""The final check of a rehearsal. It reads all data again and compares the data with the server's acknowledgements."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar, cast

from ..core.contracts import QuestionsPage, QuestionView, StreamState
from .attendee import Attendee
from .browser import Unreachable
from .chairs import Chair
from .client.shared import content
from .follower import Follower

TRIES = 4
READS_AT_ONCE = 20
PAGED = ("answered", "declined", "withdrawn")
"""The statuses of questions that no stream contains. These questions are read page by page."""
Result = TypeVar("Result")


@dataclass(slots=True)
class Findings:
    """The differences between the acknowledgements and the data read at the end.

    Each field except `examples` is a count.

    - `lost`, `lost_votes`: acknowledged questions and votes that are not stored.
    - `duplicated`: questions that are stored more often than they were sent.
    - `own_missed`: changes of attendees' own questions and votes that had not reached the attendees when this check
      began.
    - `unread`: attendees and chairs whose data could not be read.
    """

    lost: int = 0
    duplicated: int = 0
    lost_votes: int = 0
    own_missed: int = 0
    unread: int = 0
    examples: list[str] = field(default_factory=list)


def missed_by(follower: Follower, fresh: StreamState) -> int:
    """Return the number of changes that this screen has missed; 0 if the screen equals `fresh`.

    `fresh`: a new snapshot of the screen's stream.

    - If the epochs differ, return the seq of the snapshot, at least 1.
    - If only the seqs differ, return the difference of the seqs.
    - If only the contents differ, return the number of different questions and sections.
    """
    shown = follower.state
    if shown["epoch"] != fresh["epoch"]:
        return max(1, fresh["seq"])
    if shown["seq"] != fresh["seq"]:
        return abs(fresh["seq"] - shown["seq"])
    if content(shown) == content(fresh):
        return 0
    numbers = shown["questions"].keys() | fresh["questions"].keys()
    questions = sum(shown["questions"].get(number) != fresh["questions"].get(number) for number in numbers)
    sections = (
        shown["queue"] != fresh["queue"],
        shown["counts"] != fresh["counts"],
        shown["settings"] != fresh["settings"],
        shown["notes"] != fresh["notes"],
    )
    return questions + sum(sections)


async def compare(followers: list[Follower]) -> dict[str, int]:
    """Compare each screen with a new snapshot of its stream. Return {stream: missed changes of all its screens}.

    If the snapshot cannot be read, count one missed change for each screen of the stream.
    """
    streams: dict[str, list[Follower]] = {}
    for follower in followers:
        streams.setdefault(follower.stream, []).append(follower)
    missed = {}
    for stream, members in streams.items():
        fresh = await _retry(members[0].fresh)
        missed[stream] = sum(missed_by(member, fresh) for member in members) if fresh else len(members)
    return missed


async def read_back(attendees: list[Attendee], chairs: list[Chair]) -> Findings:
    """Check that every acknowledged question and vote is stored, and that no question is stored twice.

    Set the outcome of a delivery to `lost` if its question or vote is not stored.
    """
    findings = Findings()
    gate = asyncio.Semaphore(READS_AT_ONCE)

    async def read(attendee: Attendee) -> bool:
        async with gate:
            counter = attendee.my_questions["counter"]
            own = await _retry(attendee.read_own)
            findings.own_missed += max(0, own["counter"] - counter) if own else 0
            return own is not None

    active = [
        attendee for attendee in attendees if attendee.asked or attendee.votes or attendee.my_questions["questions"]
    ]
    findings.unread = (await asyncio.gather(*map(read, active))).count(False)
    owners = Counter(number for attendee in attendees for number in _owned_by(attendee))
    for attendee in attendees:
        _check_attendee(attendee, owners, findings)
    if chairs:
        await _check_chairs(attendees, chairs[0], findings)
    return findings


def _owned_by(attendee: Attendee) -> set[int]:
    """Return the numbers of the attendee's questions, from the last read of `own`."""
    return {view["number"] for view in attendee.my_questions["questions"]}


def _check_attendee(attendee: Attendee, owners: Counter[int], findings: Findings) -> None:
    texts = {view["number"]: view["text"] for view in attendee.my_questions["questions"]}
    acknowledged: Counter[int] = Counter()
    for delivery in attendee.asked:
        if delivery.outcome != "acknowledged":
            continue
        question = delivery.answer.get("question") or {}
        number = question.get("number", 0)
        acknowledged[number] += 1
        # Each stored question has its own number. So if the server acknowledged two `ask` commands with the same
        # number, or if two attendees own this number, one of the two questions is not stored.
        if texts.get(number) != question.get("text") or acknowledged[number] > 1 or owners[number] > 1:
            delivery.outcome = "lost"
            findings.lost += 1
            findings.examples.append(f"lost: #{number} of attendee {attendee.number}")
    unexplained = [number for number in texts if number not in acknowledged]
    unanswered = sum(delivery.outcome is None for delivery in attendee.asked)
    for number in unexplained[unanswered:]:
        findings.duplicated += 1
        findings.examples.append(f"duplicated: #{number} of attendee {attendee.number}")
    _check_votes(attendee, findings)


def _check_votes(attendee: Attendee, findings: Findings) -> None:
    stored = set(attendee.my_questions["votes"])
    last = {delivery.body["number"]: delivery for delivery in attendee.votes if delivery.outcome == "acknowledged"}
    unanswered = {delivery.body["number"] for delivery in attendee.votes if delivery.outcome is None}
    for number, delivery in last.items():
        if number not in unanswered and (number in stored) != (delivery.act == "vote"):
            delivery.outcome = "lost"
            findings.lost_votes += 1
            findings.examples.append(f"lost vote: #{number} of attendee {attendee.number}")


async def _check_chairs(attendees: list[Attendee], chair: Chair, findings: Findings) -> None:
    """Check that the chairs see every acknowledged question, and no copy of it. A copy has the text of an acknowledged
    question, but no attendee owns the copy. Only questions since the first acknowledged question are compared, because
    an earlier rehearsal may have sent the same texts. These questions are selected by their times, not by their
    numbers, because numbers are random under the Chatham House Rule.
    """
    acknowledged = {
        delivery.answer["question"]["number"]: delivery
        for attendee in attendees
        for delivery in attendee.asked
        if delivery.outcome == "acknowledged"
    }
    if not acknowledged:
        return
    since = min(delivery.answer["question"]["asked_at"] for delivery in acknowledged.values())
    views = await _read_views(chair, since)
    if views is None:
        findings.unread += 1
        return
    for number, delivery in acknowledged.items():
        if number not in views:
            delivery.outcome = "lost"
            findings.lost += 1
            findings.examples.append(f"lost: the chairs do not have #{number}")
    texts = {delivery.answer["question"]["text"] for delivery in acknowledged.values()}
    owned = {number for attendee in attendees for number in _owned_by(attendee)}
    for number, view in views.items():
        if view["asked_at"] >= since and number not in owned and view["text"] in texts:
            findings.duplicated += 1
            findings.examples.append(f"duplicated: no attendee owns #{number}")


async def _read_views(chair: Chair, since: str) -> dict[int, QuestionView] | None:
    """Return {number: view} of at least all questions asked since this time (ISO 8601).

    The caller must ignore earlier questions, which the result can contain. Return None if the server does not answer.
    """
    fresh = await _retry(chair.follower.fresh)
    if fresh is None:
        return None
    views = dict(fresh["questions"])
    for status in PAGED:
        before: int | None = None
        while True:
            page = await _retry(partial(_read_page, chair, status, before))
            if page is None:
                return None
            views |= {view["number"]: view for view in page["questions"]}
            if not page["more"] or not page["questions"] or page["questions"][-1]["asked_at"] < since:
                break
            before = page["questions"][-1]["number"]
    return views


async def _read_page(chair: Chair, status: str, before: int | None) -> QuestionsPage:
    parameters = {"status": status} | ({"before": str(before)} if before else {})
    answer = await chair.browser.get(f"{chair.follower.path}/questions", **parameters)
    if answer.status != 200:
        raise Unreachable(f"questions: {answer.code}")
    return cast(QuestionsPage, answer.body)


async def _retry(read: Callable[[], Awaitable[Result]]) -> Result | None:
    """Return the result of a read. Try at most `TRIES` times; return None if every try fails."""
    for attempt in range(TRIES):
        try:
            return await read()
        except Unreachable:
            await asyncio.sleep(0.3 * (attempt + 1))
    return None
