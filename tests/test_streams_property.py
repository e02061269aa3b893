"""Tests of the central property of the streams (docs/architecture.md).

The tests run random sequences of commands from all seats, in batches of random size. Messages are lost, repeated and
reordered. A client's state must always equal a former or current state of its stream. After a client has caught up, its
state must equal the current state. When a message is sent, its audience must be allowed to read it. With
HYPOTHESIS_PROFILE=long, the tests try more sequences.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moderation.core.model import Phase
from moderation.core.reducer import verdict
from moderation.services.acts import numbering
from moderation.services.record.totals import publish
from moderation.store import render
from tests import engines
from tests.factories import ANA, BEN, caller, command, make_database, spoken
from tests.running_store import RunningStore
from tests.stream_clients import DEFINITION, MOST_CANARIES, StreamClients

SWITCHES = ("list_public", "show_group", "stage_upcoming", "chatham_house_rule")
ON_ONE = (
    "approve",
    "reconsider",
    "set_next",
    "take",
    "put_back",
    "answer",
    "bring_back",
    "decline",
    "set_language",
    "set_topic",
    "split",
    "wording",
)
ACTS = (
    *["ask"] * 4,
    *["approve"] * 4,
    *ON_ONE,
    "move",
    "move",
    "advance",
    "advance",
    "undo",
    "undo",
    "decline_many",
    "withdraw",
    "reword",
    "edit",
    *["vote"] * 3,
    "unvote",
    *["publish"] * 3,
    "set",
    "set",
    "pause",
    "open",
    "close",
    "reopen",
    *["merge"] * 4,
    "split",
    "add",
    "mute",
    "unmute",
    "clear_screen",
    "restore_screen",
    "set_stage_languages",
    "hold_newcomers",
    "admit_newcomers",
    "decline_kind",
    "release_kind",
    "flag",
    "unflag",
    "note",
    "acknowledge",
    "translate",
    *["translate_all"] * 3,
)
FITS = {
    "approve": ["pending"],
    "reconsider": ["declined"],
    "set_next": ["approved"],
    "take": ["approved", "next"],
    "put_back": ["live", "next"],
    "answer": ["live"],
    "bring_back": ["answered"],
    "decline": ["pending", "approved", "next", "live"],
    "move": ["approved"],
    "withdraw": ["pending", "approved", "next", "declined", "merged"],
    "merge": ["pending", "approved"],
    "split": ["merged"],
    "translate": ["pending", "approved", "next", "live"],
    "translate_all": ["pending", "approved", "next", "live"],
    "flag": ["approved", "next"],
    "unflag": ["approved", "next"],
    "reword": ["declined"],
    "edit": ["pending"],
    "vote": ["approved", "next"],
    "unvote": ["approved", "next"],
}
"""{act: statuses of a question for which the server accepts the act}.

