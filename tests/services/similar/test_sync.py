"""Tests of the similar questions that chairs see when questions are asked, translated, changed, declined or deleted."""

from __future__ import annotations

import json
from functools import partial

import pytest

from moderation.core.model import Phase
from moderation.services.record import export
from moderation.services.similar.index_process import IndexUnavailable
from moderation.services.similar.sync import SimilaritySync, record
from moderation.services.similar.worker import Indexes
from moderation.services.translation import jobs
from moderation.store import questions, sessions, similar, translation_jobs
from tests.factories import ANA, BEN, caller, execute_act, make_database, make_reader, run, spoken
from tests.services.similar.fake_encoder import FakeEncoder

TABLE, AGAIN = (
    "Will civil society sit at the negotiating table in Vienna?",
    "Does civil society sit at the negotiation table at Vienna?",
)
MESA, OTHER = (
    "¿Estará la sociedad civil en la mesa de negociación de Viena?",
    "Who pays for the interpretation at regional meetings?",
)


class SyncedStore:
    """A store on disk whose similar questions are computed in the test's process.

    For `SimilaritySync`, this object replaces the runtime, the index process and the writer. `moved`: for each command
    that `SimilaritySync` has submitted, {stream: the items that the command changed}.
    """

    def __init__(self, path, phase: Phase = Phase.OPEN):
        self.connection = make_database(str(path), phase, languages=["en", "es"])
        self.generation, self.runs, self.indexes, self.moved, self.before_answer = 0, False, None, [], None
        self.encode = None
        self.sync = SimilaritySync(self, make_reader(path), self.submit, self)

    # `SimilaritySync` calls the methods below.
    def in_thread(self, function, *arguments):
        return function(*arguments)

    def start(self):
        self.indexes, self.runs, self.generation = Indexes(self.encode), True, self.generation + 1

    def call(self, message, seconds):
        if not self.runs:
            raise IndexUnavailable
        answer = json.loads(json.dumps(self.indexes.answer(json.loads(json.dumps(message)))))
        if self.before_answer:
            self.before_answer()
        return answer

    def submit(self, command):
        self.moved.append(dict(run(self.connection, command)[1].touched))
        return self

    def wait(self):
        return {}

    # Only the tests use the members below.
    @property
    def session(self):
        return sessions.get_by_code(self.connection, "PANEL1")

    def ask(self, text, language="en", who=ANA):
        return execute_act(self.connection, "ask", caller("attendee", who), text=text, identified=spoken(language))[
            "question"
        ]["number"]

    def act(self, act, number, **params):
        version = questions.find(self.connection, self.session, number).version
        return execute_act(self.connection, act, caller("chair.a"), number=number, version=version, **params)

    def translate(self, number, language, text):
        return execute_act(self.connection, "translate", caller("chair.a"), number=number, language=language, text=text)

    def settle(self):
        while self.sync.step():
            pass

    def offers(self, number):
        return [other for other, _ in questions.find(self.connection, self.session, number).similar]


@pytest.fixture
def synced(tmp_path):
    return SyncedStore(tmp_path / "of.db")


def test_later_question_offers_the_earlier_one_only_to_the_chairs(synced):
    synced.ask(TABLE), synced.ask(OTHER), synced.ask(AGAIN, who=BEN)
    synced.settle()
    assert [synced.offers(number) for number in (1, 2, 3)] == [[], [], [1]]
    assert [change for change in synced.moved if change] == [{(1, "chairs"): {"q3"}}]
    score = questions.find(synced.connection, synced.session, 3).similar[0][1]
    assert 0.6 <= score <= 1


def test_later_translation_matches_questions_of_two_languages(synced):
    synced.ask(TABLE), synced.ask(MESA, "es")
    synced.settle()
    assert synced.offers(2) == []
    synced.translate(1, "es", MESA)
    synced.settle()
    assert synced.offers(2) == [1]


def test_question_is_compared_after_its_translations(synced):
    sessions.set_engine(synced.connection, synced.session, "fake")
    synced.ask(TABLE), synced.ask(AGAIN)
    assert not synced.sync.step()
    synced.connection.execute("UPDATE translation_jobs SET state = 'failed'")
    synced.settle()
    assert synced.offers(2) == [1]


@pytest.mark.parametrize(("act", "back"), [("decline", "reconsider"), ("merge", "split")])
def test_declined_or_merged_question_is_not_offered_until_it_returns(synced, act, back):
    synced.ask(OTHER), synced.ask(TABLE), synced.ask(AGAIN)
    synced.settle()
    synced.act(act, 2, **({"reason": "off_topic"} if act == "decline" else {"into": 1}))
    synced.settle()
    assert synced.offers(3) == []
    synced.act(back, 2)
    synced.settle()
    assert synced.offers(3) == [2]


def test_withdrawn_question_is_not_offered(synced):
    synced.ask(TABLE), synced.ask(AGAIN)
    synced.settle()
    execute_act(synced.connection, "withdraw", caller("attendee", ANA), number=1)
    synced.settle()
    assert synced.offers(2) == [] and [change for change in synced.moved if change][-1] == {(1, "chairs"): {"q2"}}


def test_vote_or_approval_starts_no_comparison(synced):
    synced.ask(TABLE), synced.ask(AGAIN, who=BEN)
    synced.settle()
    synced.act("approve", 1)
    execute_act(synced.connection, "vote", caller("attendee", BEN), number=1)
    assert not synced.sync.step() and synced.offers(2) == [1]


def test_new_wording_is_compared_again(synced):
    synced.ask(TABLE), synced.ask(OTHER)
    synced.act("wording", 2, text=AGAIN, hide=False)
    synced.settle()
    assert synced.offers(2) == [1]


