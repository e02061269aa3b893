"""The acts `vote` and `unvote` of an attendee.

A vote is the most frequent command. Therefore `command` first tries to execute `vote` or `unvote` in one statement. If
this fails, `command` executes the act step by step, like any other act.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...core import workflow
from ...core.contracts import Answer
from ...core.model import SeatKind, Session, Status
from ...core.refusals import Refusal
from ...store import direct_votes, votes
from ...store.connection import Connection
from ...store.direct_votes import Ballot
from ...store.transaction import Transaction
from . import executor
from .caller import Caller, missing_entry
from .executor import VOTES, Act, Call, Effects, Outcome


def command(
    acts: Mapping[str, Act], act: str, code: str, caller: Caller, key: str, body_hash: bytes, params: dict[str, Any]
) -> Callable[[Transaction], Outcome]:
    """Return the function with which the writer executes the act, like `executor.command`.

    For an attendee's vote, the returned function first tries to execute the act in one statement.
    """
    step_by_step = executor.command(acts, act, code, caller, key, body_hash, params)
    if act not in VOTES or caller.seat.kind is not SeatKind.ATTENDEE or caller.token_hash is None:
        return step_by_step
    rule = workflow.RULES[act]
    ballot = Ballot(code, caller.token_hash, caller.holder, key, params["number"], rule.statuses, rule.phases)

    def run(tx: Transaction) -> Outcome:
        voter = _vote_directly(tx.connection, act, ballot)
        if voter is None:
            return step_by_step(tx)
        outcome = Outcome({"already": False}, Effects(voted=ballot.number), tx.seqs)
        executor.keep_vote(tx, voter, key, body_hash, outcome)
        return outcome

    return run


def _vote_directly(connection: Connection, act: str, ballot: Ballot) -> votes.Voter | None:
    """Store or remove the vote in one statement. Return the voter.

    Return None if a check in the statement fails; the statement has then changed nothing. If the attendee needs an
    entry code and has none, refuse with `entry.required`. In this case, the statement has already stored the vote, but
    the refusal rolls the command's savepoint back, which removes the vote.
    """
    if act == "unvote":
        return direct_votes.remove(connection, ballot)
    added = direct_votes.add(connection, ballot)
    if added is None:
        return None
    voter, may_vote = added
    if not may_vote:
        raise missing_entry()
    return voter


def vote(call: Call, *, number: int) -> Answer:
    """Store the attendee's vote for a question of the public list. The new total is published later.

    Refusals: `vote.not_public`, `question.unknown`, `phase.not_allowed`, `vote.own`, `act.not_allowed`.
    """
    return _set_vote(call, number, votes.add, True)


def unvote(call: Call, *, number: int) -> Answer:
    """Remove the attendee's vote. Refusals: the refusals of `vote`, except `vote.own`."""
    return _set_vote(call, number, votes.remove, False)


def _set_vote(call: Call, number: int, write: Callable[[Connection, Session, int, int], None], to_vote: bool) -> Answer:
    status, is_askers, has_voted = votes.state(call.connection, call.session, number, call.asker.id)
    if not is_askers and not has_voted and not call.session.settings.list_public:
        # Check first whether the list is public. Otherwise the later refusals would tell an attendee which numbers
        # exist in a list that is not public.
        raise Refusal("vote.not_public")
    if status is None or (
        not is_askers and status in (Status.PENDING, Status.DECLINED, Status.MERGED, Status.WITHDRAWN)
    ):
        # Outside the public list, refuse in the same way for an existing and a missing question. Only the asker of a
        # question may know that the question exists.
        raise Refusal("question.unknown", number=number)
    if has_voted == to_vote:
        return {"already": True}
    workflow.check_phase(call.act, call.session.phase)
    if is_askers and to_vote:
        raise Refusal("vote.own")
    if not call.session.settings.list_public:
        raise Refusal("vote.not_public")
    if status not in workflow.RULES[call.act].statuses:
        raise Refusal("act.not_allowed", act=call.act, status=str(status))
    write(call.connection, call.session, number, call.asker.id)
    call.effects.voted = number
    return {}


ACTS: dict[str, Act] = {"vote": vote, "unvote": unvote}
