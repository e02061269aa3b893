"""A model of the workflow: it computes the expected state of each question after the acts of two chairs."""

from __future__ import annotations


class WorkflowModel:
    """The expected state of all questions: `status`, `lead` and `reason`, each {question number: value}, and `queue`.

    `queue` has the question numbers in the order of the queue. The rules are those of "A question's life" in README.md.
    `apply(act, …)` calls the method with the name of the act.
    """

    def __init__(self, numbers):
        self.status = dict.fromkeys(numbers, "pending")
        self.reason: dict[int, tuple] = {}
        self.lead: dict[int, int] = {}
        self.former: dict[int, str] = {}
        self.queue: list[int] = []
        self.cleared = False

    def apply(self, act: str, *args, **values) -> None:
        getattr(self, act)(*args, **values)

    def find_number(self, status: str) -> int | None:
        """Return the number of the question with this status (`live` or `next`), or None."""
        return next((number for number, current in self.status.items() if current == status), None)

    def _set(self, number: int, status: str) -> None:
        self.status[number] = status
        if number in self.queue:
            self.queue.remove(number)

    def _enqueue(self, number: int, place: int | None = None) -> None:
        self._set(number, "approved")
        self.queue.insert(len(self.queue) if place is None else place, number)

    def _after(self, number: int) -> int:
        return self.queue.index(number) + 1

    def approve(self, number):
        self._enqueue(number)

    def approve_top(self, number):
        self._enqueue(number, 0)

    def approve_after(self, number, after):
        self._enqueue(number, self._after(after))

    def decline(self, number, reason, duplicate_of=None, name=None):
        self._set(number, "declined")
        self.reason[number] = (reason, duplicate_of)

    def decline_several(self, numbers, reason):
        for number in numbers:
            self.decline(number, reason)

    def reconsider(self, number):
        self._set(number, "pending")
        del self.reason[number]

    def merge(self, number, lead, name=None):
        self.former[number] = self.status[number]
        self._set(number, "merged")
        self.lead[number] = lead
        self.lead |= {follower: lead for follower, its_lead in self.lead.items() if its_lead == number}

    def split(self, number, lead):
        """Restore the status that the question had before the merge.

        Call this method only for a question that was pending before the merge. It does not restore a place in the
        queue.
        """
        del self.lead[number]
        self._set(number, self.former.pop(number))

    def set_next(self, number):
        previous = self.find_number("next")
        self._set(number, "next")
        if previous:
            self._enqueue(previous, 0)

    def take(self, number):
        if live := self.find_number("live"):
            self.status[live] = "answered"
        self._set(number, "live")

    def advance(self):
        following = self.find_number("next")
        waiting = ([following] if following else []) + self.queue
        self.take(waiting[0])
        if len(waiting) > 1:
            self._set(waiting[1], "next")

    def put_back(self, status):
        self._enqueue(self.find_number(status), 0)

    def answer(self):
        self.status[self.find_number("live")] = "answered"

    def bring_back(self, number):
        self.status[number] = "live"

    def _move(self, number, place):
        self.queue.remove(number)
        self.queue.insert(place, number)

    def to_top(self, number):
        self._move(number, 0)

    def move_up(self, number):
        self._move(number, self.queue.index(number) - 1)

    def move_down(self, number):
        self._move(number, self.queue.index(number) + 1)

    def move_to(self, number, after):
        self.queue.remove(number)
        self.queue.insert(self._after(after), number)

    def add(self, text, group, live):
        number = max(self.status) + 1
        self.status[number] = "pending"
        (self.take if live else self.approve)(number)

    def mute(self, number, reason, other_numbers=()):
        for muted in (number, *other_numbers):
            self.decline(muted, reason)

    def clear_screen(self):
        self.cleared = True

    def restore_screen(self):
        self.cleared = False

    def _no_change(self, *args, **values):
        """Do nothing, because these acts do not change a status or the queue."""

    unmute = wording = set_language = translate = original = _no_change
