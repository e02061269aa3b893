"""The Chatham House Rule on a real server: canaries are planted in all that people say, and every byte that anybody can get is read for them.

Who may read what is `tests/oracle.py` and `tests/stream_clients.py`, typed from the specification; nothing here asks `core/visibility`.
"""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from tests import oracle
from tests.servers import Server
from tests.services.translation.loopback import Service
from tests.stream_clients import CANARY, said
from tests.web import public_surfaces
from tests.web.canary_session import (
    FLOOR_STREAMS,
    LANGUAGES,
    TRACES,
    Ear,
    Planted,
    ask_all,
    make_planted,
    moderate,
    word_all,
)
from tests.web.public_surfaces import Surface

LISTENING = {"stage": ("stage", "stage"), "panel": ("panel/socco", "stage"), "booth": ("booth", "booth")} | {
    one: ("eve", one) for one in FLOOR_STREAMS
}
CHAIRS_KEYS = ('"by":', '"version":', '"counts":', '"notes":', '"suggestion":', '"score":', '"muted":')
pytestmark = pytest.mark.server


@pytest.fixture(params=["eventlet", "threading"])
def server(request, tmp_path):
    """A server of this test's own, behind a proxy that says who is calling, with an engine that marks what it translates."""
    with Service("libretranslate", "marking") as service:
        running = Server(
            tmp_path / "data",
            request.param,
            environment={"OPEN_FLOOR_TRANSLATION_URL": service.url, "TRUSTED_PROXIES": "1"},
        ).start()
        yield running
        running.stop()


@pytest.fixture
def planted(server):
    """(the session, what its pages list as choices, somebody at every stream but the chairs')."""
    made = []

    def make(rule: bool) -> tuple[Planted, Counter, dict[str, Ear]]:
        room = make_planted(server, rule=rule)
        made.append((room, public_surfaces.named(public_surfaces.pages(room)), listen(room)))
        return made[0]

    yield make
    for room, _, ears in made:
        room.close()
        for ear in ears.values():
            ear.close()


def test_under_the_rule_from_the_start(planted):
    room, listed, ears = planted(rule=True)
    ask_all(room), word_all(room), moderate(room)
    assert statuses(room) == EXPECTED
    judge(room, listed, thorough=True)
    room.do("organiser", "set", list_public=False, stage_upcoming=False)
    judge(room, listed)
    room.do("organiser", "set", list_public=True, stage_upcoming=True)
    judge_ears(room, ears)
    assert not any(ledger(room)["tables"].values())
    room.do("organiser", "pause")
    assert [len(tables) for tables in ledger(room)["tables"].values()] == [1, 1, 0]
    judge(room, listed)
    room.do("organiser", "open")
    published = ledger(room)
    room.on("decline", 4, reason="too_long")
    room.on("answer", 2)
    assert ledger(room)["tables"] == published["tables"], "counted at a pause and a close only"
    room.do("organiser", "close")
    judge(room, listed)
    judge_ears(room, ears)
    nothing_kept(room)
    judge_the_end(room)


def test_turned_on_later(planted):
    room, listed, ears = planted(rule=False)
    ask_all(room), word_all(room), moderate(room)
    assert statuses(room) == EXPECTED
    judge(room, listed)
    judge_ears(room, ears)
    assert room.held("floor", "en") & {("nam", "04"), ("grp", "04")} == {("nam", "04"), ("grp", "04")}, (
        "until then they are shown"
    )
    replays(room)
    room.do("organiser", "set", chatham_house_rule=True)
    nothing_kept(room)
    for stream, ear in ears.items():
        ear.hear_until(head(room, stream))
        ear.heard.clear()
    room.ever.clear()
    room.note()
    judge_replays(room)
    judge(room, listed, thorough=True)
    room.on("decline", 4, reason="too_long")
    room.on("answer", 2)
    room.on("split", 10)
    room.on("wording", 8, text="Et qui encore wrd38z ?")
    room.settle()
    judge_replays(room)
    judge(room, listed)
    room.do("organiser", "close")
    judge(room, listed)
    judge_ears(room, ears)
    nothing_kept(room)
    judge_the_end(room)


EXPECTED = {
    0: "answered",
    1: "answered",
    2: "live",
    3: "next",
    4: "approved",
    5: "approved",
    6: "approved",
    7: "approved",
    8: "approved",
    9: "merged",
    10: "merged",
    11: "approved",
    12: "pending",
    13: "pending",
    14: "declined",
    15: "declined",
    16: "pending",
    17: "withdrawn",
    18: "declined",
    19: "approved",
    20: "approved",
}


def statuses(room: Planted) -> dict[int, str]:
    stored = dict(room.rows("SELECT number, status FROM questions"))
    return {index: stored[number] for index, number in room.numbers.items()}


