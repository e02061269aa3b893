"""After a purge nothing that people wrote stands in any file of the data folder, and nobody finds the session again."""

from __future__ import annotations

import hashlib
import json

import pytest

from tests.servers import Client
from tests.web.served_session import control, is_refused, make_room

CANARY = "Kanarie"
KEY = "canary-key-0123456789"


def crowded(server, **changes):
    """A session with something planted in everything that it keeps."""
    title = dict.fromkeys(("en", "es", "fr"), f"{CANARY} title")
    room = make_room(
        server, title=title, **changes, panellists=[{"key": "socco", "name": f"{CANARY} panellist", "role": None}]
    )
    ana = room["ana"]
    for index, text in enumerate(("first?", "second?", "third?")):
        body = {
            "text": f"{CANARY} {text}",
            "name": f"{CANARY} name",
            "show_name": True,
            "to": "socco",
            "language": "en",
        }
        assert ana.command("ask", body, key=f"{KEY}-{index}")[0] == 201
    room["ben"].command("vote", {"number": 1}, key=f"{KEY}-vote")
    room.act("approve", 1)
    assert (
        room.chair.command("translate", {"number": 1, "version": 2, "language": "es", "text": f"{CANARY} traducida"})[0]
        == 200
    )
    assert room["booth"].command("translate", {"number": 1, "language": "fr", "text": f"{CANARY} corrigée"})[0] == 200
    room.act("wording", 1, text=f"{CANARY} hidden wording?", hide=False)
    room.act("wording", 1, text=f"{CANARY} wording?", hide=True)
    room["chair/b"].command("note", {"text": f"{CANARY} between chairs"})
    room["organiser"].command("note", {"text": f"{CANARY} from the organiser"})
    room["chair/b"].command("add", {"text": f"{CANARY} aloud?", "language": "en"})
    room["panel/socco"].command("flag", {"number": 1}, key=f"{KEY}-flag")
    number = room.ask(f"{CANARY} first, please?", "ben", language="en")
    room.act("merge", number, into=1)
    room.act("decline", 2, reason="off_topic")
    assert ana.command("reword", {"number": 2, "text": f"{CANARY} reworded?"})[0] == 201
    ana.command("withdraw", {"number": 3})
    room["organiser"].command("pause")
    return room


def planted(room) -> list[bytes]:
    """Texts and names, client-made keys, the token by which an attendee is known."""
    token = next(cookie.value for cookie in room["ana"].jar).partition(".")[0]
    digest = hashlib.sha256(token.encode()).digest()
    return [CANARY.encode(), KEY.encode(), token.encode(), digest, digest.hex().encode()]


def found(server, canaries: list[bytes]) -> set[tuple[str, bytes]]:
    files = [path for path in server.data_dir.rglob("*") if path.is_file()]
    return {(path.name, canary[:20]) for path in files for canary in canaries if canary in path.read_bytes()}


@pytest.mark.parametrize("door", ["page", "command line"])
@pytest.mark.parametrize("rule", [False, True])
def test_no_raw_byte_of_it_stays(server, door, rule):
    room, other = crowded(server, chatham_house_rule=rule), make_room(server)
    other.ask("Still here?")
    canaries, beside = planted(room), other.everything()
    assert {CANARY.encode(), KEY.encode()[:20], canaries[3][:20]} <= {
        canary for _, canary in found(server, canaries)
    }, "they are there before"
    room["organiser"].command("close")
    room["organiser"].raw("GET", f"/api/s/{room.code}/organiser/export?format=html")
    if door == "page":
        assert room["organiser"].command("purge", key=f"{KEY}-purge")[1]["phase"] == "purged"
    else:
        assert control(server, "purge", {"code": room.code})["phase"] == "purged"
    assert found(server, canaries) == set()
    assert other.everything() == beside and room.code not in json.dumps(beside)


def test_a_rehearsal_leaves_no_byte(server):
    room = crowded(server, demo=False)
    canaries = planted(room)
    assert found(server, canaries)
    assert room["organiser"].command("open")[1] == {"ok": True, "already": False, "phase": "open"}
    said = [
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
    assert found(server, [*canaries[1:], *said]) == set(), "its panellist stays, and what people said goes"


def test_nobody_finds_it_again(server):
    room = crowded(server)
    room["organiser"].command("close")
    assert room["organiser"].command("purge")[0] == 200
    for client, path in (
        (room["ana"], ""),
        (room.chair, "/chair/a"),
        (Client(room, "nobody"), "/ledger"),
        (room["organiser"], "/organiser"),
    ):
        assert client.raw("GET", f"/s/{room.code}{path}")[0] == 404
    for seat in ("ana", "chair/a", "booth"):
        is_refused(room[seat].read("snapshot"), 404, "session.unknown")
    is_refused(room["organiser"].command("purge"), 404, "session.unknown")
    is_refused(room["ana"].command("ask", {"text": "Again?"}), 404, "session.unknown")


def test_whoever_listens_is_told_and_let_go(room, listen):
    screens = [listen(room[seat]) for seat in ("ana", "chair/a", "stage", "booth", "panel/socco")]
    for screen in screens:
        assert screen.subscribe()["ok"]
    room["organiser"].command("close")
    room["organiser"].command("purge")
    for screen in screens:
        assert screen.wait("gone") == {"code": "session.unknown"}
        screen.wait_until_closed()


@pytest.mark.parametrize("phase", [(), ("open",), ("open", "pause")])
def test_only_after_the_close(server, phase):
    room = make_room(server, demo=False)
    for act in phase:
        room["organiser"].command(act)
    before = room.everything()
    is_refused(room["organiser"].command("purge"), 409, "phase.not_allowed")
    is_refused(room.chair.command("purge"), 403, "seat.forbidden")
    assert room.everything() == before


def test_until_when_it_may_be_kept(server):
    room = make_room(server, ends="2021-04-14T14:30:00.000Z", retention_days=30)
    assert {name: room["organiser"].read("state")[1][name] for name in ("purge_due", "purge_overdue")} == {
        "purge_due": None,
        "purge_overdue": False,
    }
    room["organiser"].command("close")
    state = room["organiser"].read("state")[1]
    assert state["purge_due"] > "2025" and state["purge_overdue"] is False
    late = make_room(server, ends="2021-04-14T14:30:00.000Z", retention_days=30, demo=False)
    assert (
        late["organiser"].read("state")[1] | {"purge_due": "2021-05-14T14:30:00.000Z", "purge_overdue": True}
        == late["organiser"].read("state")[1]
    )
