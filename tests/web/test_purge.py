"""Tests of the purge of a session.

After the purge, no file in the data folder contains a text of a person, and the server does not know the session.
"""

from __future__ import annotations

import hashlib
import json

import pytest

from tests.servers import Client
from tests.web.served_session import control, is_refused, make_served_session

CANARY = "Kanarie"
KEY = "canary-key-0123456789"


def crowded(server, **changes):
    """Create a session in which every text that a person wrote contains `CANARY`, and several idempotency keys start
    with `KEY`.
    """
    title = dict.fromkeys(("en", "es", "fr"), f"{CANARY} title")
    served = make_served_session(
        server, title=title, **changes, panellists=[{"key": "socco", "name": f"{CANARY} panellist", "role": None}]
    )
    ana = served["ana"]
    numbers = []
    for index, text in enumerate(("first?", "second?", "third?")):
        body = {
            "text": f"{CANARY} {text}",
            "name": f"{CANARY} name",
            "show_name": True,
            "to": "socco",
            "language": "en",
        }
        status, answer = ana.command("ask", body, key=f"{KEY}-{index}")
        assert status == 201
        numbers.append(answer["question"]["number"])
    first, second, third = numbers
    served["ben"].command("vote", {"number": first}, key=f"{KEY}-vote")
    served.act("approve", first)
    assert (
        served.chair.command(
            "translate", {"number": first, "version": 2, "language": "es", "text": f"{CANARY} traducida"}
        )[0]
        == 200
    )
    assert (
        served["booth"].command("translate", {"number": first, "language": "fr", "text": f"{CANARY} corrigée"})[0]
        == 200
    )
    served.act("wording", first, text=f"{CANARY} hidden wording?", hide=False)
    served.act("wording", first, text=f"{CANARY} wording?", hide=True)
    served["chair/b"].command("note", {"text": f"{CANARY} between chairs"})
    served["organiser"].command("note", {"text": f"{CANARY} from the organiser"})
    served["chair/b"].command("add", {"text": f"{CANARY} aloud?", "language": "en"})
    served["panel/socco"].command("flag", {"number": first}, key=f"{KEY}-flag")
    number = served.ask(f"{CANARY} first, please?", "ben", language="en")
    served.act("merge", number, into=first)
    served.act("decline", second, reason="off_topic")
    assert ana.command("reword", {"number": second, "text": f"{CANARY} reworded?"})[0] == 201
    ana.command("withdraw", {"number": third})
    served["organiser"].command("pause")
    return served


def canary_session(served) -> list[bytes]:
    """Return the byte strings that no file may contain after a purge.

    - `CANARY`: a word in the session's texts.
    - `KEY`: the start of the clients' idempotency keys.
    - The attendee's token.
    - The token's hash, raw and hexadecimal.
    """
    token = next(cookie.value for cookie in served["ana"].jar).partition(".")[0]
    digest = hashlib.sha256(token.encode()).digest()
    return [CANARY.encode(), KEY.encode(), token.encode(), digest, digest.hex().encode()]


def traces(server, canaries: list[bytes]) -> set[tuple[str, bytes]]:
    files = [path for path in server.data_dir.rglob("*") if path.is_file()]
    return {(path.name, canary[:20]) for path in files for canary in canaries if canary in path.read_bytes()}


@pytest.mark.parametrize("entrance", ["page", "command line"])
@pytest.mark.parametrize("rule", [False, True])
def test_purge_leaves_no_byte_in_the_data_folder(server, entrance, rule):
    served, other = crowded(server, chatham_house_rule=rule), make_served_session(server)
    other.ask("Still here?")
    canaries, beside = canary_session(served), other.everything()
    assert {CANARY.encode(), KEY.encode()[:20], canaries[3][:20]} <= {
        canary for _, canary in traces(server, canaries)
    }, "they are there before"
    (server.data_dir / "before-0.1.0.db").write_text(CANARY)
    served["organiser"].command("close")
    served["organiser"].raw("GET", f"/api/s/{served.code}/organiser/export?format=html")
    if entrance == "page":
        assert served["organiser"].command("purge", key=f"{KEY}-purge")[1]["phase"] == "purged"
    else:
        assert control(server, "purge", {"code": served.code})["phase"] == "purged"
    assert traces(server, canaries) == set()
    assert other.everything() == beside and served.code not in json.dumps(beside)


def test_the_end_of_a_rehearsal_leaves_no_byte_in_the_data_folder(server):
    served = crowded(server, demo=False)
    canaries = canary_session(served)
    assert traces(server, canaries)
    assert served["organiser"].command("open")[1] == {"ok": True, "already": False, "phase": "open"}
    output = [
        f"{CANARY} {kind}".encode()
        for kind in (
            "first",
            "second",
            "third",
            "reworded",
            "wording",
            "hidden",
            "name",
            "between",
            "from",
            "aloud",
            "traducida",
            "corr",
        )
    ]
    assert traces(server, [*canaries[1:], *output]) == set(), "its panellist stays, and what people said goes"


def test_a_purged_session_is_unknown_everywhere(server):
    served = crowded(server)
    served["organiser"].command("close")
    assert served["organiser"].command("purge")[0] == 200
    for client, path in (
        (served["ana"], ""),
        (served.chair, "/chair/a"),
        (Client(served, "nobody"), "/ledger"),
        (served["organiser"], "/organiser"),
    ):
        assert client.raw("GET", f"/s/{served.code}{path}")[0] == 404
    for seat in ("ana", "chair/a", "booth"):
        is_refused(served[seat].read("snapshot"), 404, "session.unknown")
    is_refused(served["organiser"].command("purge"), 404, "session.unknown")
    is_refused(served["ana"].command("ask", {"text": "Again?"}), 404, "session.unknown")


def test_sockets_of_a_purged_session_are_disconnected(served, listen):
    screens = [listen(served[seat]) for seat in ("ana", "chair/a", "stage", "booth", "panel/socco")]
    for screen in screens:
        assert screen.subscribe()["ok"]
    served["organiser"].command("close")
    served["organiser"].command("purge")
    for screen in screens:
        assert screen.wait("gone") == {"code": "session.unknown"}
        screen.wait_until_closed()


@pytest.mark.parametrize("phase", [(), ("open",), ("open", "pause")])
def test_only_a_closed_session_can_be_purged(server, phase):
    served = make_served_session(server, demo=False)
    for act in phase:
        served["organiser"].command(act)
    # The first request of a seat changes stored rows. So let both seats send a request before `before` is read.
    served.chair.read("snapshot")
    served["organiser"].read("state")
    before = served.everything()
    is_refused(served["organiser"].command("purge"), 409, "phase.not_allowed")
    is_refused(served.chair.command("purge"), 403, "seat.forbidden")
    assert served.everything() == before


def test_the_organiser_sees_the_date_of_the_purge(server):
    served = make_served_session(server, ends="2021-04-14T14:30:00.000Z", retention_days=30)
    assert {name: served["organiser"].read("state")[1][name] for name in ("purge_due", "purge_overdue")} == {
        "purge_due": None,
        "purge_overdue": False,
    }
    served["organiser"].command("close")
    state = served["organiser"].read("state")[1]
    assert state["purge_due"] > "2025" and state["purge_overdue"] is False
    late = make_served_session(server, ends="2021-04-14T14:30:00.000Z", retention_days=30, demo=False)
    assert (
        late["organiser"].read("state")[1] | {"purge_due": "2021-05-14T14:30:00.000Z", "purge_overdue": True}
        == late["organiser"].read("state")[1]
    )