def listen(room: Planted) -> dict[str, Ear]:
    """Somebody at every stream but the chairs'."""
    ears = {}
    for name, (seat, stream) in LISTENING.items():
        ears[name] = Ear(room[seat])
        assert ears[name].subscribe(lang=stream.partition(".")[2])["stream"] == stream
    return ears


def head(room: Planted, name: str) -> dict:
    seat, stream = LISTENING[name]
    return room[seat].read(f"snapshot?lang={stream.partition('.')[2]}")[1]


def replays(room: Planted) -> list[Surface]:
    """What the booth is answered to a command that it sends again: its correction of question 4, and one of words that are then hidden."""
    made = []
    for index, key in ((4, "booth-correction-4"), (8, "booth-correction-8")):
        body = {"number": room.numbers[index], "language": "en", "text": f"In other words ten{index:02}z"}
        status, answer = room["booth"].command("translate", body, key=key)
        assert status == 200, answer
        made.append(Surface(key, json.dumps(answer), room.held("booth"), ""))
    room.note()
    return made


def judge_replays(room: Planted) -> None:
    for one in replays(room):
        assert one.canaries <= one.may, (one.name, one.canaries - one.may)


def judge(room: Planted, listed: Counter, *, thorough: bool = False) -> None:
    """Every surface holds what it may, and no mark of who asked in which language; thorough: offers before sending and refusals too."""
    got = [
        *public_surfaces.streams(room),
        *public_surfaces.pages(room),
        *public_surfaces.own(room),
        *public_surfaces.records(room),
    ]
    if thorough:
        offered = [*public_surfaces.similar(room)]
        assert sum('"number"' in one.body for one in offered) >= 7 and room.rows("SELECT 1 FROM similar"), (
            "something is offered"
        )
        got += [*offered, *public_surfaces.refusals(room)]
    rule, told = room.settings.chatham_house_rule, complete(room)
    secrets = room.secrets()
    for one in got:
        leaked = without_choices(one, listed) - set(one.may)
        assert not leaked, (one.name, leaked)
        assert not [secret for secret in secrets if secret in one.body and not may_hold_secrets(one)], one.name
        assert "canary" not in one.body.lower().replace("key", ""), one.name
        for view in views(one.body if one.audience and one.body.startswith("{") else "{}"):
            assert set(view) == oracle.keys(one.audience, room.settings, "texts" in view), (one.name, view)
            assert ("texts" in view) == (view["number"] in told and one.audience != "booth"), (one.name, view)
            assert all(
                set(given) <= {"state", "text", "source", "engine", "route"}
                for given in view.get("translations", {}).values()
            ), (one.name, view)
        assert not [key for key in CHAIRS_KEYS if one.audience and key in one.body.replace(" ", "")], one.name
        if rule and not one.name.startswith(("own", "export", "report", "page asker")) and one.audience != "booth":
            unmarked(one, told)
    if rule:
        judge_records(room, told)
    judge_ledger(room)


def without_choices(one: Surface, listed: Counter) -> set:
    """The canaries in it; a page's lists of groups and regions, as they were before anybody asked, are no leak."""
    counts = Counter(CANARY.findall(one.body))
    if one.name.startswith("page eve /ledger"):
        return {canary for canary in counts if canary[0] != "grp"}
    name = re.sub(r"^page asker \d\d", "page eve", one.name)
    return {
        canary for canary, often in counts.items() if canary[0] not in ("grp", "reg") or often > listed[name, canary]
    }


def complete(room: Planted) -> dict[int, tuple[str, ...]]:
    """{number: its texts in the session's languages}: of the questions that floor and stage are told in all of them alike."""
    return {
        row["number"]: tuple(CANARY.search(said(row)[language])[0] for language in LANGUAGES)
        for row in room.truth()
        if oracle.is_told("floor", room.settings, said(row), LANGUAGES)
    }


def unmarked(one: Surface, told: dict[int, tuple[str, ...]]) -> None:
    """A question that stands there in all languages stands there in each as often, and in no words besides."""
    for number, texts in told.items():
        counts = [one.body.count(text) for text in texts]
        assert len(set(counts)) == 1, (one.name, number, counts)


def views(body: str) -> list[dict]:
    """Every question's view in a JSON body, wherever it stands."""

    def walk(value) -> list[dict]:
        if isinstance(value, list):
            return [view for one in value for view in walk(one)]
        if not isinstance(value, dict):
            return []
        return (
            [value]
            if {"number", "status"} <= set(value) and {"text", "texts"} & set(value)
            else [view for one in value.values() for view in walk(one)]
        )

    return walk(json.loads(body))