Most random commands choose a question in one of these statuses; the server would refuse the act on any other question.
"""
BESIDE = {
    "add",
    "mute",
    "unmute",
    "clear_screen",
    "restore_screen",
    "set_stage_languages",
    "hold_newcomers",
    "admit_newcomers",
    "decline_kind",
    "release_kind",
    "flag",
    "unflag",
    "note",
    "acknowledge",
}
"""The acts that need no version of a question. `Play.beside` makes their commands."""
WAY_OUT = {"paused": "open", "closed": "reopen"}
COMMAND = st.tuples(st.sampled_from(ACTS), st.integers(0, 99), st.integers(0, 99))
BATCH = st.tuples(st.just("batch"), st.lists(COMMAND, min_size=1, max_size=4))
DELIVERIES = ("deliver", "deliver", "repeat", "lose", "ask", "catch up", "all")
DELIVERY = st.tuples(st.sampled_from(DELIVERIES), st.tuples(st.integers(0, 99), st.integers(0, 99)))
STEPS = st.lists(BATCH | BATCH | DELIVERY, min_size=4, max_size=40)


@pytest.fixture(scope="module")
def templates():
    """Yield a folder that contains a database for each initial phase. Each run uses a copy of one of these
    databases.
    """
    with tempfile.TemporaryDirectory() as folder:
        for phase in (Phase.REHEARSAL, Phase.OPEN):
            make_database(f"{folder}/{phase}.db", phase, **DEFINITION).close()
        yield Path(folder)


class Play:
    """A source of commands. It converts random numbers to commands that are useful in the session's current state."""

    def __init__(self, stream_clients: StreamClients):
        self.stream_clients = stream_clients
        self.asked = 0

    def commands(self, drawn):
        return [self.command(*values) for values in drawn]

    def command(self, act, first, second):
        phase = self.stream_clients.running_store.session().phase
        act = WAY_OUT.get(phase, act) if first % 3 == 0 else act
        rows = self.stream_clients.running_store.rows(
            "SELECT number, version, status, attendee FROM questions ORDER BY number"
        ) or [(1, 1, None, None)]
        fitting = [row for row in rows if row[2] in FITS.get(act, ())] if first % 5 else []
        number, version, _, owner = (fitting or rows)[first % len(fitting or rows)]
        other = [0, *(row[0] for row in rows)][second % (len(rows) + 1)]
        chair, asker = caller(f"chair.{'ab'[second % 2]}"), caller("attendee", (ANA, BEN)[second % 2])
        if act in ("withdraw", "reword", "edit", "vote", "unvote") and second % 5:
            asker = self.attendee(owner, own=act in ("withdraw", "reword", "edit"))
        if second % 13 == 0:
            version -= 1
        if act in ("ask", "reword", "edit"):
            return self.ask(act, asker, number, first, second, version)
        if act in ("withdraw", "vote", "unvote"):
            return command(act, asker, number=number)
        if act == "publish":
            return lambda tx: publish(tx, "PANEL1", None if first % 2 else [number])
        if act == "set":
            switch = SWITCHES[first % 4]
            return command("set", caller("organiser"), **{switch: bool(second % 2)})
        if act in ("pause", "open", "close", "reopen"):
            return command(act, caller("organiser"))
        if act == "undo":
            return command(act, chair)
        if act == "advance":
            single = {row[2]: row[0] for row in rows if row[2] in ("live", "next")}
            return command(act, chair, live=single.get("live"), next=single.get("next"))
        if act == "move":
            return command(act, chair, number=number, after=other)
        if act == "decline_many":
            several = {row[0]: row[1] for row in (rows[first % len(rows)], rows[second % len(rows)])}
            return command(
                "decline",
                chair,
                reason="off_topic",
                questions=[{"number": n, "version": v} for n, v in several.items()],
            )
        if act in ("translate", "translate_all"):
            return self.translate(act, chair if first % 2 else caller("booth"), number, second)
        if act == "merge":
            leads = [row[0] for row in rows if row[2] in ("pending", "approved", "next", "live") and row[0] != number]
            return command(
                act,
                chair,
                number=number,
                version=version,
                into=leads[second % len(leads)] if leads and second % 7 else other,
            )
        if act in BESIDE:
            return self.beside(act, chair, number, first, second)
        fields = {
            "decline": {"reason": "too_long"},
            "set_language": {"language": ("en", "es", "fr", "und")[second % 4]},
            "set_topic": {"topic": f"top{second % MOST_CANARIES:02}z" if second % 3 else None},
            "wording": self.wording(first, second),
        }.get(act, {})
        if act == "approve" and second % 3 == 0:
            fields = {"after": other}
        return command(act, chair, number=number, version=version, **fields)

    def translate(self, act, seat, number, second):
        """Return a command that stores translations of a question, as a person in this seat would write them.

        - `act` is `translate`: one translation, into the language that `second` selects.
        - `act` is `translate_all`: a translation into each language except the question's own.
        """
        own = [
            row[0]
            for row in self.stream_clients.running_store.rows("SELECT language FROM questions WHERE number = ?", number)
        ]
        targets = (
            [lang for lang in ("en", "es", "fr") if [lang] != own]
            if act == "translate_all"
            else [("en", "es", "fr")[second % 3]]
        )
        given = [
            command(
                "translate", seat, number=number, language=lang, text=f"t{lang}{number % MOST_CANARIES:02}z {second}"
            )
            for lang in targets
        ]
        return lambda tx: [execute(tx) for execute in given]

    def wording(self, first, second):
        return {"text": f"wrd{first:02}z?" if second % 4 else None, "hide": bool(second % 2)}

    def beside(self, act, chair, number, first, second):
        """Return a command for `act`, which must be one of the acts in `BESIDE`."""
        if act == "add":
            index = self.asked % MOST_CANARIES
            self.asked += 1
            return command(
                act,
                chair,
                text=f"txt{index:02}z?",
                group=f"grp{index:02}z",
                region=f"reg{index:02}z",
                live=first % 3 == 0,
                identified=spoken(("en", "es", "fr", "und")[second % 4]),
            )
        if act in ("flag", "unflag"):
            return command(act, caller("panel.moliehi"), number=number)
        if act == "note":
            who = (caller("organiser"), chair, caller("booth"), chair)[first % 4]
            return command(act, who, text=f"not{second:02}z", to_booths=first % 4 > 1)
        kind = {"kind": ("arrived", "alike", "asker", "question", "held")[first % 5], "number": number}
        kind |= {"upto": 10_000, "count": 10_000}
        params = {
            "mute": {"number": number, "reason": "too_long"},
            "unmute": {"number": number},
            "acknowledge": {"note": first % 5},
            "set_stage_languages": {"languages": ["en", "es", "fr"][second % 4 :]},
            "decline_kind": {**kind, "reason": "off_topic"},
            "release_kind": kind,
        }.get(act, {})
        return command(act, chair, **params)

    def attendee(self, owner, *, own):
        """Return the asker of a question if `own` is true, otherwise an attendee who is not the asker. `owner`: the
        asker's row id.
        """
        known = self.stream_clients.running_store.rows("SELECT token_hash FROM attendees WHERE id = ?", owner)
        is_ana = bool(known) and known[0][0] == ANA
        return caller("attendee", ANA if is_ana == own else BEN)

    def ask(self, act, asker, number, first, second, version=1):
        index = self.asked % MOST_CANARIES
        self.asked += 1
        fields = {"reword": {"number": number}, "edit": {"number": number, "version": version}}.get(act, {})
        return command(
            act,
            asker,
            text=f"txt{index:02}z?",
            name=f"nam{index:02}z",
            group=f"grp{index:02}z",
            region=f"reg{index:02}z",
            topic=f"top{index:02}z" if second % 2 else None,
            to="moliehi" if first % 3 else None,
            show_name=bool(first % 2),
            identified=spoken(("en", "es", "fr", "und")[second % 4]),
            **fields,
        )


