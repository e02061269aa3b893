"""Tests of the tables that several processes share: the lineage of the database (a text that identifies its history),
leases of tasks, totals that are due for publication, and claims of translation jobs.
"""

from __future__ import annotations

import pytest

from moderation.store import due_totals, leases, lineage, sessions, translation_jobs
from tests.factories import add, make_database, make_question


def session_of(store):
    return sessions.get_by_code(store, "PANEL1")


@pytest.mark.databases("postgres")
def test_only_another_database_or_other_views_change_the_lineage(store):
    store.begin_write()
    assert lineage.has_changed(store, "views 1")
    assert not lineage.has_changed(store, "views 1")
    assert lineage.has_changed(store, "views 2")
    assert not lineage.has_changed(store, "views 2")
    store.execute("UPDATE lineage SET lineage = 'another server'")
    assert lineage.has_changed(store, "views 2")
    assert store.execute("SELECT lineage FROM lineage").fetchone()[0] == store.dialect.lineage(store)
    store.execute("ROLLBACK")


@pytest.mark.databases("sqlite")
def test_a_file_always_has_another_lineage(store):
    assert lineage.has_changed(store, "views 1")
    assert lineage.has_changed(store, "views 1")


@pytest.mark.databases("postgres")
def test_the_lineage_names_cluster_timeline_database_and_tables(store):
    parts = store.dialect.lineage(store).split(".")
    assert parts[0].isdigit() and parts[1] == "00000001"
    assert int(parts[3]) == store.execute("SELECT CAST('sessions' AS regclass)::oid").fetchone()[0]


def test_the_version_of_the_views_depends_on_their_code(tmp_path, monkeypatch):
    before = lineage.views_version()
    assert before == lineage.views_version()
    monkeypatch.setattr(lineage, "CORE", tmp_path)
    assert lineage.views_version() != before


def test_a_lease_has_one_holder_until_it_ends(store):
    assert leases.take(store, "work", "a", 100.0, 30.0)
    assert not leases.take(store, "work", "b", 129.9, 30.0)
    assert leases.take(store, "work", "a", 120.0, 30.0), "the holder renews it"
    assert not leases.take(store, "work", "b", 149.9, 30.0)
    assert leases.take(store, "work", "b", 150.0, 30.0)
    assert not leases.take(store, "work", "a", 150.0, 30.0)
    leases.give_back(store, "b")
    assert leases.take(store, "work", "a", 150.0, 30.0)


def test_due_totals_are_taken_once(store):
    session = session_of(store)
    assert due_totals.codes(store) == []
    due_totals.mark(store, "PANEL1", {3, 7})
    due_totals.mark(store, "PANEL1", {7})
    due_totals.mark(store, "NOBODY", {1})
    assert due_totals.codes(store) == ["PANEL1"]
    assert due_totals.take(store, session) == {3, 7}
    assert due_totals.codes(store) == []
    due_totals.mark(store, "PANEL1", ())
    assert due_totals.codes(store) == ["PANEL1"], "the balance is due"
    assert due_totals.take(store, session) == set()


@pytest.mark.databases("postgres")
def test_marks_of_totals_do_not_wait_for_the_lock_of_the_session(tmp_path):
    store = make_database(tmp_path / "of.db")
    from tests import engines

    with_lock = engines.current().place(tmp_path / "of.db").connect()
    with_lock.begin_write("PANEL1")
    store.execute("SET lock_timeout = '1s'")
    due_totals.mark(store, "PANEL1", {3})
    with_lock.execute("ROLLBACK")
    with_lock.close()
    assert due_totals.take(store, session_of(store)) == {3}


def waiting_job(store):
    add(store, make_question(1))
    session = session_of(store)
    translation_jobs.want(store, session, make_question(1), ["es"], 100.0)
    (job,) = translation_jobs.due(store, "PANEL1", 100.0, 5)
    return job


def test_a_claimed_job_is_free_again_after_the_claim(store):
    job = waiting_job(store)
    assert translation_jobs.claim(store, job, 100.0, 120.0)
    assert not translation_jobs.claim(store, job, 119.9, 140.0)
    assert translation_jobs.due(store, "PANEL1", 119.9, 5) == []
    assert translation_jobs.due(store, "PANEL1", 120.0, 5) == [job]
    assert translation_jobs.claim(store, job, 120.0, 140.0)


def test_the_outcome_of_a_job_ends_its_claim(store):
    job = waiting_job(store)
    translation_jobs.claim(store, job, 100.0, 120.0)
    translation_jobs.put_off(store, session_of(store), job, 102.0)
    (retried,) = translation_jobs.due(store, "PANEL1", 102.0, 5)
    assert (retried.number, retried.tries) == (1, 1)


def test_a_job_that_was_requested_again_is_not_claimed(store):
    job = waiting_job(store)
    translation_jobs.want(store, session_of(store), make_question(1), ["es"], 101.0, again=True)
    assert not translation_jobs.claim(store, job, 101.0, 120.0)


def test_serving_a_session_leaves_the_claimed_jobs_of_another_process(store):
    job = waiting_job(store)
    translation_jobs.claim(store, job, 100.0, 120.0)
    translation_jobs.resume(store, session_of(store), 110.0)
    assert translation_jobs.is_wanted(store, session_of(store), job)
    translation_jobs.resume(store, session_of(store), 120.0)
    assert not translation_jobs.is_wanted(store, session_of(store), job)
