"""Tests of the bridge: a program submits questions with a token, a source and a key."""

from __future__ import annotations

import json
import re

import pytest

from tests.servers import ROOT
from tests.web.served_session import is_refused, make_served_session

QUESTION = {"text": "Who pays for this?", "source": "Web form"}


@pytest.fixture
def served(server):
    topics = [{"key": "rights", "label": {"en": "Rights"}}]
    return make_served_session(server, limits={"pending": 3, "text": 60, "name": 20}, topics=topics)


def organise(served, route: str) -> dict:
    status, answer = served["organiser"].request("POST", f"/api/s/{served.code}/organiser/{route}", {})
    assert status == 200, answer
    return answer


def made_at(served) -> str | None:
    return served["organiser"].request("GET", f"/api/s/{served.code}/organiser/imports")[1]["bridge_made_at"]


def submit(served, token: str, key: str, body: dict | None = None, **headers: str) -> tuple[int, dict]:
    sent = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers}
    content = json.dumps(QUESTION if body is None else body).encode()
    status, _, answer = served.client().raw("PUT", f"/api/s/{served.code}/bridge/{key}", content, sent)
    return status, json.loads(answer)


def test_a_question_of_a_program_is_pending_with_its_source_and_without_an_asker(served):
    assert made_at(served) is None
    token = organise(served, "bridge")["token"]
    assert made_at(served).endswith("Z")
    body = QUESTION | {
        "language": "es",
        "group": "media",
        "topic": "rights",
        "name": "Ana Sol",
        "time": "2021-04-14T10:00:00Z",
    }
    assert submit(served, token, "question-1", body) == (201, {"ok": True, "already": False, "number": 1})
    assert submit(served, token, "question-1", body) == (201, {"ok": True, "already": True, "number": 1})
    is_refused(submit(served, token, "question-1"), 409, "key.reused")
    # Two people may ask the same question. Only a request with the same key is a repetition.
    assert submit(served, token, "question-2", body)[1]["number"] == 2
    seen = served.seen(1)
    fields = ("text", "source", "language", "group", "topic", "name", "asked_at", "status")
    assert [seen[field] for field in fields] == [
        "Who pays for this?", "Web form", "es", "media", "rights", "Ana Sol", "2021-04-14T10:00:00.000Z", "pending",
    ]  # fmt: skip
    served.act("approve", 1)
    assert served.seen(1)["status"] == "approved"


def test_a_new_token_replaces_the_old_one_and_a_revoked_token_stops(served):
    old = organise(served, "bridge")["token"]
    token = organise(served, "bridge")["token"]
    is_refused(submit(served, old, "question-1"), 401, "seat.unknown")
    assert submit(served, token, "question-1")[0] == 201
    assert organise(served, "revoke-bridge")["already"] is False
    is_refused(submit(served, token, "question-2"), 401, "seat.unknown")
    assert organise(served, "revoke-bridge")["already"] is True
    assert made_at(served) is None


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": "\u200b", "source": "Web"}, 400, "text.empty"),
        ({"text": "x" * 61, "source": "Web"}, 400, "text.too_long"),
        ({"text": "Who?", "source": "Web", "name": "x" * 21}, 400, "name.too_long"),
        ({"text": "Who?", "source": "Web", "group": "pirates"}, 400, "group.unknown"),
        ({"text": "Who?", "source": "Web", "language": "tlh"}, 400, "language.unknown"),
        ({"text": "Who?", "source": " "}, 400, "request.field"),
        ({"text": "Who?"}, 400, "request.field"),
        ({"text": "Who?", "source": "Web", "time": "soon"}, 400, "request.field"),
        ({"text": "Who?", "source": "Web", "status": "live"}, 400, "request.field"),
        ({"text": 7, "source": "Web"}, 400, "request.field"),
    ],
)
def test_wrong_questions_are_refused_and_store_nothing(served, body, status, code):
    token = organise(served, "bridge")["token"]
    before = served.everything()
    is_refused(submit(served, token, "question-1", body), status, code)
    assert served.everything() == before


def test_a_full_incoming_and_a_closed_session_refuse(served):
    token = organise(served, "bridge")["token"]
    assert [submit(served, token, f"question-{number}")[0] for number in range(3)] == [201, 201, 201]
    is_refused(submit(served, token, "question-3"), 429, "limit.pending")
    served["organiser"].command("pause")
    is_refused(submit(served, token, "question-4"), 409, "phase.not_allowed")


def test_a_browser_page_and_a_bad_key_are_refused(served):
    token = organise(served, "bridge")["token"]
    is_refused(submit(served, token, "question-1", Origin=served.url), 403, "request.origin")
    is_refused(submit(served, token, "short"), 400, "key.bad")


def test_a_program_that_sends_too_fast_must_wait(server):
    served = make_served_session(server)
    token = organise(served, "bridge")["token"]
    answers = [submit(served, token, "wrong-body", {})[1] for _ in range(70)]
    assert [answer["code"] for answer in answers[:60]] == ["request.field"] * 60
    assert answers[-1]["code"] == "limit.requests" and answers[-1]["retry_after"] >= 1


def test_the_example_of_the_documents_submits_a_question(served, tmp_path, monkeypatch):
    example = re.search(
        r"```python\n(import hashlib.*?)```", (ROOT / "docs" / "wire.md").read_text("utf-8"), re.DOTALL
    )[1]
    assert len([line for line in example.splitlines() if line.strip()]) <= 20
    (tmp_path / "token.txt").write_text(organise(served, "bridge")["token"] + "\n")
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    exec(example.replace("https://floor.example", served.url).replace("WATER7", served.code), names)
    assert [names["submit"]("Who pays?", "en"), names["submit"]("Who pays?", "en")] == [1, 1]
    with pytest.raises(ValueError, match="This text is too long"):
        names["submit"]("x" * 61)
