"""Tests of the Chatham House Rule on a real server.

Each text of a person contains a canary, a unique word. The tests search all responses for canaries. `tests/oracle.py`
and `tests/stream_clients.py` define which canaries each reader may see. They follow the specification and do not use
`core/visibility`.
"""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from tests import oracle
from tests.servers import Server
from tests.services.translation.loopback import FakeTranslationService
from tests.stream_clients import CANARY, texts_by_language
from tests.web import public_surfaces
from tests.web.canary_session import (
    FLOOR_STREAMS,
    LANGUAGES,
    TRACES,
    CanarySession,
    CanarySocketClient,
    ask_all,
    make_canary_session,
    moderate,
    word_all,
)
from tests.web.public_surfaces import Surface

LISTENING = {"stage": ("stage", "stage"), "panel": ("panel/socco", "stage"), "booth": ("booth", "booth")} | {
    stream: ("eve", stream) for stream in FLOOR_STREAMS
}
CHAIRS_KEYS = (
    '"by":',
    '"version":',
    '"counts":',
    '"notes":',
    '"suggestion":',
    '"score":',
    '"muted":',
    '"newcomers":',
    '"newcomers_held_from":',
)
pytestmark = pytest.mark.server


@pytest.fixture(params=["eventlet", "threading"])
def server(request, tmp_path):
    """Start a server that reads the clients' addresses from a proxy's header.

    The server's translation engine marks each translation.
    """
    with FakeTranslationService("libretranslate", "marking") as service:
        running = Server(
            tmp_path / "data",
            request.param,
            environment={"OPEN_FLOOR_TRANSLATION_URL": service.url, "TRUSTED_PROXIES": "1"},
        ).start()
        yield running
        running.stop()


@pytest.fixture
def canary_session(server):
    """Return a function that creates a canary session and returns (session, listed, clients).

    - `listed`: {(page, canary): count of the canary in the page} before the first question. It contains only the names
      of groups and regions, because pages list them as choices.
    - `clients`: {name: subscribed client}, with one client for each stream except the chairs' stream.
    """
    entries = []

    def make(rule: bool) -> tuple[CanarySession, Counter, dict[str, CanarySocketClient]]:
        served = make_canary_session(server, rule=rule)
        entries.append((served, public_surfaces.named(public_surfaces.pages(served)), listen(served)))
        return entries[0]

    yield make
    for served, _, ears in entries:
        served.close()
        for ear in ears.values():
            ear.close()


def test_no_canary_leaks_with_the_rule_from_the_start(canary_session):
    served, listed, ears = canary_session(rule=True)
    ask_all(served), word_all(served), moderate(served)
    assert statuses(served) == EXPECTED
    judge(served, listed, thorough=True)
    served.do("organiser", "set", list_public=False, stage_upcoming=False)
    judge(served, listed)
    served.do("organiser", "set", list_public=True, stage_upcoming=True)
    judge_ears(served, ears)
    assert not any(ledger(served)["tables"].values())
    served.do("organiser", "pause")
    assert [len(tables) for tables in ledger(served)["tables"].values()] == [1, 1, 0]
    judge(served, listed)
    served.do("organiser", "open")
    published = ledger(served)
    served.on("decline", 4, reason="too_long")
    served.on("answer", 2)
    assert ledger(served)["tables"] == published["tables"], "counted at a pause and a close only"
    served.do("organiser", "close")
    judge(served, listed)
    judge_ears(served, ears)
    nothing_kept(served)
    judge_the_end(served)


