"""What the chairs are told of similar questions, as questions are asked, translated, changed, declined and deleted."""

from __future__ import annotations

import json

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


class Room:
    """A store on disk and the indexes in this process: runtime, writer and remote at once. Notes every change that moved."""

    def __init__(self, path, phase: Phase = Phase.OPEN):
        self.connection = make_database(str(path), phase, languages=["en", "es"])
        self.generation, self.runs, self.indexes, self.moved, self.before_answer = 0, False, None, [], None
        self.keeper = SimilaritySync(self, Reader(path), self.submit, self)

    # What the keeper needs of runtime, remote and writer.
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

    # What the tests say.
    @property
    def session(self):
        return sessions.get_by_code(self.connection, "PANEL1")

    def ask(self, text, language="en", who=ANA):
        return execute_act(self.connection, "ask", caller("attendee", who), text=text, identified=spoken(language))[
            "question"
        ]["number"]

    def act(self, act, number, **wish):
        version = questions.find(self.connection, self.session, number).version
        return execute_act(self.connection, act, caller("chair.a"), number=number, version=version, **wish)

    def translate(self, number, language, text):
        return execute_act(self.connection, "translate", caller("chair.a"), number=number, language=language, text=text)

    def settle(self):
        while self.keeper.step():
            pass

    def offers(self, number):
        return [other for other, _ in questions.find(self.connection, self.session, number).similar]


@pytest.fixture
def store_session(tmp_path):
    return Room(tmp_path / "of.db")


def test_a_later_question_offers_the_earlier_one_to_the_chairs_alone(store_session):
    store_session.ask(TABLE), store_session.ask(OTHER), store_session.ask(AGAIN, who=BEN)
    store_session.settle()
    assert [store_session.offers(number) for number in (1, 2, 3)] == [[], [], [1]]
    assert [change for change in store_session.moved if change] == [{(1, "chairs"): {"q3"}}]
    score = questions.find(store_session.connection, store_session.session, 3).similar[0][1]
    assert 0.6 <= score <= 1


def test_a_translation_that_comes_later_brings_two_languages_together(store_session):
    store_session.ask(TABLE), store_session.ask(MESA, "es")
    store_session.settle()
    assert store_session.offers(2) == []
    store_session.translate(1, "es", MESA)
    store_session.settle()
    assert store_session.offers(2) == [1]


def test_while_a_machine_translates_nothing_is_compared(store_session):
    sessions.set_engine(store_session.connection, store_session.session, "fake")
    store_session.ask(TABLE), store_session.ask(AGAIN)
    assert not store_session.keeper.step()
    store_session.connection.execute("UPDATE translation_jobs SET state = 'failed'")
    store_session.settle()
    assert store_session.offers(2) == [1]


@pytest.mark.parametrize(("act", "back"), [("decline", "reconsider"), ("merge", "split")])
def test_what_is_declined_or_merged_is_offered_no_longer_until_it_is_back(store_session, act, back):
    store_session.ask(OTHER), store_session.ask(TABLE), store_session.ask(AGAIN)
    store_session.settle()
    store_session.act(act, 2, **({"reason": "off_topic"} if act == "decline" else {"into": 1}))
    store_session.settle()
    assert store_session.offers(3) == []
    store_session.act(back, 2)
    store_session.settle()
    assert store_session.offers(3) == [2]


def test_what_is_withdrawn_is_gone(store_session):
    store_session.ask(TABLE), store_session.ask(AGAIN)
    store_session.settle()
    execute_act(store_session.connection, "withdraw", caller("attendee", ANA), number=1)
    store_session.settle()
    assert store_session.offers(2) == [] and [change for change in store_session.moved if change][-1] == {
        (1, "chairs"): {"q2"}
    }


def test_a_vote_or_an_approval_compares_nothing_again(store_session):
    store_session.ask(TABLE), store_session.ask(AGAIN, who=BEN)
    store_session.settle()
    store_session.act("approve", 1)
    execute_act(store_session.connection, "vote", caller("attendee", BEN), number=1)
    assert not store_session.keeper.step() and store_session.offers(2) == [1]


def test_new_words_are_compared_anew(store_session):
    store_session.ask(TABLE), store_session.ask(OTHER)
    store_session.act("wording", 2, text=AGAIN, hide=False)
    store_session.settle()
    assert store_session.offers(2) == [1]


def test_whoever_offered_the_old_words_offers_them_no_longer(store_session):
    store_session.ask(TABLE), store_session.ask(AGAIN)
    store_session.settle()
    store_session.act("wording", 1, text=OTHER, hide=False)
    store_session.settle()
    assert store_session.offers(2) == []


