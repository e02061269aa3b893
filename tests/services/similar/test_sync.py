"""The similar questions that the chairs see, as questions are asked, translated, changed, declined and deleted."""

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
from moderation.store import questions, sessions, similar, translations
from moderation.store.reader import Reader
from tests.factories import ANA, BEN, caller, execute_act, make_database, run, spoken

TABLE, AGAIN = (
    "Will civil society sit at the negotiating table in Vienna?",
    "Does civil society sit at the negotiation table at Vienna?",
)
MESA, OTHER = (
    "¿Estará la sociedad civil en la mesa de negociación de Viena?",
    "Who pays for the interpretation at regional meetings?",
)


class SyncedStore:
    """A store on disk and the indexes in this process. It acts as runtime, writer and index process.

    It records every touched item.
    """

    def __init__(self, path, phase: Phase = Phase.OPEN):
        self.connection = make_database(str(path), phase, languages=["en", "es"])
        self.generation, self.runs, self.indexes, self.moved, self.before_answer = 0, False, None, [], None
        self.sync = SimilaritySync(self, Reader(path), self.submit, self)

    # The methods of runtime, index process and writer.
    def in_thread(self, function, *arguments):
        return function(*arguments)

    def start(self):
        self.indexes, self.runs, self.generation = Indexes(), True, self.generation + 1

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

    # The steps of the tests.
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
def store_session(tmp_path):
    return SyncedStore(tmp_path / "of.db")


def test_later_question_offers_the_earlier_one_only_to_the_chairs(store_session):
    store_session.ask(TABLE), store_session.ask(OTHER), store_session.ask(AGAIN, who=BEN)
    store_session.settle()
    assert [store_session.offers(number) for number in (1, 2, 3)] == [[], [], [1]]
    assert [change for change in store_session.moved if change] == [{(1, "chairs"): {"q3"}}]
    score = questions.find(store_session.connection, store_session.session, 3).similar[0][1]
    assert 0.6 <= score <= 1


def test_later_translation_matches_questions_of_two_languages(store_session):
    store_session.ask(TABLE), store_session.ask(MESA, "es")
    store_session.settle()
    assert store_session.offers(2) == []
    store_session.translate(1, "es", MESA)
    store_session.settle()
    assert store_session.offers(2) == [1]


def test_question_is_compared_after_its_translations(store_session):
    sessions.set_engine(store_session.connection, store_session.session, "fake")
    store_session.ask(TABLE), store_session.ask(AGAIN)
    assert not store_session.sync.step()
    store_session.connection.execute("UPDATE translation_jobs SET state = 'failed'")
    store_session.settle()
    assert store_session.offers(2) == [1]


@pytest.mark.parametrize(("act", "back"), [("decline", "reconsider"), ("merge", "split")])
def test_declined_or_merged_question_is_not_offered_until_it_returns(store_session, act, back):
    store_session.ask(OTHER), store_session.ask(TABLE), store_session.ask(AGAIN)
    store_session.settle()
    store_session.act(act, 2, **({"reason": "off_topic"} if act == "decline" else {"into": 1}))
    store_session.settle()
    assert store_session.offers(3) == []
    store_session.act(back, 2)
    store_session.settle()
    assert store_session.offers(3) == [2]


def test_withdrawn_question_is_not_offered(store_session):
    store_session.ask(TABLE), store_session.ask(AGAIN)
    store_session.settle()
    execute_act(store_session.connection, "withdraw", caller("attendee", ANA), number=1)
    store_session.settle()
    assert store_session.offers(2) == [] and [change for change in store_session.moved if change][-1] == {
        (1, "chairs"): {"q2"}
    }


def test_vote_or_approval_starts_no_comparison(store_session):
    store_session.ask(TABLE), store_session.ask(AGAIN, who=BEN)
    store_session.settle()
    store_session.act("approve", 1)
    execute_act(store_session.connection, "vote", caller("attendee", BEN), number=1)
    assert not store_session.sync.step() and store_session.offers(2) == [1]


def test_new_wording_is_compared_again(store_session):
    store_session.ask(TABLE), store_session.ask(OTHER)
    store_session.act("wording", 2, text=AGAIN, hide=False)
    store_session.settle()
    assert store_session.offers(2) == [1]


def test_questions_similar_to_the_old_wording_are_updated(store_session):
    store_session.ask(TABLE), store_session.ask(AGAIN)
    store_session.settle()
    store_session.act("wording", 1, text=OTHER, hide=False)
    store_session.settle()
    assert store_session.offers(2) == []


def test_question_declined_during_the_comparison_is_not_offered(store_session):
    store_session.ask(TABLE)
    store_session.settle()
    store_session.ask(AGAIN)

    def decline_meanwhile():
        store_session.before_answer = None
        store_session.act("decline", 1, reason="off_topic")

    store_session.before_answer = decline_meanwhile
    store_session.sync.step()
    assert store_session.offers(2) == []


