"""Tests of the commands for the administration page: its link, its passphrase, and the archive."""

from __future__ import annotations

import pytest

from moderation.core.refusals import Refusal
from moderation.services import links, passphrase
from moderation.services.acts.administration import set_archived
from moderation.services.acts.control import Controls, execute_control
from moderation.store import administration
from tests.running_store import RunningStore

KEY, URL = b"k" * 32, "https://floor.example"


@pytest.fixture
def running_store(tmp_path):
    running_store = RunningStore(tmp_path / "of.db")
    yield running_store
    running_store.close()


@pytest.fixture
def controls(running_store):
    return Controls(running_store.writer, running_store.reader, KEY, URL)


def link_of(controls, **change):
    answer = execute_control(controls, "admin_link", change)
    return answer["admin_link"], answer["has_passphrase"]


def archived(running_store) -> set[int]:
    return running_store.read(lambda connection, session: administration.archived(connection))


def test_the_link_stays_until_it_is_renewed_or_revoked(controls):
    first = link_of(controls)
    assert first == (f"{URL}/admin#{links.admin_secret(KEY, 1)}", False) and link_of(controls) == first
    assert link_of(controls, change="renew") == (f"{URL}/admin#{links.admin_secret(KEY, 2)}", False)
    assert link_of(controls, change="revoke") == link_of(controls) == (None, False)
    assert link_of(controls, change="renew") == (f"{URL}/admin#{links.admin_secret(KEY, 4)}", False)


def test_a_passphrase_is_set_and_removed(controls, running_store):
    hashed = passphrase.hash_of("eight long words")
    assert link_of(controls, hash=hashed)[1] and link_of(controls)[1]
    link = running_store.read(lambda connection, session: administration.find_link(connection))
    assert link == (1, hashed)
    assert not link_of(controls, hash="")[1]


@pytest.mark.parametrize(("field", "value"), [("change", "delete"), ("hash", "no hash"), ("hash", 5)])
def test_a_wrong_change_changes_nothing(controls, field, value):
    before = link_of(controls)
    with pytest.raises(Refusal, match=r"request\.field") as refused:
        execute_control(controls, "admin_link", {field: value})
    assert refused.value.data == {"field": field} and link_of(controls) == before


def test_a_session_is_archived_only_while_nobody_uses_it(controls, running_store):
    for act in ("pause", "open"):
        execute_control(controls, act, {"code": "PANEL1"})
        with pytest.raises(Refusal, match=r"phase\.not_allowed"):
            set_archived(running_store.writer, "PANEL1", True)
    execute_control(controls, "close", {"code": "PANEL1"})
    for is_archived in (True, True, False, False, True):
        set_archived(running_store.writer, "PANEL1", is_archived)
        assert archived(running_store) == ({1} if is_archived else set())
    execute_control(controls, "purge", {"code": "PANEL1"})
    with pytest.raises(Refusal, match=r"session\.unknown"):
        set_archived(running_store.writer, "PANEL1", False)