def test_no_canary_leaks_after_the_rule_is_turned_on(canary_session):
    served, listed, ears = canary_session(rule=False)
    ask_all(served), word_all(served), moderate(served)
    assert statuses(served) == EXPECTED
    judge(served, listed)
    judge_ears(served, ears)
    assert served.held("floor", "en") & {("nam", "04"), ("grp", "04")} == {("nam", "04"), ("grp", "04")}, (
        "until then they are shown"
    )
    replays(served)
    served.do("organiser", "set", chatham_house_rule=True)
    nothing_kept(served)
    for stream, ear in ears.items():
        ear.hear_until(head(served, stream))
        ear.heard.clear()
    served.ever.clear()
    served.note()
    judge_replays(served)
    judge(served, listed, thorough=True)
    served.on("decline", 4, reason="too_long")
    served.on("answer", 2)
    served.on("split", 10)
    served.on("wording", 8, text="Et qui encore wrd38z ?")
    served.settle()
    judge_replays(served)
    judge(served, listed)
    served.do("organiser", "close")
    judge(served, listed)
    judge_ears(served, ears)
    nothing_kept(served)
    judge_the_end(served)


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


def statuses(served: CanarySession) -> dict[int, str]:
    stored = dict(served.rows("SELECT number, status FROM questions"))
    return {index: stored[number] for index, number in served.numbers.items()}


def listen(served: CanarySession) -> dict[str, CanarySocketClient]:
    """Return {name: subscribed client}, with one client for each stream except the chairs' stream."""
    ears = {}
    for name, (seat, stream) in LISTENING.items():
        ears[name] = CanarySocketClient(served[seat])
        assert ears[name].subscribe(lang=stream.partition(".")[2])["stream"] == stream
    return ears


def head(served: CanarySession, name: str) -> dict:
    seat, stream = LISTENING[name]
    return served[seat].read(f"snapshot?lang={stream.partition('.')[2]}")[1]


def replays(served: CanarySession) -> list[Surface]:
    """Let the booth correct the translations of questions 4 and 8, with fixed idempotency keys. Return the answers.

    The test calls this function twice; the second call repeats the commands. Between the two calls, a chair's wording
    hides the text of question 8.
    """
    entries = []
    for index, key in ((4, "booth-correction-4"), (8, "booth-correction-8")):
        body = {"number": served.numbers[index], "language": "en", "text": f"In other words ten{index:02}z"}
        status, answer = served["booth"].command("translate", body, key=key)
        assert status == 200, answer
        entries.append(Surface(key, json.dumps(answer), served.held("booth"), ""))
    served.note()
    return entries


def judge_replays(served: CanarySession) -> None:
    for surface in replays(served):
        assert surface.canaries <= surface.may, (surface.name, surface.canaries - surface.may)


def judge(served: CanarySession, listed: Counter, *, thorough: bool = False) -> None:
    """Check that each surface (a response of the server) contains only allowed canaries.

    Ignore groups and regions in a page's lists of choices, because these lists are public. If `thorough` is true, also
    check the similar questions that the server offers for drafts, and the answers to refused acts.
    """
    got = [
        *public_surfaces.streams(served),
        *public_surfaces.pages(served),
        *public_surfaces.own_questions(served),
        *public_surfaces.records(served),
    ]
    if thorough:
        offered = [*public_surfaces.similar(served)]
        assert sum('"number"' in surface.body for surface in offered) >= 7 and served.rows("SELECT 1 FROM similar"), (
            "something is offered"
        )
        got += [*offered, *public_surfaces.refusals(served)]
    rule, texts_shown = served.settings.chatham_house_rule, complete(served)
    secrets = served.secrets()
    for surface in got:
        leaked = without_choices(surface, listed) - set(surface.may)
        assert not leaked, (surface.name, leaked)
        assert not [secret for secret in secrets if secret in surface.body and not may_hold_secrets(surface)], (
            surface.name
        )
        assert "canary" not in surface.body.lower().replace("key", ""), surface.name
        for view in views(surface.body if surface.audience and surface.body.startswith("{") else "{}"):
            assert set(view) == oracle.keys(surface.audience, served.settings, "texts" in view), (surface.name, view)
            assert ("texts" in view) == (view["number"] in texts_shown and surface.audience != "booth"), (
                surface.name,
                view,
            )
            assert all(
                set(given) <= {"state", "text", "source", "engine", "route"} | ({"booth"} & {surface.audience})
                for given in view.get("translations", {}).values()
            ), (surface.name, view)
        assert not [key for key in CHAIRS_KEYS if surface.audience and key in surface.body.replace(" ", "")], (
            surface.name
        )
        if (
            rule
            and not surface.name.startswith(("own", "export", "report", "page asker"))
            and surface.audience != "booth"
        ):
            unmarked(surface, texts_shown)
    if rule:
        judge_records(served, texts_shown)
    judge_ledger(served)


