"""Tests of the publication of vote totals.

If the store refuses the totals, the server publishes them later. It never publishes the totals of a purged session.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from moderation.core.refusals import Refusal
from moderation.web.context import AppContext


class Future:
    def __init__(self, code):
        self.code = code

    def wait(self):
        if self.code:
            raise Refusal(self.code)


@pytest.mark.parametrize(
    ("code", "left"),
    [(None, {}), ("server.storage", {"A": {1, 2}}), ("server.busy", {"A": {1, 2}}), ("session.unknown", {})],
)
def test_totals_that_the_store_refused_are_due_again(code, left):
    submitted = []
    context = SimpleNamespace(
        totals_due={"A": {1, 2}},
        writer=SimpleNamespace(submit=lambda command, session: submitted.append(command) or Future(code)),
    )
    AppContext.publish_due_totals(context)
    assert (context.totals_due, len(submitted)) == (left, 1)


def test_votes_cast_during_the_publication_are_due_again():
    context = SimpleNamespace(totals_due={"A": {1}})

    def submit(command, session):
        context.totals_due["A"] = {7}
        return Future("server.storage")

    context.writer = SimpleNamespace(submit=submit)
    AppContext.publish_due_totals(context)
    assert context.totals_due == {"A": {1, 7}}


def test_a_session_purged_during_the_publication_is_skipped():
    context, submitted = SimpleNamespace(totals_due={"A": {1}, "B": {1}, "C": {1}}), []

    def submit(command, session):
        submitted.append(command)
        context.totals_due.pop("B", None)
        return Future(None)

    context.writer = SimpleNamespace(submit=submit)
    AppContext.publish_due_totals(context)
    assert (context.totals_due, len(submitted)) == ({}, 2)