def test_questions_similar_to_the_old_wording_are_updated(synced):
    synced.ask(TABLE), synced.ask(AGAIN)
    synced.settle()
    synced.act("wording", 1, text=OTHER, hide=False)
    synced.settle()
    assert synced.offers(2) == []


def test_question_declined_during_the_comparison_is_not_offered(synced):
    synced.ask(TABLE)
    synced.settle()
    synced.ask(AGAIN)

    def decline_meanwhile():
        synced.before_answer = None
        synced.act("decline", 1, reason="off_topic")

    synced.before_answer = decline_meanwhile
    synced.sync.step()
    assert synced.offers(2) == []


def test_repeated_translation_causes_no_conflict(synced):
    sessions.set_engine(synced.connection, synced.session, "fake")
    synced.ask(TABLE)
    for words in (MESA, "Otra cosa"):
        [job] = translation_jobs.due(synced.connection, "PANEL1", 0.0, 5)
        outcome = (words, ("en", "es"))
        run(synced.connection, partial(jobs.record, job=job, outcome=outcome, retry_in=None, engine="fake"))
        execute_act(synced.connection, "retranslate", caller("chair.a"), number=1)
    assert len(synced.connection.execute("SELECT * FROM similar_due").fetchall()) == 1


def test_restart_keeps_results_and_compares_the_rest(synced):
    synced.ask(TABLE)
    synced.settle()
    synced.ask(AGAIN)
    synced.runs = False
    synced.settle()
    assert synced.generation == 2 and synced.offers(2) == [1]


def test_lost_process_loses_no_comparison(synced, monkeypatch):
    synced.ask(TABLE), synced.ask(AGAIN)
    synced.start()
    monkeypatch.setattr(synced, "start", lambda: None)
    synced.runs = False
    with pytest.raises(IndexUnavailable):
        synced.sync.step()
    monkeypatch.undo()
    synced.settle()
    assert synced.offers(2) == [1]


def test_question_changed_during_the_comparison_is_compared_again(synced):
    synced.ask(TABLE), synced.ask(AGAIN)
    synced.sync.step()
    synced.ask(TABLE.replace("Vienna", "Nairobi"))

    def decline_meanwhile():
        synced.before_answer = None
        synced.act("decline", 2, reason="off_topic")

    synced.act("wording", 2, text=TABLE, hide=False)
    synced.before_answer = decline_meanwhile
    synced.settle()
    assert synced.offers(2) == [] and 2 not in synced.offers(3)


def test_result_for_a_changed_question_is_discarded(synced):
    synced.ask(TABLE), synced.ask(AGAIN)
    mark = similar.due(synced.connection, 5)[1].mark
    synced.act("wording", 2, text=OTHER, hide=False)
    run(synced.connection, lambda tx: record(tx, synced.session, mark, {2: [[1, 0.9]]}))
    assert synced.offers(2) == []


def test_end_of_the_rehearsal_clears_the_index(tmp_path):
    synced = SyncedStore(tmp_path / "of.db", Phase.REHEARSAL)
    synced.ask(TABLE), synced.ask(AGAIN)
    synced.settle()
    execute_act(synced.connection, "open", caller("organiser"))
    assert [
        synced.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("similar", "similar_due")
    ] == [0, 0]
    synced.ask(OTHER), synced.ask(AGAIN)
    synced.settle()
    assert synced.offers(2) == []


def test_export_has_similar_questions_only_without_the_rule(synced):
    synced.ask(TABLE), synced.ask(AGAIN)
    synced.settle()
    entries = export.record(synced.connection, "PANEL1")["questions"]
    assert [entry["similar"] for entry in entries] == [
        [],
        [{"number": 1, "score": questions.find(synced.connection, synced.session, 2).similar[0][1]}],
    ]
    execute_act(synced.connection, "set", caller("organiser"), chatham_house_rule=True)
    assert all("similar" not in entry for entry in export.record(synced.connection, "PANEL1")["questions"])


def test_before_sending_only_the_public_list_is_compared(synced):
    synced.ask(TABLE), synced.ask(OTHER)
    synced.settle()
    assert synced.sync.before_sending(synced.session, "en", AGAIN) == []
    synced.act("approve", 1)
    assert [question.number for question in synced.sync.before_sending(synced.session, "en", AGAIN)] == [1]
    execute_act(synced.connection, "set", caller("organiser"), list_public=False)
    synced.settle()
    assert synced.sync.before_sending(synced.session, "en", AGAIN) == []


def test_before_sending_another_language_matches_through_translations(synced):
    synced.ask(TABLE)
    synced.translate(1, "es", MESA)
    synced.act("approve", 1)
    synced.settle()
    assert [question.number for question in synced.sync.before_sending(synced.session, "es", MESA)] == [1]


def test_before_sending_without_a_process_offers_nothing(synced):
    synced.ask(TABLE)
    synced.act("approve", 1)
    synced.settle()
    synced.runs = False
    assert synced.sync.before_sending(synced.session, "en", AGAIN) == []


def test_meaning_finds_a_question_in_another_language_for_chairs_and_askers(synced):
    synced.encode = FakeEncoder()
    first, again = "water Who pays for it?", "water ¿Cuánto cuesta todo esto?"
    synced.ask(first), synced.ask(OTHER), synced.ask(again, "es")
    synced.settle()
    synced.act("approve", 1)
    assert synced.offers(3) == [1]
    offered = synced.sync.before_sending(synced.session, "es", "water ¿Qué precio tiene?")
    assert [question.number for question in offered] == [1]