def without_choices(surface: Surface, listed: Counter) -> set:
    """Return the canaries in a surface. Leave out groups and regions that occur only in the page's lists of choices."""
    counts = Counter(CANARY.findall(surface.body))
    if surface.name.startswith("page eve /ledger"):
        return {canary for canary in counts if canary[0] != "grp"}
    name = re.sub(r"^page asker \d\d", "page eve", surface.name)
    return {
        canary for canary, often in counts.items() if canary[0] not in ("grp", "reg") or often > listed[name, canary]
    }


def complete(served: CanarySession) -> dict[int, tuple[str, ...]]:
    """Return {question number: the canaries of its texts, in the order of LANGUAGES}.

    Leave out questions that the floor and the stage do not show in all languages.
    """
    return {
        row["number"]: tuple(CANARY.search(texts_by_language(row)[language])[0] for language in LANGUAGES)
        for row in served.truth()
        if oracle.shows_all_languages("floor", served.settings, texts_by_language(row), LANGUAGES)
    }


def unmarked(surface: Surface, texts_shown: dict[int, tuple[str, ...]]) -> None:
    """Check that all texts of a question (one per language) occur equally often in the surface.

    Otherwise, the text with another count would reveal the original language. `texts_shown`: the result of `complete`.
    """
    for number, texts in texts_shown.items():
        counts = [surface.body.count(text) for text in texts]
        assert len(set(counts)) == 1, (surface.name, number, counts)


def views(body: str) -> list[dict]:
    """Return all question views in a JSON body, at any depth."""

    def walk(value) -> list[dict]:
        if isinstance(value, list):
            return [view for item in value for view in walk(item)]
        if not isinstance(value, dict):
            return []
        return (
            [value]
            if {"number", "status"} <= set(value) and {"text", "texts"} & set(value)
            else [view for item in value.values() for view in walk(item)]
        )

    return walk(json.loads(body))


def judge_records(served: CanarySession, texts_shown: dict[int, tuple[str, ...]]) -> None:
    """Check that the export under the Rule contains only labels, statuses, texts, and whether a text was edited.

    Also check that two exports have different labels and a different order of questions.
    """
    first, second = (json.loads(public_surfaces.export(served, "json"))["questions"] for _ in range(2))
    assert len(first) == len(EXPECTED) and all(
        set(entry) == {"label", "status", "text", "edited", "texts"} for entry in first + second
    )
    assert not {entry["label"] for entry in first} & {entry["label"] for entry in second}
    assert [entry["text"] for entry in first] != [entry["text"] for entry in second]
    assert not re.search(r"\d\d:\d\d|\d{4}-\d\d", json.dumps(first))
    by_texts = {
        tuple(CANARY.search(text)[0] for text in entry["texts"].values()): entry for entry in first if entry["text"]
    }
    for number, texts in texts_shown.items():
        assert (
            list(by_texts[texts]["texts"]) == list(LANGUAGES)
            and by_texts[texts]["text"] == by_texts[texts]["texts"]["en"]
        ), number
    names = public_surfaces.export(served, "csv").decode("utf-8-sig").partition("\r\n")[0]
    assert names == ",".join(
        f'"{name}"' for name in ("label", "status", "text", "edited", *(f"text_{lang}" for lang in LANGUAGES))
    )
    assert public_surfaces.sheet(public_surfaces.export(served, "xlsx"))[:7] == [
        "<t>label</t>",
        "<t>status</t>",
        "<t>text</t>",
        "<t>edited</t>",
        *(f"<t>text_{lang}</t>" for lang in LANGUAGES),
    ]