def test_repeated_translation_causes_no_conflict(store_session):
    sessions.set_engine(store_session.connection, store_session.session, "fake")
    store_session.ask(TABLE)
    for words in (MESA, "Otra cosa"):
        [job] = translations.due(store_session.connection, "PANEL1", 0.0, 5)
        outcome = (words, ("en", "es"))
        run(store_session.connection, partial(jobs.record, job=job, outcome=outcome, retry_in=None, engine="fake"))
        execute_act(store_session.connection, "retranslate", caller("chair.a"), number=1)
    assert len(store_session.connection.execute("SELECT * FROM similar_due").fetchall()) == 1


def test_restart_keeps_results_and_compares_the_rest(store_session):
    store_session.ask(TABLE)
    store_session.settle()
    store_session.ask(AGAIN)
    store_session.runs = False
    store_session.settle()
    assert store_session.generation == 2 and store_session.offers(2) == [1]


def test_lost_process_loses_no_comparison(store_session, monkeypatch):
    store_session.ask(TABLE), store_session.ask(AGAIN)
    store_session.start()
    monkeypatch.setattr(store_session, "start", lambda: None)
    store_session.runs = False
    with pytest.raises(IndexUnavailable):
        store_session.sync.step()
    monkeypatch.undo()
    store_session.settle()
    assert store_session.offers(2) == [1]


def test_question_changed_during_the_comparison_is_compared_again(store_session):
    store_session.ask(TABLE), store_session.ask(AGAIN)
    store_session.sync.step()
    store_session.ask(TABLE.replace("Vienna", "Nairobi"))

    def decline_meanwhile():
        store_session.before_answer = None
        store_session.act("decline", 2, reason="off_topic")

    store_session.act("wording", 2, text=TABLE, hide=False)
    store_session.before_answer = decline_meanwhile
    store_session.settle()
    assert store_session.offers(2) == [] and 2 not in store_session.offers(3)


def test_result_for_a_changed_question_is_discarded(store_session):
    store_session.ask(TABLE), store_session.ask(AGAIN)
    mark = similar.due(store_session.connection, 5)[1].mark
    store_session.act("wording", 2, text=OTHER, hide=False)
    run(store_session.connection, lambda tx: record(tx, store_session.session, mark, {2: [[1, 0.9]]}))
    assert store_session.offers(2) == []


def test_end_of_the_rehearsal_clears_the_index(tmp_path):
    store_session = SyncedStore(tmp_path / "of.db", Phase.REHEARSAL)
    store_session.ask(TABLE), store_session.ask(AGAIN)
    store_session.settle()
    execute_act(store_session.connection, "open", caller("organiser"))
    assert [
        store_session.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("similar", "similar_due")
    ] == [0, 0]
    store_session.ask(OTHER), store_session.ask(AGAIN)
    store_session.settle()
    assert store_session.offers(2) == []


def test_export_has_similar_questions_only_without_the_rule(store_session):
    store_session.ask(TABLE), store_session.ask(AGAIN)
    store_session.settle()
    entries = export.record(store_session.connection, "PANEL1")["questions"]
    assert [entry["similar"] for entry in entries] == [
        [],
        [{"number": 1, "score": questions.find(store_session.connection, store_session.session, 2).similar[0][1]}],
    ]
    execute_act(store_session.connection, "set", caller("organiser"), chatham_house_rule=True)
    assert all("similar" not in entry for entry in export.record(store_session.connection, "PANEL1")["questions"])


def test_before_sending_only_the_public_list_is_compared(store_session):
    store_session.ask(TABLE), store_session.ask(OTHER)
    store_session.settle()
    assert store_session.sync.before_sending(store_session.session, "en", AGAIN) == []
    store_session.act("approve", 1)
    assert [question.number for question in store_session.sync.before_sending(store_session.session, "en", AGAIN)] == [
        1
    ]
    execute_act(store_session.connection, "set", caller("organiser"), list_public=False)
    store_session.settle()
    assert store_session.sync.before_sending(store_session.session, "en", AGAIN) == []


def test_before_sending_another_language_matches_through_translations(store_session):
    store_session.ask(TABLE)
    store_session.translate(1, "es", MESA)
    store_session.act("approve", 1)
    store_session.settle()
    assert [question.number for question in store_session.sync.before_sending(store_session.session, "es", MESA)] == [1]


def test_before_sending_without_a_process_offers_nothing(store_session):
    store_session.ask(TABLE)
    store_session.act("approve", 1)
    store_session.settle()
    store_session.runs = False
    assert store_session.sync.before_sending(store_session.session, "en", AGAIN) == []
