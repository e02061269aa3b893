"""The two recorded sessions with which the offers of similar questions are measured.

The first is replay_session.jsonl (en, es, fr). The second has questions in six languages; fixed rules select these
questions from questions.jsonl. Some questions are asked again later in another language. No text of the second session
is in a labelled pair or in the first session.
"""

from __future__ import annotations

import zlib
from collections import defaultdict

from tests.bench.similar_data import read_pairs, read_questions, read_session
from tests.bench.similar_measures import Clusters, bare

SIX = ("ar", "en", "es", "fr", "ru", "zh")
QUESTIONS = 430
REPEATED_EVERY = 3
"""Every third question is repeated later in the session, in another language.

Only questions that have a translation in the data are counted.
"""
SEARCHES = 0.2
"""Maximum share of questions that are search queries. Search queries differ from questions to a panel."""
LATER = 40
"""Minimum distance, in questions, between a question and its repetition."""


def read_sessions() -> dict[str, list[dict]]:
    """Return both sessions: {name of the session: its questions in order of arrival}."""
    return {"three languages": read_session()[1], "six languages": compose()}


def compose() -> list[dict]:
    """Return the questions of the second session (six languages), selected by fixed rules, in order of arrival.

    Each question has `item`, `text`, `language` and `duplicate_of`: the item that it repeats in another language, or
    None.
    """
    firsts, returns, searches, translated = [], [], 0, 0
    for group in _groups():
        if group[0].get("domain") == "search":
            if searches >= SEARCHES * QUESTIONS:
                continue
            searches += 1
        first = group[_hash(_name(group[0])) % len(group)]
        firsts.append({"item": first["id"], "text": first["text"], "language": first["language"], "duplicate_of": None})
        others = [row for row in group if row["language"] != first["language"]]
        translated += bool(others)
        if others and translated % REPEATED_EVERY == 0:
            again = others[_hash(first["id"]) % len(others)]
            returns.append(
                {"item": again["id"], "text": again["text"], "language": again["language"], "duplicate_of": first["id"]}
            )
        if len(firsts) == QUESTIONS:
            break
    places = {entry["item"]: place for place, entry in enumerate(firsts)}
    ordered = [(place, 0, entry) for place, entry in enumerate(firsts)]
    for entry in returns:
        start = places[entry["duplicate_of"]] + LATER
        ordered.append((start + _hash(entry["item"]) % max(1, len(firsts) - start), 1, entry))
    return [entry for *_, entry in sorted(ordered, key=lambda row: (row[0], row[1], row[2]["item"]))]


def truths(session: list[dict]) -> Clusters:
    """Return clusters of equal items.

    Items are equal if the data mark them as duplicates, or if their texts have the same letters and digits.
    """
    clusters = Clusters((entry["item"], entry["duplicate_of"]) for entry in session if entry["duplicate_of"])
    for entry in session:
        clusters.join(entry["item"], ("typed", bare(entry["text"]) or entry["item"]))
    return clusters


def _groups() -> list[list[dict]]:
    """Return groups of translations; each group contains the translations of one question. The order depends only on
    the groups' names.
    """
    known = {bare(text) for pair in read_pairs()[1] for text in (pair["a"], pair["b"])}
    known |= {bare(entry["text"]) for entry in read_session()[1]}
    groups, seen = defaultdict(list), set()
    for row in read_questions():
        if row["language"] in SIX and not row.get("mixed"):
            groups[_name(row)].append(row)
            if bare(row["text"]) in known:
                seen.add(_name(row))
    unseen = [group for name, group in groups.items() if name not in seen]
    return sorted(unseen, key=lambda group: _hash(_name(group[0])))


def _name(row: dict) -> object:
    """Return the name of the group of translations to which the row belongs.

    The rows of the sample in the repository have no group. Each of them is a group of its own, named by the row's id.
    """
    return row.get("parallel", row["id"])


def _hash(name: object) -> int:
    return zlib.crc32(str(name).encode())