def test_what_was_declined_while_it_was_found_is_not_offered(store_session):
    store_session.ask(TABLE)
    store_session.settle()
    store_session.ask(AGAIN)

    def decline_meanwhile():
        store_session.before_answer = None
        store_session.act("decline", 1, reason="off_topic")

    store_session.before_answer = decline_meanwhile
    store_session.keeper.step()
    assert store_session.offers(2) == []


def test_a_machine_that_translates_again_is_no_conflict(store_session):
    sessions.set_engine(store_session.connection, store_session.session, "fake")
    store_session.ask(TABLE)
    for words in (MESA, "Otra cosa"):
        [job] = translations.due(store_session.connection, "PANEL1", 0.0, 5)
        run(store_session.connection, lambda tx: jobs.record(tx, job, (words, ("en", "es")), None, "fake"))
        execute_act(store_session.connection, "retranslate", caller("chair.a"), number=1)
    assert len(store_session.connection.execute("SELECT * FROM similar_due").fetchall()) == 1


def test_a_restart_gives_the_same_and_compares_what_was_left(store_session):
    store_session.ask(TABLE)
    store_session.settle()
    store_session.ask(AGAIN)
    store_session.runs = False
    store_session.settle()
    assert store_session.generation == 2 and store_session.offers(2) == [1]


def test_a_process_that_is_lost_loses_nothing(store_session, monkeypatch):
    store_session.ask(TABLE), store_session.ask(AGAIN)
    store_session.start()
    monkeypatch.setattr(store_session, "start", lambda: None)
    store_session.runs = False
    with pytest.raises(IndexUnavailable):
        store_session.keeper.step()
    monkeypatch.undo()
    store_session.settle()
    assert store_session.offers(2) == [1]


def test_what_changed_while_it_was_compared_is_compared_again(store_session):
    store_session.ask(TABLE), store_session.ask(AGAIN)
    store_session.keeper.step()
    store_session.ask(TABLE.replace("Vienna", "Nairobi"))

    def decline_meanwhile():
        store_session.before_answer = None
        store_session.act("decline", 2, reason="off_topic")

    store_session.act("wording", 2, text=TABLE, hide=False)
    store_session.before_answer = decline_meanwhile
    store_session.settle()
    assert store_session.offers(2) == [] and 2 not in store_session.offers(3)


def test_an_answer_for_a_question_that_changed_since_is_void(store_session):
    store_session.ask(TABLE), store_session.ask(AGAIN)
    mark = similar.due(store_session.connection, 5)[1].mark
    store_session.act("wording", 2, text=OTHER, hide=False)
    run(store_session.connection, lambda tx: record(tx, store_session.session, mark, {2: [[1, 0.9]]}))
    assert store_session.offers(2) == []


def test_the_end_of_a_rehearsal_leaves_nothing_and_numbers_begin_anew(tmp_path):
    store_session = Room(tmp_path / "of.db", Phase.REHEARSAL)
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


def test_the_export_has_them_and_under_the_rule_not(store_session):
    store_session.ask(TABLE), store_session.ask(AGAIN)
    store_session.settle()
    made = export.record(store_session.connection, "PANEL1")["questions"]
    assert [one["similar"] for one in made] == [
        [],
        [{"number": 1, "score": questions.find(store_session.connection, store_session.session, 2).similar[0][1]}],
    ]
    execute_act(store_session.connection, "set", caller("organiser"), chatham_house_rule=True)
    assert all("similar" not in one for one in export.record(store_session.connection, "PANEL1")["questions"])


def test_before_sending_the_public_list_alone_is_compared(store_session):
    store_session.ask(TABLE), store_session.ask(OTHER)
    store_session.settle()
    assert store_session.keeper.before_sending(store_session.session, "en", AGAIN) == []
    store_session.act("approve", 1)
    assert [one.number for one in store_session.keeper.before_sending(store_session.session, "en", AGAIN)] == [1]
    execute_act(store_session.connection, "set", caller("organiser"), list_public=False)
    store_session.settle()
    assert store_session.keeper.before_sending(store_session.session, "en", AGAIN) == []


def test_before_sending_another_language_is_reached_by_what_is_translated_already(store_session):
    store_session.ask(TABLE)
    store_session.translate(1, "es", MESA)
    store_session.act("approve", 1)
    store_session.settle()
    assert [one.number for one in store_session.keeper.before_sending(store_session.session, "es", MESA)] == [1]


def test_before_sending_nothing_is_offered_without_a_process(store_session):
    store_session.ask(TABLE)
    store_session.act("approve", 1)
    store_session.settle()
    store_session.runs = False
    assert store_session.keeper.before_sending(store_session.session, "en", AGAIN) == []