def judge_records(room: Planted, told: dict[int, tuple[str, ...]]) -> None:
    """Labels, statuses and texts alone, in an order and under labels that are others each time."""
    first, second = (json.loads(public_surfaces.export(room, "json"))["questions"] for _ in range(2))
    assert len(first) == len(EXPECTED) and all(
        set(entry) == {"label", "status", "text", "texts"} for entry in first + second
    )
    assert not {entry["label"] for entry in first} & {entry["label"] for entry in second}
    assert [entry["text"] for entry in first] != [entry["text"] for entry in second]
    assert not re.search(r"\d\d:\d\d|\d{4}-\d\d", json.dumps(first))
    by_texts = {
        tuple(CANARY.search(text)[0] for text in entry["texts"].values()): entry for entry in first if entry["text"]
    }
    for number, texts in told.items():
        assert (
            list(by_texts[texts]["texts"]) == list(LANGUAGES)
            and by_texts[texts]["text"] == by_texts[texts]["texts"]["en"]
        ), number
    names = public_surfaces.export(room, "csv").decode("utf-8-sig").partition("\r\n")[0]
    assert names == ",".join(
        f'"{name}"' for name in ("label", "status", "text", *(f"text_{lang}" for lang in LANGUAGES))
    )
    assert public_surfaces.sheet(public_surfaces.export(room, "xlsx"))[:6] == [
        "<t>label</t>",
        "<t>status</t>",
        "<t>text</t>",
        *(f"<t>text_{lang}</t>" for lang in LANGUAGES),
    ]


def ledger(room: Planted) -> dict:
    status, got = room["eve"].request("GET", f"/api/s/{room.code}/ledger")
    assert status == 200
    return got


def judge_ledger(room: Planted) -> None:
    """Single margins of published tables, and no cell below three; the same in every export."""
    got = ledger(room)
    assert {kind for kind, _ in CANARY.findall(json.dumps(got))} <= {"grp"}
    if not room.settings.chatham_house_rule:
        return
    assert set(got) == {"session", "phase", "rule", "at", "tables"} and set(got["tables"]) == {
        "group",
        "language",
        "outcome",
    }
    for tables in got["tables"].values():
        for table in tables:
            assert set(table) == {"at", "received", "cells"} and table["received"] >= 3
            assert all(cell == "<3" or cell >= 3 for cell in table["cells"].values())
    assert json.loads(public_surfaces.export(room, "json"))["ledger"] == got
    for table in got["tables"]["group"]:
        assert set(table["cells"].values()) == {"<3"}, "each group has one question here"


def judge_ears(room: Planted, ears: dict[str, Ear]) -> None:
    """What came by the sockets may at some time have been shown there, in views of the right shape."""
    secrets = room.secrets()
    for name, ear in ears.items():
        ear.hear_until(head(room, name))
        heard, stream = "\n".join(ear.heard), LISTENING[name][1]
        assert set(CANARY.findall(heard)) <= room.ever[stream], (name, set(CANARY.findall(heard)) - room.ever[stream])
        assert not [secret for secret in secrets if secret in heard], name
        if room.settings.chatham_house_rule and ear.heard:
            audience = stream.partition(".")[0]
            for message in (message for message in ear.heard if message.startswith('42["change"')):
                for view in views(message[2:]):
                    assert set(view) == oracle.keys(audience, room.settings, "texts" in view), (name, view)
                assert '"counts"' not in message and '"notes"' not in message, name


def may_hold_secrets(one: Surface) -> bool:
    """The organiser's page and state hold the seats' links."""
    return one.name == "organiser state"


def nothing_kept(room: Planted) -> None:
    """No trace of who called stands in the database or the log, no name once the Rule is on, and no word of anybody in the log."""
    log = room.server.log()
    files = {path.name: path.read_bytes() for path in room.server.data_dir.glob("open-floor.db*")}
    for content in (log.encode(), *files.values()):
        for trace in (*TRACES.values(), "127.0.0.1"):
            assert trace.encode() not in content
    tokens = [
        cookie.value.partition(".")[0]
        for client in room.people.values()
        for cookie in client.jar
        if "attendee" in cookie.name
    ]
    for name, content in files.items():
        assert not [token for token in tokens if token.encode() in content], name
        assert not re.search(rb"nam\d\dz", content), name
    assert not CANARY.search(log) and "canary" not in log and "Traceback" not in log
    assert not [secret for secret in room.secrets() if secret in log]


def judge_the_end(room: Planted) -> None:
    """After the purge no canary stands in any byte, and none was printed."""
    tokens = [secret.encode() for secret in room.secrets()] + [
        key[0].encode() for key in room.rows("SELECT key FROM commands")
    ]
    assert room.rows("SELECT 1 FROM translation_cache") and room.rows("SELECT 1 FROM notes")
    assert room["organiser"].command("purge")[1]["phase"] == "purged"
    room.close()
    for path in room.server.data_dir.iterdir():
        content = path.read_bytes()
        assert not CANARY.search(content.decode("latin-1")) and b"canary" not in content, path.name
        assert not [token for token in tokens if token in content], path.name
    room.server.process.terminate()
    printed = room.server.process.stdout.read()
    room.server.process.wait(20)
    assert not CANARY.search(printed) and not [trace for trace in TRACES.values() if trace in printed]
    assert not [secret for secret in room.secrets() if secret in printed]
