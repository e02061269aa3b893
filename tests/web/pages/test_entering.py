"""Tests of entry codes on a real server. The organiser creates the codes. People enter a code with or without
JavaScript.
"""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.web.html_forms import Reader
from tests.web.served_session import is_refused, make_served_session

CODE = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}")
TEXT = "Who decides?"
ENTRY = {"id": "entry", "class": "entry"}
"""The attributes of the fieldset that contains the field for the code. The page shows this fieldset to a person who
needs a code.
"""


@pytest.fixture
def invited(server):
    return make_served_session(server, entry_codes="ask_and_vote")


def make(served, seat="organiser", **fields):
    """Send the organiser's form, which makes entry codes. Return (status, headers, body)."""
    form = "&".join(f"{name}={value}" for name, value in fields.items())
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": served.url}
    path = f"/s/{served.code}/organiser/entry-codes"
    status, received, body = served[seat].raw("POST", path, form.encode(), headers)
    return status, received, body.decode("utf-8-sig")


def enter(served, who, code):
    return served[who].request("POST", f"/api/s/{served.code}/attendee/enter", {"secret": code})


def test_codes_admit_invited_people_only(invited):
    logged = len(invited.server.log())
    status, headers, sheet = make(invited, count=3)
    assert status == 200 and headers["Cache-Control"] == "no-store"
    assert "script-src" not in headers["Content-Security-Policy"] and "'sha256-" in headers["Content-Security-Policy"]
    first, second, third = CODE.findall(sheet)
    assert sheet.count("<svg") == 3 and "No. 3" in sheet

    # A page with JavaScript sends the code in a separate request.
    asked = invited["ana"].command("ask", {"text": TEXT})
    is_refused(asked, 403, "entry.required", field="entry_code")
    is_refused(enter(invited, "ana", "AAAAA-AAAAA"), 403, "entry.unknown", field="entry_code")
    assert enter(invited, "ana", first.lower().replace("-", " ")) == (204, "")
    assert enter(invited, "ana", first) == (204, "")
    is_refused(enter(invited, "ben", first), 409, "entry.used")
    number = invited.ask(TEXT)
    invited.act("approve", number)
    is_refused(invited["ben"].command("vote", {"number": number}), 403, "entry.required")

    # A page without JavaScript sends the code together with the question. After a refusal, the question stays in the
    # form.
    reader = Reader(invited["carol"], "fr")
    status, _, page = reader.send(reader.open().form("/ask"), text="Pourquoi ?", entry_code="")
    assert status == 403 and page.invalid() == {"entry_code"}
    assert page.form("/ask")["fields"]["text"] == "Pourquoi ?"
    status, _, page = reader.send(page.form("/ask"), entry_code=first)
    assert status == 409 and page.form("/ask")["fields"]["text"] == "Pourquoi ?"
    assert reader.send(page.form("/ask"), entry_code=second)[0] == 303
    assert invited.seen(2)["text"] == "Pourquoi ?"
    assert reader.send(reader.open().form("/vote"))[0] == 303

    # A person who only wants to vote sends the code alone, with the second button of the form for questions.
    voter = Reader(invited["dave"])
    page = voter.open()
    assert ("fieldset", ENTRY) in page.tags and "Your entry code stays used" in page.text
    status, _, page = voter.send(page.form("/ask") | {"action": f"/s/{invited.code}/entry"}, text="", entry_code=third)
    assert status == 200 and "Your code is accepted." in page.text
    assert voter.send(page.form("/vote"))[0] == 303
    # The server caches one page for all people, but only people without a code see the field.
    hidden = ENTRY | {"hidden": "", "disabled": ""}
    assert ("fieldset", hidden) in voter.open().tags and ("fieldset", ENTRY) in Reader(invited["eve"]).open().tags

    counts = invited["organiser"].read("state")[1]["entry_codes"]
    assert counts == {"created": 3, "used": 3, "revoked": 0}
    assert invited["organiser"].command("revoke_entry_code", {"number": 1})[0] == 200
    is_refused(invited["ana"].command("ask", {"text": TEXT}), 403, "entry.required")
    is_refused(enter(invited, "ana", first), 403, "entry.revoked")
    log = invited.server.log()[logged:]
    assert not any(code in log for shown in (first, second, third) for code in (shown, shown.replace("-", "")))


def test_wrong_codes_are_slowed_down_for_one_phone_only(invited):
    _, headers, sheet = make(invited, count=1, format="csv")
    assert headers["Content-Disposition"] == f'attachment; filename="{invited.code}-entry-codes.csv"'
    ((number, code, link),) = list(csv.reader(io.StringIO(sheet)))[1:]
    assert number == "1" and link == f"{invited.links['attendee']}#entry={code}"
    for _ in range(5):
        is_refused(enter(invited, "ana", "AAAAA-AAAAA"), 403, "entry.unknown")
    answer = enter(invited, "ana", code)
    is_refused(answer, 429, "limit.entry", field="entry_code")
    assert 25 <= answer[1]["retry_after"] <= 30
    assert enter(invited, "ben", code)[0] == 204


def test_only_the_organiser_of_a_session_with_codes_makes_codes(invited, served):
    assert make(invited, seat="chair/a", count=1)[0] == 401
    for wrong in ({}, {"count": "0"}, {"count": "201"}, {"count": "x"}, {"count": 1, "format": "pdf"}):
        assert make(invited, **wrong)[0] == 400, wrong
    assert invited["organiser"].read("state")[1]["entry_codes"]["created"] == 0
    assert make(served, count=1)[0] == 400
    assert served["organiser"].read("state")[1]["entry_codes"] is None
    assert enter(served, "ana", "AAAAA-AAAAA") == (204, "")
    served.ask(TEXT)
