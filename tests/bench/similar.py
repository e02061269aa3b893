"""The benchmark of similar questions: the quality of the score on pairs of questions, the quality of live offers, and
the processor time.

The benchmark reads paraphrases.jsonl, replay_session.jsonl and questions.jsonl from the folder BENCH_DATA, or the
samples in the repository if BENCH_DATA is not set. Run it with `make bench`. The product translates the texts with
Apertium. Without Apertium, only the originals are compared.
"""

from __future__ import annotations

import itertools
import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from moderation.services.similar.index import OFFERED_FROM, Index
from moderation.services.similar.profile import Profile
from moderation.services.similar.score import score
from tests.bench.report import merge, row, show
from tests.bench.similar_data import LANGUAGES, ROOT, Translations, read_lines, read_pairs, read_session, sides
from tests.bench.similar_measures import Clusters, area, bare, plain, precision_recall

GOALS = {"same-language": ">= 0.90", "cross-language": ">= 0.85"}
PRECISION_GOAL = ">= 0.85"
SIZES = (1_000, 10_000)
TIMED = 100
COMPARATOR = "n-grams"

Rows = list[dict]


def measure_pairs(pairs: list[dict], translations: Translations) -> Rows:
    """Return report rows with the area under the curve, precision, recall and F1 at the product's threshold.

    Each kind of pair has its rows, and each source within a kind has its rows. Pairs with a language outside the
    session have separate rows without a goal.
    """
    profiles = {side: Profile(side[1], translations.texts(*side)) for pair in pairs for side in sides(pair)}
    index = Index()
    for number, profile in enumerate(profiles.values()):
        index.add(number, profile.language, profile.texts)
    scores = {pair["id"]: score(*(profiles[side] for side in sides(pair)), index.weigh) for pair in pairs}
    compare = plain(text for text, _ in profiles)
    compared = {pair["id"]: compare(pair["a"], pair["b"]) for pair in pairs}
    session_pairs = [pair for pair in pairs if {pair["a_language"], pair["b_language"]} <= set(LANGUAGES)]
    other_pairs = [pair for pair in pairs if not {pair["a_language"], pair["b_language"]} <= set(LANGUAGES)]
    rows = []
    for kind, goal in GOALS.items():
        pairs_of_kind = [pair for pair in session_pairs if pair["kind"] == kind]
        # Pairs in two languages have a goal only if translations exist.
        rows += _judge(
            f"{kind}, en es fr",
            pairs_of_kind,
            scores,
            compared,
            goal if translations.engine or kind == "same-language" else "",
        )
        for source in sorted({pair["source"] for pair in pairs_of_kind}):
            rows += _judge(
                f"{kind}, {source}", [pair for pair in pairs_of_kind if pair["source"] == source], scores, compared
            )
        rows += _judge(
            f"{kind}, other languages", [pair for pair in other_pairs if pair["kind"] == kind], scores, compared
        )
    # Put rows with a comparator first, so that they share one header.
    return sorted(rows, key=lambda entry: not entry["comparators"])


def measure_live(session: list[dict], translations: Translations) -> Rows:
    """Return report rows for the recorded session.

    For each question, at most three earlier questions are offered. The rows contain the offers to the chairs, which use
    translations, and the offers to the asker before sending, which use one language. An offer is right if both
    questions are in the same labelled group. If two unlabelled questions have the same words, the offer counts as wrong
    in the first figure and as right in the second figure, "same words too".
    """
    marks = [(entry["item"], entry["duplicate_of"]) for entry in session if entry["duplicate_of"]]
    marked, typed = Clusters(marks), Clusters(marks)
    for entry in session:
        typed.join(entry["item"], ("typed", bare(entry["text"]) or entry["item"]))
    rows = []
    for name, before_sending in (("to the chairs", False), ("to the asker", True)):
        offers = list(_play(session, translations, before_sending))
        right = [marked.same(session[at]["item"], session[other]["item"]) for at, other in offers]
        right_or_typed = [typed.same(session[at]["item"], session[other]["item"]) for at, other in offers]
        recalled = {at for (at, _), good in zip(offers, right) if good and session[at]["duplicate_of"]}
        label = f"similar, live, offers {name}"
        rows.append(row(f"{label}: precision", _share(right), "", PRECISION_GOAL, count=len(offers)))
        rows.append(row(f"{label}: precision, same words too", _share(right_or_typed), "", count=len(offers)))
        rows.append(
            row(
                f"{label}: recall of marked repeats",
                len(recalled) / len(marks) if marks else None,
                "",
                count=len(marks),
            )
        )
    return rows