def deliver(stream_clients, how, which, position):
    """Let one client do what `how` says (one of `DELIVERIES`).

    `which` selects the client. `position` selects the message of its inbox for `deliver`, `repeat` and `lose`.
    - `ask`: request the missing changes. The answer comes into the inbox.
    - `catch up`: process a heartbeat, then request and process the missing changes.
    - `all`: process and remove all messages of the inbox.
    - `deliver`: process one message and remove it.
    - `repeat`: process one message and keep it, so it can be processed again.
    - `lose`: remove one message without processing it.
    """
    client = stream_clients.clients[which % len(stream_clients.clients)]
    if how == "ask":
        client.ask()
    elif how == "catch up":
        client.catch_up()
    elif how == "all":
        while client.inbox:
            client.take(*client.inbox.pop(0))
    elif client.inbox:
        place = position % len(client.inbox)
        if how != "lose":
            client.take(*client.inbox[place])
        if how != "repeat":
            client.inbox.pop(place)


def make_store(templates, phase, path):
    """Make a store with an empty session in this phase.

    On SQLite, copy a prepared file, because creating a new database would take longer.
    """
    if engines.current().name == "sqlite":
        shutil.copy(templates / f"{phase}.db", path)
    else:
        engines.current().forget()
        make_database(path, phase, **DEFINITION).close()


def perform(database, phase, asked, steps):
    """Run the steps on a copy of the database. Then check that each client can catch up with a single read."""
    with tempfile.TemporaryDirectory(dir=database) as folder:
        make_store(database, phase, Path(folder) / "of.db")
        stream_clients = StreamClients(Path(folder) / "of.db")
        try:
            play = Play(stream_clients)
            stream_clients.batch(
                *(play.ask("ask", caller("attendee", (ANA, BEN)[n % 2]), None, n, n) for n in range(asked))
            )
            stream_clients.batch(*(command("approve", caller("chair.a"), number=n, version=1) for n in range(1, asked)))
            for kind, drawn in steps:
                if kind == "batch":
                    stream_clients.batch(*play.commands(drawn))
                else:
                    deliver(stream_clients, kind, *drawn)
            for client in stream_clients.clients:
                client.catch_up()
                snapshot = stream_clients.running_store.read(render.snapshot, client.stream, "now")
                assert (client.state["epoch"], client.state["seq"]) == (snapshot["epoch"], snapshot["seq"])
        finally:
            stream_clients.close()


