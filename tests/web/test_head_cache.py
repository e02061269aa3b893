"""Tests of HeadCache. It keeps a value until the head of the stream changes."""

from __future__ import annotations

import pytest

from moderation.web.head_cache import HeadCache


def test_a_value_is_computed_once_for_each_head():
    cache, heads = HeadCache(), []

    def value(head: tuple[str, int]) -> int:
        return cache.get(1, "key", head, lambda: heads.append(head) or len(heads))

    assert [value(("e", 1)), value(("e", 1)), value(("e", 2)), value(("f", 2)), value(("f", 2))] == [1, 1, 2, 3, 3]
    assert heads == [("e", 1), ("e", 2), ("f", 2)]


def test_the_latest_value_is_found_at_every_head():
    cache = HeadCache()
    assert cache.find(1, "key") is None
    cache.get(1, "key", ("e", 1), lambda: "first")
    assert (cache.find(1, "key"), cache.find(2, "key"), cache.find(1, "other")) == ("first", None, None)
    cache.get(1, "key", ("e", 2), lambda: "second")
    assert cache.find(1, "key") == "second"


def test_the_least_recently_used_values_are_deleted():
    cache = HeadCache(2)
    for key in ("a", "b", "a", "c"):
        cache.get(1, key, ("e", 1), lambda: key)  # noqa: B023
    assert [key for _, key in cache._cached] == ["a", "c"]


def test_all_values_of_a_session_are_deleted():
    cache = HeadCache()
    for session in (1, 2):
        cache.get(session, "key", ("e", 1), list)
    cache.forget(1)
    assert [session for session, _ in cache._cached] == [2]
    cache.clear()
    assert not cache._cached


@pytest.mark.parametrize("delete", [HeadCache.clear, lambda cache: cache.forget(1)])
def test_a_value_made_before_a_deletion_is_not_stored_after_it(delete):
    cache = HeadCache()
    assert cache.get(1, "key", ("e", 1), lambda: delete(cache) or "words") == "words"
    assert not cache._cached