def measure_time(questions: list[dict]) -> Rows:
    """Return report rows with the median processor time (milliseconds) for suggesting and for adding a question, by
    index size, and the ratio.

    The two index sizes are measured in turn, so that other load affects both alike.
    """
    asked = _invent(questions, sum(SIZES) + TIMED)
    indexes = {size: Index() for size in SIZES}
    for size, index in indexes.items():
        for number, texts in enumerate(itertools.islice(asked, size)):
            index.add(number, "en", texts)
    suggest_times, add_times = {size: [] for size in SIZES}, {size: [] for size in SIZES}
    for at, texts in enumerate(asked):
        for size, index in indexes.items():
            suggest_times[size].append(_milliseconds(index.best, "en", texts))
            add_times[size].append(_milliseconds(index.add, size + at, "en", texts))
            index.remove(size + at)
    small, large = (statistics.median(suggest_times[size]) for size in SIZES)
    rows = [
        row(f"similar, time to suggest among {size:,}", statistics.median(suggest_times[size]), "ms", count=TIMED)
        for size in SIZES
    ]
    rows.append(
        row(f"similar, time to suggest, {SIZES[1]:,} against {SIZES[0]:,}", large / small, "×", "<= 2", count=TIMED)
    )
    return rows + [
        row(f"similar, time to add one to {size:,}", statistics.median(add_times[size]), "ms", count=TIMED)
        for size in SIZES
    ]


def main() -> None:
    path, pairs = read_pairs()
    session_path, session = read_session()
    translations = Translations()
    translations.prepare(
        [*(side for pair in pairs for side in sides(pair)), *((entry["text"], entry["language"]) for entry in session)]
    )
    if translations.engine is None:
        print(
            "\nSimilar questions: Apertium is not installed (make apertium), so only originals are compared,"
            " and no goal applies across languages."
        )
    elif translations.new:
        print(
            f"\nSimilar questions: {translations.new} translations by {translations.engine}"
            f" in {translations.seconds:.0f} s, stored in build/."
        )
    folder = os.environ.get("BENCH_DATA")
    questions = read_lines(
        Path(folder) / "questions.jsonl" if folder else ROOT / "tests" / "data" / "questions-sample.jsonl"
    )
    parts = (
        (
            f"Similar questions, pairs: {len(pairs)} of {path.name}; precision, recall and F1 from {OFFERED_FROM} on",
            measure_pairs(pairs, translations),
        ),
        (
            f"Similar questions, live: {len(session)} questions of {session_path.name}",
            measure_live(session, translations),
        ),
        ("Similar questions, time", measure_time(questions)),
    )
    for title, rows in parts:
        show(title, rows)
        merge(rows)


def _judge(name: str, pairs: list[dict], scores: dict, compared: dict, goal: str = "") -> Rows:
    if not pairs:
        return []
    truths, values = [pair["duplicate"] for pair in pairs], [scores[pair["id"]] for pair in pairs]
    rows = [
        row(
            f"similar, {name}: AUC",
            area(truths, values),
            "",
            goal,
            {COMPARATOR: area(truths, [compared[pair["id"]] for pair in pairs])},
            len(pairs),
        )
    ]
    figures = precision_recall(truths, values, OFFERED_FROM)
    return rows + [
        row(f"similar, {name}: {measure}", figure, "", count=len(pairs))
        for measure, figure in zip(("precision", "recall", "F1"), figures)
    ]


def _play(session: list[dict], translations: Translations, before_sending: bool) -> Iterator[tuple[int, int]]:
    """Yield a pair for each offer: (position of the question, position of the earlier question that is offered)."""
    index = Index()
    for at, entry in enumerate(session):
        language, texts = entry["language"] or "und", translations.texts(entry["text"], entry["language"])
        for other, _ in index.best(language, {language: entry["text"]} if before_sending else texts):
            yield at, other
        index.add(at, language, texts)


def _invent(questions: list[dict], count: int) -> Iterator[dict[str, str]]:
    """Yield `count` questions in three languages. Each question consists of halves of two real questions."""
    pools = {
        language: [entry["text"] for entry in questions if entry["language"] == language] for language in LANGUAGES
    }
    for at in range(count):
        texts = {}
        for language, pool in pools.items():
            first, second = pool[at % len(pool)].split(), pool[(at * 7 + at // len(pool)) % len(pool)].split()
            texts[language] = " ".join(first[: len(first) // 2 + 1] + second[len(second) // 2 :])
        yield texts


def _milliseconds(work: Callable[..., object], *arguments: object) -> float:
    start = time.process_time()
    work(*arguments)
    return (time.process_time() - start) * 1e3


def _share(holds: list[bool]) -> float | None:
    return sum(holds) / len(holds) if holds else None


if __name__ == "__main__":
    main()