def runs(examples):
    """Return a decorator that runs a test `examples` times, each time with another random sequence of steps.

    The session's phase and the number of questions at the start are random too.
    """
    phases = st.sampled_from([Phase.OPEN, Phase.OPEN, Phase.REHEARSAL])
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run = settings(max_examples=examples, suppress_health_check=slow)
    return lambda test: run(given(phase=phases, asked=st.integers(0, 6), steps=STEPS)(test))


@pytest.mark.databases("sqlite")
@runs(2 * settings.default.max_examples)
def test_every_client_shows_exactly_its_stream_after_random_commands(templates, phase, asked, steps):
    perform(templates, phase, asked, steps)


@pytest.mark.databases("postgres", "pgbouncer")
@runs(settings.default.max_examples // 10)
def test_every_client_shows_exactly_its_stream_in_a_few_runs(templates, phase, asked, steps):
    """Check fewer runs than on SQLite, because each run on PostgreSQL takes longer."""
    perform(templates, phase, asked, steps)


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("seed", range(settings.default.max_examples // 4))
def test_every_client_shows_the_final_state_after_a_long_run(templates, seed):
    """Check long runs, which hypothesis rarely generates. The seeds are fixed, so that a failure can be reproduced."""
    long_run(templates, seed)


@pytest.mark.databases("postgres")
@pytest.mark.parametrize("seed", range(settings.default.max_examples // 60))
def test_every_client_shows_the_final_state_after_some_long_runs(templates, seed):
    long_run(templates, seed)


def long_run(templates, seed):
    """Perform 200 random steps."""
    chance = random.Random(seed)

    def number():
        return chance.randrange(100)

    def step():
        if chance.random() < 0.5:
            return "batch", [(chance.choice(ACTS), number(), number()) for _ in range(chance.choice((1, 1, 2, 4)))]
        return chance.choice(DELIVERIES), (number(), number())

    perform(templates, chance.choice((Phase.OPEN, Phase.REHEARSAL)), 6, (step() for _ in range(200)))


@pytest.fixture
def stream_clients(templates, tmp_path):
    """Yield the up-to-date clients of a store with six questions: one pending, two approved, one next, one live, one
    declined.
    """
    make_store(templates, Phase.OPEN, tmp_path / "of.db")
    stream_clients = StreamClients(tmp_path / "of.db")
    play, chair = Play(stream_clients), caller("chair.a")
    stream_clients.batch(*(play.ask("ask", caller("attendee", ANA), None, 1, 1) for _ in range(6)))
    stream_clients.batch(*(command("approve", chair, number=number, version=1) for number in (2, 3, 4, 5)))
    stream_clients.batch(command("set_next", chair, number=4, version=2), command("take", chair, number=5, version=2))
    stream_clients.batch(command("decline", chair, number=6, version=1, reason="off_topic"))
    for client in stream_clients.clients:
        client.catch_up()
        client.inbox.clear()
    yield stream_clients
    stream_clients.close()


def inbox_kinds(stream_clients):
    """Return {stream: kinds of the messages in the inbox of a client of this stream}."""
    return {client.stream: [kind for kind, _ in client.inbox] for client in stream_clients.clients}


@pytest.mark.parametrize("switch", SWITCHES)
@pytest.mark.parametrize("together", [True, False])
def test_a_changed_setting_sends_a_new_head_and_late_changes_are_ignored(stream_clients, switch, together):
    """Check that clients ignore a change of an earlier epoch that arrives late.

    First a change is committed, but the clients have not processed it. Then a setting is switched, which starts a new
    epoch and sends a head. Each client processes the head, catches up, and only then processes the earlier change.
    """
    late = command("move", caller("chair.b"), number=3, after=0)
    switched = command("set", caller("organiser"), **{switch: switch == "chatham_house_rule"})
    after = command("approve", caller("chair.a"), number=1, version=1)
    stream_clients.batch(late)
    stream_clients.batch(switched, after) if together else (stream_clients.batch(switched), stream_clients.batch(after))
    for client in stream_clients.clients:
        heads = [body for kind, body in client.inbox if kind == "head"]
        assert len(heads) == 1
        client.take("head", heads[0])
        assert client.behind
        client.catch_up()
        epoch = client.state["epoch"]
        assert epoch == heads[0]["epoch"]
        for kind, body in client.inbox:
            assert kind == "head" or body["epoch"] == epoch or verdict(client.state, body) == "reset"
            client.take(kind, body)
        client.catch_up()
        assert client.state["epoch"] == epoch


DRAWN = 4821
"""The number of the question in the tests below. The tests replace `numbering.draw` by a function that returns this
number.

Under the Chatham House Rule, the real `numbering.draw` returns a random number.
"""
SAID = {"en": "Who pays?", "es": "¿Quién paga?", "fr": "Qui paie ?"}


def sent_under_the_rule(path, asked_in, *, before):
    """Ask a question in the language `asked_in` under the Chatham House Rule. Return all public streams as JSON text.

    The question is translated, approved and goes live. It is translated before the approval if `before` is true,
    otherwise after it. The JSON text contains the snapshot and the changes of each stage and floor stream. The tests
    check that it does not reveal `asked_in`.
    """
    running_store, chair, bodies = RunningStore(path, durable=False), caller("chair.a"), {}
    try:
        running_store.batch(command("set", caller("organiser"), chatham_house_rule=True))
        running_store.batch(command("ask", caller("attendee", ANA), text=SAID[asked_in], identified=spoken(asked_in)))
        given = [
            command("translate", chair, number=DRAWN, language=lang, text=text)
            for lang, text in SAID.items()
            if lang != asked_in
        ]
        approval = [command("approve", chair, number=DRAWN, version=3 if before else 1)]
        for step in [*given, *approval] if before else [*approval, *given]:
            running_store.do(step)
        running_store.do(command("advance", chair, live=None, next=None))
        epoch = running_store.session().epoch
        for stream in ("stage", "floor.en", "floor.es", "floor.fr"):
            read = (
                running_store.read(render.snapshot, stream, "now"),
                running_store.read(render.since, stream, epoch, 0, "now"),
            )
            bodies[stream] = [body | {"epoch": None} for body in read]
        return json.dumps(bodies, ensure_ascii=False)
    finally:
        running_store.close()


@pytest.mark.parametrize("before", [True, False])
def test_under_the_rule_no_byte_of_a_translated_question_reveals_its_language(templates, tmp_path, before, monkeypatch):
    monkeypatch.setattr(numbering, "draw", lambda lowest, end: DRAWN)
    sent = set()
    for asked_in in SAID:
        make_store(templates, Phase.OPEN, tmp_path / f"{asked_in}.db")
        sent.add(sent_under_the_rule(tmp_path / f"{asked_in}.db", asked_in, before=before))
    [only] = sent
    assert json.dumps(SAID, ensure_ascii=False) in only


def test_a_setting_turned_off_and_on_in_one_batch_sends_only_heads(stream_clients):
    organiser = caller("organiser")
    stream_clients.batch(
        command("set", organiser, list_public=False),
        command("approve", caller("chair.a"), number=1, version=1),
        command("set", organiser, list_public=True),
    )
    assert set(map(tuple, inbox_kinds(stream_clients).values())) == {("head",)}


def test_pending_and_declined_questions_change_only_the_chairs_stream(stream_clients):
    before = stream_clients.running_store.rows("SELECT stream, seq FROM streams WHERE stream <> 'chairs'")
    stream_clients.batch(Play(stream_clients).ask("ask", caller("attendee", BEN), None, 1, 1))
    stream_clients.batch(command("decline", caller("chair.a"), number=1, version=1, reason="off_topic"))
    stream_clients.batch(command("reconsider", caller("chair.b"), number=6, version=2))
    assert stream_clients.running_store.rows("SELECT stream, seq FROM streams WHERE stream <> 'chairs'") == before
    assert {stream: kinds for stream, kinds in inbox_kinds(stream_clients).items() if kinds} == {
        "chairs": ["change"] * 3
    }


def test_votes_change_floor_and_chairs_streams_only_when_published(stream_clients):
    stream_clients.batch(command("vote", caller("attendee", BEN), number=3))
    assert not any(inbox_kinds(stream_clients).values())
    stream_clients.batch(lambda tx: publish(tx, "PANEL1", [3]))
    assert {stream for stream, kinds in inbox_kinds(stream_clients).items() if kinds} == {
        "chairs",
        "floor.en",
        "floor.es",
        "floor.fr",
    }


def test_a_question_declined_while_live_is_dropped_from_every_stream(stream_clients):
    stream_clients.batch(command("decline", caller("chair.a"), number=5, version=3, reason="personal_attack"))
    for client in stream_clients.clients:
        [(kind, body)] = client.inbox
        assert (kind, body["drop"], body["put"]) == ("change", [5], [])
