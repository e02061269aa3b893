"""Tests of the storage of uploaded logos: the phases that allow an upload, and the maximum number of logos."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace

import pytest
from PIL import Image

from moderation.core.refusals import Refusal
from moderation.services.acts import logos
from moderation.store import logos as store_logos
from moderation.store import sessions
from tests.factories import caller, execute_act, make_database, run


def png(width: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, 40), (9, 9, 9)).save(out, "PNG")
    return out.getvalue()


def writer_of(store) -> SimpleNamespace:
    """Return a writer that executes each command at once."""

    def submit(work):
        result = run(store, work)
        return SimpleNamespace(wait=lambda: result)

    return SimpleNamespace(submit=submit)


def add(store, width: int, code: str = "PANEL1"):
    return logos.add(writer_of(store), lambda function, *args: function(*args), code, png(width))


@pytest.mark.parametrize("phase", ["rehearsal", "open", "paused", "closed"])
def test_a_logo_is_stored_in_every_phase(phase):
    store = make_database(phase=phase)
    logo = add(store, 99)
    assert store_logos.size(store, sessions.get_by_code(store, "PANEL1"), logo.hash) == (99, 40)


def test_a_session_has_a_bounded_number_of_logos_and_keeps_those_in_use():
    store = make_database()
    session = sessions.get_by_code(store, "PANEL1")
    first = add(store, 40)
    execute_act(store, "redefine", caller("organiser"), changes={"look": {"logo": first.hash}})
    for width in range(41, 40 + logos.MOST_LOGOS):
        add(store, width)
    assert store_logos.count(store, session) == logos.MOST_LOGOS
    add(store, 40)  # This is the logo `first`, so the number of stored logos does not change.
    assert store_logos.count(store, session) == logos.MOST_LOGOS
    last = add(store, 200)
    assert store_logos.count(store, session) == 2
    assert all(store_logos.size(store, session, logo.hash) for logo in (first, last))


def test_logos_in_use_are_not_deleted_for_another_one(monkeypatch):
    store = make_database()
    monkeypatch.setattr(logos, "MOST_LOGOS", 1)
    first = add(store, 40)
    execute_act(store, "redefine", caller("organiser"), changes={"look": {"logo": first.hash}})
    with pytest.raises(Refusal) as caught:
        add(store, 50)
    assert caught.value.code == "logo.too_many"


def test_an_unknown_session_is_refused():
    with pytest.raises(Refusal) as caught:
        add(make_database(), 40, "NOSUCH")
    assert caught.value.code == "session.unknown"