def ledger(served: CanarySession) -> dict:
    status, got = served["eve"].request("GET", f"/api/s/{served.code}/ledger")
    assert status == 200
    return got


def judge_ledger(served: CanarySession) -> None:
    """Check that the ledger contains no canaries except the names of groups. Under the Rule, also check three points.

    - Each table counts by only one property.
    - No cell shows a number below three.
    - The JSON export contains the same ledger.
    """
    got = ledger(served)
    assert {kind for kind, _ in CANARY.findall(json.dumps(got))} <= {"grp"}
    if not served.settings.chatham_house_rule:
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
    assert json.loads(public_surfaces.export(served, "json"))["ledger"] == got
    for table in got["tables"]["group"]:
        assert set(table["cells"].values()) == {"<3"}, "each group has one question here"


def judge_ears(served: CanarySession, ears: dict[str, CanarySocketClient]) -> None:
    """Check that each client received only canaries that its stream could rightly contain at some time in the test.

    Also check that the question views in the changes have exactly the right fields.
    """
    secrets = served.secrets()
    for name, ear in ears.items():
        ear.hear_until(head(served, name))
        heard, stream = "\n".join(ear.heard), LISTENING[name][1]
        assert set(CANARY.findall(heard)) <= served.ever[stream], (
            name,
            set(CANARY.findall(heard)) - served.ever[stream],
        )
        assert not [secret for secret in secrets if secret in heard], name
        if served.settings.chatham_house_rule and ear.heard:
            audience = stream.partition(".")[0]
            for message in (message for message in ear.heard if message.startswith('42["change"')):
                for view in views(message[2:]):
                    assert set(view) == oracle.keys(audience, served.settings, "texts" in view), (name, view)
                assert '"counts"' not in message and '"notes"' not in message, name


def may_hold_secrets(surface: Surface) -> bool:
    """Return whether the surface is the organiser's state. Only this surface may contain the links of the seats."""
    return surface.name == "organiser state"


def nothing_kept(served: CanarySession) -> None:
    """Check that the database and the log contain no personal data: no address of a client, no token of an attendee, no
    name of an asker.

    The log must also contain no text that a person wrote. Call this function only under the Rule.
    """
    # Leave out the server's start line: it contains 127.0.0.1, as the server's own address.
    log = "".join(line for line in served.server.log().splitlines(True) if " is ready on " not in line)
    files = {path.name: path.read_bytes() for path in served.server.data_dir.glob("open-floor.db*")}
    for content in (log.encode(), *files.values()):
        for trace in (*TRACES.values(), "127.0.0.1"):
            assert trace.encode() not in content
    tokens = [
        cookie.value.partition(".")[0]
        for client in served.people.values()
        for cookie in client.jar
        if "attendee" in cookie.name
    ]
    for name, content in files.items():
        assert not [token for token in tokens if token.encode() in content], name
        assert not re.search(rb"nam\d\dz", content), name
    assert not CANARY.search(log) and "canary" not in log and "Traceback" not in log
    assert not [secret for secret in served.secrets() if secret in log]


def judge_the_end(served: CanarySession) -> None:
    """Purge the session. Check that, after the purge, no file and no line of output contains a canary."""
    tokens = [secret.encode() for secret in served.secrets()] + [
        key[0].encode() for key in served.rows("SELECT key FROM commands")
    ]
    assert served.rows("SELECT 1 FROM translation_cache") and served.rows("SELECT 1 FROM notes")
    assert served["organiser"].command("purge")[1]["phase"] == "purged"
    served.close()
    for path in served.server.data_dir.iterdir():
        content = path.read_bytes()
        assert not CANARY.search(content.decode("latin-1")) and b"canary" not in content, path.name
        assert not [token for token in tokens if token in content], path.name
    served.server.process.terminate()
    printed = served.server.process.stdout.read()
    served.server.process.wait(20)
    assert not CANARY.search(printed) and not [trace for trace in TRACES.values() if trace in printed]
    assert not [secret for secret in served.secrets() if secret in printed]
