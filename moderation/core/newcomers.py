"""New phones: the limit of their pending questions, and the recognition of a surge (a sudden rise of new phones).

The module also finds waiting questions that a chair can decline or release together. Incoming is the chairs' list of
pending questions. A question that waits for release is not in Incoming until a chair releases it.

A phone arrives when it opens the session's page for the first time. A phone that opens the page before the organiser
opens the session arrives at the opening. The minute of the arrival is a text such as `2021-04-14T13:05Z`. The
alphabetical order of these texts is the order in time. The text is empty if the minute is unknown; the phone then
counts as earlier than all phones with a known minute.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

RECENT = 15
"""Number of minutes, up to the current minute, in which the server looks for the beginning of a surge."""
FEWEST = 20
"""The minimum number of phones that arrive in the first minute of a surge.

The chairs see the surge only if its phones also have at least this number of questions in Incoming.
"""
TIMES_USUAL = 4
"""In the first minute of a surge, at least TIMES_USUAL times as many phones arrive as in a usual minute."""
HELD_PLACES = 10
"""The number of questions that wait for release is at most HELD_PLACES times the session's limit of pending questions.
This maximum is higher than the session's limit, because questions that wait for release do not lengthen the chairs'
lists.
"""
ALIKE_FROM = 0.8
"""The minimum score (docs/similarity.md) at which two questions are alike.

This score is higher than 0.6, the score from which the chairs' page shows two questions as similar.
"""

COMPARED = 400
"""Number of characters at the beginning of a text that are compared. The limit bounds the work on thousands of long
texts.
"""

_WORD = re.compile(r"\w+")


def minute_of(at: str) -> str:
    """Return a time (ISO 8601, UTC) without its seconds."""
    return f"{at[:16]}Z"


def arrival(first_seen: str, opened: str) -> str:
    """Return the minute in which a phone arrived: the later of two minutes.

    `first_seen`: the minute in which the phone opened the page for the first time. `opened`: the minute in which the
    session was opened; empty during the rehearsal, or if this minute is unknown. No phone counts as arrived before
    `opened`. Therefore, cookies that were collected before the opening give no advantage.
    """
    return max(first_seen, opened)


def has_place(total: int, earlier: int, places: int) -> bool:
    """Return whether Incoming has a place for another question from a phone.

    `total`: the number of questions in Incoming. `earlier`: the number of these questions whose phones arrived in the
    same minute as this phone, or earlier. `places`: the session's limit of pending questions.

    There is a place if `earlier` < `places` and `total` < 2 × `places`. `earlier` does not contain the questions of
    later phones. Therefore, later phones cannot use up the places of earlier phones. The second condition limits the
    length of Incoming.
    """
    return earlier < places and total < 2 * places


def surge_start(phones: Sequence[int]) -> int | None:
    """Return the index of the first minute of a surge of new phones, or None.

    `phones`: the number of new phones in each minute, oldest minute first, without a gap. Search only the last RECENT
    minutes. A surge starts in a minute with at least FEWEST new phones and at least TIMES_USUAL times the usual number.
    The usual number is the median of the minutes before the last RECENT minutes, or 0 if there are no such minutes.
    """
    before = sorted(phones[:-RECENT])
    usual = before[len(before) // 2] if before else 0
    threshold, first = max(FEWEST, TIMES_USUAL * usual), len(before)
    return next((first + index for index, arrived in enumerate(phones[first:]) if arrived >= threshold), None)


def is_held(arrived: str, held_from: str | None) -> bool:
    """Return whether a new question waits for release.

    `arrived`: the minute in which the asker's phone arrived. `held_from`: questions wait if their phone arrived in this
    minute or later; None while the switch "new phones wait" is off.
    """
    return held_from is not None and arrived >= held_from


class PendingQuestion(NamedTuple):
    """A pending question without followers.

    `text`: the first COMPARED characters of its wording, or of the asker's text if there is no wording.

    `similar`: as in `Question`.
    """

    number: int
    text: str
    attendee: int | None
    arrived: str
    held: bool
    similar: tuple[tuple[int, float], ...] = ()


def plain_words(text: str) -> str:
    """Return the words of the first COMPARED characters in lower case, without punctuation.

    If there are no words, return the text unchanged.
    """
    return " ".join(_WORD.findall(text[:COMPARED].casefold())) or text


def alike(text: str, number: int, waiting: Collection[PendingQuestion]) -> set[int]:
    """Return the numbers of the waiting questions that are like question `number`, whose text is `text`.

    Two questions are alike in two cases: their `plain_words` are equal, or the `similar` of one question contains the
    other question with a score of at least ALIKE_FROM. The search goes on from each question that it finds: the result
    also contains the questions that are like a question of the result. The result contains `number` if this question is
    in `waiting`.
    """
    same: dict[str, list[int]] = {}
    linked: dict[int, list[int]] = {}
    words = {question.number: plain_words(question.text) for question in waiting} | {number: plain_words(text)}
    for spoken, key in words.items():
        same.setdefault(key, []).append(spoken)
    for question in waiting:
        for other, score in question.similar:
            if score >= ALIKE_FROM and other in words:
                linked.setdefault(question.number, []).append(other)
                linked.setdefault(other, []).append(question.number)
    reached, to_visit = {number}, [number]
    while to_visit:
        present = to_visit.pop()
        # `pop` removes the list of all questions with these words, so that each list is visited only once. If each of
        # its questions visited the list again, the work would grow with the square of the length of the list.
        for other in (*same.pop(words[present], ()), *linked.get(present, ())):
            if other not in reached:
                reached.add(other)
                to_visit.append(other)
    return reached & {question.number for question in waiting}


def after(since: str, waiting: Iterable[PendingQuestion]) -> set[int]:
    """Return the numbers of the questions in `waiting` whose phones arrived in the minute `since` or later."""
    return {question.number for question in waiting if question.arrived >= since}


def of_attendee(attendee: int, waiting: Iterable[PendingQuestion]) -> set[int]:
    """Return the numbers of the attendee's questions in `waiting`."""
    return {question.number for question in waiting if question.attendee == attendee}
